"""Beliefs as they move: the marked changes of a turn, or all of them, in a quiet line a seat."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rich.text import Text

from roomsix.deal import FactId, SeatId
from roomsix.events import Event
from roomsix.report.scene import QUIET, Scene
from roomsix.rules import Mind

MARKED = 20
"""From how many points of per cent on a move is told of; one across even odds always is."""


class Move(NamedTuple):
    """How a belief moved, in per cent."""

    before: int
    after: int

    @property
    def marked(self) -> bool:
        """Whether it is worth telling of."""
        crossed = (self.before - 50) * (self.after - 50) < 0
        return crossed or abs(self.after - self.before) >= MARKED


Moves = Mapping[SeatId, Mapping[FactId, Move]]


class Beliefs:
    """The delegates' beliefs, kept as the talks are drawn; from a seat, its own alone.

    Mediator and observer are left out: they say what they believe themselves.
    """

    def __init__(self, scene: Scene) -> None:
        self._minds = {
            seat: Mind(scene.scenario, seat)
            for seat, place in scene.scenario.seats.items()
            if place.party is not None and scene.seat in (None, seat)
        }

    def moved(self, several: Iterable[Event]) -> Moves:
        """Take in events and return what they moved, from before the first to after the last."""
        found: dict[SeatId, dict[FactId, Move]] = {}
        for event in several:
            for seat, mind in self._minds.items():
                for fact, (before, after) in mind.take(event).items():
                    own = found.setdefault(seat, {})
                    own[fact] = Move(own[fact].before if fact in own else before, after)
        return found


def marked(moves: Moves) -> Moves:
    """Return the moves that are worth telling of."""
    kept = {s: {f: move for f, move in own.items() if move.marked} for s, own in moves.items()}
    return {seat: own for seat, own in kept.items() if own}


def lines(scene: Scene, moves: Moves) -> Iterator[tuple[SeatId, Text]]:
    """Yield what moved in each seat's mind, by the names facts may be spoken of."""
    for seat, own in moves.items():
        told = [f"{scene.topic(fact)} {m.before} → {m.after} %" for fact, m in own.items()]
        yield seat, Text(", ".join(told), QUIET)
