"""What a run's `run.json` says of it: how it began, how it was changed, how it stopped."""

import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version

from roomsix import ENGINE_VERSION, __version__, calls, store
from roomsix.budget import Limits
from roomsix.chat.metering import Meter
from roomsix.chat.tape import TapeChat
from roomsix.journal import Journal
from roomsix.record import Log
from roomsix.running import counting, spending
from roomsix.session import Epoch


def begun(
    parts: Sequence[Epoch],
    limits: Limits,
    lineage: store.Lineage | None = None,
    *,
    name: str | None = None,
    trial: store.TrialInfo | None = None,
) -> store.RunInfo:
    """Return the account of a run that begins now.

    Args:
        name: What it is called by; None for the time and its scenario.
    """
    now = datetime.now(UTC)
    talks = parts[-1].talks
    told = tuple(map(_told, parts))
    tapes = (chat for chat in map(calls.behind, talks.chats.values()) if isinstance(chat, TapeChat))
    return store.sealed(
        store.RunInfo(
            id=name
            or store.new_id(
                talks.scenario.id, now=f"{now:%Y%m%d-%H%M%S}{now.microsecond // 1000:03}"
            ),
            trial=trial,
            status="running",
            scenario=talks.scenario.id,
            title=talks.scenario.title,
            seed=talks.seed,
            seats=told[-1].seats,
            settings=told[-1].settings,
            definitions=told[-1].definitions,
            epochs=told if lineage is not None else (),
            lineage=lineage,
            record=next((tape.asking for tape in tapes if tape.asking != "none"), "none"),
            limits=limits,
            engine_version=ENGINE_VERSION,
            versions=versions(),
            started=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        )
    )


def _told(epoch: Epoch) -> store.EpochInfo:
    talks = epoch.talks
    return store.EpochInfo(
        turn=epoch.turn,
        seats={seat: talks.chats[seat].name for seat in talks.scenario.seats},
        settings=talks.settings,
        definitions=store.digest(talks.scenario, talks.cast),
        said=epoch.said,
    )


def stopped(
    info: store.RunInfo, log: Log, journal: Journal, meter: Meter, how: Mapping[str, object]
) -> store.RunInfo:
    """Return the account of a run that stops now.

    Args:
        how: What else is to be said: status, ending, note.
    """
    finished = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    came: dict[str, object] = {
        "finished": finished,
        "totals": counting.totals(log, journal) | spending.totals(meter.spent),
        "by_seat": counting.by_seat(log, journal),
        "usd": {seat: str(spent.usd) for seat, spent in meter.seats.items()},
    }
    return info.model_copy(update={**came, **how})


def versions() -> dict[str, str]:
    """Return the versions that a run's account names."""
    return dict(_versions())


@cache
def _versions() -> Mapping[str, str]:
    # Reading them takes as long as ten turns, and suites ask for every run.
    libraries = ("langgraph", "openai", "pydantic", "tenacity")
    return {
        "roomsix": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in libraries},
    }
