"""What a judge is shown of talks: the wall once more, for somebody who was not in the room."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from roomsix import canonical, traits, views
from roomsix.deal import SeatId
from roomsix.events import Event, Record
from roomsix.persona import Persona
from roomsix.rubric import Rubric
from roomsix.scenario import Scenario
from roomsix.views import Cast


@dataclass(frozen=True)
class Played:
    """Talks that are over, as they are judged.

    Attributes:
        later: The scenarios that took the place of the first, each with its first turn.
    """

    scenario: Scenario
    cast: Cast
    record: Record
    later: Sequence[tuple[int, Scenario]] = field(default=())

    @property
    def last(self) -> Scenario:
        """The scenario that the talks ended under."""
        return self.later[-1][1] if self.later else self.scenario


@dataclass(frozen=True)
class Shown:
    """What is put before a judge at once.

    Attributes:
        seat: Whose view or turns it is; None for the record.
        lines: Canonical JSON, one object a line.
        turns: The numbers of the turns that are in it and may be cited, in order.
    """

    seat: SeatId | None
    lines: tuple[str, ...]
    turns: tuple[int, ...]


def shown(rubric: Rubric, played: Played) -> Iterator[Shown]:
    """Yield what a judge is shown by a rubric; what holds no turn at all is passed over."""
    places = played.last.seats
    fitting = [
        name for name, place in places.items() if place.role in (rubric.roles or (place.role,))
    ]
    for seat in (None,) if rubric.judges == "record" else fitting:
        found = _one(rubric, played, seat)
        if found.turns:
            yield found


def _one(rubric: Rubric, played: Played, seat: SeatId | None) -> Shown:
    seen = list(_perceived(played, seat))
    if rubric.judges == "turns":
        seen = [(event, told) for event, told in seen if event.seat == seat and event.turn]
    # An event may have two lines: what it was, and what it made the seat believe.
    lines = [canonical.line({**_when(event), **told}) for event, told in seen]
    turns = dict.fromkeys(event.turn for event, _ in seen if event.turn is not None)
    return Shown(seat, (*_before(rubric, played, seat), *lines), tuple(turns))


def _perceived(played: Played, seat: SeatId | None) -> Iterator[tuple[Event, dict[str, Any]]]:
    """Yield the events that are shown, each with what a line tells of it, unnumbered."""
    told: Iterable[tuple[int, str]]
    if seat is None:
        told = views.common(played.scenario, played.record, later=played.later)
    else:
        view = views.seen(played.scenario, played.record, seat, later=played.later)
        told = zip(view.seqs, view.lines, strict=True)
    for seq, line in told:
        fields = json.loads(line)
        fields.pop("n", None)
        yield played.record[seq], fields


def _when(event: Event) -> dict[str, JsonValue]:
    turn: dict[str, JsonValue] = {} if event.turn is None else {"turn": event.turn}
    return turn | {"session": event.session}


def _before(rubric: Rubric, played: Played, seat: SeatId | None) -> Iterator[str]:
    """Yield what everyone knew before the first word, and what the rubric tells of the seat."""
    scenario, cast = played.last, played.cast
    yield canonical.line({"talks": scenario.title, **views.public(scenario, cast)})
    if seat is not None and "persona" in rubric.told:
        yield canonical.line({"persona_of": seat, **_person(cast[scenario.seats[seat].persona])})
    if seat is not None and "brief" in rubric.told:
        yield canonical.line({"told_in_confidence": views.brief(scenario, seat)})


def _person(persona: Persona) -> dict[str, JsonValue]:
    """Return what anyone who works with someone knows; their private side stays theirs."""
    return {
        "name": persona.name,
        "summary": persona.summary,
        "manner": [*traits.voice_sentences(persona.voice), *traits.sentences(persona.traits)],
        "prose": persona.body.strip(),
    }
