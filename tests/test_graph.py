"""The talks as a graph: one step a round, a small cursor, and every ending reached."""

import asyncio
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from handmade import theatre
from roomsix import acts, events, graph, prompts, replies, rules, session, views
from roomsix.calls import Judge, Request
from roomsix.record import Log
from roomsix.room import Room
from roomsix.scenario import Scenario
from strategies import checked, scenarios
from tables import Answering, improvise, now, talks_of
from wall.guards import built_in

DEAL = {"pay": "o1", "sundays": "o2", "recordings": "o2"}


LONG = {
    "plenary": {
        "kind": "plenary",
        "title": "All",
        "rounds": 4,
        "turns": [["chair", "theatre-lead", "orchestra-lead"]],
    }
}


def play(
    scenario: Scenario, answer: Any = improvise, *, seed: int = 1, assesses: bool = False
) -> session.Result:
    talks = talks_of(scenario, Answering(answer, assesses=assesses), seed=seed)
    return asyncio.run(session.negotiate(talks, scores=("agreement",)))


def test_the_graph_s_nodes_are_the_phases_of_a_session() -> None:
    drawn = graph.build().get_graph()

    assert set(drawn.nodes) == {
        "__start__", "convene", "round", "ratify", "adjourn", "assess", "conclude", "__end__",
    }  # fmt: skip


def test_one_step_is_taken_for_each_round() -> None:
    taken: Counter[str] = Counter()

    async def step() -> None:
        scenario = built_in()
        log = Log(scenario)
        talks = talks_of(scenario, Answering(lambda _: {"act": "pass"}))

        async def ask(seat: str, prompt: prompts.Prompt, form: replies.Schema, judge: Judge) -> Any:
            request = Request(seat=seat, index=0, prompt=prompt, form=form, judge=judge)
            return await talks.chats[seat].answer(request)

        room = Room(
            scenario=scenario,
            cast=talks.cast,
            seed=1,
            log=log,
            ask=ask,
        )
        async for update in graph.build().astream(
            graph.START_CURSOR, context=room, stream_mode="updates"
        ):
            taken.update(list(update))
        assert sum(taken.values()) <= graph.steps(scenario)

    asyncio.run(step())

    rounds = sum(s.rounds for s in built_in().sessions.values() if s.kind != "ratification")
    assert taken["round"] == rounds
    assert (
        taken["convene"] == taken["adjourn"] == len(built_in().sessions) - 1
        and taken["conclude"] == 1
    )


def agreeing(request: Request) -> dict[str, Any]:
    moment = now(request)
    if "draft" in moment["acts"]:
        return {"act": "draft", "package": DEAL}
    if "accept" in moment["acts"]:
        return {"act": "accept", "number": moment["papers"][-1]}
    return {"act": "pass"}


def test_a_package_both_leads_accept_and_both_principals_ratify_is_a_deal() -> None:
    result = play(theatre(), agreeing)

    assert (result.ended.outcome, result.ended.why) == ("deal", "ratified")
    assert result.ended.package == DEAL
    assert [e.what.kind for e in result.record][-4:] == ["ratified", "ratified", "closed", "ended"]
    assert result.scores.scores["agreement"].value is True


def test_a_deal_that_a_principal_refuses_is_none() -> None:
    result = play(theatre(reservations=(57, 99)), agreeing)

    assert (result.ended.outcome, result.ended.why) == ("no deal", "not ratified")
    assert rules.ratified(result.record) == {"theatre": True, "orchestra": False}


def test_talks_that_run_out_of_rounds_end_without_a_ratification() -> None:
    result = play(theatre(), lambda _: {"act": "pass"})

    assert (result.ended.outcome, result.ended.why) == ("no deal", "out of rounds")
    assert not result.record.of("ratified")


def test_a_walk_out_ends_the_talks_if_nobody_brings_the_side_back() -> None:
    def answer(request: Request) -> dict[str, Any]:
        leaves = request.seat == "theatre-lead" and "walk-out" in now(request)["acts"]
        return {"act": "walk-out" if leaves else "pass"}

    result = play(theatre(), answer)

    assert (result.ended.outcome, result.ended.why) == ("no deal", "walk-out")
    (left,) = result.record.of("walk-out")
    heard = [e for e in result.record[left.seq + 1 :] if "theatre-lead" in e.audience]
    assert {event.what.kind for event in heard} == {"closed", "ended"}


def test_a_side_that_walked_out_is_back_once_the_mediator_has_met_it_apart() -> None:
    def answer(request: Request) -> dict[str, Any]:
        moment = now(request)
        if request.seat == "theatre-lead" and (moment["kind"], moment["round"]) == ("plenary", 1):
            return {"act": "walk-out"}
        if "call" in moment["acts"] and (moment["kind"], moment["round"]) == ("plenary", 2):
            return {"act": "call", "call": "corridor", "to": "theatre-lead"}
        return {"act": "pass"}

    result = play(theatre(sessions=LONG), answer)

    assert result.ended.why == "out of rounds"
    opened = [event.session for event in result.record.of("opened")]
    assert opened == ["plenary", "plenary-corridor-2"]
    last = [event.seat for event in result.record if event.round == 4 and event.seat]
    assert "theatre-lead" in last


@settings(checked, max_examples=40, phases=(Phase.generate,))
@given(scenarios())
def test_any_talks_end_in_order_and_are_the_same_when_played_again(scenario: Scenario) -> None:
    first, second = play(scenario), play(scenario)

    assert list(first.record) == list(second.record)
    assert isinstance(first.record[-1].what, events.Ended)
    opened = [event.session for event in first.record.of("opened")]
    closed = [event.session for event in first.record.of("closed")]
    assert opened == closed == [name for name in scenario.sessions if name in opened]
    turns = [event.turn for event in first.record if event.turn is not None]
    assert turns == sorted(turns) and set(turns) == set(range(1, max(turns, default=0) + 1))
    for event in first.record:
        assert event.seat is None or event.seat in scenario.sessions[event.session].present


@settings(checked, max_examples=40, phases=(Phase.generate,))
@given(scenarios())
def test_nothing_illegal_is_ever_in_the_record(scenario: Scenario) -> None:
    record = play(scenario).record
    past = events.Record()
    for event in record:
        if event.seat is not None and event.what.kind in acts.ACTS:
            act: Any = event.what
            refused = rules.refusal(scenario, past, event.session, event.seat, act)
            assert refused is None
        past.append(event)
        left = rules.time_left(scenario, past, event.session)
        assert left is None or left >= 0


@pytest.mark.parametrize("seed", range(6))
def test_an_agreement_is_one_package_that_every_lead_took_itself(seed: int) -> None:
    result = play(built_in(), seed=seed)

    agreed = rules.agreement(built_in(), result.record)
    if agreed is not None:
        takers = {
            event.seat
            for event in result.record.of("accept")
            if getattr(event.what, "paper", None) == agreed.seq
        }
        assert takers | {agreed.by} >= {built_in().lead_of(p) for p in built_in().parties}


def story(**more: Any) -> Scenario:
    """Two sides, a chair and a watch, with every kind of session."""
    terms = {"measures": {"visits": {"name": "visits"}}, "schedules": {"yearly": "once a year"}}
    leads = ["theatre-lead", "orchestra-lead"]
    promise = {
        "name": "quiet",
        "restrains": {"pay": ["o0"]},
        "gain": 1,
        "detection": {"issue": "pay", "by": dict.fromkeys(("o0", "o1", "o2", "o3"), 50)},
        "loss": {"issue": "pay", "by": dict.fromkeys(("o0", "o1", "o2", "o3"), 5)},
    }
    base: dict[str, Any] = {
        "seats": {
            "chair": {"persona": "chair", "role": "mediator"},
            "watch": {"persona": "watch", "role": "observer"},
            **{
                lead: {"persona": "envoy", "role": "lead", "party": lead.removesuffix("-lead")}
                for lead in leads
            },
        },
        "obligations": {
            "ours": promise | {"debtor": "theatre"},
            "theirs": promise | {"debtor": "orchestra"},
        },
        "verification": terms,
        "facts": {
            "debt": {
                "text": "There is a debt.",
                "truth": True,
                "known_to": [*leads, "chair"],
                "share": "free",
                "beliefs": {"theatre-lead": 95, "chair": 40},
            },
        },
        "sessions": {
            "meeting": {
                "kind": "preliminary",
                "title": "One",
                "party": "theatre",
                "minutes": 30,
                "rounds": 2,
                "turns": [["chair", "theatre-lead", "watch"]],
            },
            "debrief": {"kind": "debrief", "title": "Between us", "turns": [["chair", "watch"]]},
            "sealed": {"kind": "proposals", "title": "Apart", "turns": [leads]},
            **LONG,
        },
        "assess": True,
    }
    return theatre(**(base | more))


SUBMITTED = {"obligation": "ours", "measure": "visits", "schedule": "yearly"}
WANTED = {"obligation": "theirs", "measure": "visits", "schedule": "yearly"}


def test_sealed_proposals_are_opened_together_when_all_meet() -> None:
    def answer(request: Request) -> dict[str, Any]:
        if "submit" not in now(request).get("acts", []):
            return {"act": "pass"}
        own, other = SUBMITTED, WANTED
        if request.seat == "orchestra-lead":
            own, other = WANTED, SUBMITTED
        return {"act": "submit", "allow": [own], "need": [other], "say": "Between us."}

    result = play(story(), answer)

    for event in result.record.of("submit"):
        assert event.audience == (event.seat,)
    opened = result.record.of("unsealed")
    assert [event.session for event in opened] == ["plenary", "plenary"]
    assert all(set(e.audience) == {"chair", *(f"{p}-lead" for p in POINTS)} for e in opened)
    said = [e for e in result.record.of("said") if e.session == "sealed"]
    assert said and all(event.audience == (event.seat,) for event in said)


POINTS = ("theatre", "orchestra")


def test_a_proposal_of_principles_is_refused() -> None:
    def answer(request: Request) -> dict[str, Any]:
        if "submit" not in now(request).get("acts", []):
            return {"act": "pass"}
        return {"act": "submit", "allow": [], "need": [WANTED]}

    result = play(story(), answer)

    reasons = {getattr(e.what, "reason", "") for e in result.record.of("invalid")}
    assert any("names no mechanism" in reason for reason in reasons)
    assert not result.record.of("submit", "unsealed")


def test_an_objection_that_is_granted_sends_the_observer_out() -> None:
    def answer(request: Request) -> dict[str, Any]:
        moment = now(request)
        if "object" in moment.get("acts", []):
            return {"act": "object", "seat": "watch"}
        if "rule" in moment.get("acts", []):
            return {"act": "rule", "granted": True}
        return {"act": "pass"}

    orders = [["chair", "theatre-lead", "chair", "watch"]]
    meeting = story().sessions["meeting"].model_copy(update={"turns": tuple(map(tuple, orders))})
    table = story()
    table = table.model_copy(update={"sessions": {**table.sessions, "meeting": meeting}})

    record = play(table, answer).record

    ruled = next(e.seq for e in record.of("rule"))
    meeting_after = [e for e in record[ruled + 1 :] if e.session == "meeting" and e.turn]
    assert meeting_after and all("watch" not in event.audience for event in meeting_after)


def test_what_is_said_apart_is_off_the_record_and_heard_by_that_side_only() -> None:
    def answer(request: Request) -> dict[str, Any]:
        moment = now(request)
        first = moment.get("kind") == "plenary" and moment["round"] == 1
        if first and request.seat == "theatre-lead":
            return {"act": "request", "request": "caucus"}
        if "rule" in moment.get("acts", []):
            return {"act": "rule", "granted": True}
        return {"act": "pass", "say": "Hm." if moment.get("kind") == "caucus" else ""}

    record = play(story(), answer).record

    said = [e for e in record.of("said") if "caucus" in e.session]
    assert said and all(getattr(event.what, "off_record", False) for event in said)
    assert {s for e in said for s in e.audience} == {"chair", "watch", "theatre-lead"}


def test_after_each_session_those_who_mediate_and_watch_write_a_row_of_the_board() -> None:
    estimate = {"party": "theatre", "priorities": ["sundays", "pay"], "least": 60,
                "limits": [{"issue": "pay", "option": "o1"}],
                "red_lines": [{"issue": "pay", "option": "o3"}], "holds_back": "money"}  # fmt: skip

    def answer(request: Request) -> dict[str, Any]:
        if now(request).get("question") != "assess":
            claim = {"fact": "debt", "holds": False}
            return {
                "act": "pass",
                "say": "No debt.",
                "claims": [claim] if "theatre" in request.seat else [],
            }
        assert request.form.name == "assessment"
        claims = [json.loads(x)["n"] for x in request.prompt.user.splitlines() if '"claims"' in x]
        doubts = [{"n": n, "false_percent": 80} for n in claims]
        return {"parties": [estimate], "doubts": doubts, "thinking": "Hm."}

    record = play(story(), answer, assesses=True).record

    rows = [(e.session, e.seat, e.audience) for e in record.of("assessed")]
    assert rows == [
        ("meeting", "chair", ("chair",)), ("meeting", "watch", ("watch",)),
        ("debrief", "chair", ("chair",)), ("debrief", "watch", ("watch",)),
        ("plenary", "chair", ("chair",)),
    ]  # fmt: skip
    row: Any = record.of("assessed")[0].what
    assert row.parties["theatre"].limits == {"pay": "o1"} and set(row.doubts.values()) == {80}
    claimed = record.of("claimed")
    assert set(claimed[0].audience) == {"chair", "theatre-lead"}  # the watch knows of no debt


def test_what_reaches_a_seat_privately_comes_by_the_clock_and_others_see_it_look() -> None:
    feed = {"session": "meeting", "minute": 1, "text": "It is worse.", "fact": "debt", "holds": 99}
    seats = {s: place.model_dump() for s, place in story().seats.items()}
    seats["theatre-lead"]["feed"] = [feed]

    record = play(
        story(seats=seats, floor={"ms_per_turn": 20_000}), lambda _: {"act": "pass"}
    ).record

    (fed,) = record.of("fed")
    assert fed.audience == ("theatre-lead",)
    before = {e.turn for e in record[: fed.seq] if e.session == "meeting" and e.turn}
    assert len(before) == 3  # the first turn after a minute of floor time
    assert {s for e in record.of("showed") for s in e.audience} == {"chair", "watch"}


def test_a_tell_shows_by_chance_and_more_often_when_something_stirs() -> None:
    def signs(stirred: int, **lead: Any) -> int:
        seats = {s: place.model_dump() for s, place in story().seats.items()}
        seats["theatre-lead"] |= {"tells": ["coughs"], **lead}
        table = story(seats=seats, demeanour={"calm": 20, "stirred": stirred}, assess=False)
        return sum(
            len(play(table, lambda _: {"act": "pass"}, seed=seed).record.of("showed"))
            for seed in range(25)
        )

    calm, frightened = signs(60), signs(60, fears=["debt"])

    assert signs(20) == signs(20, fears=["debt"]) == calm
    assert frightened > 1.8 * calm > 0


def test_the_aftermath_is_told_when_there_is_no_deal() -> None:
    record = play(
        story(aftermath={"always": "The house went dark."}), lambda _: {"act": "pass"}
    ).record

    assert [e.what.kind for e in record][-2:] == ["told", "ended"]


@settings(checked, max_examples=60, phases=(Phase.generate,))
@given(scenarios(), st.integers(0, 9))
def test_the_record_and_the_score_agree_on_whether_there_is_a_deal(
    scenario: Scenario, seed: int
) -> None:
    result = play(scenario, seed=seed)

    assert result.scores.scores["agreement"].value is (result.ended.outcome == "deal")


def test_without_a_ratification_what_the_leads_agree_on_stands_and_scores() -> None:
    plenary = {"plenary": {"kind": "plenary", "title": "All", "turns": [["chair", *LEADS]]}}

    result = play(theatre(sessions=plenary), agreeing)

    assert (result.ended.outcome, result.ended.why) == ("deal", "agreed")
    assert result.scores.scores["agreement"].value is True


LEADS = ("theatre-lead", "orchestra-lead")


def test_a_second_plenary_is_skipped_once_there_is_an_agreement_and_the_vote_still_held() -> None:
    plenary = {"kind": "plenary", "title": "All", "turns": [["chair", *LEADS]]}
    vote = {"kind": "ratification", "title": "Vote", "turns": [["chair", *LEADS]]}

    result = play(theatre(sessions={"one": plenary, "two": plenary, "vote": vote}), agreeing)

    assert [event.session for event in result.record.of("opened")] == ["one", "vote"]
    assert result.ended.why == "ratified" and len(result.record.of("ratified")) == 2


def test_a_rupture_just_before_the_vote_leaves_nothing_to_ratify() -> None:
    shot = {
        "before": {"session": "vote"},
        "what": "A shot.",
        "gravity": "violent",
        "score": 50,
    }
    stakes = {level: {"no_deal": 40} for level in ("calm", "war")}
    table = theatre(
        tension={"levels": {"calm": 0, "war": 40}, "rupture": "war"}, incidents={"shot": shot}
    )
    parties = {n: p.model_dump() | {"stakes": stakes} for n, p in table.parties.items()}
    table = Scenario.model_validate(table.model_dump() | {"parties": parties})

    result = play(table, agreeing)

    assert (result.ended.outcome, result.ended.why) == ("no deal", "rupture")
    assert not result.record.of("ratified")
    assert result.scores.scores["agreement"].value is False


def test_a_silent_word_to_the_observer_looks_like_a_pass_to_the_rest() -> None:
    def heard(act: dict[str, Any]) -> list[str]:
        def answer(request: Request) -> dict[str, Any]:
            able = request.seat == "theatre-lead" and "inform" in now(request)["acts"]
            return act if able else {"act": "pass"}

        record = play(story(), answer).record
        return views.seen(story(), record, "chair").lines

    assert heard({"act": "inform", "fact": "debt"}) == heard({"act": "pass"})


def test_a_claim_about_a_fact_the_speaker_knows_nothing_of_is_not_let_through() -> None:
    claim = {"fact": "ferry", "holds": True}

    record = play(story(), lambda _: {"act": "pass", "say": "So.", "claims": [claim]}).record

    reasons = {getattr(event.what, "reason", "") for event in record.of("invalid")}
    assert reasons == {"you know of no fact 'ferry'; you know of: debt"} or all(
        reason.startswith("you know of no fact 'ferry'") for reason in reasons
    )
    assert not record.of("claimed")
