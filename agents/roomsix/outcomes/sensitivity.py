"""How much hangs on the decision rule: the same packages under other rules, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roomsix import preferences
from roomsix.deal import Frozen, Id, PartyId
from roomsix.outcomes.enumeration import Space
from roomsix.scenario import Decision, Equality


class Passing(Frozen):
    """What would pass under one decision rule and one equality rule.

    Attributes:
        share: Packages that would pass, as a share of all.
        best_joint_gain: None when nothing would pass, or it is not known: where issues were taken
            one by one and the rule lets packages through that cross somebody's line. Gains of
            those who lose count, below zero.
    """

    packages: int
    share: float
    best_joint_gain: int | None


class Ruling(Frozen):
    """One decision rule beside others.

    Attributes:
        rule: Who has to agree, in words.
        own: Whether it is the scenario's own.
        by: What would pass, under each equality rule.
    """

    rule: str
    own: bool
    by: Mapping[Equality, Passing]


def rivals(decision: Decision, parties: Sequence[PartyId]) -> tuple[Decision, ...]:
    """Return the decision rules to compare: all, all but one, most, and the scenario's own.

    With the scenario's quorum also come the same without its vetoes. Two parties can only agree
    together, so there is one rule for them.
    """
    count = len(parties)
    plain = {count - 1, count // 2 + 1} - {count, 1}
    quorums = {*plain, decision.needed(parties)} - {count}
    rules = [Decision(), *(_quorum(quorum) for quorum in sorted(quorums, reverse=True))]
    if decision.vetoes:
        own = Decision(rule="quorum", quorum=decision.needed(parties), vetoes=decision.vetoes)
        rules.insert(1, own)
    return tuple(rules)


def rulings(space: Space, level: Id, equalities: Sequence[Equality]) -> tuple[Ruling, ...]:
    """Return what would pass at a level of tension under each rule, the strictest first."""
    own = space.scenario.decision
    return tuple(
        Ruling(
            rule=in_words(rule, space.parties),
            own=in_words(rule, space.parties) == in_words(own, space.parties),
            by={equality: _passing(space, level, equality, rule) for equality in equalities},
        )
        for rule in rivals(own, space.parties)
    )


def in_words(decision: Decision, parties: Sequence[PartyId]) -> str:
    """Return who has to agree, in a few words."""
    needed = decision.needed(parties)
    count = f"all {len(parties)}" if needed == len(parties) else f"{needed} of {len(parties)}"
    return f"{count}, with {' and '.join(decision.vetoes)}" if decision.vetoes else count


def _quorum(quorum: int) -> Decision:
    return Decision(rule="quorum", quorum=quorum)


def _passing(space: Space, level: Id, equality: Equality, rule: Decision) -> Passing:
    zone = space.zone(level, equality, rule)
    count = int(zone.sum())
    worth = space.valued(level, equality)
    least = sum(preferences.reservations(space.scenario, level).values())
    return Passing(
        packages=count,
        share=count / len(space),
        best_joint_gain=int(worth[:, zone].sum(axis=0).max()) - least if count else None,
    )
