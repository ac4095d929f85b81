"""Who answers in a simulated run: from the same questions the same answers, whatever goes wrong."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from roomsix import draws
from roomsix.calls import Outcome, Request
from roomsix.errors import ChatError
from simulation import answers, promises
from simulation.files import Ill
from simulation.promises import Life
from simulation.scenes import Scene

if TYPE_CHECKING:
    import httpx2

    from roomsix.chat.model import ModelChat

TRANSIENT = ("busy", "late", "down", "reset", "silent")
"""Faults after which a request is sent again."""

LAST = ("no key", "no money", "went away")
"""Faults after which the run is paused."""


class Seat:
    """Answers at once and without fault.

    Attributes:
        name: The same as of the chat that fails, since it is part of every request's hash.
    """

    def __init__(
        self, seed: int, *, remote: bool, asked: Callable[[promises.Key], object] = lambda _: None
    ) -> None:
        self.name = "openai:simulated" if remote else "simulated"
        self._seed = seed
        self._remote = remote
        self._asked = asked

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return {}

    async def answer(self, request: Request) -> Outcome:
        self._asked((request.seat, request.index))
        return answered(request, self._seed, remote=self._remote)


def answered(request: Request, seed: int, *, remote: bool) -> Outcome:
    """Return the answer; an endpoint has no way to say that it was not given in time."""
    outcome = answers.answer(request, seed)
    late = remote and outcome.kind == "timed out"
    return outcome.model_copy(update={"kind": "truncated"}) if late else outcome


class Endpoint:
    """Answers the same, in an order of its own, and fails when it is to.

    Attributes:
        fault: What befalls it, and after how many answers.
        struck: The fault, as often as it has come.
    """

    def __init__(
        self,
        scene: Scene,
        looks_on: Life,
        fault: tuple[Ill, int] | None,
        life: int,
        note: Callable[[str], None],
    ) -> None:
        self.fault = fault
        self.struck: list[Ill] = []
        self._scene = scene
        self._looks_on = looks_on
        self._life = life
        self._note = note
        self._count = 0
        self._client = _through_client(self) if scene.remote else None
        self.name = "openai:simulated" if scene.remote else "simulated"
        self.current: dict[str, Request] = {}

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return {}

    async def answer(self, request: Request) -> Outcome:
        """Answer after some turns of the loop; look closely at what is asked."""
        self._looks_on.asks(request)
        self._note(f"asks {promises.questions(request)}")
        self._count += 1
        here = self._count
        for _ in range(self.draw(6, "turns", request)):
            await asyncio.sleep(0)
        if self.fault is not None and here > self.fault[1]:
            self._looks_on.gone(request)
            self.struck.append(self.fault[0])
            if self.fault[0] == "interrupt":
                raise KeyboardInterrupt
            if self._client is None:
                raise ChatError("the endpoint went away")
        try:
            outcome = await self._outcome(request)
        except ChatError:
            self._looks_on.gone(request)
            raise
        self._looks_on.answers(request, outcome)
        self._note(f"answers {promises.questions(request)}: {outcome.kind}")
        return outcome

    def draw(self, bound: int, what: str, request: Request) -> int:
        """Draw for one question of this process."""
        key = (self._life, request.seat, request.index)
        return draws.below(bound, self._scene.seed, what, *key)

    def plain(self, request: Request) -> Outcome:
        """The answer itself."""
        return answered(request, self._scene.seed, remote=self._scene.remote)

    @property
    def away(self) -> bool:
        """Whether nothing is answered any more."""
        return self.fault is not None and self._count > self.fault[1]

    async def _outcome(self, request: Request) -> Outcome:
        if self._client is None:
            return self.plain(request)
        self.current[request.prompt.user] = request
        return await self._client.answer(request)


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
        if endpoint.away:
            return _fault(LAST[endpoint.draw(len(LAST), "last", request)], sent)
        faults = endpoint.draw(14, "faults", request) - 6
        if attempts[user] <= faults:
            which = endpoint.draw(len(TRANSIENT), f"fault {attempts[user]}", request)
            return _fault(TRANSIENT[which], sent)
        events = (f"data: {json.dumps(each)}\n\n" for each in _chunks(endpoint.plain(request)))
        content = "".join([*events, "data: [DONE]\n\n"])
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=content)

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(0)

    return ModelChat(
        "simulated",
        environ={"OPENAI_BASE_URL": "http://simulated.invalid/v1"},
        http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(handle)),
        sleep=sleep,
    )


def _fault(name: str, sent: "httpx2.Request") -> "httpx2.Response":
    import httpx2

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


def _chunks(outcome: Outcome) -> list[dict[str, Any]]:
    """Return an answer as it is streamed: the words in two pieces, then why they end."""
    field = "refusal" if outcome.kind == "refusal" else "content"
    half = len(outcome.text) // 2
    deltas = [{field: outcome.text[:half]}, {field: outcome.text[half:]}, {}]
    reason = "length" if outcome.kind == "truncated" else "stop"
    head = {"id": "simulated", "object": "chat.completion.chunk", "created": 0}
    return [
        {
            **head,
            "model": "simulated",
            "choices": [{"index": 0, "delta": delta, "finish_reason": None if delta else reason}],
        }
        for delta in deltas
    ]
