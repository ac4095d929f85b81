"""Feasibility: whether a scenario leaves anything to agree on, and how much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, get_args

from roomsix import preferences
from roomsix.deal import Frozen, Id, PartyId
from roomsix.outcomes.bargaining import Solutions, distance, solutions, spans, tops, vectors
from roomsix.outcomes.enumeration import Space, middle, space
from roomsix.outcomes.frontier import pareto
from roomsix.outcomes.sensitivity import Ruling, rulings
from roomsix.outcomes.verdict import sentences
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
        acceptable_to_all: Packages in the zone of agreement: acceptable to everyone, or to as many
            as the decision rule asks for.
        share: The same as a share of all packages.
        pareto: Packages of the zone that no other of them dominates.
        best_joint_gain: None when there is no zone; so too `solutions`.
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
        method: How it was worked out: every package looked at, or built issue by issue.
        size: How many packages there are.
        kept: Packages within a party's own red lines and mandate.
        kept_by_all: Packages within everyone's, or those of as many as the decision rule asks for.
        pareto: Packages on the Pareto frontier of those, bonuses for all agreeing left out.
        pareto_points: Different utility vectors among them.
        opposition: How far the best package is from giving everyone their best (Euclid), each
            party's points running from 0 to 1 over the packages within everyone's lines; None when
            there are none.
        equality: The scenario's own rule.
        start: The level of tension before the talks.
        levels: For every level, calmest first, the zone under each equality rule.
        rational: At the start, by the scenario's own equality rule, the solution points over what
            every party could live with; None when there is no such package.
        within_lines: The same over all within the lines, whatever it is worth to anybody.
        rulings: What would pass at the start under this decision rule and under others.
        verdict: What it comes to, in sentences.
    """

    scenario: Id
    method: Literal["enumerated", "issue by issue"]
    size: int
    kept: Mapping[PartyId, int]
    kept_by_all: int
    pareto: int
    pareto_points: int
    opposition: float | None
    equality: Equality
    start: Id
    levels: Mapping[Id, Mapping[Equality, Zone]]
    rational: Solutions | None
    within_lines: Solutions | None
    rulings: tuple[Ruling, ...]
    verdict: tuple[str, ...]


def feasibility(scenario: Scenario) -> Feasibility:
    """Work out what a scenario allows, at every level of tension and under both equality rules.

    Raises:
        UsageError: It has more than 2,000,000 packages.
    """
    found, start = space(scenario), preferences.start_level(scenario)
    frontier = pareto(found.utilities, found.allowed)
    points = vectors(found.utilities, frontier)
    draft = Feasibility(
        scenario=scenario.id,
        method="enumerated",
        size=len(found),
        kept=_by_party(found, found.kept),
        kept_by_all=int(found.allowed.sum()),
        pareto=int(frontier.sum()),
        pareto_points=len(points),
        opposition=distance(tops(found), points, spans(found)) if points else None,
        equality=scenario.decision.equality,
        start=start,
        levels={
            level: {rule: _zone(found, frontier, level, rule) for rule in EQUALITIES}
            for level in preferences.levels(scenario)
        },
        rational=solutions(found, frontier, start, over="rational"),
        within_lines=solutions(found, frontier, start, over="lines"),
        rulings=rulings(found, start, EQUALITIES),
        verdict=(),
    )
    return draft.model_copy(update={"verdict": tuple(sentences(scenario, draft))})


def _zone(space: Space, frontier: Mask, level: Id, equality: Equality) -> Zone:
    suits = space.suited(level, equality)
    zone = space.zone(level, equality)
    solved = solutions(space, frontier, level, equality)
    least = preferences.reservations(space.scenario, level)
    worth = space.valued(level, equality)
    whole = space.scenario.decision.rule == "unanimity"
    best = frontier & zone if whole else pareto(worth, zone)
    halfway = space.box(middle(space.scenario))
    joint = worth[:, halfway].sum(axis=0) - sum(least.values())
    return Zone(
        reservation=least,
        acceptable=_by_party(space, suits),
        acceptable_to_all=int(zone.sum()),
        share=int(zone.sum()) / len(space),
        pareto=int(best.sum()),
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
