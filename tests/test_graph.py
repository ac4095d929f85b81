"""The talks as a graph: one step a round, a small cursor, and every ending reached."""

import asyncio
from collections import Counter
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from handmade import theatre
from roomsix import acts, events, graph, prompts, replies, rules, session
from roomsix.calls import Request
from roomsix.record import Log
from roomsix.scenario import Scenario
from strategies import checked, scenarios
from tables import Answering, improvise, now, talks_of
from wall.guards import built_in

DEAL = {"pay": "o1", "sundays": "o2", "recordings": "o2"}


def play(scenario: Scenario, answer: Any = improvise, *, seed: int = 1) -> session.Result:
    return asyncio.run(session.negotiate(talks_of(scenario, Answering(answer), seed=seed)))


def test_the_graph_s_nodes_are_the_phases_of_a_session() -> None:
    drawn = graph.build().get_graph()

    assert set(drawn.nodes) == {
        "__start__", "convene", "round", "ratify", "adjourn", "conclude", "__end__",
    }  # fmt: skip


def test_one_step_is_taken_for_each_round() -> None:
    taken: Counter[str] = Counter()

    async def step() -> None:
        scenario = built_in()
        log = Log(scenario)
        talks = talks_of(scenario, Answering(lambda _: {"act": "pass"}))
        heads = {seat: prompts.head(scenario, talks.cast, seat) for seat in scenario.seats}

        async def ask(seat: str, prompt: prompts.Prompt) -> Any:
            request = Request(seat=seat, index=0, prompt=prompt, form=replies.schema(scenario))
            return await talks.chats[seat].answer(request)

        room = graph.Room(scenario=scenario, cast=talks.cast, seed=1, log=log, ask=ask, heads=heads)
        async for update in graph.build().astream(
            graph.START_CURSOR, context=room, stream_mode="updates"
        ):
            taken.update(list(update))
        assert sum(taken.values()) <= graph.steps(scenario)

    asyncio.run(step())

    rounds = sum(s.rounds for s in built_in().sessions.values() if s.kind != "ratification")
    assert taken["round"] == rounds
    assert taken["convene"] == taken["adjourn"] == 3 and taken["conclude"] == 1


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


def test_a_walk_out_ends_the_talks_at_once() -> None:
    def answer(request: Request) -> dict[str, Any]:
        return {"act": "walk-out" if "walk-out" in now(request)["acts"] else "pass"}

    result = play(theatre(), answer)

    assert (result.ended.outcome, result.ended.why) == ("no deal", "walk-out")
    after = result.record.of("walk-out")[0].seq
    kinds = [event.what.kind for event in result.record[after + 1 :]]
    assert kinds == ["closed", "ended"]


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
