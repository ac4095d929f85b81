"""`openai:MODEL`: a language model behind the OpenAI API or any server that speaks it.

The address and the key come from the user's own environment (`OPENAI_BASE_URL`, `OPENAI_API_KEY`),
never from a definition; so does the time an answer may take (`ROOMSIX_TIMEOUT`, in seconds).
"""

import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from roomsix import canonical, replies
from roomsix.calls import Arriving, AskedAs, Outcome, Request
from roomsix.chat import arrival, faults, judging, ladder, retrying
from roomsix.chat.arrival import Arrived, Huge, Limits
from roomsix.chat.metering import Meter
from roomsix.chat.retrying import Sleep
from roomsix.errors import ChatError, UsageError
from roomsix.pace import Pace
from roomsix.settings import ADDRESS, LEAST, OPENAI, own

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI


class ModelChat:
    """A model asked through the `openai` client, by the strictest form of JSON its server knows.

    What a server does not know (a form, streaming, counting what it streams, cache keys) is
    noticed when it says so, and not asked of it again.

    Attributes:
        name: `openai:` and the model's name.
        form: How it is asked for JSON now.
    """

    def __init__(
        self,
        model: str,
        *,
        environ: Mapping[str, str] = os.environ,
        http_client: "httpx2.AsyncClient | None" = None,
        sleep: Sleep | None = None,
        notify: Callable[[str], None] | None = None,
        meter: Meter | None = None,
        endpoint: str = "",
        key_from: str = "OPENAI_API_KEY",
        url_from: str = ADDRESS,
        limits: Limits | None = None,
        pace: Pace | None = None,
    ) -> None:
        """Make a chat; the client itself is made when it is first asked.

        Args:
            environ: Where the address, the key and the time limit are read from.
            http_client: Another transport, for tests; it stays open.
            sleep: Waits between attempts; None for asyncio's.
            notify: Told, in a line, of every fault after which a request is sent again.
            meter: Lets every attempt through, and takes down what it cost; None for no limits.
            endpoint: The name of the endpoint it is reached at; empty for the usual one.
            key_from: The variable that should hold the key, to name it where it does not.
            url_from: What says where the server is, to name it where that is wrong.
            limits: What an answer may take; None for what is usual, or what the environment says.
            pace: How fast the endpoint may be asked; None for as fast as one likes.

        Raises:
            UsageError: The time limit is no number of seconds.
            UsageError: It has no price, and its cost is to be limited.
            UsageError: There is neither a key nor an address of a server that needs none, or the
                key cannot be one.
        """
        self._model = model
        self._endpoint = endpoint
        # Always said: the client would look into the environment for what it is not told.
        self._base_url = environ.get(ADDRESS) or OPENAI
        self._from = key_from, url_from
        self._key = (environ.get("OPENAI_API_KEY") or "").strip()
        self._http_client = http_client
        self._sleep = sleep
        self._notify = notify
        self._limits = limits or arrival.limits(environ.get(arrival.TIMEOUT, ""))
        self._arriving: Arriving = lambda *_: None
        self._client: AsyncOpenAI | None = None
        self._left_off: set[faults.Fault] = set() if own(self._base_url) else {"cache"}
        self.form: AskedAs = ladder.LADDER[0]
        if not self._key and own(self._base_url):
            raise UsageError(
                f"no key for {self.name!r}",
                hint=f"set {key_from}, or {url_from} for a server that needs none",
            )
        if not self._key.isascii() or any(map(str.isspace, self._key)):
            raise UsageError(f"{key_from} cannot be a key of {self.name!r}: only ASCII, no blanks")

        self._meter = meter or Meter()
        base_url = None if own(self._base_url) else self._base_url
        self._meter.meet(self.name, model, base_url, endpoint, pace)

    @property
    def name(self) -> str:
        return f"openai:{self._model}" + (f"@{self._endpoint}" if self._endpoint else "")

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return {}

    def tell(self, arriving: Arriving) -> None:
        """Tell this of all that arrives from now on."""
        self._arriving = arriving

    async def close(self) -> None:
        """Let go of the connection; it is made again when it is needed again."""
        client, self._client = self._client, None
        if client is not None and self._http_client is None:
            await client.close()

    async def answer(self, request: Request) -> Outcome:
        """Ask the model, again after transient faults, and less of its server where it must be.

        Raises:
            ChatError: The endpoint refused the request, or stayed out of reach, or even the
                shortened prompt is more than it takes in.
        """
        began = time.monotonic()
        attempts = 0

        def passed(came: Arrived, form: AskedAs) -> Outcome:
            came.text, came.refusal = self._safe(came.text), self._safe(came.refusal)
            came.model, came.fingerprint = self._safe(came.model), self._safe(came.fingerprint)
            latency = round((time.monotonic() - began) * 1000)
            return _outcome(came, request, form, attempts=attempts, latency_ms=latency)

        while True:
            form = self.form
            try:
                async for attempt in retrying.policy(self._sleep, self._tell, self._plain):
                    with attempt:
                        attempts += 1
                        async with self._meter.attempt(self.name, request) as sent:
                            came = await self._send(request, form)
                            sent.reported = came.usage if came.whole else None
                            sent.text = came.text
                return passed(came, form)
            except Exception as error:
                if _is_huge(error):
                    return passed(Arrived(cut="huge"), form)
                if not faults.is_a_fault(error):
                    raise
                if self._settled(error, request, form):
                    return passed(Arrived(cut="too long"), form)

    def _settled(self, error: Exception, request: Request, form: AskedAs) -> bool:
        """Tell whether a fault is an answer; if not, ask less of the server from now on.

        Raises:
            ChatError: Nothing less would do.
        """
        called_for = faults.fault(error)
        if called_for == "too long" and not request.prompt.shortened:
            return True
        if called_for in ("streaming", "usage", "cache") and called_for not in self._left_off:
            self._left_off.add(called_for)
            return False
        lower = ladder.below(form)
        if called_for == "form" and lower is not None:
            if self.form == form:  # another seat's answer may have led here before
                self.form = lower
                self._tell(f"{self._plain(error)}; asked for JSON as {lower} from now on")
            return False
        reason = f"{self.name!r} did not answer {request.seat!r}: {self._plain(error)}"
        if called_for == "too long":
            raise ChatError(
                f"{reason} (even without {request.prompt.left_out} lines of what was perceived)",
                hint="serve the model with a larger context, then resume",
            ) from None
        raise ChatError(reason, hint=faults.hint(error, *self._from)) from None

    def _tell(self, line: str) -> None:
        if self._notify is not None:
            self._notify(f"{self.name}: {line}")

    def _plain(self, error: BaseException) -> str:
        return faults.plain(error, self._safe)

    def _safe(self, text: str) -> str:
        """Return what a server said without the key it was sent, should it tell it back."""
        return text.replace(self._key, "[the key]") if len(self._key) >= LEAST else text

    async def _send(self, request: Request, form: AskedAs) -> Arrived:
        streaming: dict[str, Any] = {}
        if "streaming" not in self._left_off:
            streaming = {"stream": True}
            if "usage" not in self._left_off:
                streaming["stream_options"] = {"include_usage": True}
        if "cache" not in self._left_off:
            streaming["prompt_cache_key"] = canonical.digest(request.prompt.head)[:32]
        most = self._meter.limits.most
        if most is not None:
            streaming["max_completion_tokens"] = most
        sent = self._connected().chat.completions.create(
            model=self._model,
            messages=ladder.messages(request, form),
            **ladder.response_format(request, form),
            **streaming,
        )
        return await arrival.arrived(
            sent, self._limits, lambda count: self._arriving(request.seat, count)
        )

    def _connected(self) -> Any:
        """Return the client, whose many overloads are of no help here."""
        if self._client is None:
            from openai import AsyncOpenAI, DefaultAsyncHttpx2Client

            cap = arrival.capping(self._limits.wire)
            client = self._http_client or DefaultAsyncHttpx2Client()
            client.event_hooks = {"request": [], "response": [cap]}
            self._client = AsyncOpenAI(
                api_key=self._key or "none",
                base_url=self._base_url,
                max_retries=0,
                timeout=self._limits.total,
                http_client=client,
            )
        return self._client


def _outcome(
    came: Arrived, request: Request, form: AskedAs, *, attempts: int, latency_ms: int
) -> Outcome:
    """Return what came of a call; of a reply that is too large, no more than is shown of it."""
    kind = judging.kind(came, request)
    text = judging.answer(came.text)
    if kind in ("huge", "timed out"):
        text = text[: replies.SHOWN] if kind == "huge" else ""
    return Outcome(
        kind=kind,
        text=(came.refusal or text) if kind == "refusal" else text,
        usage=came.usage,
        attempts=attempts,
        latency_ms=latency_ms,
        model=came.model,
        fingerprint=came.fingerprint,
        form=form,
    )


def _is_huge(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, Huge):
            return True
        error = error.__cause__ or error.__context__
    return False
