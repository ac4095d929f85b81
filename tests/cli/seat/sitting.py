"""Seats to sit down in, and consoles at which everything is typed beforehand."""

import asyncio
from collections.abc import Iterable
from functools import cache
from io import StringIO

from rich.console import Console, Group, RenderableType

from roomsix.calls import Request
from roomsix.cli import asking, seating
from roomsix.cli.desk import Desk
from roomsix.cli.options import Described
from roomsix.cli.seat import draft, words
from roomsix.cli.seat.console import Suggest
from roomsix.cli.seat.person import Person
from roomsix.cli.seat.told import Told, told
from roomsix.deal import SeatId
from roomsix.session import Talks


class Typed:
    """A console at which lines are typed one after another until none is left."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)

    async def line(self, suggest: Suggest) -> str:
        for line in self._lines:
            return line
        raise EOFError


class Sheet:
    """A table that keeps what it is to show, as plain text in one line."""

    def __init__(self) -> None:
        self._file = StringIO()
        self._console = Console(file=self._file, width=200, highlight=False, markup=False)

    @property
    def text(self) -> str:
        return " ".join(self._file.getvalue().split())

    def show(self, *what: RenderableType) -> None:
        self._console.print(Group(*what))

    def recap(self) -> None:
        self.show("a recap")

    def listen(self) -> None:
        pass


@cache
def talks(scenario: str = "theatre") -> Talks:
    """Talks that mocks play."""
    return seating.seated(Desk(), Described(scenario))


@cache
def asked(seat: SeatId, turn: int, scenario: str = "theatre") -> Request:
    """What a seat is asked in one of its turns; the judge is the engine's own."""
    return asking.asked(talks(scenario), seat, turn)


def seen(seat: SeatId, turn: int, scenario: str = "theatre") -> Told:
    """The same, as a person is told."""
    return told(asked(seat, turn, scenario))


def drafted(known: Told, *lines: str) -> draft.Draft:
    """What typed lines make."""
    so_far: draft.Draft = ()
    for line in lines:
        so_far = (*so_far, words.entry(known, so_far, line))
    return so_far


def sat(request: Request, *lines: str) -> tuple[str, str]:
    """What is sent when these lines are typed, and what is shown meanwhile."""
    person, sheet = Person(lambda: Typed(lines)), Sheet()
    person.sit(sheet)
    outcome = asyncio.run(person.answer(request))
    return outcome.text, sheet.text
