"""How long talks may take, by the clock on the wall."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

from roomsix.errors import BudgetSpent


@asynccontextmanager
async def within(minutes: float | None) -> AsyncIterator[None]:
    """Let something take so long; None for as long as it takes.

    Raises:
        BudgetSpent: The time is up. A call under way is given up, and asked again later.
    """
    timer = asyncio.timeout(minutes * 60 if minutes is not None else None)
    try:
        async with timer:
            yield
    except TimeoutError:
        if not timer.expired():
            raise  # somebody else's
        over = f"{Decimal(str(minutes)):f}".removesuffix(".0")
        raise BudgetSpent(
            f"the time is over: --max-minutes {over}", hint="it counts anew when it goes on"
        ) from None
