"""The measures of the board: formulas, versions and sources, as data."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Gauge:
    """One way of measuring a row of the board.

    A swing is the most points that changing one issue alone can move, over all packages, bonuses
    included; an option is worth the points of the best package that holds it. Acceptable means
    within a party's own red lines and mandate and worth its reservation, at the level of tension
    when the row was written. Issues that an assessor leaves out share the ranks that are left.

    Attributes:
        better: Whether more or less of it means a better reading.
        unit: What follows the number; empty for a bare one.
        of_parties: Whether each party has one of its own.
    """

    name: str
    about: str
    formula: str
    source: str
    better: Literal["more", "less"]
    unit: str = ""
    equality: Literal["scenario"] | None = None
    of_parties: bool = True
    version: int = 1


GAUGES = {
    gauge.name: gauge
    for gauge in (
        Gauge(
            "priorities",
            "how well the order of the issues was seen",
            "Spearman's rho of the stated order and the order of swings, ties at mean ranks; swing"
            " of an issue = max over all packages of the change in u when it alone changes",
            "Spearman 1904; Baarslag et al. 2016",
            "more",
        ),
        Gauge(
            "priorities-kendall",
            "the same, pair by pair",
            "Kendall's tau-b of the stated order and the order of swings",
            "Kendall 1945",
            "more",
        ),
        Gauge(
            "least",
            "how far off the least was that a party insists on",
            "|stated share - 100 * r / (most u within its red lines and mandate)|",
            "Baarslag et al. 2016, reservation error",
            "less",
            "points of per cent",
        ),
        Gauge(
            "limits",
            "how far off the furthest options were that a party would accept",
            "mean over the issues named of the steps between the option named and the one worth"
            " least among those of acceptable packages, options in the order of their worth to it",
            "this project",
            "less",
            "options",
            "scenario",
        ),
        Gauge(
            "red-lines-right",
            "how many of the red lines named are lines (precision)",
            "options named that no package within its red lines and mandate holds / options named",
            "van Rijsbergen 1979",
            "more",
        ),
        Gauge(
            "red-lines-found",
            "how many of the red lines were named (recall)",
            "options named that no package within its red lines and mandate holds / such options",
            "van Rijsbergen 1979",
            "more",
        ),
        Gauge(
            "facts",
            "what was thought of facts",
            "Brier score: mean of (p - y)^2, p the belief, y 1 if the fact is true, else 0",
            "Brier 1950, one term an event",
            "less",
            of_parties=False,
        ),
        Gauge(
            "facts-skill",
            "how much better that is than the beliefs it began with",
            "1 - Brier / Brier of the assessor's beliefs in the scenario, 50 % where it has none",
            "Brier 1950; Murphy 1973",
            "more",
            of_parties=False,
        ),
        Gauge(
            "doubts",
            "what was thought of claims",
            "Brier score: mean of (p - y)^2, p the doubt, y 1 if the claim is false, else 0",
            "Brier 1950, one term an event",
            "less",
            of_parties=False,
        ),
        Gauge(
            "doubts-skill",
            "how much better that is than even odds",
            "1 - Brier / .25",
            "Brier 1950; Murphy 1973",
            "more",
            of_parties=False,
        ),
    )
}
"""Every measure of a row, by name."""
