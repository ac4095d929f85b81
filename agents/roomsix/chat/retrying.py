"""Sending again after transient faults: how often, and how long to wait before."""

import asyncio
import email.utils
import random
import time
from collections.abc import Awaitable, Callable
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
