"""The observer that has learnt nothing: first beliefs, even odds, and issues as they are listed.

What every score of the board is held against: its skill over the prior is 0.
"""

from roomsix.chat.mock import beliefs, board
from roomsix.chat.mock.board import Side
from roomsix.chat.mock.turn import Turn

EVEN = 50
"""Even odds, in per cent."""


def row(turn: Turn) -> str:
    """Return what could have been written before anyone said a word."""
    issues = turn.table.names
    sides = (
        Side(party, dict.fromkeys(issues, 1 / len(issues)), EVEN, {}, ())
        for party in turn.table.parties
        if board.was_heard(turn, party)
    )
    return board.written(
        dict.fromkeys(sides, ""),
        doubts={claim.n: EVEN for claim in beliefs.heard(turn)},
        facts={fact: beliefs.prior(turn, fact) for fact in beliefs.known(turn)},
    )
