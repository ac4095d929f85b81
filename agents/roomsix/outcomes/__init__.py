"""What could be agreed: every package, the Pareto frontier, solution points, feasibility.

Exact for up to 2,000,000 packages, and beyond where issues can be taken one by one; else packages
are drawn, and shares come with their intervals. Importing this does not import numpy, and what only
a survey needs is loaded when it is first asked for: every run imports this to be scored.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from roomsix.outcomes.bargaining import (
    Over,
    Point,
    Solution,
    Solutions,
    distance,
    solutions,
    spans,
    tops,
    vectors,
)
from roomsix.outcomes.enumeration import MOST, Space, check, middle, size, space
from roomsix.outcomes.frontier import dominates, dominating, pareto

if TYPE_CHECKING:
    from roomsix.outcomes.building import Built, built
    from roomsix.outcomes.intervals import Share
    from roomsix.outcomes.sampling import Sample, SampledZone, sample
    from roomsix.outcomes.sensitivity import Passing, Ruling
    from roomsix.outcomes.surveying import survey
    from roomsix.outcomes.zone import Feasibility, Middle, Zone, feasibility

_LATER = {
    "building": ("Built", "built"),
    "intervals": ("Share",),
    "sampling": ("Sample", "SampledZone", "sample"),
    "sensitivity": ("Passing", "Ruling"),
    "surveying": ("survey",),
    "zone": ("Feasibility", "Middle", "Zone", "feasibility"),
}

__all__ = [
    "MOST",
    "Built",
    "Feasibility",
    "Middle",
    "Over",
    "Passing",
    "Point",
    "Ruling",
    "Sample",
    "SampledZone",
    "Share",
    "Solution",
    "Solutions",
    "Space",
    "Zone",
    "built",
    "check",
    "distance",
    "dominates",
    "dominating",
    "feasibility",
    "middle",
    "pareto",
    "sample",
    "size",
    "solutions",
    "space",
    "spans",
    "survey",
    "tops",
    "vectors",
]


def __getattr__(name: str) -> Any:
    """Load what is asked for by name from the module that holds it."""
    for module, held in _LATER.items():
        if name in held:
            return getattr(import_module(f"roomsix.outcomes.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
