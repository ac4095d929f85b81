"""`openai:MODEL`: a language model behind the OpenAI API or any server that speaks it.

The address and the key come from the user's own environment (`OPENAI_BASE_URL`, `OPENAI_API_KEY`),
never from a definition.
"""

import asyncio
import email.utils
import os
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from pydantic import JsonValue

from roomsix.calls import Outcome, OutcomeKind, Request, Usage
from roomsix.chat.metering import Meter
from roomsix.errors import ChatError

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI
    from openai.types.chat import ChatCompletion
    from tenacity import RetryCallState

ATTEMPTS = 8
"""How often a request is sent before the run is paused.

At one transient fault in five, eight attempts lose one run of 200 calls in two thousand; five
would lose one in sixteen.
"""

LONGEST_WAIT = 60.0
"""The longest pause between attempts, in seconds, unless the server asks for more."""

LONGEST_ASKED_WAIT = 120.0
"""The longest pause a server is granted, in seconds."""

_RETRIED = (408, 409, 429)


class ModelChat:
    """A model asked through the `openai` client, with the reply's strict schema.

    Attributes:
        name: `openai:` and the model's name.
    """

    def __init__(
        self,
        model: str,
        *,
        environ: Mapping[str, str] = os.environ,
        http_client: "httpx2.AsyncClient | None" = None,
        sleep: Callable[[float], Awaitable[None]] | None = None,
        notify: Callable[[str], None] | None = None,
        meter: Meter | None = None,
    ) -> None:
        """Make a chat; the client itself is made when it is first asked.

        Args:
            environ: Where the address and the key are read from.
            http_client: Another transport, for tests.
            sleep: Waits between attempts; None for asyncio's.
            notify: Told of every fault after which the request is sent again, in a line.
            meter: Lets every attempt through, and takes down what it cost; None for no limits.

        Raises:
            ChatError: There is neither a key nor an address of a server that needs none.
            UsageError: It has no price, and its cost is to be limited.
        """
        self._model = model
        self._base_url = environ.get("OPENAI_BASE_URL") or None
        self._key = environ.get("OPENAI_API_KEY") or ""
        self._http_client = http_client
        self._sleep = sleep
        self._notify = notify
        if not self._key and self._base_url is None:
            raise ChatError(
                f"no key for {self.name!r}",
                hint="set OPENAI_API_KEY, or OPENAI_BASE_URL for a server that needs none",
            )
        self._meter = meter or Meter()
        self._meter.meet(self.name, model, self._base_url)

    @property
    def name(self) -> str:
        return f"openai:{self._model}"

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return {}

    async def answer(self, request: Request) -> Outcome:
        """Ask the model, again after transient faults.

        Raises:
            ChatError: The endpoint refused the request, or stayed out of reach.
            BudgetSpent: Another attempt could pass a limit.
        """
        from openai import OpenAIError

        began = time.monotonic()
        attempts = 0
        try:
            async for attempt in _policy(self._sleep, self._tell):
                with attempt:
                    attempts += 1
                    async with self._meter.attempt(self.name, request) as sent:
                        completion = await self._send(request)
                        sent.reported, sent.text = _usage(completion), _text(completion)
        except OpenAIError as error:
            reason = f"{self.name!r} did not answer {request.seat!r}: {_plain(error)}"
            raise ChatError(reason) from None
        latency = round((time.monotonic() - began) * 1000)
        return _outcome(completion, attempts=attempts, latency_ms=latency)

    @cached_property
    def _client(self) -> "AsyncOpenAI":
        from openai import AsyncOpenAI

        return AsyncOpenAI(
            api_key=self._key or "none",
            base_url=self._base_url,
            max_retries=0,
            timeout=180,
            http_client=self._http_client,
        )

    def _tell(self, state: "RetryCallState") -> None:
        """Say what went wrong, and when the next attempt will be."""
        error = state.outcome.exception() if state.outcome else None
        if self._notify is None or not isinstance(error, Exception):
            return
        attempt = (
            f"attempt {state.attempt_number + 1} of {ATTEMPTS} in {state.upcoming_sleep:.1f} s"
        )
        self._notify(f"{self.name}: {_plain(error)}, {attempt}")

    async def _send(self, request: Request) -> "ChatCompletion":
        form: dict[str, Any] = {
            "type": "json_schema",
            "json_schema": {"name": request.form.name, "strict": True, "schema": request.form.body},
        }
        most = self._meter.limits.most
        limit: dict[str, Any] = {} if most is None else {"max_completion_tokens": most}
        completion: ChatCompletion = await self._client.chat.completions.create(
            model=self._model,
            messages=cast("Any", request.messages),
            response_format=cast("Any", form),
            **limit,
        )
        return completion


def _outcome(completion: "ChatCompletion", *, attempts: int, latency_ms: int) -> Outcome:
    kind: OutcomeKind = "text"
    text = ""
    if completion.choices:
        choice = completion.choices[0]
        text = choice.message.content or ""
        if choice.message.refusal or choice.finish_reason == "content_filter":
            kind, text = "refusal", choice.message.refusal or text
        elif choice.finish_reason == "length":
            kind = "truncated"
    return Outcome(
        kind=kind,
        text=text,
        usage=_usage(completion) or Usage(),
        attempts=attempts,
        latency_ms=latency_ms,
        model=completion.model or "",
    )


def _text(completion: "ChatCompletion") -> str:
    return (completion.choices[0].message.content or "") if completion.choices else ""


def _usage(completion: "ChatCompletion") -> Usage | None:
    """Return the tokens that an endpoint says were used; None where it does not say."""
    used = completion.usage
    if used is None:
        return None
    details = used.prompt_tokens_details
    return Usage(
        prompt=used.prompt_tokens or 0,
        cached=(details.cached_tokens or 0) if details else 0,
        completion=used.completion_tokens or 0,
    )


def _policy(
    sleep: Callable[[float], Awaitable[None]] | None, tell: "Callable[[RetryCallState], None]"
) -> Any:
    from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

    return AsyncRetrying(
        sleep=sleep or asyncio.sleep,
        stop=stop_after_attempt(ATTEMPTS),
        wait=_wait,
        retry=retry_if_exception(transient),
        before_sleep=tell,
        reraise=True,
    )


def transient(error: BaseException) -> bool:
    """Tell whether the same request may well succeed later."""
    import openai

    if isinstance(error, openai.APIStatusError):
        if error.code == "insufficient_quota":
            return False
        return error.status_code in _RETRIED or error.status_code >= 500
    return isinstance(error, openai.APIConnectionError)


def asked_wait(error: BaseException, *, now: float) -> float | None:
    """Return the seconds a server asked to be left alone for; None when it did not say.

    Args:
        now: Seconds since the epoch, for a date in Retry-After.
    """
    response = getattr(error, "response", None)
    value = response.headers.get("retry-after") if response is not None else None
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - now)
    except (TypeError, ValueError):
        return None


def _wait(state: "RetryCallState") -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = asked_wait(error, now=time.time()) if error else None
    if asked is not None:
        return min(asked, LONGEST_ASKED_WAIT) * random.uniform(1, 1.1)
    return random.uniform(0, min(LONGEST_WAIT, 2.0 ** (state.attempt_number - 1)))


def _plain(error: Exception) -> str:
    """Return what went wrong in one line, without the request's content."""
    import openai

    if isinstance(error, openai.APIStatusError):
        said = str(error.message).removeprefix(f"Error code: {error.status_code} - ")
        return f"HTTP {error.status_code}: {said[:200]}".replace("\n", " ")
    if isinstance(error, openai.APITimeoutError):
        return "no answer in time"
    if isinstance(error, openai.APIConnectionError):
        return f"no connection ({_why(error)})"
    return str(error)[:200].replace("\n", " ")


def _why(error: BaseException) -> str:
    """Return what the system said of a failed connection, as deep as it lies."""
    said, below = str(error.__cause__ or error), error.__cause__
    while below is not None:
        if isinstance(below, OSError) and below.errno is not None:
            said = os.strerror(below.errno) if below.errno > 0 else (below.strerror or said)
        below = below.__cause__ or below.__context__
    return said[:200].replace("\n", " ").lower()
