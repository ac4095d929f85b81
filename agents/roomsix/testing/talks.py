"""Talks played in a test, which need not be asynchronous itself."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from roomsix.api.playing import negotiate
from roomsix.session import Result


def played(*wanted: Any, **named: Any) -> Result:
    """Play talks to their end and return what came of them; also from within an event loop."""
    talks = negotiate(*wanted, **named)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(talks)
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, talks).result()
