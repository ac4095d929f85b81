"""Who answers in a simulated run: from the same questions the same answers, whatever goes wrong."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from roomsix import draws
from roomsix.calls import Outcome, Request, Usage
from roomsix.chat.metering import Meter
from roomsix.chat.turnstile import Turnstile
from roomsix.errors import BudgetSpent, ChatError, RoomsixError
from simulation import answers, promises
from simulation.files import Ill
from simulation.promises import Life
from simulation.purses import Purse
from simulation.scenes import Scene

if TYPE_CHECKING:
    import httpx2

    from roomsix.chat.model import ModelChat

TRANSIENT = ("busy", "late", "down", "reset", "silent")
"""Faults after which a request is sent again."""

LAST = ("no key", "no money", "went away")
"""Faults after which the run is paused."""


def _timeless() -> Turnstile:
    """Return a turnstile at which nobody waits by the clock on the wall."""
    now = [0.0]

    async def sleep(seconds: float) -> None:
        now[0] += seconds
        await asyncio.sleep(0)

    return Turnstile(clock=lambda: now[0], sleep=sleep)


class Seat:
    """Answers at once and without fault.

    Attributes:
        name: The same as of the chat that fails, since it is part of every request's hash.
    """

    def __init__(self, scene: Scene, told: Callable[[Request, Outcome], object]) -> None:
        self.name = scene.chat
        self._scene = scene
        self._told = told

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return {}

    async def answer(self, request: Request) -> Outcome:
        outcome = answered(request, self._scene)
        self._told(request, outcome)
        return outcome


def answered(request: Request, scene: Scene) -> Outcome:
    """Return the answer; an endpoint has no way to say that it was not given in time."""
    outcome = answers.answer(request, scene.seed)
    late = scene.remote and outcome.kind == "timed out"
    return outcome.model_copy(update={"kind": "truncated"}) if late else outcome


class Lost(Exception):
    """An answer that never came."""


@dataclass
class Process:
    """What the chats of one process have in common.

    Attributes:
        life: Its number.
        fault: What befalls whoever answers, and after how many answers.
        struck: The fault, as often as it has come.
        count: How many questions were asked.
    """

    life: int
    looks_on: Life
    purse: Purse
    fault: tuple[Ill, int] | None
    note: Callable[[str], None]
    struck: list[Ill] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.meter = Meter(self.purse.limits, shared=_timeless())

    @property
    def away(self) -> bool:
        """Whether nothing is answered any more."""
        return self.fault is not None and self.count > self.fault[1]


class Endpoint:
    """Answers the same, in an order of its own, and fails when it is to."""

    def __init__(self, scene: Scene, process: Process) -> None:
        self.name = scene.chat
        self.current: dict[str, Request] = {}
        self.process = process
        self._scene = scene
        self._looks_on = process.looks_on
        self._client = _through_client(self) if scene.remote else None
        if process.purse.capped and self._client is None:
            process.meter.meet(self.name, "simulated", None)

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return {}

    async def answer(self, request: Request) -> Outcome:
        """Answer after some turns of the loop; look closely at what is asked."""
        process = self.process
        self._looks_on.asks(request)
        process.note(f"asks {promises.questions(request)}")
        process.count += 1
        here = process.count
        for _ in range(self.draw(6, "turns", request)):
            await asyncio.sleep(0)
        gone = process.fault is not None and here > process.fault[1]
        if process.fault is not None and gone:
            self._looks_on.gone(request)
            process.struck.append(process.fault[0])
            if process.fault[0] == "interrupt":
                raise KeyboardInterrupt
        try:
            outcome = await self._outcome(request, gone=gone)
        except RoomsixError as error:
            self._looks_on.gone(request)
            if isinstance(error, BudgetSpent):
                process.purse.turned_away(request)
            raise
        self._looks_on.answers(request, outcome)
        process.note(f"answers {promises.questions(request)}: {outcome.kind}")
        return outcome

    async def _outcome(self, request: Request, *, gone: bool) -> Outcome:
        if self._client is not None:
            self.current[request.prompt.user] = request
            return await self._client.answer(request)
        if self.process.purse.capped:
            return await self._paid(request, gone=gone)
        if gone:
            raise ChatError("the endpoint went away")
        return self.plain(request)

    async def _paid(self, request: Request, *, gone: bool) -> Outcome:
        """Answer for money; now and then an answer is lost, and the question put again."""
        outcome = self.plain(request)
        lost = max(0, self.draw(10, "lost", request) - 7)
        while True:
            try:
                async with self.process.meter.attempt(self.name, request) as sent:
                    self.charge(request, outcome)
                    for _ in range(1 + self.draw(6, "under way", request)):
                        await asyncio.sleep(0)
                    if gone:
                        raise ChatError("the endpoint went away")
                    if lost:
                        raise Lost
                    sent.text = outcome.text
                    sent.reported = self.says(request, outcome)
                    return outcome
            except Lost:
                lost -= 1

    def charge(self, request: Request, outcome: Outcome) -> None:
        """Charge a request."""
        self.process.purse.charge(request, outcome, self._looks_on)

    def says(self, request: Request, outcome: Outcome) -> Usage | None:
        """Return what an answer says it cost; None where it does not."""
        return self.process.purse.says(request, outcome, self.draw(12, "says", request))

    def draw(self, bound: int, what: str, request: Request) -> int:
        """Draw for one question of this process."""
        key = (self.process.life, request.seat, request.index)
        return draws.below(bound, self._scene.seed, what, *key)

    def plain(self, request: Request) -> Outcome:
        """The answer itself."""
        return answered(request, self._scene)


def _through_client(endpoint: Endpoint) -> "ModelChat":
    """Return a chat that asks through the openai client, with a transport that fails."""
    import httpx2

    from roomsix.chat.model import ModelChat

    attempts: dict[str, int] = {}

    async def handle(sent: "httpx2.Request") -> "httpx2.Response":
        user = json.loads(sent.content)["messages"][-1]["content"]
        request = endpoint.current[user]
        attempts[user] = attempts.get(user, 0) + 1
        await asyncio.sleep(0)
        outcome = endpoint.plain(request)
        if endpoint.process.away:
            return _fault(LAST[endpoint.draw(len(LAST), "last", request)], sent, endpoint, request)
        faults = endpoint.draw(14, "faults", request) - 6
        if attempts[user] <= faults:
            which = endpoint.draw(len(TRANSIENT), f"fault {attempts[user]}", request)
            return _fault(TRANSIENT[which], sent, endpoint, request)
        endpoint.charge(request, outcome)
        chunks = _chunks(outcome, endpoint.says(request, outcome))
        events = (f"data: {json.dumps(each)}\n\n" for each in chunks)
        content = "".join([*events, "data: [DONE]\n\n"])
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=content)

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(0)

    return ModelChat(
        "simulated",
        environ={"OPENAI_BASE_URL": "http://simulated.invalid/v1"},
        http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(handle)),
        sleep=sleep,
        meter=endpoint.process.meter,
    )


def _fault(
    name: str, sent: "httpx2.Request", endpoint: Endpoint, request: Request
) -> "httpx2.Response":
    """Fail; what took the request in may charge for it."""
    import httpx2

    if name in ("late", "silent"):
        endpoint.charge(request, endpoint.plain(request))
    elif name in ("busy", "down", "no key", "no money"):
        endpoint.process.purse.charge_nothing()
    match name:
        case "busy":
            return httpx2.Response(429, headers={"retry-after": "3"}, json={"error": {}})
        case "late":
            raise httpx2.ReadTimeout("simulated", request=sent)
        case "down":
            return httpx2.Response(503, json={"error": {"message": "down"}})
        case "reset":
            raise httpx2.ConnectError("simulated", request=sent)
        case "silent":
            raise httpx2.RemoteProtocolError("simulated", request=sent)
        case "no key":
            return httpx2.Response(401, json={"error": {"message": "no such key"}})
        case "no money":
            code = {"message": "no money", "code": "insufficient_quota"}
            return httpx2.Response(429, json={"error": code})
        case _:
            raise httpx2.ConnectError("simulated", request=sent)


def _chunks(outcome: Outcome, usage: Usage | None) -> list[dict[str, Any]]:
    """Return an answer as it is streamed: the words in two pieces, why they end, what they cost."""
    kind = "refusal" if outcome.kind == "refusal" else "content"
    half = len(outcome.text) // 2
    deltas = [{kind: outcome.text[:half]}, {kind: outcome.text[half:]}, {}]
    reason = "length" if outcome.kind == "truncated" else "stop"
    head = {"id": "s", "object": "chat.completion.chunk", "created": 0, "model": "simulated"}
    chunks: list[dict[str, Any]] = [
        {
            **head,
            "choices": [{"index": 0, "delta": delta, "finish_reason": None if delta else reason}],
        }
        for delta in deltas
    ]
    if usage is not None:
        counted = {"prompt_tokens": usage.prompt, "completion_tokens": usage.completion}
        whole = usage.prompt + usage.completion
        chunks.append({**head, "choices": [], "usage": {**counted, "total_tokens": whole}})
    return chunks
