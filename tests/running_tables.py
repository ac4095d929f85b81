"""Short talks that can be kept, stopped and gone on with, for tests."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import JsonValue

from roomsix.calls import Chat, Outcome, Request
from roomsix.chat.mock import MockChat
from roomsix.errors import ChatError
from roomsix.session import Result, Talks
from roomsix.workspace import Workspace

ROOT = Path(__file__).parents[1]
SEED = 3


def small() -> Talks:
    """The small built-in scenario, as short as its sessions can be, with mocks."""
    workspace = Workspace(ROOT)
    whole = workspace.scenario("theatre")
    short = {
        name: sitting.model_copy(update={"rounds": min(2, sitting.rounds), "improve": 0})
        for name, sitting in whole.sessions.items()
    }
    scenario = whole.model_copy(update={"sessions": short})
    chats = dict.fromkeys(scenario.seats, MockChat(SEED))
    return Talks(scenario, workspace.cast(scenario), SEED, chats)


class Broken:
    """A chat that answers for so many calls, all seats together, and is then out of reach."""

    def __init__(self, chat: Chat, left: list[int]) -> None:
        self._chat = chat
        self._left = left

    @property
    def name(self) -> str:
        return self._chat.name

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return self._chat.sampling

    async def answer(self, request: Request) -> Outcome:
        self._left[0] -= 1
        if self._left[0] < 0:
            raise ChatError("the endpoint went away")
        return await self._chat.answer(request)


def broken_after(talks: Talks, calls: int) -> Talks:
    """The same talks, whose endpoint goes away after so many answers."""
    left = [calls]
    return replace(talks, chats={seat: Broken(chat, left) for seat, chat in talks.chats.items()})


def folder_of(result: Result) -> Path:
    assert result.folder is not None
    return result.folder
