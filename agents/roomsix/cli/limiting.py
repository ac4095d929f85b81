"""What a run may spend, as options say it, and leave to spend it."""

import os
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from roomsix.budget import Limits, Rate
from roomsix.cli import terminal
from roomsix.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from roomsix.chat.metering import Meter
    from roomsix.running.estimating import Estimate
    from roomsix.session import Talks

PANEL = "Money and time"

FREELY = "ROOMSIX_CONFIRM_USD"
"""Names, in the environment, what may be spent without asking, in US dollars; `never` to ask."""

MaxUsd = Annotated[
    str | None,
    typer.Option(
        "--max-usd",
        metavar="USD",
        help="Pause before models can have cost more than this.",
        rich_help_panel=PANEL,
    ),
]
MaxTokens = Annotated[
    int | None,
    typer.Option(
        "--max-tokens",
        min=0,
        metavar="N",
        help="Pause before models can have used more tokens, prompts and replies together.",
        rich_help_panel=PANEL,
    ),
]
MaxCalls = Annotated[
    int | None,
    typer.Option(
        "--max-calls",
        min=0,
        metavar="N",
        help="Pause before more requests are sent to models, those sent again included.",
        rich_help_panel=PANEL,
    ),
]
MaxMinutes = Annotated[
    float | None,
    typer.Option(
        "--max-minutes",
        metavar="MIN",
        help="Pause after so long, counted anew each time the run is taken up.",
        rich_help_panel=PANEL,
    ),
]
MaxReply = Annotated[
    int | None,
    typer.Option(
        "--max-reply",
        min=1,
        metavar="N",
        help="The most tokens of one reply (default: 8192 under --max-usd or --max-tokens).",
        rich_help_panel=PANEL,
    ),
]
Prices = Annotated[
    list[str] | None,
    typer.Option(
        "--price",
        metavar="CHAT=IN/OUT",
        help="What a chat costs, in dollars for a million tokens of prompts and of replies; "
        "before the price table. May be repeated.",
        rich_help_panel=PANEL,
    ),
]
Unpriced = Annotated[
    bool | None,
    typer.Option(
        "--allow-unpriced/--refuse-unpriced",
        help="Under --max-usd, whether a model without a known price may be asked; it counts as"
        " free (default: refused).",
        show_default=False,
        rich_help_panel=PANEL,
    ),
]
Yes = Annotated[
    bool,
    typer.Option(
        "--yes",
        "-y",
        help=f"Do not ask before spending; ${FREELY} says above how many dollars it is asked "
        "(default: 1).",
        rich_help_panel=PANEL,
    ),
]


@dataclass(frozen=True)
class Spending:
    """What a run may spend, where something is said of it."""

    max_usd: MaxUsd = None
    max_tokens: MaxTokens = None
    max_calls: MaxCalls = None
    max_minutes: MaxMinutes = None
    max_reply: MaxReply = None
    price: Prices = None
    allow_unpriced: Unpriced = None

    def meter(self, before: Limits | None = None) -> "Meter":
        """Return what holds a run to the limits before, less what is given anew.

        Raises:
            UsageError: A number or a price cannot be.
        """
        from roomsix.chat.metering import Meter

        return Meter(self.limits(before))

    def limits(self, before: Limits | None = None) -> Limits:
        """Return the limits before, less what is given anew.

        Raises:
            UsageError: A number or a price cannot be.
        """
        given = {
            "usd": self.max_usd,
            "tokens": self.max_tokens,
            "calls": self.max_calls,
            "minutes": self.max_minutes,
            "reply": self.max_reply,
            "unpriced": self.allow_unpriced,
        }
        return _limits(before or Limits(), self.price or [], given)

    def priced(self, models: Collection[str]) -> None:
        """Make sure that every price given here is some model's that may be asked.

        Args:
            models: By the names of their chats.

        Raises:
            UsageError: One is not.
        """
        for name, _ in map(_rate, self.price or []):
            if name not in models:
                known = ", ".join(models) or "none"
                hint = did_you_mean(name, models) or f"models here: {known}"
                raise UsageError(f"--price {name}=…: no model here has that name", hint=hint)


def _limits(before: Limits, prices: list[str], given: Mapping[str, object]) -> Limits:
    from pydantic import ValidationError

    fields = {name: value for name, value in given.items() if value is not None}
    rates = {**before.rates, **dict(map(_rate, prices))}
    try:
        return Limits.model_validate({**before.model_dump(), **fields, "rates": rates})
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        name = "-".join(map(str, problem["loc"][:1]))
        said = f"--max-{name} {problem['input']}"
        raise UsageError(f"{said}: {problem['msg'].lower()}") from None


def _rate(text: str) -> tuple[str, Rate]:
    name, equals, rest = text.rpartition("=")
    prompt, slash, completion = rest.partition("/")
    try:
        if not (equals and slash and name):
            raise ValueError
        return name, Rate(prompt=Decimal(prompt), completion=Decimal(completion))
    except (InvalidOperation, ValueError):
        raise UsageError(
            f"--price {text!r} is no price",
            hint="CHAT=PROMPT/COMPLETION in dollars for a million tokens, as openai:tiny=0.15/0.60",
        ) from None


def confirmed(talks: "Talks", meter: "Meter", *, yes: bool, quiet: bool = False) -> None:
    """Say what talks will cost before they begin, and get leave where that is much.

    No leave is needed under a cap on money, which is leave by itself, or where no price is known.

    Raises:
        UsageError: It was not given, or nobody is there to give it.
    """
    if not any(model.price for model in meter.models.values()):
        return
    from roomsix.chat import prices
    from roomsix.running import estimating

    found = estimating.estimate(talks, meter)
    most = found.total.usd.high if found.total.usd else Decimal(0)
    if not quiet:
        terminal.say(f"{in_short(found)} ({prices.table()})")
    leave(most, meter, yes=yes)


def leave(most: Decimal, meter: "Meter", *, yes: bool) -> None:
    """Get leave to spend an amount in US dollars, where that is much; a cap on money is leave.

    Raises:
        UsageError: It was not given, or nobody is there to give it.
    """
    free = freely(os.environ)
    if yes or meter.limits.usd is not None or free is None or most <= free:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"this may cost ${most:.2f}, more than the ${free} that are spent without asking",
            hint=f"--max-usd USD, --yes, or {FREELY} in the environment",
        )
    if not typer.confirm("roomsix: begin?", err=True):
        raise UsageError("not begun")


def freely(environ: Mapping[str, str]) -> Decimal | None:
    """Return what may be spent without asking, in US dollars; None for any amount.

    Raises:
        UsageError: The environment names no amount.
    """
    text = environ.get(FREELY, "1")
    if text == "never":
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise UsageError(f"{FREELY}={text!r} is no amount", hint="US dollars, or never")
    return amount


def in_short(found: "Estimate") -> str:
    """Return an estimate in a line."""
    usd, calls = found.total.usd, found.total.calls
    cost = f"${usd.low:.2f} to ${usd.high:.2f}" if usd else "at no known price"
    return f"estimate: {calls.low:,} to {calls.high:,} requests to models, {cost}"
