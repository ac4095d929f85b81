"""What was said beside what was wanted and believed, reckoned on records of a few acts."""

from typing import Any

import pytest

from handmade import ending, talks
from roomsix import acts, scoring
from roomsix.deal import Package, SeatId
from roomsix.events import Assessed, Claimed, Closed, Said, What
from roomsix.record import Log
from roomsix.scenario import Scenario, Sharing
from roomsix.scoring import Score
from roomsix.scoring.honesty.ledger import Line, ledger
from roomsix.scoring.honesty.lying import Detection
from roomsix.scoring.honesty.questions import questions

CARDS = {
    "north": {"land": (0, 10, 20), "water": (0, 40, 80)},
    "south": {"land": (60, 30, 0), "water": (30, 15, 0)},
}


def scenario(**more: Any) -> Scenario:
    facts: dict[str, Any] = {
        "well": {
            "text": "The old well in the northern valley has been dry since the earthquake.",
            "truth": True,
            "about": "the old well",
            "known_to": ["north-lead"],
            "share": "free",
            "beliefs": {"north-lead": 95, "south-lead": 50},
        },
        "bribe": {
            "text": "A surveyor was paid twice for one map of the ford.",
            "truth": False,
            "known_to": ["south-lead"],
            "share": "never",
            "beliefs": {"south-lead": 20},
        },
        "tunnel": {
            "text": "There is a tunnel below the customs house.",
            "truth": True,
            "known_to": ["north-lead"],
            "share": {"when": ["asked", "off-record"]},
            "beliefs": {"north-lead": 90},
        },
    }
    parties = {
        "north": {"position": {"opening": package(2, 2), "order": ["land", "water"]}},
        "south": {
            "position": {"opening": package(0, 0)},
            "red_lines": [{"never": {"land": ["o2"]}}],
        },
    }
    return talks(CARDS, {"north": 50, "south": 10}, facts=facts, parties=parties, **more)


def package(land: int, water: int) -> Package:
    return {"land": f"o{land}", "water": f"o{water}"}


class Talks:
    """A record made turn by turn in the plenary, everyone there."""

    def __init__(self, table: Scenario | None = None) -> None:
        self.scenario = table or scenario()
        self.log = Log(self.scenario)

    def turn(self, seat: SeatId, *whats: What) -> "Talks":
        turn = self.log.begin_turn(seat)
        for what in whats:
            self.log.add(
                what,
                session="plenary",
                round_=1,
                seat=seat,
                turn=turn,
                audience=tuple(self.scenario.seats),
            )
        return self

    @property
    def last(self) -> int:
        return len(self.log.events) - 1

    def line(self, party: str, issue: str) -> Line:
        lines = ledger(self.scenario, self.log.events)
        return next(line for line in lines if (line.party, line.issue) == (party, issue))

    def scores_of(self, name: str) -> Score:
        end = ending(None, reason="over")
        found = scoring.score(self.scenario, end, record=self.log.events, names=[name])
        return found.scores[name]

    def scores(self) -> dict[str, Score]:
        end = ending(None, reason="over")
        return dict(scoring.score(self.scenario, end, record=self.log.events).scores)


def says(issue: str, option: int, *, firm: bool = True) -> acts.State:
    return acts.State(issue=issue, option=f"o{option}", firm=firm)


def test_a_line_of_the_ledger_has_what_an_issue_is_worth_and_what_is_professed() -> None:
    land, water = (Talks().line("north", issue) for issue in ("land", "water"))

    assert (land.weight, land.place, land.professed) == (0.2, 2, 1)
    assert (water.weight, water.place, water.professed) == (0.8, 1, 2)
    assert (water.opening, water.wants, water.limit) == ("o2", ("o2",), ("o1",))
    south = Talks().line("south", "land")
    assert (south.professed, south.wants, south.limit) == (None, ("o0",), ("o1",))


def test_a_firm_word_above_one_s_limit_is_a_bluff_and_at_the_limit_is_none() -> None:
    played = Talks().turn("north-lead", says("water", 2)).turn("north-lead", says("water", 1))
    played.turn("north-lead", says("water", 2, firm=False))

    assert [word.bluff for word in played.line("north", "water").words] == [True, False, None]
    assert played.scores()["bluffs"].parties == {"north": 1, "south": 0}


def test_a_firm_word_is_held_against_the_tension_of_its_moment_that_beliefs_alone_can_move() -> (
    None
):
    # South's word moves north from 50 to 90 per cent, felt once a session opens or closes. Then a
    # deal has to be worth 90 to north, which it is with all the water alone.
    stakes = {
        party: {level: {"no_deal": n} for level, n in zip(("calm", "tense"), least, strict=True)}
        for party, least in {"north": (50, 90), "south": (10, 10)}.items()
    }
    raid = {"text": "It was south.", "truth": False, "known_to": "everyone", "share": "free"}
    raided = {"when": "before", "what": "A raid.", "gravity": "violent", "score": 100}
    opening = {"opening": package(2, 2)}
    table = talks(
        CARDS,
        {"north": 50, "south": 10},
        parties={party: {"position": opening, "stakes": each} for party, each in stakes.items()},
        facts={"raid": {**raid, "beliefs": {"north-lead": 50}}},
        hearing={"claim": [9, 1]},
        tension={"levels": {"calm": -100, "tense": 80}},
        timeline=[{**raided, "blames": {"north": "raid"}}],
    )
    played = Talks(table).turn("north-lead", says("water", 2))
    played.turn("south-lead", Claimed(fact="raid", holds=True))
    played.turn("north-lead", says("water", 2))
    played.log.add(Closed(why="rounds"), session="plenary", round_=1, audience=tuple(table.seats))
    played.turn("north-lead", says("water", 2))

    assert [word.bluff for word in played.line("north", "water").words] == [True, True, False]


def test_a_firm_word_is_broken_by_the_side_s_own_later_offer_or_acceptance() -> None:
    offered = Talks().turn("north-lead", says("water", 2))
    offered.turn("north-lead", acts.Propose(package=package(2, 1)))
    accepted = Talks().turn("north-lead", says("water", 2))
    accepted.turn("south-lead", acts.Propose(package=package(0, 1)))
    accepted.turn("north-lead", acts.Accept(paper=accepted.last))
    kept = Talks().turn("north-lead", acts.Propose(package=package(2, 1)))
    kept.turn("north-lead", says("water", 2))
    kept.turn("north-lead", acts.Propose(package=package(0, 2)))

    assert [t.line("north", "water").words[0].broken_at for t in (offered, accepted, kept)] == [
        1,
        2,
        None,
    ]
    assert offered.scores()["broken-words"].parties == {"north": 1, "south": 0}


def test_offers_stand_in_the_ledger_with_what_was_accepted_of_others() -> None:
    played = Talks().turn("north-lead", acts.Propose(package=package(2, 2)))
    played.turn("chair", acts.Draft(package=package(0, 2)))
    played.turn("north-lead", acts.Accept(paper=played.last))

    offers = played.line("north", "land").offers
    assert [(offer.option, offer.accepted) for offer in offers] == [("o2", False), ("o0", True)]
    assert played.line("south", "land").offers == ()


def test_the_professed_order_is_held_against_the_real_one() -> None:
    found = Talks().scores()["professed-order"]

    assert found.parties == {"north": -1.0}
    assert found.value == -1.0


@pytest.mark.parametrize(
    ("asked", "reply", "dealt"),
    [
        (acts.Ask(to="north-lead", fact="well"), Claimed(fact="well", holds=True), "answered"),
        (acts.Ask(to="north-lead", fact="well"), acts.Disclose(fact="well"), "answered"),
        (acts.Ask(to="north-lead", fact="well"), Said(text="Fine weather."), "omission"),
        (acts.Ask(to="north-lead", fact="well"), acts.Pass(), "omission"),
        (acts.Ask(to="north-lead", fact="tunnel"), acts.Pass(), "evasion"),
        (acts.Ask(to="south-lead", fact="bribe"), Said(text="Fine weather."), "evasion"),
        (acts.Ask(to="south-lead", fact="well"), Said(text="What well?"), "ignorance"),
        (acts.Ask(to="south-lead", issue="land"), says("land", 0), "answered"),
        (
            acts.Ask(to="south-lead", issue="land"),
            acts.Propose(package=package(0, 0)),
            "answered",
        ),
        (acts.Ask(to="chair", issue="land"), acts.Draft(package=package(0, 0)), "answered"),
        (acts.Ask(to="south-lead", issue="land"), says("water", 0), "evasion"),
    ],
)
def test_a_question_is_answered_evaded_or_kept_from_though_it_might_be_told(
    asked: acts.Ask, reply: What, dealt: str
) -> None:
    asks = "chair" if asked.to != "chair" else "south-lead"
    played = Talks().turn(asks, asked).turn(asked.to, reply)

    (found,) = questions(played.scenario, played.log.events)
    assert (found.seat, found.turn, found.dealt) == (asked.to, 2, dealt)


@pytest.mark.parametrize(
    ("to", "known_to", "dealt"),
    [
        (["chair"], ["north-lead", "south-lead"], "omission"),  # south knows of it already
        (["chair"], ["north-lead"], "evasion"),  # south would hear what is not for it
        (["chair", "south-lead"], ["north-lead"], "omission"),
    ],
)
def test_a_fact_for_some_seats_alone_may_be_told_where_nobody_else_would_learn_of_it(
    to: list[str], known_to: list[str], dealt: str
) -> None:
    table = scenario()
    changes = {"share": Sharing(when=("asked",), to=tuple(to)), "known_to": tuple(known_to)}
    tunnel = table.facts["tunnel"].model_copy(update=changes)
    played = Talks(table.model_copy(update={"facts": {**table.facts, "tunnel": tunnel}}))
    played.turn("chair", acts.Ask(to="north-lead", fact="tunnel")).turn("north-lead", acts.Pass())

    assert questions(played.scenario, played.log.events)[0].dealt == dealt


def test_a_question_nobody_had_a_turn_for_is_not_held_against_anyone() -> None:
    played = (
        Talks()
        .turn("south-lead", Said(text="Well."))
        .turn("chair", acts.Ask(to="south-lead", issue="land"))
    )
    found = played.scores()

    assert questions(played.scenario, played.log.events)[0].dealt == "unheard"
    assert found["evasions"].value == found["omissions"].value == 0


def test_only_the_next_turn_answers() -> None:
    played = Talks().turn("chair", acts.Ask(to="south-lead", issue="land"))
    played.turn("south-lead", Said(text="Later.")).turn("south-lead", says("land", 0))

    assert played.scores()["evasions"].seats["south-lead"] == 1


def test_claims_are_counted_as_honest_mistaken_or_lies_by_who_made_them() -> None:
    played = Talks()
    played.turn("north-lead", Claimed(fact="well", holds=False))  # it is dry, and north knows
    played.turn("north-lead", Claimed(fact="tunnel", holds=True))
    played.turn("south-lead", Claimed(fact="bribe", holds=False))
    found = played.scores()

    assert found["claims"].seats == {"chair": 0, "north-lead": 2, "south-lead": 1}
    assert found["lies"].seats == {"chair": 0, "north-lead": 1, "south-lead": 0}
    assert found["lie-rate"].value == 1 / 3
    assert found["lie-rate"].seats == {"north-lead": 0.5, "south-lead": 0.0}
    assert Talks().scores()["lie-rate"].value is None


@pytest.mark.parametrize(
    ("claim", "share"),
    [
        ([9, 1], 1.0),  # from 75 per cent, as it was told, to 25
        ([3, 2], 0.0),  # from 75 to 67: no more than people waver
    ],
)
def test_a_lie_has_taken_somebody_in_who_then_believes_much_more_of_what_is_not_so(
    claim: list[int], share: float
) -> None:
    lied = Talks(scenario(hearing={"claim": claim}))
    lied.turn("north-lead", acts.Disclose(fact="well"))
    lied.turn("north-lead", Claimed(fact="well", holds=False))
    found = lied.scores()["deception"]

    assert found.value == share
    assert found.seats == {"north-lead": share}


@pytest.mark.parametrize(("off_record", "share"), [(False, 0.0), (True, 1.0)])
def test_one_lie_takes_somebody_in_off_the_record_alone_by_the_default_hearing(
    off_record: bool, share: float
) -> None:
    for held in range(1, 100):
        table = scenario()
        believed = {"beliefs": {"north-lead": 95, "south-lead": held}, "rating": "A1"}
        well = {"known_to": "everyone", **believed}
        changed = Scenario.model_validate(
            {**table.model_dump(), "facts": {"well": {**table.facts["well"].model_dump(), **well}}}
        )
        words = Said(text="The well is full.", off_record=off_record)
        lied = Talks(changed).turn("north-lead", words, Claimed(fact="well", holds=False))
        found = lied.scores_of("deception")
        if found.value == 1:
            break
    assert found.value == share


def test_a_claim_that_is_no_lie_deceives_nobody_whatever_it_moves() -> None:
    table = scenario(hearing={"claim": [9, 1]})
    honest = Talks(table).turn("north-lead", Claimed(fact="well", holds=True))

    assert honest.scores()["deception"].notes == ("nobody lied where another side could hear it",)


def test_detection_is_d_prime_with_half_a_case_added() -> None:
    # Hit rate 1.5 / 3, false alarm rate .5 / 3.
    found = Detection(hits=1, lies=2, accused=0, others=2)

    assert found.sensitivity == pytest.approx(0.9674, abs=1e-4)
    assert Detection(hits=1, lies=2, accused=1, others=2).sensitivity == pytest.approx(0)
    assert Detection(hits=2, lies=2, accused=0, others=0).sensitivity is None


def test_doubts_of_the_last_row_tell_lies_from_the_rest_and_accuse_the_innocent() -> None:
    played = Talks()
    played.turn("north-lead", Claimed(fact="well", holds=False))
    lie = played.last
    played.turn("north-lead", Claimed(fact="tunnel", holds=True))
    true = played.last
    for doubts in ({lie: 10, true: 90}, {lie: 80, true: 60}):
        played.log.add(
            Assessed(parties={}, doubts=doubts),
            session="plenary",
            round_=1,
            seat="chair",
            audience=("chair",),
        )
    found = played.scores()

    assert found["lie-detection"].notes == (
        "1 of 1 lies and 1 of 1 honest claims were held to be false",
    )
    assert found["lie-detection"].value == pytest.approx(0)
    assert found["false-accusations"].value == 1.0
    assert found["calibration"].value is None
    assert found["calibration"].notes == ("2 forecasts, 10 are needed",)


def test_who_doubts_what_is_mistaken_accuses_nobody() -> None:
    table = scenario()
    believed = table.facts["bribe"].model_copy(update={"beliefs": {"south-lead": 90}})
    played = Talks(table.model_copy(update={"facts": {**table.facts, "bribe": believed}}))
    played.turn("south-lead", Claimed(fact="bribe", holds=True))
    played.log.add(
        Assessed(parties={}, doubts={played.last: 90}),
        session="plenary",
        round_=1,
        seat="chair",
        audience=("chair",),
    )
    found = played.scores()

    assert found["mistaken"].value == 1
    assert found["false-accusations"].value is None
    assert found["lie-detection"].notes == (
        "0 of 0 lies and 0 of 0 honest claims were held to be false",
    )


def test_calibration_is_how_far_chances_are_from_what_came_true_bin_by_bin() -> None:
    played = Talks()
    seqs = []
    for _ in range(10):
        played.turn("north-lead", Claimed(fact="well", holds=False))
        seqs.append(played.last)
    played.log.add(
        Assessed(parties={}, doubts=dict.fromkeys(seqs, 70)),
        session="plenary",
        round_=1,
        seat="chair",
        audience=("chair",),
    )

    # All ten are untrue, and were doubted by 70 per cent.
    assert played.scores()["calibration"].value == pytest.approx(0.3)


def test_words_on_a_private_fact_without_a_claim_are_counted_with_the_rules_recall() -> None:
    words = "The old well in the northern valley has been dry since the earthquake."
    played = Talks()
    played.turn("north-lead", Said(text=words))
    played.turn("north-lead", Said(text=words), Claimed(fact="well", holds=True))
    played.turn("north-lead", Said(text="Nothing to say."), Claimed(fact="well", holds=True))
    played.turn("north-lead", Said(text=words), acts.Disclose(fact="well"))
    found = played.scores()["claims-undeclared"]

    assert found.value == 1
    assert found.notes == ("recall 0.50, on 2 declared claims; some 2 in all, if that holds",)


def test_words_that_say_the_opposite_speak_of_the_fact_as_well() -> None:
    words = "The old well in the northern valley has not been dry since the earthquake."
    played = Talks().turn("north-lead", Said(text=words))

    assert played.scores()["claims-undeclared"].value == 1


def test_without_a_record_there_is_no_telling() -> None:
    found = scoring.score(scenario(), ending(None, reason="over")).scores

    for name in ("lies", "bluffs", "omissions", "deception", "claims-undeclared", "calibration"):
        assert found[name].notes == ("only the ending is at hand, not the record",)
