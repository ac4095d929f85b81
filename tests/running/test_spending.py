"""Runs under limits: against a server that costs as much as it can, no limit is ever passed."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import httpx2
import pytest

from hostile import Manner, Server, serving
from roomsix import running, store
from roomsix.budget import Amount, Limits, Rate
from roomsix.calls import Outcome, Request, Usage
from roomsix.chat import arrival
from roomsix.chat.metering import Meter
from roomsix.chat.mock import MockChat
from roomsix.chat.model import ModelChat
from roomsix.errors import BudgetSpent, ChatError, RecordError, UsageError
from roomsix.prompts import build
from roomsix.replies import Schema
from roomsix.session import Talks
from running_tables import folder_of, small

TABLE = small()
NAME = "openai:m"
RATE = Rate(prompt=Decimal("1.5"), completion=Decimal(6))
RATES = {NAME: RATE}


async def at_once(_: float) -> None:
    """Wait for nothing between attempts."""


def model(server: Server, meter: Meter) -> ModelChat:
    return ModelChat("m", environ={"OPENAI_BASE_URL": server.url}, sleep=at_once, meter=meter)


def talks(server: Server, meter: Meter) -> Talks:
    return replace(TABLE, chats=dict.fromkeys(TABLE.chats, model(server, meter)))


def billed(server: Server) -> Amount:
    usd = RATE.cost(server.prompt, 0, server.completion)
    return Amount(server.received, server.prompt + server.completion, usd)


def paused(server: Server, limits: Limits, runs: Path) -> store.Run:
    """A run that a limit has stopped."""
    meter = Meter(limits)
    with pytest.raises(BudgetSpent):
        running.run(talks(server, meter), runs, meter=meter)
    (run,) = store.runs(runs)
    return run


def request(size: int = 100) -> Request:
    form = Schema(name="turn", digest="", body={})
    return Request.model_construct(seat="a", index=0, prompt=build("x" * size, [], ""), form=form)


def worst() -> Amount:
    """The most that the request can cost."""

    async def refused() -> Amount:
        meter = Meter(Limits(rates=RATES, reply=50))
        meter.meet(NAME, "m", "http://127.0.0.1:1/v1")
        async with meter.attempt(NAME, request()):
            pass
        return meter.spent

    return asyncio.run(refused())


@pytest.mark.parametrize(
    "limits",
    [
        Limits(usd=Decimal("0.3"), rates=RATES, reply=900),
        Limits(tokens=90_000, rates=RATES, reply=900),
        Limits(calls=5, rates=RATES, reply=900),
    ],
    ids=["dollars", "tokens", "requests"],
)
@pytest.mark.parametrize(
    "manner", ["honest", "silent", "humble", "negative", "boastful", "failing"]
)
def test_a_hostile_model_never_gets_more_than_the_limit(
    manner: Manner, limits: Limits, tmp_path: Path
) -> None:
    with serving(manner) as server:
        run = paused(server, limits, tmp_path)
        cost = billed(server)

    assert server.received > 0
    assert not cost.exceeds(limits), cost
    assert run.info.status == "paused"
    assert "would be passed" in run.info.note


def test_a_model_that_no_limit_can_shut_up_gets_one_request_too_many_and_no_further_one(
    tmp_path: Path,
) -> None:
    limits = Limits(tokens=60_000, reply=900)
    with serving("deaf") as server:
        run = paused(server, limits, tmp_path)

    assert server.received == 1
    assert f"{server.prompt + server.completion:,} tokens, 1 request spent" in run.info.note


def test_what_is_spent_before_a_fault_or_a_stop_counts_when_the_run_is_taken_up(
    tmp_path: Path,
) -> None:
    limits = Limits(calls=7, rates=RATES)
    with serving("silent") as server:
        run = paused(server, limits, tmp_path)
        meter = Meter(limits)
        parts = running.epochs(run, lambda _, seats: dict.fromkeys(seats, model(server, meter)))
        with pytest.raises(BudgetSpent):
            running.resume(run, parts, meter=meter)

    assert server.received == 7


@pytest.mark.parametrize("manner", ["honest", "failing"])
def test_a_run_that_a_limit_stopped_goes_on_under_a_higher_one_to_the_same_record(
    manner: Manner, tmp_path: Path
) -> None:
    with serving("honest") as server:
        meter = Meter()
        whole = store.Run(folder_of(running.run(talks(server, meter), tmp_path / "a", meter=meter)))
    with serving(manner) as server:
        run = paused(server, Limits(usd=Decimal("0.3"), rates=RATES), tmp_path / "b")
        meter = Meter(Limits(usd=Decimal(90), rates=RATES))
        parts = running.epochs(run, lambda _, seats: dict.fromkeys(seats, model(server, meter)))

        running.resume(run, parts, meter=meter)

    done = store.Run(run.folder)
    assert done.lines("record.jsonl") == whole.lines("record.jsonl")
    assert done.info.limits.usd == 90
    assert done.info.hash == done.info.seal
    same = ("turns", "events", "calls", "unusable_replies", "prompt_tokens")
    assert [done.info.totals[name] for name in same] == [whole.info.totals[name] for name in same]
    asked = [line for line in done.lines("calls.jsonl") if '"answered"' in line]
    assert len(asked) == whole.info.totals["calls"]
    spent = sum(map(Decimal, done.info.usd.values()))
    assert spent == meter.spent.usd >= billed(server).usd
    assert sum(seat["calls"] for seat in done.info.by_seat.values()) == done.info.totals["calls"]


def test_a_request_that_was_under_way_when_the_process_died_counts_in_full() -> None:
    lines = [
        '{"attempt":1,"calls":1,"money":"reserved","seat":"a","tokens":900,"usd":"0.5"}',
        '{"attempt":1,"calls":1,"money":"spent","seat":"a","tokens":100,"usd":"0.1"}',
        '{"attempt":2,"calls":1,"money":"reserved","seat":"b","tokens":900,"usd":"0.5"}',
    ]
    meter = Meter()

    meter.open(lines, lambda _: None)

    assert meter.spent == Amount(2, 1000, Decimal("0.6"))
    assert meter.seats["b"] == Amount(1, 900, Decimal("0.5"))


def test_a_damaged_line_on_money_is_an_error_that_names_it() -> None:
    with pytest.raises(RecordError, match=r"spending\.jsonl:1: "):
        Meter().open(["{}"], lambda _: None)


@contextmanager
def metered(limits: Limits) -> Iterator[tuple[Meter, list[str]]]:
    meter, lines = Meter(limits), list[str]()
    meter.meet(NAME, "m", "http://127.0.0.1:1/v1")
    meter.open([], lines.append)
    yield meter, lines


def test_what_a_request_can_cost_is_written_before_it_is_sent() -> None:
    with metered(Limits(rates=RATES)) as (meter, lines):

        async def send() -> None:
            async with meter.attempt(NAME, request()):
                assert [json.loads(line)["money"] for line in lines] == ["reserved"]

        asyncio.run(send())


def test_what_could_not_be_taken_down_is_not_sent_and_costs_nothing() -> None:
    def full(_: str) -> None:
        raise RecordError("the disk is full")

    async def send(meter: Meter) -> None:
        async with meter.attempt(NAME, request()):
            raise AssertionError("it was sent")

    with metered(Limits(rates=RATES)) as (meter, _):
        meter.open([], full)
        with pytest.raises(RecordError, match="the disk is full"):
            asyncio.run(send(meter))

    assert meter.spent == Amount() and not meter.seats


def test_requests_of_one_round_wait_for_each_other_where_all_at_once_could_be_too_much() -> None:
    most = worst()
    limits = Limits(usd=most.usd * 2, rates=RATES, reply=50)
    under_way: list[int] = []
    with metered(limits) as (meter, _):

        async def send() -> None:
            async with meter.attempt(NAME, request()) as attempt:
                under_way.append(1)
                assert len(under_way) <= 2
                await asyncio.sleep(0)
                attempt.reported = Usage(prompt=30, completion=1)
                under_way.pop()

        async def all_at_once() -> None:
            await asyncio.gather(*(send() for _ in range(5)))

        asyncio.run(all_at_once())

    assert meter.spent.calls == 5
    assert meter.spent.usd <= most.usd * 2


@pytest.mark.parametrize("cut", ["late", "silent", "huge"])
def test_what_was_counted_of_an_answer_that_did_not_come_whole_is_not_believed(cut: str) -> None:
    head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    finish = "stop" if cut == "silent" else None
    content = "x" * 50 if cut == "huge" else "x"
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
    usage = {"prompt_tokens": 100, "completion_tokens": 3, "total_tokens": 103}
    chunk = {**head, "choices": [choice], "usage": usage}

    async def pieces() -> AsyncIterator[bytes]:
        yield f"data: {json.dumps(chunk)}\n\n".encode()
        await asyncio.sleep(30)

    def answer(_: httpx2.Request) -> httpx2.Response:
        headers = {"content-type": "text/event-stream"}
        return httpx2.Response(200, content=pieces(), headers=headers)

    async def asked(meter: Meter) -> None:
        limits = {
            "late": arrival.Limits(total=0.2),
            "silent": arrival.Limits(idle=0.2),
            "huge": arrival.Limits(text=20),
        }
        async with httpx2.AsyncClient(transport=httpx2.MockTransport(answer)) as client:
            chat = ModelChat(
                "m",
                environ={"OPENAI_BASE_URL": "http://h/v1"},
                http_client=client,
                limits=limits[cut],
                meter=meter,
            )
            await chat.answer(request())

    meter = Meter(Limits(rates=RATES, reply=50))
    asyncio.run(asked(meter))

    assert meter.spent == worst()


def test_nobody_at_home_and_nothing_made_cost_nothing_but_a_request(tmp_path: Path) -> None:
    meter = Meter(Limits(usd=Decimal(9), rates=RATES))
    with serving("honest") as server:
        chat = model(server, meter)  # nobody listens there any more below

    with pytest.raises(ChatError, match="no connection"):
        asyncio.run(chat.answer(request()))

    assert meter.spent == Amount(8, 0, Decimal(0))


def test_a_model_without_a_price_is_refused_under_a_cap_on_money_unless_allowed() -> None:
    environ = {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}

    with pytest.raises(UsageError, match="no price is known for 'openai:m'"):
        ModelChat("m", environ=environ, meter=Meter(Limits(usd=Decimal(1))))

    ModelChat("m", environ=environ, meter=Meter(Limits(usd=Decimal(1), unpriced=True)))
    ModelChat("m", environ=environ, meter=Meter(Limits(usd=Decimal(1), rates=RATES)))
    ModelChat("m", environ=environ, meter=Meter(Limits(tokens=1)))
    ModelChat("gpt-4o-mini", environ={"OPENAI_API_KEY": "k"}, meter=Meter(Limits(usd=Decimal(1))))


def test_time_that_is_up_pauses_a_run_that_goes_on_later(tmp_path: Path) -> None:
    meter = Meter(Limits(minutes=0.0001))

    with pytest.raises(BudgetSpent, match=r"--max-minutes 0\.0001 "):
        running.run(TABLE, tmp_path, meter=meter)

    (run,) = store.runs(tmp_path)
    assert run.info.status == "paused"
    running.resume(run, running.epochs(run, lambda _, seats: TABLE.chats), meter=Meter())
    assert store.Run(run.folder).info.status == "finished"


def test_a_time_out_of_somebody_else_s_is_not_taken_for_the_limit(tmp_path: Path) -> None:
    class Late(MockChat):
        async def answer(self, request: Request) -> Outcome:
            raise TimeoutError("a socket's")

    late = replace(TABLE, chats=dict.fromkeys(TABLE.chats, Late(1)))

    for minutes in (None, 5.0):
        with pytest.raises(TimeoutError, match="a socket's"):
            running.run(late, tmp_path, meter=Meter(Limits(minutes=minutes)))


@pytest.mark.parametrize(("minutes", "told"), [(1e-05, "0.00001"), (0.0001, "0.0001")])
def test_a_short_time_is_told_as_it_was_given(minutes: float, told: str, tmp_path: Path) -> None:
    with pytest.raises(BudgetSpent, match=rf"--max-minutes {re.escape(told)} "):
        running.run(TABLE, tmp_path, meter=Meter(Limits(minutes=minutes)))


def test_mocks_cost_nothing_and_are_never_limited(tmp_path: Path) -> None:
    meter = Meter(Limits(usd=Decimal(0), calls=0, tokens=0))

    result = running.run(TABLE, tmp_path, meter=meter)

    run = store.Run(folder_of(result))
    assert not (run.folder / store.SPENDING).exists()
    assert run.info.usd == {}
