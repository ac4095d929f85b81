"""A small room to draw: two sides, a mediator, and a record to add to."""

from collections.abc import Sequence
from io import StringIO

from rich.console import Console, RenderableType

from handmade import theatre
from roomsix import events
from roomsix.deal import Package, SeatId, SessionId
from roomsix.events import Event, What
from roomsix.persona import Persona
from roomsix.record import Log
from roomsix.report.scene import Scene, scene
from roomsix.report.transcript import Transcript
from roomsix.scenario import Incident, Moment, Scenario
from roomsix.views import Cast

EVERYONE = ("chair", "theatre-lead", "orchestra-lead")


def cast(scenario: Scenario, **names: str) -> Cast:
    """Return someone for every seat, called as their persona unless said otherwise."""
    personas = {place.persona for place in scenario.seats.values()}
    return {
        name: Persona(persona=1, id=name, name=names.get(name, name.title()), summary="A person.")
        for name in sorted(personas)
    }


class Room:
    """A plenary of the theatre's talks, opened."""

    def __init__(self, *, rounds: int = 1) -> None:
        self.scenario = theatre()
        longer = self.scenario.sessions["plenary"].model_copy(update={"rounds": rounds})
        sessions = {**self.scenario.sessions, "plenary": longer}
        bang = Incident(before=Moment(session="plenary"), what="A bang.", gravity="violent")
        changes = {"sessions": sessions, "incidents": {"bang": bang}}
        self.scenario = self.scenario.model_copy(update=changes)
        self.log = Log(self.scenario)
        self.log.add(
            events.Opened(present=EVERYONE), session="plenary", round_=0, audience=EVERYONE
        )

    def apart(self, *present: SeatId, off_record: bool = False) -> None:
        """Open a caucus in the middle of the plenary."""
        change = {"title": "Apart", "rounds": 2, "off_record": off_record}
        aside = self.scenario.sessions["plenary"].model_copy(update=change)
        opened = events.Opened(present=present, aside=aside)
        self.log.add(opened, session="caucus", round_=0, audience=present)

    def close(self, why: events.Closing, *, session: SessionId = "plenary") -> None:
        """Close a session for whoever was there when it was opened."""
        (opened,) = [e for e in self.log.events.of("opened") if e.session == session]
        closed = events.Closed(why=why)
        self.log.add(closed, session=session, round_=1, audience=opened.audience)

    def end(self, why: events.Why, *, package: Package | None = None) -> None:
        """End the talks without a deal."""
        ended = events.Ended(outcome="no deal", why=why, package=package, level="always")
        self.log.add(ended, session="plenary", round_=1, audience=EVERYONE)

    def turn(
        self,
        seat: SeatId,
        *whats: What,
        round_: int = 1,
        session: SessionId = "plenary",
        audience: Sequence[SeatId] = EVERYONE,
    ) -> Event:
        """Add a turn that everyone perceives unless said otherwise and return its last event."""
        self.log.begin_turn(seat)
        added = [
            self.log.add(
                what,
                session=session,
                round_=round_,
                audience=audience,
                seat=seat,
                turn=self.log.turn,
            )
            for what in whats
        ]
        return added[-1]

    def scene(self, *, seat: SeatId | None = None) -> Scene:
        """Return the names of everything in the room."""
        return scene(self.scenario, cast(self.scenario), seat=seat)

    def drawn(self, *, seat: SeatId | None = None, width: int = 100) -> str:
        """Return the transcript."""
        return printed(*Transcript(self.scene(seat=seat)).draw(self.log.events), width=width)


def printed(*what: RenderableType, width: int = 100) -> str:
    """Return things as plain text."""
    out = StringIO()
    console = Console(file=out, width=width, markup=False, emoji=False, highlight=False)
    for each in what:
        console.print(each)
    return out.getvalue()
