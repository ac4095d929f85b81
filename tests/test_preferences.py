"""What packages are worth, and when a party could live with one."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import talks
from roomsix import preferences
from roomsix.deal import inside
from roomsix.errors import UsageError
from roomsix.scenario import Scenario
from strategies import checked, packages, scenarios

PRICE = {"price": (0, 5, 9), "term": (3, 0)}


def two_sides(**more: Any) -> Scenario:
    cards = {"buyer": PRICE, "seller": {"price": (9, 5, 0), "term": (0, 3)}}
    return talks(cards, {"buyer": 8, "seller": 5}, **more)


def promise(*, gain: int, detection: int, loss: int) -> dict[str, object]:
    return {
        "pay": {
            "name": "to pay in time",
            "debtor": "buyer",
            "restrains": {"price": ["o1", "o2"]},
            "gain": gain,
            "detection": {"issue": "term", "by": {"o0": detection, "o1": 0}},
            "loss": {"issue": "price", "by": {"o0": 0, "o1": 0, "o2": loss}},
        }
    }


def test_points_are_added_up_issue_by_issue() -> None:
    scenario = two_sides()
    package = {"price": "o1", "term": "o0"}

    assert preferences.points(scenario, scenario.parties["buyer"].card, package) == 8
    assert preferences.points(scenario, scenario.parties["seller"].card, package) == 5


def test_a_bonus_counts_once_and_only_inside_its_box() -> None:
    bonus = {"points": -4, "when": {"price": ["o1", "o2"], "term": ["o0"]}}
    scenario = two_sides(bonuses={"buyer": [bonus]})
    card = scenario.parties["buyer"].card

    assert preferences.points(scenario, card, {"price": "o2", "term": "o0"}) == 9 + 3 - 4
    assert preferences.points(scenario, card, {"price": "o2", "term": "o1"}) == 9


@pytest.mark.parametrize(
    ("gain", "detection", "loss", "expected"),
    [
        (30, 50, 30, True),  # just at the threshold: 3000 <= 50 * 60
        (30, 49, 30, False),
        (31, 50, 30, False),
        (0, 0, 0, True),
        (1, 0, 60, False),
        (10**30, 50, 10**30, True),
    ],
)
def test_a_promise_is_deterred_from_the_threshold_on(
    gain: int, detection: int, loss: int, expected: bool
) -> None:
    scenario = two_sides(obligations=promise(gain=gain, detection=detection, loss=loss))

    found = preferences.deterred(scenario, "pay", {"price": "o2", "term": "o0"})

    assert found is expected


def test_a_bonus_may_hang_on_a_promise_being_kept() -> None:
    bonus = {"points": 6, "when": {"price": ["o2"]}, "deterred": "pay"}
    scenario = two_sides(
        obligations=promise(gain=30, detection=50, loss=30), bonuses={"seller": [bonus]}
    )
    card = scenario.parties["seller"].card

    assert preferences.points(scenario, card, {"price": "o2", "term": "o0"}) == 0 + 0 + 6
    assert preferences.points(scenario, card, {"price": "o2", "term": "o1"}) == 0 + 3


def test_every_limit_crossed_is_named_in_order() -> None:
    limits = [
        {"never": {"price": ["o2"]}},
        {"never": {"term": ["o1"]}},
        {"never": {"price": ["o1"]}},
    ]
    scenario = two_sides(parties={"buyer": {"red_lines": limits}})
    lines = scenario.parties["buyer"].red_lines

    assert preferences.breached(lines, {"price": "o2", "term": "o1"}) == lines[:2]
    assert preferences.breached(lines, {"price": "o0", "term": "o0"}) == ()


def test_points_equal_to_the_reservation_are_judged_by_the_equality_rule() -> None:
    suits = partial(preferences.acceptable, two_sides(), "buyer", {"price": "o1", "term": "o0"})

    assert suits(level="always")
    assert suits(level="always", equality=">=")
    assert not suits(level="always", equality=">")


def test_the_scenarios_own_rule_decides_when_none_is_given() -> None:
    scenario = two_sides(decision={"equality": ">"})
    package = {"price": "o1", "term": "o0"}

    assert not preferences.acceptable(scenario, "buyer", package, level="always")


@pytest.mark.parametrize("kind", ["red_lines", "mandate"])
def test_no_points_outweigh_a_red_line_or_the_mandate(kind: str) -> None:
    scenario = two_sides(parties={"buyer": {kind: [{"never": {"price": ["o2"]}}]}})
    package = {"price": "o2", "term": "o0"}

    assert not preferences.acceptable(scenario, "buyer", package, level="always")


def test_another_partys_red_line_is_no_concern_of_mine() -> None:
    scenario = two_sides(parties={"seller": {"red_lines": [{"never": {"price": ["o2"]}}]}})
    package = {"price": "o2", "term": "o0"}

    assert preferences.acceptable(scenario, "buyer", package, level="always")


def test_the_reservation_is_the_larger_of_no_deal_and_demand() -> None:
    stakes = {"calm": {"no_deal": 7, "demand": 4}, "tense": {"no_deal": 2, "demand": 6}}
    scenario = two_sides(
        tension={"levels": {"calm": 0, "tense": 10}},
        parties={party: {"stakes": stakes} for party in ("buyer", "seller")},
    )

    assert preferences.reservation(scenario, "buyer", "calm") == 7
    assert preferences.reservation(scenario, "buyer", "tense") == 6


def test_a_party_untouched_by_tension_keeps_one_reservation() -> None:
    scenario = two_sides(tension={"levels": {"calm": 0, "tense": 10}})

    assert preferences.reservation(scenario, "seller", "tense") == 5


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(UsageError, match=r"no level of tension is called 'uneasy'.*calm, tense"):
        preferences.reservation(
            two_sides(tension={"levels": {"calm": 0, "tense": 10}}), "buyer", "uneasy"
        )


def test_a_level_without_stakes_is_refused() -> None:
    scenario = two_sides(
        tension={"levels": {"calm": 0, "tense": 10}},
        parties={"buyer": {"stakes": {"calm": {"no_deal": 1}}}},
    )

    with pytest.raises(UsageError, match="'buyer' has no stakes at level 'tense', only at calm"):
        preferences.reservation(scenario, "buyer", "tense")


@pytest.mark.parametrize(
    ("score", "level"),
    [(-5, "calm"), (0, "calm"), (9, "calm"), (10, "tense"), (29, "tense"), (30, "brink")],
)
def test_a_level_begins_at_its_own_score(score: int, level: str) -> None:
    scenario = two_sides(tension={"levels": {"calm": 0, "tense": 10, "brink": 30}})

    assert preferences.level(scenario, score) == level


def test_talks_start_at_the_level_of_what_has_happened() -> None:
    past = [
        {"when": "then", "what": "it", "gravity": "violent", "score": score} for score in (14, -3)
    ]
    scenario = two_sides(tension={"levels": {"calm": 0, "tense": 10, "brink": 14}}, timeline=past)

    assert preferences.start_level(scenario) == "tense"


def test_without_tension_there_is_one_level() -> None:
    assert preferences.levels(two_sides()) == ("always",)
    assert preferences.start_level(two_sides()) == preferences.level(two_sides(), 99) == "always"


@checked
@given(st.data())
def test_points_are_the_options_points_and_the_bonuses_earned(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())
    package = data.draw(packages(scenario))

    for side in scenario.parties.values():
        expected = 0
        for issue, option in package.items():
            expected += side.card.points[issue][option]
        for bonus in side.card.bonuses:
            promise = scenario.obligations.get(bonus.deterred) if bonus.deterred else None
            p = promise.detection.by[package[promise.detection.issue]] if promise else 0
            loss = promise.loss.by[package[promise.loss.issue]] if promise else 0
            kept = promise is None or p * (promise.gain + loss) >= 100 * promise.gain
            expected += bonus.points if kept and inside(package, bonus.when) else 0
        assert preferences.points(scenario, side.card, package) == expected


@checked
@given(st.data())
def test_what_passes_the_reservation_also_reaches_it(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())
    package = data.draw(packages(scenario))

    for party in scenario.parties:
        for level in preferences.levels(scenario):
            loose, strict = (
                preferences.acceptable(scenario, party, package, level=level, equality=rule)
                for rule in (">=", ">")
            )
            assert loose or not strict
