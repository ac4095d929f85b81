"""What a mock does in the sessions that have a way of their own, before its role's usual turn."""

from roomsix.chat.mock import (
    adjourning,
    apart,
    claiming,
    correcting,
    debrief,
    leaving,
    sealed,
    sources,
)
from roomsix.chat.mock.turn import Move, Turn


def move(turn: Turn) -> Move | None:
    """Return the move that the session asks for; None where the role's usual turn will do."""
    if turn.now.kind == "proposals":
        return sealed.move(turn)
    if turn.now.kind == "debrief":
        return debrief.move(turn)
    return (
        leaving.move(turn)
        or apart.move(turn)
        or adjourning.move(turn)
        or sources.move(turn)
        or claiming.move(turn)
        or correcting.move(turn)
    )
