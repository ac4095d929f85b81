"""One run played through all that befalls it, by as many processes as it takes."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from roomsix import canonical, draws, running, session, store
from roomsix.budget import Amount
from roomsix.calls import Chat, Outcome, Request
from roomsix.chat.metering import Meter
from roomsix.errors import BudgetSpent, RoomsixError
from roomsix.journal import Journal
from roomsix.record import Log
from roomsix.running import checking
from roomsix.session import Epoch
from simulation import purses
from simulation.chats import Endpoint, Process, Seat
from simulation.files import Death, Fault, Ill, replaced
from simulation.promises import Book, Key, Life, require
from simulation.purses import PAUSES, Purse
from simulation.scenes import Scene
from simulation.setting import World

TROUBLES = 5
"""The most processes that something befalls; then nothing fails any more."""

ILLS: tuple[Ill, ...] = (
    "kill",
    "kill",
    "power cut",
    "power cut",
    "full",
    "failed sync",
    "read-only",
    "endpoint",
    "interrupt",
)
"""What may befall a process, each as likely."""

PLACES = ("cannot write", "cannot read", ".jsonl:", "run.json", "did not answer", "went away")
"""What a refusal names, so that it can be mended."""

Chats = Mapping[str, Chat]
"""Who answers, by the spec that a run names them by."""


@dataclass(frozen=True)
class Whole:
    """What a run comes to that nothing befalls.

    Attributes:
        calls: Every call that is put to a chat.
        costs: What each of them costs.
    """

    record: Sequence[str]
    outcome: str
    calls: frozenset[Key]
    costs: Sequence[Amount] = ()


@dataclass(frozen=True)
class Plan:
    """A run that is to be played.

    Attributes:
        name: What it is, to draw by; empty for the first of a seed.
        scene: What decides all that is still to be asked.
        begin: Begins it, given who answers.
        chats: Makes who answers in a process.
        given: The calls whose answers it begins with.
        leave: What a process does at its end, whatever it came to.
    """

    name: str
    scene: Scene
    begin: Callable[[Chats, Life, Meter], object]
    chats: Callable[[Process], Chats]
    given: frozenset[Key] = frozenset()
    leave: Callable[[], object] = lambda: None


def undisturbed(
    parts: Callable[[Chats], Sequence[Epoch]],
    *scenes: Scene,
    journalled: Sequence[str] = (),
) -> Whole:
    """Play in memory, without faults.

    Args:
        parts: Returns what is played, given who answers.
        scenes: What those who answer go by.
    """
    lines: list[str] = []
    asked: dict[Key, Amount] = {}

    def told(request: Request, outcome: Outcome) -> None:
        asked[request.seat, request.index] = purses.cost(request, outcome)

    epochs = parts({scene.chat: Seat(scene, told) for scene in scenes})
    first = epochs[0].talks
    log = Log(first.scenario, lambda _, line: lines.append(line))
    result = asyncio.run(
        session.negotiate(first, epochs=epochs, log=log, journal=Journal(journalled))
    )
    scores = result.scores.model_dump(mode="json")
    outcome = json.dumps(scores, indent=2, ensure_ascii=False) + "\n"
    return Whole(lines, outcome, frozenset(asked), tuple(asked.values()))


def endpoints(*scenes: Scene) -> Callable[[Process], Chats]:
    """Return what makes the chats of a process, by the names that scenes give them."""
    return lambda process: {scene.chat: Endpoint(scene, process) for scene in scenes}


class Course:
    """A run under way.

    Attributes:
        run: As the last process left it; None while there is none.
    """

    def __init__(self, world: World, plan: Plan, whole: Whole, purse: Purse) -> None:
        self.run: store.Run | None = None
        self.book = Book(plan.scene.scenario, plan.given)
        self._world = world
        self._plan = plan
        self._whole = whole
        self._purse = purse
        self._key = (plan.name,) * bool(plan.name)
        self._before = {run.info.id for run in store.runs(world.runs)}

    def play(self, between: Callable[[store.Run], object] = lambda _: None) -> store.Run:
        """Play with faults until the run is over, and compare.

        Args:
            between: Does something with the run while it is stopped for the first time.
        """
        world, whole, purse = self._world, self._whole, self._purse
        effects = 25 + (7 if purse.capped else 3) * len(whole.calls) + len(whole.record)
        troubles = 1 + draws.below(TROUBLES, world.seed, "troubles", *self._key)
        looked_at = False
        for life in range(troubles + 3 + PAUSES):
            if self._lives(life, effects if life < troubles else 0):
                break
            require(life <= troubles + purse.pauses, f"not over after {life + 1} processes")
            if self.run is not None and not looked_at:
                between(self.run)
                self._look()
                looked_at = True
        assert self.run is not None
        self.compare()
        return self.run

    def compare(self) -> None:
        """See that the run is as it is without faults, and can be replayed."""
        whole, run = self._whole, self.run
        require(run is not None, "the run is gone")
        assert run is not None
        require(run.info.status == "finished", f"the run is {run.info.status} in the end")
        lines = run.lines("record.jsonl")
        for number, (one, other) in enumerate(zip(lines, whole.record, strict=False)):
            require(one == other, f"event {number} is not as without faults: {one} for {other}")
        counts = f"{len(lines)} events, {len(whole.record)} without faults"
        require(len(lines) == len(whole.record), counts)
        require(lines[: len(self.book.shown)] == self.book.shown, "it was shown otherwise")
        outcome = (run.folder / "outcome.json").read_text()
        require(outcome == whole.outcome, "another outcome")
        require(set(self.book.asked) == whole.calls, "other calls than without faults")
        self._purse.finished(run)
        checking.checked(run)
        self._world.told.trace.append(canonical.digest("\n".join(lines)))

    def _lives(self, life: int, effects: int) -> bool:
        """Let a process begin the run or go on with it; tell whether that is now over."""
        world, told, disk = self._world, self._world.told, self._world.disk
        fault, endpoint = self._fate(life, effects)
        disk.begin(fault, short=world.below(5))
        told.lives += 1
        process = Process(life, Life(self.book, disk), self._purse, endpoint, told.trace.append)
        over, spent = False, ""
        with replaced(disk), world.clock.kept():
            try:
                self._on(process)
                over = True
            except Death:
                pass
            except KeyboardInterrupt:
                told.trace.append("interrupted")
            except BudgetSpent as error:
                spent = str(error)
            except RoomsixError as error:
                self._refused(error, fault, endpoint)
        disk.end()
        if fault is not None and fault.ill == "power cut" and disk.struck:
            disk.power_cut(world.below)
        self._look()
        if spent and self.run is not None:
            told.trace.append("a limit is reached")
            told.met["a limit"] += 1
            self._purse.paused(self.run, spent)
        for ill in ([fault.ill] if fault and disk.struck else []) + process.struck[:1]:
            told.met[ill] += 1
        done = f"{len(self.book.finished)} calls, {disk.effects} effects"
        named = f"{self._plan.name} " * bool(self._plan.name)
        told.trace.append(f"{named}life {life}: {done}, {'over' if over else 'not over'}")
        return over

    def _look(self) -> None:
        """Look at what is there of the run."""
        found = [run for run in store.runs(self._world.runs) if self._is_own(run.info.id)]
        require(len(found) <= 1, "there are two runs where one was begun")
        require(found or not self.book.shown, "a run that was shown is gone")
        self.run = found[0] if found else None
        if self.run is not None:
            self.run.record()
        folder = self.run.folder if self.run is not None else None
        self.book.ended(folder)
        self._purse.ended(folder)

    def _is_own(self, name: str) -> bool:
        known = self.run.info.id if self.run is not None else None
        return name == known if known is not None else name not in self._before

    def _on(self, process: Process) -> None:
        chats = self._plan.chats(process)
        try:
            self._played(chats, process)
        finally:
            self._plan.leave()

    def _played(self, chats: Chats, process: Process) -> None:
        if self.run is None:
            self._plan.begin(chats, process.looks_on, process.meter)
            return
        for number, info in enumerate(self.run.info.in_epochs):
            strange = set(info.seats.values()) - set(chats)
            require(not strange, f"epoch {number} of the run names others who answer: {strange}")
        parts = running.epochs(
            self.run, lambda _, specs: {seat: chats[spec] for seat, spec in specs.items()}
        )
        running.resume(self.run, parts, watcher=process.looks_on, meter=process.meter)

    def _fate(self, life: int, effects: int) -> tuple[Fault | None, tuple[Ill, int] | None]:
        """Draw what befalls a process: something on the disk, or at the endpoint."""
        if not effects:
            return None, None
        seed, below = self._world.seed, self._world.below
        ill: Ill = draws.pick(ILLS, seed, "ill", life, *self._key)
        early = draws.happens(20, seed, "early", life, *self._key)
        at = below(80 if early else max(1, effects // (1 + life)))
        if ill in ("endpoint", "interrupt"):
            return None, (ill, at // 4)
        return Fault(ill, at, torn=draws.happens(50, seed, "torn", life, *self._key)), None

    def _refused(
        self, error: RoomsixError, fault: Fault | None, endpoint: tuple[Ill, int] | None
    ) -> None:
        said = str(error)
        self._world.told.trace.append(f"refused: {said.replace(str(self._world.runs), '')[:30]}")
        require(fault or endpoint, f"refused though nothing is wrong: {said}")
        require(any(place in said for place in PLACES), f"a refusal names no place: {said}")
        require("Traceback" not in said, f"a refusal shows a traceback: {said}")
