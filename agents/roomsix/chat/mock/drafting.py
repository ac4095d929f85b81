"""The single text: the greatest product of estimated gains, then small improvements.

Ranked interests and the Nash product, with the floor of a side that refused raised by .08; after
an agreement, changes of one or two clauses that should hurt nobody (the single negotiating text of
Fisher and Raiffa; mediated hill-climbing after Klein, Faratin, Sayama and Bar-Yam 2003; the
post-settlement settlement of Raiffa 1985).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from roomsix import draws
from roomsix.chat.mock import packages
from roomsix.chat.mock.estimate import estimate
from roomsix.chat.mock.turn import Turn
from roomsix.deal import IssueId, OptionId, Package, PartyId

if TYPE_CHECKING:
    from roomsix.chat.mock.packages import Mask, Real

SHORT = 5
"""The most rounds of a session in which what both sides offer alike is left as it is."""

DOUBT = 0.04
"""By how much a side may seem to lose by an improvement, estimates being what they are."""

STEP = 3
"""How many clauses may change at once, from the third text on or once a side has accepted one."""

NEAR = 0.97
"""How close to the greatest product a text's must be for it to be drawn instead."""

FLOOR = 0.50
"""What a side is taken to need, at first, of what it could get at best."""

RAISED = 0.08
"""By how much that rises with each text that one side refuses more often than the other."""


@dataclass(frozen=True)
class Drafted:
    """A text and how it differs from the one before.

    Attributes:
        changed: The issues that read differently, the one that matters most first.
    """

    package: Package
    changed: tuple[IssueId, ...]


def text(turn: Turn) -> Drafted | None:
    """Return the next revision; None when there is nothing left worth putting forward."""
    import numpy as np

    space = packages.valued(turn.reading.head).space
    known = [estimate(turn, space, party) for party in turn.table.parties]
    worth = {side.party: side.worth(space) for side in known}
    worth = {party: w / w.max() if w.max() > 0 else w for party, w in worth.items()}
    barred = space.same([p.package for p in turn.past.papers.values()]) | _refused(turn)
    agreed = turn.past.agreed
    if agreed is not None:
        return _improved(turn, worth, barred, agreed.package)
    refusals = {p: sum(p in text.refused for text in turn.past.texts()) for p in worth}
    fewest = min(refusals.values(), default=0)
    product = np.ones(len(space.rows))
    for party, value in worth.items():
        floor = FLOOR + RAISED * (refusals[party] - fewest)
        product = product * np.maximum(value - floor, 1e-3 * value)
    settled = packages.inside(space, space.rows, _settled(turn))
    barred = barred | ~settled if (settled & ~barred).any() else barred
    last = turn.past.text()
    if last is not None and (last.accepted or len(turn.past.texts()) > 1):
        near = (space.rows != np.array(space.place(last.package))).sum(axis=1) <= STEP
        barred = barred | ~near
    product = np.where(barred, -1.0, product)
    best = (product >= product.max() * NEAR).nonzero()[0].tolist()
    if product.max() < 0:
        return None
    row = draws.pick(best, turn.seed, "draft", turn.me, turn.now.turn)
    return _drafted(turn, space.package(row), last.package if last else None, worth)


def _settled(turn: Turn) -> dict[IssueId, tuple[OptionId]]:
    """Return what every side's latest offer says alike, in talks too short to look further.

    Openings do not count; they are only positions.
    """
    offers = [turn.past.offers(party) for party in turn.table.parties]
    if turn.now.rounds > SHORT or any(len(made) < 2 for made in offers):
        return {}
    first, *others = [made[-1] for made in offers]
    return {
        issue: (option,)
        for issue, option in first.items()
        if all(other.get(issue) == option for other in others)
    }


def _improved(
    turn: Turn, worth: dict[PartyId, Real], barred: Mask, agreed: Package
) -> Drafted | None:
    """Return a change of at most two clauses that should raise someone and lower nobody much.

    Asking costs nothing: what is agreed stands until every side has accepted the change.
    """
    import numpy as np

    space = packages.valued(turn.reading.head).space
    apart = (space.rows != np.array(space.place(agreed))).sum(axis=1)
    here = int(apart.argmin())
    if apart[here] != 0:
        return None
    among = (apart > 0) & (apart <= 2) & ~barred
    gains = np.stack([value - value[here] for value in worth.values()])
    among &= (gains >= -DOUBT).all(axis=0) & (gains.max(axis=0) > 1e-6)
    total = np.where(among, gains.min(axis=0) + gains.mean(axis=0), -np.inf)
    if not among.any():
        return None
    return _drafted(turn, space.package(int(total.argmax())), agreed, worth)


def _refused(turn: Turn) -> Mask:
    """Mark all that shares an option one side has named twice in refusing a text."""
    space = packages.valued(turn.reading.head).space
    barred = space.same(())
    named: dict[tuple[PartyId, IssueId, OptionId], int] = {}
    for paper in turn.past.texts():
        for party, issue in paper.refused.items():
            if issue is not None:
                key = (party, issue, paper.package[issue])
                named[key] = named.get(key, 0) + 1
    for (_, issue, option), times in named.items():
        if times > 1:
            barred = barred | packages.inside(space, space.rows, {issue: (option,)})
    return barred


def _drafted(
    turn: Turn, package: Package, before: Package | None, worth: dict[PartyId, Real]
) -> Drafted:
    agenda = turn.table.sessions[turn.now.session].agenda
    issues = [*agenda, *(issue for issue in package if issue not in agenda)]
    changed = [i for i in issues if before is None or before.get(i) != package[i]]
    last = turn.past.text()
    named = [*last.refused.values(), *(issue for _, issue, _ in last.amended)] if last else []
    return Drafted(package, tuple(sorted(changed, key=lambda issue: issue not in named)))
