"""What a scenario allows, as it is read."""

import re
from typing import Any

from handmade import cake, talks, theatre
from report.room import printed
from roomsix import outcomes
from roomsix.report.scene import scene
from roomsix.report.zones import zones
from roomsix.scenario import Scenario
from tables import cast_of
from test_outcomes_rules import five
from test_outcomes_sampling import tangled


def page(scenario: Scenario, width: int = 120) -> str:
    found = zones(scene(scenario, cast_of(scenario)), outcomes.survey(scenario))
    return re.sub(r"[ ─]{2,}", "  ", printed(found, width=width))


def test_two_sides_are_shown_no_other_decision_rules() -> None:
    shown = page(theatre())

    assert "who has to agree" not in shown
    assert "of everyone 24, 8 of them on the frontier" in " ".join(shown.split())
    assert "Nash: largest product of gains" in shown
    assert re.search(r"zone  >=  70 70  62 70  62 70  62 70  62 70", shown)
    assert "all within the lines  88 86" in shown


def test_decision_rules_stand_side_by_side_under_both_equality_rules() -> None:
    shown = page(five(rule="quorum", quorum=4, vetoes=["p0", "p1"]))

    assert "▸ 4 of 5, with p0 and p1  3  50.00%  15  3  50.00%  15" in shown
    assert "all 5  0  0.00%  —  0  0.00%  —" in shown
    assert "what suits all  >=  —  —  —  —  —" in shown
    assert "every package costs somebody something" in shown


def test_ties_that_leximin_parts_are_said() -> None:
    cards = {"a": {"x": (2, 2, 9)}, "b": {"x": (3, 2, 0)}, "c": {"x": (2, 9, 0)}}
    shown = page(talks(cards, {"a": 0, "b": 0, "c": 0}))

    assert "2 points tie; 1 by the next smallest too (leximin)" in shown


def test_what_was_drawn_is_never_shown_as_exact() -> None:
    shown = page(tangled())

    assert "4,194,304 packages, estimated" in shown
    assert "estimated: 200,000 of 4,194,304 packages were drawn" in shown
    assert "Where to end up of those drawn" in shown
    assert re.search(r"\d\.\d+% \[\d+\.\d{3}%, \d+\.\d{3}%\]", shown)


def test_a_huge_game_is_counted_issue_by_issue() -> None:
    cards: dict[str, Any] = {
        "one": {f"i{n}": (0, 1, 2, 3) for n in range(12)},
        "two": {f"i{n}": (3, 2, 1, 0) for n in range(12)},
    }
    shown = page(talks(cards, {"one": 18, "two": 18}))

    assert "16,777,216 packages, counted issue by issue" in shown
    # The middle coefficient of (1 + x + x^2 + x^3)^12, less the one that is spelt out.
    assert "and 1,703,635 more packages worth the same" in shown


def test_a_zone_of_nothing_has_no_points() -> None:
    shown = page(cake((0, 4), (4, 0), least=(9, 9)))

    assert "no package is acceptable to everyone" in shown
    assert "Where to end up" not in shown
