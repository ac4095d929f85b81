"""What a run may spend on models, and a ledger that never lets it be passed.

Before a request is sent the most it can cost is reserved; afterwards what it did cost takes the
place of the reservation. Where that never becomes known, the reservation stands as spent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from roomsix.deal import Frozen
from roomsix.errors import BudgetSpent

REPLY = 8192
"""The most tokens of one reply under a cap on money or tokens, unless another number is given."""

MILLION = 1_000_000

Price = Callable[[int, int, int], Decimal]
"""Returns US dollars for prompt tokens, those of them read from a cache, completion tokens."""

Dollars = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]


class Rate(Frozen):
    """A price that a user gives: US dollars for a million tokens."""

    prompt: Dollars
    completion: Dollars

    def cost(self, prompt: int, _: int, completion: int) -> Decimal:
        """Return US dollars; what is read from a cache costs the same."""
        return (prompt * self.prompt + completion * self.completion) / MILLION


class Limits(Frozen):
    """What a run may spend; None where nothing limits it.

    Attributes:
        usd: US dollars.
        tokens: Prompt and completion tokens together.
        calls: Requests sent to models, those sent again after a fault included.
        minutes: By the clock on the wall, from when the run is begun or taken up again.
        reply: The most tokens a model may use for one reply; None for `REPLY` under a cap on
            money or tokens, and for as many as it likes otherwise.
        unpriced: Whether models without a known price may be asked under a cap on money; they
            count as costing nothing.
        rates: Prices by the spec of a chat, before any table's.
    """

    usd: Dollars | None = None
    tokens: Annotated[int, Field(ge=0)] | None = None
    calls: Annotated[int, Field(ge=0)] | None = None
    minutes: Annotated[float, Field(gt=0)] | None = None
    reply: Annotated[int, Field(gt=0)] | None = None
    unpriced: bool = False
    rates: Mapping[str, Rate] = {}

    @property
    def most(self) -> int | None:
        """The most tokens of a reply that is asked for under these limits; None for no limit."""
        if self.reply is None and (self.usd is not None or self.tokens is not None):
            return REPLY
        return self.reply


@dataclass(frozen=True)
class Amount:
    """What requests cost: how many there were, their tokens, and US dollars."""

    calls: int = 0
    tokens: int = 0
    usd: Decimal = Decimal(0)

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.calls + other.calls, self.tokens + other.tokens, self.usd + other.usd)

    def exceeds(self, limits: Limits) -> str:
        """Return in words which cap this is above; empty for none."""
        if limits.usd is not None and self.usd > limits.usd:
            return f"--max-usd {limits.usd}"
        if limits.tokens is not None and self.tokens > limits.tokens:
            return f"--max-tokens {limits.tokens}"
        if limits.calls is not None and self.calls > limits.calls:
            return f"--max-calls {limits.calls}"
        return ""


class Ledger:
    """What was spent and what is reserved; their sum never passes the caps.

    Attributes:
        limits: The caps.
        spent: What is known to be spent, or counted as spent.
    """

    def __init__(self, limits: Limits, spent: Amount = Amount()) -> None:
        self.limits = limits
        self.spent = spent
        self._held: dict[int, Amount] = {}
        self._next = 1

    @property
    def held(self) -> Amount:
        """What is reserved for requests that are under way."""
        return sum(self._held.values(), Amount())

    def fits(self, worst: Amount) -> bool:
        """Tell whether a request can be sent now, beside those under way.

        Raises:
            BudgetSpent: Nor could it be if those under way cost nothing.
        """
        cap = (self.spent + worst).exceeds(self.limits)
        if cap:
            raise BudgetSpent(
                f"{cap} would be passed: {told(self.spent)} spent, and the next request could"
                f" take {told(worst)}",
                hint=f"a higher {cap.split()[0]} lets it go on",
            )
        return not (self.spent + self.held + worst).exceeds(self.limits)

    def reserve(self, worst: Amount) -> int:
        """Reserve the most that a request can cost, and return what it is to be settled by.

        Raises:
            BudgetSpent: It does not fit.
        """
        if not self.fits(worst):
            raise BudgetSpent("what is reserved for requests under way leaves no room for another")
        number, self._next = self._next, self._next + 1
        self._held[number] = worst
        return number

    def settle(self, number: int, cost: Amount | None) -> Amount:
        """Put what a request cost in the place of what was reserved, and return what counts.

        Args:
            cost: None where it is not known: all that was reserved counts as spent.
        """
        reserved = self._held.pop(number)
        counted = reserved if cost is None else cost
        self.spent += counted
        return counted


def told(amount: Amount) -> str:
    """Return an amount in words."""
    dollars = f"${amount.usd:.4f}, " if amount.usd else ""
    return f"{dollars}{amount.tokens:,} tokens, {amount.calls} request{'s' * (amount.calls != 1)}"
