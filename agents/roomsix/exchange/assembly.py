"""A game of Genius or NegMAS put together as a scenario that can be played and edited."""

from collections.abc import Mapping
from typing import Any

from roomsix.deal import LONGEST_ID
from roomsix.exchange import ids, people, points
from roomsix.exchange.account import Account
from roomsix.exchange.game import Game, Side
from roomsix.exchange.numbers import decimal
from roomsix.exchange.points import Scaled
from roomsix.exchange.result import Imported
from roomsix.scenario import Scenario

ROUNDS = 20
"""Rounds of the plenary where nothing else is asked for."""

PLENARY = "talks"
LEAD = "-lead"


def assembled(
    game: Game, name: str, account: Account, *, form: str, source: str, rounds: int = ROUNDS
) -> Imported:
    """Return a game as definitions: one lead a side, one plenary, everyone's consent needed.

    Args:
        name: The scenario's id.
    """
    topics = ids.unique((topic.name for topic in game.topics), "issue", (PLENARY,))
    sides = ids.unique(
        (side.name for side in game.sides),
        "party",
        (*topics, PLENARY),
        longest=LONGEST_ID - len(LEAD),
        ending=LEAD,
    )
    options = [ids.unique(topic.options, "option") for topic in game.topics]
    cards = [points.scaled(side) for side in game.sides]
    called = {party: side.name for party, side in zip(sides, game.sides, strict=True)}
    leads = people.leads(name, called)
    raw: dict[str, Any] = {
        "scenario": 1,
        "id": name,
        "title": ids.line(game.name, name),
        "summary": f"{len(sides)} parties settle {len(topics)} issues; imported from {form}.",
        "x": {"x-imported": _provenance(form, source, sides, cards)},
        "issues": {
            topic: {
                "name": ids.line(of.name, topic),
                "options": {
                    option: ids.line(called, option)
                    for option, called in zip(options[place], of.options, strict=True)
                },
            }
            for place, (topic, of) in enumerate(zip(topics, game.topics, strict=True))
        },
        "parties": {
            party: _party(side, card, topics, options)
            for party, side, card in zip(sides, game.sides, cards, strict=True)
        },
        "seats": {
            f"{party}{LEAD}": {"persona": person.id, "role": "lead", "party": party}
            for party, person in zip(sides, leads, strict=True)
        },
        "sessions": {
            PLENARY: {
                "kind": "plenary",
                "title": "The talks",
                "rounds": rounds,
                "turns": [[f"{party}{LEAD}" for party in sides]],
            }
        },
    }
    account.assumed(f"one plenary of {rounds} rounds, everyone speaking once a round (--rounds)")
    account.assumed("a deal once every party has accepted it, worth at least its reservation")
    rounding = _rounded(game, sides, cards, account)
    made = Scenario.model_validate(raw)
    return Imported(form, source, made, tuple(leads), account, rounding)


def _provenance(
    form: str, source: str, sides: list[str], cards: list[Scaled]
) -> Mapping[str, object]:
    """Return where it came from; numbers as text, which keeps fractions exact."""
    scales = {side: str(card.scale) for side, card in zip(sides, cards, strict=True)}
    return {"format": form, "source": source, "points-per-unit": scales}


def _party(side: Side, card: Scaled, topics: list[str], options: list[list[str]]) -> dict[str, Any]:
    table = {
        topic: dict(zip(options[place], card.points[place], strict=True))
        for place, topic in enumerate(topics)
    }
    bonuses = [
        {
            "points": points,
            "when": {topics[t]: [options[t][o] for o in some] for t, some in extra.where.items()},
        }
        for extra, points in zip(side.extras, card.extras, strict=True)
        if points
    ]
    spread = {topic: max(of.values()) - min(of.values()) for topic, of in table.items()}
    return {
        "name": ids.line(side.name, "a party"),
        "principal": {"name": "whoever it answers to"},
        "position": {
            "opening": _best(table, bonuses),
            "order": sorted(topics, key=lambda topic: -spread[topic]),
        },
        "card": {"points": table, "bonuses": bonuses},
        "stakes": {"always": {"no_deal": card.least}},
    }


def _best(table: dict[str, dict[str, int]], bonuses: list[dict[str, Any]]) -> dict[str, str]:
    """Return a package worth asking for first: the best by points, or the best bonus."""
    plain = {topic: max(of, key=lambda option: of[option]) for topic, of in table.items()}
    top = max(bonuses, key=lambda bonus: bonus["points"], default=None)
    if top is None or any(any(of.values()) for of in table.values()):
        return plain
    return plain | {topic: some[0] for topic, some in top["when"].items()}


def _rounded(game: Game, sides: list[str], cards: list[Scaled], account: Account) -> dict[str, str]:
    told: dict[str, str] = {}
    for party, side, card in zip(sides, game.sides, cards, strict=True):
        scale = f"{card.scale} points for 1" if card.scale >= 1 else f"1 point for {1 / card.scale}"
        if not card.error and card.moved == 0:
            told[party] = f"{scale}, exactly"
            continue
        moved = "not counted" if card.moved is None else f"{card.moved:,}"
        told[party] = f"{scale}, off by at most {_small(card)}; packages moved: {moved}"
        account.changed(
            f"utilities of {side.name!r} in whole points, {scale}: off by at most {_small(card)};"
            f" packages that rounding moves over the reservation: {moved}",
            side.file,
        )
    return told


def _small(card: Scaled) -> str:
    return f"{float(card.error):.3g}" if card.error else decimal(card.error)
