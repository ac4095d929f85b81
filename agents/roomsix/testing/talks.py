"""Talks played in a test, which need not be asynchronous itself."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from roomsix.api.playing import negotiate
from roomsix.session import Result

T = TypeVar("T")


def played(*wanted: Any, **named: Any) -> Result:
    """Play talks to their end and return what came of them."""
    return at_once(negotiate(*wanted, **named))


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """Do something to its end, also where an event loop is running already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()
