"""What comes back from an endpoint: read as it arrives, within limits of time and size."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from roomsix.calls import Usage
from roomsix.chat.faults import Broken
from roomsix.errors import UsageError

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncStream
    from openai.types.chat import ChatCompletion, ChatCompletionChunk


@dataclass(frozen=True)
class Limits:
    """What an answer may take.

    Attributes:
        total: From the sending to the last word, in seconds.
        idle: Between two pieces of a streamed answer, in seconds.
        text: The most characters of a reply.
        wire: The most bytes of a response, whatever they are.
    """

    total: float = 180.0
    idle: float = 30.0
    text: int = 65_536
    wire: int = 16 * 1024 * 1024


TIMEOUT = "ROOMSIX_TIMEOUT"
"""The environment variable that says what an answer may take altogether, in seconds."""


def limits(total: str) -> Limits:
    """Return the usual limits, with another total where one is given.

    Raises:
        UsageError: It is no number of seconds.
    """
    if not total.strip():
        return Limits()
    try:
        seconds = float(total)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST:
        raise UsageError(
            f"{TIMEOUT} is {total!r}, which is no number of seconds", hint=f"1 to {LONGEST:.0f}"
        )
    return Limits(total=seconds)


LONGEST = 86_400.0
"""The most that an answer may be given, in seconds."""


NONE = "what came is no answer of this API"


class Huge(Exception):
    """A response went over its limit of bytes."""


@dataclass
class Arrived:
    """What has arrived of an answer.

    Attributes:
        begun: Whether anything of it has, thoughts included.
        finish: Why the model stopped; None until it has.
        cut: Why no more of it was awaited; None where it came to its end.
        whole: Nothing more can come of it; until then, `usage` may be of a part.
    """

    text: str = ""
    refusal: str = ""
    begun: bool = False
    finish: str | None = None
    cut: Literal["huge", "timed out", "too long"] | None = None
    whole: bool = False
    usage: Usage = field(default_factory=Usage)
    model: str = ""
    fingerprint: str = ""


async def arrived(
    sent: "Awaitable[AsyncStream[ChatCompletionChunk] | ChatCompletion]",
    limits: Limits,
    arriving: Callable[[int], None],
) -> Arrived:
    """Return what arrives, streamed or in one piece.

    Args:
        arriving: Told how many characters there are so far.

    Raises:
        Broken: It broke off, came to nothing in time, or is no answer of this API.
        OpenAIError, TransportError: It did not come at all.
    """
    from openai import AsyncStream

    came = Arrived()
    try:
        async with asyncio.timeout(limits.total):
            answer = await sent
            if not isinstance(answer, AsyncStream):
                _take_whole(came, answer)
            elif "json" in answer.response.headers.get("content-type", ""):
                _take_whole(came, _decoded(await answer.response.aread()))
            else:
                await _stream(came, answer, limits, arriving)
    except TimeoutError:
        if not came.begun:
            raise Broken("no answer in time") from None
        if came.finish is None:
            came.cut = "timed out"
    if len(came.text) > limits.text:
        came.cut = "huge"
    return came


async def _stream(
    came: Arrived,
    stream: "AsyncStream[ChatCompletionChunk]",
    limits: Limits,
    arriving: Callable[[int], None],
) -> None:
    """Take in a stream, piece by piece; the first may take as long as the whole."""
    pieces = aiter(stream)
    waited: float | None = None
    seen = 0
    try:
        while (piece := await _next(pieces, waited)) is not None:
            waited = limits.idle
            seen += _take(came, piece)
            came.begun = seen > 0
            arriving(seen)
            if len(came.text) > limits.text:
                return
        came.whole = True
    except TimeoutError:
        if came.finish is None:
            raise Broken(f"the answer broke off: nothing came for {limits.idle:.0f} s") from None
    except ValueError:
        raise Broken("the answer broke off in the middle of its data") from None
    finally:
        await stream.close()
    if came.finish is None:
        raise Broken("the answer broke off before its end")


async def _next(
    pieces: "AsyncIterator[ChatCompletionChunk]", seconds: float | None
) -> "ChatCompletionChunk | None":
    return await asyncio.wait_for(anext(pieces, None), seconds)


def _take(came: Arrived, piece: "ChatCompletionChunk") -> int:
    """Take in a piece; return how many characters it brought, thoughts included."""
    _take_head(came, piece)
    brought = 0
    for choice in (piece.choices or [])[:1]:
        came.finish = choice.finish_reason or came.finish
        delta = choice.delta
        if delta is None:
            continue
        came.text += delta.content or ""
        came.refusal += delta.refusal or ""
        # Some servers send what a model thinks beside what it answers: it is counted, not kept.
        thought = (delta.model_extra or {}).get("reasoning_content")
        brought += len(delta.content or "") + len(thought if isinstance(thought, str) else "")
    return brought


def _take_whole(came: Arrived, answer: Any) -> None:
    """Take in an answer that came in one piece."""
    choices = getattr(answer, "choices", None)
    if not isinstance(choices, list):
        raise Broken(NONE, str(_error(answer)))
    _take_head(came, answer)
    for choice in choices[:1]:
        came.text = choice.message.content or ""
        came.refusal = choice.message.refusal or ""
        came.finish = choice.finish_reason
    came.whole = True


def _error(answer: Any) -> object:
    return (getattr(answer, "model_extra", None) or {}).get("error", answer)


def _take_head(came: Arrived, of: "ChatCompletion | ChatCompletionChunk") -> None:
    came.model = of.model or came.model
    came.fingerprint = of.system_fingerprint or came.fingerprint
    if of.usage is not None:
        details = of.usage.prompt_tokens_details
        came.usage = Usage(
            prompt=of.usage.prompt_tokens or 0,
            cached=(details.cached_tokens or 0) if details else 0,
            completion=of.usage.completion_tokens or 0,
        )


def _decoded(body: bytes) -> "ChatCompletion":
    """Return a whole answer that came in place of a stream."""
    from openai.types.chat import ChatCompletion

    try:
        return ChatCompletion.model_validate_json(body)
    except ValidationError:
        raise Broken(NONE, body.decode("utf-8", "replace")) from None


def capping(most: int) -> "Callable[[httpx2.Response], Awaitable[None]]":
    """Return a hook that stops a response at a number of bytes."""
    import httpx2

    class Capped(httpx2.AsyncByteStream):
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = most
            async for piece in self._stream:
                left -= len(piece)
                if left < 0:
                    raise Huge
                yield piece

        async def aclose(self) -> None:
            await self._stream.aclose()

    async def cap(response: httpx2.Response) -> None:
        response.stream = Capped(response.stream)

    return cap
