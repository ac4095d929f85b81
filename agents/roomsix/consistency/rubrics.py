"""Problems with rubrics: what could not be shown, and what would let anything pass."""

from roomsix.consistency.doubt import NO_DOUBT, Derived, Doubt, Found
from roomsix.errors import Problem
from roomsix.rubric import Rubric

LOW = 0.4
"""A threshold below this lets a judge gate that agrees little better than by chance."""


def rubric_problems(rubric: Rubric, doubt: Doubt = NO_DOUBT) -> tuple[Problem, ...]:
    """Return what of a rubric contradicts what it judges, and warn of a threshold that is none."""
    return tuple(doubt.certain(_found(rubric)))


def _found(rubric: Rubric) -> Found:
    for key, given in (("roles", rubric.roles), ("told", rubric.told)):
        if given and rubric.judges == "record":
            message = f"{key!r} is of single seats, and the record is everyone's"
            yield Derived(Problem((key,), message, "judges: view or turns"), (("judges",),))
        for index, each in enumerate(given):
            if each in given[:index]:
                yield Problem((key, index), f"{each!r} stands here twice")
    if rubric.kappa < LOW:
        message = f"a judge that agrees with people by {rubric.kappa} only could gate a suite"
        yield Problem(("kappa",), message, "0.6 is usual", severity="warning")
