"""Problems with when there is a deal, and with what could be agreed where that is soon counted."""

from collections.abc import Iterator
from itertools import product
from math import prod

from roomsix import preferences
from roomsix.consistency import names
from roomsix.consistency.doubt import REST, Derived, Found
from roomsix.errors import Problem
from roomsix.scenario import Scenario

MOST = 5_000
"""The most packages that are looked through."""


def decision(scenario: Scenario) -> Found:
    """Check who has to agree, and who is given points for all agreeing."""
    found, path = scenario.decision, ("decision",)
    yield from names.all_known(found.vetoes, scenario.parties, "party", (*path, "vetoes"))
    yield from names.twice(found.vetoes, "party", (*path, "vetoes"))
    for name in found.bonus:
        under = (*path, "bonus", name)
        yield from names.known(name, scenario.parties, "party", under, of_key=True)
    if found.rule == "unanimity":
        given = {"quorum": found.quorum, "vetoes": found.vetoes, "bonus": found.bonus}
        for name in (name for name, value in given.items() if value):
            message = f"`{name}` says nothing where all have to agree (rule: unanimity)"
            said = Problem((*path, name), message, "rule: quorum", of_key=True)
            yield Derived(said, ((*path, "rule"),))
    elif found.quorum is None:
        message = "the rule is quorum, and how many have to agree is not said"
        said = Problem(path, message, f"add `quorum: {max(2, len(scenario.parties) - 1)}`")
        yield Derived(said, ((*path, "rule"), (*path, "quorum")))
    else:
        needs = ((*path, "quorum"), ("parties", REST))
        yield from (Derived(problem, needs) for problem in _quorum(scenario, found.quorum))


def _quorum(scenario: Scenario, quorum: int) -> Iterator[Problem]:
    parties, vetoes = len(scenario.parties), len(scenario.decision.vetoes)
    path = ("decision", "quorum")
    if quorum > parties:
        yield Problem(path, f"{quorum} have to agree, and there are {parties} parties")
    elif quorum == parties:
        message = f"all {parties} parties have to agree"
        yield Problem(path, message, "that is rule: unanimity", severity="warning")
    elif vetoes > quorum:
        message = f"{quorum} have to agree, and {vetoes} have a veto: nothing passes with fewer"
        yield Problem(path, message, f"quorum: {vetoes} says the same", severity="warning")


def deal_problems(scenario: Scenario) -> tuple[Problem, ...]:
    """Warn of a scenario without other problems in which nothing could be agreed at the start.

    Beyond `MOST` packages nothing is said.
    """
    options = [tuple(issue.options) for issue in scenario.issues.values()]
    if prod(map(len, options)) > MOST:
        return ()
    level = preferences.start_level(scenario)
    for chosen in product(*options):
        package = dict(zip(scenario.issues, chosen, strict=True))
        if scenario.carries(preferences.suited(scenario, package, level=level)):
            return ()
    when = "" if level == preferences.ALWAYS else f" at the starting level {level!r}"
    whom = preferences.whom(scenario.decision)
    message = f"no package is acceptable to {whom}{when}: there can be no deal"
    hint = f"`roomsix feasibility {scenario.id}` says how near they come"
    return (Problem(("parties",), message, hint, severity="warning"),)
