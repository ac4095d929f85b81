"""What was put on the table, and whether it would have been a deal, by either equality rule."""

from __future__ import annotations

from dataclasses import dataclass

from roomsix import acts, events, preferences
from roomsix.deal import Id, Package, PartyId, SeatId
from roomsix.events import Event, Record
from roomsix.scenario import Equality, Scenario
from roomsix.scoring.case import Case
from roomsix.scoring.metric import Measure, Reading
from roomsix.scoring.process.conceding import NO_RECORD


@dataclass(frozen=True)
class Proposal:
    """One offer or text without brackets, or a reply that could not be used.

    Attributes:
        turn: The turn of the talks.
        package: None where it could not be read.
        why: Why it could not be; empty where it could.
        at_least: The parties for whom it is worth the reservation or more.
        above: Those for whom it is worth more.
    """

    turn: int | None
    round: int
    seat: SeatId
    package: Package | None
    why: str = ""
    at_least: frozenset[PartyId] = frozenset()
    above: frozenset[PartyId] = frozenset()

    def passes(self, scenario: Scenario, equality: Equality) -> bool:
        """Tell whether it would have been a deal."""
        suited = self.at_least if equality == ">=" else self.above
        return self.package is not None and scenario.carries(suited)


def proposals(scenario: Scenario, record: Record, level: Id) -> tuple[Proposal, ...]:
    """Return everything that was proposed or could not be used, in order.

    Args:
        level: The tension that reservations go by.
    """
    found = (
        _one(scenario, event, event.seat, level)
        for event in record.of("propose", "draft", "invalid")
        if event.seat is not None
        and not (isinstance(event.what, acts.Draft) and event.what.brackets)
    )
    return tuple(found)


def _one(scenario: Scenario, event: Event, seat: SeatId, level: Id) -> Proposal:
    match event.what:
        case events.Invalid(reason=reason):
            return Proposal(event.turn, event.round, seat, None, reason)
        case acts.Propose(package=package) | acts.Draft(package=package):
            loose, strict = (
                preferences.suited(scenario, package, level=level, equality=rule)
                for rule in (">=", ">")
            )
            return Proposal(event.turn, event.round, seat, package, "", loose, strict)
    raise AssertionError(f"{event.what.kind!r} proposes nothing")


def passing(equality: Equality) -> Measure:
    """Measure how many of the packages put on the table would have been a deal."""

    def measure(case: Case) -> Reading:
        if case.record is None:
            return NO_RECORD
        scenario = case.scenario
        good = [
            one
            for one in proposals(scenario, case.record, case.ending.level)
            if one.passes(scenario, equality)
        ]
        notes = tuple(f"turn {one.turn}, by {one.seat}" for one in good)
        return Reading(len(good), _by_party(case, good), notes=notes)

    return measure


def wrong(case: Case) -> Reading:
    """Measure how many offers their own side could not have lived with, its bonus included."""
    if case.record is None:
        return NO_RECORD
    found = proposals(case.scenario, case.record, case.ending.level)
    poor = [one for one in found if one.package is not None and _is_wrong(case, one)]
    notes = tuple(f"turn {one.turn}, by {one.seat}" for one in poor)
    return Reading(len(poor), _by_party(case, poor), notes=notes)


def _is_wrong(case: Case, one: Proposal) -> bool:
    scenario, party = case.scenario, case.scenario.seats[one.seat].party
    if party is None or one.package is None:
        return False
    side = scenario.parties[party]
    if preferences.breached(side.red_lines + side.mandate, one.package):
        return True
    worth = preferences.points(scenario, side.card, one.package)
    worth += scenario.decision.bonus.get(party, 0)
    return worth < case.stakes[party].reservation


def _by_party(case: Case, found: list[Proposal]) -> dict[PartyId, int]:
    sides = [case.scenario.seats[one.seat].party for one in found]
    return {party: sides.count(party) for party in case.scenario.parties}
