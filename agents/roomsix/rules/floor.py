"""Who speaks, and how long: functions of the scenario and the record alone."""

from roomsix import draws
from roomsix.deal import SeatId, SessionId
from roomsix.events import Record
from roomsix.rules import sittings
from roomsix.scenario import Scenario


def speaking_order(
    scenario: Scenario, record: Record, session: SessionId, round_: int, seed: int
) -> tuple[SeatId, ...]:
    """Return who has the floor in a round, in order.

    Where the first mover is drawn, the leads take each other's places in the order, turn about from
    one round to the next.
    """
    sitting = sittings.sitting(scenario, record, session)
    order = sitting.turns[(round_ - 1) % len(sitting.turns)]
    if sitting.first_mover == "as-listed":
        return order
    leads = [seat for seat in order if scenario.seats[seat].role == "lead"]
    distinct = list(dict.fromkeys(leads))
    if len(distinct) < 2:
        return order
    shift = draws.below(len(distinct), seed, "first mover", session) + round_ - 1
    follows = {seat: distinct[(at + shift) % len(distinct)] for at, seat in enumerate(distinct)}
    return tuple(follows.get(seat, seat) for seat in order)


def duration(scenario: Scenario, characters: int) -> int:
    """Return what a turn with this many characters said aloud takes of the clock, in ms."""
    return scenario.floor.ms_per_turn + scenario.floor.ms_per_character * characters


def clock(scenario: Scenario, record: Record, session: SessionId) -> int:
    """Return the floor time a session has used so far, in ms.

    Where sides sit apart they speak at once and unheard: each round takes one turn's constant, so
    that the clock does not tell one side how long the other's words were.
    """

    def spent() -> int:
        if sittings.sitting(scenario, record, session).kind == "proposals":
            rounds = {event.round for event in record if event.session == session and event.turn}
            return duration(scenario, 0) * len(rounds)
        return sum(duration(scenario, characters) for characters in record.spoken(session))

    return record.derived(("clock", session), spent)


def time_left(scenario: Scenario, record: Record, session: SessionId) -> int | None:
    """Return the floor time left, in ms, at least 0; None for a session without a clock."""
    minutes = sittings.sitting(scenario, record, session).minutes
    return None if minutes is None else max(0, minutes * 60_000 - clock(scenario, record, session))
