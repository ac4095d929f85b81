"""What models cost, by the table that comes with genai-prices; nothing is fetched."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from roomsix.budget import Price


def price(model: str, base_url: str | None) -> Price | None:
    """Return the price of a model at an address; None where the table does not know of it.

    Args:
        base_url: None for OpenAI's own.
    """
    # Imported here because the table is large, and only what is paid for needs it.
    from genai_prices import Usage, calc_price, data_snapshot

    where = None if base_url else "openai"
    try:
        data_snapshot.get_snapshot().find_provider_model(model, None, where, base_url)
    except LookupError:
        return None

    def cost(prompt: int, cached: int, completion: int) -> Decimal:
        used = Usage(input_tokens=prompt, cache_read_tokens=cached, output_tokens=completion)
        if base_url:
            return calc_price(used, model, provider_api_url=base_url).total_price
        return calc_price(used, model, provider_id="openai").total_price

    return cost


def table() -> str:
    """Return the name of the table with its version and the newest date that it speaks of."""
    from importlib.metadata import version

    today = f"{datetime.now(UTC):%Y-%m-%d}"
    newest = max((date for date in _dates() if date <= today), default="unknown")
    return f"genai-prices {version('genai-prices')}, checked up to {newest}"


def _dates() -> Iterator[str]:
    """Yield the dates on which prices were checked or began to hold, those to come included."""
    from genai_prices import data_snapshot

    for provider in data_snapshot.get_snapshot().providers:
        for model in provider.models:
            yield from re.findall(r"\b20\d\d-\d\d-\d\d\b", model.price_comments or "")
