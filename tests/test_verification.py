"""How well promises would be checked, reckoned by hand; and what climbs the ladder."""

from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import ending, talks
from roomsix import acts, consistency, scoring
from roomsix.acts import Term
from roomsix.deal import Package
from roomsix.events import Happened, Unsealed, What
from roomsix.record import Log
from roomsix.scenario import Gravity, Scenario
from roomsix.scoring import Score, escalation
from roomsix.scoring.verification import matrix
from strategies import checked

CARDS = {
    "north": {"guns": (0, 1, 2), "check": (0, 1), "fine": (0, 1)},
    "south": {"guns": (2, 1, 0), "check": (1, 0), "fine": (1, 0)},
}


def promise(debtor: str, seen: tuple[int, int]) -> dict[str, Any]:
    return {
        "name": f"what {debtor} promises",
        "debtor": debtor,
        "restrains": {"guns": ["o1", "o2"]},
        "gain": 30,
        "detection": {"issue": "check", "by": dict(zip(("o0", "o1"), seen, strict=True))},
        "loss": {"issue": "fine", "by": {"o0": 10, "o1": 30}},
    }


def scenario(**verification: Any) -> Scenario:
    rules: dict[str, Any] = {
        "measures": {"look": {"name": "a look"}, "visit": {"name": "a visit"}},
        "schedules": {"once": "once", "often": "often"},
        "looks": {"once": 1, "often": 3},
        "checks": {
            "fewer-guns": {
                "look": {"detects": 20, "false_alarm": 5, "intrusion": 1},
                "visit": {"detects": 50, "false_alarm": 10, "intrusion": 4},
            },
            "no-more": {"look": {"detects": 10}},
        },
    }
    return talks(
        CARDS,
        {"north": 0, "south": 0},
        obligations={
            "fewer-guns": promise("north", (30, 60)),
            "no-more": promise("south", (10, 50)),
        },
        verification=rules | verification,
        incidents={
            "shot": {"before": {"session": "plenary"}, "what": "A shot.", "gravity": "violent"},
            "bow": {"before": {"session": "plenary"}, "what": "A bow.", "gravity": "de-escalation"},
        },
    )


def term(obligation: str, measure: str, schedule: str) -> Term:
    return Term(obligation=obligation, measure=measure, schedule=schedule)


class Played:
    """A record of what delegates did, and of sealed proposals."""

    def __init__(self, table: Scenario | None = None) -> None:
        self.scenario = table or scenario()
        self.log = Log(self.scenario)

    def add(self, what: What, seat: str | None = None) -> "Played":
        turn = self.log.begin_turn(seat) if seat else None
        self.log.add(
            what, session="plenary", round_=1, seat=seat, turn=turn, audience=self.scenario.seats
        )
        return self

    def handed_in(self, *, opened: bool = True) -> "Played":
        north = acts.Submit(
            allow=(term("fewer-guns", "look", "often"), term("fewer-guns", "visit", "once")),
            need=(term("no-more", "look", "often"),),
        )
        south = acts.Submit(
            allow=(term("no-more", "visit", "once"),),
            need=(
                term("fewer-guns", "look", "once"),
                term("fewer-guns", "visit", "often"),
                term("fewer-guns", "visit", "once"),
            ),
        )
        self.add(north, "north-lead").add(south, "south-lead")
        for party, each in (("north", north), ("south", south)) if opened else ():
            self.add(Unsealed(party=party, allow=each.allow, need=each.need))
        return self

    def scores(self, deal: Package | None = None) -> dict[str, Score]:
        parties = tuple(self.scenario.parties) if deal else ()
        end = ending(deal, *parties, reason="agreed" if deal else "over")
        return dict(scoring.score(self.scenario, end, record=self.log.events).scores)


def test_what_both_sides_name_is_common_by_the_schedule_of_fewer_looks() -> None:
    found = matrix.proposed(scenario(), Played().handed_in().log.events)

    assert found["fewer-guns"].common == (
        term("fewer-guns", "look", "once"),
        term("fewer-guns", "visit", "once"),
    )
    assert found["no-more"].common == ()


def test_a_breach_is_seen_unless_every_look_misses_it() -> None:
    looks = [term("fewer-guns", "look", "often"), term("fewer-guns", "visit", "once")]

    assert matrix.detection(scenario(), looks) == 1 - Fraction(8, 10) ** 3 * Fraction(1, 2)
    assert matrix.detection(scenario(), []) == 0
    assert matrix.detection(scenario(), [term("no-more", "visit", "often")]) == 0


def test_proposals_are_scored_by_what_they_would_show_and_cost() -> None:
    found = Played().handed_in().scores()

    # One look of .2 and one visit of .5 at the north; nothing in common about the south.
    assert found["detection"].parties == pytest.approx({"north": 0.6, "south": 0.0})
    assert found["detection"].value == pytest.approx(0.3)
    # Without a deal the costliest fine counts: enough from 30 / (30 + 30).
    assert found["coverage"].parties == {"north": 1.0, "south": 0.0}
    assert found["coverage-gap"].value == 1.0
    assert found["intrusion"].parties == {"north": 5.0, "south": 0.0}
    assert found["false-alarms"].value == pytest.approx(0.15)
    # The north needs 1 and allows 2, the south needs 3 and allows 1.
    assert found["ask-give-gap"].parties == {"north": -1, "south": 2}
    assert found["ask-give-gap"].value == 1


def test_a_deal_with_a_small_fine_asks_for_surer_detection() -> None:
    small: Package = {"guns": "o1", "check": "o1", "fine": "o0"}

    # Enough from 30 / 40 now.
    assert Played().handed_in().scores(small)["coverage"].parties["north"] == 0.0


def test_proposals_that_were_never_opened_are_not_scored() -> None:
    found = Played().handed_in(opened=False).scores()

    assert found["detection"].notes == ("no sealed proposals were opened",)
    assert found["ask-give-gap"].value is None


def test_a_scenario_that_does_not_say_what_a_look_is_worth_has_only_the_counts() -> None:
    found = Played(scenario(looks={}, checks={})).handed_in().scores()

    assert found["detection"].notes == ("the scenario does not say what a look is worth",)
    assert found["ask-give-gap"].value == 1


def test_the_margin_is_that_of_the_least_safe_promise_with_its_sensitivity() -> None:
    found = Played().scores({"guns": "o1", "check": "o1", "fine": "o1"})["deterrence-margin"]

    # Seen .6 and .5, enough from .5; from .25 to .75 where 30 becomes 15 and 45, or the reverse.
    assert found.parties == pytest.approx({"north": 0.1, "south": 0.0})
    assert found.value == pytest.approx(0.0)
    assert found.notes[0].startswith(
        "fewer-guns: seen 0.60, enough from 0.50; margin -0.15 to +0.35"
    )


def test_a_deal_that_restrains_nothing_leaves_nothing_to_deter() -> None:
    found = Played().scores({"guns": "o0", "check": "o1", "fine": "o1"})["deterrence-margin"]

    assert found.notes == ("the package leaves nothing to keep",)
    assert Played().scores()["deterrence-margin"].notes == ("no package is in force",)


@checked
@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 3))
def test_more_is_never_seen_less_nor_a_higher_gain_deterred_sooner(
    gain: int, loss: int, more: int
) -> None:
    if gain + loss:
        assert 0 <= matrix.threshold(gain, loss) <= 1
        assert matrix.threshold(gain + more, loss) >= matrix.threshold(gain, loss)
        assert matrix.threshold(gain, loss + more) <= matrix.threshold(gain, loss)
    terms = [term("fewer-guns", m, s) for m in ("look", "visit") for s in ("once", "often")]
    seen = [matrix.detection(scenario(), terms[:count]) for count in range(5)]
    assert seen == sorted(seen) and seen[-1] < 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"looks": {"once": 1}}, "missing: the schedule 'often'"),
        ({"looks": {"once": 1, "often": 3, "oftn": 1}}, "no schedule called 'oftn'"),
        ({"checks": {"fewer": {}}}, "no obligation called 'fewer'"),
        ({"checks": {"no-more": {"glance": {"detects": 1}}}}, "no measure called 'glance'"),
    ],
)
def test_what_looks_are_worth_names_what_there_is(wrong: dict[str, Any], told: str) -> None:
    found = consistency.problems(scenario(**wrong))

    assert [problem.message for problem in found] == [told]


def test_every_act_of_a_delegate_has_a_class_on_the_ladder() -> None:
    for act, roles in acts.WHO.items():
        if {"lead", "adviser"} & set(roles):
            assert act in escalation.ACTS, act
    assert set(escalation.WEIGHTS) == set(get_args(Gravity))
    assert list(escalation.WEIGHTS.values()) == [-2, 0, 4, 12, 28, 60]


def test_the_score_is_the_mean_weight_with_counts_and_the_highest_rung_beside_it() -> None:
    played = Played()
    played.add(acts.Propose(package={"guns": "o1", "check": "o1", "fine": "o1"}), "north-lead")
    played.add(acts.Accept(paper=0), "south-lead")
    played.add(acts.State(issue="guns", option="o0", firm=True), "south-lead")
    played.add(acts.Ask(to="north-lead"), "chair")
    played.add(Happened(incident="shot", what="A shot.", level="always"))
    found = played.scores()

    # 0, -2, 4 and the incident's 28; the chair is no delegate.
    assert found["escalation"].value == 30 / 4
    assert found["escalation"].parties == {"north": 0, "south": 1}
    assert found["escalation-violent"].value == 1
    assert found["escalation-posturing"].parties == {"north": 0, "south": 1}
    assert found["escalation-highest"].value == "violent"
    assert found["escalation-highest"].parties == {"north": "neutral", "south": "posturing"}
    assert found["escalation-unmatched"].value == 0


def test_what_has_no_class_is_counted_and_weighs_nothing() -> None:
    played = Played()
    comet = Happened(incident="comet", what="A comet.", level="always")
    played.log.add(comet, session="plenary", round_=1, audience=())  # as from another's record
    found = played.scores()

    assert found["escalation-unmatched"].value == 1
    assert found["escalation"].value is None


def test_a_walk_out_is_a_non_violent_escalation() -> None:
    found = Played().add(acts.WalkOut(), "north-lead").scores()

    assert found["escalation"].value == 12
    assert found["escalation-highest"].parties == {"north": "non-violent", "south": None}
