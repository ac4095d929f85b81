"""Packages drawn evenly from a space that is too large to enumerate, as a space of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from roomsix import draws
from roomsix.deal import Box, IssueId, Package
from roomsix.errors import UsageError
from roomsix.outcomes.bargaining import LISTED
from roomsix.outcomes.enumeration import Space, carried
from roomsix.outcomes.frontier import different
from roomsix.scenario import Bonus, Card, Limit, Scenario

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from roomsix.outcomes.enumeration import Mask, Whole


@dataclass(frozen=True, eq=False)
class Drawn(Space):
    """Packages by the order they were drawn in, some of them perhaps more than once.

    Attributes:
        choices: The place of each package's option, issues by packages.
    """

    listing = LISTED

    choices: Whole

    def index(self, package: Package) -> int:
        """Refuse: a package need not be among those drawn."""
        raise UsageError("packages that were drawn have no numbers")

    def package(self, number: int) -> Package:
        """Return the package that was drawn with this number."""
        places = self.choices[:, number].tolist()
        named = zip(self.options.items(), places, strict=True)
        return {issue: options[place] for (issue, options), place in named}

    def box(self, box: Box) -> Mask:
        """Mark the packages that lie in a box."""
        return _Looking(self.scenario, self.choices).inside(box)

    def different(self) -> Drawn:
        """Return the same with every package once."""
        import numpy as np

        first, _ = different(self.choices)
        return _drawn(self.scenario, self.choices[:, np.sort(first)])


def drawn(scenario: Scenario, count: int, seed: int) -> Drawn:
    """Draw so many packages, each as likely (to within one part in 2**32), with repetition.

    Keyed by seed and scenario: the same ones every time, in any version of numpy.
    """
    import numpy as np

    # The counter-based generator's raw numbers are part of its definition (Salmon et al. 2011).
    source = np.random.Philox(key=draws.bits(seed, "packages", scenario.id))
    wide = np.uint64(32)
    choices = np.stack(
        [
            ((source.random_raw(count) >> wide) * np.uint64(len(issue.options)) >> wide)
            for issue in scenario.issues.values()
        ]
    )
    return _drawn(scenario, choices.astype(np.int64))


def _drawn(scenario: Scenario, choices: Whole) -> Drawn:
    import numpy as np

    looking = _Looking(scenario, choices)
    sides, parties = scenario.parties.values(), tuple(scenario.parties)
    kept = np.stack([looking.kept(side.red_lines + side.mandate) for side in sides])
    return Drawn(
        scenario=scenario,
        parties=parties,
        options={issue: tuple(what.options) for issue, what in scenario.issues.items()},
        utilities=np.stack([looking.worth(side.card) for side in sides]),
        kept=kept,
        allowed=carried(scenario.decision, parties, kept),
        choices=choices,
    )


@dataclass(frozen=True, eq=False)
class _Looking:
    """What depends on a package's options, for all packages at once."""

    scenario: Scenario
    choices: Whole

    def along(self, issue: IssueId, values: list[Any], dtype: Any) -> NDArray[Any]:
        """Look up one value per option of an issue."""
        import numpy as np

        row = tuple(self.scenario.issues).index(issue)
        found: NDArray[Any] = np.array(values, dtype=dtype)[self.choices[row]]
        return found

    def inside(self, box: Box) -> Mask:
        import numpy as np

        found: Mask = np.ones(self.choices.shape[1], dtype=np.bool_)
        for issue, options in box.items():
            every = self.scenario.issues[issue].options
            found &= self.along(issue, [option in options for option in every], bool)
        return found

    def worth(self, card: Card) -> Whole:
        import numpy as np

        total: Whole = np.zeros(self.choices.shape[1], dtype=np.int64)
        for issue, points in card.points.items():
            each = [points[option] for option in self.scenario.issues[issue].options]
            total += self.along(issue, each, np.int64)
        for bonus in card.bonuses:
            total += bonus.points * self.earned(bonus)
        return total

    def earned(self, bonus: Bonus) -> Mask:
        earned = self.inside(bonus.when)
        if bonus.deterred is None:
            return earned
        promise = self.scenario.obligations[bonus.deterred]
        seen, lost = (
            self.along(d.issue, [d.by[o] for o in self.scenario.issues[d.issue].options], object)
            for d in (promise.detection, promise.loss)
        )
        deters: Mask = (100 * promise.gain <= seen * (promise.gain + lost)).astype(bool)
        return earned & deters

    def kept(self, limits: tuple[Limit, ...]) -> Mask:
        import numpy as np

        kept: Mask = np.ones(self.choices.shape[1], dtype=np.bool_)
        for limit in limits:
            kept &= ~self.inside(limit.never)
        return kept
