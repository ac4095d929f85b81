"""One run from definitions to ending: graph, journal, record and folder, put together."""

import asyncio
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from pydantic import JsonValue

from roomsix import ENGINE_VERSION, __version__, assessing, prompts, replies, rules, scoring, store
from roomsix.calls import Chat, Outcome, Request
from roomsix.deal import SeatId, SessionId
from roomsix.errors import ChatError, RecordError, RoomsixError
from roomsix.events import Ended, Event, Record
from roomsix.journal import Journal
from roomsix.prompts import Prompt
from roomsix.record import Log
from roomsix.replies import Schema
from roomsix.room import Room
from roomsix.scenario import Scenario
from roomsix.scoring import Ending, Scores
from roomsix.views import Cast


class Watcher(Protocol):
    """Someone who looks on while the talks go on."""

    def began(self, folder: Path) -> None:
        """The talks begin, and are kept in this folder."""

    def asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        """A seat has the floor and is being asked."""

    def turned(self, new: Sequence[Event]) -> None:
        """These events are in the record, and on disk where there is a folder."""


class Unwatched:
    """Nobody looks on."""

    def began(self, folder: Path) -> None:
        """Look away."""

    def asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        """Look away."""

    def turned(self, new: Sequence[Event]) -> None:
        """Look away."""


@dataclass(frozen=True)
class Talks:
    """Everything that decides how talks go.

    Attributes:
        chats: Who answers for each seat.
        settings: The texts the definitions were changed by, for the run's own account.
    """

    scenario: Scenario
    cast: Cast
    seed: int
    chats: Mapping[SeatId, Chat]
    settings: tuple[str, ...] = ()


@dataclass
class Result:
    """What came of a run.

    Attributes:
        folder: None for talks that were kept in memory only.
    """

    record: Record
    ended: Ended
    scores: Scores
    folder: Path | None = field(default=None)


async def negotiate(
    talks: Talks,
    *,
    log: Log | None = None,
    journal: Journal | None = None,
    watcher: Watcher | None = None,
) -> Result:
    """Play the talks to their end, in memory unless the log and the journal write elsewhere.

    Raises:
        ChatError: Someone who answers for a seat cannot go on.
        JournalMismatch: The journal holds another request.
    """
    from roomsix import graph

    log = log or Log(talks.scenario)
    journal = journal or Journal()
    watcher = watcher or Unwatched()
    asked = dict.fromkeys(talks.scenario.seats, 0)
    shown = 0

    async def ask(seat: SeatId, prompt: Prompt, form: Schema) -> Outcome:
        index = asked[seat]
        asked[seat] += 1
        request = Request.model_construct(seat=seat, index=index, prompt=prompt, form=form)
        return await journal.ask(talks.chats[seat], request)

    def turned() -> None:
        nonlocal shown
        new = log.events[shown:]
        shown = len(log.events)
        watcher.turned(new)

    room = Room(
        scenario=talks.scenario,
        cast=talks.cast,
        seed=talks.seed,
        log=log,
        ask=ask,
        heads={
            seat: prompts.head(talks.scenario, talks.cast, seat) for seat in talks.scenario.seats
        },
        turn_form=replies.schema(talks.scenario),
        board_form=assessing.schema(talks.scenario),
        asking=watcher.asking,
        turned=turned,
    )
    await graph.build().ainvoke(
        graph.START_CURSOR,
        {"recursion_limit": graph.steps(talks.scenario)},
        context=room,
    )
    ended = log.events[-1].what
    assert isinstance(ended, Ended)
    end = ending(talks.scenario, log.events)
    scores = scoring.score(talks.scenario, end, record=log.events)
    return Result(record=log.events, ended=ended, scores=scores)


def ending(scenario: Scenario, record: Record) -> Ending:
    """Return what scores are computed from, read off a finished record.

    Raises:
        RecordError: The record does not reach the end of the talks.
    """
    last = record[-1].what if record else None
    if not isinstance(last, Ended):
        raise RecordError("these talks have not come to their end, so there is nothing to score")
    # Where nobody is asked to ratify, what the leads agree on stands at once.
    stands = dict.fromkeys(scenario.parties, True) if last.why == "agreed" else {}
    return Ending(
        package=last.package,
        ratified=stands or rules.ratified(record),
        level=last.level,
        reason=last.why,
    )


def run(talks: Talks, runs: Path, *, watcher: Watcher | None = None) -> Result:
    """Play the talks and keep them in a folder of their own below `runs`.

    Whatever stops them, the folder holds all that happened; its `run.json` then says `paused`.
    """
    started = datetime.now(UTC)
    info = store.RunInfo(
        id=store.new_id(
            talks.scenario.id, now=f"{started:%Y%m%d-%H%M%S}{started.microsecond // 1000:03}"
        ),
        status="running",
        scenario=talks.scenario.id,
        title=talks.scenario.title,
        seed=talks.seed,
        seats={seat: talks.chats[seat].name for seat in talks.scenario.seats},
        settings=talks.settings,
        definitions=store.digest(talks.scenario, talks.cast),
        engine_version=ENGINE_VERSION,
        versions=versions(),
        started=f"{started:%Y-%m-%dT%H:%M:%SZ}",
    )
    writer = store.Writer(runs / info.id, store.sealed(info), talks.scenario, talks.cast)
    journal = Journal(sink=writer.call, keep=writer.keep, clock=lambda: time.time_ns() // 1_000_000)
    log = Log(talks.scenario, writer.event)
    watcher = _Synced(writer, watcher or Unwatched())
    try:
        watcher.began(writer.folder)
        result = asyncio.run(
            negotiate(
                talks,
                log=log,
                journal=journal,
                watcher=watcher,
            )
        )
        writer.write_outcome(result.scores.model_dump(mode="json"))
        done = {"status": "finished", "ending": (result.ended.outcome, result.ended.why)}
        writer.write_info(_stopped(writer.info, log, journal, done))
    except (RoomsixError, KeyboardInterrupt) as error:
        note = error.message if isinstance(error, RoomsixError) else "interrupted"
        if not isinstance(error, RecordError):
            paused = {"status": "paused", "note": note}
            writer.write_info(_stopped(writer.info, log, journal, paused))
        raise
    finally:
        writer.close()
    result.folder = writer.folder
    return result


def replay(kept: store.Run, *, log: Log | None = None) -> Result:
    """Play a run again from its journal alone, in memory; nobody is asked anything.

    Args:
        log: Filled as far as the journal goes, also where that is not to the end.

    Raises:
        JournalMismatch: The engine or the definitions would ask something else today.
        ChatError: The journal ends before the talks do.
    """
    journal = Journal(kept.lines("calls.jsonl"), closed=True)
    sampling = {seat: call.sampling for (seat, _), call in journal.calls.items()}
    talks = Talks(
        scenario=kept.scenario,
        cast=kept.cast,
        seed=kept.info.seed,
        chats={s: _Recorded(name, sampling.get(s, {})) for s, name in kept.info.seats.items()},
    )
    return asyncio.run(negotiate(talks, log=log, journal=journal))


@dataclass(frozen=True)
class _Recorded:
    """Stands in for a chat whose answers are all in a journal."""

    name: str
    sampling: Mapping[str, JsonValue]

    async def answer(self, request: Request) -> Outcome:
        raise ChatError(f"{self.name!r} is not here to answer {request.seat!r}")


def versions() -> dict[str, str]:
    """Return the versions that a run's account names."""
    libraries = ("langgraph", "openai", "pydantic", "tenacity")
    return {
        "roomsix": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in libraries},
    }


class _Synced:
    """A watcher that shows a turn only once it is on disk."""

    def __init__(self, writer: store.Writer, watcher: Watcher) -> None:
        self._writer = writer
        self._watcher = watcher

    def began(self, folder: Path) -> None:
        self._watcher.began(folder)

    def asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        self._watcher.asking(seat, session, round_)

    def turned(self, new: Sequence[Event]) -> None:
        self._writer.sync()
        self._watcher.turned(new)


def _stopped(
    info: store.RunInfo, log: Log, journal: Journal, how: Mapping[str, object]
) -> store.RunInfo:
    outcomes = [call.outcome for call in journal.calls.values() if call.outcome is not None]
    totals = {
        "turns": log.turn,
        "events": len(log.events),
        "calls": len(outcomes),
        "unusable_replies": len(log.events.of("invalid")),
        "prompt_tokens": sum(outcome.usage.prompt for outcome in outcomes),
        "completion_tokens": sum(outcome.usage.completion for outcome in outcomes),
    }
    finished = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return info.model_copy(update={"finished": finished, "totals": totals, **how})
