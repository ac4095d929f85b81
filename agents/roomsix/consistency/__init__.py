"""What a definition must satisfy beyond its types: names that exist, cards that are complete."""

from itertools import chain

from roomsix.consistency import course, sides
from roomsix.consistency.people import (
    cast_problems,
    persona_problems,
    script_problems,
)
from roomsix.errors import Problem
from roomsix.scenario import Scenario

__all__ = [
    "cast_problems",
    "persona_problems",
    "problems",
    "script_problems",
]

_PARTS = (
    sides.shared_ids,
    sides.obligations,
    sides.parties,
    sides.seats,
    sides.places,
    course.facts,
    course.tension,
    course.incidents,
    course.projections,
    course.private,
    course.sessions,
    course.order,
)


def problems(scenario: Scenario) -> tuple[Problem, ...]:
    """Return everything in a scenario that contradicts itself or names what does not exist.

    Whether any deal is acceptable to everyone is not asked here.
    """
    return tuple(chain.from_iterable(part(scenario) for part in _PARTS))
