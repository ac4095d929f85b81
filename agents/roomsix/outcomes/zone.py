"""Feasibility: whether a scenario leaves anything to agree on, and how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, get_args

from roomsix import preferences
from roomsix.deal import Box, Frozen, Id, PartyId
from roomsix.outcomes.bargaining import Solutions, distance, solutions, spans, tops, vectors
from roomsix.outcomes.enumeration import Space, space
from roomsix.outcomes.frontier import pareto
from roomsix.scenario import Equality, Scenario

if TYPE_CHECKING:
    from roomsix.outcomes.enumeration import Mask

EQUALITIES: tuple[Equality, ...] = get_args(Equality)


class Middle(Frozen):
    """What splitting every difference gives: the middle option on each issue.

    An issue with an even number of options has two middles, so there may be many such packages.

    Attributes:
        mean_joint_gain: Points over all reservations together, on average.
    """

    packages: int
    acceptable: Mapping[PartyId, int]
    acceptable_to_all: int
    best_joint_gain: int
    mean_joint_gain: float


class Zone(Frozen):
    """What could be agreed at one level of tension under one equality rule.

    Attributes:
        acceptable: Packages that a party could live with, its own red lines and mandate kept.
        acceptable_to_all: Packages in the zone of agreement.
        share: The same as a share of all packages.
        pareto: Packages of the zone on the Pareto frontier.
        best_joint_gain: None when nothing is acceptable to everyone; so too `solutions`.
    """

    reservation: Mapping[PartyId, int]
    acceptable: Mapping[PartyId, int]
    acceptable_to_all: int
    share: float
    pareto: int
    best_joint_gain: int | None
    solutions: Solutions | None
    middle: Middle


class Feasibility(Frozen):
    """What a scenario's numbers allow, exactly.

    Attributes:
        size: How many packages there are.
        kept: Packages within a party's own red lines and mandate.
        kept_by_all: Packages within everyone's.
        pareto: Packages on the Pareto frontier of those within everyone's.
        pareto_points: Different utility vectors among them.
        opposition: How far the best package is from giving everyone their best (Euclid), each
            party's points running from 0 to 1 over the packages within everyone's lines; None when
            there are none.
        equality: The scenario's own rule.
        start: The level of tension before the talks.
        levels: For every level, calmest first, the zone under each equality rule.
        verdict: What it comes to, in sentences.
    """

    scenario: Id
    size: int
    kept: Mapping[PartyId, int]
    kept_by_all: int
    pareto: int
    pareto_points: int
    opposition: float | None
    equality: Equality
    start: Id
    levels: Mapping[Id, Mapping[Equality, Zone]]
    verdict: tuple[str, ...]


def feasibility(scenario: Scenario) -> Feasibility:
    """Work out what a scenario allows, at every level of tension and under both equality rules.

    Raises:
        UsageError: It has more than 2,000,000 packages.
    """
    found = space(scenario)
    frontier = pareto(found.utilities, found.allowed)
    points = vectors(found.utilities, frontier)
    draft = Feasibility(
        scenario=scenario.id,
        size=len(found),
        kept=_by_party(found, found.kept),
        kept_by_all=int(found.allowed.sum()),
        pareto=int(frontier.sum()),
        pareto_points=len(points),
        opposition=distance(tops(found), points, spans(found)) if points else None,
        equality=scenario.decision.equality,
        start=preferences.start_level(scenario),
        levels={
            level: {rule: _zone(found, frontier, level, rule) for rule in EQUALITIES}
            for level in preferences.levels(scenario)
        },
        verdict=(),
    )
    return draft.model_copy(update={"verdict": tuple(_sentences(scenario, draft))})


def middle(scenario: Scenario) -> Box:
    """Return the packages that take a middle option on every issue."""
    listed = {issue: tuple(what.options) for issue, what in scenario.issues.items()}
    return {issue: o[(len(o) - 1) // 2 : len(o) // 2 + 1] for issue, o in listed.items()}


def _zone(space: Space, frontier: Mask, level: Id, equality: Equality) -> Zone:
    import numpy as np

    suits = np.stack([space.acceptable(party, level, equality) for party in space.parties])
    zone = suits.all(axis=0)
    solved = solutions(space, frontier, level, equality)
    least = {p: preferences.reservation(space.scenario, p, level) for p in space.parties}
    halfway = space.box(middle(space.scenario))
    joint = space.utilities[:, halfway].sum(axis=0) - sum(least.values())
    return Zone(
        reservation=least,
        acceptable=_by_party(space, suits),
        acceptable_to_all=int(zone.sum()),
        share=int(zone.sum()) / len(space),
        pareto=int((frontier & zone).sum()),
        best_joint_gain=int(solved.utilitarian.value) if solved else None,
        solutions=solved,
        middle=Middle(
            packages=len(joint),
            acceptable=_by_party(space, suits & halfway),
            acceptable_to_all=int((zone & halfway).sum()),
            best_joint_gain=int(joint.max()),
            mean_joint_gain=int(joint.sum()) / len(joint),
        ),
    )


def _by_party(space: Space, marked: Mask) -> dict[PartyId, int]:
    return dict(zip(space.parties, marked.sum(axis=1).tolist(), strict=True))


def _sentences(scenario: Scenario, found: Feasibility) -> Iterator[str]:
    if not found.kept_by_all:
        yield "no package keeps within everyone's red lines and mandates"
        return
    if found.pareto_points == 1:
        yield "one and the same package is best for everyone: there is nothing to trade"
    rupture = scenario.tension.rupture if scenario.tension else None
    for level, by_rule in found.levels.items():
        zone = by_rule[found.equality]
        where = f" at level {level}" if scenario.tension else ""
        if level == rupture:
            yield f"the talks end at level {level}; {_zone_in_words(zone)} to everyone there"
            continue
        yield f"{_zone_in_words(zone)} to everyone{where}" + (
            f"; the best joint gain is {zone.best_joint_gain}" if zone.acceptable_to_all else ""
        )
    start = found.levels[found.start][found.equality]
    either = [zone.acceptable_to_all for zone in found.levels[found.start].values()]
    if exactly := max(either) - min(either):
        yield (
            f"at the start {exactly:,} of the packages suit everyone only if the reservation"
            f" itself will do (>=); the rule here is {found.equality}"
        )
    if start.acceptable_to_all and not start.middle.acceptable_to_all:
        yield "splitting every difference does not suit everyone: there is something to find out"
    elif start.middle.acceptable_to_all:
        yield "splitting every difference is already acceptable to everyone"


def _zone_in_words(zone: Zone) -> str:
    match zone.acceptable_to_all:
        case 0:
            return "no package is acceptable"
        case 1:
            return f"1 package ({zone.share:.2%}) is acceptable"
        case many:
            return f"{many:,} packages ({zone.share:.2%}) are acceptable"
