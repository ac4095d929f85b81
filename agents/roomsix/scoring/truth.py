"""What is so of a party, whatever anyone makes of it: weights, limits, red lines, its least.

Exact without going through every package: points add up over issues, except where bonuses or lines
tie issues together, so only issues that are tied are gone through together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from roomsix import preferences
from roomsix.deal import Frozen, Id, IssueId, OptionId, Package, PartyId, inside
from roomsix.scenario import Equality, Limit, Scenario

MOST_TIED = 100_000
"""The most combinations of tied issues that are gone through."""

Choice = tuple[IssueId, OptionId]


class Truth(Frozen):
    """What is so of a party at one level of tension.

    Attributes:
        swings: How much an issue matters: the most points that changing it alone can move, over
            all packages, bonuses included.
        worth: What an option is worth: the points of the best package that holds it, own lines or
            not.
        best: The most points within its own red lines and mandate; None when these leave nothing.
        reservation: The least a deal must be worth to it.
        limits: For every issue, the options worth least to it among those that some acceptable
            package holds, several when they are worth the same; empty when none is acceptable.
        red_lines: Options that no package within its red lines and mandate holds.
    """

    swings: Mapping[IssueId, int]
    worth: Mapping[IssueId, Mapping[OptionId, int]]
    best: int | None
    reservation: int
    limits: Mapping[IssueId, tuple[OptionId, ...]]
    red_lines: tuple[Choice, ...]

    @property
    def order(self) -> tuple[IssueId, ...]:
        """The issues, the weightiest first; those that matter alike in the scenario's order."""
        return tuple(sorted(self.swings, key=lambda issue: -self.swings[issue]))

    @property
    def least(self) -> float | None:
        """The share of its best that it insists on, in per cent; None without a best above 0."""
        return 100 * self.reservation / self.best if self.best and self.best > 0 else None


def truth(scenario: Scenario, party: PartyId, level: Id) -> Truth | None:
    """Return what is so of a party; None when too many issues are tied together to be gone through.

    Acceptable is meant as in `preferences.acceptable`, by the scenario's own rule.
    """
    knots = tuple(_Knot(scenario, party, tied) for tied in _ties(scenario, party))
    if any(len(knot) > MOST_TIED for knot in knots):
        return None
    card = scenario.parties[party].card
    always = sum(b.points for b in card.bonuses if not _named(scenario, b.when, b.deterred))
    most = always + sum(knot.top for knot in knots)
    bests = [knot.best for knot in knots if knot.best is not None]
    best = always + sum(bests) if len(bests) == len(knots) else None
    worth: dict[IssueId, dict[OptionId, int]] = {}
    within: dict[IssueId, dict[OptionId, int]] = {}
    for issue in scenario.issues:
        knot = next(knot for knot in knots if issue in knot.issues)
        worth[issue] = {o: top + most - knot.top for o, top in knot.tops(issue).items()}
        rest = None if best is None or knot.best is None else best - knot.best
        reach = {} if rest is None else knot.bests(issue)
        within[issue] = {option: points + (rest or 0) for option, points in reach.items()}
    least = preferences.reservation(scenario, party, level)
    return Truth(
        swings={i: next(k.swing(i) for k in knots if i in k.issues) for i in scenario.issues},
        worth=worth,
        best=best,
        reservation=least,
        limits={
            issue: _lowest(worth[issue], reach, least, scenario.decision.equality)
            for issue, reach in within.items()
        },
        red_lines=tuple((i, o) for i in worth for o in worth[i] if o not in within[i]),
    )


def _lowest(
    worth: Mapping[OptionId, int], within: Mapping[OptionId, int], least: int, equality: Equality
) -> tuple[OptionId, ...]:
    """Return the options worth least among those that an acceptable package holds."""
    open_ = [o for o, most in within.items() if preferences.suffices(most, least, equality)]
    lowest = min((worth[option] for option in open_), default=0)
    return tuple(option for option in open_ if worth[option] == lowest)


@dataclass(frozen=True)
class _Knot:
    """Issues that count together, and everything that can be agreed on them."""

    scenario: Scenario
    party: PartyId
    issues: tuple[IssueId, ...]

    def __len__(self) -> int:
        return prod(len(self.scenario.issues[issue].options) for issue in self.issues)

    @cached_property
    def parts(self) -> tuple[tuple[Package, int, bool], ...]:
        """Every choice on these issues, what it adds, and whether it keeps within the lines."""
        side = self.scenario.parties[self.party]
        own = set(self.issues)
        points = {issue: worth for issue, worth in side.card.points.items() if issue in own}
        tied = tuple(
            b for b in side.card.bonuses if own & _named(self.scenario, b.when, b.deterred)
        )
        card = side.card.model_copy(update={"points": points, "bonuses": tied})
        lines = tuple(line for line in (*side.red_lines, *side.mandate) if own & line.never.keys())
        options = (self.scenario.issues[issue].options for issue in self.issues)
        return tuple(
            (part, preferences.points(self.scenario, card, part), not _breached(lines, part))
            for choice in product(*options)
            for part in [dict(zip(self.issues, choice, strict=True))]
        )

    @cached_property
    def top(self) -> int:
        return max(points for _, points, _ in self.parts)

    @cached_property
    def best(self) -> int | None:
        return max((points for _, points, kept in self.parts if kept), default=None)

    def tops(self, issue: IssueId) -> dict[OptionId, int]:
        """The most that the knot adds with each option."""
        return self._most(issue, self.parts)

    def bests(self, issue: IssueId) -> dict[OptionId, int]:
        """The same within the lines; nothing for options that none of it holds."""
        return self._most(issue, [part for part in self.parts if part[2]])

    def swing(self, issue: IssueId) -> int:
        found: dict[tuple[OptionId, ...], tuple[int, int]] = {}
        for part, points, _ in self.parts:
            rest = tuple(option for name, option in part.items() if name != issue)
            low, high = found.get(rest, (points, points))
            found[rest] = (min(low, points), max(high, points))
        return max(high - low for low, high in found.values())

    def _most(
        self, issue: IssueId, parts: Sequence[tuple[Package, int, bool]]
    ) -> dict[OptionId, int]:
        most: dict[OptionId, int] = {}
        for part, points, _ in parts:
            option = part[issue]
            most[option] = max(points, most.get(option, points))
        return {o: most[o] for o in self.scenario.issues[issue].options if o in most}


def _ties(scenario: Scenario, party: PartyId) -> Iterator[tuple[IssueId, ...]]:
    """Yield the issues in groups; whatever counts together for the party is in one group."""
    side = scenario.parties[party]
    groups = [{issue} for issue in scenario.issues]
    bonuses = (_named(scenario, bonus.when, bonus.deterred) for bonus in side.card.bonuses)
    lines = (set(line.never) for line in (*side.red_lines, *side.mandate))
    for tie in (*bonuses, *lines):
        joined = [group for group in groups if group & tie]
        groups = [group for group in groups if not group & tie]
        groups += [set().union(*joined)] if joined else []
    for group in groups:
        yield tuple(issue for issue in scenario.issues if issue in group)


def _named(scenario: Scenario, when: Mapping[IssueId, object], deterred: Id | None) -> set[IssueId]:
    if deterred is None:
        return set(when)
    promise = scenario.obligations[deterred]
    return {*when, promise.detection.issue, promise.loss.issue}


def _breached(lines: Sequence[Limit], part: Package) -> bool:
    return any(inside(part, line.never) for line in lines)
