"""What a seat's bearing gives away: drawn by the engine, the same signs for fear and for lying."""

from collections.abc import Iterable

from roomsix import draws
from roomsix.deal import SeatId
from roomsix.events import Claim, Record
from roomsix.rules import beliefs
from roomsix.rules.beliefs import SURE
from roomsix.scenario import Scenario


def against_belief(scenario: Scenario, record: Record, seat: SeatId, claim: Claim) -> bool:
    """Tell whether a claim says what its speaker by now holds to be otherwise."""
    return contradicts(beliefs.belief(scenario, record, seat, claim.fact), holds=claim.holds)


def contradicts(believed: int, *, holds: bool) -> bool:
    """Tell whether saying that something is so, or is not, goes against a belief in per cent."""
    return believed <= 100 - SURE if holds else believed >= SURE


def sign(
    scenario: Scenario,
    record: Record,
    seat: SeatId,
    claims: Iterable[Claim],
    seed: int,
    turn: int,
) -> str | None:
    """Return what the room sees of a seat in a turn; None for nothing.

    A sign shows by chance, a little more often when the seat speaks against its belief or has
    something to fear: whoever sees it cannot tell which.

    Args:
        turn: The seat's own count of turns.
    """
    tells = scenario.seats[seat].tells
    if not tells:
        return None
    stirred = bool(scenario.seats[seat].fears) or any(
        against_belief(scenario, record, seat, claim) for claim in claims
    )
    chance = scenario.demeanour.stirred if stirred else scenario.demeanour.calm
    if not draws.happens(chance, seed, "sign", seat, turn):
        return None
    return draws.pick(tells, seed, "which sign", seat, turn)
