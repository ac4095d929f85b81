"""Mocks whose answers fail: `fault:KIND` and `fault:KIND,rate=R`, from their spelling to a chat."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from roomsix import draws
from roomsix.calls import Outcome, Request
from roomsix.chat import parameters
from roomsix.chat.mishaps import MISHAPS, Occasion
from roomsix.chat.mock import MockChat
from roomsix.chat.mock.reading import read as read_request
from roomsix.chat.parameters import Parameter
from roomsix.errors import UsageError, did_you_mean

FLAKY = "flaky"
"""The kind that is any of the others, drawn for each answer."""

KINDS: Mapping[str, str] = {
    **{name: mishap.about for name, mishap in MISHAPS.items()},
    FLAKY: "any of these, drawn for each answer",
}
"""What there is to ask for, each with what comes in place of an answer."""

PARAMETERS = {"rate": Parameter(0.3, 0, 1, "the share of its answers that fail")}

ODDS = 1 << 53
"""How finely a rate is told: to the last bit of a float."""


@dataclass(frozen=True)
class Chosen:
    """A fault as it was asked for.

    Attributes:
        spec: As it was spelt.
        rate: The chance that an answer fails, re-asks included.
    """

    spec: str
    kind: str
    rate: float


def read(spec: str) -> Chosen:
    """Read `fault:KIND` or `fault:KIND,rate=R`.

    Raises:
        UsageError: There is no such kind or parameter, or the rate is out of range.
    """
    kind, *told = spec.removeprefix("fault:").split(",")
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or f"there are: {', '.join(KINDS)}"
        raise UsageError(f"no fault {kind!r} in {spec!r}", hint=hint)
    return Chosen(spec, kind, parameters.values(spec, told, PARAMETERS)["rate"])


def make(chosen: Chosen, *, seed: int) -> "FaultChat":
    """Return the chat."""
    return FaultChat(chosen, seed)


class FaultChat:
    """Answers as the default mock does, but for those answers that fail.

    Which fail, and how where there are several ways, is drawn by seed, seat and number of the
    call: the same question under the same number always gets the same answer.
    """

    def __init__(self, chosen: Chosen, seed: int) -> None:
        self.chosen = chosen
        self.seed = seed
        self._mock = MockChat(seed)

    @property
    def name(self) -> str:
        """The spec it was made from."""
        return self.chosen.spec

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        """The seed, the kind of failure and how often it comes."""
        return {"seed": self.seed, "fault": self.chosen.kind, "rate": self.chosen.rate}

    async def answer(self, request: Request) -> Outcome:
        """Return the mock's answer, or what comes in its place."""
        own = await self._mock.answer(request)
        key = (self.seed, request.seat, request.index)
        if draws.below(ODDS, self.seed, "fault", *key[1:]) >= self.chosen.rate * ODDS:
            return own
        kind = self.chosen.kind
        if kind == FLAKY:
            kind = draws.pick(tuple(MISHAPS), self.seed, "kind of fault", *key[1:])
        return MISHAPS[kind].come(Occasion(read_request(request), json.loads(own.text), key))


__all__ = ["FLAKY", "KINDS", "PARAMETERS", "Chosen", "FaultChat", "make", "read"]
