"""A chat that gives recorded answers: from another run, or from a cassette.

A recorded answer is given to the very question it was an answer to. Anything else is an error that
shows how the question differs, unless a chat is there to be asked instead and asking is allowed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import JsonValue

from roomsix import calls
from roomsix.calls import Arriving, Chat, Outcome, Request
from roomsix.deal import SeatId
from roomsix.errors import JournalMismatch
from roomsix.tape import Recorded, Tape

Asking = Literal["none", "missing", "all"]
"""When the recorded chat is asked: never, for what was not recorded, or whatever was."""


class TapeChat:
    """Gives a tape's answers.

    Attributes:
        name: The spec it was made from.
        asking: When the recorded chat is asked.
    """

    def __init__(
        self,
        tape: Tape,
        *,
        asking: Asking = "none",
        chats: Mapping[SeatId, Chat] | None = None,
    ) -> None:
        """Make a chat.

        Args:
            chats: Who is asked for what is to be recorded; may be left out for asking `none`.
        """
        self.name = tape.name
        self._tape = tape
        self.asking = asking
        self._chats = chats or {}

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        """Nothing: the answers are what they are."""
        return {}

    async def answer(self, request: Request) -> Outcome:
        """Return the recorded answer, or record one.

        Raises:
            JournalMismatch: Another question was recorded, or none.
        """
        key = (request.seat, request.index)
        known = self._tape.calls.get(key)
        if self.asking == "all" or (known is None and self.asking == "missing"):
            return await self._record(key, request)
        if known is None:
            raise JournalMismatch(
                f"{self.name!r} holds no answer to call {request.index} of {request.seat!r}"
                + self._mended("missing", "asks for what is not there")
            )
        differs = known.differs(request)
        if differs:
            raise JournalMismatch(
                f"call {request.index} of {request.seat!r} is not the one recorded in"
                f" {self.name!r}{self._mended('all', 'records everything anew')}\n{differs}"
            )
        return known.outcome

    def tell(self, arriving: Arriving) -> None:
        """Have the chats that are recorded tell of what arrives."""
        calls.tell(self._chats.values(), arriving)

    async def close(self) -> None:
        """Let the chats that are recorded let go of their connections."""
        await calls.close(self._chats.values())

    def recorded(self, seat: SeatId) -> Chat:
        """Return who is asked for a seat where something is to be recorded; else this chat."""
        return self if self.asking == "none" else self._chats.get(seat, self)

    def regain(self, known: Mapping[tuple[SeatId, int], Recorded]) -> None:
        """Take in what was recorded in the same talks before, in its order."""

        def recorded(seat: SeatId, call: Recorded) -> Recorded:
            chat = self._chats[seat]
            return replace(call, chat=chat.name, sampling=chat.sampling)

        here = self._tape.calls
        before = {key: here.get(key) or recorded(key[0], call) for key, call in known.items()}
        self._tape.calls = {**before, **here}

    async def _record(self, key: tuple[SeatId, int], request: Request) -> Outcome:
        chat = self._chats[request.seat]
        outcome = (await chat.answer(request)).writable
        self._tape.calls[key] = Recorded(
            head=request.prompt.head,
            user=request.prompt.user,
            schema=request.form.digest,
            chat=chat.name,
            sampling=chat.sampling,
            outcome=outcome,
        )
        return outcome

    def _mended(self, asking: Asking, how: str) -> str:
        return f" (`--record {asking}` {how})" if self.name.startswith("cassette:") else ""
