"""What a seat knows of and holds, from the start or from what it heard."""

from roomsix import acts
from roomsix.deal import FactId, Id, SeatId
from roomsix.events import Record
from roomsix.rules import beliefs
from roomsix.scenario import Scenario


def known_facts(scenario: Scenario, record: Record, seat: SeatId) -> frozenset[FactId]:
    """Return the facts a seat knows of: from the start, or told in its hearing."""
    return frozenset(beliefs.mind(scenario, record, seat).knows)


def exhibits(scenario: Scenario, record: Record, seat: SeatId) -> tuple[Id, ...]:
    """Return what a seat can put on the table: the timeline, projections and facts it holds."""
    held = [name for name, projection in scenario.projections.items() if projection.known_by(seat)]
    for event in record.of("present"):
        if isinstance(event.what, acts.Present) and seat in event.audience:
            held.append(event.what.exhibit)
    timeline = ["timeline"] if scenario.timeline else []
    facts = known_facts(scenario, record, seat)
    return tuple(dict.fromkeys([*timeline, *held, *(f for f in scenario.facts if f in facts)]))
