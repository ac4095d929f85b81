"""The meter that every request to a model passes: limits before it is sent, costs afterwards."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from pydantic import JsonValue

from roomsix import canonical
from roomsix.budget import REPLY, Amount, Ledger, Limits, Price, Rate
from roomsix.calls import Request, Usage
from roomsix.chat import retrying
from roomsix.chat.turnstile import Admission, Asking, Turnstile
from roomsix.deal import SeatId
from roomsix.errors import RecordError, UsageError
from roomsix.pace import Pace

AROUND = 512
"""The most tokens that come around messages: roles, separators, how to begin, how to answer."""

LONGEST_TOKEN = 16
"""More bytes than the tokens of any such text have on average; a report of fewer tokens is wrong.

Prompts here have 3.6 to 4.2 bytes a token, Russian prose 6.3 (o200k_base).
"""

NOTHING_MADE = (400, 401, 402, 403, 404, 413, 415, 422, 429, 503, 529)
"""The answers by which a server says that it has turned a request down, and made nothing."""

A_TOKEN, A_REPLY = 4, 400
"""What a request is thought to take before it is answered: bytes to a token, tokens of a reply."""

BUSY = (429, 503, 529)
"""The answers that hold for everybody who asks the same endpoint, where they say how long."""

Sink = Callable[[str], None]
"""Takes a line down; it is on disk when the call returns."""


@dataclass
class Attempt:
    """A request that is being sent.

    Attributes:
        reported: The tokens that the endpoint says it used; None while nothing was said.
        text: What came back.
    """

    reported: Usage | None = None
    text: str = ""


@dataclass(frozen=True)
class Model:
    """A model that may be asked.

    Attributes:
        base_url: Where it is reached; None for OpenAI's own address.
        rate: The price a user gave; None for the table's.
        endpoint: The name of the one it is reached at.
    """

    name: str
    base_url: str | None
    rate: Rate | None
    endpoint: str
    pace: Pace

    @cached_property
    def price(self) -> Price | None:
        """What it costs; None where no price is known."""
        if self.rate is not None:
            return self.rate.cost
        from roomsix.chat import prices

        return prices.price(self.name, self.base_url)


@dataclass
class Meter:
    """Lets requests to models through one by one, as far as the limits go.

    A request's worst case is a token for each byte of its messages and of its schema, since no
    tokenizer in use makes more (byte-level BPE begins with bytes and only merges them), and a
    reply as long as the limits allow.

    Attributes:
        models: The models that may be asked, by the name of their chat.
        seats: What counts as spent so far, by seat.
        shared: What requests pass beside those of other runs.
    """

    limits: Limits = field(default_factory=Limits)
    models: dict[str, Model] = field(default_factory=dict)
    seats: dict[SeatId, Amount] = field(default_factory=dict)
    shared: Admission = field(default_factory=Turnstile)

    def __post_init__(self) -> None:
        self._ledger = Ledger(self.limits)
        self._sink: Sink = lambda _: None
        self._settled = asyncio.Event()
        self._number = 0

    @property
    def spent(self) -> Amount:
        """What counts as spent so far."""
        return self._ledger.spent

    def meet(
        self,
        name: str,
        model: str,
        base_url: str | None,
        endpoint: str = "",
        pace: Pace | None = None,
    ) -> None:
        """Take note of a model that may be asked.

        Raises:
            UsageError: It has no price, and its cost is to be limited.
        """
        met = Model(model, base_url, self.limits.rates.get(name), endpoint, pace or Pace())
        limited = self.limits.usd is not None or self.shared.capped
        if limited and not self.limits.unpriced and met.price is None:
            raise UsageError(
                f"no price is known for {name!r}, so --max-usd cannot hold for it",
                hint=f"--price {name}=PROMPT/COMPLETION in dollars for a million tokens, or"
                " --allow-unpriced to count it as free",
            )
        self.models[name] = met

    def open(self, lines: Iterable[str], sink: Sink) -> None:
        """Go on after what a run's lines say was spent, and write further ones.

        Raises:
            RecordError: A line is damaged; the message names it.
        """
        self.seats, self._number = _read(lines)
        self._ledger = Ledger(self.limits, sum(self.seats.values(), Amount()))
        self._sink = sink

    @asynccontextmanager
    async def attempt(self, name: str, request: Request) -> AsyncIterator[Attempt]:
        """Let a request be sent, once it fits beside those under way, and take down what it cost.

        Raises:
            BudgetSpent: It could pass a limit; it is not sent.
        """
        worst = self._worst(name, request)
        while not self._ledger.fits(worst):
            self._settled.clear()
            await self._settled.wait()
        held = self._ledger.reserve(worst)
        number, ticket = 0, 0
        try:
            ticket = await self.shared.admit(self._asking(name, request, worst))
            number, self._number = self._number + 1, self._number + 1
            self._write("reserved", number, request.seat, worst)
        except BaseException:
            # Nothing is sent that may not be, or that could not be taken down.
            self._ledger.settle(held, Amount())
            self._settled.set()
            if number:
                self.shared.settle(ticket, Amount())
            raise
        attempt = Attempt()
        cost: Amount | None = None
        try:
            yield attempt
            cost = self._cost(name, request, attempt)
        except Exception as error:
            self._held_up(name, error)
            if _turned_down(error):
                cost = Amount(calls=1)
            raise
        finally:
            counted = self._ledger.settle(held, cost)
            self.shared.settle(ticket, cost)
            self.seats[request.seat] = self.seats.get(request.seat, Amount()) + counted
            self._settled.set()
            if cost is not None:
                self._write("spent", number, request.seat, counted)

    def _asking(self, name: str, request: Request, worst: Amount) -> Asking:
        model = self.models[name]
        tokens = size(request) // A_TOKEN + min(A_REPLY, self.limits.most or A_REPLY)
        return Asking(model.endpoint, model.pace, tokens, worst)

    def _held_up(self, name: str, error: Exception) -> None:
        """Hold back everybody, where an endpoint asks to be left alone."""
        if getattr(error, "status_code", None) in BUSY:
            seconds = retrying.asked_wait(error, now=time.time())
            if seconds:
                seconds = min(seconds, retrying.LONGEST_ASKED_WAIT)
                self.shared.hold(self.models[name].endpoint, seconds)

    def _worst(self, name: str, request: Request) -> Amount:
        longest = self.limits.most or REPLY
        return self._amount(name, Usage(prompt=size(request), completion=longest))

    def _cost(self, name: str, request: Request, attempt: Attempt) -> Amount | None:
        """Return what a request cost; None where it was not said, or less than can be so."""
        used = attempt.reported
        if used is None or min(used.prompt, used.cached, used.completion) < 0:
            return None
        sent = sum(len(each["content"].encode()) for each in request.messages)
        came = len(attempt.text.encode("utf-8", "replace"))
        believable = used.prompt >= sent // LONGEST_TOKEN and used.cached <= used.prompt
        if not believable or used.completion < came // LONGEST_TOKEN:
            return None
        return self._amount(name, used)

    def _amount(self, name: str, used: Usage) -> Amount:
        price = self.models[name].price
        usd = price(used.prompt, used.cached, used.completion) if price else Decimal(0)
        return Amount(1, used.prompt + used.completion, usd)

    def _write(self, what: str, number: int, seat: SeatId, amount: Amount) -> None:
        line: dict[str, JsonValue] = {
            "money": what,
            "attempt": number,
            "seat": seat,
            "calls": amount.calls,
            "tokens": amount.tokens,
            "usd": str(amount.usd),
        }
        self._sink(canonical.line(line))


def spent(lines: Iterable[str], *, file: str = "spending.jsonl") -> Amount:
    """Return what counts as spent by a run's lines on money.

    Args:
        file: What is named where a line is damaged.

    Raises:
        RecordError: A line is damaged; the message names it.
    """
    return sum(_read(lines, file)[0].values(), Amount())


def size(request: Request) -> int:
    """Return the most tokens that a request's prompt can have."""
    form = json.dumps(request.form.body, ensure_ascii=False)
    texts = (form, *(each["content"] for each in request.messages))
    return AROUND + sum(len(text.encode("utf-8", "replace")) for text in texts)


def _turned_down(error: Exception) -> bool:
    """Tell whether a failed request is known to have cost nothing."""
    import httpx2
    import openai

    if isinstance(error, openai.APIStatusError):
        return error.status_code in NOTHING_MADE
    # Nobody was there to be asked.
    return isinstance(error.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout)


def _read(lines: Iterable[str], file: str = "spending.jsonl") -> tuple[dict[SeatId, Amount], int]:
    """Return what counts as spent by seat, and the number of the last attempt.

    What was reserved and never settled counts as spent: the process ended in between.
    """
    attempts: dict[int, tuple[SeatId, Amount]] = {}
    for line_number, line in enumerate(lines, start=1):
        try:
            found = json.loads(line)
            amount = Amount(int(found["calls"]), int(found["tokens"]), Decimal(found["usd"]))
            attempts[int(found["attempt"])] = (found["seat"], amount)
        except (ValueError, KeyError, TypeError, ArithmeticError):
            raise RecordError(f"{file}:{line_number}: not a line of this format") from None
    seats: dict[SeatId, Amount] = {}
    for seat, amount in attempts.values():
        seats[seat] = seats.get(seat, Amount()) + amount
    return seats, max(attempts, default=0)
