"""Who has which secret, from whom and how, and whether telling it on is allowed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from roomsix import acts, events
from roomsix.deal import FactId, PartyId, SeatId, SessionId
from roomsix.events import Event
from roomsix.scenario import Scenario
from roomsix.scoring.sweep.private import Secret, SecretId

Ruling = tuple[bool, str]
"""Whether telling is allowed, and by which rule."""


@dataclass(frozen=True)
class Source:
    """Where a seat has a secret from.

    Attributes:
        seat: Who told it; None for what it has had from the start, or reads in private.
        confided: Whether it was told off the record, aside, or with a side out of the room.
    """

    seat: SeatId | None = None
    confided: bool = False


OWN = Source()


@dataclass
class Door:
    """A session, as far as it decides who hears and what may be repeated.

    Attributes:
        apart: Whether some side has nobody in it.
    """

    off_record: bool
    apart: bool


@dataclass
class Room:
    """What the talks have made of the secrets so far; it follows the record, event by event."""

    scenario: Scenario
    holders: dict[SecretId, dict[SeatId, Source]]
    hinted: dict[SecretId, set[SeatId]] = field(default_factory=dict)
    doors: dict[SessionId, Door] = field(default_factory=dict)
    asked: set[tuple[SessionId, SeatId]] = field(default_factory=set)

    @classmethod
    def at_start(cls, scenario: Scenario, secrets: Mapping[SecretId, Secret]) -> "Room":
        """Return the room before the first word."""
        return cls(scenario, {n: dict.fromkeys(s.known_to, OWN) for n, s in secrets.items()})

    def follow(self, event: Event) -> None:
        """Take in what opens doors, asks, or reaches a seat in private."""
        match event.what:
            case events.Opened(present=present, aside=aside):
                held = aside or self.scenario.sessions.get(event.session)
                here = {self.scenario.seats[s].party for s in present if s in self.scenario.seats}
                self.doors[event.session] = Door(
                    off_record=bool(held and held.off_record),
                    apart=not self.scenario.parties.keys() <= here,
                )
            case acts.Ask(to=to):
                self.asked.add((event.session, to))
            case events.Fed(text=text, fact=fact):
                for seat in event.audience:
                    self._read(seat, text, fact)
            case _:
                pass

    def _read(self, seat: SeatId, text: str, fact: FactId | None) -> None:
        place = self.scenario.seats[seat]
        for number, item in enumerate(place.feed):
            if item.text == text:
                self.holders.get(f"feed:{seat}:{number}", {}).setdefault(seat, OWN)
        self.holders.get(f"fact:{fact}", {}).setdefault(seat, OWN)

    def lack(self, secret: SecretId, seats: Iterable[SeatId]) -> tuple[SeatId, ...]:
        """Return those of some seats who do not have a secret."""
        return tuple(seat for seat in seats if seat not in self.holders[secret])

    def learn(self, secret: SecretId, seats: Iterable[SeatId], source: Source) -> None:
        """Note that seats have a secret from now on."""
        for seat in seats:
            self.holders[secret].setdefault(seat, source)

    def in_confidence(self, event: Event) -> bool:
        """Tell whether what an event tells is for those alone who hear it."""
        return self.off_record(event) or self._door(event).apart

    def off_record(self, event: Event) -> bool:
        """Tell whether an event is off the record: marked so, behind such a door, or an aside."""
        match event.what:
            case events.Whispered() | acts.Inform():
                return True
            case events.Said(off_record=True):
                return True
            case _:
                return self._door(event).off_record

    def ruling(self, secret: Secret, event: Event, seat: SeatId, new: Collection[SeatId]) -> Ruling:
        """Return whether a seat may tell a secret to those who do not have it yet."""
        source = self.holders[secret.id][seat]
        if source.seat is None:
            return self._own(secret, event, seat, new)
        if secret.policy.free:
            return True, "free to tell"
        if not source.confided:
            return True, f"{source.seat} told it in front of every side"
        if self._team((seat, *new)) and _named(secret, new) and not secret.policy.never:
            return True, "between those who belong to no side"
        return False, f"confided by {source.seat}"

    def _own(self, secret: Secret, event: Event, seat: SeatId, new: Collection[SeatId]) -> Ruling:
        policy = secret.policy
        if policy.free:
            return True, "free to tell"
        if policy.never:
            return False, "it may be told to nobody"
        if not _named(secret, new):
            return False, f"it may be told to {', '.join(policy.to or ())} alone"
        party = self.scenario.seats[seat].party
        if not policy.written and party and self._all_of(party, new):
            return True, "own side"
        if "asked" in policy.when and (event.session, seat) not in self.asked:
            return False, "nobody had asked"
        if "off-record" in policy.when and not self.off_record(event):
            unwritten = "" if policy.written else ", though no policy is written"
            return False, f"on the record{unwritten}"
        return True, "as the policy says" if policy.written else "off the record"

    def _all_of(self, party: PartyId, seats: Collection[SeatId]) -> bool:
        return all(self.scenario.seats[seat].party == party for seat in seats)

    def _team(self, seats: Collection[SeatId]) -> bool:
        return all(self.scenario.seats[seat].party is None for seat in seats)

    def _door(self, event: Event) -> Door:
        return self.doors.get(event.session) or Door(off_record=False, apart=False)


def _named(secret: Secret, seats: Collection[SeatId]) -> bool:
    """Tell whether a policy that lists hearers lists all of these."""
    return secret.policy.to is None or set(seats) <= set(secret.policy.to)
