"""What a seat would be asked: the talks are played in memory until they come to that question."""

import asyncio
import json
from dataclasses import dataclass, replace

from roomsix import prompts, session
from roomsix.calls import Around, Outcome, Request
from roomsix.cli import terminal
from roomsix.deal import SeatId
from roomsix.errors import RoomsixError, UsageError
from roomsix.report.text import visible
from roomsix.session import Talks


class Asked(RoomsixError):
    """The question looked for was put; nobody answers it."""

    def __init__(self, request: Request) -> None:
        super().__init__("asked")
        self.request = request


@dataclass(frozen=True)
class Until(Around):
    """A chat that answers for a seat until a turn of its own, and no further."""

    turn: int

    async def answer(self, request: Request) -> Outcome:
        """Return the chat's answer.

        Raises:
            Asked: This is the turn.
        """
        if prompts.moment(request.prompt.tail).get("turn") == self.turn:
            raise Asked(request)
        return await self.chat.answer(request)


def asked(talks: Talks, seat: SeatId, turn: int) -> Request:
    """Return the question that a seat is asked in one of its own turns, counted from 1.

    Raises:
        UsageError: The seat never has that turn.
    """
    chats = {**talks.chats, seat: Until(talks.chats[seat], turn)}
    try:
        result = asyncio.run(session.negotiate(replace(talks, chats=chats)))
    except Asked as found:
        return found.request
    had = len({event.turn for event in result.record if event.seat == seat})
    raise UsageError(f"{seat!r} has no turn {turn} in these talks", hint=f"it has {had}")


def show(request: Request, *, as_json: bool) -> None:
    """Print a question's messages, and how long they are."""
    if as_json:
        terminal.document(request.messages)
    else:
        terminal.write(in_full(request.messages))
    sizes = [f"{len(message['content']):,} {message['role']}" for message in request.messages]
    whole = sum(len(message["content"]) for message in request.messages)
    terminal.say(f"{whole:,} characters: {', '.join(sizes)}; schema {_size(request):,}")


def in_full(messages: list[dict[str, str]]) -> str:
    """Return messages one below the other, each under its role."""
    return "".join(f"=== {each['role']}\n{visible(each['content'])}\n" for each in messages)


def _size(request: Request) -> int:
    return len(json.dumps(request.form.body, ensure_ascii=False))
