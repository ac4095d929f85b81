"""Who perceives what a seat does."""

from collections.abc import Sequence

from roomsix import acts
from roomsix.acts import AnyAct
from roomsix.deal import SeatId, SessionId
from roomsix.scenario import Scenario


def audience(
    scenario: Scenario, session: SessionId, seat: SeatId, act: AnyAct
) -> tuple[SeatId, ...]:
    """Return who perceives an act, the actor included."""
    present = scenario.sessions[session].present
    match act:
        case acts.Advise():
            return delegation(scenario, session, seat)
        case acts.Inform():
            heard = {seat, *observers(scenario, present)}
            return tuple(s for s in present if s in heard)
        case _:
            return present


def delegation(scenario: Scenario, session: SessionId, seat: SeatId) -> tuple[SeatId, ...]:
    """Return the seats present that a whisper of this seat reaches, itself included."""
    party = scenario.seats[seat].party
    present = scenario.sessions[session].present
    if party is None:
        return (seat,)
    return tuple(s for s in present if scenario.seats[s].party == party)


def observers(scenario: Scenario, present: Sequence[SeatId]) -> tuple[SeatId, ...]:
    return tuple(seat for seat in present if scenario.seats[seat].role == "observer")
