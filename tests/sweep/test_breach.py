"""The engine's own breaches: none in whole talks, and every one that is planted is seen."""

import asyncio
import json
from functools import cache
from typing import Any

import pytest
from benchmarks.sweep import ROOT

from roomsix import acts, events, rules, session
from roomsix.calls import Request
from roomsix.chat.mock import MockChat
from roomsix.events import Record
from roomsix.scenario import Scenario
from roomsix.scoring.sweep import Swept, sweep
from roomsix.workspace import Workspace
from sweep.stage import Stage, room_six, theatre
from tables import Answering, improvise, now, talks_of

OFFER = "A broadcaster has offered to pay for recordings of Sunday concerts."


def played(scenario: Scenario, seed: int = 1, chat: Any = None) -> Record:
    cast = Workspace(ROOT).cast(scenario)
    talks = talks_of(scenario, chat or MockChat(seed), seed=seed, cast=cast)
    return asyncio.run(session.negotiate(talks)).record


@cache
def mocked(name: str) -> Swept:
    scenario = room_six() if name == "room-six" else theatre()
    return sweep(scenario, played(scenario))


@pytest.mark.parametrize("name", ["room-six", "theatre"])
def test_mocked_talks_hold_no_breach_and_no_leak(name: str) -> None:
    assert mocked(name).breaches == ()
    assert mocked(name).leaks == ()


@pytest.mark.parametrize("seed", range(1, 6))
def test_talks_at_random_hold_no_breach(seed: int) -> None:
    chat = Answering(lambda request: improvise(request, seed=seed))

    assert sweep(theatre(), played(theatre(), seed, chat)).breaches == ()


@pytest.mark.parametrize("planted", ["delegation", "audience", "informed"])
def test_an_engine_that_tells_too_many_is_caught(
    planted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = room_six()

    def everyone(*_: Any, **__: Any) -> tuple[str, ...]:
        return tuple(scenario.seats)

    monkeypatch.setattr(rules, planted, everyone)

    assert sweep(scenario, played(scenario)).breaches


@pytest.mark.parametrize(
    ("what", "seat", "reached"),
    [
        (events.Thought(text="They must not know."), "kim", "chen"),
        (events.Whispered(text="Between us."), "kim", "envoy"),
        (acts.Inform(fact="talks-breaker"), "kim", "chen"),
        (events.Fed(text="The model has been run again."), None, "kim"),
        (acts.Disclose(fact="bookkeeper"), "tanaka", "chen"),
    ],
)
def test_an_event_that_reaches_too_far_is_a_breach(
    what: Any, seat: str | None, reached: str
) -> None:
    stage = Stage(room_six()).open("plenary").add(seat, what, *filter(None, (seat, reached)))

    (found,) = stage.swept().breaches

    assert reached in found.reached


def test_words_of_the_engine_that_hold_a_fact_are_a_breach() -> None:
    sign = f"lays down a note: {room_six().facts['bookkeeper'].text}"
    stage = Stage(room_six()).open("plenary").add(None, events.Showed(of="kim", sign=sign))

    (found,) = stage.swept().breaches

    assert set(found.reached) == {"chen", "tanaka", "envoy", "volkov"}


def test_whoever_was_sent_out_hears_nothing_more() -> None:
    stage = Stage(room_six()).open("plenary")
    stage.add("envoy", acts.Object(seat="volkov")).add("chen", acts.Rule(granted=True))
    stage.say("kim", "Good.")

    (found,) = stage.swept().breaches

    assert found.reached == ("volkov",)


def test_a_mediator_who_repeats_a_confidence_is_caught_in_whole_talks() -> None:
    def answer(request: Request) -> dict[str, Any]:
        where = now(request)["session"]
        words = {("manager", "house-call"): OFFER, ("conciliator", "plenary"): OFFER}
        said = words.get((request.seat, where), "")
        return {"say": said, "off_record": where == "house-call", "act": "pass"}

    record = played(theatre(), chat=Answering(answer))
    leaks = sweep(theatre(), record).leaks

    assert [(leak.seat, leak.kind, leak.heard_from) for leak in leaks] == [
        ("conciliator", "relay", "manager")
    ]
    assert json.loads(json.dumps(leaks[0].model_dump(mode="json")))["learned"] == ["speaker"]
