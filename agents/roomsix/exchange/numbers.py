"""Numbers as others write them, taken for just what they mean."""

import math
import re
from fractions import Fraction
from pathlib import Path

from roomsix.exchange.source import wrong

DENOMINATOR = 10_000
"""The largest denominator that a long decimal is taken for."""

LARGEST = 10**12
"""Numbers beyond this, either way, are no measure of anything here."""

_PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)


def exact(given: str | float) -> Fraction | None:
    """Return a finite number; None for anything else.

    A decimal that is the nearest double to a fraction with a small denominator is that fraction:
    0.3333333333333333 was a third before it was written. Other decimals are what they say.
    """
    if isinstance(given, bool):
        return None
    text = given.strip() if isinstance(given, str) else repr(given)
    if len(text) > 60 or not _PLAIN.fullmatch(text):
        return None
    near = float(text)
    if not math.isfinite(near) or abs(near) > LARGEST:
        return None
    short = Fraction(near).limit_denominator(DENOMINATOR)
    return short if float(short) == near else Fraction(text)


def number(given: object, what: str, file: Path | str, line: int = 0) -> Fraction:
    """Return a number.

    Raises:
        DefinitionError: It is none.
    """
    found = exact(given) if isinstance(given, str | int | float) else None
    if found is None:
        raise wrong(file, line, f"{what} is {_shown(given)}, which is no number")
    return found


def whole(given: str | None, what: str, file: Path | str, line: int = 0) -> int:
    """Return a whole number.

    Raises:
        DefinitionError: It is none.
    """
    if given is None or not re.fullmatch(r"\s*[-+]?[0-9]{1,12}\s*", given):
        raise wrong(file, line, f"{what} is {_shown(given)}, which is no whole number")
    return int(given)


def _shown(given: object) -> str:
    return "missing" if given is None else repr(given)[:60]


def decimal(fraction: Fraction) -> str:
    """Return a number as it is written: the shortest text that a double is read from again."""
    return repr(float(fraction))
