"""Talks played from a program."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from roomsix import running, session, store
from roomsix.api import asked
from roomsix.api.asked import LOG, Chats
from roomsix.budget import Limits
from roomsix.chat.metering import Meter
from roomsix.running import timing
from roomsix.scenario import Scenario
from roomsix.seating import table
from roomsix.seating.tapes import Tapes
from roomsix.session import Result, Watcher
from roomsix.workspace import Workspace


async def negotiate(
    scenario: str | Scenario,
    *,
    seed: int = 1,
    seats: Mapping[str, str] | None = None,
    chats: Chats | None = None,
    changes: Iterable[str] = (),
    root: Path | str = ".",
    runs: Path | str | None = None,
    scores: Collection[str] | None = None,
    limits: Limits | Mapping[str, object] | None = None,
    models: bool = True,
    watcher: Watcher | None = None,
) -> Result:
    """Play a scenario to its end.

    Args:
        scenario: Its name, a path inside `root`, or the scenario itself.
        seats: Who sits where, and who answers there: `{"manager": "haddad@mock:boulware"}`; either
            half may be left out, as in `"haddad"` and `"@mock"`.
        chats: Who answers for everyone, `"openai:gpt-5"`, or by role, `{"lead": "mock:boulware"}`.
            Who is named by neither is a mock, or what your settings name.
        changes: As `--set` takes them: `"rounds=3"`, `"persona.kim.traits.patience=0.1"`.
        root: The folder with personas/, scenarios/ and evals/; the bundled ones are behind it.
        runs: The folder in which the run is kept, counted from `root`; None to keep it in memory.
        scores: Those to be worked out; None for all, which takes longer than mocked talks do.
        limits: What may be spent, as `{"usd": 2, "minutes": 10}`.
        models: Whether any may be asked; False is for tests, which then need no network.
        watcher: Told of every turn.

    Raises:
        RoomsixError: Something is wrong with what was asked for, or the talks cannot go on. A run
            that is kept can be gone on with by `roomsix resume`.
    """
    here = asked.folder(Path(root))
    wanted = asked.scores(scores)
    meter = Meter(asked.limits(limits))
    kept = None if runs is None else here / runs
    talks = table.talks(
        Workspace(here),
        scenario,
        Tapes(here, lambda name: store.find(kept or here / "runs", name), notify=LOG.info),
        seed=seed,
        seats=asked.seats(seats or {}),
        chats=asked.chats(chats or {}),
        changes=tuple(changes),
        usual=asked.usual(models=models),
        models=models,
        meter=meter,
        notify=LOG.warning,
    )
    if kept is not None:
        return await running.begun(
            talks, kept, watcher=watcher, meter=meter, scores=wanted
        ).played()
    async with timing.within(meter.limits.minutes):
        return (await session.negotiate(talks, watcher=watcher, scores=wanted)).scored()
