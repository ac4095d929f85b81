"""Talks played by named tactics, with every turn as the mock itself saw it, for tests."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from handmade import theatre
from roomsix import session
from roomsix.calls import Around, Chat, Outcome, Request
from roomsix.chat import spec
from roomsix.chat.mock import MockChat
from roomsix.chat.mock.reading import read
from roomsix.chat.mock.tactics.oracle import Truths
from roomsix.chat.mock.turn import Turn
from roomsix.cli import taping
from roomsix.cli.desk import Desk
from roomsix.deal import SeatId
from roomsix.scenario import Scenario
from roomsix.seating import answering
from roomsix.views import Cast
from roomsix.workspace import Workspace
from tables import cast_of

ROOT = Path(__file__).parents[1]

LEADS = (
    *("linear", "boulware", "conceder", "tit-for-tat", "micro", "micro,steps=7", "hardliner"),
    *("single-issue", "random", "no-talk"),
)
"""Every tactic of leads, MiCRO twice."""


def untold() -> NoReturn:
    """The truth, for chats that must not ask for it."""
    raise AssertionError("only an oracle may ask for the truth")


def chat(named: str, *, seed: int, truths: Callable[[], Truths] = untold) -> Chat:
    """Make a chat by its spec; scripts there are none."""
    nothing = lambda name: untold()  # noqa: E731
    sources = spec.Sources(seed=seed, script=nothing, tape=nothing, truths=truths)
    return spec.make(named, sources)


@dataclass(frozen=True)
class Asked(Around):
    """A chat that keeps what it was asked and what it answered."""

    kept: list[tuple[Request, dict[str, Any]]]

    async def answer(self, request: Request) -> Outcome:
        outcome = await self.chat.answer(request)
        self.kept.append((request, json.loads(outcome.text)))
        return outcome


@dataclass
class Played:
    """Talks that have been played.

    Attributes:
        seats: What each seat was asked and answered, board and debriefs included.
    """

    scenario: Scenario
    result: session.Result
    chats: Mapping[SeatId, Chat]
    seats: Mapping[SeatId, list[tuple[Request, dict[str, Any]]]]
    seed: int

    def turns(self, seat: SeatId) -> list[tuple[Turn, dict[str, Any]]]:
        """Every turn of a seat in a plenary, as a mock reads it, with what it answered."""
        chat = self.chats[seat]
        assert isinstance(chat, MockChat)
        found = []
        for request, reply in self.seats[seat]:
            turn = Turn(read(request), self.seed, chat.tactic)
            if turn.now.kind == "plenary" and turn.now.question == "turn":
                found.append((turn, reply))
        return found

    def rows(self, seat: SeatId) -> list[tuple[Turn, dict[str, Any]]]:
        """Every row of the board that a seat was asked for, in the same way."""
        chat = self.chats[seat]
        assert isinstance(chat, MockChat)
        read_ = [(Turn(read(r), self.seed, chat.tactic), reply) for r, reply in self.seats[seat]]
        return [(turn, reply) for turn, reply in read_ if turn.now.question == "assess"]


def play(scenario: Scenario, *asked: str, seed: int = 0, cast: Cast | None = None) -> Played:
    """Play talks in memory; `asked` says who answers, as `--chat` does."""
    specs = answering.specs(scenario, list(asked), {})
    desk = Desk()
    chats = answering.chats(
        scenario, specs, seed=seed, workspace=desk.workspace(), tapes=taping.tapes(desk, None)
    )
    kept: dict[SeatId, list[tuple[Request, dict[str, Any]]]] = {seat: [] for seat in specs}
    talks = session.Talks(
        scenario=scenario,
        cast=cast or cast_of(scenario),
        seed=seed,
        chats={seat: Asked(made, kept[seat]) for seat, made in chats.items()},
    )
    result = asyncio.run(session.negotiate(talks))
    return Played(scenario, result, chats, kept, seed)


@cache
def built_in(name: str) -> tuple[Scenario, Cast]:
    workspace = Workspace(ROOT)
    scenario = workspace.scenario(name)
    return scenario, workspace.cast(scenario)


@cache
def hall(name: str, *asked: str, seed: int = 0) -> Played:
    """Play built-in talks, once for all who ask."""
    scenario, cast = built_in(name)
    return play(scenario, *asked, seed=seed, cast=cast)


def rehearsal(rounds: int = 8) -> Scenario:
    """The theatre and its orchestra made by hand, with time to talk; they open at the far ends."""
    leads = ["theatre-lead", "orchestra-lead"]
    openings = {
        "theatre": {"pay": "o0", "sundays": "o3", "recordings": "o0"},
        "orchestra": {"pay": "o3", "sundays": "o0", "recordings": "o2"},
    }
    scenario = theatre(
        sessions={
            "plenary": {
                "kind": "plenary",
                "title": "All",
                "rounds": rounds,
                "turns": [["chair", *leads]],
            },
            "vote": {"kind": "ratification", "title": "Vote", "turns": [["chair", *leads]]},
        }
    )
    parties = {
        name: side.model_copy(
            update={"position": side.position.model_copy(update={"opening": openings[name]})}
        )
        for name, side in scenario.parties.items()
    }
    return scenario.model_copy(update={"parties": parties})
