"""The single text: the greatest joint gain that every side is likely to take, then improvements.

Packages are first ranked by the product of estimated gains (Nash 1950, from ranked interests), and
the best of them by what they should bring all sides together, times how likely each side takes them
in the end, guess by guess. A text stands while nothing promises more: a refusal early on says only
that it is early. After an agreement, changes that should hurt nobody (the single negotiating text
of Fisher and Raiffa; the post-settlement settlement of Raiffa 1985).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roomsix.chat.mock import packages
from roomsix.chat.mock.estimate import CAUTION, CLOSELY, Estimate, estimate
from roomsix.chat.mock.packages import Space
from roomsix.chat.mock.turn import Turn
from roomsix.deal import IssueId, OptionId, Package, PartyId

if TYPE_CHECKING:
    from roomsix.chat.mock.packages import Mask, Real, Rows

DOUBT = 0.02
"""By how much a side may seem to lose by an improvement, estimates being what they are."""

SLACK = 0.1
"""How far below its estimated need a package may leave a side and still be looked at closely."""

HOLD = 0.9
"""The share of what the best other text promises at which the one on the table stands."""


@dataclass(frozen=True)
class Drafted:
    """A text and how it differs from the one before.

    Attributes:
        changed: The issues that read differently, the one that matters most first.
    """

    package: Package
    changed: tuple[IssueId, ...]


@dataclass(frozen=True, eq=False)
class Outlook:
    """What a mediator expects of every package.

    Attributes:
        sides: The sides, as they seem.
        worth: What each package should be worth to each of them, 1 at best.
    """

    space: Space
    sides: Sequence[Estimate]
    worth: Sequence[Real]

    @property
    def joint(self) -> Real:
        """What each package should be worth to all of them together."""
        import numpy as np

        total: Real = np.sum(self.worth, axis=0)
        return total

    def chance(self, rows: Rows, *, without: Sequence[PartyId], agreed: Package | None) -> Real:
        """Return how likely these packages are taken by all sides but some."""
        import numpy as np

        each = [
            side.chance(self.space, rows, agreed=agreed)
            for side in self.sides
            if side.party not in without
        ]
        return np.prod(each, axis=0) if each else np.ones(len(rows))


def text(turn: Turn) -> Drafted | None:
    """Return the next revision; None when nothing promises more than what is on the table."""
    space = packages.valued(turn.reading.head).space
    sides = [estimate(turn, space, party) for party in turn.table.parties]
    worths = [side.worth(space) for side in sides]
    outlook = Outlook(space, sides, [w / max(1e-9, float(w.max())) for w in worths])
    barred = space.same(turn.past.tried()) | _refused(turn)
    agreed = turn.past.agreed
    if agreed is not None:
        row = _improvement(outlook, barred, agreed.package)
        return None if row is None else _drafted(turn, space.package(row), agreed.package)
    row = _proposal(turn, outlook, barred)
    last = turn.past.text()
    return (
        None if row is None else _drafted(turn, space.package(row), last.package if last else None)
    )


def _proposal(turn: Turn, outlook: Outlook, barred: Mask) -> int | None:
    """Return the package that promises most; None where the text on the table does."""
    import numpy as np

    space, joint = outlook.space, outlook.joint
    product = np.where(barred, 0.0, 1.0)
    for side, worth in zip(outlook.sides, outlook.worth, strict=True):
        need = float(side.guesses.chances @ side.guesses.needs)
        product = product * np.maximum(worth - need + SLACK, 1e-3 * worth)
    closest = _closest(product)
    if not len(closest):
        return None
    merit = joint[closest] * outlook.chance(space.rows[closest], without=(), agreed=None)
    best = int(merit.argmax())
    last = turn.past.text()
    here = space.row(last.package) if last is not None and not last.brackets else None
    if last is not None and here is not None:
        rows = space.rows[here : here + 1]
        stands = outlook.chance(rows, without=tuple(last.accepted), agreed=None)
        if joint[here] * stands[0] >= HOLD * merit[best]:
            return None
    return int(closest[best])


def _improvement(outlook: Outlook, barred: Mask, agreed: Package) -> int | None:
    """Return the change that should bring most and is likely to lower nobody; None for none.

    Asking costs nothing: what is agreed stands until every side has accepted the change.
    """
    import numpy as np

    here = outlook.space.row(agreed)
    if here is None:
        return None
    gain = outlook.joint - outlook.joint[here]
    product = np.where(barred, 0.0, np.maximum(gain, 0.0))
    for worth in outlook.worth:
        product = product * np.maximum(worth - worth[here] + DOUBT, 0.0)
    closest = _closest(product)
    if not len(closest):
        return None
    chance = outlook.chance(outlook.space.rows[closest], without=(), agreed=agreed)
    return int(closest[int((gain[closest] * chance**CAUTION).argmax())])


def _closest(product: Real) -> Rows:
    """Return the rows worth a closer look: the greatest above nothing, greatest first."""
    import numpy as np

    found = np.argsort(-product, kind="stable")[:CLOSELY]
    return found[product[found] > 0]


def _refused(turn: Turn) -> Mask:
    """Mark all that shares an option one side has named twice in refusing a text."""
    space = packages.valued(turn.reading.head).space
    barred = space.same(())
    named: dict[tuple[PartyId, IssueId, OptionId], int] = {}
    for paper in turn.past.texts():
        for party, issue in paper.refused.items():
            if issue is not None and paper.number > turn.past.settled:
                key = (party, issue, paper.package[issue])
                named[key] = named.get(key, 0) + 1
    for (_, issue, option), times in named.items():
        if times > 1:
            barred = barred | packages.inside(space, space.rows, {issue: (option,)})
    return barred


def _drafted(turn: Turn, package: Package, before: Package | None) -> Drafted:
    agenda = turn.table.sessions[turn.now.session].agenda
    issues = [*agenda, *(issue for issue in package if issue not in agenda)]
    changed = [i for i in issues if before is None or before.get(i) != package[i]]
    last = turn.past.text()
    named = [*last.refused.values(), *(issue for _, issue, _ in last.amended)] if last else []
    return Drafted(package, tuple(sorted(changed, key=lambda issue: issue not in named)))
