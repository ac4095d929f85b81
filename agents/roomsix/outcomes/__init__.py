"""What could be agreed: every package, the Pareto frontier, solution points, feasibility.

Exact for up to 2,000,000 packages. Importing this does not import numpy.
"""

from roomsix.outcomes.bargaining import (
    Point,
    Solution,
    Solutions,
    distance,
    solutions,
    spans,
    tops,
    vectors,
)
from roomsix.outcomes.enumeration import MOST, Space, check, size, space
from roomsix.outcomes.frontier import dominating, pareto
from roomsix.outcomes.zone import Feasibility, Middle, Zone, feasibility, middle

__all__ = [
    "MOST",
    "Feasibility",
    "Middle",
    "Point",
    "Solution",
    "Solutions",
    "Space",
    "Zone",
    "check",
    "distance",
    "dominating",
    "feasibility",
    "middle",
    "pareto",
    "size",
    "solutions",
    "space",
    "spans",
    "tops",
    "vectors",
]
