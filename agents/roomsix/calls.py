"""A call: what a seat is asked, what came back, and who may answer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, get_args, runtime_checkable

from pydantic import Field, JsonValue

from roomsix import canonical
from roomsix.deal import Frozen, SeatId
from roomsix.prompts import Prompt
from roomsix.replies import Schema

OutcomeKind = Literal[
    "text",
    "refusal",
    "empty",
    "truncated",
    "timed out",
    "repeated",
    "wrong language",
    "huge",
    "too long",
]
"""What came: a reply to be read, or why there is none that can be used.

repeated: The words of the seat's turn before, and nothing done.
wrong language: Words in another script than anything the seat was told.
huge: More than any turn can hold.
too long: The question was; a shorter one is to be asked.
"""

KINDS: tuple[OutcomeKind, ...] = get_args(OutcomeKind)

AskedAs = Literal["json_schema", "json_object", "text"]
"""How a model was asked for JSON."""

Arriving = Callable[[SeatId, int], None]
"""Told how many characters of a seat's answer have come so far; never which."""

Judge = Callable[[str], str | None]
"""Says why a reply could not be used, in the words its seat would be asked again with, or None."""


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
        fingerprint: What else it gave to tell one state of a model from another; empty for none.
        form: How a model was asked for JSON; None for what is no model.
    """

    kind: OutcomeKind = "text"
    text: str = ""
    usage: Usage = Usage()
    attempts: int = 1
    latency_ms: int = 0
    model: str = ""
    fingerprint: str = ""
    form: AskedAs | None = None

    @property
    def writable(self) -> "Outcome":
        """The same as it can be written: halves of characters become question marks."""
        text = self.text.encode("utf-8", "replace").decode("utf-8")
        return self if text == self.text else self.model_copy(update={"text": text})


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


@dataclass(frozen=True)
class Around:
    """What stands before another chat and goes by its name."""

    chat: Chat

    @property
    def name(self) -> str:
        return self.chat.name

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return self.chat.sampling


def behind(chat: Chat) -> Chat:
    """Return a chat without what stands before it."""
    while isinstance(chat, Around):
        chat = chat.chat
    return chat


@runtime_checkable
class Remote(Protocol):
    """A chat behind a connection, which tells how much has arrived and can be let go of."""

    def tell(self, arriving: Arriving) -> None:
        """Tell this of all that arrives from now on."""

    async def close(self) -> None:
        """Let go of the connection; it is made again when it is needed again."""


def tell(chats: Iterable[Chat], arriving: Arriving) -> None:
    """Let those that know how much has arrived tell of it."""
    for chat in chats:
        if isinstance(chat, Remote):
            chat.tell(arriving)


async def close(chats: Iterable[Chat]) -> None:
    """Let go of every connection."""
    for chat in chats:
        if isinstance(chat, Remote):
            await chat.close()


def hashed(request: Request, chat: str, sampling: Mapping[str, JsonValue]) -> str:
    """Return a digest of messages, schema, chat and sampling: no address, no version."""
    rest = canonical.line([request.form.digest, chat, dict(sampling)])
    return canonical.digest("\0".join((rest, request.prompt.head, request.prompt.user)))
