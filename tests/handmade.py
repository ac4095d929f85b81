"""Scenarios made by hand, small enough to reckon with on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from roomsix.deal import Package
from roomsix.scenario import Scenario
from roomsix.scoring import Ending


def talks(
    points: Mapping[str, Mapping[str, Sequence[int]]],
    reservations: Mapping[str, int],
    *,
    bonuses: Mapping[str, Any] | None = None,
    parties: Mapping[str, Any] | None = None,
    **more: Any,
) -> Scenario:
    """Make a scenario by hand: every party's points, issue by issue and option by option.

    Options are called o0, o1 and so on.

    Args:
        bonuses: For the cards, by party.
        parties: Further fields, by party.
        more: Further fields of the scenario, replacing what is there.
    """
    issues = {issue: _named(len(worth)) for issue, worth in next(iter(points.values())).items()}
    leads = [f"{party}-lead" for party in points]
    raw: dict[str, Any] = {
        "scenario": 1,
        "id": "by-hand",
        "title": "Talks by hand",
        "summary": "Talks to reckon with.",
        "issues": {i: {"name": i, "options": {o: o for o in names}} for i, names in issues.items()},
        "parties": {
            party: {
                "name": party,
                "principal": {"name": f"those behind {party}"},
                "position": {"opening": {issue: names[0] for issue, names in issues.items()}},
                "card": {
                    "points": {i: dict(zip(issues[i], w, strict=True)) for i, w in worth.items()},
                    "bonuses": (bonuses or {}).get(party, []),
                },
                "stakes": {"always": {"no_deal": reservations[party]}},
                **(parties or {}).get(party, {}),
            }
            for party, worth in points.items()
        },
        "seats": {
            "chair": {"persona": "chair", "role": "mediator"},
            **{
                lead: {"persona": "envoy", "role": "lead", "party": party}
                for lead, party in zip(leads, points, strict=True)
            },
        },
        "sessions": {
            "plenary": {"kind": "plenary", "title": "All", "turns": [["chair", *leads]]},
            "vote": {"kind": "ratification", "title": "Vote", "turns": [["chair", *leads]]},
        },
    }
    return Scenario.model_validate(raw | more)


def theatre(*, reservations: tuple[int, int] = (57, 55), **more: Any) -> Scenario:
    """Make the theatre and its orchestra: 48 packages, 3 of them acceptable to both."""
    recorded = {"points": 6, "when": {"sundays": ["o2", "o3"], "recordings": ["o1", "o2"]}}
    lines = {"theatre": {"pay": ["o3"]}, "orchestra": {"pay": ["o0"]}}
    plain = {
        "theatre": {"pay": (30, 24, 12, 0), "sundays": (0, 14, 30, 38), "recordings": (26, 8, 2)},
        "orchestra": {
            "pay": (0, 12, 22, 30),
            "sundays": (24, 20, 12, 0),
            "recordings": (0, 14, 40),
        },
    }
    return talks(
        plain,
        dict(zip(plain, reservations, strict=True)),
        bonuses={party: [recorded] for party in plain},
        parties={party: {"red_lines": [{"never": never}]} for party, never in lines.items()},
        **more,
    )


def cake(
    one: tuple[int, ...], two: tuple[int, ...], *, least: tuple[int, int] = (0, 0), **more: Any
) -> Scenario:
    """Two parties and one issue."""
    cards = {"one": {"cake": one}, "two": {"cake": two}}
    return talks(cards, dict(zip(cards, least, strict=True)), **more)


def ending(
    package: Package | None,
    *parties: str,
    ratified: bool = True,
    level: str = "always",
    reason: str = "agreed",
) -> Ending:
    answers = dict.fromkeys(parties, ratified)
    return Ending(package=package, ratified=answers, level=level, reason=reason)


def _named(count: int) -> tuple[str, ...]:
    return tuple(f"o{number}" for number in range(count))
