"""The board measured: truths held against every package, marks reckoned by hand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bruteforce import every_package
from handmade import cake, ending, talks, theatre
from roomsix import acts, events, outcomes, preferences, scoring
from roomsix.events import Assessed, Claimed, Estimate, Record
from roomsix.record import Log
from roomsix.scenario import Scenario
from roomsix.scoring import board, claims, ranks
from roomsix.scoring.gauges import GAUGES
from roomsix.scoring.truth import MOST_TIED, Truth, truth
from strategies import checked, scenarios
from test_graph import story

HOUSE = Estimate(
    priorities=("pay", "sundays", "recordings"),
    least=70,
    limits={"pay": "o1", "sundays": "o1", "recordings": "o0"},
    red_lines=(("pay", "o3"), ("sundays", "o0")),
)


def known(scenario: Scenario, party: str, level: str = "always") -> Truth:
    found = truth(scenario, party, level)
    assert found is not None
    return found


def recorded(scenario: Scenario, *rows: Assessed, seat: str = "chair") -> Log:
    """A record of one session in which a false claim is heard, and then these rows written."""
    log = Log(scenario)
    here = ("chair", "theatre-lead")
    log.add(events.Opened(present=here), session="plenary", round_=0, audience=here)
    turn = log.begin_turn("theatre-lead")
    for what in (acts.Pass(), Claimed(fact="debt", holds=False)):
        log.add(what, session="plenary", round_=1, audience=here, seat="theatre-lead", turn=turn)
    for row in rows:
        log.add(row, session="plenary", round_=1, audience=(seat,), seat=seat)
    return log


def marks(what: Assessed, scenario: Scenario | None = None) -> dict[str, board.Mark]:
    scenario = scenario or story()
    (row,) = board.rows(scenario, recorded(scenario, what).events)
    return dict(row.marks)


def test_what_matters_to_the_theatre_is_as_reckoned_by_hand() -> None:
    found = known(theatre(), "theatre")

    # Sundays move 38 points on the card, and 6 more where the recordings earn the bonus.
    assert found.swings == {"pay": 30, "sundays": 44, "recordings": 24}
    assert found.order == ("sundays", "pay", "recordings")
    assert (found.best, found.reservation) == (94, 57)
    assert found.least == 100 * 57 / 94
    assert found.limits == {"pay": ("o2",), "sundays": ("o1",), "recordings": ("o2",)}
    assert found.red_lines == (("pay", "o3"),)


@checked
@given(scenarios(), st.data())
def test_what_is_so_of_a_party_is_what_going_through_every_package_finds(
    scenario: Scenario, data: st.DataObject
) -> None:
    party = data.draw(st.sampled_from(tuple(scenario.parties)))
    level = data.draw(st.sampled_from(preferences.levels(scenario)))
    side = scenario.parties[party]
    every = list(every_package(scenario))
    worth = {
        tuple(package.items()): preferences.points(scenario, side.card, package)
        for package in every
    }
    lines = (*side.red_lines, *side.mandate)
    kept = [package for package in every if not preferences.breached(lines, package)]
    good = [p for p in every if preferences.acceptable(scenario, party, p, level=level)]

    found = known(scenario, party, level)

    assert found.best == max((worth[tuple(p.items())] for p in kept), default=None)
    for issue, what in scenario.issues.items():
        alone = [
            [worth[tuple({**package, issue: option}.items())] for option in what.options]
            for package in every
        ]
        assert found.swings[issue] == max(max(points) - min(points) for points in alone)
        for option in what.options:
            tops = [points for key, points in worth.items() if (issue, option) in key]
            assert found.worth[issue][option] == max(tops)
            never = not any(package[issue] == option for package in kept)
            assert ((issue, option) in found.red_lines) == never
        open_ = {package[issue] for package in good}
        least = min((found.worth[issue][option] for option in open_), default=None)
        furthest = {option for option in open_ if found.worth[issue][option] == least}
        assert set(found.limits[issue]) == furthest


def test_a_scenario_too_large_to_enumerate_still_has_its_truth_told() -> None:
    card = {f"issue-{number}": (0, number + 1) for number in range(25)}
    scenario = talks({"one": card, "two": card}, {"one": 0, "two": 0})

    assert outcomes.size(scenario) > outcomes.MOST
    assert known(scenario, "one").order[0] == "issue-24"


def test_issues_that_are_all_tied_together_are_given_up_when_there_are_too_many() -> None:
    card = {f"issue-{number}": (0, 1) for number in range(17)}
    bonus = {"points": 1, "when": {issue: ["o1"] for issue in card}}
    scenario = talks({"one": card, "two": card}, {"one": 0, "two": 0}, bonuses={"one": [bonus]})

    assert MOST_TIED < 2**17
    assert truth(scenario, "one", "always") is None
    assert truth(scenario, "two", "always") is not None


@given(st.permutations(range(6)), st.permutations(range(6)))
@checked
def test_without_ties_the_rank_correlation_is_spearmans_formula(
    one: list[int], other: list[int]
) -> None:
    squares = sum((a - b) ** 2 for a, b in zip(one, other, strict=True))

    assert ranks.spearman(one, other) == pytest.approx(1 - 6 * squares / (6 * 35))


def test_rank_correlations_with_ties_are_as_reckoned_by_hand() -> None:
    # Mean ranks 1.5, 1.5, 3 and 1, 2, 3: covariance 1.5, variances 1.5 and 2.
    assert ranks.spearman((1, 1, 2), (1, 2, 3)) == pytest.approx(1.5 / 3**0.5)
    assert ranks.kendall((1, 1, 2), (1, 2, 3)) == pytest.approx(2 / 6**0.5)
    assert ranks.spearman((1, 2, 3), (3, 2, 1)) == ranks.kendall((1, 2, 3), (3, 2, 1)) == -1
    assert ranks.spearman((1, 1, 1), (1, 2, 3)) is ranks.kendall((1, 1), (1, 2)) is None


def test_a_row_is_measured_as_reckoned_by_hand() -> None:
    what = Assessed(parties={"theatre": HOUSE})
    scenario = story()

    (row,) = board.rows(scenario, recorded(scenario, what).events)

    side = row.sides["theatre"]
    assert row.marks == marks(what) and row.level == "always"
    assert side.marks["priorities"].value == 0.5
    assert side.marks["priorities-kendall"].value == pytest.approx(1 / 3)
    assert side.least_off == 70 - 100 * 57 / 94
    assert side.limits_off == {"pay": -1, "sundays": 0, "recordings": -2}
    assert side.marks["limits"].value == 1
    assert side.marks["red-lines-right"] == board.Mark(value=0.5, note="1 of 2")
    assert side.marks["red-lines-found"] == board.Mark(value=1, note="1 of 1")


def test_issues_left_out_share_the_last_places() -> None:
    named = Assessed(parties={"theatre": Estimate(priorities=("sundays",))})

    found = marks(named)["priorities"].value

    assert found == ranks.spearman((2, 1, 2), (2, 1, 3))


def test_beliefs_are_held_against_those_the_assessor_began_with() -> None:
    # The chair began with 40 %, and the debt is there.
    found = marks(Assessed(parties={}, facts={"debt": 70}))

    assert found["facts"].value == 0.09
    assert found["facts-skill"].value == pytest.approx(1 - 0.09 / 0.36)
    assert found["doubts"].note == "nothing was said of claims"


def test_a_seat_without_a_belief_of_its_own_began_with_even_odds() -> None:
    scenario = story()
    what = Assessed(parties={}, facts={"debt": 50})

    (row,) = board.rows(scenario, recorded(scenario, what, seat="watch").events)

    assert row.marks["facts-skill"].value == 0


def test_doubts_are_held_against_even_odds() -> None:
    claim = 2
    doubted, trusted = (marks(Assessed(parties={}, doubts={claim: percent})) for percent in (80, 0))

    assert doubted["doubts"] == board.Mark(value=0.04, note="1 claim")
    assert doubted["doubts-skill"].value == pytest.approx(1 - 0.04 / 0.25)
    assert trusted["doubts-skill"].value == -3


def test_nothing_said_is_measured_by_nothing_and_says_why() -> None:
    found = marks(Assessed(parties={"theatre": Estimate()}))

    for name in ("priorities", "limits", "red-lines-right", "facts-skill", "doubts-skill"):
        assert found[name].value is None and found[name].note
    assert marks(Assessed(parties={}))["least"].note == "no party was assessed"


@pytest.mark.parametrize(
    ("scenario", "name", "why"),
    [
        (cake((1, 1), (0, 1)), "priorities", "there is one issue alone"),
        (cake((-2, -1), (0, 1)), "least", "no package within its lines is worth anything"),
        (cake((0, 1), (0, 1), least=(9, 0)), "limits", "no package is acceptable to it"),
        (cake((0, 1), (0, 1)), "red-lines-found", "it has none on a single option"),
    ],
)
def test_what_cannot_be_measured_says_why(scenario: Scenario, name: str, why: str) -> None:
    log = Log(scenario)
    thought = Estimate(priorities=("cake",), limits={"cake": "o0"}, red_lines=(("cake", "o0"),))
    row = Assessed(parties={"one": thought})
    log.add(row, session="plenary", round_=1, audience=("chair",), seat="chair")

    (found,) = board.rows(scenario, log.events)

    assert found.sides["one"].marks[name] == board.Mark(value=None, note=why)


def test_the_least_is_that_of_the_tension_when_the_row_was_written() -> None:
    tension = {"levels": {"calm": 0, "brink": 10}}
    incident = {
        "before": {"session": "plenary"}, "what": "Bang.", "gravity": "violent", "score": 10,
    }  # fmt: skip
    stakes = {"calm": {"no_deal": 5}, "brink": {"no_deal": 2}}
    scenario = talks(
        {"one": {"cake": (0, 10)}, "two": {"cake": (10, 0)}},
        {"one": 0, "two": 0},
        parties={party: {"stakes": stakes} for party in ("one", "two")},
        tension=tension,
        incidents={"bang": incident},
    )
    log = Log(scenario)
    row = Assessed(parties={"one": Estimate(least=50)})
    bang = events.Happened(incident="bang", what="Bang.", level="brink")
    for what, seat in ((row, "chair"), (bang, None), (row, "chair")):
        log.add(what, session="plenary", round_=1, audience=("chair",), seat=seat)

    before, after = board.rows(scenario, log.events)

    assert (before.level, before.sides["one"].least_off) == ("calm", 0)
    assert (after.level, after.sides["one"].least_off) == ("brink", 30)


def test_what_was_not_told_is_what_the_side_knew_and_the_assessor_did_not() -> None:
    scenario = story()
    row = Assessed(parties={"theatre": Estimate()})

    (chair,) = board.rows(scenario, recorded(scenario, row).events)
    (watch,) = board.rows(scenario, recorded(scenario, row, seat="watch").events)

    assert chair.sides["theatre"].untold == ()
    assert watch.sides["theatre"].untold == ("debt",)


def scores(record: Record | None, **fields: Any) -> dict[str, scoring.Score]:
    end = ending(None, reason="out of rounds")
    return dict(scoring.score(story(), end, record=record, **fields).scores)


def test_the_scores_of_a_run_are_of_everyones_last_row() -> None:
    scenario = story()
    early = Assessed(parties={"theatre": Estimate(priorities=("recordings", "pay", "sundays"))})
    late = Assessed(parties={"theatre": HOUSE, "orchestra": Estimate(priorities=("pay",))})

    found = scores(recorded(scenario, early, late).events)

    order = found["board-priorities"]
    assert order.parties["theatre"] == 0.5
    assert order.value == (0.5 + float(str(order.parties["orchestra"]))) / 2
    assert order.equality is None and found["board-limits"].equality == ">="
    assert {f"board-{name}" for name in GAUGES} <= found.keys()


def test_without_a_record_or_a_board_the_scores_of_a_run_say_so() -> None:
    alone, unkept = scores(None), scores(recorded(story()).events)

    assert alone["board-least"].notes == ("only the ending is at hand, not the record",)
    assert unkept["board-least"].notes == ("nobody kept a board",)
    assert alone["board-least"].value is unkept["board-least"].value is None


def test_a_lie_is_told_by_what_its_speaker_believed_when_it_was_said() -> None:
    scenario = story()
    log = Log(scenario)
    seats = tuple(scenario.seats)

    def say(seat: str, *, so: bool) -> int:
        claim = events.Claimed(fact="debt", holds=so)
        turn = log.begin_turn(seat)
        return log.add(claim, session="plenary", round_=1, audience=seats, seat=seat, turn=turn).seq

    lie, honest = say("theatre-lead", so=False), say("theatre-lead", so=True)
    mistaken = say("chair", so=False)
    learnt = events.Fed(text="It is gone.", fact="debt", holds=20)
    log.add(learnt, session="plenary", round_=1, audience=("theatre-lead",))
    later = say("theatre-lead", so=False)

    found = claims.judged(scenario, log.events)

    assert {seq: (each.believed, each.untrue, each.verdict) for seq, each in found.items()} == {
        lie: (95, True, "a lie"),
        honest: (95, False, "honest"),
        mistaken: (found[mistaken].believed, True, "mistaken"),
        later: (20, True, "mistaken"),
    }
    assert 30 < found[mistaken].believed < 70
