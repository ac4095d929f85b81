"""How the people and things of a scenario are called and marked, the same way everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from rich.text import Text

from roomsix.deal import FactId, Id, IssueId, OptionId, PartyId, SeatId
from roomsix.report.text import one_line
from roomsix.scenario import Role, Scenario
from roomsix.views import Cast

# Shapes tell the sides apart and filling tells who leads, so that nothing hangs on colour. The
# colours are from a palette for colour-blind readers as well (Okabe and Ito 2008), lightened.
_SIDES = (("●○◎◌", "#5fb8f0"), ("▲△▴▵", "#f0a830"), ("■□▣▢", "#3fc79a"), ("★☆✦✧", "#f08a5d"))
_NEUTRAL: Mapping[Role, tuple[str, str]] = {
    "mediator": ("◆", "#d79bdb"),
    "observer": ("◇", "#b9c26a"),
}

GOOD = "#3fc79a"
BAD = "#f0746a"
QUIET = "dim"


@dataclass(frozen=True)
class Seated:
    """Whoever sits in a seat, as they are shown.

    Attributes:
        symbol: Tells side and role without colour.
        side: The party's name, or empty.
    """

    name: str
    symbol: str
    style: str
    role: Role
    side: str

    def mark(self, *, bold: bool = False) -> Text:
        """Return symbol and name."""
        style = f"bold {self.style}" if bold else self.style
        return Text(f"{self.symbol} {self.name}", style=style)


@dataclass(frozen=True)
class Scene:
    """A scenario with names for everything in it, seen by everyone or from one seat.

    Attributes:
        seat: Whose perception is shown; None for all there is.
    """

    scenario: Scenario
    seated: Mapping[SeatId, Seated]
    sides: Mapping[PartyId, tuple[str, str]]
    seat: SeatId | None = None

    def party(self, party: PartyId) -> str:
        """Return a party's name."""
        return one_line(self.scenario.parties[party].name)

    def side(self, party: PartyId) -> Text:
        """Return a party's symbol and name."""
        symbol, style = self.sides[party]
        return Text(f"{symbol} {self.party(party)}", style=style)

    def principal(self, party: PartyId) -> str:
        """Return the name of those a party answers to."""
        return one_line(self.scenario.parties[party].principal.name)

    def issue(self, issue: IssueId) -> str:
        """Return an issue's name."""
        found = self.scenario.issues.get(issue)
        return one_line(found.name if found else issue)

    def option(self, issue: IssueId, option: OptionId) -> str:
        """Return an option in words."""
        found = self.scenario.issues.get(issue)
        return one_line(found.options.get(option, option) if found else option)

    def topic(self, fact: FactId) -> str:
        """Return what a fact may be spoken of as."""
        found = self.scenario.facts.get(fact)
        return one_line((found.about or found.text) if found else fact)

    def tension(self, level: Id) -> Text:
        """Return a level of tension as a gauge and a word."""
        rising = tuple(self.scenario.tension.levels) if self.scenario.tension else (level,)
        at = rising.index(level) + 1 if level in rising else 0
        style = GOOD if at <= len(rising) / 3 else "#f0a830" if at <= len(rising) * 2 / 3 else BAD
        gauge = Text("▮" * at, style=style).append("▯" * (len(rising) - at), style=QUIET)
        return gauge.append(f" {one_line(level)}", style=style)


def scene(scenario: Scenario, cast: Cast, *, seat: SeatId | None = None) -> Scene:
    """Name and mark everything in a scenario."""
    shapes = {p: _SIDES[at % len(_SIDES)] for at, p in enumerate(scenario.parties)}
    fillings = {party: count(1) for party in scenario.parties}
    names = [one_line(cast[place.persona].name) for place in scenario.seats.values()]
    seated = {}
    for (seat_id, place), name in zip(scenario.seats.items(), names, strict=True):
        if place.party is None:
            symbol, style = _NEUTRAL[place.role]
        else:
            symbols, style = shapes[place.party]
            filled = 0 if place.role == "lead" else next(fillings[place.party])
            symbol = symbols[min(filled, len(symbols) - 1)]
        seated[seat_id] = Seated(
            name=name if names.count(name) == 1 else f"{name} ({seat_id})",
            symbol=symbol,
            style=style,
            role=place.role,
            side=one_line(scenario.parties[place.party].name) if place.party else "",
        )
    sides = {party: (symbols[0], style) for party, (symbols, style) in shapes.items()}
    return Scene(scenario, seated, sides, seat)
