"""What a mock does in the sessions that have a way of their own, before its role's usual turn."""

from roomsix.chat.mock import apart, claiming, debrief, sealed
from roomsix.chat.mock.turn import Move, Turn


def move(turn: Turn) -> Move | None:
    """Return the move that the session asks for; None where the role's usual turn will do."""
    if turn.now.kind == "proposals":
        return sealed.move(turn)
    if turn.now.kind == "debrief":
        return debrief.move(turn)
    return apart.move(turn) or claiming.move(turn)
