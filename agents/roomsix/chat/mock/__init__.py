"""Mocked models: they read what a model would be sent and answer as a sensible negotiator might."""

from collections.abc import Mapping
from dataclasses import replace

from pydantic import JsonValue

from roomsix import prompts
from roomsix.calls import Outcome, Request
from roomsix.chat.mock import (
    adviser,
    board,
    claiming,
    lead,
    mediator,
    observer,
    sessions,
    sources,
    verdict,
)
from roomsix.chat.mock.reading import read
from roomsix.chat.mock.tactic import Tactic
from roomsix.chat.mock.turn import Move, Turn

_ROLES = {
    "lead": lead.move,
    "adviser": adviser.move,
    "mediator": mediator.move,
    "observer": observer.move,
}


class MockChat:
    """Answers for any seat, by its role: heuristics, the persona's own lines, and draws by seed.

    The same messages, tactic and seed give the same text, in any process.

    Attributes:
        name: The spec it was made from.
    """

    def __init__(
        self,
        seed: int,
        tactic: Tactic | None = None,
        *,
        name: str = "mock",
        sampling: Mapping[str, JsonValue] | None = None,
    ) -> None:
        """Make a chat.

        Args:
            tactic: What it decides by; None for what mocks do by default.
            sampling: The tactic's parameters, so that with others it is another request.
        """
        self.seed = seed
        self.tactic = tactic or Tactic()
        self.name = name
        self._sampling = sampling or {}

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        """The seed, which decides between equals, and what the tactic was given."""
        return {"seed": self.seed, **self._sampling}

    async def answer(self, request: Request) -> Outcome:
        """Return the seat's turn, or its row of the board; a plain one when it is asked again.

        Asked to judge, it draws: no heuristic of ours would be an insight into talks.
        """
        if prompts.moment(request.prompt.tail).get("question") == "judge":
            return Outcome(text=verdict.drawn(request, self.seed))
        reading = read(request)
        turn = Turn(reading, self.seed, self.tactic)
        if reading.now.question == "assess":
            plain = board.written({}, doubts={}, facts={})
            return Outcome(text=plain if reading.again else self.tactic.row(turn))
        if reading.again:
            return Outcome(text=Move().text())
        move = sources.added(turn, sessions.move(turn) or _ROLES[reading.head.brief.role](turn))
        if not self.tactic.speaks:
            return Outcome(text=replace(move, say="", whisper="", claims=()).text())
        return Outcome(text=claiming.declared(turn, move).text())


__all__ = ["MockChat"]
