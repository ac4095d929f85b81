"""Money in a simulated run: what the endpoint charges, and caps that must hold against it.

The endpoint keeps a bill of its own, which no journal sees. Some requests never come back, some
answers do not say what they cost, and some say less than can be so; all are charged all the same.
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from roomsix import draws, store
from roomsix.budget import REPLY, Amount, Limits, Rate
from roomsix.calls import Outcome, Request, Usage
from roomsix.chat.metering import AROUND
from simulation.promises import Life, Tail, require

RATE = Rate(prompt=Decimal("1.5"), completion=Decimal(6))
RATES = {name: RATE for name in ("simulated", "openai:simulated", "another")}

FREE = Limits(rates=RATES)
"""No cap."""

CAPS = ("usd", "tokens", "calls")
PAUSES = 3
"""How often a cap is raised; then there is none."""


class Purse:
    """What one run may spend, and what it is charged.

    Attributes:
        limits: Those of the process under way.
        bill: What the endpoint has charged, whether or not it said so.
        pauses: How often a cap has stopped the run.
    """

    def __init__(
        self, seed: int, name: str, costs: Sequence[Amount] = (), *, capped: bool = False
    ) -> None:
        """Make a purse.

        Args:
            name: Of what is played, to draw by.
            costs: What each call costs where all goes well.
            capped: Whether there is a cap.
        """
        self.capped = capped
        self.bill = Amount()
        self.pauses = 0
        self._key = (seed, "purse", name)
        self._cap = draws.pick(CAPS, *self._key)
        self._total = sum(costs, Amount())
        self._turned_away: Request | None = None
        self._looks_on: Life | None = None
        self._written = Written(Path())
        self.limits = self._limited(Amount(), 0, 100) if capped else FREE

    def charge(self, request: Request, outcome: Outcome, looks_on: Life) -> None:
        """Charge a request that was sent, and see that it could be."""
        safe = looks_on.is_safe(store.SPENDING)
        require(safe, "a request is sent, and a power cut would take what is reserved for it")
        if self._looks_on is not looks_on:
            self._looks_on, self._written = looks_on, Written(looks_on.folder / store.SPENDING)
        passed = self._written.counted().exceeds(self.limits)
        require(not passed, f"{passed} could be passed by the requests under way")
        self._add(cost(request, outcome))

    def charge_nothing(self) -> None:
        """Count a request that was turned down."""
        self._add(Amount(calls=1))

    def says(self, request: Request, outcome: Outcome, draw: int) -> Usage | None:
        """Return what an answer says it cost: mostly the truth, now and then nothing or a lie."""
        if draw > 1:
            return used(request, outcome)
        return Usage(prompt=1, completion=1) if draw else None

    def turned_away(self, request: Request) -> None:
        """Take note that a request was not let through."""
        self._turned_away = request

    def ended(self, folder: Path | None) -> None:
        """See that what was charged is counted, and on disk."""
        counted = _counted(folder)
        for name in ("calls", "tokens", "usd"):
            charged, known = getattr(self.bill, name), getattr(counted, name)
            require(charged <= known, f"{charged} {name} were charged, and {known} are counted")

    def paused(self, run: store.Run, note: str) -> None:
        """See that a run was rightly stopped, and raise the cap."""
        require(self.capped, f"stopped by a limit, and there is none: {note}")
        require(run.info.status == "paused", f"stopped by a limit, and {run.info.status}")
        require(run.info.note.startswith("--max-"), f"no limit is noted: {run.info.note}")
        require(self._turned_away is not None, "stopped by a limit, and nothing was turned away")
        assert self._turned_away is not None
        counted = _counted(run.folder)
        needed = counted + worst(self._turned_away)
        require(needed.exceeds(self.limits), f"stopped by a limit that is not reached: {note}")
        self.pauses += 1
        self.limits = self._limited(needed, self.pauses, 75) if self.pauses < PAUSES else FREE

    def finished(self, run: store.Run) -> None:
        """See that a run's account tells what is counted."""
        counted = _counted(run.folder)
        told = sum(map(Decimal, run.info.usd.values()), Decimal(0))
        require(told == counted.usd, f"run.json tells of ${told}, and ${counted.usd} are counted")
        limits = run.info.limits
        require(limits == self.limits, f"run.json tells of {limits}, not of {self.limits}")

    def _limited(self, base: Amount, number: int, percent: int) -> Limits:
        """Return a cap that lets through what `base` is, and a share of the whole beside it."""
        share = draws.below(percent, *self._key, number)
        most = {
            "usd": base.usd + self._total.usd * share / 100,
            "tokens": base.tokens + self._total.tokens * share // 100,
            "calls": base.calls + self._total.calls * share // 100,
        }
        return Limits.model_validate({self._cap: most[self._cap], "rates": RATES})

    def _add(self, amount: Amount) -> None:
        self.bill += amount
        passed = self.bill.exceeds(self.limits)
        require(not passed, f"{passed} is passed: {self.bill} is charged")


def used(request: Request, outcome: Outcome) -> Usage:
    """Return the tokens that a request takes."""
    sent = sum(len(each["content"].encode("utf-8", "replace")) for each in request.messages)
    came = len(outcome.text.encode("utf-8", "replace"))
    return Usage(prompt=7 + sent // 4, completion=min(REPLY, 3 + came // 4))


def cost(request: Request, outcome: Outcome) -> Amount:
    """Return what a request costs."""
    tokens = used(request, outcome)
    usd = RATE.cost(tokens.prompt, 0, tokens.completion)
    return Amount(1, tokens.prompt + tokens.completion, usd)


def worst(request: Request) -> Amount:
    """Return the most that a request can cost: a token for each byte, and the longest reply."""
    form = json.dumps(request.form.body, ensure_ascii=False)
    texts = (form, *(each["content"] for each in request.messages))
    prompt = AROUND + sum(len(text.encode("utf-8", "replace")) for text in texts)
    return Amount(1, prompt + REPLY, RATE.cost(prompt, 0, REPLY))


class Written:
    """What a run's file on money says: of each attempt counts what was last said of it."""

    def __init__(self, file: Path) -> None:
        self._tail = Tail(file)
        self._attempts: dict[int, Amount] = {}

    def counted(self) -> Amount:
        """Return what counts as spent by now."""
        for line in self._tail.new() if self._tail.file.exists() else []:
            said = json.loads(line)
            amount = Amount(said["calls"], said["tokens"], Decimal(said["usd"]))
            self._attempts[said["attempt"]] = amount
        return sum(self._attempts.values(), Amount())


def _counted(folder: Path | None) -> Amount:
    return Written(folder / store.SPENDING).counted() if folder is not None else Amount()
