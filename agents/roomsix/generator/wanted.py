"""What is asked of a game, checked, and what of it the seed decides."""

from dataclasses import dataclass

from roomsix import draws
from roomsix.errors import UsageError

PARTIES = (2, 6)
ISSUES = (3, 8)
ROUNDS = (1, 50)
SEEDS = 2**63

DRAWN_ROUNDS = (4, 8)
DRAWN_INTERACTIONS = (0, 3)
DRAWN_OPPOSITION = (15, 55)
"""In hundredths, for two parties; among more, it is left as it comes."""

TOLERANCE = 3
"""How far the opposition may be from a single figure asked for, in hundredths."""


@dataclass(frozen=True)
class Wanted:
    """A game's measurements.

    Attributes:
        opposition: The least and the most, in hundredths; None for whatever comes.
        interactions: Pairs of issues whose options are worth more, or less, together.
        rounds: Of the plenary.
    """

    seed: int
    parties: int
    issues: int
    opposition: tuple[int, int] | None
    interactions: int
    rounds: int
    mediator: bool
    observer: bool
    advisers: bool


def wanted(
    seed: int,
    *,
    parties: int = 2,
    issues: int | None = None,
    opposition: float | tuple[float, float] | None = None,
    interactions: int | None = None,
    rounds: int | None = None,
    mediator: bool = True,
    observer: bool = False,
    advisers: bool = False,
) -> Wanted:
    """Return the measurements of a game; the seed decides what is None.

    Raises:
        UsageError: Something is out of range, or does not go with something else.
    """

    def drawn(bounds: tuple[int, int], what: str) -> int:
        least, most = bounds
        return least + draws.below(most - least + 1, seed, "generator", what)

    _within(seed, (0, SEEDS - 1), "the seed")
    _within(parties, PARTIES, "parties")
    issues = drawn(ISSUES, "issues") if issues is None else issues
    _within(issues, ISSUES, "issues")
    interactions = (
        drawn(DRAWN_INTERACTIONS, "interactions") if interactions is None else interactions
    )
    _within(interactions, (0, issues), "interactions")
    rounds = drawn(DRAWN_ROUNDS, "rounds") if rounds is None else rounds
    _within(rounds, ROUNDS, "rounds")
    if opposition is None and parties == 2:
        opposition = drawn(DRAWN_OPPOSITION, "opposition") / 100
    if observer and not mediator:
        raise UsageError("an observer sits beside a mediator, and there is none")
    if advisers and parties > 3:
        raise UsageError(
            f"advisers for {parties} parties: six people are on hand",
            hint="ask for 3 parties at most, or for no advisers",
        )
    return Wanted(
        seed=seed,
        parties=parties,
        issues=issues,
        opposition=None if opposition is None else _range(opposition),
        interactions=interactions,
        rounds=rounds,
        mediator=mediator,
        observer=observer,
        advisers=advisers,
    )


def _range(opposition: float | tuple[float, float]) -> tuple[int, int]:
    given = opposition if isinstance(opposition, tuple) else (opposition, opposition)
    if not 0 <= given[0] <= given[1] <= 1:
        shown = "-".join(f"{each:g}" for each in dict.fromkeys(given))
        raise UsageError(
            f"an opposition of {shown}", hint="a number from 0 to 1, or a range such as 0.2-0.4"
        )
    low, high = (round(each * 100) for each in given)
    if isinstance(opposition, tuple):
        return low, high
    return max(0, low - TOLERANCE), high + TOLERANCE


def _within(number: int, bounds: tuple[int, int], what: str) -> None:
    least, most = bounds
    if not least <= number <= most:
        raise UsageError(f"{what}: {number} is not from {least} to {most}")
