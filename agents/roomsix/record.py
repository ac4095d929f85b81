"""A run's growing record and every seat's view of it, kept in step."""

from collections.abc import Callable, Iterable

from roomsix import canonical, events, views
from roomsix.deal import SeatId, SessionId
from roomsix.events import Event, Record, What
from roomsix.scenario import Scenario
from roomsix.views import View

Sink = Callable[[Event, str], None]
"""Takes each event and its line, as it is added."""


class Log:
    """The events so far, and the one way to add to them.

    Attributes:
        events: In order; rules read it and nobody else changes it.
        views: What each seat has perceived.
        turn: The number of the turn begun last; 0 before the first.
        turns: How many turns each seat has had, one in progress included.
    """

    def __init__(self, scenario: Scenario, sink: Sink | None = None) -> None:
        self.events = Record()
        self.views = {seat: View(scenario, seat) for seat in scenario.seats}
        self.turn = 0
        self.turns = dict.fromkeys(scenario.seats, 0)
        self._scenario = scenario
        self._previous = ""
        self._sink = sink

    def add(
        self,
        what: What,
        *,
        session: SessionId,
        round_: int,
        audience: Iterable[SeatId],
        seat: SeatId | None = None,
        turn: int | None = None,
    ) -> Event:
        """Add an event."""
        event = Event(
            seq=len(self.events),
            session=session,
            round=round_,
            turn=turn,
            seat=seat,
            audience=tuple(audience),
            what=what,
        )
        line = events.encode(event, self._previous)
        self._previous = canonical.digest(line)
        self.events.append(event)
        shown = views.alike(self._scenario, event) if event.audience else None
        for member in event.audience:
            self.views[member].add(event, shown)
        if self._sink is not None:
            self._sink(event, line)
        return event

    def enter(self, scenario: Scenario) -> None:
        """Go on under another scenario; what every seat has perceived stays as it was."""
        self._scenario = scenario
        self.events.underive()
        for view in self.views.values():
            view.enter(scenario, self.events)

    def begin_turn(self, seat: SeatId) -> int:
        """Count the next turn, which is this seat's, and return its number."""
        self.turn += 1
        self.turns[seat] += 1
        return self.turn
