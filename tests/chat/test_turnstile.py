"""One turnstile for many runs: who is let through, when, and who is held back for whom."""

import asyncio
import heapq
from collections.abc import Coroutine
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

import pytest

from roomsix.budget import Amount, Ledger, Limits
from roomsix.chat.turnstile import Asking, Turnstile
from roomsix.errors import BudgetSpent, RoomsixError
from roomsix.pace import Pace

T = TypeVar("T")
ONE = Amount(1, 100, Decimal("0.01"))


class Clock:
    """Time that passes only when nobody has anything to do."""

    def __init__(self) -> None:
        self.now = 0.0
        self.asked: list[float] = []
        self._asleep: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._asleep, (self.now + seconds, next(self._numbers), woken))
        await woken

    def run(self, played: Coroutine[Any, Any, T]) -> T:
        async def turning() -> T:
            task = asyncio.ensure_future(played)
            while not task.done():
                for _ in range(30):
                    await asyncio.sleep(0)
                while not task.done() and self._asleep:
                    at, _, woken = heapq.heappop(self._asleep)
                    if not woken.done():
                        self.now = at
                        woken.set_result(None)
                        break
            return task.result()

        return asyncio.run(turning())


def asking(endpoint: str = "", pace: Pace | None = None, worst: Amount = ONE) -> Asking:
    return Asking(endpoint, pace or Pace(), 100, worst)


def test_more_than_may_be_are_never_under_way_at_once() -> None:
    clock = Clock()
    turnstile = Turnstile(clock=lambda: clock.now, sleep=clock.sleep)
    under_way, most = 0, 0

    async def ask() -> None:
        nonlocal under_way, most
        number = await turnstile.admit(asking(pace=Pace(at_once=3)))
        under_way += 1
        most = max(most, under_way)
        await clock.sleep(1)
        under_way -= 1
        turnstile.settle(number, ONE)

    async def all_of_them() -> None:
        await asyncio.gather(*(ask() for _ in range(20)))

    clock.run(all_of_them())

    assert most == 3
    assert clock.now == 7


def test_requests_of_all_runs_share_the_minute_and_come_in_turn() -> None:
    clock = Clock()
    turnstile = Turnstile(clock=lambda: clock.now, sleep=clock.sleep)
    sent: list[tuple[int, float]] = []

    async def ask(who: int) -> None:
        number = await turnstile.admit(asking(pace=Pace(requests_per_minute=2)))
        sent.append((who, clock.now))
        turnstile.settle(number, ONE)

    async def all_of_them() -> None:
        await asyncio.gather(*(ask(who) for who in range(5)))

    clock.run(all_of_them())

    assert sent == [(0, 0), (1, 0), (2, 60), (3, 60), (4, 120)]


def test_an_endpoint_that_is_to_be_left_alone_is_left_alone_by_all_and_no_other_is() -> None:
    clock = Clock()
    turnstile = Turnstile(clock=lambda: clock.now, sleep=clock.sleep)
    sent: dict[str, list[float]] = {"busy": [], "other": []}

    async def ask(endpoint: str) -> None:
        number = await turnstile.admit(asking(endpoint))
        sent[endpoint].append(clock.now)
        turnstile.settle(number, ONE)

    async def all_of_them() -> None:
        await ask("busy")
        turnstile.hold("busy", 30)
        await asyncio.gather(*(ask(each) for each in ("busy", "other", "busy", "other")))

    clock.run(all_of_them())

    assert sent == {"busy": [0, 30, 30], "other": [0, 0]}


def test_every_purse_has_to_have_room_and_none_is_passed() -> None:
    clock = Clock()
    wide, narrow = Ledger(Limits(calls=100)), Ledger(Limits(usd=Decimal("0.05")))
    turnstile = Turnstile((wide, narrow), clock=lambda: clock.now, sleep=clock.sleep)
    assert turnstile.capped

    async def ask() -> str:
        try:
            number = await turnstile.admit(asking())
        except BudgetSpent as error:
            return error.message
        assert (narrow.spent + narrow.held).usd <= Decimal("0.05")
        await clock.sleep(1)
        turnstile.settle(number, ONE)
        return ""

    async def all_of_them() -> list[str]:
        return await asyncio.gather(*(ask() for _ in range(9)))

    told = clock.run(all_of_them())

    assert told.count("") == 5
    assert narrow.spent.usd == Decimal("0.05") and wide.spent.calls == 5
    assert all(each.startswith("--max-usd 0.05 would be passed") for each in told if each)


def test_a_request_waits_for_what_those_under_way_leave_over() -> None:
    clock = Clock()
    purse = Ledger(Limits(usd=Decimal("0.02")))
    turnstile = Turnstile((purse,), clock=lambda: clock.now, sleep=clock.sleep)

    async def ask() -> float:
        number = await turnstile.admit(asking())
        at = clock.now
        await clock.sleep(1)
        turnstile.settle(number, Amount(1, 1, Decimal(0)))
        return at

    async def all_of_them() -> list[float]:
        return await asyncio.gather(*(ask() for _ in range(4)))

    assert clock.run(all_of_them()) == [0, 0, 1, 1]


def test_what_became_of_a_request_being_unknown_all_it_could_cost_is_spent() -> None:
    purse = Ledger(Limits(calls=5))
    turnstile = Turnstile((purse,))

    async def ask() -> None:
        turnstile.settle(await turnstile.admit(asking()), None)

    asyncio.run(ask())

    assert purse.spent == ONE


def test_once_closed_it_lets_nobody_through_not_even_who_waits() -> None:
    clock = Clock()
    turnstile = Turnstile(clock=lambda: clock.now, sleep=clock.sleep)

    async def close() -> None:
        await clock.sleep(5)
        turnstile.close(lambda: RoomsixError("closed"))

    async def all_of_them() -> None:
        await turnstile.admit(asking(pace=Pace(at_once=1)))
        closing = asyncio.ensure_future(close())
        with pytest.raises(RoomsixError, match="closed"):
            await turnstile.admit(asking())
        await closing

    clock.run(all_of_them())

    assert clock.now == 5


def test_a_turnstile_outlives_an_event_loop() -> None:
    turnstile = Turnstile()

    async def ask() -> int:
        numbers = await asyncio.gather(*(turnstile.admit(asking()) for _ in range(3)))
        for each in numbers:
            turnstile.settle(each, ONE)
        return len(numbers)

    assert [asyncio.run(ask()) for _ in range(2)] == [3, 3]
