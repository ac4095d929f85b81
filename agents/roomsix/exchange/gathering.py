"""LLM-Deliberation's game put together as a scenario, with the people at its table."""

from string import ascii_lowercase
from typing import Any

from roomsix.deal import LONGEST_ID
from roomsix.exchange import ids, people
from roomsix.exchange.account import Account
from roomsix.exchange.deliberation import BONUS, Agent, Deliberation
from roomsix.exchange.result import Imported
from roomsix.persona import Persona
from roomsix.scenario import Scenario

PLENARY = "talks"
VOTE = "test-vote"
LEAD = "-lead"
ROUNDS = 5
"""Rounds where nothing else is asked for: four of everyone's, as there, and one to settle."""

NO_DEAL = 150
"""What those who would rather have no deal are told that it is worth to them."""

_AGAINST = f"You would rather have no deal: you are told that it is worth {NO_DEAL} points."
_TOLD = {
    "cooperative": "Any deal worth your minimum or more is better for you than none.",
    "greedy": "You want as many points as you can get.",
    "untargeted_adv": _AGAINST,
    "targeted_adv": _AGAINST,
}
_TRAITS: dict[str, dict[str, float]] = {
    "cooperative": {"assertiveness": 0.4, "warmth": 0.6},
    "greedy": {"assertiveness": 0.9, "warmth": 0.3},
    "untargeted_adv": {"assertiveness": 1.0, "candour": 0.1},
    "targeted_adv": {"assertiveness": 1.0, "candour": 0.1},
}


def parties(game: Deliberation) -> list[str]:
    """Return the parties' ids, in the order of the config."""
    taken = (PLENARY, VOTE, *ascii_lowercase)
    return ids.unique(
        (agent.name for agent in game.agents),
        "party",
        taken,
        longest=LONGEST_ID - len(LEAD),
        ending=LEAD,
    )


def name_of(game: Deliberation) -> str:
    """Return the id that a game has by its folder's name."""
    return ids.slug(game.name, "game")


def package(chosen: tuple[int, ...]) -> dict[str, str]:
    """Return a deal by our ids, which are the game's own letters and numbers."""
    return {
        letter: f"{letter}{number + 1}"
        for letter, number in zip(ascii_lowercase, chosen, strict=False)
    }


def gathered(
    game: Deliberation, name: str, account: Account, *, source: str, rounds: int = ROUNDS
) -> Imported:
    """Return a game as definitions: p1 speaks first; all but one must agree, p1 and p2 too."""
    found = parties(game)
    named = dict(zip(found, game.agents, strict=True))
    leads = people.leads(
        name,
        {party: agent.name for party, agent in named.items()},
        {party: _TRAITS[agent.incentive] for party, agent in named.items()},
    )
    raw: dict[str, Any] = {
        "scenario": 1,
        "id": name,
        "title": ids.line(game.name, name),
        "summary": f"{len(found)} parties settle {len(game.topics)} issues;"
        " imported from LLM-Deliberation.",
        "situation": ids.prose(game.situation),
        "x": {"x-imported": {"format": "deliberation", "source": source}},
        "issues": {
            letter: {
                "name": topic.name,
                "about": ids.prose(topic.about),
                "options": {f"{letter}{n}": o for n, o in enumerate(topic.options, start=1)},
            }
            for letter, topic in zip(ascii_lowercase, game.topics, strict=False)
        },
        "parties": {
            party: _party(agent, game) for party, agent in zip(found, game.agents, strict=True)
        },
        "seats": {
            f"{party}{LEAD}": _seat(person, party, agent)
            for party, person, agent in zip(found, leads, game.agents, strict=True)
        },
        "sessions": _sessions(found, game, rounds),
        "decision": _decision(found, game, account),
    }
    return Imported("deliberation", source, Scenario.model_validate(raw), tuple(leads), account)


def _party(agent: Agent, game: Deliberation) -> dict[str, Any]:
    points = {
        letter: {f"{letter}{n}": worth for n, worth in enumerate(sheet, start=1)}
        for letter, sheet in zip(ascii_lowercase, agent.sheet, strict=False)
    }
    opening = {letter: max(of, key=lambda option: of[option]) for letter, of in points.items()}
    if agent.role == "p1" and game.opening is not None:
        opening = package(game.opening)
    spread = {letter: max(of.values()) - min(of.values()) for letter, of in points.items()}
    return {
        "name": ids.line(agent.name, "a party"),
        "principal": {"name": ids.line(agent.name, "a party")},
        "position": {"opening": opening, "order": sorted(points, key=lambda one: -spread[one])},
        "card": {"points": points},
        "stakes": {"always": {"no_deal": 0, "demand": agent.threshold}},
    }


def _seat(person: Persona, party: str, agent: Agent) -> dict[str, Any]:
    brief = "\n\n".join(part for part in (ids.prose(agent.told), _TOLD[agent.incentive]) if part)
    return {"persona": person.id, "role": "lead", "party": party, "brief": brief}


def _sessions(found: list[str], game: Deliberation, rounds: int) -> dict[str, Any]:
    first = [party for party, agent in zip(found, game.agents, strict=True) if agent.role == "p1"]
    order = [f"{party}{LEAD}" for party in (*first, *(p for p in found if p not in first))]
    return {
        PLENARY: {"kind": "plenary", "title": "The talks", "rounds": rounds, "turns": [order]},
        VOTE: {"kind": "ratification", "title": "The test vote", "turns": [order]},
    }


def _decision(found: list[str], game: Deliberation, account: Account) -> dict[str, Any]:
    with_role = {agent.role: party for party, agent in zip(found, game.agents, strict=True)}
    if len(found) == 2:
        account.changed("all but one of two parties would be one: both must agree")
        return {"rule": "unanimity", "equality": ">="}
    if "p2" not in with_role:
        account.assumed("a veto for p1 alone: no party has the role p2")
    return {
        "rule": "quorum",
        "quorum": max(2, len(found) - 1),
        "vetoes": [with_role[role] for role in ("p1", "p2") if role in with_role],
        "bonus": {with_role["p1"]: BONUS},
        "equality": ">=",
    }


def tell(game: Deliberation, rounds: int, account: Account) -> None:
    """Tell how a game that is played here differs from the same game there."""
    models = ", ".join(dict.fromkeys(agent.model for agent in game.agents))
    account.dropped(f"who answers ({models}): that is chosen at `run`, by --chat")
    account.changed(
        "the order of speaking, drawn there and fixed here: p1 first, then as the config lists them"
    )
    account.changed(f"turns in all, there a number, here {rounds} rounds (--rounds)")
    account.changed(
        "p1's last word and the test vote: here leads accept what is on the table, then each party"
        " votes by its points"
    )
    account.dropped("scratchpads, plans and the window of six turns: prompts are roomsix's own")
    account.assumed("a deal worth just the threshold will do: `less than` it is what is refused")
    for agent in game.agents:
        if agent.incentive.endswith("_adv"):
            account.changed(
                f"{NO_DEAL} points for {agent.name!r} without a deal: told in its brief; its"
                " reservation is its threshold, by which its votes are counted there"
            )
        elif agent.incentive == "greedy":
            account.changed(f"that {agent.name!r} is greedy: told in its brief and its traits")
        if agent.role == "target":
            account.dropped(f"that {agent.name!r} is the target of another")
