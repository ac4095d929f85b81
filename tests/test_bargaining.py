"""Solution points, against trying every package."""

import json
import math
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bruteforce import Vector, dominates, every_package, worth
from handmade import cake, theatre
from roomsix import outcomes, preferences
from roomsix.deal import Package
from roomsix.outcomes import Point, Solution, Solutions, bargaining
from roomsix.scenario import Equality, Scenario
from strategies import checked, scenarios


def solved(
    scenario: Scenario, level: str = "always", equality: Equality | None = None
) -> Solutions | None:
    space = outcomes.space(scenario)
    return outcomes.solutions(
        space, outcomes.pareto(space.utilities, space.allowed), level, equality
    )


def points(solution: Solution) -> set[Vector]:
    return {tuple(point.utilities.values()) for point in solution.points}


def named(solution: Solution) -> list[Package]:
    return [package for point in solution.points for package in point.packages]


def the_four(found: Solutions) -> tuple[Solution, Solution, Solution, Solution]:
    return found.nash, found.kalai_smorodinsky, found.egalitarian, found.utilitarian


@checked
@given(scenarios())
def test_solution_points_are_the_best_by_brute_force(scenario: Scenario) -> None:
    level = preferences.start_level(scenario)
    found = solved(scenario, level)
    zone = [
        worth(scenario, package)
        for package in every_package(scenario)
        if all(
            preferences.acceptable(scenario, party, package, level=level)
            for party in scenario.parties
        )
    ]
    if found is None:
        assert not zone
        return
    least = [preferences.reservation(scenario, party, level) for party in scenario.parties]
    ideal = [max(column) for column in zip(*zone, strict=True)]

    def gains(vector: Vector) -> list[int]:
        return [u - r for u, r in zip(vector, least, strict=True)]

    def share(vector: Vector) -> Fraction:
        rooms = zip(gains(vector), ideal, least, strict=True)
        shares = [Fraction(gain, top - low) for gain, top, low in rooms if top > low]
        return min(shares, default=Fraction(1))

    undominated = {v for v in zone if not any(dominates(other, v) for other in zone)}
    merits: tuple[Callable[[Vector], Any], ...] = (
        lambda v: math.prod(gains(v)),
        share,
        lambda v: min(gains(v)),
        lambda v: sum(gains(v)),
    )
    assert list(found.ideal.values()) == ideal
    for solution, merit in zip(the_four(found), merits, strict=True):
        top = max(map(merit, zone))
        assert solution.value == float(top)
        assert points(solution) == {vector for vector in undominated if merit(vector) == top}
        for point in solution.points:
            alike = [
                package
                for package in every_package(scenario)
                if worth(scenario, package) == tuple(point.utilities.values())
                and outcomes.space(scenario).allowed[outcomes.space(scenario).index(package)]
            ]
            assert list(point.packages) == alike


@checked
@given(scenarios(), st.data())
def test_adding_a_dominated_option_changes_no_solution_point(
    scenario: Scenario, data: st.DataObject
) -> None:
    dumped = scenario.model_dump(mode="json")
    issue = data.draw(st.sampled_from(tuple(scenario.issues)))
    like = data.draw(st.sampled_from(tuple(scenario.issues[issue].options)))

    # The new option lies in every box that the old one lies in, and is worth less to everyone.
    def widen(box: dict[str, list[str]]) -> None:
        if like in box.get(issue, ()):
            box[issue].append("worse")

    dumped["issues"][issue]["options"]["worse"] = "worse"
    for side in dumped["parties"].values():
        worth_of = side["card"]["points"][issue]
        worth_of["worse"] = worth_of[like] - data.draw(st.integers(1, 3))
        for bonus in side["card"]["bonuses"]:
            widen(bonus["when"])
        for limit in side["red_lines"] + side["mandate"]:
            widen(limit["never"])
    for promise in dumped["obligations"].values():
        for dial in (promise["detection"], promise["loss"]):
            if dial["issue"] == issue:
                dial["by"]["worse"] = dial["by"][like]
    wider = Scenario.model_validate(dumped)

    for level in preferences.levels(scenario):
        assert solved(wider, level) == solved(scenario, level)


@checked
@given(scenarios(), st.integers(2, 5), st.data())
def test_a_party_counting_in_other_units_moves_no_nash_or_ks_point(
    scenario: Scenario, factor: int, data: st.DataObject
) -> None:
    dumped = scenario.model_dump(mode="json")
    side = dumped["parties"][data.draw(st.sampled_from(tuple(scenario.parties)))]
    for each in side["card"]["points"].values():
        each.update({option: factor * points for option, points in each.items()})
    for bonus in side["card"]["bonuses"]:
        bonus["points"] *= factor
    for stakes in side["stakes"].values():
        stakes.update({name: factor * points for name, points in stakes.items()})
    level = preferences.start_level(scenario)
    before, after = solved(scenario, level), solved(Scenario.model_validate(dumped), level)

    assert (before is None) == (after is None)
    if before and after:
        assert named(after.nash) == named(before.nash)
        assert named(after.kalai_smorodinsky) == named(before.kalai_smorodinsky)
        assert after.kalai_smorodinsky.value == before.kalai_smorodinsky.value


@checked
@given(scenarios(), st.integers(-20, 20), st.data())
def test_a_party_counting_from_another_nought_moves_no_point_at_all(
    scenario: Scenario, shift: int, data: st.DataObject
) -> None:
    dumped = scenario.model_dump(mode="json")
    side = dumped["parties"][data.draw(st.sampled_from(tuple(scenario.parties)))]
    each = side["card"]["points"][next(iter(scenario.issues))]
    each.update({option: points + shift for option, points in each.items()})
    for stakes in side["stakes"].values():
        stakes.update({name: points + shift for name, points in stakes.items()})
    level = preferences.start_level(scenario)
    before, after = solved(scenario, level), solved(Scenario.model_validate(dumped), level)

    assert (before is None) == (after is None)
    if before and after:
        for one, other in zip(the_four(before), the_four(after), strict=True):
            assert (one.value, named(one)) == (other.value, named(other))
            assert [p.packages for p in one.leximin] == [p.packages for p in other.leximin]


@checked
@given(scenarios(), st.data())
def test_parties_issues_and_options_by_other_names_in_another_order_change_nothing(
    scenario: Scenario, data: st.DataObject
) -> None:
    dumped = scenario.model_dump(mode="json")
    for section in ("parties", "issues"):
        dumped[section] = dict(data.draw(st.permutations(tuple(dumped[section].items()))))
    renamed = json.loads(re.sub(r'"(north|south|land|none)"', r'"\1-too"', json.dumps(dumped)))
    level = preferences.start_level(scenario)
    before, after = solved(scenario, level), solved(Scenario.model_validate(renamed), level)

    def told(solution: Solution) -> set[frozenset[tuple[str, int]]]:
        return {
            frozenset((name.removesuffix("-too"), worth) for name, worth in p.utilities.items())
            for p in solution.points
        }

    assert (before is None) == (after is None)
    if before and after:
        for one, other in zip(the_four(before), the_four(after), strict=True):
            assert (one.value, told(one)) == (other.value, told(other))
            assert sum(p.count for p in one.points) == sum(p.count for p in other.points)


@checked
@given(
    st.integers(2, 6).flatmap(
        lambda parties: st.lists(st.tuples(*[st.integers(0, 6)] * parties), min_size=1)
    )
)
def test_the_frontier_of_a_frontier_is_itself(vectors: list[Vector]) -> None:
    utilities = np.array(vectors, dtype=np.int64).T
    once = outcomes.pareto(utilities, np.ones(len(vectors), dtype=bool))

    assert (outcomes.pareto(utilities, once) == once).all()


def among(vectors: Sequence[Vector]) -> Solutions:
    """Solve for some vectors as they are, with nothing to fall back on."""
    utilities = np.array(vectors, dtype=np.int64).T
    best = outcomes.pareto(utilities, np.ones(len(vectors), dtype=bool))
    frontier = list(outcomes.vectors(utilities, best))
    parties = [f"p{number}" for number in range(len(frontier[0]))]

    def point(vector: Vector) -> Point:
        return Point(utilities=dict(zip(parties, vector, strict=True)), packages=(), count=1)

    return bargaining.solved(dict.fromkeys(parties, 0), frontier, point)


sets = st.integers(2, 4).flatmap(
    lambda parties: st.lists(
        st.tuples(*[st.integers(0, 9)] * parties), min_size=2, max_size=12, unique=True
    )
)


@checked
@given(sets, st.data())
def test_nash_points_do_not_depend_on_what_is_not_chosen(
    vectors: list[Vector], data: st.DataObject
) -> None:
    whole = points(among(vectors).nash)
    left = [v for v in vectors if v in whole or data.draw(st.booleans())]

    assert points(among(left).nash) == whole


@checked
@given(sets, st.data())
def test_egalitarian_and_utilitarian_points_do_not_depend_on_it_either(
    vectors: list[Vector], data: st.DataObject
) -> None:
    found = among(vectors)
    even, sums = points(found.egalitarian), points(found.utilitarian)
    left = [v for v in vectors if v in even | sums or data.draw(st.booleans())]

    # Whatever only dominates nothing that is chosen may go; ties are by the same rule as before.
    assert points(among(left).utilitarian) == sums
    assert points(among(left).egalitarian) == even


@checked
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=10, unique=True),
    st.data(),
)
def test_of_two_parties_one_gains_by_what_is_added_for_it_alone(
    vectors: list[Vector], data: st.DataObject
) -> None:
    # Individual monotonicity (Kalai and Smorodinsky 1975), as far as it holds on separate points:
    # the smallest share cannot fall if no ideal rises.
    ideal = [max(column) for column in zip(*vectors, strict=True)]
    more = data.draw(
        st.lists(st.tuples(*(st.integers(0, top) for top in ideal)), min_size=1, max_size=5)
    )

    before, after = among(vectors), among([*vectors, *more])

    assert after.ideal == before.ideal
    assert after.kalai_smorodinsky.value >= before.kalai_smorodinsky.value
    assert after.egalitarian.value >= before.egalitarian.value
    assert after.nash.value >= before.nash.value


@checked
@given(sets)
def test_leximin_picks_among_ties_and_never_outside(vectors: list[Vector]) -> None:
    found = among(vectors)

    for solution in the_four(found):
        assert solution.leximin and set(map(str, solution.leximin)) <= set(
            map(str, solution.points)
        )
    highest = max(sorted(v) for v in vectors)
    assert {tuple(sorted(p.utilities.values())) for p in found.egalitarian.leximin} == {
        tuple(highest)
    }


def test_leximin_tells_apart_what_the_smallest_gain_does_not() -> None:
    found = among([(2, 2, 9), (2, 5, 3), (2, 3, 5), (1, 9, 9)])

    assert points(found.egalitarian) == {(2, 2, 9), (2, 5, 3), (2, 3, 5)}
    assert {tuple(p.utilities.values()) for p in found.egalitarian.leximin} == {
        (2, 5, 3), (2, 3, 5),
    }  # fmt: skip


def test_three_packages_suit_both_theatre_and_orchestra() -> None:
    space = outcomes.space(theatre())
    zone = space.zone("always")

    assert int(space.acceptable("theatre", "always").sum()) == 18
    assert int(space.acceptable("orchestra", "always").sum()) == 17
    assert [tuple(space.worth(int(n)).values()) for n in zone.nonzero()[0]] == [
        (62, 70),
        (70, 58),
        (58, 68),
    ]


def test_all_theories_send_theatre_and_orchestra_to_the_same_place() -> None:
    found = solved(theatre())

    assert found is not None
    assert all(points(solution) == {(62, 70)} for solution in the_four(found))
    assert named(found.nash) == [{"pay": "o1", "sundays": "o2", "recordings": "o2"}]
    assert [solution.value for solution in the_four(found)] == [5 * 15, 5 / 13, 5, 20]
    assert found.ideal == {"theatre": 70, "orchestra": 70}


def test_every_package_of_a_tie_is_listed() -> None:
    scenario = cake((0, 1, 3, 4), (4, 3, 1, 0))
    found = solved(scenario)

    assert found is not None
    assert points(found.nash) == {(1, 3), (3, 1)}
    assert points(found.kalai_smorodinsky) == {(1, 3), (3, 1)}
    assert points(found.utilitarian) == {(0, 4), (1, 3), (3, 1), (4, 0)}


def test_close_shares_are_told_apart_exactly() -> None:
    # Rooms of 9 and 7 points: 4/9 against 3/7 differ by 1/63.
    scenario = cake((9, 4, 5, 0), (0, 4, 3, 7))
    found = solved(scenario)

    assert found is not None
    assert points(found.kalai_smorodinsky) == {(4, 4)}
    assert found.kalai_smorodinsky.value == 4 / 9


def test_a_party_with_nothing_to_gain_has_no_say_in_kalai_smorodinsky() -> None:
    found = solved(cake((2, 6), (3, 3), least=(0, 3)))

    assert found is not None
    assert points(found.kalai_smorodinsky) == {(6, 3)}
    assert found.kalai_smorodinsky.value == 1.0
    assert found.nash.value == 0
