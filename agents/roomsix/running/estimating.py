"""What talks will take: played twice in memory by mocks, with the prompts that would be sent."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from os.path import commonprefix
from typing import Generic, TypeVar

from pydantic import JsonValue

from roomsix import prompts, replies, session
from roomsix.budget import Price
from roomsix.calls import Around, Chat, Outcome, Request
from roomsix.chat import metering
from roomsix.chat.metering import Meter
from roomsix.chat.mock import MockChat
from roomsix.chat.tape import TapeChat
from roomsix.deal import SeatId
from roomsix.session import Result, Talks

FEW, MANY = 4.5, 3.0
"""Bytes to a token: the most and the fewest that prompts and replies are taken to have.

The prompts of the built-in scenarios have 3.6 to 4.2, by cl100k_base and o200k_base.
"""

LONG_REPLY = 1500
"""The tokens of a long reply, thinking that is paid for and not shown included."""

AGAIN = 1.2
"""What re-asks add to the calls of talks at most, unless a model fails at every turn."""

WORDS = "What we said stands, and we should like to hear what the others make of it. " * 6
"""What is said at every turn of talks that go on to the last round; some eighty words."""

N = TypeVar("N", int, Decimal)


@dataclass(frozen=True)
class Span(Generic[N]):
    """A range, from what is little to what is much."""

    low: N
    high: N

    def data(self) -> list[int | str]:
        """The range for a program; dollars as text."""
        return [each if isinstance(each, int) else f"{each:.6f}" for each in (self.low, self.high)]


@dataclass(frozen=True)
class Share:
    """What one seat, or all of them, will take.

    Attributes:
        calls: Requests to its model.
        prompt: Tokens of all prompts together.
        repeated: Those of them that stood at the beginning of the seat's prompt before, which a
            server with a prefix cache need not read again.
        usd: None where no price is known.
    """

    calls: Span[int]
    prompt: Span[int]
    repeated: Span[int]
    completion: Span[int]
    usd: Span[Decimal] | None

    def data(self) -> dict[str, JsonValue]:
        """The same for a program: two numbers each."""
        spans = {"calls": self.calls, "prompt_tokens": self.prompt}
        spans |= {"repeated_tokens": self.repeated, "completion_tokens": self.completion}
        told: dict[str, JsonValue] = {name: list(span.data()) for name, span in spans.items()}
        return {**told, "usd": list(self.usd.data()) if self.usd else None}


@dataclass(frozen=True)
class Estimate:
    """What talks will take of the models in them.

    Attributes:
        seats: Seats for which a model is asked.
        chats: The chat of each.
        unpriced: The chats among them that have no known price; `total.usd` is without them.
    """

    seats: Mapping[SeatId, Share]
    chats: Mapping[SeatId, str]
    unpriced: tuple[str, ...]
    total: Share


@dataclass(frozen=True)
class Asked:
    """One question of talks that were played to see what they take, in bytes.

    Attributes:
        prompt: Its messages and its schema.
        repeated: The part that the seat's prompt before began with too.
    """

    prompt: int
    repeated: int
    reply: int


def estimate(talks: Talks, meter: Meter) -> Estimate:
    """Play talks in memory to their end, and once more to their last round, and see what it takes.

    Whoever is not a mock is played by the default one, scripts too, which would run out in talks
    that go another way; nobody is asked.
    """
    models = {
        seat: name
        for seat, chat in talks.chats.items()
        if (name := behind(chat, seat).name) in meter.models
    }
    plays = [_played(talks, _stand_in), _played(talks, _talker)] if models else []
    prices = {name: meter.models[name].price for name in models.values()}
    most = meter.limits.most
    seats = {
        seat: _share([play.get(seat, []) for play in plays], prices[name], most)
        for seat, name in models.items()
    }
    unpriced = tuple(name for name, price in prices.items() if price is None)
    return Estimate(seats, models, unpriced, _total(list(seats.values())))


def longest(talks: Talks) -> Result:
    """Return talks that went on to their last round, in memory; nobody is asked."""
    chats = {seat: _talker(chat, talks.seed) for seat, chat in talks.chats.items()}
    return asyncio.run(session.negotiate(replace(talks, chats=chats)))


def behind(chat: Chat, seat: SeatId) -> Chat:
    """Return who is asked where a chat has to ask for a seat."""
    return chat.recorded(seat) if isinstance(chat, TapeChat) else chat


def _played(
    talks: Talks, stand_in: Callable[[Chat, int], Chat]
) -> Mapping[SeatId, Sequence[Asked]]:
    counted = _Counted()
    chats = {
        seat: _Counting(stand_in(chat, talks.seed), counted) for seat, chat in talks.chats.items()
    }
    asyncio.run(session.negotiate(replace(talks, chats=chats)))
    return counted.asked


def _stand_in(chat: Chat, seed: int) -> Chat:
    return chat if chat.name.startswith("mock") else MockChat(seed)


def _talker(_: Chat, seed: int) -> Chat:
    return _Talker(MockChat(seed))


class _Counted:
    """What every seat was asked so far."""

    def __init__(self) -> None:
        self.asked: dict[SeatId, list[Asked]] = {}
        self._before: dict[SeatId, str] = {}

    def add(self, request: Request, reply: str) -> None:
        """Take down a question and its answer."""
        whole = request.prompt.head + request.prompt.user
        before = self._before.get(request.seat, "")
        self._before[request.seat] = whole
        same = len(commonprefix((before, whole)).encode())  # noqa: RUF071 (no paths)
        self.asked.setdefault(request.seat, []).append(
            Asked(metering.size(request), same, len(reply.encode()))
        )


@dataclass(frozen=True)
class _Counting(Around):
    """A chat whose questions and answers are taken down."""

    counted: _Counted

    async def answer(self, request: Request) -> Outcome:
        outcome = await self.chat.answer(request)
        self.counted.add(request, outcome.text)
        return outcome


@dataclass(frozen=True)
class _Talker:
    """Says a good deal and does nothing, so that talks go on to the last round."""

    mock: Chat

    @property
    def name(self) -> str:
        return "talker"

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return {}

    async def answer(self, request: Request) -> Outcome:
        if prompts.moment(request.prompt.tail).get("question") == "assess":
            return await self.mock.answer(request)
        return Outcome(text=replies.complete({"say": WORDS}))


def _share(plays: Sequence[Sequence[Asked]], price: Price | None, most: int | None) -> Share:
    """Return what a seat takes: the less of two plays in few tokens, the more of them in many."""

    def little(asked: Asked) -> tuple[int, int, int]:
        cached = min(asked.repeated, asked.prompt)
        return round(asked.prompt / FEW), round(cached / FEW), round(asked.reply / FEW)

    def much(asked: Asked) -> tuple[int, int, int]:
        reply = max(LONG_REPLY, round(asked.reply / MANY))
        return round(asked.prompt / MANY), 0, min(reply, most or reply)

    def summed(of: Callable[[Asked], tuple[int, int, int]], part: int) -> list[int]:
        return [sum(of(asked)[part] for asked in play) for play in plays]

    def cost(of: Callable[[Asked], tuple[int, int, int]]) -> list[Decimal]:
        assert price is not None
        return [sum((price(*of(asked)) for asked in play), Decimal(0)) for play in plays]

    return Share(
        calls=Span(min(map(len, plays)), _more(max(map(len, plays)))),
        prompt=Span(min(summed(little, 0)), _more(max(summed(much, 0)))),
        repeated=Span(min(summed(little, 1)), max(summed(little, 1))),
        completion=Span(min(summed(little, 2)), _more(max(summed(much, 2)))),
        usd=Span(min(cost(little)), max(cost(much)) * Decimal(str(AGAIN))) if price else None,
    )


def _more(number: int) -> int:
    return round(number * AGAIN)


def _total(shares: Sequence[Share]) -> Share:
    def whole(spans: Sequence[Span[int]]) -> Span[int]:
        return Span(sum(span.low for span in spans), sum(span.high for span in spans))

    priced = [share.usd for share in shares if share.usd is not None]
    return Share(
        calls=whole([share.calls for share in shares]),
        prompt=whole([share.prompt for share in shares]),
        repeated=whole([share.repeated for share in shares]),
        completion=whole([share.completion for share in shares]),
        usd=Span(
            sum((usd.low for usd in priced), Decimal(0)),
            sum((usd.high for usd in priced), Decimal(0)),
        )
        if priced
        else None,
    )
