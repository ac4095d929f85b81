"""Mocked models: they read what a model would be sent and answer as a sensible negotiator might."""

from collections.abc import Mapping

from pydantic import JsonValue

from roomsix.calls import Outcome, Request
from roomsix.chat.mock import adviser, claiming, lead, mediator, observer, sessions
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

    The same messages and seed give the same text, in any process.
    """

    name = "mock"

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.tactic = Tactic()

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        """The seed, which decides between equals."""
        return {"seed": self.seed}

    async def answer(self, request: Request) -> Outcome:
        """Return the seat's turn, or its row of the board; a plain one when it is asked again."""
        reading = read(request)
        turn = Turn(reading, self.seed, self.tactic)
        if reading.now.question == "assess":
            return Outcome(text=self.tactic.row(turn))
        if reading.again:
            return Outcome(text=Move().text())
        move = sessions.move(turn) or _ROLES[reading.head.brief.role](turn)
        return Outcome(text=claiming.declared(turn, move).text())


__all__ = ["MockChat"]
