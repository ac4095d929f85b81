"""What a package is worth to those who may know: all eyes every side, a lead its own, else none."""

from collections.abc import Mapping

from rich.text import Text

from roomsix import preferences
from roomsix.deal import Frozen, Id, Package, PartyId
from roomsix.report.scene import BAD, GOOD, Scene


class Worth(Frozen):
    """What a package was to a party when it was put on the table.

    Attributes:
        least: The reservation at the tension of that moment.
        suits: Whether the party could live with it then, its red lines and mandate included.
    """

    points: int
    least: int
    suits: bool


def parties(scene: Scene) -> tuple[PartyId, ...]:
    """Return the parties whose points whoever looks on may know."""
    if scene.seat is None:
        return tuple(scene.scenario.parties)
    seat = scene.scenario.seats[scene.seat]
    return (seat.party,) if seat.party and seat.role == "lead" else ()


def worth(scene: Scene, package: Package, level: Id) -> Mapping[PartyId, Worth]:
    """Return what a package is to each party whose points may be known, at a level of tension."""
    scenario = scene.scenario
    return {
        party: Worth(
            points=preferences.points(scenario, scenario.parties[party].card, package),
            least=preferences.reservation(scenario, party, level),
            suits=preferences.acceptable(scenario, party, package, level=level),
        )
        for party in parties(scene)
    }


def leaning(scene: Scene, package: Package) -> int | None:
    """Return what a package is by the leaning of an adviser's own seat; None elsewhere."""
    found = scene.scenario.seats[scene.seat].leaning if scene.seat else None
    return preferences.points(scene.scenario, found.card, package) if found else None


def shown(worth: Worth) -> Text:
    """Return points with a mark: enough for the party then, or not."""
    symbol, style = ("✓", GOOD) if worth.suits else ("✗", BAD)
    return Text.assemble(str(worth.points), (f" {symbol}", style))
