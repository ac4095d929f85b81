"""The oracle: an observer told the truth, to see what a perfect row of the board looks like.

It knows more than reading allows, so it is called what it is. The truth reaches it in one way, the
`truths` that a chat is made with, which no other chat is ever given; a run's account names it as
`mock:oracle`, and the journal holds a digest of what it was told. It writes the truth on the board,
which nobody else reads, and nowhere else: its turns are those of any mocked observer.
"""

from collections.abc import Mapping

from roomsix import preferences
from roomsix.chat.mock import beliefs, board
from roomsix.chat.mock.board import Side
from roomsix.chat.mock.turn import Turn
from roomsix.deal import FactId, Frozen, Id, PartyId
from roomsix.scenario import Scenario
from roomsix.scoring.truth import Truth, truth

LABEL = "This is an oracle's row: it was told what is so."
"""What every row says, so that nobody who meets one by itself takes it for an inference."""


class Truths(Frozen):
    """What is so, whatever anyone was told.

    Attributes:
        facts: Which facts are true.
        start: The tension at the beginning.
        parties: What is so of each party, by tension; None where it cannot be worked out.
    """

    facts: Mapping[FactId, bool]
    start: Id
    parties: Mapping[PartyId, Mapping[Id, Truth | None]]


def truths(scenario: Scenario) -> Truths:
    """Return everything that the board is measured against."""
    levels = preferences.levels(scenario)
    return Truths(
        facts={name: fact.truth for name, fact in scenario.facts.items()},
        start=preferences.start_level(scenario),
        parties={
            party: {level: truth(scenario, party, level) for level in levels}
            for party in scenario.parties
        },
    )


def row(turn: Turn, *, told: Truths) -> str:
    """Return what is so, by the fields of an assessment."""
    tensions = [event.level for event in turn.reading.events if event.level is not None]
    level = tensions[-1] if tensions else told.start
    known = {party: told.parties[party][level] for party in turn.table.parties}
    sides = (_side(party, so) for party, so in known.items() if so is not None)
    return board.written(
        dict.fromkeys(sides, LABEL),
        doubts={c.n: 100 * (c.holds != told.facts[c.fact]) for c in beliefs.heard(turn)},
        facts={fact: 100 * told.facts[fact] for fact in beliefs.known(turn)},
    )


def _side(party: PartyId, so: Truth) -> Side:
    least = min(100, max(0, round(so.least))) if so.least is not None else 0
    limits = {issue: options[0] for issue, options in so.limits.items() if options}
    return Side(party, so.swings, least, limits, so.red_lines)
