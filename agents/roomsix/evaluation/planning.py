"""The trials of a suite: every combination of what it names, each checked before any is played."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING

from roomsix import generator, seating, store
from roomsix.deal import SeatId
from roomsix.errors import (
    DefinitionError,
    NothingSelected,
    Problem,
    RoomsixError,
    UsageError,
)
from roomsix.evaluation import figures, judges
from roomsix.evaluation.cells import Cell, Cells, Faults, Misasked
from roomsix.evaluation.trial import Trial
from roomsix.scenario import Scenario
from roomsix.seating import answering, people
from roomsix.seating.tapes import Tapes
from roomsix.suite import Suite

if TYPE_CHECKING:
    from roomsix.workspace import Workspace

Path = tuple[str | int, ...]
Read = Callable[[Sequence[str]], Scenario]

MANY = 10
"""More games than these take long enough to draw to be told of."""

MOST = 2_000_000
"""The most trials of a suite."""


@dataclass(frozen=True)
class Overrides:
    """What is asked for on the command line, before anything that the suite says.

    Attributes:
        seats: `SEAT=[PERSONA][@CHAT]`.
        chats: `[ROLE=]SPEC`, for whoever the suite names no chat for.
        changes: `PATH=VALUE`.
        judges: `RUBRIC=SPEC`, for who judges in the place of those that the suite names.
        repeat: How often each trial is played.
    """

    seats: tuple[str, ...] = ()
    chats: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    repeat: int = 1
    judges: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The same as the command line has it."""
        named = (
            ("--seat", self.seats),
            ("--chat", self.chats),
            ("--set", self.changes),
            ("--judge", self.judges),
        )
        said = [word for option, texts in named for text in texts for word in (option, text)]
        return (*said, *(("--repeat", str(self.repeat)) if self.repeat > 1 else ()))


def trials(
    suite: Suite,
    workspace: "Workspace",
    tapes: Tapes,
    overrides: Overrides | None = None,
    notify: Callable[[str], None] = lambda _: None,
) -> list[Trial]:
    """Return the trials of a suite, those of the first seed before those of the next.

    Args:
        notify: Told, in a line, what takes a while.

    Raises:
        DefinitionError: Something it names cannot be had; every such place is in it.
        NothingSelected: It comes to no trial at all.
    """
    faults = Faults()
    made = list(
        _Planner(suite, workspace, tapes, overrides or Overrides(), faults, notify).trials()
    )
    figures.check(suite, made, faults, whole=not faults.problems)
    if faults.problems:
        raise DefinitionError(tuple(dict.fromkeys(faults.problems)))
    if not made:
        raise NothingSelected(f"the suite {suite.id!r} comes to no trial")
    return made


def problems(suite: Suite, workspace: "Workspace", tapes: Tapes) -> tuple[Problem, ...]:
    """Return what a suite names and cannot have, by the place in its file."""
    faults = Faults()
    judges.check(suite, workspace, tapes, faults)
    drawn = suite.drawn and suite.drawn.model_copy(update={"count": 1})
    once = suite.model_copy(update={"seeds": 1, "drawn": drawn})
    made = list(_Planner(once, workspace, tapes, Overrides(), faults).trials())
    figures.check(suite, made, faults, whole=False)
    return tuple(dict.fromkeys(faults.problems))


class _Planner:
    def __init__(
        self,
        suite: Suite,
        workspace: "Workspace",
        tapes: Tapes,
        overrides: Overrides,
        faults: Faults,
        notify: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._notify = notify
        self._suite = suite
        self._workspace = workspace
        self._tapes = tapes
        self._overrides = overrides
        self._faults = faults
        self._digests: dict[str, str] = {}
        self._cells = Cells(suite, workspace, faults)
        self._tried: set[tuple[str, str]] = set()

    def trials(self) -> Iterator[Trial]:
        firsts = [each for read in self._scenarios() for each in self._under(read)]
        seeds, repeats = self._suite.seed_range, max(1, self._overrides.repeat)
        if len(firsts) * len(seeds) * repeats > MOST:
            count = len(firsts) * len(seeds) * repeats
            raise UsageError(
                f"the suite {self._suite.id!r} comes to {count:,} trials, over {MOST:,}"
            )
        for seed in seeds:
            for first in firsts:
                for repeat in range(repeats if answers_anew(first.specs.values()) else 1):
                    yield replace(first, seed=seed, repeat=repeat)

    def _scenarios(self) -> Iterator[Read]:
        """Yield every scenario, as something to be read under the changes of a treatment."""
        there = [file.name for file in self._workspace.files("scenario")]
        names: dict[str, None] = {}
        for index, pattern in enumerate(self._suite.scenarios):
            wild = any(sign in pattern for sign in "*?[")
            found = [name for name in there if fnmatchcase(name, pattern)] if wild else [pattern]
            with self._faults.at("scenarios", index):
                if not found:
                    raise UsageError(f"no scenario is called {pattern!r}")
                if not wild:
                    self._workspace.find("scenario", pattern)
                names |= dict.fromkeys(found)
        for name in names:
            yield partial(self._workspace.scenario, name)
        with self._faults.at("drawn"):
            for game in self._drawn():
                yield partial(self._workspace.changed, game)

    def _drawn(self) -> Iterator[Scenario]:
        drawn = self._suite.drawn
        if drawn and drawn.count > MANY:
            self._notify(f"drawing {drawn.count:,} games")
        for number in range(drawn.count if drawn else 0):
            assert drawn is not None
            between = drawn.opposition
            low_high = None if between is None else (between[0], between[1])
            yield generator.generate(
                generator.wanted(
                    drawn.seed + number,
                    parties=drawn.parties,
                    issues=drawn.issues,
                    opposition=low_high,
                    interactions=drawn.interactions,
                    rounds=drawn.rounds,
                    mediator=drawn.mediator,
                    observer=drawn.observer,
                    advisers=drawn.advisers,
                )
            )

    def _under(self, read: Read) -> Iterator[Trial]:
        """Yield the trials of one scenario, of no seed yet, under every treatment."""
        origin = ""
        for treatment, what in self._suite.compared.items():
            changes = (*what.changes, *self._overrides.changes)
            scenario: Scenario | None = None
            named = ("treatments", treatment, "set") if what.changes else ("scenarios",)
            with self._faults.at(*named):
                try:
                    scenario = read(changes)
                except DefinitionError as error:
                    raise DefinitionError(_placed(error, treatment, len(what.changes))) from None
            if scenario is None:
                continue
            origin = origin or (_origin(read) if changes else store.digest(scenario, {}))
            for cell in self._cells.under(scenario, treatment, what):
                with self._faults.at(*self._place(treatment)):
                    yield replace(self._trial(scenario, treatment, changes, cell), origin=origin)

    def _place(self, treatment: str) -> Path:
        """Return where it is said who sits where, for what is wrong with that."""
        if self._suite.compared[treatment].seats:
            return "treatments", treatment, "seats"
        named = [key for key in ("seats", "sides") if getattr(self._suite, key)]
        return (named[0],) if named else ("scenarios",)

    def _trial(
        self, scenario: Scenario, treatment: str, changes: tuple[str, ...], cell: Cell
    ) -> Trial:
        try:
            asked = people.read(self._overrides.seats, tuple(scenario.seats))
            answering.specs(scenario, list(self._overrides.chats), asked.chats, usual="mock")
        except UsageError as error:
            raise Misasked(error.message, hint=error.hint) from None
        who = {seat: people.occupant(text) for seat, text in cell.taken.items()}
        personas = {seat: persona for seat, (persona, _) in who.items() if persona}
        chats = {seat: chat for seat, (_, chat) in who.items() if chat}
        sat, cast = seating.seated(
            self._workspace, scenario, {**personas, **asked.personas}, changes
        )
        specs = answering.specs(
            sat, list(self._overrides.chats), {**chats, **asked.chats}, usual="mock"
        )
        self._try(sat, specs)
        return Trial(
            suite=self._suite.id,
            scenario=sat,
            cast=cast,
            specs=specs,
            seed=0,
            treatment=treatment,
            changes=changes,
            labels=dict(cell.labels),
            sides=cell.sides,
            repeat=0,
            sources=tuple(self._source(each) for each in dict.fromkeys(specs.values())),
            digest=store.digest(sat, cast),
        )

    def _try(self, scenario: Scenario, specs: Mapping[SeatId, str]) -> None:
        """Make every chat once, so that one that cannot be had is told of before any run."""
        fresh = {}
        for seat, named in specs.items():
            key = named, scenario.seats[seat].role
            if key not in self._tried:
                self._tried.add(key)
                fresh[seat] = named
        answering.chats(
            scenario, fresh, seed=0, workspace=self._workspace, tapes=self._tapes, keyless=True
        )

    def _source(self, named: str) -> str:
        """Return a digest of the file that a chat answers from, or nothing."""
        kind, _, name = named.partition(":")
        if named not in self._digests:
            files = {
                "script": lambda: self._workspace.find("script", name).path,
                "cassette": lambda: self._tapes.found_in(named),
                "replay": lambda: self._tapes.run(name).folder / "calls.jsonl",
            }
            find = files.get(kind)
            digest = hashlib.sha256(find().read_bytes()).hexdigest() if find else ""
            self._digests[named] = digest
        return self._digests[named]


def _placed(error: DefinitionError, treatment: str, own: int) -> tuple[Problem, ...]:
    """Return problems of settings at their places in the suite, its own being the first so many.

    What only follows from a setting, further down in the scenario, is left out.
    """
    found = []
    for each in error.problems:
        number = re.fullmatch(r"--set #(\d+)", each.file)
        if number and int(number[1]) <= own:
            path = ("treatments", treatment, "set", int(number[1]) - 1)
            found.append(replace(each, path=path, file="", line=0, column=0, of_key=False))
        elif number:
            found.append(replace(each, file=f"--set #{int(number[1]) - own}"))
    return tuple(found) or error.problems


def _origin(read: Read) -> str:
    """Return a digest of a scenario before any change; empty where it only stands with one."""
    try:
        return store.digest(read(()), {})
    except RoomsixError:
        return ""


def answers_anew(specs: Iterable[str]) -> bool:
    """Tell whether any chat may answer the same question otherwise the next time."""
    return any(each.startswith("openai:") for each in specs)
