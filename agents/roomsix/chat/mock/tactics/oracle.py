"""The oracle: an observer told the truth, to see what a perfect row of the board looks like.

It knows more than reading allows, so it is called what it is. The truth reaches it in one way, the
`truths` that a chat is made with, which no other chat is ever given and which nothing below `chat`
can work out; a run's account names it as `mock:oracle`, and the journal holds a digest of what it
was told. It writes the truth on the board, which nobody else reads, and nowhere else: its turns are
those of any mocked observer.
"""

from collections.abc import Mapping

from roomsix.chat.mock import beliefs, board
from roomsix.chat.mock.board import Side
from roomsix.chat.mock.turn import Turn
from roomsix.deal import FactId, Frozen, Id, IssueId, OptionId, PartyId

LABEL = "This is an oracle's row: it was told what is so."
"""What every row says, so that nobody who meets one by itself takes it for an inference."""


class So(Frozen):
    """What is so of a party at one level of tension.

    Attributes:
        swings: How much each issue matters.
        least: The share of its best that it insists on, in per cent.
        limits: The furthest option it accepts.
        red_lines: What it never accepts.
    """

    swings: Mapping[IssueId, int]
    least: int
    limits: Mapping[IssueId, OptionId]
    red_lines: tuple[tuple[IssueId, OptionId], ...]


class Truths(Frozen):
    """What is so, whatever anyone was told.

    Attributes:
        facts: Which facts are true.
        start: The tension at the beginning.
        parties: What is so of each party, by tension; nothing where it cannot be worked out.
    """

    facts: Mapping[FactId, bool]
    start: Id
    parties: Mapping[PartyId, Mapping[Id, So]]


def row(turn: Turn, *, told: Truths) -> str:
    """Return what is so, by the fields of an assessment."""
    tensions = [event.level for event in turn.reading.events if event.level is not None]
    level = tensions[-1] if tensions else told.start
    sides = (
        Side(party, so.swings, so.least, so.limits, so.red_lines)
        for party in turn.table.parties
        if (so := told.parties[party].get(level)) is not None
    )
    return board.written(
        dict.fromkeys(sides, LABEL),
        doubts={c.n: 100 * (c.holds != told.facts[c.fact]) for c in beliefs.heard(turn)},
        facts={fact: 100 * told.facts[fact] for fact in beliefs.known(turn)},
    )
