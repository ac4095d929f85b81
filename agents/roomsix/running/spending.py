"""What a run's requests to models came to, by its lines on money and by its account."""

from decimal import Decimal

from roomsix import store
from roomsix.budget import Amount, told
from roomsix.chat import metering
from roomsix.errors import RecordError

REQUESTS, COUNTED = "requests", "counted_tokens"
"""What the account of a run calls them, among its totals."""


def totals(spent: Amount) -> dict[str, int]:
    """Return what a run's account says of what was spent, besides dollars."""
    return {REQUESTS: spent.calls, COUNTED: spent.tokens} if spent.calls else {}


def whole(run: store.Run) -> Amount:
    """Return what counts as spent, by the lines on money.

    Raises:
        RecordError: A line is damaged, or they give less than the account says: some are missing.
    """
    found = metering.spent(run.lines(store.SPENDING))
    said = Amount(
        run.info.totals.get(REQUESTS, 0),
        run.info.totals.get(COUNTED, 0),
        sum(map(Decimal, run.info.usd.values()), Decimal(0)),
    )
    if found.calls < said.calls or found.tokens < said.tokens or found.usd < said.usd:
        raise RecordError(
            f"{store.SPENDING} gives {told(found)}, and run.json {told(said)}: lines are missing",
            hint="a fork begins with nothing spent",
        )
    return found
