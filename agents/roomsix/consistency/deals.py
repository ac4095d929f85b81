"""Problems with what could be agreed, asked only where the answer costs next to nothing."""

from itertools import product
from math import prod

from roomsix import preferences
from roomsix.errors import Problem
from roomsix.scenario import Scenario

MOST = 5_000
"""The most packages that are looked through."""


def deal_problems(scenario: Scenario) -> tuple[Problem, ...]:
    """Warn of a scenario without other problems in which nothing suits every party at the start.

    Beyond `MOST` packages nothing is said.
    """
    options = [tuple(issue.options) for issue in scenario.issues.values()]
    if prod(map(len, options)) > MOST:
        return ()
    level = preferences.start_level(scenario)
    for chosen in product(*options):
        package = dict(zip(scenario.issues, chosen, strict=True))
        if all(
            preferences.acceptable(scenario, party, package, level=level)
            for party in scenario.parties
        ):
            return ()
    when = "" if level == preferences.ALWAYS else f" at the starting level {level!r}"
    message = f"no package is acceptable to every party{when}: there can be no deal"
    hint = f"`roomsix feasibility {scenario.id}` says how near they come"
    return (Problem(("parties",), message, hint, severity="warning"),)
