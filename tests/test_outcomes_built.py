"""Frontiers built issue by issue and counts without listing, against the enumeration."""

import math
import random
from itertools import islice
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bruteforce import every_package
from handmade import ending, talks
from roomsix import outcomes, preferences, scoring
from roomsix.outcomes import counting, parts, surveying
from roomsix.scenario import Decision, Scenario
from strategies import checked, scenarios


@pytest.fixture
def nothing_enumerated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every scenario count as too large to enumerate as a whole."""
    monkeypatch.setattr("roomsix.outcomes.surveying.MOST", 0)
    monkeypatch.setattr("roomsix.outcomes.MOST", 0)


def game(parties: int, issues: int, *, options: int = 4, seed: int = 0, **more: Any) -> Scenario:
    dice = random.Random(seed)
    cards = {
        f"p{party}": {
            f"i{issue}": tuple(dice.randint(0, 9) for _ in range(options))
            for issue in range(issues)
        }
        for party in range(parties)
    }
    return talks(cards, dict.fromkeys(cards, 5 * issues), **more)


@checked
@given(scenarios())
def test_parts_add_up_to_the_whole(scenario: Scenario) -> None:
    space, found = outcomes.space(scenario), parts.parts(scenario)

    assert found is not None
    assert sorted(issue for part in found for issue in part.options) == sorted(scenario.issues)
    for number, package in enumerate(every_package(scenario)):
        places = [
            (part, part.index({issue: package[issue] for issue in part.options})) for part in found
        ]
        for row in range(len(space.parties)):
            points = sum(int(part.utilities[row, place]) for part, place in places)
            assert points == space.utilities[row, number]
            assert all(part.kept[row, place] for part, place in places) == space.kept[row, number]


@checked
@given(scenarios())
def test_a_frontier_built_issue_by_issue_is_the_enumerated_one(scenario: Scenario) -> None:
    space, frame = outcomes.space(scenario), outcomes.built(scenario)
    listed = outcomes.vectors(space.utilities, outcomes.pareto(space.utilities, space.allowed))

    assert frame is not None
    assert dict(frame.front) == {vector: len(numbers) for vector, numbers in listed.items()}
    for vector, numbers in listed.items():
        packages = list(frame.packages(vector))
        assert sorted(map(space.index, packages)) == numbers
    if listed:
        assert (frame.tops(), frame.spans()) == (outcomes.tops(space), outcomes.spans(space))


@settings(checked, max_examples=60)
@given(scenarios())
def test_the_survey_of_parts_says_what_the_enumeration_says(scenario: Scenario) -> None:
    frame = outcomes.built(scenario)
    whole = outcomes.feasibility(scenario)

    assert frame is not None
    found = surveying.exactly(frame)

    assert found is not None
    assert _plain(found) == _plain(whole)


def _plain(found: outcomes.Feasibility) -> dict[str, Any]:
    """Return all but the method and the order in which points and packages are listed."""
    told = found.model_dump(mode="json", exclude={"method", "rulings"})
    for zone in [z for by_rule in told["levels"].values() for z in by_rule.values()]:
        zone["middle"]["mean_joint_gain"] = pytest.approx(zone["middle"]["mean_joint_gain"])
        _sort(zone["solutions"])
    _sort(told["rational"])
    _sort(told["within_lines"])
    told["opposition"] = pytest.approx(told["opposition"])
    rulings = [
        {rule: (passing.packages, passing.share) for rule, passing in ruling.by.items()}
        for ruling in found.rulings
    ]
    return told | {"rulings": rulings}


def _sort(solutions: dict[str, Any] | None) -> None:
    for name in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian"):
        for points in (solutions[name]["points"], solutions[name]["leximin"]) if solutions else ():
            for point in points:
                point["packages"].sort(key=lambda package: sorted(package.items()))
            points.sort(key=lambda point: list(point["utilities"].values()))


@checked
@given(scenarios(), st.data())
def test_any_quorum_is_counted_part_by_part_as_it_is_one_by_one(
    scenario: Scenario, data: st.DataObject
) -> None:
    space, found = outcomes.space(scenario), parts.parts(scenario)
    assert found is not None
    parties = tuple(scenario.parties)
    rule = Decision(
        rule="quorum",
        quorum=data.draw(st.integers(2, len(parties))),
        vetoes=tuple(data.draw(st.lists(st.sampled_from(parties), unique=True, max_size=2))),
    )
    level = preferences.start_level(scenario)
    least = list(preferences.reservations(scenario, level).values())

    masks = [np.ones(len(part), dtype=np.bool_) for part in found]
    counted = counting.count(found, masks, counting.question(rule, parties, least))

    assert counted == int(space.zone(level, ">=", rule).sum())


def test_ten_billion_packages_are_built_and_counted_exactly() -> None:
    # Ten issues of ten options: one side gets the option's number, the other what is left of nine.
    cards = {
        "one": {f"i{n}": tuple(range(10)) for n in range(10)},
        "two": {f"i{n}": tuple(reversed(range(10))) for n in range(10)},
    }
    found = outcomes.survey(talks(cards, {"one": 45, "two": 45}))

    assert isinstance(found, outcomes.Feasibility)
    assert (found.method, found.size) == ("issue by issue", 10**10)
    assert (found.pareto, found.pareto_points) == (10**10, 91)
    zone = found.levels["always"][">="]
    # Whatever adds up to 45 suits both: the middle coefficient of (1 + x + … + x^9)^10.
    suit = sum((-1) ** k * math.comb(10, k) * math.comb(54 - 10 * k, 9) for k in range(5))
    assert (zone.acceptable_to_all, zone.pareto) == (suit, suit)
    assert zone.solutions is not None
    (point,) = zone.solutions.nash.points
    assert (point.utilities, point.count) == ({"one": 45, "two": 45}, suit)
    assert len(point.packages) == 100
    for package in point.packages:
        assert sum(int(option[1:]) for option in package.values()) == 45
    assert found.levels["always"][">"].acceptable_to_all == 0


def test_counts_beyond_what_64_bits_hold_are_exact() -> None:
    cards = {party: {f"i{n}": (0, 0) for n in range(70)} for party in ("one", "two")}
    frame = outcomes.built(talks(cards, {"one": 0, "two": 0}))

    assert frame is not None
    assert dict(frame.front) == {(0, 0): 2**70}
    assert frame.count(counting.Question([0, 1], [0, 0], 2)) == 2**70
    assert len(list(islice(frame.packages((0, 0)), 5))) == 5


@pytest.mark.parametrize(
    ("bonus", "red_lines"), [({"p0": 1}, []), ({}, [{"never": {"i0": ["o0"]}}])]
)
def test_what_adds_up_over_issues_only_partly_is_not_built(
    bonus: dict[str, int], red_lines: list[Any]
) -> None:
    decision = {"rule": "quorum", "quorum": 2, "bonus": bonus}
    dumped = game(3, 3, decision=decision).model_dump(mode="json")
    dumped["parties"]["p0"]["red_lines"] = red_lines

    assert outcomes.built(Scenario.model_validate(dumped)) is None


def test_a_quorum_without_lines_is_built_exactly() -> None:
    scenario = game(4, 4, decision={"rule": "quorum", "quorum": 3, "vetoes": ["p0"]})
    frame = outcomes.built(scenario)
    whole = outcomes.feasibility(scenario)

    assert frame is not None
    found = surveying.exactly(frame)
    assert found is not None
    assert _plain(found)["rulings"] == _plain(whole)["rulings"]
    for rule in (">=", ">"):
        one, other = found.levels["always"][rule], whole.levels["always"][rule]
        assert one.acceptable_to_all == other.acceptable_to_all
        assert (one.solutions is None) == (other.solutions is None)
        if one.solutions and other.solutions:
            assert one.solutions.utilitarian.value == other.solutions.utilitarian.value
            assert one.solutions.ideal == other.solutions.ideal


def test_a_deal_in_talks_too_large_to_enumerate_is_scored_by_the_built_frontier(
    nothing_enumerated: None,
) -> None:
    scenario = game(2, 4, seed=5)
    space = outcomes.space(scenario)
    package = space.package(100)
    end = ending(package, *scenario.parties)

    large = scoring.score(scenario, end).scores
    usual = scoring.score(scenario, end, space=space).scores

    assert large["dominated-by"].value is None
    for name, score in large.items():
        if name != "dominated-by":
            assert score == usual[name], name
