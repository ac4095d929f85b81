"""Beliefs: what moves them, how far, and what never does."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import talks
from roomsix import acts, events, evidence, preferences, rules
from roomsix.events import Event, What
from roomsix.evidence import Hearing
from roomsix.record import Log
from roomsix.scenario import Scenario
from roomsix.workspace import Workspace
from strategies import checked

POINTS = {"north": {"land": [0, 5]}, "south": {"land": [5, 0]}}
SEATS = ("chair", "watch", "north-lead", "north-aide", "south-lead")
CARD = {"points": {"land": {"o0": 0, "o1": 1}}}


def fact(known: Any = "everyone", **more: Any) -> dict[str, Any]:
    return {"text": "So it is.", "truth": True, "known_to": known, "share": "free", **more}


def table(facts: dict[str, Any], **more: Any) -> Scenario:
    seats = {
        "chair": {"persona": "chair", "role": "mediator"},
        "watch": {"persona": "watch", "role": "observer"},
        "north-lead": {"persona": "envoy", "role": "lead", "party": "north"},
        "north-aide": {
            "persona": "aide",
            "role": "adviser",
            "party": "north",
            "leaning": {"card": CARD, "against_below": 1},
        },
        "south-lead": {"persona": "envoy", "role": "lead", "party": "south"},
    }
    return talks(POINTS, {"north": 1, "south": 1}, facts=facts, seats=seats, **more)


class Room:
    """A plenary in the making."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.log = Log(scenario)

    def turn(
        self, seat: str | None, *whats: What, to: Sequence[str] = SEATS, session: str = "plenary"
    ) -> Event:
        turn = None if seat is None else self.log.begin_turn(seat)
        for what in whats:
            event = self.log.add(what, session=session, round_=1, audience=to, seat=seat, turn=turn)
        return event

    def held(self, seat: str, name: str) -> int:
        return rules.belief(self.scenario, self.log.events, seat, name)


def says(name: str, *, so: bool = True) -> events.Claimed:
    return events.Claimed(fact=name, holds=so)


RIVALS = {
    "them": fact(question="who", truth=False, beliefs={"north-lead": 60, "south-lead": 2}),
    "us": fact(question="who", truth=False, beliefs={"north-lead": 2, "south-lead": 40}),
    "others": fact(question="who", beliefs={"north-lead": 25, "south-lead": 50}),
    "nobody": fact(question="who", truth=False, beliefs={"north-lead": 13, "south-lead": 8}),
}


def test_a_claim_in_company_multiplies_the_odds_by_three_halves() -> None:
    room = Room(table({"rain": fact(beliefs={"south-lead": 40})}))

    room.turn("north-lead", says("rain"))

    assert room.held("south-lead", "rain") == 50  # 2:3, times 3:2
    room.turn("chair", says("rain", so=False))
    assert room.held("south-lead", "rain") == 40


@pytest.mark.parametrize(
    ("whats", "speaker", "odds"),
    [
        ((says("rain"),), "south-lead", (3, 2)),
        ((events.Said(text="x", off_record=True), says("rain")), "south-lead", (2, 1)),
        ((says("rain"),), "north-aide", (2, 1)),
        ((acts.Disclose(fact="rain"),), "south-lead", (3, 1)),
        ((acts.Disclose(fact="rain"),), "north-aide", (3, 1)),
        ((events.Said(text="x", off_record=True), acts.Disclose(fact="rain")), "watch", (4, 1)),
        ((acts.Inform(fact="rain"),), "south-lead", (4, 1)),
        ((acts.Present(exhibit="rain"),), "chair", (4, 1)),
        ((says("rain"), acts.Disclose(fact="rain")), "south-lead", (3, 1)),
        ((says("rain", so=False), acts.Disclose(fact="rain")), "south-lead", (1, 3)),
    ],
)
def test_each_way_of_hearing_has_its_own_ratio(
    whats: tuple[What, ...], speaker: str, odds: tuple[int, int]
) -> None:
    room = Room(table({"rain": fact()}))

    room.turn(speaker, *whats)

    expected = Fraction(100 * odds[0], sum(odds))
    assert room.held("north-lead", "rain") == int(expected + Fraction(1, 2))


def test_what_is_said_behind_closed_doors_is_said_in_confidence() -> None:
    scenario = table({"rain": fact()})
    plenary = scenario.sessions["plenary"].model_copy(update={"off_record": True})
    room = Room(scenario.model_copy(update={"sessions": {"plenary": plenary}}))
    room.turn("south-lead", says("rain"))
    assert room.held("north-lead", "rain") == 67

    apart = Room(scenario)
    aside = plenary.model_copy(update={"kind": "corridor", "party": "north"})
    apart.turn(None, events.Opened(present=SEATS, aside=aside), session="plenary-corridor-1")
    apart.turn("south-lead", says("rain"), session="plenary-corridor-1")
    assert apart.held("north-lead", "rain") == 67


def test_saying_it_again_adds_nothing_and_saying_it_in_confidence_adds_the_difference() -> None:
    room = Room(table({"rain": fact()}))
    for _ in range(3):
        room.turn("south-lead", says("rain"))
    assert room.held("north-lead", "rain") == 60

    room.turn("south-lead", events.Said(text="x", off_record=True), says("rain"))
    assert room.held("north-lead", "rain") == 67  # 2:1 in all

    room.turn("chair", says("rain"))
    assert room.held("north-lead", "rain") == 75  # another voice: 3:1


@pytest.mark.parametrize(
    ("rating", "held"), [("", 75), ("A1", 75), ("B2", 70), ("C3", 63), ("E5", 52), ("F6", 60)]
)
def test_a_poor_source_tempers_what_is_told(rating: str, held: int) -> None:
    room = Room(table({"rain": fact(["south-lead"], rating=rating)}))

    room.turn("south-lead", acts.Disclose(fact="rain"))

    assert room.held("north-lead", "rain") == held


def test_the_weights_of_the_grades_are_those_of_the_table() -> None:
    table_ = Hearing()

    assert [table_.weight(rating) for rating in ("", "A1", "B2", "C3", "D4", "E5", "F6")] == [
        1, 1, Fraction(64, 100), Fraction(36, 100), Fraction(16, 100), Fraction(4, 100),
        Fraction(25, 100),
    ]  # fmt: skip
    assert evidence.tempered(Fraction(3), Fraction(64, 100)) == Fraction(228, 100)


def test_answers_to_one_question_share_a_hundred() -> None:
    room = Room(table(RIVALS))
    assert [room.held("north-lead", name) for name in RIVALS] == [60, 2, 25, 13]

    room.turn("chair", says("others"))

    # 25 counts for 37.5 against 75: a third, and the others keep their proportions.
    assert [room.held("north-lead", name) for name in RIVALS] == [53, 2, 33, 12]


def test_evidence_bears_on_its_question_as_far_as_it_is_believed() -> None:
    facts = RIVALS | {"shard": fact(["south-lead"], odds=4, bears_on="others")}
    room = Room(table(facts))

    room.turn("south-lead", acts.Disclose(fact="shard"))

    assert room.held("north-lead", "shard") == 75
    # 25 times 1 + 3/4 * 3 = 13/4, against 75.
    assert room.held("north-lead", "others") == 52
    room.turn("chair", says("shard", so=False))
    assert room.held("north-lead", "shard") == 67
    assert room.held("north-lead", "others") == 50


def test_evidence_known_from_the_start_is_already_in_the_first_belief() -> None:
    facts = RIVALS | {
        "shard": fact(["north-lead"], odds=4, bears_on="others", beliefs={"north-lead": 60})
    }
    room = Room(table(facts))
    assert room.held("north-lead", "others") == 25

    room.turn("chair", says("shard"))

    # 60 becomes 69 per cent, so 1 + .69 * 3 takes the place of 1 + .6 * 3: 25 * 3.07 / 2.8, of 102.
    assert (room.held("north-lead", "shard"), room.held("north-lead", "others")) == (69, 27)


def test_what_is_read_in_private_sets_a_belief_and_rivals_keep_their_proportions() -> None:
    room = Room(table(RIVALS))

    room.turn(None, events.Fed(text="x", fact="them", holds=20), to=("north-lead",))

    assert [room.held("north-lead", name) for name in RIVALS] == [20, 4, 50, 26]
    assert room.held("south-lead", "them") == 2


def test_words_do_not_move_whoever_knows_better() -> None:
    facts = {
        "own": fact(["north-lead"], beliefs={"north-lead": 90}),
        "hint": fact(["north-lead"], beliefs={"north-lead": 55}),
    }
    room = Room(table(facts))
    room.turn("south-lead", says("own", so=False), says("hint", so=False))

    assert room.held("north-lead", "own") == 90
    assert room.held("north-lead", "hint") == 45
    room.turn(None, events.Fed(text="x", fact="own", holds=30), to=("north-lead",))
    assert room.held("north-lead", "own") == 30


def test_nobody_is_moved_by_their_own_words() -> None:
    room = Room(table({"rain": fact()}))

    room.turn("north-lead", says("rain"), acts.Disclose(fact="rain"))

    assert room.held("north-lead", "rain") == 50


def test_speaking_against_belief_goes_by_the_belief_of_that_moment() -> None:
    room = Room(table({"rain": fact(beliefs={"north-lead": 75})}))
    denial = events.Claim(fact="rain", holds=False)
    assert rules.against_belief(room.scenario, room.log.events, "north-lead", denial)

    room.turn("south-lead", says("rain", so=False))

    assert room.held("north-lead", "rain") == 67
    assert not rules.against_belief(room.scenario, room.log.events, "north-lead", denial)


def test_the_moves_of_a_belief_are_told_event_by_event() -> None:
    room = Room(table({"rain": fact(), "snow": fact()}))
    first = room.turn("south-lead", says("rain"))
    room.turn("south-lead", says("rain"))
    last = room.turn("chair", says("rain"))

    found = rules.moves(room.scenario, room.log.events, "north-lead")

    assert [(m.seq, m.fact, m.before, m.after) for m in found] == [
        (first.seq, "rain", 50, 60),
        (last.seq, "rain", 60, 69),
    ]


# ---- what is told ---------------------------------------------------------------------------


def test_a_delegate_is_told_of_a_move_and_the_mediator_is_not() -> None:
    room = Room(table({"rain": fact()}))

    room.turn("south-lead", says("rain"))

    views = room.log.views
    assert views["north-lead"].lines[1] == '{"n":2,"you_now_hold_true":{"rain":"60 %"}}'
    assert views["north-lead"].seqs == [0, 0]
    assert len(views["chair"].lines) == len(views["watch"].lines) == 1
    assert len(views["south-lead"].lines) == 1


def test_whoever_is_told_a_fact_is_told_how_its_source_is_rated() -> None:
    room = Room(table({"rain": fact(["south-lead"], rating="C3")}))

    room.turn("south-lead", acts.Inform(fact="rain"), to=("south-lead", "watch"))

    assert '"rated":"C3"' in room.log.views["watch"].lines[0]


# ---- tension --------------------------------------------------------------------------------

TENSE: dict[str, Any] = {
    "tension": {"levels": {"calm": 0, "hot": 10}},
    "parties": {
        name: {"stakes": {level: {"no_deal": 1} for level in ("calm", "hot")}} for name in POINTS
    },
    "timeline": [
        {
            "when": "lately",
            "what": "A shot.",
            "gravity": "violent",
            "score": 28,
            "blames": {"north": "them", "south": "us"},
        }
    ],
}


def test_an_unexplained_act_weighs_by_what_the_leads_believe_of_each_other() -> None:
    scenario = table(RIVALS, **TENSE)

    assert rules.tension(scenario, Room(scenario).log.events) == 14
    assert preferences.start_level(scenario) == "hot"


def test_evidence_told_to_both_leads_calms_once_the_session_is_over() -> None:
    facts = RIVALS | {"shard": fact(["south-lead"], odds=9, bears_on="others")}
    room = Room(table(facts, **TENSE))
    room.turn("south-lead", acts.Disclose(fact="shard"))
    assert rules.tension(room.scenario, room.log.events) == 14

    room.turn(None, events.Closed(why="rounds"))

    # North: 60 of 75 + 25 * 7 is 24. South knew, so it holds on to 40. Their mean of 28 is 8.96.
    assert [
        room.held(f"{side}-lead", them) for side, them in (("north", "them"), ("south", "us"))
    ] == [24, 40]
    assert rules.tension(room.scenario, room.log.events) == 9
    assert rules.level(room.scenario, room.log.events) == "calm"


def test_an_incident_that_shows_something_is_reckoned_with_what_it_shows() -> None:
    exposed = {
        "before": {"session": "plenary"},
        "what": "Strangers are caught.",
        "gravity": "de-escalation",
        "shows": {"fact": "others", "odds": [12, 1]},
    }
    room = Room(table(RIVALS, **TENSE, incidents={"exposed": exposed}))

    assert rules.level_after(room.scenario, room.log.events, "exposed") == "calm"
    room.turn(None, events.Happened(incident="exposed", what="x", level="calm"))

    assert room.held("north-lead", "them") == 16 and room.held("south-lead", "us") == 6
    assert rules.tension(room.scenario, room.log.events) == 3


@pytest.mark.parametrize(
    ("score", "blame", "weight"),
    [(28, (60, 40), 14), (28, (0, 0), 0), (28, (100, 100), 28), (5, (10,), 1), (5, (9,), 0),
     (-10, (25,), -2), (28, (59, 40), 14), (1, (50,), 1)],
)  # fmt: skip
def test_half_a_point_of_blame_is_rounded_up(
    score: int, blame: tuple[int, ...], weight: int
) -> None:
    assert preferences.attributed(score, blame) == weight


# ---- the example in the docs ------------------------------------------------------------------


def test_the_example_in_the_docs_is_what_happens() -> None:
    root = Path(__file__).parents[1]
    text = (root / "docs" / "knowledge.md").read_text(encoding="utf-8")
    scenario = Workspace(root).scenario("room-six")
    log = Log(scenario)
    everyone = tuple(scenario.seats)
    names = ("stolen-sets", "third-party-shot", "mars-ordered-it")

    def held() -> list[int]:
        return [rules.belief(scenario, log.events, "kim", name) for name in names]

    before = held()
    log.add(
        acts.Disclose(fact="stolen-sets"),
        session="plenary", round_=1, audience=everyone, seat="envoy", turn=log.begin_turn("envoy"),
    )  # fmt: skip
    after = held()
    log.add(events.Closed(why="rounds"), session="plenary", round_=1, audience=everyone)
    tension = rules.tension(scenario, log.events)
    log.add(
        says("mars-ordered-it"),
        session="plenary", round_=1, audience=everyone, seat="park", turn=log.begin_turn("park"),
    )  # fmt: skip

    rows = ("the sets were stolen", "outsiders did it", "Mars ordered it")
    for row, first, then in zip(rows, before, after, strict=True):
        assert f"| {row} | {first} % | {then} % |" in text
    assert f"28 \u00d7 ({after[2]} + 40) / 200 = {tension - 20}: evidence calms" in text
    assert f"Kim is back at {held()[2]} %" in text


def test_the_table_in_the_docs_is_that_of_the_defaults() -> None:
    text = (Path(__file__).parents[1] / "docs" / "knowledge.md").read_text(encoding="utf-8")
    default = Hearing()

    for name in ("claim", "confided", "own_side", "disclosed", "entrusted", "exhibit"):
        ratio = getattr(default, name)
        assert f"| `{name}` | {ratio[0]} : {ratio[1]} |" in text
    grades = " | ".join(map(str, default.reliability))
    assert default.reliability == default.credibility and f"| {grades} |" in text
    assert f"version {default.version}" in text and f"({rules.SURE} % or more" in text


# ---- properties -----------------------------------------------------------------------------

NAMES = ("rain", "them", "us", "others", "shard")


@st.composite
def rooms(draw: st.DrawFn) -> Scenario:
    percent = st.integers(0, 100)
    ratings = st.sampled_from(("", "A1", "B2", "C3", "E4", "F6"))
    cut = sorted((draw(percent), draw(percent)))
    shares = (cut[0], cut[1] - cut[0], 100 - cut[1])
    facts: dict[str, Any] = {
        name: fact(question="who", rating=draw(ratings), beliefs={"north-lead": share})
        for name, share in zip(("them", "us", "others"), shares, strict=True)
    }
    facts["rain"] = fact(rating=draw(ratings), beliefs={"north-lead": draw(percent)})
    facts["shard"] = fact(odds=draw(st.integers(2, 9)), bears_on="others", rating=draw(ratings))
    return table(facts)


CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(("chair", "watch", "north-aide", "south-lead")),
        st.sampled_from(NAMES),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
)


def spoken(scenario: Scenario, claims: Sequence[tuple[str, str, bool, bool]]) -> Room:
    room = Room(scenario)
    for seat, name, so, off in claims:
        room.turn(seat, events.Said(text="x", off_record=off), says(name, so=so))
    return room


@checked
@given(rooms(), CLAIMS, st.randoms(use_true_random=False))
def test_the_order_of_what_is_heard_does_not_matter(
    scenario: Scenario, claims: list[tuple[str, str, bool, bool]], random: Any
) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    rooms_ = (spoken(scenario, claims), spoken(scenario, shuffled))

    for name in NAMES:
        assert len({room.held("north-lead", name) for room in rooms_}) == 1


def test_not_even_the_order_of_everything_there_is_to_hear() -> None:
    facts = RIVALS | {"shard": fact(["south-lead"], odds=4, bears_on="others", rating="B2")}
    heard: list[tuple[str, tuple[What, ...]]] = [
        ("south-lead", (acts.Disclose(fact="shard"),)),
        ("chair", (says("others"),)),
        ("south-lead", (events.Said(text="x", off_record=True), says("us"))),
        ("north-aide", (says("them", so=False),)),
    ]
    found = set()
    for order in permutations(heard):
        room = Room(table(facts))
        for seat, whats in order:
            room.turn(seat, *whats)
        found.add(tuple(room.held("north-lead", name) for name in facts))

    assert len(found) == 1


@checked
@given(rooms(), CLAIMS, st.sampled_from(NAMES), st.booleans())
def test_a_claim_never_moves_a_belief_the_other_way(
    scenario: Scenario, claims: list[tuple[str, str, bool, bool]], name: str, so: bool
) -> None:
    room = spoken(scenario, claims)
    before = room.held("north-lead", name)

    room.turn("south-lead", says(name, so=so))

    after = room.held("north-lead", name)
    assert after >= before if so else after <= before


@checked
@given(rooms(), CLAIMS)
def test_only_who_begins_with_certainty_is_ever_certain(
    scenario: Scenario, claims: list[tuple[str, str, bool, bool]]
) -> None:
    room = spoken(scenario, claims)

    for name in NAMES:
        first = Room(scenario).held("north-lead", name)
        held = room.held("north-lead", name)
        assert held == first if first in (0, 100) else 0 < held < 100


@checked
@given(rooms(), CLAIMS)
def test_what_is_not_perceived_changes_nothing(
    scenario: Scenario, claims: list[tuple[str, str, bool, bool]]
) -> None:
    room = Room(scenario)
    others = tuple(seat for seat in SEATS if seat != "north-lead")
    for seat, name, so, off in claims:
        room.turn(seat, events.Said(text="x", off_record=off), says(name, so=so), to=others)

    assert rules.moves(scenario, room.log.events, "north-lead") == ()
    assert not room.log.views["north-lead"].lines


@checked
@given(rooms(), CLAIMS)
def test_a_belief_is_the_same_read_at_once_and_as_it_goes(
    scenario: Scenario, claims: list[tuple[str, str, bool, bool]]
) -> None:
    room = Room(scenario)
    for seat, name, so, off in claims:
        room.turn(seat, events.Said(text="x", off_record=off), says(name, so=so))
        room.held("north-lead", name)
    afresh = events.Record(room.log.events)

    for name in NAMES:
        held = rules.belief(scenario, afresh, "north-lead", name)
        assert held == room.held("north-lead", name)
