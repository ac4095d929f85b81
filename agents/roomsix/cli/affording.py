"""What suites may spend, as options and their files say it, and leave to spend it."""

import time
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from roomsix.cli import limiting, terminal
from roomsix.cli.limiting import Spending

if TYPE_CHECKING:
    from roomsix.chat.turnstile import Line
    from roomsix.evaluation.affording import Rest
    from roomsix.evaluation.billing import Bill
    from roomsix.evaluation.evaluating import Evaluation


class Means:
    """What the suites of one command may take together: one purse, one pace, one time."""

    def __init__(self, evaluations: "Sequence[Evaluation]", spending: Spending) -> None:
        """Begin to count the time.

        Raises:
            UsageError: A number or a price cannot be.
        """
        spending.priced({name: None for each in evaluations for name in each.models})
        self._evaluations = evaluations
        self._given = spending.limits()
        self._began = time.monotonic()
        self._lines: dict[str, Line] = {}

    def allot(self) -> None:
        """Give every suite what is left now.

        Raises:
            RecordError: What was spent before cannot be read.
        """
        from roomsix.evaluation import affording

        minutes = self._given.minutes
        if minutes is not None:
            minutes = max(0.0, minutes - (time.monotonic() - self._began) / 60)
        for each in self._evaluations:
            each.minutes = minutes
            each.kit = affording.kit(each, self._evaluations, self._given, self._lines)

    def confirmed(self, *, yes: bool, quiet: bool) -> None:
        """Say what suites will cost before they begin, and get leave where that is much.

        No leave is needed under a cap on money, which is leave by itself, or where no price is
        known.

        Raises:
            UsageError: It was not given, or nobody is there to give it.
            UsageError: A model has no price, and its cost is to be limited.
        """
        from roomsix.chat.metering import Meter
        from roomsix.evaluation import affording, billing

        most = Decimal(0)
        for each in self._evaluations:
            priced = affording.priced(each)
            rest = affording.rest(each) if priced else None
            bill = billing.bill(each) if priced else None
            if bill is not None and bill.questions:
                if not quiet:
                    terminal.say(f"{each.suite.id}: {judging(bill)}")
                if bill.usd is not None and not each.kit.turnstile.capped:
                    most += bill.usd
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
        return "no seat is a model's: the talks cost nothing"
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


def judging(bill: "Bill") -> str:
    """Return in a line what judges take."""
    cost = f"${bill.usd:.2f}" if bill.usd is not None else "an unknown price"
    return f"{bill.questions:,} questions to judges, at most {cost} where none is put again"


def data(evaluation: "Evaluation") -> dict[str, object]:
    """Return for a program what the rest of a suite takes of models."""
    from roomsix.evaluation import affording, billing

    rest = affording.rest(evaluation)
    bill = billing.bill(evaluation)
    usd = None if bill is None or bill.usd is None else f"{bill.usd:.6f}"
    judges = {} if bill is None else {"judges": {"questions": bill.questions, "usd": usd}}
    if rest is None:
        free = ["0.000000", "0.000000"]
        return {"runs": 0, "requests": [0, 0], "usd": free, "unpriced": [], **judges}
    return {
        "runs": rest.runs,
        "requests": rest.requests.data(),
        "usd": rest.usd.data() if rest.usd else None,
        "unpriced": list(rest.unpriced),
        **judges,
    }
