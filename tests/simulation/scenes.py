"""What is played: scenarios drawn by seed, generated games, and now and then the built-in ones."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from roomsix import draws, generator
from roomsix.scenario import Digest, Scenario
from roomsix.views import Cast
from running_tables import small
from strategies import BYTES, drawn
from tables import cast_of
from wall.guards import built_in

GAMES = 12
"""How many generated games there are to choose from."""


@dataclass(frozen=True)
class Scene:
    """What is played, and by whom it is answered for.

    Attributes:
        remote: Whether seats are asked through the openai client.
        chat: The name of whoever answers.
    """

    name: str
    scenario: Scenario
    cast: Cast
    seed: int
    remote: bool
    chat: str


def scene(seed: int) -> Scene:
    """Return what a seed plays; private words in it are marked."""
    throw = draws.below(100, seed, "scene")
    if throw < 2:
        name, scenario = "room-six", built_in()
    elif throw < 12:
        name, scenario = "theatre", small().scenario
    elif throw < 25:
        number = draws.below(GAMES, seed, "game")
        name, scenario = f"game-{number}", _game(number)
    else:
        name, scenario = "drawn", _drawn(seed)
    if draws.happens(40, seed, "assess"):
        scenario = scenario.model_copy(update={"assess": True})
    if draws.happens(30, seed, "digest"):
        scenario = scenario.model_copy(update={"digest": Digest(keep=1, every=1)})
    remote = draws.happens(5, seed, "remote")
    chat = "openai:simulated" if remote else "simulated"
    return Scene(name, marked(scenario), _people(scenario), seed, remote, chat)


def _drawn(seed: int) -> Scenario:
    thrown = b"".join(
        hashlib.blake2b(f"{seed} {part}".encode()).digest() for part in range(BYTES // 64)
    )
    parties = 3 if draws.happens(25, seed, "parties") else 2
    scenario = drawn(thrown, most_parties=parties, most_issues=3)
    return _with_sealed_proposals(scenario) if draws.happens(40, seed, "sealed") else scenario


def _with_sealed_proposals(scenario: Scenario) -> Scenario:
    """Let every lead submit a proposal before the plenary, if there is anything to promise."""
    if not scenario.obligations:
        return scenario
    data: dict[str, Any] = scenario.model_dump(mode="json")
    leads = [seat for seat, place in scenario.seats.items() if place.role == "lead"]
    sealed = {"kind": "proposals", "title": "Sealed", "rounds": 1, "turns": [leads]}
    sessions: Mapping[str, Any] = data["sessions"]
    before = {name: each for name, each in sessions.items() if each["kind"] == "preliminary"}
    data["sessions"] = {**before, "sealed": sealed, **sessions}
    data["verification"] = {
        "measures": {"visits": {"name": "visits"}, "seals": {"name": "seals"}},
        "schedules": {"weekly": "every week"},
    }
    return Scenario.model_validate(data)


@cache
def _game(number: int) -> Scenario:
    asked = generator.wanted(
        number, parties=2 + number % 2, issues=3, rounds=3, observer=True, advisers=number % 3 == 0
    )
    return generator.generate(asked)


def marked(scenario: Scenario) -> Scenario:
    """Return the scenario with a mark in every brief, and in what each side needs."""
    seats = {
        seat: place.model_copy(update={"brief": f"{place.brief} canary:brief:{seat}:-:0"})
        for seat, place in scenario.seats.items()
    }
    parties = {
        name: party.model_copy(update={"needs": f"{party.needs} canary:needs:{name}:-:0"})
        for name, party in scenario.parties.items()
    }
    return scenario.model_copy(update={"seats": seats, "parties": parties})


def _people(scenario: Scenario) -> Cast:
    return {
        name: persona.model_copy(update={"private": f"canary:persona:{name}:-:0"})
        for name, persona in cast_of(scenario).items()
    }
