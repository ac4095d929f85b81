"""The mocked models: legal, repeatable, discreet, in character, and never lost for words twice."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix import acts, events, preferences, prompts, replies, rules, session
from roomsix.calls import Outcome, Request
from roomsix.chat.mock import MockChat, packages, shock
from roomsix.chat.mock.bargain import E
from roomsix.chat.mock.speech import fill, runs
from roomsix.deal import SeatId
from roomsix.errors import ChatError
from roomsix.events import Event, Record, Said, Whispered
from roomsix.scenario import Scenario
from roomsix.views import Cast
from roomsix.workspace import Workspace
from strategies import checked, scenarios
from tables import cast_of, now, talks_of

pytestmark = pytest.mark.xdist_group("mock")

ROOT = Path(__file__).parents[2]
SEEDS = (0, 1, 2)


class Watched(MockChat):
    """Keeps what it was asked and what it answered."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.turns: list[tuple[Request, dict[str, Any]]] = []

    async def answer(self, request: Request) -> Outcome:
        outcome = await super().answer(request)
        if request.form.name == "turn":
            self.turns.append((request, json.loads(outcome.text)))
        return outcome


@cache
def built_in(name: str) -> tuple[Scenario, Cast]:
    workspace = Workspace(ROOT)
    scenario = workspace.scenario(name)
    return scenario, workspace.cast(scenario)


def play(scenario: Scenario, cast: Cast, seed: int) -> tuple[tuple[Event, ...], Watched]:
    chat = Watched(seed)
    result = asyncio.run(session.negotiate(talks_of(scenario, chat, seed=seed, cast=cast)))
    return tuple(result.record), chat


@cache
def played(name: str, seed: int) -> tuple[tuple[Event, ...], Watched]:
    return play(*built_in(name), seed)


def room_six(seed: int) -> tuple[tuple[Event, ...], Watched]:
    return played("room-six", seed)


@cache
def with_kim(assertiveness: float, seed: int) -> tuple[Event, ...]:
    """The talks of room six with a Kim who is as assertive as this."""
    scenario, cast = built_in("room-six")
    kim = cast["kim"]
    traits = kim.traits.model_copy(update={"assertiveness": assertiveness})
    changed = {**cast, "kim": kim.model_copy(update={"traits": traits})}
    return play(scenario, changed, seed)[0]


def spoken(record: tuple[Event, ...], seat: SeatId | None = None) -> list[str]:
    return [
        event.what.text
        for event in record
        if isinstance(event.what, Said | Whispered) and seat in (None, event.seat)
    ]


def checking(scenario: Scenario) -> Any:
    """What replies are held against."""
    schema: Any = replies.schema(scenario).body
    return jsonschema.Draft202012Validator(schema)


@checked
@given(scenarios(), st.integers(0, 1000))
def test_any_talks_are_played_in_usable_replies_and_within_every_lead_s_limits(
    scenario: Scenario, seed: int
) -> None:
    record, chat = play(scenario, cast_of(scenario), seed)

    validator = checking(scenario)
    assert all(validator.is_valid(reply) for _, reply in chat.turns)
    assert not [event for event in record if isinstance(event.what, events.Invalid)]
    for place, event in enumerate(record):
        if isinstance(event.what, acts.Propose | acts.Accept) and event.seat is not None:
            at = event.what.paper if isinstance(event.what, acts.Accept) else event.seq
            paper = record[at].what
            party = scenario.seats[event.seat].party
            assert isinstance(paper, acts.Propose | acts.Draft) and party is not None
            level = rules.level(scenario, Record(record[:place]))
            assert preferences.acceptable(scenario, party, paper.package, level=level)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_reply_in_room_six_fits_the_schema_and_is_legal(seed: int) -> None:
    record, chat = room_six(seed)

    validator = checking(built_in("room-six")[0])
    assert all(validator.is_valid(reply) for _, reply in chat.turns)
    assert not [event for event in record if isinstance(event.what, events.Invalid)]


@pytest.mark.parametrize("seed", SEEDS)
def test_claims_are_about_facts_the_speaker_knows(seed: int) -> None:
    scenario, _ = built_in("room-six")
    record, _ = room_six(seed)

    for place, event in enumerate(record):
        if isinstance(event.what, events.Thought) and event.seat is not None:
            known = rules.known_facts(scenario, Record(record[:place]), event.seat)
            assert {claim.fact for claim in event.what.claims} <= known


def test_the_same_talks_come_of_the_same_seed_in_any_process() -> None:
    code = (
        "import asyncio, hashlib; from pathlib import Path; from roomsix import session;"
        "from roomsix.chat.mock import MockChat; from roomsix.workspace import Workspace;"
        f"w = Workspace(Path({str(ROOT)!r})); s = w.scenario('theatre');"
        "t = session.Talks(s, w.cast(s), 5, dict.fromkeys(s.seats, MockChat(5)));"
        "r = asyncio.run(session.negotiate(t)).record;"
        "print(hashlib.sha256(repr(tuple(r)).encode()).hexdigest())"
    )

    def digest(hash_seed: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert digest("1") == digest("2") != ""


def test_an_answer_depends_on_the_request_and_the_seed_alone() -> None:
    _, chat = room_six(0)

    for request, reply in chat.turns[::-7]:
        again = asyncio.run(MockChat(0).answer(request))
        assert json.loads(again.text) == reply


def test_another_seed_gives_other_talks() -> None:
    assert spoken(room_six(0)[0]) != spoken(room_six(1)[0])


def test_asked_again_it_passes() -> None:
    _, chat = room_six(0)
    request, _ = chat.turns[3]
    failed = prompts.again(request.prompt, [], reply="{", reason="it is not JSON")

    outcome = asyncio.run(chat.answer(request.model_copy(update={"prompt": failed})))

    reply = json.loads(outcome.text)
    assert (reply["act"], reply["say"], reply["whisper"]) == ("pass", "", None)


def test_messages_of_another_form_are_refused_with_a_reason() -> None:
    _, chat = room_six(0)
    prompt = chat.turns[0][0].prompt.model_copy(update={"head": "You are a helpful assistant."})
    request = chat.turns[0][0].model_copy(update={"prompt": prompt})

    with pytest.raises(ChatError, match="no line SCENARIO"):
        asyncio.run(MockChat(0).answer(request))


def test_the_more_assertive_a_lead_is_the_later_it_gives_way() -> None:
    scenario, _ = built_in("room-six")
    card = scenario.parties["coalition"].card

    def offers(record: tuple[Event, ...]) -> list[int]:
        return [
            preferences.points(scenario, card, event.what.package)
            for event in record
            if event.seat == "kim" and isinstance(event.what, acts.Propose)
        ]

    def later(assertiveness: float) -> float:
        records = [with_kim(assertiveness, seed) for seed in SEEDS]
        found = [offer for record in records for offer in offers(record)[2:]]
        return sum(found) / len(found)

    assert list(E) == sorted(E, reverse=True)
    assert later(0.1) < later(0.5) < later(0.9)


def test_the_more_assertive_a_lead_is_the_more_it_settles_for() -> None:
    scenario, _ = built_in("room-six")
    card = scenario.parties["coalition"].card

    def settled(assertiveness: float) -> float:
        ends = [with_kim(assertiveness, seed)[-1].what for seed in range(6)]
        points = [
            preferences.points(scenario, card, end.package)
            for end in ends
            if isinstance(end, events.Ended) and end.outcome == "deal" and end.package
        ]
        return sum(points) / len(points)

    # When the talks settle is for the other side, too, and for the clock to say.
    meek, middling, hard = (settled(band) for band in (0.1, 0.5, 0.9))
    assert meek < hard
    assert meek < middling


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["room-six", "theatre"])
def test_no_offer_asks_for_more_than_the_one_before_unless_something_happened(
    name: str, seed: int
) -> None:
    scenario, _ = built_in(name)
    record, _ = played(name, seed)

    last: dict[str, int] = {}
    for at, event in enumerate(record):
        if isinstance(event.what, events.Happened):
            last.clear()
        if isinstance(event.what, acts.Propose) and event.seat:
            card = scenario.parties[scenario.seats[event.seat].party or ""].card
            worth = preferences.points(scenario, card, event.what.package)
            agreed = rules.agreement(scenario, Record(record[:at]))
            if agreed is None:
                assert worth <= last.get(event.seat, worth)
                last[event.seat] = worth
            else:  # put forward to better what is agreed: it takes back nothing that is open
                assert worth >= preferences.points(scenario, card, agreed.package)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mediator_speaks_first_of_what_has_happened(seed: int) -> None:
    record, _ = room_six(seed)

    for place, event in enumerate(record):
        if isinstance(event.what, events.Happened) and event.session == "plenary":
            said = next(e for e in record[place:] if isinstance(e.what, Said))
            assert said.seat == "chen" and isinstance(said.what, Said)
            assert shock.NEWS in said.what.text.lower()


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_tells_the_observer_what_its_own_side_has_told(seed: int) -> None:
    record, _ = room_six(seed)

    told = [event.what.fact for event in record if isinstance(event.what, acts.Inform)]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_private_fact_is_spoken(seed: int) -> None:
    scenario, _ = built_in("room-six")
    record, _ = room_six(seed)
    words = "\n".join(spoken(record)).lower()

    told = {event.what.fact for event in record if isinstance(event.what, acts.Disclose)}
    private = {name: fact for name, fact in scenario.facts.items() if name not in told}
    assert not [name for name, fact in private.items() if fact.text.lower().strip(".") in words]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_points_are_spoken(seed: int) -> None:
    record, _ = room_six(seed)

    assert not [text for text in spoken(record) if re.search(r"\d", text)]


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_says_the_same_thing_twice(seed: int) -> None:
    record, _ = room_six(seed)
    said = spoken(record)
    total = [run for text in said for run in runs(text)]

    assert len(said) == len(set(said))
    assert 1 - len(set(total)) / len(total) < 0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_turn_is_no_longer_than_the_persona_speaks(seed: int) -> None:
    scenario, cast = built_in("room-six")
    record, _ = room_six(seed)

    for seat, place in scenario.seats.items():
        longest = max((len(text.split()) for text in spoken(record, seat)), default=0)
        assert longest <= cast[place.persona].voice.max_words


@pytest.mark.parametrize("seed", range(6))
def test_a_lead_accepts_only_what_its_side_can_live_with(seed: int) -> None:
    name = "theatre" if seed > 2 else "room-six"
    scenario, _ = built_in(name)
    record, _ = played(name, seed)

    for place, event in enumerate(record):
        if isinstance(event.what, acts.Accept) and event.seat is not None:
            paper = record[event.what.paper].what
            party = scenario.seats[event.seat].party
            assert isinstance(paper, acts.Propose | acts.Draft) and party is not None
            level = rules.level(scenario, Record(record[:place]))
            assert preferences.acceptable(scenario, party, paper.package, level=level)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_question_on_an_issue_is_answered_on_it(seed: int) -> None:
    _, chat = room_six(seed)
    turns = [(now(request), request.seat, reply) for request, reply in chat.turns]

    for at, (moment, seat, reply) in enumerate(turns):
        if seat == "chen" and reply["act"] == "ask" and reply["issue"]:
            if moment["kind"] != "preliminary":
                continue
            answer = next(r for _, who, r in turns[at + 1 :] if who == reply["to"])
            assert answer["issue"] in (reply["issue"], None)
            assert answer["say"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_refusal_names_an_issue(seed: int) -> None:
    record, _ = room_six(seed)

    rejections = [event.what for event in record if isinstance(event.what, acts.Reject)]
    assert all(rejection.issue for rejection in rejections)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mediator_never_puts_a_paper_forward_twice(seed: int) -> None:
    record, _ = room_six(seed)

    seen: list[Mapping[str, str]] = []
    for event in record:
        if isinstance(event.what, acts.Draft):
            assert event.what.package not in seen
        if isinstance(event.what, acts.Draft | acts.Propose):
            seen.append(event.what.package)


@pytest.mark.parametrize(
    ("template", "slots", "text"),
    [
        ("{option} it is. {issue} can wait.", {"option": "a freeze", "issue": "pay"}, None),
        ("The {issue} is the trouble.", {"issue": "the fleet"}, "The fleet is the trouble."),
        ("Give us a {option}.", {"option": "a direct line"}, "Give us a direct line."),
    ],
)
def test_slots_are_filled_so_that_a_sentence_reads(
    template: str, slots: dict[str, str], text: str | None
) -> None:
    assert fill(template, slots) == (text or "A freeze it is. Pay can wait.")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_space_too_large_to_list_is_sampled(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST", 500)
    packages.clear()

    record, _ = play(*built_in("room-six"), seed)

    packages.clear()
    assert not [event for event in record if isinstance(event.what, events.Invalid)]
    assert [event for event in record if isinstance(event.what, acts.Propose)]


def test_most_short_talks_end_in_a_deal() -> None:
    endings = [played("theatre", seed)[0][-1].what for seed in range(20)]

    deals = [end for end in endings if isinstance(end, events.Ended) and end.outcome == "deal"]
    assert len(deals) > 16
