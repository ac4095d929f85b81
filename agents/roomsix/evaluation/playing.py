"""One trial played into its folder: from its beginning, from where it stopped, or not at all."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from roomsix import running, session, store
from roomsix.budget import Limits
from roomsix.calls import Chat
from roomsix.chat.metering import Meter
from roomsix.chat.turnstile import Admission, Turnstile
from roomsix.deal import SeatId
from roomsix.errors import BudgetSpent, RecordError, RoomsixError
from roomsix.evaluation import folding, judging, reading, row
from roomsix.evaluation.planning import answers_anew
from roomsix.evaluation.row import Row
from roomsix.evaluation.standing import Appointed
from roomsix.evaluation.trial import Trial
from roomsix.events import Event
from roomsix.scenario import Scenario
from roomsix.seating import answering
from roomsix.seating.tapes import Tapes
from roomsix.session import Talks
from roomsix.store import disk
from roomsix.workspace import Workspace

PATIENCE = 20
"""How long a run may be held by another process before that is an error, in seconds."""


class Halted(RoomsixError):
    """The suite was asked to stop; the run goes on with the same command."""

    code = 130


class Halt:
    """Whether trials are to stop at their next turn."""

    def __init__(self) -> None:
        self._asked = False
        self._heard: list[Callable[[], object]] = []

    @property
    def asked(self) -> bool:
        """Whether they are."""
        return self._asked

    def ask(self) -> None:
        """Have them stop; a signal's handler may do so too."""
        if not self._asked:
            self._asked = True
            for each in self._heard:
                each()

    def check(self) -> None:
        """Go no further if they are.

        Raises:
            Halted: They are.
        """
        if self._asked:
            raise halted()

    @contextmanager
    def heard(self, tell: Callable[[], object]) -> Iterator[None]:
        """Have the running event loop call something once they are to stop meanwhile."""
        loop = asyncio.get_running_loop()

        def heard() -> None:
            loop.call_soon_threadsafe(tell)

        self._heard.append(heard)
        try:
            if self._asked:
                tell()
            yield
        finally:
            self._heard.remove(heard)


def halted() -> Halted:
    """Return what runs stop with."""
    return Halted("the suite was stopped; the same command goes on")


@dataclass(frozen=True)
class Kit:
    """What trials are played with.

    Attributes:
        folder: Where the runs are kept.
        scores: Those that are worked out.
        kept: Those of them that the results hold.
        judges: Who judges each run once it is over.
        limits: What holds for every run by itself.
        turnstile: What the requests of all of them pass.
        notify: Told, in a line, what keeps a model from answering.
    """

    workspace: Workspace
    tapes: Tapes
    folder: Path
    scores: Sequence[str]
    kept: Sequence[str]
    judges: tuple[Appointed, ...] = ()
    limits: Limits = field(default_factory=Limits)
    turnstile: Admission = field(default_factory=Turnstile)
    notify: Callable[[str], None] = lambda _: None
    halt: Halt = field(default_factory=Halt)

    def meter(self) -> Meter:
        """Return what a run's models spend through."""
        return Meter(self.limits, shared=self.turnstile)


class _Looking(session.Unwatched):
    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def noticed(self, what: str) -> None:
        self._kit.notify(what)

    def asking(self, seat: SeatId, session: str, round_: int) -> None:
        self._kit.halt.check()

    def turned(self, new: Sequence[Event]) -> None:
        self._kit.halt.check()


async def play(trial: Trial, kit: Kit) -> Row:
    """Play a trial as far as it has not been, and return what came of it.

    Whatever keeps it from going on is told in its row, but for a limit that holds for all.

    Raises:
        BudgetSpent: A limit of the whole suite was reached.
        Halted: The suite was asked to stop.
    """
    try:
        async with folding.alone(kit.folder / trial.name, kit.notify, kit.halt.check):
            try:
                done, found = await _through(trial, kit)
            except RecordError as error:
                if not _comes_again(trial, kit):
                    raise
                aside = folding.put_aside(kit.folder / trial.name)
                why = str(error).split("\n")[0]
                kit.notify(f"{trial.name} is played anew; {aside.name} holds the old one: {why}")
                done, found = await _through(trial, kit)
            return found.model_copy(update={"judged": await judging.judge(done, kit)})
    except (BudgetSpent, Halted):
        raise
    except RoomsixError as error:
        return row.unplayed(trial, "failed", str(error).split("\n")[0])
    except OSError as error:
        return row.unplayed(trial, "failed", f"{kit.folder / trial.name}: {disk.why(error)}")


async def _through(trial: Trial, kit: Kit) -> tuple[store.Run, Row]:
    kit.halt.check()
    done = await _kept(trial, kit)
    if done is None or done.info.status != "finished":
        judging.ready(kit)
        await _play(trial, kit, done).played()
        done = store.Run(kit.folder / trial.name)
    return done, reading.read(trial, done, kit.scores, kit.kept, kit.workspace.script)


def _comes_again(trial: Trial, kit: Kit) -> bool:
    """Tell whether a damaged run of a trial is lost to nobody: it was begun, and holds only answers
    that would be given again, and no judge's. A power cut may damage such a run, which does not
    wait for the disk.
    """
    folder = kit.folder / trial.name
    try:
        ours = store.Run(folder).info.trial
    except RecordError:
        ours = trial.info
    held = disk.is_locked(folder / "calls.jsonl")
    again = not answers_anew(trial.specs.values()) and not judging.begun(folder)
    return folder.exists() and again and not held and ours is not None and ours.key == trial.key


async def _kept(trial: Trial, kit: Kit) -> store.Run | None:
    """Return the trial's run as far as it has come, if it was begun.

    Whoever played it before may still be letting go of it, and is given time to.
    """
    folder = kit.folder / trial.name
    if not folder.exists():
        return None
    if not (folder / "run.json").exists():
        folding.clear(folder)
        return None
    run = store.Run(folder)
    for _ in range(PATIENCE * 10):
        if not run.is_written:
            break
        await asyncio.sleep(0.1)
        kit.halt.check()
        run = store.Run(folder)
    if run.info.trial is None or run.info.trial.key != trial.key:
        raise RecordError(f"{folder} holds another run", hint="move it away")
    return run


def _play(trial: Trial, kit: Kit, kept: store.Run | None) -> running.Play:
    meter = kit.meter()

    def chats(scenario: Scenario, specs: Mapping[SeatId, str]) -> Mapping[SeatId, Chat]:
        return answering.chats(
            scenario,
            specs,
            seed=trial.seed,
            workspace=kit.workspace,
            tapes=kit.tapes,
            meter=meter,
            notify=kit.notify,
        )

    if kept is not None:
        parts = running.epochs(kept, chats)
        return running.taken_up(
            kept, parts, watcher=_Looking(kit), meter=meter, scores=kit.scores, seen=False
        )
    talks = Talks(
        scenario=trial.scenario,
        cast=trial.cast,
        seed=trial.seed,
        chats=chats(trial.scenario, trial.specs),
        settings=trial.changes,
    )
    return running.begun(
        talks,
        kit.folder,
        watcher=_Looking(kit),
        meter=meter,
        name=trial.name,
        trial=trial.info,
        scores=kit.scores,
        seen=False,
    )
