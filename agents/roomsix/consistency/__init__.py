"""What a definition must satisfy beyond its types: names that exist, cards that are complete."""

from itertools import chain

from roomsix.consistency import beliefs, course, sides
from roomsix.consistency.deals import deal_problems, decision
from roomsix.consistency.doubt import NO_DOUBT, REST, Doubt, nearest
from roomsix.consistency.people import cast_problems, persona_problems
from roomsix.consistency.rubrics import rubric_problems
from roomsix.consistency.scripts import script_problems
from roomsix.consistency.suites import suite_problems
from roomsix.errors import Problem
from roomsix.scenario import Scenario

__all__ = [
    "NO_DOUBT",
    "REST",
    "Doubt",
    "cast_problems",
    "deal_problems",
    "nearest",
    "persona_problems",
    "problems",
    "rubric_problems",
    "script_problems",
    "suite_problems",
]

_PARTS = (
    sides.shared_ids,
    sides.obligations,
    sides.verification,
    sides.parties,
    sides.seats,
    sides.places,
    decision,
    course.facts,
    beliefs.hearing,
    beliefs.questions,
    beliefs.bearing,
    beliefs.blame,
    beliefs.showing,
    course.tension,
    course.incidents,
    course.projections,
    course.private,
    course.sessions,
    course.order,
)


def problems(scenario: Scenario, doubt: Doubt = NO_DOUBT) -> tuple[Problem, ...]:
    """Return everything in a scenario that contradicts itself or names what does not exist.

    Whether any deal is acceptable to everyone is for `deal_problems` to say.

    Args:
        doubt: What holds stand-ins; nothing is said that could follow from those.
    """
    return tuple(doubt.certain(chain.from_iterable(part(scenario) for part in _PARTS)))
