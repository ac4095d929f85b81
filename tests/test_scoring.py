"""Scores of endings, reckoned by hand."""

import math
from typing import Any

import pytest

from handmade import cake, ending, talks, theatre
from roomsix import outcomes, scoring
from roomsix.deal import Package
from roomsix.errors import UsageError
from roomsix.scoring import Ending, Score
from roomsix.scoring.metric import Metric
from roomsix.scoring.table import METRICS

BEST = {"pay": "o1", "sundays": "o2", "recordings": "o2"}
"""What the theatre's talks should come to: 62 and 70 points, 5 and 15 over the reservations."""


def theatre_scores(package: Package | None, **fields: Any) -> dict[str, Score]:
    end = ending(package, "theatre", "orchestra", **fields)
    return dict(scoring.score(theatre(), end).scores)


def test_the_best_deal_of_the_theatre_scores_as_reckoned_by_hand() -> None:
    found = theatre_scores(BEST)

    assert found["agreement"].value is True
    assert found["utility"].parties == {"theatre": 62, "orchestra": 70}
    assert found["reservation"].parties == {"theatre": 57, "orchestra": 55}
    assert found["gain"].parties == {"theatre": 5, "orchestra": 15}
    assert found["gain"].value == 20
    assert found["capture"].value == found["nash-ratio"].value == 1.0
    assert found["pareto"].value is True
    assert found["dominated-by"].value == found["pareto-distance"].value == 0
    assert found["nash-distance"].value == found["egalitarian-distance"].value == 0
    assert found["advantage-gap"].parties == {"theatre": 5 / 13, "orchestra": 1.0}
    assert found["advantage-gap"].value == 1 - 5 / 13
    assert found["projected-cost-week"].value is None


def test_a_lesser_deal_of_the_theatre_scores_as_reckoned_by_hand() -> None:
    # +2 %, twenty-four Sundays, recordings to the players: 70 and 58, so 13 and 3 over.
    found = theatre_scores(BEST | {"sundays": "o3"})

    assert found["capture"].value == found["capture-given-agreement"].value == 16 / 20
    assert found["nash-ratio"].value == (13 * 3) / (5 * 15)
    assert found["advantage-gap"].value == 1 - 3 / 15
    assert found["pareto"].value is True


def test_distances_are_measured_over_the_packages_nobody_forbids() -> None:
    # One: 0 to 4 points, two: 0 to 10. Solutions lie at (3, 5) and the deal at (0, 10).
    scenario = cake((0, 3, 4), (10, 5, 0))
    found = scoring.score(scenario, ending({"cake": "o0"}, "one", "two")).scores

    assert found["nash-distance"].value == pytest.approx(math.hypot(3 / 4, 1 / 2))
    assert found["kalai-smorodinsky-distance"].value == found["nash-distance"].value
    assert found["egalitarian-distance"].value == found["nash-distance"].value


def test_a_dominated_deal_is_off_the_frontier_by_a_measured_way() -> None:
    scenario = cake((0, 1, 4, 4), (10, 5, 5, 0))
    found = scoring.score(scenario, ending({"cake": "o1"}, "one", "two")).scores

    assert found["pareto"].value is False
    assert found["dominated-by"].value == 1
    assert found["pareto-distance"].value == pytest.approx(math.hypot(1 / 4, 1 / 2))


def test_without_a_deal_everyone_has_what_no_deal_is_worth() -> None:
    found = theatre_scores(None, reason="the last round is over")

    assert found["agreement"].value is False
    assert found["agreement"].notes == ("no package was agreed on: the last round is over",)
    assert found["utility"].parties == {"theatre": 57, "orchestra": 55}
    assert found["gain"].parties == {"theatre": 0, "orchestra": 0}
    assert found["capture"].value == found["nash-ratio"].value == 0.0
    assert found["capture-given-agreement"].value is None
    assert found["pareto"].value is None


def test_what_a_principal_refuses_is_no_deal() -> None:
    end = Ending(
        package=BEST, ratified={"theatre": True, "orchestra": False}, level="always", reason="vote"
    )
    found = scoring.score(theatre(), end).scores

    assert found["agreement"].value is False
    assert found["agreement"].parties == {"theatre": True, "orchestra": False}
    assert found["agreement"].notes == ("not ratified by orchestra",)
    assert found["capture"].value == 0.0
    assert found["gain"].value == 0
    assert found["pareto"].notes == ("no package is in force",)


def test_what_no_principal_was_asked_is_no_deal() -> None:
    found = scoring.score(theatre(), ending(BEST)).scores

    assert found["agreement"].value is False
    assert found["agreement"].parties == {"theatre": None, "orchestra": None}
    assert found["agreement"].notes == ("never put to the principals",)


def test_a_ratified_package_below_a_reservation_is_in_force_but_no_deal() -> None:
    found = theatre_scores({"pay": "o1", "sundays": "o0", "recordings": "o2"})

    assert found["agreement"].value is False
    assert found["agreement"].notes == ("not acceptable to theatre",)
    assert found["utility"].parties == {"theatre": 26, "orchestra": 76}
    assert found["gain"].parties == {"theatre": -31, "orchestra": 21}
    assert found["capture"].value == 0.0


@pytest.mark.parametrize(("own", "value"), [(">=", True), (">", False)])
def test_both_readings_of_a_bare_reservation_stand_side_by_side(own: str, value: bool) -> None:
    scenario = cake((0, 4), (4, 1), least=(4, 0), decision={"equality": own})
    found = scoring.score(scenario, ending({"cake": "o1"}, "one", "two")).scores

    assert found["agreement-at-least"].value is True
    assert found["agreement-above"].value is False
    assert found["equality-decides"].value is True
    assert (found["agreement"].value, found["agreement"].equality) == (value, own)


def test_the_two_readings_agree_on_a_deal_with_room_to_spare() -> None:
    assert theatre_scores(BEST)["equality-decides"].value is False


def test_every_limit_crossed_is_named_with_whose_it_is() -> None:
    lines = {
        "red_lines": [{"never": {"cake": ["o1", "o2"]}, "because": "it is owed"}],
        "mandate": [{"never": {"cake": ["o1"]}}],
    }
    scenario = cake((0, 1, 2), (2, 1, 0), parties={"two": lines})
    found = scoring.score(scenario, ending({"cake": "o1"})).scores["breaches"]

    assert found.value == 2
    assert found.parties == {"one": 0, "two": 2}
    assert found.notes == (
        "red line of two: never cake o1 or o2 (it is owed)",
        "mandate of two: never cake o1",
    )


def test_capture_is_unknown_where_nothing_is_acceptable() -> None:
    found = scoring.score(cake((0, 4), (4, 0), least=(4, 4)), ending(None)).scores

    assert found["capture"].value is None
    assert found["capture"].notes == ("no package is acceptable to everyone",)
    assert found["nash-ratio"].value is None


def test_ratios_are_unknown_where_nothing_can_be_gained() -> None:
    end = ending({"cake": "o0"}, "one", "two")
    found = scoring.score(cake((1, 0), (3, 4), least=(1, 3)), end).scores

    assert found["agreement"].value is True
    assert found["capture"].notes == ("no acceptable package gains anything for anybody",)
    assert found["nash-ratio"].notes == ("no acceptable package gains something for everyone",)
    assert found["advantage-gap"].value is None
    assert found["advantage-gap"].parties == {"one": None, "two": None}


def test_the_reservation_is_that_of_the_level_in_the_end() -> None:
    stakes = {"calm": {"no_deal": 3}, "brink": {"no_deal": 1, "demand": 2}}
    scenario = cake(
        (0, 4),
        (4, 1),
        tension={"levels": {"calm": 0, "brink": 9}},
        parties={"one": {"stakes": stakes}},
    )
    found = scoring.score(scenario, ending(None, level="brink")).scores

    assert found["reservation"].value == "brink"
    assert found["reservation"].parties == {"one": 2, "two": 0}
    assert found["utility"].parties == {"one": 1, "two": 0}


def test_projected_costs_are_disputed_reports_and_never_points() -> None:
    projections = {
        "own": {
            "source": "the staff of one",
            "week": 2000,
            "month": 6000,
            "known_to": ["one-lead"],
        },
        "open": {"source": "the chair", "week": 5000, "month": 10000},
    }
    scenario = cake((0, 4), (4, 0), projections=projections)
    plain = scoring.score(cake((0, 4), (4, 0)), ending(None)).scores
    found = scoring.score(scenario, ending(None)).scores

    assert found["projected-cost-week"].value == "2,000 to 5,000, as reported"
    assert found["projected-cost-month"].span == (6000, 10000)
    assert found["projected-cost-month"].notes == (
        "the chair (known to everyone): 10,000",
        "the staff of one (known to one-lead): 6,000",
    )
    assert found["utility"] == plain["utility"]


def test_three_parties_are_scored_as_two_are() -> None:
    cards = {
        "one": {"cake": (6, 2, 0), "tea": (0, 1)},
        "two": {"cake": (0, 3, 1), "tea": (0, 1)},
        "three": {"cake": (0, 2, 6), "tea": (1, 0)},
    }
    # Acceptable: 1, 2, 2 over the reservations; with the other tea 2, 3, 1; with o2 and it 0, 1, 5.
    scenario = talks(cards, {"one": 1, "two": 1, "three": 1})
    found = scoring.score(scenario, ending({"cake": "o1", "tea": "o0"}, *cards)).scores

    assert found["agreement"].value is True
    assert found["gain"].parties == {"one": 1, "two": 2, "three": 2}
    assert found["capture"].value == 5 / 6
    assert found["nash-ratio"].value == 4 / 6
    assert found["pareto"].value is True


def test_only_the_scores_asked_for_are_taken_in_the_tables_order() -> None:
    found = scoring.score(theatre(), ending(None), names=["gain", "agreement"])

    assert list(found.scores) == ["agreement", "gain"]


def test_an_unknown_score_is_refused() -> None:
    with pytest.raises(UsageError, match="no score is called 'charm'; there are agreement"):
        scoring.score(theatre(), ending(None), names=["charm"])


@pytest.mark.parametrize(
    ("end", "message"),
    [
        (ending({"pay": "o0"}), "a package leaves out"),
        (ending(None, "stagehands"), "no party is called 'stagehands'"),
        (ending(None, level="uneasy"), "no level of tension is called 'uneasy'"),
    ],
)
def test_an_ending_of_some_other_scenario_is_refused(end: Ending, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        scoring.score(theatre(), end)


def test_a_scenario_too_large_to_enumerate_keeps_its_plain_scores() -> None:
    card = {f"issue-{number}": (0, 1) for number in range(21)}
    tied = {"points": 1, "when": {issue: ["o0"] for issue in card}}
    scenario = talks({"one": card, "two": card}, {"one": 0, "two": 0}, bonuses={"one": [tied]})
    end = ending(dict.fromkeys(card, "o1"), "one", "two")
    found = scoring.score(scenario, end).scores

    assert found["agreement"].value is True
    assert found["gain"].value == 42
    assert found["capture"].value is None
    assert found["capture"].notes == ("more than 2,000,000 packages to enumerate",)


def test_a_space_at_hand_is_used_as_it_is() -> None:
    scenario, end = theatre(), ending(BEST, "theatre", "orchestra")

    assert scoring.score(scenario, end, space=outcomes.space(scenario)) == scoring.score(
        scenario, end
    )


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
def test_every_score_says_how_it_is_worked_out(metric: Metric) -> None:
    assert METRICS[metric.name] is metric
    assert metric.about and metric.formula and metric.source
    assert metric.version >= 1
