"""What a drawn game's sides say, need and know, in words that follow from their cards."""

from collections.abc import Mapping, Sequence
from typing import Any

from roomsix.deal import IssueId, PartyId
from roomsix.generator.dice import Dice
from roomsix.generator.frame import Frame
from roomsix.generator.words import Side
from roomsix.scenario import Card


def true_order(card: Card) -> list[IssueId]:
    """Return the issues by how many points hang on them, most first; bonuses are left out."""
    stake = {issue: max(p.values()) - min(p.values()) for issue, p in card.points.items()}
    return sorted(stake, key=lambda issue: -stake[issue])


def professed_orders(dice: Dice, cards: Sequence[Card]) -> list[list[IssueId]]:
    """Draw the order each side professes; at least one puts forward what matters little to it."""
    certain = dice.below(len(cards), "bluffer")
    found = []
    for side, card in enumerate(cards):
        order = true_order(card)
        if side == certain or dice.happens(60, "bluffs", side):
            headline = dice.pick(order[1:], "headline", side)
            order = [headline, *(issue for issue in order if issue != headline)]
        found.append(order)
    return found


def position(frame: Frame, opening: Mapping[str, str], professed: Sequence[IssueId]) -> Any:
    """Return what a side says it wants."""
    names = issue_names(frame)
    return {
        "opening": dict(opening),
        "order": list(professed),
        "says": f"Everything turns on {names[professed[0]]}; the rest can follow.",
    }


def needs(frame: Frame, card: Card) -> str:
    """Return what a side is really after."""
    first, second, *_ = (issue_names(frame)[issue] for issue in true_order(card))
    return f"To do well on {first}, and after that on {second}."


def brief(frame: Frame, side: Side, card: Card, professed: Sequence[IssueId]) -> str:
    """Return what a side's lead has been told."""
    names = issue_names(frame)
    order = true_order(card)
    told = [f"You speak for {side.name}, and answer to {side.principal}."]
    told.append(f"What counts for you is {names[order[0]]}.")
    told.append(f"You can afford to be generous with {names[order[-1]]}, for something in return.")
    if professed[0] != order[0]:
        told.append(f"In company you are to say that everything turns on {names[professed[0]]}.")
    return " ".join(told)


def talking_points(frame: Frame, card: Card, spoken: set[str]) -> dict[IssueId, list[str]]:
    """Return a side's case on each issue, unless an ally has it already.

    Args:
        spoken: The cases that are taken; this side's are added.
    """
    found: dict[IssueId, list[str]] = {}
    for topic in frame.topics:
        points = list(card.points[topic.id].values())
        case = topic.more if points[-1] > points[0] else topic.less
        if case not in spoken:
            spoken.add(case)
            found[topic.id] = [case]
    return found


def facts(dice: Dice, frame: Frame, cards: Sequence[Card]) -> dict[str, Any]:
    """Return what only one side knows: what it could spare, and often whether it has a way out."""
    found: dict[str, Any] = {}
    for number, (side, card) in enumerate(zip(frame.sides, cards, strict=True)):
        least = issue_names(frame)[true_order(card)[-1]]
        found[f"{side.id}-spare"] = {
            "text": f"It would cost {side.name} next to nothing to give way on {least}.",
            "truth": True,
            "about": f"what {side.name} could spare",
            "known_to": _own(frame, side.id),
            "share": {"when": ["off-record"]},
            "beliefs": _beliefs(dice, frame, side.id, "spare", own=97),
        }
        if dice.happens(60, "way-out", number):
            truth = dice.happens(50, "way-out-truth", number)
            found[f"{side.id}-way-out"] = {
                "text": f"Another partner is waiting for {side.name}, should these talks fail.",
                "truth": truth,
                "about": f"{side.name}' other partner" if side.name.endswith("s")
                else f"{side.name}'s other partner",
                "known_to": _own(frame, side.id),
                "share": {"when": ["asked"]},
                "beliefs": _beliefs(dice, frame, side.id, "way-out", own=95 if truth else 5),
            }  # fmt: skip
    return found


def issue_names(frame: Frame) -> dict[IssueId, str]:
    """Return the name of each issue as it is spoken of."""
    return {topic.id: topic.name for topic in frame.topics}


def _own(frame: Frame, party: PartyId) -> list[str]:
    return [frame.lead(party), *([frame.aide(party)] if frame.aides else [])]


def _beliefs(dice: Dice, frame: Frame, party: PartyId, what: str, *, own: int) -> dict[str, int]:
    seats = [seat for side in frame.sides for seat in _own(frame, side.id)]
    others = [
        *(["conciliator"] if frame.wanted.mediator else []),
        *(["observer"] if frame.wanted.observer else []),
    ]
    mine = _own(frame, party)
    return {
        seat: own if seat in mine else 5 * dice.between(6, 12, "belief", party, what, seat)
        for seat in (*seats, *others)
    }
