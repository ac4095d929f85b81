"""Zones and solution points under quorums, vetoes and bonuses, against counting one by one."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bruteforce import Vector, dominates, every_package, worth
from handmade import talks
from roomsix import outcomes, preferences
from roomsix.deal import Package
from roomsix.scenario import Decision, Equality, Scenario
from strategies import checked, scenarios

RULES: tuple[Equality, ...] = (">=", ">")


@st.composite
def ruled(draw: st.DrawFn) -> Scenario:
    """Draw a scenario of three or four parties in which a quorum decides."""
    scenario = draw(scenarios(most_issues=3).filter(lambda drawn: len(drawn.parties) > 2))
    parties = tuple(scenario.parties)
    decision = Decision(
        rule="quorum",
        equality=draw(st.sampled_from(RULES)),
        quorum=draw(st.integers(2, len(parties))),
        vetoes=tuple(draw(st.lists(st.sampled_from(parties), unique=True, max_size=2))),
        bonus=draw(st.dictionaries(st.sampled_from(parties), st.integers(1, 9), max_size=2)),
    )
    return scenario.model_copy(update={"decision": decision})


def suited(scenario: Scenario, package: Package, level: str, rule: Equality) -> set[str]:
    """Return who could live with a package, as the definition says it."""

    def could(party: str, more: int) -> bool:
        side = scenario.parties[party]
        points = preferences.points(scenario, side.card, package) + more
        least = max(side.stakes[level].no_deal, side.stakes[level].demand)
        crossed = preferences.breached(side.red_lines + side.mandate, package)
        return not crossed and (points >= least if rule == ">=" else points > least)

    bonus = scenario.decision.bonus
    if all(could(party, bonus.get(party, 0)) for party in scenario.parties):
        return set(scenario.parties)
    return {party for party in scenario.parties if could(party, 0)}


def passes(decision: Decision, agreeing: set[str]) -> bool:
    assert decision.quorum is not None
    return len(agreeing) >= decision.quorum and set(decision.vetoes) <= agreeing


@checked
@given(ruled())
def test_what_a_quorum_could_live_with_is_counted_one_by_one(scenario: Scenario) -> None:
    space = outcomes.space(scenario)

    for level in preferences.levels(scenario):
        for rule in RULES:
            agreeing = [suited(scenario, p, level, rule) for p in every_package(scenario)]
            listed = [
                preferences.suited(scenario, package, level=level, equality=rule)
                for package in every_package(scenario)
            ]
            assert listed == agreeing
            zone = space.zone(level, rule).tolist()
            assert zone == [passes(scenario.decision, who) for who in agreeing]
            all_of_them = [len(who) == len(scenario.parties) for who in agreeing]
            assert space.zone(level, rule, Decision()).tolist() == all_of_them


@checked
@given(ruled())
def test_solution_points_of_a_quorum_are_the_best_by_brute_force(scenario: Scenario) -> None:
    level, rule = preferences.start_level(scenario), scenario.decision.equality
    space = outcomes.space(scenario)
    frontier = outcomes.pareto(space.utilities, space.allowed)
    found = outcomes.solutions(space, frontier, level)
    zone: set[Vector] = set()
    for package in every_package(scenario):
        who = suited(scenario, package, level, rule)
        if passes(scenario.decision, who):
            bonus = scenario.decision.bonus if len(who) == len(scenario.parties) else {}
            plain = zip(scenario.parties, worth(scenario, package), strict=True)
            zone.add(tuple(points + bonus.get(party, 0) for party, points in plain))
    if found is None:
        assert not zone
        return
    least = list(preferences.reservations(scenario, level).values())
    ideal = [max(column) for column in zip(*zone, strict=True)]
    assert list(found.ideal.values()) == ideal

    def gains(vector: Vector) -> list[int]:
        return [u - r for u, r in zip(vector, least, strict=True)]

    def shares(vector: Vector) -> list[Fraction]:
        rooms = zip(gains(vector), ideal, least, strict=True)
        return [Fraction(gain, top - low) for gain, top, low in rooms if top > low] or [Fraction(1)]

    kept = {v for v in zone if not any(dominates(other, v) for other in zone)}
    merits: tuple[tuple[outcomes.Solution, Callable[[Vector], Any]], ...] = (
        (found.kalai_smorodinsky, lambda v: min(shares(v))),
        (found.egalitarian, lambda v: min(gains(v))),
        (found.utilitarian, lambda v: sum(gains(v))),
    )
    for solution, merit in merits:
        top = max(map(merit, zone))
        assert {tuple(point.utilities.values()) for point in solution.points} == {
            vector for vector in kept if merit(vector) == top
        }
    for solution, order in ((found.egalitarian, gains), (found.kalai_smorodinsky, shares)):
        tied = [tuple(point.utilities.values()) for point in solution.points]
        highest = max(sorted(order(vector)) for vector in tied)
        assert [tuple(point.utilities.values()) for point in solution.leximin] == [
            vector for vector in tied if sorted(order(vector)) == highest
        ]
    losing_nothing = [v for v in kept if min(gains(v)) >= 0]
    best = max((math.prod(gains(v)) for v in losing_nothing), default=None)
    assert {tuple(point.utilities.values()) for point in found.nash.points} == {
        v for v in losing_nothing if math.prod(gains(v)) == best
    }


FIVE = {f"p{n}": {"site": (0, *(10 if k != n else 0 for k in range(5)))} for n in range(5)}
"""Five parties and six sites: each site but the first suits all parties but one."""


def five(**decision: Any) -> Scenario:
    return talks(FIVE, dict.fromkeys(FIVE, 5), decision=decision)


def test_the_decision_rule_can_decide_whether_there_is_a_deal() -> None:
    every = outcomes.feasibility(five())
    four = outcomes.feasibility(five(rule="quorum", quorum=4))
    strict = outcomes.feasibility(five(rule="quorum", quorum=4, vetoes=["p0", "p1"]))

    assert every.levels["always"][">="].acceptable_to_all == 0
    assert four.levels["always"][">="].acceptable_to_all == 5
    assert strict.levels["always"][">="].acceptable_to_all == 3
    assert any("the decision rule decides" in sentence for sentence in every.verdict)
    assert "3 packages (50.00%) are acceptable to 4 of 5, with p0 and p1" in strict.verdict[0]
    told = {ruling.rule: ruling.by[">="].packages for ruling in strict.rulings}
    assert told == {"all 5": 0, "4 of 5, with p0 and p1": 3, "4 of 5": 5, "3 of 5": 5}
    assert [ruling.rule for ruling in strict.rulings if ruling.own] == ["4 of 5, with p0 and p1"]


def test_a_party_that_loses_leaves_no_nash_point_but_the_other_points() -> None:
    found = outcomes.feasibility(five(rule="quorum", quorum=4)).levels["always"][">="].solutions

    assert found is not None
    assert found.nash.points == ()
    assert (found.egalitarian.value, found.utilitarian.value) == (-5, 15)
    assert len(found.utilitarian.points) == 5


def test_rules_are_compared_only_where_there_are_more_than_two_parties() -> None:
    two = talks({"one": {"cake": (0, 1)}, "two": {"cake": (1, 0)}}, {"one": 0, "two": 0})

    assert [ruling.rule for ruling in outcomes.feasibility(two).rulings] == ["all 2"]


def test_a_bonus_lets_a_party_join_and_is_paid_only_then() -> None:
    cards = {"a": {"site": (9, 5)}, "b": {"site": (5, 9)}, "c": {"site": (4, 1)}}
    scenario = talks(
        cards,
        dict.fromkeys(cards, 5),
        decision={"rule": "quorum", "quorum": 2, "bonus": {"c": 1}},
    )
    space = outcomes.space(scenario)

    assert space.suited("always").tolist() == [[True, True], [True, True], [True, False]]
    assert space.valued("always").tolist() == [[9, 5], [5, 9], [5, 1]]


@pytest.mark.parametrize("over", ["zone", "rational", "lines"])
def test_sets_to_choose_from_nest_and_so_do_their_best_sums(over: Any) -> None:
    cards = {"a": {"x": (9, 0, 4), "y": (3, 0)}, "b": {"x": (0, 9, 4), "y": (0, 4)}}
    space = outcomes.space(talks(cards, {"a": 4, "b": 4}))
    frontier = outcomes.pareto(space.utilities, space.allowed)
    found = outcomes.solutions(space, frontier, "always", over=over)
    widest = outcomes.solutions(space, frontier, "always", over="lines")

    assert found is not None and widest is not None
    assert found.utilitarian.value <= widest.utilitarian.value
    assert all(found.ideal[party] <= widest.ideal[party] for party in cards)
    assert found.nash == widest.nash
