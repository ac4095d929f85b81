"""What could be agreed: every package, the Pareto frontier, solution points, feasibility.

Exact for up to 2,000,000 packages, and beyond where issues can be taken one by one; else packages
are drawn, and shares come with their intervals. Importing this does not import numpy.
"""

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
from roomsix.outcomes.building import Built, built
from roomsix.outcomes.enumeration import MOST, Space, check, size, space
from roomsix.outcomes.frontier import dominates, dominating, pareto
from roomsix.outcomes.intervals import Share
from roomsix.outcomes.sampling import Sample, SampledZone, sample
from roomsix.outcomes.sensitivity import Passing, Ruling
from roomsix.outcomes.surveying import survey
from roomsix.outcomes.zone import Feasibility, Middle, Zone, feasibility, middle

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
