"""A game between the formats: topics with options, and sides that value them in exact numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Where = Mapping[int, tuple[int, ...]]
"""Options, by number, for some of the topics, by number; {} holds every package."""


@dataclass(frozen=True)
class Topic:
    """Something to be settled.

    Attributes:
        options: What each is called there, in order.
    """

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Extra:
    """Something that options are worth together, on top of what each is worth."""

    worth: Fraction
    where: Where


@dataclass(frozen=True)
class Side:
    """Whoever values packages.

    Attributes:
        file: Where that is written.
        worth: For every topic, what each of its options adds.
        least: What going without a deal is worth; None where any deal is better than none.
    """

    name: str
    file: str
    worth: tuple[tuple[Fraction, ...], ...]
    extras: tuple[Extra, ...] = ()
    least: Fraction | None = None


@dataclass(frozen=True)
class Game:
    """What is negotiated, and by whom."""

    name: str
    topics: tuple[Topic, ...]
    sides: tuple[Side, ...]
