"""The outcome space, its frontier and what is feasible, against counting one by one."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bruteforce import Vector, dominates, every_package, worth
from handmade import cake, talks, theatre
from roomsix import outcomes, preferences
from roomsix.deal import Package
from roomsix.errors import UsageError
from roomsix.scenario import Equality, Scenario
from strategies import checked, packages, scenarios

RULES: tuple[Equality, ...] = (">=", ">")


@checked
@given(scenarios())
def test_packages_are_numbered_in_order_the_last_issue_fastest(scenario: Scenario) -> None:
    space = outcomes.space(scenario)

    listed = list(every_package(scenario))

    assert len(space) == outcomes.size(scenario) == len(listed)
    assert [space.package(number) for number in range(len(space))] == listed
    assert [space.index(package) for package in listed] == list(range(len(space)))


@checked
@given(scenarios())
def test_the_space_agrees_with_every_package_taken_by_itself(scenario: Scenario) -> None:
    space = outcomes.space(scenario)

    for number, package in enumerate(every_package(scenario)):
        assert tuple(space.worth(number).values()) == worth(scenario, package)
        for row, side in enumerate(scenario.parties.values()):
            crossed = preferences.breached(side.red_lines + side.mandate, package)
            assert space.kept[row, number] == (not crossed)
        assert space.allowed[number] == all(space.kept[:, number])


@checked
@given(scenarios())
def test_what_is_acceptable_is_the_same_by_numbers_and_one_by_one(scenario: Scenario) -> None:
    space = outcomes.space(scenario)

    for level in preferences.levels(scenario):
        for rule in RULES:
            for party in scenario.parties:
                expected = [
                    preferences.acceptable(scenario, party, package, level=level, equality=rule)
                    for package in every_package(scenario)
                ]
                assert space.acceptable(party, level, rule).tolist() == expected


@checked
@given(scenarios())
def test_acceptable_above_is_part_of_acceptable_at_least(scenario: Scenario) -> None:
    space = outcomes.space(scenario)

    for level in preferences.levels(scenario):
        loose, strict = (space.zone(level, rule) for rule in RULES)
        assert not (strict & ~loose).any()


@checked
@given(st.data())
def test_options_listed_in_another_order_only_renumber_packages(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())
    dumped = scenario.model_dump(mode="json")
    for issue in dumped["issues"].values():
        issue["options"] = dict(data.draw(st.permutations(tuple(issue["options"].items()))))
    space, shuffled = outcomes.space(scenario), outcomes.space(Scenario.model_validate(dumped))

    for number in range(len(space)):
        there = shuffled.index(space.package(number))
        assert shuffled.worth(there) == space.worth(number)
        assert shuffled.allowed[there] == space.allowed[number]


def test_arrays_of_the_space_cannot_be_written_to() -> None:
    space = outcomes.space(theatre())

    with pytest.raises(ValueError, match="read-only"):
        space.utilities[0, 0] = 1


@pytest.mark.parametrize(
    ("package", "message"),
    [
        ({"pay": "o0", "sundays": "o0"}, "a package leaves out 'recordings'"),
        (
            {"pay": "o0", "sundays": "o0", "recordings": "o0", "tea": "o0"},
            "settles what is no issue: 'tea'",
        ),
        ({"pay": "o0", "sundays": "o0", "recordings": "o3"}, "'recordings' has no option 'o3'"),
    ],
)
def test_what_is_no_package_has_no_number(package: Package, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        outcomes.space(theatre()).index(package)


def test_a_number_beyond_the_last_has_no_package() -> None:
    with pytest.raises(UsageError, match="no package has the number 48; they end at 47"):
        outcomes.space(theatre()).package(48)


def test_too_many_packages_are_refused_with_their_number() -> None:
    card = {f"issue-{number}": (0, 1) for number in range(21)}

    with pytest.raises(UsageError, match=r"'by-hand' has 2,097,152 packages; 2,000,000 can be"):
        outcomes.space(talks({"one": card, "two": card}, {"one": 0, "two": 0}))


def test_importing_outcomes_and_scores_leaves_numpy_alone() -> None:
    code = "import sys, roomsix.outcomes, roomsix.scoring; sys.exit('numpy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@checked
@given(
    st.integers(1, 5).flatmap(
        lambda parties: st.lists(st.tuples(*[st.integers(-3, 3)] * parties), min_size=1)
    ),
    st.data(),
)
def test_the_frontier_is_what_nothing_dominates(vectors: list[Vector], data: st.DataObject) -> None:
    count = len(vectors)
    among = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    utilities = np.array(vectors, dtype=np.int64).T

    found = outcomes.pareto(utilities, np.array(among))

    kept = [vector for vector, counts in zip(vectors, among, strict=True) if counts]
    assert found.tolist() == [
        counts and not any(dominates(other, vector) for other in kept)
        for vector, counts in zip(vectors, among, strict=True)
    ]


@pytest.mark.parametrize("parties", [2, 3])
def test_a_large_frontier_is_found_across_blocks(parties: int) -> None:
    one, other = np.divmod(np.arange(2000), 2)
    falling = np.stack([one, 5000 - one + 0 * other, *[one * 0] * (parties - 2)])
    utilities = np.concatenate([falling, falling - 1], axis=1)

    found = outcomes.pareto(utilities, np.ones(4000, dtype=bool))

    assert found.tolist() == [True] * 2000 + [False] * 2000


def test_vectors_too_wide_for_one_number_are_told_apart() -> None:
    # As digits in base 2**32 the last two vectors differ in what 64 bits cannot hold.
    top = (1 << 32) - 1
    vectors = [(top, 0, 0), (0, top, 0), (0, 0, top), (0, 0, 0), (5, 7, 7), (9, 7, 7)]

    found = outcomes.pareto(np.array(vectors, dtype=np.int64).T, np.ones(6, dtype=bool))

    assert found.tolist() == [True, True, True, False, False, True]


def test_packages_worth_the_same_are_all_on_the_frontier() -> None:
    scenario = talks(
        {"one": {"price": (0, 5), "colour": (1, 1)}, "two": {"price": (5, 0), "colour": (2, 2)}},
        {"one": 0, "two": 0},
    )
    space = outcomes.space(scenario)

    assert outcomes.pareto(space.utilities, space.allowed).all()


def test_a_frontier_of_nothing_is_empty() -> None:
    assert not outcomes.pareto(np.zeros((2, 3), dtype=np.int64), np.zeros(3, dtype=bool)).any()


@checked
@given(st.data())
def test_dominating_packages_are_counted_one_by_one(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())
    package = data.draw(packages(scenario))
    space = outcomes.space(scenario)

    found = outcomes.dominating(space.utilities, space.allowed, worth(scenario, package))

    assert found.tolist() == [
        bool(allowed) and dominates(worth(scenario, other), worth(scenario, package))
        for allowed, other in zip(space.allowed, every_package(scenario), strict=True)
    ]


@checked
@given(scenarios())
def test_feasibility_counts_what_counting_one_by_one_counts(scenario: Scenario) -> None:
    found = outcomes.feasibility(scenario)
    listed = list(every_package(scenario))

    assert found.size == len(listed)
    assert tuple(found.levels) == preferences.levels(scenario)
    for level, by_rule in found.levels.items():
        for rule, zone in by_rule.items():
            suits = {
                party: [
                    preferences.acceptable(scenario, party, package, level=level, equality=rule)
                    for package in listed
                ]
                for party in scenario.parties
            }
            assert zone.acceptable == {party: sum(each) for party, each in suits.items()}
            assert zone.acceptable_to_all == sum(map(all, zip(*suits.values(), strict=True)))
            assert zone.share == zone.acceptable_to_all / found.size
            assert (zone.solutions is None) == (zone.acceptable_to_all == 0)


def test_feasibility_of_the_theatre_is_as_reckoned_by_hand() -> None:
    found = outcomes.feasibility(theatre())
    zone = found.levels["always"][">="]

    assert (found.size, found.kept_by_all, found.pareto, found.pareto_points) == (48, 24, 8, 8)
    assert (zone.acceptable_to_all, zone.share, zone.pareto) == (3, 0.0625, 2)
    assert zone.best_joint_gain == 20
    assert (zone.middle.packages, zone.middle.acceptable_to_all) == (4, 0)
    assert found.verdict == (
        "3 packages (6.25%) are acceptable to everyone; the best joint gain is 20",
        "splitting every difference does not suit everyone: there is something to find out",
    )


def test_an_empty_zone_is_said_by_level() -> None:
    stakes = {"calm": {"no_deal": 0}, "brink": {"no_deal": 9}}
    scenario = cake(
        (0, 4),
        (4, 0),
        tension={"levels": {"calm": 0, "brink": 5}},
        parties={party: {"stakes": stakes} for party in ("one", "two")},
    )
    verdict = outcomes.feasibility(scenario).verdict

    assert "no package is acceptable to everyone at level brink" in verdict
    assert any(sentence.startswith("2 packages (100.00%) are acceptable") for sentence in verdict)


def test_what_hangs_on_the_equality_rule_is_said() -> None:
    verdict = outcomes.feasibility(cake((0, 4), (4, 0), decision={"equality": ">"})).verdict

    assert verdict == (
        "no package is acceptable to everyone",
        "at the start 2 of the packages suit everyone only if the reservation itself will do (>=);"
        " the rule here is >",
    )


def test_lines_that_leave_nothing_are_the_whole_verdict() -> None:
    lines = {"one": {"cake": ["o0"]}, "two": {"cake": ["o1"]}}
    scenario = cake(
        (0, 4),
        (4, 0),
        parties={party: {"red_lines": [{"never": never}]} for party, never in lines.items()},
    )
    found = outcomes.feasibility(scenario)

    assert found.verdict == ("no package keeps within everyone's red lines and mandates",)
    assert (found.opposition, found.pareto) == (None, 0)


def test_opposition_is_the_distance_to_giving_everyone_their_best() -> None:
    found = outcomes.feasibility(cake((0, 3, 4), (10, 5, 0))).opposition

    assert found == pytest.approx(math.hypot(1 / 4, 1 / 2))


def test_opposition_leaves_out_what_somebody_forbids() -> None:
    never = {"red_lines": [{"never": {"cake": ["o3"]}}]}
    scenario = cake((0, 3, 4, -90), (10, 5, 0, 99), parties={"one": never})

    found = outcomes.feasibility(scenario).opposition

    assert found == pytest.approx(math.hypot(1 / 4, 1 / 2))


def test_nothing_is_opposed_where_one_package_is_best_for_all() -> None:
    found = outcomes.feasibility(cake((0, 4), (1, 9)))

    assert found.opposition == 0
    assert found.verdict[0].startswith("one and the same package is best for everyone")


def test_an_even_number_of_options_has_two_middles() -> None:
    assert outcomes.middle(theatre()) == {
        "pay": ("o1", "o2"),
        "sundays": ("o1", "o2"),
        "recordings": ("o1",),
    }
