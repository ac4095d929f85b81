"""What a fault of an endpoint calls for: told by status and error code, else by what is said.

Servers that speak the OpenAI API agree on statuses, and hardly on codes; the phrases are those of
vLLM, llama.cpp, Ollama, LM Studio and text-generation-inference.
"""

import os
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import openai

Fault = Literal["transient", "too long", "form", "streaming", "usage", "cache", "final"]
"""What a fault calls for.

transient: The same request may well succeed later.
too long: The prompt is more than the model takes in; a shorter one may do.
form: The server does not know this way of asking for JSON; another may do.
streaming, usage, cache: It does not stream, does not count what it streams, or does not know what
    a cache key is; without that it may do.
final: Sending it again would be no use.
"""

RETRIED = (408, 409, 425, 429)
"""The statuses below 500 after which a request is sent again."""

UNTAKEN = (400, 413, 422, 429, 500)
"""The statuses by which servers say that a request is more than they can do."""

_TOO_LONG = re.compile(
    "context_length_exceeded|exceed_context_size|maximum context length|available context size"
    "|context size has been exceeded|exceeds? (?:the )?(?:model's )?(?:maximum )?context"
    "|context (?:the )?overflows|exceed context window|larger context length"
    "|max_tokens must be at least 1, got -|tokens \\+ `max_new_tokens` must be"
    "|prompt is too long|request too large|string_above_max_length",
    re.IGNORECASE,
)

_NO_QUOTA = re.compile(
    "insufficient_quota|exceeded your current quota|billing_hard_limit|billing_not_active"
    "|insufficient (?:balance|credits|funds)",
    re.IGNORECASE,
)

_FORM = re.compile(
    "response_format|json_schema|json_object|structured.?output|guided.?(?:json|decoding)|grammar",
    re.IGNORECASE,
)


def fault(error: BaseException) -> Fault:
    """Return what a fault calls for."""
    import openai

    said = words(error)
    status = getattr(error, "status_code", None)
    if status is None:
        if isinstance(error, openai.APIError) and _TOO_LONG.search(said):
            return "too long"  # said in the middle of a stream that began well
        return "transient" if is_a_fault(error) else "final"
    if status == 402 or _NO_QUOTA.search(said):
        return "final"
    if status in UNTAKEN and _TOO_LONG.search(said):
        return "too long"
    if status in (400, 422, 501):
        unknown = _unknown(error, said)
        if unknown is not None:
            return unknown
    if status == 413:
        return "too long"
    return "transient" if status in RETRIED or status >= 500 else "final"


def _unknown(error: BaseException, said: str) -> Fault | None:
    """Return what of a request a server does not know; None where it is something else."""
    about = str(getattr(error, "param", None) or said).lower()
    if "stream_options" in about or "include_usage" in about:
        return "usage"
    if "prompt_cache_key" in about:
        return "cache"
    if _FORM.search(about):
        return "form"
    return "streaming" if re.search(r"\bstream(?:ing)?\b", about) else None


def transient(error: BaseException) -> bool:
    """Tell whether the same request may well succeed later."""
    return fault(error) == "transient"


class Broken(Exception):
    """An answer that broke off, or that is none; nothing of it is used.

    Attributes:
        said: What came in its place, whole; empty where nothing did.
    """

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said


MOST = 200
"""How much is told of what a server said, in characters."""

Clean = Callable[[str], str]
"""Returns what a server said without what must not be told."""


def is_a_fault(error: BaseException) -> bool:
    """Tell whether an error is the endpoint's, and not a mistake of the program."""
    import httpx2
    import openai

    return isinstance(error, Broken | openai.APIError | httpx2.TransportError)


def words(error: BaseException) -> str:
    """Return everything an error says: its message, code, type and body."""
    body = getattr(error, "body", None)
    parts = [getattr(error, name, None) for name in ("message", "code", "type")]
    return " ".join(str(part) for part in (*parts, body) if part)[:20_000]


def plain(error: BaseException, clean: Clean = str) -> str:
    """Return what went wrong in one line, without the request's content.

    Args:
        clean: Is given everything that was said, before it is cut: of a key that was cut in two,
            nobody would find the half.
    """
    import httpx2
    import openai

    if isinstance(error, openai.APIStatusError):
        return f"HTTP {error.status_code}: {_said(error, clean)}"
    if isinstance(error, Broken):
        return f"{error}: {_line(error.said, clean)!r}" if error.said else str(error)
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return "no answer in time"
    if isinstance(error, openai.APIConnectionError | httpx2.TransportError):
        return f"no connection ({_why(error, clean)})"
    return _line(getattr(error, "message", None) or str(error), clean)


def _said(error: "openai.APIStatusError", clean: Clean) -> str:
    said = str(error.message).removeprefix(f"Error code: {error.status_code}").removeprefix(" - ")
    if not said and isinstance(error.body, str):
        said = error.body
    return _line(said or "nothing else is said", clean)


def hint(error: BaseException, key_from: str, url_from: str) -> str:
    """Return how to mend a fault that sending again does not, or empty.

    Args:
        key_from: The variable that holds the key.
        url_from: What says where the server is.
    """
    status = getattr(error, "status_code", None)
    if status == 402 or _NO_QUOTA.search(words(error)):
        return "the account has nothing left to spend; mend that, then resume"
    hints = {
        401: f"{key_from} is not a key of this server",
        403: "the key may not use this model",
        404: f"no such model, or {url_from} is not where the server's API begins (…/v1)",
    }
    return hints.get(status or 0, "")


def _why(error: BaseException, clean: Clean) -> str:
    """Return what the system said of a failed connection, as deep as it lies."""
    said, below = str(error.__cause__ or error), error.__cause__
    while below is not None:
        if isinstance(below, OSError) and below.errno is not None:
            said = os.strerror(below.errno) if below.errno > 0 else (below.strerror or said)
        below = below.__cause__ or below.__context__
    return _line(said, clean).lower()


def _line(text: str, clean: Clean) -> str:
    return " ".join(clean(text).split())[:MOST]
