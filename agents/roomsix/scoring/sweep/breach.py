"""Engine breaches: what reached a seat by the engine's doing that should not have. There are none.

A second opinion on the record, reckoned from what opened and closed and not by the rules that
decided the audiences: too mild where a rule narrows an audience further, never too strict.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from roomsix import acts, events
from roomsix.deal import FactId, SeatId, SessionId
from roomsix.events import Event
from roomsix.scenario import Scenario
from roomsix.scoring.sweep.findings import Breach


def breaches(scenario: Scenario, record: Iterable[Event]) -> Iterator[Breach]:
    """Yield every event that reached a seat it should not have, and every secret told unknown."""
    going = _Walls(scenario)
    for event in record:
        for reached, why in going.take(event):
            if reached:
                yield Breach(
                    seq=event.seq,
                    session=event.session,
                    kind=event.what.kind,
                    reached=tuple(sorted(reached)),
                    why=why,
                )


@dataclass
class _Walls:
    """Who is where, and who has been told which fact.

    Attributes:
        excused: Who was sent out of a session.
        objected: The requests and objections nobody has answered yet, by session.
    """

    scenario: Scenario
    present: dict[SessionId, frozenset[SeatId]] = field(default_factory=dict)
    excused: dict[SessionId, set[SeatId]] = field(default_factory=dict)
    matters: dict[SessionId, list[SeatId | None]] = field(default_factory=dict)
    sealed: set[SessionId] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.knows: dict[FactId, set[SeatId]] = {
            name: {seat for seat in self.scenario.seats if fact.known_by(seat)}
            for name, fact in self.scenario.facts.items()
        }
        self.holds: dict[str, set[SeatId]] = {
            name: {seat for seat in self.scenario.seats if report.known_by(seat)}
            for name, report in self.scenario.projections.items()
        }

    def take(self, event: Event) -> Iterator[tuple[Collection[SeatId], str]]:
        """Take in an event and yield whom it should not have reached, each with the reason."""
        self._open(event)
        heard = frozenset(event.audience)
        yield heard - self._most(event), self._rule(event)
        if event.seat is not None and not isinstance(event.what, events.Thought | events.Invalid):
            yield from self._told_without(event, event.seat)
        yield from self._engine_words(event, heard)
        self._learn(event, heard)
        self._settle(event)

    def _open(self, event: Event) -> None:
        if isinstance(event.what, events.Opened):
            self.present[event.session] = frozenset(event.what.present)
            held = event.what.aside or self.scenario.sessions.get(event.session)
            if held is not None and held.kind == "proposals":
                self.sealed.add(event.session)

    def _most(self, event: Event) -> frozenset[SeatId]:
        """Return everyone an event may reach at the most."""
        seats = self.scenario.seats
        everyone = frozenset(seats)  # a record may be of other definitions, with other seats
        here = self.present.get(event.session, everyone) & everyone
        here -= self.excused.get(event.session, set())
        seat = event.seat
        party = seats[seat].party if seat is not None and seat in seats else None
        own = frozenset(s for s in here if party is not None and seats[s].party == party)
        if seat is not None:
            own |= {seat}
        match event.what:
            case events.Thought() | events.Invalid():
                return frozenset()
            case events.Fed(text=text):
                return frozenset(
                    s for s, place in seats.items() if text in (item.text for item in place.feed)
                )
            case events.Assessed():
                return frozenset({seat} if seat else ())
            case acts.Inform():
                watching = {s for s in here if seats[s].role == "observer"}
                return frozenset(watching | {seat} if seat else watching)
            case events.Whispered() | acts.Advise() | acts.Submit():
                return own
            case events.Claimed(fact=fact):
                return here & (self.knows.get(fact, set()) | ({seat} if seat else set()))
            case events.Opened() | events.Closed() | events.Happened() | events.Ended():
                return everyone
            case events.Unsealed() | events.Ratified() | events.Told():
                return everyone
            case _:
                return own if event.session in self.sealed and seat is not None else here

    def _rule(self, event: Event) -> str:
        match event.what:
            case events.Thought() | events.Invalid():
                return "nobody perceives this"
            case events.Fed():
                return "read by one seat alone"
            case events.Assessed():
                return "a row of the board is its author's"
            case acts.Inform():
                return "for the observer alone"
            case events.Whispered() | acts.Advise() | acts.Submit():
                return "for the speaker's own side"
            case events.Claimed():
                return "for hearers who know of the fact"
            case _:
                return "for those present"

    def _told_without(self, event: Event, seat: SeatId) -> Iterator[tuple[Collection[SeatId], str]]:
        """Yield hearers whom the engine told the text of a fact that the actor does not have."""
        match event.what:
            case acts.Disclose(fact=name) | acts.Inform(fact=name) | acts.Present(exhibit=name):
                knows = self.knows.get(name, self.holds.get(name))
                if knows is not None and seat not in knows:
                    yield set(event.audience) - knows, "told by a seat that does not know it"
            case events.Claimed(fact=name):
                if seat not in self.knows.get(name, {seat}):
                    yield event.audience, "claimed by a seat that does not know of it"
            case _:
                pass

    def _engine_words(
        self, event: Event, heard: frozenset[SeatId]
    ) -> Iterator[tuple[Collection[SeatId], str]]:
        """Yield hearers of words that are the engine's own and hold a private text."""
        if event.seat is not None:
            return
        match event.what:
            case events.Showed(sign=text) | events.Ratified(because=text):
                said, meant = text, frozenset[str]()
            case events.Happened(what=text):
                said = text
                meant = frozenset(i.what for i in self.scenario.incidents.values())
            case events.Told(text=text):
                said, meant = text, frozenset(self.scenario.aftermath.values())
            case _:
                return
        if said in meant:
            return
        for name, fact in self.scenario.facts.items():
            if fact.text in said:
                yield heard - self.knows[name], f"holds the text of {name}"
        for seat, place in self.scenario.seats.items():
            feeds = (item.text for item in place.feed)
            if any(item in said for item in feeds) or (place.brief and place.brief in said):
                yield heard - {seat}, f"holds what {seat} alone has read"

    def _learn(self, event: Event, heard: frozenset[SeatId]) -> None:
        match event.what:
            case acts.Disclose(fact=name) | acts.Inform(fact=name) | acts.Present(exhibit=name):
                for told in (self.knows, self.holds):
                    told.get(name, set()).update(heard)
            case events.Fed(fact=fact) if fact is not None:
                self.knows.get(fact, set()).update(heard)
            case _:
                pass

    def _settle(self, event: Event) -> None:
        """Keep the account of who was sent out: a ruling answers the last open matter."""
        open_ = self.matters.setdefault(event.session, [])
        match event.what:
            case acts.Object(seat=other):
                open_.append(other)
            case acts.Request():
                open_.append(None)
            case acts.Rule(granted=granted) if open_:
                answered = open_.pop()
                if granted and answered is not None:
                    self.excused.setdefault(event.session, set()).add(answered)
            case _:
                pass
