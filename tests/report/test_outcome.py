"""The outcome: a deal or not, what it was worth, and what is not plain about it."""

from report.room import Room, printed
from roomsix import scoring
from roomsix.deal import Package
from roomsix.report.outcome import outcome
from roomsix.scoring import Ending

AGREED = {"pay": "o1", "sundays": "o2", "recordings": "o2"}


def drawn(room: Room, package: Package | None, *, framed: bool = False, reason: str = "") -> str:
    ratified = dict.fromkeys(room.scenario.parties, True) if package else {}
    ending = Ending(
        package=package,
        ratified=ratified,
        level="always",
        reason=reason or ("ratified" if package else "out of rounds"),
    )
    scores = scoring.score(room.scenario, ending)
    return printed(outcome(room.scene(), scores, room.log.events, framed=framed))


def test_a_deal_shows_its_terms_and_what_each_side_gained() -> None:
    shown = drawn(Room(), AGREED)

    assert shown.startswith("✓ Deal · every principal has ratified it\n")
    assert "recordings  o2" in shown
    assert "+5" in shown and "+15" in shown
    assert "joint gain 20, 100% of the best there is" in shown
    assert "✓ on the Pareto frontier" in shown
    assert "✓ every red line and mandate is kept" in shown


def test_no_deal_shows_why_and_what_is_left() -> None:
    shown = drawn(Room(), None)

    assert shown.startswith("✗ No deal · the rounds ran out\n")
    assert "points left" in shown
    assert "57" in shown


def test_a_crossed_red_line_is_named() -> None:
    shown = drawn(Room(), AGREED | {"pay": "o3"})

    assert "✗ No deal" in shown
    assert "✗ crossed: red line of theatre: never pay o3" in shown


def test_both_readings_of_the_rule_are_shown_where_they_differ() -> None:
    room = Room()
    theatre = room.scenario.parties["theatre"]
    exactly = theatre.stakes["always"].model_copy(update={"no_deal": 62})
    parties = {
        **room.scenario.parties,
        "theatre": theatre.model_copy(update={"stakes": {"always": exactly}}),
    }
    room.scenario = room.scenario.model_copy(update={"parties": parties})

    shown = drawn(room, AGREED)

    assert "! if points must be >= the reservation (this scenario's rule): a deal" in shown
    assert "! if points must be > the reservation: no deal" in shown


def test_a_framed_outcome_says_the_same_as_an_unframed_one() -> None:
    framed, plain = (drawn(Room(), AGREED, framed=framed) for framed in (True, False))

    assert "✓ Deal" in framed
    for line in plain.splitlines():
        assert line.strip() in framed
