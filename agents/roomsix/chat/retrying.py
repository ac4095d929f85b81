"""Sending again after transient faults: how often, and how long to wait before."""

import asyncio
import email.utils
import math
import random
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from roomsix.chat.faults import transient

if TYPE_CHECKING:
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

Sleep = Callable[[float], Awaitable[None]]


def policy(
    sleep: Sleep | None,
    tell: Callable[[str], None],
    plain: Callable[[BaseException], str],
) -> Any:
    """Return the attempts at one request, as tenacity goes through them.

    Args:
        sleep: Waits between attempts; None for asyncio's.
        tell: Told in a line what went wrong, and when the next attempt will be.
        plain: Says what went wrong.
    """
    from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

    def again(state: "RetryCallState") -> None:
        error = state.outcome.exception() if state.outcome else None
        if error is not None:
            wait = f"in {state.upcoming_sleep:.1f} s"
            tell(f"{plain(error)}, attempt {state.attempt_number + 1} of {ATTEMPTS} {wait}")

    return AsyncRetrying(
        sleep=sleep or asyncio.sleep,
        stop=stop_after_attempt(ATTEMPTS),
        wait=_wait,
        retry=retry_if_exception(transient),
        before_sleep=again,
        reraise=True,
    )


def asked_wait(error: BaseException, *, now: float) -> float | None:
    """Return the seconds a server asked to be left alone for; None when it did not say.

    Args:
        now: Seconds since the epoch, for a date in Retry-After.
    """
    response = getattr(error, "response", None)
    if response is None:
        return None
    if (milliseconds := _number(response.headers.get("retry-after-ms"))) is not None:
        return milliseconds / 1000
    value = response.headers.get("retry-after")
    if not value:
        return _until_reset(response.headers)
    if (seconds := _number(value)) is not None:
        return seconds
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - now)
    except (TypeError, ValueError):
        return None


def _number(text: str | None) -> float | None:
    try:
        found = float(text or "")
    except ValueError:
        return None
    return max(0.0, found) if math.isfinite(found) else None


def _until_reset(headers: Mapping[str, str]) -> float | None:
    """Return how long until what is used up is there again, by the headers of OpenAI and others."""
    found = [
        seconds
        for what in ("requests", "tokens")
        if _number(headers.get(f"x-ratelimit-remaining-{what}")) == 0
        and (seconds := _duration(headers.get(f"x-ratelimit-reset-{what}", ""))) is not None
    ]
    return max(found, default=None)


def _duration(text: str) -> float | None:
    """Return the seconds of a duration as Go writes it, such as `1m30.5s` or `120ms`."""
    parts = re.findall(r"(\d+(?:\.\d+)?)(h|ms|m|s)", text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def _wait(state: "RetryCallState") -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = asked_wait(error, now=time.time()) if error else None
    if asked is not None:
        return min(asked, LONGEST_ASKED_WAIT) * random.uniform(1, 1.1)
    return random.uniform(0, min(LONGEST_WAIT, 2.0 ** (state.attempt_number - 1)))
