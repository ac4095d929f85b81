"""Every package there is, in one order, with what each is worth to each party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar

from roomsix import preferences
from roomsix.deal import Box, Id, IssueId, OptionId, Package, PartyId
from roomsix.errors import UsageError
from roomsix.scenario import Bonus, Card, Decision, Equality, Limit, Scenario

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Whole = NDArray[np.int64]

MOST = 2_000_000
"""The most packages that are enumerated."""


@dataclass(frozen=True, eq=False)
class Space:
    """All packages of a scenario, numbered from 0; arrays are read-only.

    The first issue varies slowest and the last one fastest; options come in the order they are
    listed in.

    Attributes:
        parties: The rows of the arrays, in the scenario's order.
        options: The options of every issue, in the scenario's order.
        utilities: Points, parties by packages.
        kept: Whether a package keeps within a party's own red lines and mandate, likewise.
        allowed: Whether it keeps within those of enough parties for a deal: of everyone's, unless
            a quorum decides.
    """

    listing: ClassVar[int | None] = None
    """The most packages listed for one point; None for all."""

    scenario: Scenario
    parties: tuple[PartyId, ...]
    options: dict[IssueId, tuple[OptionId, ...]]
    utilities: Whole
    kept: Mask
    allowed: Mask

    def __len__(self) -> int:
        return len(self.allowed)

    def index(self, package: Package) -> int:
        """Return the number of a package.

        Raises:
            UsageError: It is not one option of every issue.
        """
        check(self.scenario, package)
        number = 0
        for issue, options in self.options.items():
            number = number * len(options) + options.index(package[issue])
        return number

    def package(self, number: int) -> Package:
        """Return the package with this number."""
        if not 0 <= number < len(self):
            raise UsageError(f"no package has the number {number}; they end at {len(self) - 1}")
        chosen: dict[IssueId, OptionId] = {}
        for issue, options in reversed(self.options.items()):
            number, place = divmod(number, len(options))
            chosen[issue] = options[place]
        return dict(reversed(chosen.items()))

    def worth(self, number: int) -> dict[PartyId, int]:
        """Return the points of a package for every party."""
        return dict(zip(self.parties, self.utilities[:, number].tolist(), strict=True))

    def box(self, box: Box) -> Mask:
        """Mark the packages that lie in a box."""
        import numpy as np

        return np.broadcast_to(_box(self.scenario, box), _shape(self.scenario)).reshape(-1)

    def acceptable(self, party: PartyId, level: Id, equality: Equality | None = None) -> Mask:
        """Mark what a party could live with: see `preferences.acceptable`."""
        import numpy as np

        row = self.parties.index(party)
        least = preferences.reservation(self.scenario, party, level)
        worth = _suffices(self.utilities[row], least, equality or self._equality)
        return np.asarray(self.kept[row] & worth)

    def suited(self, level: Id, equality: Equality | None = None) -> Mask:
        """Mark what each party could live with, parties by packages: see `preferences.suited`."""
        import numpy as np

        alone = np.stack([self.acceptable(party, level, equality) for party in self.parties])
        return alone | self.unanimous(level, equality) if self.scenario.decision.bonus else alone

    def unanimous(self, level: Id, equality: Equality | None = None) -> Mask:
        """Mark what every party could live with, with its bonus for all agreeing."""
        import numpy as np

        rule = equality or self._equality
        rows = zip(self.parties, self._bonus(), self.utilities, self.kept, strict=True)
        suits = [
            kept
            & _suffices(worth + more, preferences.reservation(self.scenario, party, level), rule)
            for party, more, worth, kept in rows
        ]
        return np.asarray(np.all(suits, axis=0))

    def valued(self, level: Id, equality: Equality | None = None) -> Whole:
        """Return the points, with the bonus where every party could live with a package."""
        if not self.scenario.decision.bonus:
            return self.utilities
        import numpy as np

        earned = self.unanimous(level, equality)
        return np.asarray(self.utilities + np.array(self._bonus())[:, None] * earned)

    def zone(
        self, level: Id, equality: Equality | None = None, decision: Decision | None = None
    ) -> Mask:
        """Mark what enough parties could live with: the zone of agreement.

        Args:
            decision: Another decision rule than the scenario's, for comparison; its equality and
                bonus say nothing here.
        """
        return carried(
            decision or self.scenario.decision, self.parties, self.suited(level, equality)
        )

    @property
    def _equality(self) -> Equality:
        return self.scenario.decision.equality

    def _bonus(self) -> list[int]:
        return [self.scenario.decision.bonus.get(party, 0) for party in self.parties]


def carried(decision: Decision, parties: Sequence[PartyId], agreeing: Mask) -> Mask:
    """Mark the packages that enough parties agree to.

    Args:
        agreeing: Who agrees to what, parties by packages.
    """
    import numpy as np

    if decision.needed(parties) == len(parties):
        return np.asarray(agreeing.all(axis=0))
    found = agreeing.sum(axis=0) >= decision.needed(parties)
    for veto in decision.vetoes:
        found &= agreeing[parties.index(veto)]
    return np.asarray(found)


def _suffices(worth: Whole, least: int, equality: Equality) -> Mask:
    found: Mask = worth >= least if equality == ">=" else worth > least
    return found


def size(scenario: Scenario) -> int:
    """Count the packages of a scenario."""
    return prod(_shape(scenario))


def space(scenario: Scenario) -> Space:
    """Enumerate a scenario.

    Raises:
        UsageError: It has more than 2,000,000 packages.
    """
    if (found := size(scenario)) > MOST:
        raise UsageError(
            f"scenario {scenario.id!r} has {found:,} packages; {MOST:,} can be enumerated",
            hint="leave out an issue or some options",
        )
    import numpy as np

    sides, parties = scenario.parties.values(), tuple(scenario.parties)
    utilities = np.stack([_worth(scenario, side.card) for side in sides])
    kept = np.stack([_kept(scenario, side.red_lines + side.mandate) for side in sides])
    allowed = carried(scenario.decision, parties, kept)
    for array in (utilities, kept, allowed):
        array.setflags(write=False)
    options = {issue: tuple(what.options) for issue, what in scenario.issues.items()}
    return Space(scenario, parties, options, utilities, kept, allowed)


def middle(scenario: Scenario) -> Box:
    """Return the packages that take a middle option on every issue."""
    listed = {issue: tuple(what.options) for issue, what in scenario.issues.items()}
    return {issue: o[(len(o) - 1) // 2 : len(o) // 2 + 1] for issue, o in listed.items()}


def check(scenario: Scenario, package: Package) -> None:
    """Make sure that a package names one option of every issue, and nothing else.

    Raises:
        UsageError: It does not.
    """
    if odd := sorted(scenario.issues.keys() ^ package.keys()):
        what = "leaves out" if odd[0] in scenario.issues else "settles what is no issue:"
        raise UsageError(f"a package {what} {odd[0]!r}; issues are {', '.join(scenario.issues)}")
    for issue, option in package.items():
        if option not in (options := scenario.issues[issue].options):
            raise UsageError(f"{issue!r} has no option {option!r}; it has {', '.join(options)}")


# One axis an issue, as long as the issue has options: whatever depends on a few issues only is a
# small array that is 1 long elsewhere, and numpy stretches it over the rest.


def _shape(scenario: Scenario) -> tuple[int, ...]:
    return tuple(len(issue.options) for issue in scenario.issues.values())


def _along(scenario: Scenario, issue: IssueId, values: Any, dtype: Any) -> NDArray[Any]:
    """Lay one value per option along an issue's axis."""
    import numpy as np

    axis = tuple(scenario.issues).index(issue)
    shape = (1,) * axis + (len(values),) + (1,) * (len(scenario.issues) - axis - 1)
    return np.array(values, dtype=dtype).reshape(shape)


def _worth(scenario: Scenario, card: Card) -> Whole:
    import numpy as np

    total = np.zeros(_shape(scenario), dtype=np.int64)
    for issue, worth in card.points.items():
        each = [worth[option] for option in scenario.issues[issue].options]
        total += _along(scenario, issue, each, np.int64)
    for bonus in card.bonuses:
        total += bonus.points * _earned(scenario, bonus)
    return total.reshape(-1)


def _earned(scenario: Scenario, bonus: Bonus) -> Mask:
    earned = _box(scenario, bonus.when)
    if bonus.deterred is None:
        return earned
    promise = scenario.obligations[bonus.deterred]
    # Gains and losses have no upper bound, so these few products are Python's own integers.
    seen, lost = (
        _along(scenario, d.issue, [d.by[o] for o in scenario.issues[d.issue].options], object)
        for d in (promise.detection, promise.loss)
    )
    deters: Mask = (100 * promise.gain <= seen * (promise.gain + lost)).astype(bool)
    return earned & deters


def _kept(scenario: Scenario, limits: tuple[Limit, ...]) -> Mask:
    import numpy as np

    kept = np.ones(_shape(scenario), dtype=np.bool_)
    for limit in limits:
        kept &= ~_box(scenario, limit.never)
    return kept.reshape(-1)


def _box(scenario: Scenario, box: Box) -> Mask:
    import numpy as np

    inside: Mask = np.ones((1,) * len(scenario.issues), dtype=np.bool_)
    for issue, options in box.items():
        every = scenario.issues[issue].options
        inside = inside & _along(scenario, issue, [option in options for option in every], bool)
    return inside
