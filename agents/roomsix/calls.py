"""A call: what a seat is asked, what came back, and who may answer."""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from pydantic import Field, JsonValue

from roomsix import canonical
from roomsix.deal import Frozen, SeatId
from roomsix.prompts import Prompt
from roomsix.replies import Schema

Judge = Callable[[str], str | None]
"""Says why a reply could not be used, in the words its seat would be asked again with, or None."""

OutcomeKind = Literal["text", "refusal", "truncated", "timed out"]


class Request(Frozen):
    """One question to one seat.

    Attributes:
        index: The number of the call among this seat's, from 0; a re-ask has its own.
        judge: For whoever tries a reply before sending it. It is no part of what is sent or hashed,
            and tells no more than sending the reply would.
    """

    seat: SeatId
    index: int
    prompt: Prompt
    form: Schema
    judge: Judge = Field(default=lambda _: None, exclude=True, repr=False)

    @property
    def messages(self) -> list[dict[str, str]]:
        """The messages as any chat is sent them."""
        return [
            {"role": "system", "content": self.prompt.head},
            {"role": "user", "content": self.prompt.user},
        ]


class Usage(Frozen):
    """Tokens, as the endpoint counted them; 0 where it did not say."""

    prompt: int = 0
    cached: int = 0
    completion: int = 0


class Outcome(Frozen):
    """What came of a call. Only `kind` and `text` ever enter the talks.

    Attributes:
        text: The reply, or what there is of it; a refusal's own words.
        attempts: How often the request was sent.
        latency_ms: From the first sending to the last byte; 0 for a mock.
        model: The name the endpoint gave for what answered; empty for none.
    """

    kind: OutcomeKind = "text"
    text: str = ""
    usage: Usage = Usage()
    attempts: int = 1
    latency_ms: int = 0
    model: str = ""


class Chat(Protocol):
    """Whoever answers for a seat: a model, a mock, a script, a person.

    Attributes:
        name: The spec it was made from; part of the request's hash.
        sampling: Parameters that change what it answers; part of the hash as well.
    """

    @property
    def name(self) -> str: ...

    @property
    def sampling(self) -> Mapping[str, JsonValue]: ...

    async def answer(self, request: Request) -> Outcome:
        """Return what came of the request.

        Raises:
            ChatError: It cannot be reached or cannot go on; nothing was answered.
        """
        ...


def hashed(request: Request, chat: str, sampling: Mapping[str, JsonValue]) -> str:
    """Return a digest of messages, schema, chat and sampling: no address, no version."""
    rest = canonical.line([request.form.digest, chat, dict(sampling)])
    return canonical.digest("\0".join((rest, request.prompt.head, request.prompt.user)))
