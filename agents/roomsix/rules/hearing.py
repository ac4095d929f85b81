"""Who perceives what a seat does."""

from collections.abc import Sequence

from roomsix import acts
from roomsix.acts import AnyAct
from roomsix.deal import FactId, SeatId, SessionId
from roomsix.events import Record
from roomsix.rules import knowledge, sittings
from roomsix.scenario import Scenario


def hearers(
    scenario: Scenario, record: Record, session: SessionId, seat: SeatId
) -> tuple[SeatId, ...]:
    """Return who hears a seat speak: everyone present, or its own side where sides sit apart."""
    if sittings.sitting(scenario, record, session).kind == "proposals":
        return delegation(scenario, record, session, seat)
    return sittings.present(scenario, record, session)


def audience(
    scenario: Scenario, record: Record, session: SessionId, seat: SeatId, act: AnyAct
) -> tuple[SeatId, ...]:
    """Return who perceives an act, the actor included."""
    match act:
        case acts.Advise() | acts.Submit():
            return delegation(scenario, record, session, seat)
        case acts.Inform():
            present = sittings.present(scenario, record, session)
            heard = {seat, *observers(scenario, present)}
            return tuple(s for s in present if s in heard)
        case _:
            return hearers(scenario, record, session, seat)


def delegation(
    scenario: Scenario, record: Record, session: SessionId, seat: SeatId
) -> tuple[SeatId, ...]:
    """Return the seats present that a whisper of this seat reaches, itself included."""
    party = scenario.seats[seat].party
    if party is None:
        return (seat,)
    present = sittings.present(scenario, record, session)
    return tuple(s for s in present if scenario.seats[s].party == party)


def informed(
    scenario: Scenario, record: Record, session: SessionId, seat: SeatId, fact: FactId
) -> tuple[SeatId, ...]:
    """Return the hearers of a seat who know what a claim about a fact is about, itself included."""
    return tuple(
        hearer
        for hearer in hearers(scenario, record, session, seat)
        if fact in knowledge.known_facts(scenario, record, hearer)
    )


def observers(scenario: Scenario, present: Sequence[SeatId]) -> tuple[SeatId, ...]:
    """Return the observers among seats."""
    return tuple(seat for seat in present if scenario.seats[seat].role == "observer")
