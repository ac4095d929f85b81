"""Talks in the making, for sweeps: who is where, and what is said and done."""

from functools import cache
from typing import Any

from benchmarks import sweep as benchmark

from roomsix import events
from roomsix.deal import SeatId, SessionId
from roomsix.events import Event, Record
from roomsix.scenario import Scenario, Session
from roomsix.scoring.sweep import Finding, Swept


@cache
def room_six() -> Scenario:
    return benchmark.scenario("room-six")


@cache
def theatre() -> Scenario:
    return benchmark.scenario("theatre")


class Stage:
    """A record that grows by what is said in sessions that are opened."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.record = Record()
        self._session: SessionId = ""
        self._here: tuple[SeatId, ...] = ()

    def open(self, session: SessionId) -> "Stage":
        """Open one of the scenario's sessions."""
        self._session, self._here = session, self.scenario.sessions[session].present
        return self.add(None, events.Opened(present=self._here))

    def corridor(self, *here: SeatId) -> "Stage":
        """Open a corridor, off the record."""
        self._session, self._here = f"corridor-{'-'.join(here)}-{len(self.record)}", here
        held: dict[str, Any] = {"kind": "corridor", "title": "Apart", "turns": (here,)}
        aside = Session.model_validate({**held, "off_record": True})
        return self.add(None, events.Opened(present=here, aside=aside))

    def say(self, seat: SeatId, text: str, *, off_record: bool = False) -> "Stage":
        return self.add(seat, events.Said(text=text, off_record=off_record))

    def add(self, seat: SeatId | None, what: Any, *audience: SeatId) -> "Stage":
        """Add an event that everyone present perceives, unless an audience is given."""
        at = len(self.record)
        self.record.append(
            Event(
                seq=at,
                session=self._session,
                round=1,
                turn=at if seat else None,
                seat=seat,
                audience=audience or self._here,
                what=what,
            )
        )
        return self

    def swept(self) -> Swept:
        return benchmark.by_rules(self.scenario, self.record)

    def findings(self) -> tuple[Finding, ...]:
        return self.swept().findings
