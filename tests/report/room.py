"""A small room to draw: two sides, a mediator, and a record to add to."""

from io import StringIO

from rich.console import Console, RenderableType

from handmade import theatre
from roomsix import events
from roomsix.deal import SeatId
from roomsix.events import Event, What
from roomsix.persona import Persona
from roomsix.record import Log
from roomsix.report.scene import Scene, scene
from roomsix.report.transcript import Transcript
from roomsix.scenario import Scenario
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

    def __init__(self) -> None:
        self.scenario = theatre()
        self.log = Log(self.scenario)
        self.log.add(
            events.Opened(present=EVERYONE), session="plenary", round_=0, audience=EVERYONE
        )

    def turn(self, seat: SeatId, *whats: What, round_: int = 1) -> Event:
        """Add a turn that everyone perceives and return its last event."""
        self.log.begin_turn(seat)
        added = [
            self.log.add(
                what,
                session="plenary",
                round_=round_,
                audience=EVERYONE,
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
