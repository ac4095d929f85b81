"""What of a record may leave the room: what every side heard, and nobody asked to keep."""

from collections.abc import Callable

from roomsix import events, rules
from roomsix.events import Event, Record
from roomsix.scenario import Scenario

_KEPT = (
    events.Thought
    | events.Invalid
    | events.Assessed
    | events.Fed
    | events.Claimed
    | events.Whispered
)
"""Never public, whoever perceived it. A claim's id would tell that there is something to know."""


def judging(scenario: Scenario, record: Record) -> Callable[[Event], bool]:
    """Return what tells whether an event is public.

    It is where the lead of every party perceived it, it was not said off the record, and it is not
    of a kind that is private by itself. What one side and the mediator alone heard is not public.
    """
    leads = frozenset(map(scenario.lead_of, scenario.parties))
    off_record = {
        event.session
        for event in record.of("opened")
        if rules.sitting(scenario, record, event.session).off_record
    }

    def public(event: Event) -> bool:
        what = event.what
        return (
            leads <= frozenset(event.audience)
            and event.session not in off_record
            and not isinstance(what, _KEPT)
            and not (isinstance(what, events.Said) and what.off_record)
        )

    return public
