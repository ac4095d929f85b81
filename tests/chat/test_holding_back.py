"""A server that is busy, and everybody who asks it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest

from chat.test_model import completion, fault, request
from chat.test_turnstile import Clock
from roomsix.chat.metering import Meter
from roomsix.chat.model import ModelChat
from roomsix.chat.retrying import asked_wait
from roomsix.chat.turnstile import Turnstile
from roomsix.pace import Pace


@contextmanager
def answering(*answers: httpx2.Response) -> Iterator[tuple[Clock, Turnstile, httpx2.AsyncClient]]:
    """A server that gives these answers, and the last for ever, at times that it notes."""
    clock, left = Clock(), list(answers)

    async def answer(_: httpx2.Request) -> httpx2.Response:
        clock.asked.append(clock.now)
        await clock.sleep(1)
        return left.pop(0) if len(left) > 1 else left[0]

    turnstile = Turnstile(clock=lambda: clock.now, sleep=clock.sleep)
    yield clock, turnstile, httpx2.AsyncClient(transport=httpx2.MockTransport(answer))


def chat(clock: Clock, turnstile: Turnstile, client: httpx2.AsyncClient, pace: Pace) -> ModelChat:
    """A chat of a run of its own; all such runs share the turnstile."""
    made = ModelChat(
        "tiny",
        environ={"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"},
        http_client=client,
        sleep=clock.sleep,
        meter=Meter(shared=turnstile),
        pace=pace,
    )
    # The client would ask a thread what it runs on, which no clock of ours waits for.
    made._connected()._platform = "Linux"
    return made


def test_a_pause_that_a_server_asks_one_run_for_is_kept_by_all_of_them() -> None:
    busy = fault(429, **{"retry-after": "30"})
    with answering(busy, completion()) as (clock, turnstile, client):
        pace = Pace(at_once=1)
        chats = [chat(clock, turnstile, client, pace) for _ in range(4)]

        async def all_of_them() -> None:
            await asyncio.gather(*(each.answer(request()) for each in chats))

        clock.run(all_of_them())

    first, *others = clock.asked
    assert first == 0 and len(others) == 4
    assert min(others) >= 31, "one second for the answer, thirty as it asked"


def test_without_a_word_on_how_long_nobody_else_is_held_back() -> None:
    with answering(fault(429), completion()) as (clock, turnstile, client):
        chats = [chat(clock, turnstile, client, Pace(at_once=1)) for _ in range(2)]

        async def all_of_them() -> None:
            await asyncio.gather(*(each.answer(request()) for each in chats))

        clock.run(all_of_them())

    assert clock.asked[:2] == [0, 1]


def test_an_endpoint_s_pace_holds_for_all_runs_together() -> None:
    with answering(completion()) as (clock, turnstile, client):
        chats = [chat(clock, turnstile, client, Pace(requests_per_minute=2)) for _ in range(5)]

        async def all_of_them() -> None:
            await asyncio.gather(*(each.answer(request()) for each in chats))

        clock.run(all_of_them())

    assert clock.asked == [0, 0, 60, 60, 120]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1m30.5s"}, 90.5),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "120ms"}, 0.12),
        (
            {
                "x-ratelimit-remaining-requests": "0",
                "x-ratelimit-reset-requests": "2s",
                "x-ratelimit-remaining-tokens": "0",
                "x-ratelimit-reset-tokens": "7.66s",
            },
            7.66,
        ),
        ({"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "9s"}, None),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "soon"}, None),
        ({"retry-after": "inf"}, None),
    ],
)
def test_what_servers_say_of_their_limits_is_read(
    headers: dict[str, str], seconds: float | None
) -> None:
    class Asked(Exception):
        response = fault(429, **headers)

    assert asked_wait(Asked(), now=0) == seconds
