"""A drawn game put together: the scenario's data, section by section."""

from collections.abc import Sequence
from typing import Any

from roomsix.deal import Id, Package
from roomsix.generator import telling, words
from roomsix.generator.bounds import FLOOR, Lines
from roomsix.generator.dice import Dice
from roomsix.generator.frame import Frame
from roomsix.scenario import Card, Scenario, Stakes

IMPROVE = 2
"""Rounds that may still better an agreement, as in the talks of room six."""

COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


def assembled(
    dice: Dice,
    frame: Frame,
    name: Id,
    cards: Sequence[Card],
    lines: Sequence[Lines] | None = None,
    stakes: Sequence[Stakes] | None = None,
    openings: Sequence[Package] | None = None,
) -> Scenario:
    """Return the scenario; without limits, stakes or openings, one whose space can be looked at."""
    bare: Lines = ((), ())
    first = {issue: next(iter(options)) for issue, options in frame.options.items()}
    every = range(len(cards))
    return Scenario.model_validate(
        _about(frame, name)
        | {
            "parties": _parties(
                dice,
                frame,
                cards,
                lines or [bare for _ in every],
                stakes or [Stakes(no_deal=FLOOR) for _ in every],
                openings or [first for _ in every],
            ),
            "seats": _seats(dice, frame, cards),
            "facts": telling.facts(dice, frame, cards),
            "assess": frame.wanted.mediator,
            "sessions": _sessions(frame),
        }
    )


def _about(frame: Frame, name: Id) -> dict[str, Any]:
    sides = listed([side.name for side in frame.sides])
    everyone = sides[0].upper() + sides[1:]
    count = COUNTED[len(frame.topics)]
    venture = frame.venture
    thing = venture.removeprefix("a ")
    return {
        "scenario": 1,
        "id": name,
        "title": f"{venture[0].upper()}{venture[1:]} ({name})",
        "summary": f"{everyone} settle {count} issues before they share {venture}.",
        "situation": f"There is to be {venture}, and it is to belong to {sides} together."
        f" Before the {thing} can open, {count} things have to be settled, all in one agreement."
        " Whoever does not sign has no part in it.",
        "issues": {
            topic.id: {"name": topic.name, "options": frame.options[topic.id]}
            for topic in frame.topics
        },
    }


def _parties(
    dice: Dice,
    frame: Frame,
    cards: Sequence[Card],
    lines: Sequence[Lines],
    stakes: Sequence[Stakes],
    openings: Sequence[Package],
) -> dict[str, Any]:
    professed = telling.professed_orders(dice, cards)
    return {
        side.id: {
            "name": side.name,
            "principal": {"name": side.principal},
            "needs": telling.needs(frame, cards[number]),
            "position": telling.position(frame, openings[number], professed[number]),
            "card": cards[number],
            "red_lines": lines[number][0],
            "mandate": lines[number][1],
            "stakes": {"always": stakes[number]},
        }
        for number, side in enumerate(frame.sides)
    }


def _seats(dice: Dice, frame: Frame, cards: Sequence[Card]) -> dict[str, Any]:
    professed = telling.professed_orders(dice, cards)
    spoken: set[str] = set()
    seats: dict[str, Any] = {}
    for number, side in enumerate(frame.sides):
        seats[frame.lead(side.id)] = {
            "persona": frame.leads[number],
            "role": "lead",
            "party": side.id,
            "brief": telling.brief(frame, side, cards[number], professed[number]),
            "talking_points": telling.talking_points(frame, cards[number], spoken),
        }
        if frame.aides:
            order = telling.true_order(cards[number])
            cared = telling.issue_names(frame)[dice.pick(order[1:], "cares", number)]
            seats[frame.aide(side.id)] = {
                "persona": frame.aides[number],
                "role": "adviser",
                "party": side.id,
                "brief": f"You advise {side.name}, and care more for {cared} than you are paid to.",
                "leaning": _leaning(dice, cards[number], number),
            }
    if frame.wanted.mediator:
        seats["conciliator"] = {"persona": words.MEDIATOR, "role": "mediator"}
    if frame.wanted.observer:
        seats["observer"] = {"persona": words.OBSERVER, "role": "observer"}
    return seats


def _leaning(dice: Dice, card: Card, number: int) -> dict[str, Any]:
    """Return an adviser's own card: the party's, with one issue mattering half as much again."""
    cared = dice.pick(telling.true_order(card)[1:], "cares", number)
    points = {
        issue: {option: worth * 3 // 2 if issue == cared else worth for option, worth in of.items()}
        for issue, of in card.points.items()
    }
    return {"card": {"points": points, "bonuses": card.bonuses}, "against_below": 55}


def _sessions(frame: Frame) -> dict[str, Any]:
    leads = [frame.lead(side.id) for side in frame.sides]
    teams = [
        [frame.lead(side.id), *([frame.aide(side.id)] if frame.aides else [])]
        for side in frame.sides
    ]
    chair = ["conciliator"] if frame.wanted.mediator else []
    watching = ["observer"] if frame.wanted.observer else []
    sessions: dict[str, Any] = {}
    for side, team in zip(frame.sides, teams, strict=True) if chair else ():
        sessions[f"{side.id}-talk"] = {
            "kind": "preliminary",
            "title": f"A talk with {side.name}",
            "party": side.id,
            "rounds": len(frame.topics) + 2,
            "turns": [[*chair, *team, *watching]],
        }
    if watching:
        sessions["debrief"] = {
            "kind": "debrief",
            "title": "What the two of them made of it",
            "rounds": 2,
            "turns": [[*chair, *watching]],
        }
    sessions["plenary"] = {
        "kind": "plenary",
        "title": "All together",
        "rounds": frame.wanted.rounds,
        "first_mover": "drawn",
        "improve": IMPROVE,
        "turns": [[*chair, *(seat for team in teams for seat in team), *watching]],
    }
    sessions["vote"] = {"kind": "ratification", "title": "The signatures", "turns": [leads]}
    return sessions


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence."""
    return f"{', '.join(names[:-1])} and {names[-1]}"
