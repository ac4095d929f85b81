"""Mocked models in every session: watched, apart, sealed in, behind backs, and at the board."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from roomsix import acts, assessing, events, session
from roomsix.calls import Chat, Outcome, Request
from roomsix.chat.mock import MockChat, beliefs, claiming
from roomsix.deal import SeatId
from roomsix.events import Assessed, Event, Opened
from roomsix.scenario import Scenario, Sharing
from roomsix.views import Cast
from tables import now, talks_of
from tactical import built_in

pytestmark = pytest.mark.xdist_group("mock-sessions")

ROOT = Path(__file__).parents[2]
SEEDS = range(8)

Record = tuple[Event, ...]


class Kept(MockChat):
    """Keeps what it was asked for the board, with the answers."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.rows: list[tuple[Request, dict[str, Any]]] = []

    async def answer(self, request: Request) -> Outcome:
        outcome = await super().answer(request)
        if request.form.name == "assessment":
            self.rows.append((request, json.loads(outcome.text)))
        return outcome


class Leaves(MockChat):
    """Walks out in the third round of a plenary, once."""

    gone = False

    async def answer(self, request: Request) -> Outcome:
        moment = now(request)
        if not self.gone and (moment.get("kind"), moment.get("round")) == ("plenary", 3):
            self.gone = True
            return Outcome(text='{"act": "walk-out", "say": "Good day."}')
        return await super().answer(request)


@cache
def played(seed: int) -> tuple[Record, Kept]:
    chat = Kept(seed)
    return play(seed, *built_in("room-six"), chat), chat


def play(
    seed: int,
    scenario: Scenario,
    cast: Cast,
    chat: Chat | None = None,
    chats: Mapping[SeatId, Chat] | None = None,
) -> Record:
    talks = talks_of(scenario, chat or MockChat(seed), seed=seed, cast=cast, chats=chats)
    return tuple(asyncio.run(session.negotiate(talks)).record)


def all_events(kind: str) -> Iterator[tuple[Record, Event]]:
    for seed in SEEDS:
        record, _ = played(seed)
        yield from ((record, event) for event in record if event.what.kind == kind)


def with_trait(seat: str, **traits: float) -> Cast:
    _, cast = built_in("room-six")
    one = cast[seat]
    changed = one.model_copy(update={"traits": one.traits.model_copy(update=traits)})
    return {**cast, seat: changed}


def apart(record: Record) -> set[str]:
    return {e.session for e in record if isinstance(e.what, Opened) and e.what.aside}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_reply_can_be_used(seed: int) -> None:
    record, _ = played(seed)

    assert [event.what for event in record if event.what.kind == "invalid"] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_of_the_board_fit_their_schema(seed: int) -> None:
    _, chat = played(seed)

    body: Any = assessing.schema(built_in("room-six")[0]).body
    validator = jsonschema.Draft202012Validator(body)
    assert chat.rows
    assert all(validator.is_valid(row) for _, row in chat.rows)


def test_mediator_and_observer_write_a_row_after_every_session_that_they_are_in() -> None:
    for seed in SEEDS:
        record, _ = played(seed)
        closed = [e for e in record if e.what.kind == "closed" and e.session != "ratification"]
        watched = {(e.session, seat) for e in closed for seat in e.audience}
        rows = {(e.session, e.seat) for e in record if e.what.kind == "assessed"}

        assert rows == {(name, seat) for name, seat in watched if seat in ("chen", "volkov")}


def test_a_side_is_assessed_only_once_it_was_heard() -> None:
    for record, event in all_events("assessed"):
        assert isinstance(event.what, Assessed)
        heard = any(e.seat == "envoy" and e.seq < event.seq for e in record)
        assert ("mars" in event.what.parties) == heard


def test_asked_again_about_the_board_it_leaves_it_empty() -> None:
    _, chat = played(0)
    request, _ = chat.rows[-1]
    again = request.prompt.model_copy(
        update={"user": request.prompt.user + '\nAGAIN {"problem":"no","your_reply":"{"}\n'}
    )

    outcome = asyncio.run(chat.answer(request.model_copy(update={"prompt": again})))

    assert json.loads(outcome.text) == {"thinking": "", "parties": [], "doubts": [], "facts": []}


def doubted(sign: bool, belief: int = 30) -> float:
    """The odds that the observer gives a claim of Kim's of being false."""
    _, chat = played(0)
    request = next(r for r, _ in chat.rows if r.seat == "volkov")
    lines = ['{"n":9001,"seat":"kim","claims":"mars-ordered-it","holds":true}']
    lines += ['{"n":9002,"seen_of":"kim","sign":"counts"}'] if sign else []
    user = request.prompt.user.replace("\n\n# What", "\n" + "\n".join(lines) + "\n\n# What")
    prompt = request.prompt.model_copy(update={"user": user})
    outcome = asyncio.run(chat.answer(request.model_copy(update={"prompt": prompt})))
    found = {each["n"]: each["false_percent"] for each in json.loads(outcome.text)["doubts"]}
    return float(found[9001] / (100 - found[9001]))


def test_a_sign_raises_a_doubt_by_the_likelihood_ratio() -> None:
    assert doubted(sign=True) / doubted(sign=False) == pytest.approx(beliefs.SIGN, rel=0.05)


def test_a_claim_against_the_observers_belief_is_doubted() -> None:
    prior = 70 / 30

    assert doubted(sign=False) == pytest.approx(prior / beliefs.HEARD, rel=0.05)


def test_what_the_observer_doubts_aloud_the_mediator_doubts_more() -> None:
    raised = []
    for record, event in all_events("ask"):
        if not event.session.startswith("debrief") or not isinstance(event.what, acts.Ask):
            continue
        fact = event.what.fact
        rows = [e for e in record if isinstance(e.what, Assessed) and e.seat == "chen"]
        before = [e.what for e in rows if e.seq < event.seq][-1]
        after = next(e.what for e in rows if e.seq > event.seq)
        assert isinstance(before, Assessed) and isinstance(after, Assessed)
        claims = (record[seq].what for seq in before.doubts)
        about = [c for c in claims if isinstance(c, events.Claimed) and c.fact == fact]
        if about:
            raised += [after.doubts[seq] - before.doubts[seq] for seq in before.doubts]

    assert raised
    assert max(raised) > 0 <= min(raised)


def test_kim_objects_to_being_watched_and_the_observer_stays() -> None:
    for seed in SEEDS:
        record, _ = played(seed)
        objected = [e for e in record if e.what.kind == "object"]
        ruled = [
            next(r for r in record if r.seq > e.seq and r.what.kind == "rule") for e in objected
        ]

        assert [(e.seat, e.session) for e in objected] == [("kim", "prelim-coalition")]
        assert all(ruling.what == acts.Rule(granted=False) for ruling in ruled)
        assert any(e.seat == "volkov" and e.session == "prelim-coalition" for e in record)


def test_whoever_has_no_word_against_being_watched_does_not_object() -> None:
    scenario, cast = built_in("room-six")
    mars = cast["mars-delegation"]
    words = {**mars.lines, "object": ("Must we be watched?",)}
    minds = {**cast, "mars-delegation": mars.model_copy(update={"lines": words})}

    record = play(0, scenario, minds)

    assert [e.seat for e in record if e.what.kind == "object"] == ["kim", "envoy"]


def test_whoever_yields_easily_objects_to_nobody() -> None:
    cast = with_trait("kim", assertiveness=0.1)

    record = play(0, built_in("room-six")[0], cast)

    assert not [e for e in record if e.what.kind == "object" and e.seat == "kim"]


def sealed(record: Record, seat: SeatId) -> acts.Submit:
    return next(e.what for e in record if e.seat == seat and isinstance(e.what, acts.Submit))


def test_sealed_proposals_allow_less_than_they_need() -> None:
    record, _ = played(0)

    for seat in ("kim", "envoy"):
        made = sealed(record, seat)
        assert 0 < len(made.allow) < len(made.need)


def test_the_more_assertive_a_lead_the_less_it_allows_and_the_more_it_needs() -> None:
    scenario, _ = built_in("room-six")
    meek = sealed(play(0, scenario, with_trait("kim", assertiveness=0.05)), "kim")
    hard = sealed(play(0, scenario, with_trait("kim", assertiveness=0.95)), "kim")

    assert len(hard.allow) < len(meek.allow)
    assert len(hard.need) > len(meek.need)


def test_the_mediator_takes_a_side_apart_that_refused_the_last_text() -> None:
    scenario, _ = built_in("room-six")
    called = [
        (r, e)
        for r, e in all_events("call")
        if isinstance(e.what, acts.Call) and e.what.what == "caucus"
    ]

    assert called
    for record, event in called:
        assert isinstance(event.what, acts.Call) and event.what.to is not None
        drafts = [e.seq for e in record[: event.seq] if e.what.kind == "draft"]
        refusals = [
            (e.what.paper, scenario.seats[e.seat or ""].party)
            for e in record[: event.seq]
            if isinstance(e.what, acts.Reject)
        ]
        assert (drafts[-1], scenario.seats[event.what.to].party) in refusals


def test_a_lead_that_asks_for_the_corridor_is_heard_there() -> None:
    asked = list(all_events("request"))

    assert asked
    for record, event in asked:
        granted = next(e for e in record if e.what.kind == "rule" and e.seq > event.seq)
        assert granted.what == acts.Rule(granted=True)
        opened = next(e for e in record if e.seq > granted.seq and isinstance(e.what, Opened))
        assert "corridor" in opened.session and event.seat in opened.audience


def test_what_is_named_apart_is_nearer_the_truth_than_what_is_professed() -> None:
    true = {"kim": ["plat", "fleet", "gov"], "envoy": ["fleet", "gov", "plat"]}
    named = [
        (event.seat, event.what.issue)
        for record, event in all_events("state")
        if event.session in apart(record) and isinstance(event.what, acts.State)
    ]

    professed = {"kim": "fleet", "envoy": "rep"}
    hits = sum(issue in true[seat or ""] for seat, issue in named)
    assert hits > sum(professed[seat or ""] in true[seat or ""] for seat, _ in named)


def test_secrets_are_told_only_where_their_policy_allows() -> None:
    scenario, _ = built_in("room-six")

    for record, event in all_events("disclose"):
        assert isinstance(event.what, acts.Disclose)
        share = scenario.facts[event.what.fact].share
        assert share != "never"
        if isinstance(share, Sharing):
            assert event.session in apart(record)
            assert share.to is None or set(event.audience) <= {*share.to, event.seat}


def test_nothing_said_apart_reaches_the_other_side() -> None:
    scenario, _ = built_in("room-six")

    for record, opened in all_events("opened"):
        if opened.session in apart(record):
            sides = {scenario.seats[seat].party for seat in opened.audience} - {None}
            heard = {s for e in record if e.session == opened.session for s in e.audience}
            assert len(sides) == 1 and heard == set(opened.audience)


def test_nobody_walks_out_of_their_own_accord() -> None:
    assert not list(all_events("walk-out"))


@pytest.mark.parametrize(("seed", "way"), [(1, "caucus"), (3, "corridor")])
def test_a_side_that_walked_out_is_brought_back_by_a_word_apart(seed: int, way: str) -> None:
    record = play(seed, *built_in("room-six"), chats={"envoy": Leaves(seed)}, chat=MockChat(seed))

    left = next(e for e in record if e.what.kind == "walk-out")
    after = [e for e in record if e.seq > left.seq]
    opened = [e.what for e in after if isinstance(e.what, Opened) and "envoy" in e.what.present]
    assert opened[0].aside is not None
    assert opened[0].aside.kind == way
    # Where it had been called apart already there is nothing to add; else it is called out.
    calls = [e.what for e in after if isinstance(e.what, acts.Call)]
    assert way == "caucus" or (calls[0].what, calls[0].to) == ("corridor", "envoy")
    assert any(e.seat == "envoy" and e.session == "plenary" for e in after)
    assert not [e for e in record if e.what.kind == "invalid"]


def test_talking_points_claim_what_they_say_and_nothing_else() -> None:
    scenario, _ = built_in("room-six")
    found = {
        (seat, issue, fact): claiming.stance(point, scenario.facts[fact].text)
        for seat, place in scenario.seats.items()
        for issue, points in place.talking_points.items()
        for point in points
        for fact in scenario.facts
        if claiming.stance(point, scenario.facts[fact].text) is not None
    }

    assert found == {
        ("kim", "fleet", "council-room"): False,
        ("kim", "fleet", "seventeen-vessels"): True,
        ("tanaka", "fleet", "seventeen-vessels"): False,
        ("envoy", "rep", "assembly-room"): False,
    }


@pytest.mark.parametrize(
    ("words", "fact", "holds"),
    [
        ("All nine platforms can fire, and they stay.", "hollow-platforms", False),
        ("Nine platforms went up because nobody wrote back.", "hollow-platforms", None),
        ("The council would accept notice.", "council-room", True),
        ("The council would refuse any limit.", "council-room", False),
        ("The council will meet on Monday.", "council-room", None),
        ("I will not hear a word about the council.", "council-room", None),
        ("Raiders took seventeen of ours last year.", "seventeen-vessels", True),
        ("Of the seventeen, raiders took eleven.", "seventeen-vessels", False),
        ("Seventeen did not come back.", "seventeen-vessels", None),
        ("Raiders took some of ours last year.", "seventeen-vessels", None),
    ],
)
def test_words_claim_only_what_they_really_say(words: str, fact: str, holds: bool | None) -> None:
    scenario, _ = built_in("room-six")

    assert claiming.stance(words, scenario.facts[fact].text) is holds


def test_bluffs_are_declared() -> None:
    bluffs = {
        (event.seat, event.what.fact)
        for _, event in all_events("claimed")
        if isinstance(event.what, events.Claimed) and not event.what.holds
    }

    assert {("kim", "council-room"), ("envoy", "assembly-room")} <= bluffs
    assert ("envoy", "hollow-platforms") in bluffs
