"""A scenario in parts: issues that count together for anybody, each group a space of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from roomsix.deal import Id, IssueId
from roomsix.outcomes.enumeration import MOST, Space, size, space
from roomsix.scenario import Bonus, Limit, Party, Scenario

T = TypeVar("T")


def parts(scenario: Scenario) -> tuple[Space, ...] | None:
    """Return the groups of issues as spaces; None where one is too large to enumerate.

    Points add up over the parts, and a package keeps within a party's lines if every part does.
    """
    groups = tuple(_groups(scenario))
    smaller = [_part(scenario, group, first=group is groups[0]) for group in groups]
    if any(size(part) > MOST for part in smaller):
        return None
    return tuple(map(space, smaller))


def _groups(scenario: Scenario) -> Iterator[frozenset[IssueId]]:
    """Yield the issues in groups; whatever counts together for anybody is in one group."""
    groups = [frozenset({issue}) for issue in scenario.issues]
    for side in scenario.parties.values():
        ties = [_tied(scenario, bonus) for bonus in side.card.bonuses]
        for tie in (*ties, *(frozenset(limit.never) for limit in _limits(side))):
            joined = [group for group in groups if group & tie]
            groups = [group for group in groups if not group & tie]
            groups += [frozenset().union(*joined)] if joined else []
    yield from groups


def _part(scenario: Scenario, issues: frozenset[IssueId], *, first: bool) -> Scenario:
    """Return a scenario of these issues alone; the first also has what is always earned."""

    def of_these(tie: frozenset[IssueId]) -> bool:
        return bool(tie & issues) or (first and not tie)

    parties = {
        name: side.model_copy(
            update={
                "card": side.card.model_copy(
                    update={
                        "points": _among(side.card.points, issues),
                        "bonuses": tuple(
                            b for b in side.card.bonuses if of_these(_tied(scenario, b))
                        ),
                    }
                ),
                "red_lines": tuple(line for line in side.red_lines if issues & line.never.keys()),
                "mandate": tuple(line for line in side.mandate if issues & line.never.keys()),
            }
        )
        for name, side in scenario.parties.items()
    }
    return scenario.model_copy(
        update={"issues": _among(scenario.issues, issues), "parties": parties}
    )


def _among(named: Mapping[Id, T], issues: frozenset[IssueId]) -> dict[Id, T]:
    return {name: value for name, value in named.items() if name in issues}


def _limits(side: Party) -> tuple[Limit, ...]:
    return (*side.red_lines, *side.mandate)


def _tied(scenario: Scenario, bonus: Bonus) -> frozenset[IssueId]:
    if bonus.deterred is None:
        return frozenset(bonus.when)
    promise = scenario.obligations[bonus.deterred]
    return frozenset({*bonus.when, promise.detection.issue, promise.loss.issue})
