"""What suites may spend, as options and their files say it, and leave to spend it."""

import time
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from roomsix.cli import limiting, terminal
from roomsix.cli.limiting import Spending

if TYPE_CHECKING:
    from roomsix.evaluation.affording import Rest
    from roomsix.evaluation.evaluating import Evaluation


def equip(evaluations: "Sequence[Evaluation]", spending: Spending, began: float) -> None:
    """Hold suites to one purse, and what they ask of an endpoint to one pace.

    Args:
        began: When the first of them did, by the clock that never goes back.

    Raises:
        UsageError: A number or a price cannot be, or a model has no price that a cap needs.
        RecordError: What was spent before cannot be read.
    """
    from roomsix.chat.turnstile import Line
    from roomsix.evaluation import affording

    given = spending.limits()
    spending.priced({name: None for each in evaluations for name in each.models})
    lines: dict[str, Line] = {}
    gone = (time.monotonic() - began) / 60
    left = None if given.minutes is None else max(0.0, given.minutes - gone)
    for each in evaluations:
        each.minutes = left
        each.kit = affording.kit(each, evaluations, given, lines)


def confirmed(evaluations: "Sequence[Evaluation]", *, yes: bool, quiet: bool) -> None:
    """Say what suites will cost before they begin, and get leave where that is much.

    No leave is needed under a cap on money, which is leave by itself, or where no price is known.

    Raises:
        UsageError: It was not given, or nobody is there to give it.
    """
    from roomsix.chat.metering import Meter
    from roomsix.evaluation import affording

    most = Decimal(0)
    for each in evaluations:
        rest = affording.rest(each) if affording.priced(each) else None
        if rest is None or not rest.runs:
            continue
        if not quiet:
            terminal.say(f"{each.suite.id}: {told(rest)}")
        if rest.usd is not None and not each.kit.turnstile.capped:
            most += rest.usd.high
    limiting.leave(most, Meter(), yes=yes)


def told(rest: "Rest | None") -> str:
    """Return in a line what the rest of a suite takes."""
    if rest is None:
        return "no seat is a model's: this costs nothing"
    requests = rest.requests
    cost = f"${rest.usd.low:.2f} to ${rest.usd.high:.2f}" if rest.usd else "at no known price"
    parts = [
        f"estimate: {rest.runs:,} runs with models left, {requests.low:,} to {requests.high:,}"
        f" requests, {cost}"
    ]
    if rest.unpriced and rest.usd:
        parts.append(f"without {', '.join(rest.unpriced)}")
    if rest.tried < rest.kinds:
        parts.append(f"by {rest.tried} of {rest.kinds} kinds of talks")
    return "; ".join(parts)


def data(rest: "Rest | None") -> dict[str, object]:
    """Return the same for a program."""
    if rest is None:
        return {"runs": 0, "requests": [0, 0], "usd": ["0", "0"], "unpriced": []}
    return {
        "runs": rest.runs,
        "requests": rest.requests.data(),
        "usd": rest.usd.data() if rest.usd else None,
        "unpriced": list(rest.unpriced),
    }
