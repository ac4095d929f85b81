"""Who sits and answers where: every combination of what a suite tries, in one scenario."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import product
from typing import TYPE_CHECKING

from roomsix.chat import spec
from roomsix.deal import SeatId
from roomsix.errors import DefinitionError, Problem, RoomsixError, UsageError, did_you_mean
from roomsix.scenario import Scenario
from roomsix.seating import people
from roomsix.suite import Suite, Treatment, whom

if TYPE_CHECKING:
    from roomsix.workspace import Workspace


@dataclass(frozen=True)
class Cell:
    """Who sits and answers where, in one scenario under one treatment; a trial is that by a seed.

    Attributes:
        taken: `PERSONA@CHAT` by seat, as far as it is not the scenario's own and a mock.
        sides: The party each side plays.
    """

    taken: Mapping[SeatId, str]
    labels: Mapping[str, str]
    sides: Mapping[str, str] = field(default_factory=dict)


class Misasked(UsageError):
    """What cannot be was asked for on the command line, and is no fault of the suite."""


class Faults:
    """Takes down what is wrong, each at its place in the suite, and goes on.

    Attributes:
        problems: What was taken down.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    @contextmanager
    def at(self, *path: str | int) -> Iterator[None]:
        """Take down what goes wrong meanwhile as wrong there."""
        try:
            yield
        except Misasked:
            raise
        except DefinitionError as error:
            self.problems += error.problems
        except RoomsixError as error:
            self.problems.append(Problem(path, error.message, error.hint))


class Cells:
    """The ways in which a suite fills the seats of a scenario."""

    def __init__(self, suite: Suite, workspace: "Workspace", faults: Faults) -> None:
        self._suite = suite
        self._workspace = workspace
        self._faults = faults

    def under(self, scenario: Scenario, treatment: str, what: Treatment) -> Iterator[Cell]:
        """Yield who sits where in a scenario under a treatment, in every way."""
        axes = [list(self._axis(scenario, key)) for key in _by_width(self._suite.seats)]
        fixed: dict[SeatId, str] = {}
        for key in _by_width(what.seats):
            with self._faults.at("treatments", treatment, "seats", key):
                who, *others = self._spelt(what.seats[key])
                if others:
                    raise UsageError(
                        "a treatment seats one there", hint="put several under `seats`"
                    )
                for seat in self._meant(scenario, key):
                    fixed[seat] = _over(fixed.get(seat, ""), who)
        for sitting in self._sittings(scenario):
            for chosen in product(*axes):
                taken: dict[SeatId, str] = {}
                labels = {"treatment": treatment, **sitting.labels}
                layers = [(width, label, seats) for width, label, seats in chosen]
                layers.append((2, {}, sitting.taken))
                for _, label, seats in sorted(layers, key=lambda layer: layer[0]):
                    labels |= label
                    taken |= {s: _over(taken.get(s, ""), who) for s, who in seats.items()}
                taken |= {seat: _over(taken.get(seat, ""), who) for seat, who in fixed.items()}
                yield Cell(taken, labels, sitting.sides)

    def _axis(
        self, scenario: Scenario, key: str
    ) -> Iterator[tuple[int, Mapping[str, str], Mapping[SeatId, str]]]:
        """Yield what a key of `seats` comes to: how narrow it is, labels, and who goes where."""
        in_turn = [other for other in self._suite.seats if whom(other).in_turn]
        place = "seat" if len(in_turn) == 1 else f"{key}.seat"
        for index, text in enumerate(self._suite.seats[key]):
            with self._faults.at("seats", key, index):
                for who in self._spelt(text):
                    meant = self._meant(scenario, key)
                    chat = people.occupant(who)[1]
                    for seat in meant if chat else ():
                        spec.check(chat, seat=seat, role=scenario.seats[seat].role)
                    if whom(key).in_turn:
                        for seat in meant:
                            yield _width(key), {key: who, place: seat}, {seat: who}
                    else:
                        yield _width(key), {key: who}, dict.fromkeys(meant, who)

    def _sittings(self, scenario: Scenario) -> Iterator[Cell]:
        """Yield who leads for which side, with every swap that is asked for."""
        lists = self._suite.sides
        if not lists:
            yield Cell({}, {})
            return
        leads: dict[str, SeatId] = {}
        for seat, place in scenario.seats.items():
            if place.role == "lead" and place.party is not None:
                leads[place.party] = seat
        parties = [party for party in scenario.parties if party in leads]
        if len(lists) != len(parties):
            with self._faults.at("sides"):
                raise UsageError(
                    f"{len(lists)} sides for the {len(parties)} of {scenario.id!r}",
                    hint=f"one list for each of: {', '.join(parties)}",
                )
            return
        spelt = []
        for number, names in enumerate(lists):
            with self._faults.at("sides", number):
                spelt.append([who for text in names for who in self._spelt(text)])
        for players in product(*spelt) if len(spelt) == len(lists) else ():
            named = {f"side-{n}": who for n, who in enumerate(players, start=1)}
            turns = len(parties) if self._suite.swap and len(set(players)) > 1 else 1
            for turn in range(turns):
                at = [*parties[turn:], *parties[:turn]]
                sides = {f"side-{n}": party for n, party in enumerate(at, start=1)}
                swapped = {"swapped": str(turn)} if self._suite.swap else {}
                taken = {leads[party]: who for party, who in zip(at, players, strict=True)}
                yield Cell(taken, {**named, **swapped}, sides)

    def _meant(self, scenario: Scenario, key: str) -> list[SeatId]:
        """Return the seats of a scenario that a key of `seats` means."""
        role, seat, _ = whom(key)
        if seat is not None:
            if seat not in scenario.seats:
                there = ", ".join(scenario.seats)
                hint = did_you_mean(seat, scenario.seats) or f"there are: {there}"
                raise UsageError(f"{scenario.id!r} has no seat {seat!r}", hint=hint)
            return [seat]
        found = [s for s, place in scenario.seats.items() if role in (None, place.role)]
        if not found:
            raise UsageError(f"{scenario.id!r} has no {role}")
        return found

    def _spelt(self, text: str) -> list[str]:
        """Return what a text stands for: itself, or every script that a pattern names."""
        persona, chat = people.occupant(text)
        if not persona and not chat:
            raise UsageError(f"{text!r} seats nobody", hint="PERSONA, PERSONA@CHAT or @CHAT")
        if not chat and spec.is_spelt(persona):
            raise UsageError(f"{persona!r} is no persona", hint=f"write '@{persona}'")
        if chat.startswith("openai:") and "@" in chat:
            model = chat.rpartition("@")[0]
            raise UsageError(
                "a suite names no endpoint", hint=f"'@{model}' here, the endpoint in --chat"
            )
        if chat.startswith("person"):
            raise UsageError("nobody sits down in a suite", hint="`roomsix play` seats you")
        if chat.startswith("replay:") and not is_run(chat.removeprefix("replay:")):
            raise UsageError(f"{chat!r} may mean another run tomorrow", hint="name a run by its id")
        if not (chat.startswith("script:") and "*" in chat):
            return [text]
        pattern = chat.removeprefix("script:")
        names = [file.name for file in self._workspace.files("script")]
        found = [name for name in names if fnmatchcase(name, pattern)]
        if not found:
            raise UsageError(f"no script is called {pattern!r}")
        return [f"{persona}@script:{name}" for name in found]


def is_run(name: str) -> bool:
    """Tell whether a name can be the id of a run in the usual folder, and nothing else."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]*", name) is not None


def _by_width(seats: Iterable[str]) -> list[str]:
    return sorted(seats, key=_width)


def _width(key: str) -> int:
    """Return how narrow a key of `seats` is: everyone, a role, (a side), one seat."""
    role, seat, in_turn = whom(key)
    return 3 if seat or in_turn else 1 if role else 0


def _over(below: str, above: str) -> str:
    """Return an occupant in which what is left out above is as below."""
    (persona, chat), (over, other) = people.occupant(below), people.occupant(above)
    chat = other or chat
    return (over or persona) + (f"@{chat}" if chat else "")
