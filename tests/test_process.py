"""Measures of how talks went, reckoned by hand on records of a few acts."""

import math
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import cake, ending, talks
from roomsix import acts, rules, scoring
from roomsix.deal import Package, SeatId
from roomsix.events import Ended, Invalid, Ratified, Record, Said, What
from roomsix.record import Log
from roomsix.scenario import Scenario
from roomsix.scoring import Score
from roomsix.scoring.process import speaking
from roomsix.scoring.process.bids import Move
from roomsix.scoring.process.table import PROCESS
from strategies import checked

TWO = {
    "one": {"land": (0, 10, 20), "water": (0, 40, 80)},
    "two": {"land": (60, 30, 0), "water": (30, 15, 0)},
}
"""Water matters to one, land to two: 20 and 80 points of swing against 60 and 30."""


def scenario() -> Scenario:
    return talks(TWO, {"one": 20, "two": 10})


class Talks:
    """A record made turn by turn, all of it in the plenary."""

    def __init__(self, table: Scenario) -> None:
        self.scenario = table
        self.log = Log(table)

    def turn(self, seat: SeatId, *whats: What, round_: int = 1) -> "Talks":
        turn = self.log.begin_turn(seat)
        for what in whats:
            self.log.add(
                what,
                session="plenary",
                round_=round_,
                seat=seat,
                turn=turn,
                audience=() if isinstance(what, Invalid) else tuple(self.scenario.seats),
            )
        return self

    @property
    def record(self) -> Record:
        return self.log.events

    @property
    def last(self) -> int:
        return len(self.record) - 1


def package(land: int, water: int) -> Package:
    return {"land": f"o{land}", "water": f"o{water}"}


def offers(*made: tuple[str, int, int]) -> Talks:
    found = Talks(scenario())
    for party, land, water in made:
        found.turn(f"{party}-lead", acts.Propose(package=package(land, water)))
    return found


def measured(
    played: Talks, deal: Package | None = None, *, names: Iterable[str] | None = None
) -> Mapping[str, Score]:
    parties = tuple(played.scenario.parties) if deal else ()
    end = ending(deal, *parties, reason="agreed" if deal else "the last round is over")
    return scoring.score(played.scenario, end, record=played.record, names=names).scores


def test_first_offers_and_concessions_are_shares_of_each_side_s_room() -> None:
    # One's room is 100 - 20 = 80, two's is 90 - 10 = 80.
    found = measured(
        offers(("one", 2, 2), ("two", 0, 0), ("one", 2, 1), ("two", 1, 0), ("one", 1, 1))
    )

    assert found["offers"].parties == {"one": 3, "two": 2}
    assert found["first-offer"].parties == {"one": 1.0, "two": 1.0}
    # One goes from 100 to 50 points in two steps, two from 90 to 60 in one.
    assert found["concession-rate"].parties == {"one": 50 / 160, "two": 30 / 80}
    assert found["concession-rate"].value == pytest.approx((50 / 160 + 30 / 80) / 2)


def test_a_first_offer_below_the_reservation_is_below_nothing() -> None:
    assert measured(offers(("one", 1, 0)))["first-offer"].parties == {"one": -10 / 80}


def test_a_side_without_an_offer_is_left_out_and_one_offer_is_no_rate() -> None:
    found = measured(offers(("one", 2, 2)))

    assert "two" not in found["first-offer"].parties
    assert found["concession-rate"].value is None
    assert found["concession-rate"].parties == {"one": None}
    assert measured(offers())["first-offer"].notes == ("no side made an offer",)


@pytest.mark.parametrize(
    ("own", "others", "kind"),
    [
        (1, 1, "fortunate"),
        (0, 1, "nice"),
        (-1, 1, "concession"),
        (-1, 0, "concession"),
        (0, 0, "silent"),
        (1, 0, "selfish"),
        (1, -1, "selfish"),
        (0, -1, "unfortunate"),
        (-1, -1, "unfortunate"),
    ],
)
def test_steps_are_told_apart_by_what_each_side_gains(own: int, others: int, kind: str) -> None:
    assert Move(1, 0, own, others).step == kind


def test_every_step_is_of_one_kind() -> None:
    found = measured(offers(("one", 2, 2), ("one", 2, 1), ("one", 2, 1), ("one", 1, 2)))

    kinds = {name: s.parties["one"] for name, s in found.items() if name.startswith("steps-")}
    assert kinds == {
        "steps-fortunate": 1,  # from 60 and 15 points to 90 and 30
        "steps-nice": 0,
        "steps-concession": 1,
        "steps-silent": 1,
        "steps-selfish": 0,
        "steps-unfortunate": 0,
    }


def test_who_gives_as_much_as_it_was_just_given_reciprocates_fully() -> None:
    # Two gives 15, 15, 30 of 80 points on water and land; one answers with 10, 10 and 20.
    card = {"one": {"pot": (0, 10, 20, 30, 40)}, "two": {"pot": (60, 45, 30, 15, 0)}}
    played = Talks(talks(card, {"one": 0, "two": 0}))
    for one, two in ((4, 0), (4, 1), (3, 1), (3, 1), (3, 3), (1, 3)):
        played.turn("one-lead", acts.Propose(package={"pot": f"o{one}"}))
        played.turn("two-lead", acts.Propose(package={"pot": f"o{two}"}))
    found = measured(played)["reciprocity"]

    # One gave 0, 10, 0, 0, 20 points after two's 0 (none yet), 15, 0, 0, 30.
    assert found.parties["one"] == pytest.approx(1.0)
    assert isinstance(found.parties["two"], float) and found.parties["two"] < 0.5


def test_reciprocity_needs_three_answers_that_differ() -> None:
    found = measured(offers(("one", 2, 2), ("two", 0, 0), ("one", 2, 1), ("two", 1, 0)))

    assert found["reciprocity"].value is None


def test_the_pull_of_first_offers_runs_from_the_other_side_s_to_one_s_own() -> None:
    made = offers(("one", 2, 2), ("two", 0, 0))

    # One: 100 points its own, 0 the other's, 80 in force; two: 90, 0 and 60.
    found = measured(made, package(0, 2))["anchor-pull"]
    assert found.parties == {"one": 80 / 100, "two": 60 / 90}
    assert found.value == pytest.approx(80 / 100 - 60 / 90)
    assert measured(made)["anchor-pull"].notes == ("no package is in force",)


def test_a_bonus_for_all_agreeing_is_no_part_of_what_offers_and_texts_are_held_against() -> None:
    quorum = {"rule": "quorum", "quorum": 2, "bonus": {"one": 40}}
    found = []
    for more in ({}, {"decision": quorum}):
        played = Talks(talks(TWO, {"one": 20, "two": 10}, **more))
        played.turn("one-lead", acts.Propose(package=package(2, 2)))
        played.turn("two-lead", acts.Propose(package=package(0, 0)))
        played.turn("chair", acts.Draft(package=package(0, 2)))
        found.append(measured(played, package(0, 2), names=["anchor-pull", "mediator-neutrality"]))

    plain, extra = ({n: (s.value, s.parties) for n, s in each.items()} for each in found)
    assert plain == extra


def test_logrolling_is_each_side_having_its_way_where_it_cares_more() -> None:
    both = measured(offers(), package(0, 2), names=["logrolling"])["logrolling"]
    half = measured(offers(), package(2, 2), names=["logrolling"])["logrolling"]
    none = measured(offers(), package(2, 0), names=["logrolling"])["logrolling"]
    middle = measured(offers(), package(1, 1), names=["logrolling"])["logrolling"]

    values = [each.value for each in (both, half, none, middle)]
    assert values == pytest.approx([1.0, 0.5, 0.0, 0.0])


def test_issues_that_matter_alike_leave_nothing_to_trade() -> None:
    played = Talks(cake((0, 1, 2), (2, 1, 0)))

    assert measured(played, {"cake": "o1"})["logrolling"].value is None


def test_the_integrative_index_is_0_for_splitting_differences_and_1_for_the_best() -> None:
    # Joint gains: 65 points less 30 for the middle, 140 less 30 for the best.
    assert measured(offers(), package(1, 1))["integrative"].value == 0.0
    assert measured(offers(), package(0, 2))["integrative"].value == 1.0
    assert measured(offers(), package(1, 2))["integrative"].value == pytest.approx(
        (120 - 95) / (140 - 95)
    )


def test_issues_are_discussed_by_asking_stating_suggesting_bracketing_or_moving_on_them() -> None:
    ways: list[Talks] = [
        offers().turn("chair", acts.Ask(to="one-lead", issue="land")),
        offers().turn("one-lead", acts.State(issue="land", option="o1")),
        offers().turn("chair", acts.Draft(package=package(0, 2), brackets=("land",))),
        offers(("one", 2, 2), ("one", 1, 2)),
    ]

    assert [measured(way)["discussed"].value for way in ways] == [0.5] * 4
    assert measured(ways[0])["discussed"].notes == ("never: water",)
    assert measured(offers(("one", 2, 2), ("two", 0, 0)))["discussed"].value == 0.0


def test_what_is_spoken_of_after_the_agreement_does_not_count() -> None:
    played = offers(("one", 2, 0))
    played.turn("two-lead", acts.Accept(paper=played.last))
    played.turn("one-lead", acts.State(issue="land", option="o1"))

    assert rules.agreed_at(played.scenario, played.record) == 1
    assert measured(played, package(2, 0))["discussed"].value == 0.0


def test_an_agreement_is_premature_that_came_undiscussed_and_left_gains_behind() -> None:
    silent, spoken = offers(), offers(("one", 2, 2), ("one", 1, 1))

    assert measured(silent, package(1, 1))["premature"].value is True
    assert measured(silent, package(0, 2))["premature"].value is False, "the best there is"
    assert measured(spoken, package(1, 1))["premature"].value is False, "talked over"
    assert measured(silent)["premature"].value is None


def test_an_impasse_has_room_where_a_deal_was_possible() -> None:
    assert measured(offers())["impasse-with-room"].value is True
    assert measured(offers(), package(0, 2))["impasse-with-room"].value is False
    hopeless = Talks(talks(TWO, {"one": 100, "two": 90}))
    assert measured(hopeless)["impasse-with-room"].value is False


def test_the_floor_is_shared_in_words_and_in_turns() -> None:
    played = Talks(scenario())
    played.turn("chair", Said(text="Good day to you all"))
    played.turn("one-lead", Said(text="We want water"))
    played.turn("two-lead", Said(text="Ours"))
    played.turn("two-lead", Said(text=""))
    found = measured(played)

    assert found["airtime"].parties == {"one": 3, "two": 1}
    assert found["airtime"].value == 1 - 2 / 4
    assert found["airtime-turns"].parties == {"one": 1, "two": 2}
    assert found["mediator-airtime"].value == 5 / 9
    assert measured(Talks(scenario()))["airtime"].value is None


def test_only_the_mediator_s_questions_count_for_parity() -> None:
    played = Talks(scenario())
    for seat, to in (("chair", "one-lead"), ("chair", "two-lead"), ("chair", "one-lead")):
        played.turn(seat, acts.Ask(to=to))
    played.turn("one-lead", acts.Ask(to="two-lead"))
    found = measured(played)["question-parity"]

    assert found.parties == {"one": 2, "two": 1}
    assert found.value == pytest.approx(1 - 1 / 3)


def test_repetition_counts_five_words_in_a_row_said_before_by_the_same_seat() -> None:
    played = Talks(scenario())
    played.turn("one-lead", Said(text="We will not give up the river."))
    played.turn("two-lead", Said(text="We will not give up the river."))
    assert measured(played)["repetition"].value == 0.0

    played.turn("one-lead", Said(text="No: we will NOT give up!"))
    found = measured(played)["repetition"]
    assert found.seats == {"one-lead": 1 / 5, "two-lead": 0.0}
    assert found.value == 1 / 8


@pytest.mark.parametrize(
    ("text", "echoes"),
    [
        ("As two, we cannot accept that.", True),
        ("Speaking for two, I decline.", True),
        ("We of two have waited long.", True),
        ("I speak for two here.", True),
        ("As one, we cannot accept that.", False),
        ("As two has said, we must hurry.", False),
        ("For two, we would give up the river.", False),
        ("We two will settle this.", False),
    ],
)
def test_an_echo_speaks_in_another_side_s_name(text: str, echoes: bool) -> None:
    played = Talks(scenario()).turn("one-lead", Said(text=text))

    assert measured(played)["echo"].seats == {"one-lead": float(echoes)}


def test_drift_is_1_where_a_voice_ends_as_far_from_itself_as_from_the_others() -> None:
    played = Talks(scenario())
    for turn in range(6):
        played.turn("one-lead", Said(text="alpha beta gamma" if turn < 3 else "delta epsilon"))
        played.turn("two-lead", Said(text="zeta eta theta"))
    found = measured(played)["drift"]

    assert found.seats == {"one-lead": 1.0, "two-lead": pytest.approx(0.0)}
    few = Talks(scenario()).turn("one-lead", Said(text="alpha"))
    assert measured(few)["drift"].value is None


def test_the_mediator_s_texts_are_counted_up_to_the_agreement_and_weighed() -> None:
    played = Talks(scenario())
    played.turn("chair", acts.Draft(package=package(2, 2)))
    played.turn("one-lead", acts.Accept(paper=played.last))
    played.turn("chair", acts.Draft(package=package(0, 2)))
    text = played.last
    played.turn("one-lead", acts.Accept(paper=text)).turn("two-lead", acts.Accept(paper=text))
    played.turn("chair", acts.Draft(package=package(1, 2)))
    found = measured(played, package(0, 2))

    assert found["mediator-texts"].value == 2
    assert found["mediator-texts-accepted"].value == pytest.approx(1 / 3)
    assert found["mediator-texts-accepted"].parties == pytest.approx({"one": 2 / 3, "two": 1 / 3})
    # Points 100, 80, 90 for one (room 80 above 20), 0, 60, 30 for two (80 above 10).
    assert found["mediator-neutrality"].parties == pytest.approx(
        {"one": (80 + 60 + 70) / 240, "two": (-10 + 50 + 20) / 240}
    )
    assert found["mediator-neutrality"].value == pytest.approx(150 / 240)


def test_a_failed_turn_is_one_in_which_nothing_but_unusable_replies_came() -> None:
    bad = Invalid(reason="not JSON", reply="?")
    played = Talks(scenario())
    played.turn("one-lead", bad, bad, bad, acts.Pass())
    played.turn("two-lead", bad, Said(text="Forgive me."))
    played.turn("chair", acts.Pass())
    found = measured(played)

    assert found["invalid-replies"].seats == {"chair": 0, "one-lead": 3, "two-lead": 1}
    assert found["failed-turns"].seats == {"chair": 0, "one-lead": 1, "two-lead": 0}
    assert found["passed-turns"].seats == {"chair": 1, "one-lead": 1, "two-lead": 0}


def test_a_turn_of_unusable_replies_alone_has_failed_though_no_pass_stands_for_it() -> None:
    played = Talks(scenario()).turn("one-lead", Invalid(reason="not JSON", reply="?"))
    found = measured(played)

    assert found["failed-turns"].value == found["passed-turns"].value == 1


def test_one_failed_turn_of_a_lead_leaves_capture_open_from_end_to_end() -> None:
    sound, broken = Talks(scenario()), Talks(scenario())
    bad = Invalid(reason="not JSON", reply="?")
    sound.turn("chair", bad, acts.Pass())
    broken.turn("one-lead", bad, acts.Pass())

    whole = measured(sound, package(1, 2))["capture-bounds"]
    assert (whole.value, whole.span) == (90 / 110, (81, 82))
    lost = measured(broken, package(1, 2))["capture-bounds"]
    assert (lost.value, lost.span) == (None, (0, 100))
    assert lost.notes == ("1 turn of a lead failed",)


def test_without_a_record_a_measure_of_the_process_says_so() -> None:
    found = scoring.score(scenario(), ending(None, reason="over")).scores

    needless = {"logrolling", "integrative", "premature", "impasse-with-room", "anchor-pull"}
    for metric in PROCESS:
        if metric.name not in needless:
            assert found[metric.name].notes == ("only the ending is at hand, not the record",)


seats = st.sampled_from(["chair", "one-lead", "two-lead"])
packages = st.builds(package, st.integers(0, 2), st.integers(0, 2))
whats = st.one_of(
    st.builds(Said, text=st.text(max_size=40)),
    st.builds(lambda each: acts.Propose(package=each), packages),
    st.builds(lambda each: acts.Draft(package=each), packages),
    st.just(acts.Pass()),
    st.just(Invalid(reason="no", reply="")),
    st.builds(lambda to: acts.Ask(to=to, issue="land"), seats),
)


@checked
@given(st.lists(st.tuples(seats, whats), max_size=30), st.none() | packages)
def test_whatever_is_said_and_done_shares_stay_shares(
    course: list[tuple[SeatId, What]], deal: Package | None
) -> None:
    played = Talks(scenario())
    for seat, what in course:
        leads = isinstance(what, acts.Propose)
        if (leads and seat == "chair") or (isinstance(what, acts.Draft) and seat != "chair"):
            continue
        played.turn(seat, what)
    found = measured(played, deal)

    shares = ("logrolling", "discussed", "airtime", "airtime-turns", "question-parity", "echo")
    for name in (*shares, "mediator-airtime", "mediator-texts-accepted", "repetition"):
        value = found[name].value
        assert value is None or (isinstance(value, int | float) and 0 <= value <= 1)
    for score in found.values():
        values = (score.value, *score.parties.values(), *score.seats.values())
        assert all(math.isfinite(value) for value in values if isinstance(value, float))
    counts = (s.value for name, s in found.items() if name.startswith("steps-"))
    steps = sum(count for count in counts if isinstance(count, int))
    offered = [n for n in found["offers"].parties.values() if isinstance(n, int)]
    assert steps == sum(max(0, n - 1) for n in offered)


def test_what_is_no_word_is_not_counted() -> None:
    assert speaking.words("Don't — 'twas half-past; 3 o\u2019clock!") == [
        "don't",
        "twas",
        "half-past",
        "3",
        "o\u2019clock",
    ]


def test_events_of_the_engine_are_nobody_s_turn() -> None:
    played = offers(("one", 2, 2))
    end = Ended(outcome="no deal", why="out of rounds", package=None, level="always")
    for what in (Ratified(party="one", ratified=True, because=""), end):
        played.log.add(what, session="vote", round_=1, audience=())

    assert measured(played)["passed-turns"].value == 0
