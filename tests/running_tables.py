"""Short talks that can be kept, stopped and gone on with, for tests."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from roomsix.calls import Around, Outcome, Request
from roomsix.chat.mock import MockChat
from roomsix.errors import ChatError
from roomsix.scenario import Scenario
from roomsix.session import Result, Talks
from roomsix.views import Cast
from roomsix.workspace import Workspace

ROOT = Path(__file__).parents[1]
SEED = 3


def small() -> Talks:
    """The small built-in scenario, as short as its sessions can be, with mocks."""
    scenario, cast = _read()
    return Talks(scenario, cast, SEED, dict.fromkeys(scenario.seats, MockChat(SEED)))


@cache
def _read() -> tuple[Scenario, Cast]:
    workspace = Workspace(ROOT)
    whole = workspace.scenario("theatre")
    short = {
        name: sitting.model_copy(update={"rounds": min(2, sitting.rounds), "improve": 0})
        for name, sitting in whole.sessions.items()
    }
    scenario = whole.model_copy(update={"sessions": short})
    return scenario, workspace.cast(scenario)


@dataclass(frozen=True)
class Broken(Around):
    """A chat that answers for so many calls, all seats together, and is then out of reach."""

    left: list[int]

    async def answer(self, request: Request) -> Outcome:
        self.left[0] -= 1
        if self.left[0] < 0:
            raise ChatError("the endpoint went away")
        return await self.chat.answer(request)


def broken_after(talks: Talks, calls: int) -> Talks:
    """The same talks, whose endpoint goes away after so many answers."""
    left = [calls]
    return replace(talks, chats={seat: Broken(chat, left) for seat, chat in talks.chats.items()})


def folder_of(result: Result) -> Path:
    assert result.folder is not None
    return result.folder
