"""One seed, one world: clock, disk, endpoint and scheduling, and the run that has to live in it."""

import asyncio
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from roomsix import canonical, draws, running, session, store
from roomsix.errors import RoomsixError
from roomsix.record import Log
from roomsix.running import account, checking, playing
from roomsix.session import Talks
from simulation import promises, scenes
from simulation.chats import Endpoint, Seat
from simulation.files import Death, Disk, Fault, Ill, replaced
from simulation.promises import Book, Life, require
from simulation.scenes import Scene

FAST = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""Where runs are kept: what a power cut would leave is known without a real disk."""

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


class Failed(AssertionError):
    """A seed under which a promise was not kept: which, how to see it again, and what happened."""


@dataclass
class Told:
    """What came of a seed.

    Attributes:
        trace: Every step, as the world saw it.
        lives: How many processes it took.
        met: What was played and what befell the processes, counted.
    """

    seed: int
    trace: list[str] = field(default_factory=list)
    lives: int = 0
    met: Counter[str] = field(default_factory=Counter)

    @property
    def digest(self) -> str:
        """A digest of every step: equal wherever the seed is run."""
        return canonical.digest("\n".join(self.trace))


def simulate(seed: int) -> Told:
    """Play what a seed draws, through all that befalls it.

    Raises:
        Failed: A promise was not kept.
    """
    told = Told(seed)
    try:
        with tempfile.TemporaryDirectory(dir=FAST) as folder:
            _World(seed, Path(folder) / "runs", told).play()
    except (Exception, Death) as error:
        steps = "\n  ".join(told.trace[-15:])
        what = str(error) if isinstance(error, AssertionError) else repr(error)
        raise Failed(
            f"seed {seed}: {what}\n"
            f"again: python -m benchmarks.simulate --first {seed} --seeds 1\n"
            f"the last of {len(told.trace)} steps:\n  {steps}"
        ) from error
    return told


class _World:
    def __init__(self, seed: int, runs: Path, told: Told) -> None:
        runs.mkdir()
        self.seed = seed
        self.runs = runs
        self.told = told
        self.scene: Scene = scenes.scene(seed)
        self.disk = Disk(runs, told.trace.append)
        self.book = Book(self.scene.scenario)
        self.clock = _Clock(seed)
        self._throws = 0

    def play(self) -> None:
        """Play without faults, then with them until the run is over, and compare."""
        told, scene = self.told, self.scene
        told.met[scene.name.split("-")[0]] += 1
        told.met["through the client"] += scene.remote
        record, outcome, calls = self._undisturbed()
        effects = 25 + 3 * len(calls) + len(record)
        troubles = 1 + draws.below(TROUBLES, self.seed, "troubles")
        for life in range(troubles + 3):
            if self._lives(life, effects if life < troubles else 0):
                break
            require(life <= troubles, f"not over after {life + 1} processes")
        self._compare(record, outcome, calls)
        if draws.happens(25, self.seed, "afterwards"):
            told.trace.append("power cut afterwards")
            self.disk.end()
            self.disk.power_cut(self._below)
            self._compare(record, outcome, calls)

    def _undisturbed(self) -> tuple[list[str], str, set[promises.Key]]:
        lines: list[str] = []
        asked: set[promises.Key] = set()
        talks = self._talks(Seat(self.seed, remote=self.scene.remote, asked=asked.add))
        log = Log(self.scene.scenario, lambda _, line: lines.append(line))
        result = asyncio.run(session.negotiate(talks, log=log))
        scores = result.scores.model_dump(mode="json")
        return lines, json.dumps(scores, indent=2, ensure_ascii=False) + "\n", asked

    def _lives(self, life: int, effects: int) -> bool:
        """Let a process begin the run or go on with it; tell whether that is now over."""
        fault, endpoint = self._fate(life, effects)
        self.disk.begin(fault, short=self._below(5))
        self.told.lives += 1
        looks_on = Life(self.book, self.disk)
        chat = Endpoint(self.scene, looks_on, endpoint, life, self.told.trace.append)
        over = False
        with replaced(self.disk), self.clock.kept():
            try:
                self._on(looks_on, chat)
                over = True
            except Death:
                pass
            except KeyboardInterrupt:
                self.told.trace.append("interrupted")
            except RoomsixError as error:
                self._refused(error, fault, endpoint)
        self.disk.end()
        if fault is not None and fault.ill == "power cut" and self.disk.struck:
            self.disk.power_cut(self._below)
        found = store.runs(self.runs)
        require(len(found) <= 1, "there are two runs where one was begun")
        require(found or not self.book.shown, "a run that was shown is gone")
        for run in found:
            run.record()
        self.book.ended(found[0].folder if found else None)
        for ill in ([fault.ill] if fault and self.disk.struck else []) + chat.struck[:1]:
            self.told.met[ill] += 1
        done = f"{len(self.book.finished)} calls, {self.disk.effects} effects"
        self.told.trace.append(f"life {life}: {done}, {'over' if over else 'not over'}")
        return over

    def _on(self, looks_on: Life, chat: Endpoint) -> None:
        found = store.runs(self.runs)
        if not found:
            running.run(self._talks(chat), self.runs, watcher=looks_on)
            return
        specs = dict(found[0].info.seats)
        require(set(specs.values()) == {chat.name}, "the run names others who answer")
        parts = running.epochs(found[0], lambda _, seats: dict.fromkeys(seats, chat))
        running.resume(found[0], parts, watcher=looks_on)

    def _fate(self, life: int, effects: int) -> tuple[Fault | None, tuple[Ill, int] | None]:
        """Draw what befalls a process: something on the disk, or at the endpoint."""
        if not effects:
            return None, None
        ill: Ill = draws.pick(ILLS, self.seed, "ill", life)
        early = draws.happens(20, self.seed, "early", life)
        at = self._below(80 if early else max(1, effects // (1 + life)))
        if ill in ("endpoint", "interrupt"):
            return None, (ill, at // 4)
        return Fault(ill, at, torn=draws.happens(50, self.seed, "torn", life)), None

    def _refused(
        self, error: RoomsixError, fault: Fault | None, endpoint: tuple[Ill, int] | None
    ) -> None:
        said = str(error)
        self.told.trace.append(f"refused: {said.replace(str(self.runs), '')[:30]}")
        require(fault or endpoint, f"refused though nothing is wrong: {said}")
        require(any(place in said for place in PLACES), f"a refusal names no place: {said}")
        require("Traceback" not in said, f"a refusal shows a traceback: {said}")

    def _compare(self, record: Sequence[str], outcome: str, calls: set[promises.Key]) -> None:
        (run,) = store.runs(self.runs)
        require(run.info.status == "finished", f"the run is {run.info.status} in the end")
        lines = run.lines("record.jsonl")
        for number, (one, other) in enumerate(zip(lines, record, strict=False)):
            require(one == other, f"event {number} is not as without faults: {one} for {other}")
        require(len(lines) == len(record), f"{len(lines)} events, {len(record)} without faults")
        require(lines[: len(self.book.shown)] == self.book.shown, "it was shown otherwise")
        require((run.folder / "outcome.json").read_text() == outcome, "another outcome")
        require(set(self.book.asked) == calls, "other calls than without faults")
        checking.checked(run)
        self.told.trace.append(canonical.digest("\n".join(lines)))

    def _talks(self, chat: Seat | Endpoint) -> Talks:
        scene = self.scene
        chats = dict.fromkeys(scene.scenario.seats, chat)
        return Talks(scene.scenario, scene.cast, scene.seed, chats)

    def _below(self, bound: int) -> int:
        self._throws += 1
        return draws.below(bound, self.seed, "world", self._throws)


class _Clock:
    """A clock that jumps: days back, days on, and now and then not at all."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._looks = 0
        self._now = 1_900_000_000_000

    def time_ns(self) -> int:
        """Return nanoseconds since the epoch."""
        self._looks += 1
        jump = draws.below(1_000, self._seed, "clock", self._looks)
        day = 86_400_000
        self._now += {0: -day, 1: day, 2: -3_600_000, 3: 3_600_000, 4: 0}.get(jump % 100, jump)
        return self._now * 1_000_000

    def now(self, zone: object) -> datetime:
        """Return the time of day."""
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=self.time_ns() // 1_000)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Let runs be timed by this clock."""
        before = vars(playing)["time"], vars(account)["datetime"]
        vars(playing)["time"] = vars(account)["datetime"] = self
        try:
            yield
        finally:
            vars(playing)["time"], vars(account)["datetime"] = before
