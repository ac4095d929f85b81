"""Score cards: how much each issue matters to each side, which way, and what belongs together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roomsix.deal import IssueId, OptionId
from roomsix.generator.dice import Dice
from roomsix.scenario import Bonus, Card

Issues = Mapping[IssueId, Sequence[OptionId]]

BEST = 100
"""The points of every side's best package."""

LEAST = 3
"""The fewest points an issue can be worth to anybody."""

EXTRAS = (0, 4, 6, 8, 10, 12, -4)
"""Points for options that belong together; a side may lose by it."""


@dataclass(frozen=True)
class Tastes:
    """What a side wants, before it is counted out in points.

    Attributes:
        weights: How much an issue matters, in no unit.
        curves: What share of an issue's points each option brings, in per cent, 0 and 100 included.
        bonuses: On top.
    """

    weights: Mapping[IssueId, int]
    curves: Mapping[IssueId, tuple[int, ...]]
    bonuses: tuple[Bonus, ...]

    def card(self, total: int, issues: Issues) -> Card:
        """Return the card on which the issues share out this many points, bonuses aside."""
        shares = shared_out(total, self.weights)
        points = {
            issue: {
                option: (shares[issue] * part + 50) // 100
                for option, part in zip(options, self.curves[issue], strict=True)
            }
            for issue, options in issues.items()
        }
        return Card(points=points, bonuses=self.bonuses)


def tastes(dice: Dice, issues: Issues, parties: int, interactions: int) -> list[Tastes]:
    """Draw what each side wants.

    How alike the sides' priorities are, and how many issues they agree on, is drawn for the game
    as a whole; between them the two decide how opposed it is.
    """
    alike = dice.below(101, "alike")
    agreeing = dice.below(91, "agreeing") * dice.below(101, "agreeing", "again") // 100
    bonuses = _bonuses(dice, issues, parties, interactions)
    common = {issue: _importance(dice, issue, "all") for issue in issues}
    upward = {issue: _upward(dice, issue, parties, agreeing) for issue in issues}
    return [
        Tastes(
            weights={
                issue: alike * common[issue] + (100 - alike) * _importance(dice, issue, side)
                for issue in issues
            },
            curves={
                issue: _curve(dice, issue, side, len(options), up=upward[issue][side])
                for issue, options in issues.items()
            },
            bonuses=bonuses[side],
        )
        for side in range(parties)
    ]


def shared_out(total: int, weights: Mapping[IssueId, int]) -> dict[IssueId, int]:
    """Share whole points out by weight, largest remainders first, at least `LEAST` to each."""
    free = total - LEAST * len(weights)
    whole = sum(weights.values())
    shares = {issue: LEAST + free * weight // whole for issue, weight in weights.items()}
    left = total - sum(shares.values())
    by_remainder = sorted(weights, key=lambda issue: -(free * weights[issue] % whole))
    return {issue: share + (issue in by_remainder[:left]) for issue, share in shares.items()}


def _importance(dice: Dice, issue: IssueId, side: str | int) -> int:
    # Squared, so that a few issues matter a good deal more than the rest.
    return (10 + dice.below(91, "importance", issue, side)) ** 2


def _upward(dice: Dice, issue: IssueId, parties: int, agreeing: int) -> list[bool]:
    """Tell which sides want the last options of an issue; either all alike, or two camps."""
    first = dice.happens(50, "upward", issue)
    if dice.happens(agreeing, "agreed", issue):
        return [first] * parties
    camps = [dice.happens(50, "camp", issue, side) for side in range(parties)]
    # The first side's rival is drawn, so that nobody is against everybody by its place in the list.
    rival = 1 + dice.below(parties - 1, "rival", issue)
    return [first if side == 0 else not first if side == rival else camps[side]
            for side in range(parties)]  # fmt: skip


def _curve(dice: Dice, issue: IssueId, side: int, options: int, *, up: bool) -> tuple[int, ...]:
    last = options - 1
    shape = dice.pick(("even", "even", "early", "late", "inner"), "shape", issue, side)
    if shape == "inner" and options > 3:
        # Best is the last option but one: too much of it is no good either.
        peak = last - 1
        rising = [100 * min(place, 2 * peak - place) // peak for place in range(options)]
    elif shape == "early":
        rising = [100 - 100 * (last - place) ** 2 // last**2 for place in range(options)]
    elif shape == "late":
        rising = [100 * place**2 // last**2 for place in range(options)]
    else:
        rising = [100 * place // last for place in range(options)]
    return tuple(rising if up else reversed(rising))


def _bonuses(dice: Dice, issues: Issues, parties: int, count: int) -> list[tuple[Bonus, ...]]:
    names = list(issues)
    pairs = [(a, b) for place, a in enumerate(names) for b in names[place + 1 :]]
    found: list[list[Bonus]] = [[] for _ in range(parties)]
    for number, pair in enumerate(dice.shuffled(pairs, "pairs")[:count]):
        box = {issue: _end(dice, issue, issues[issue], number) for issue in pair}
        for side in range(parties):
            points = dice.pick(EXTRAS, "extra", number, side)
            if side == number % parties:
                points = max(points, 6)
            if points:
                found[side].append(Bonus(points=points, when=box))
    return [tuple(each) for each in found]


def _end(dice: Dice, issue: IssueId, options: Sequence[OptionId], number: int) -> tuple[str, ...]:
    """Return the first or the last options of an issue, half of them at most."""
    many = dice.between(1, len(options) // 2, "many", number, issue)
    first = dice.happens(50, "end", number, issue)
    return tuple(options[:many] if first else options[-many:])
