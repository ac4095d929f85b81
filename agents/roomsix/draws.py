"""Chance, keyed: every draw is a function of the run's seed and of what it is for."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def bits(seed: int, *key: str | int) -> int:
    """Return 64 even bits for this seed and key."""
    text = "\x1f".join(map(str, (seed, *key)))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def below(bound: int, seed: int, *key: str | int) -> int:
    """Return a whole number from 0 to `bound - 1`, evenly (to within bound / 2**64)."""
    return bits(seed, *key) * bound >> 64


def happens(percent: int, seed: int, *key: str | int) -> bool:
    """Tell whether something with this chance comes about."""
    return below(100, seed, *key) < percent


def pick(items: Sequence[T], seed: int, *key: str | int) -> T:
    """Return one of the items, each as likely."""
    return items[below(len(items), seed, *key)]
