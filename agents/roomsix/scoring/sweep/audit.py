"""The sweep itself: a record gone through once, and who learned what in it, from whom."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from roomsix import acts, events, preferences
from roomsix.deal import Id, Package, PartyId, SeatId
from roomsix.events import Event
from roomsix.scenario import Scenario
from roomsix.scoring.sweep import breach, inferring, lore, telling
from roomsix.scoring.sweep.confidence import Room, Source
from roomsix.scoring.sweep.findings import Class, Finding, How, Swept
from roomsix.scoring.sweep.inferring import Interests, Names
from roomsix.scoring.sweep.lore import Lore
from roomsix.scoring.sweep.private import Secret, SecretId

VERSION = 1
"""Raised whenever the same record would be found to tell something else."""

Judged = Mapping[int, Collection[SecretId]]
"""What somebody else says was told, by the `seq` of the words."""

Told = tuple[SecretId, How]

REPEATS = ("brief:", "feed:")
"""Secrets that are often another one in the words in which a seat was told of it."""

BARGAINING = "an offer has to show something"


def sweep(
    scenario: Scenario,
    record: Sequence[Event],
    *,
    known: Lore | None = None,
    judged: Judged | None = None,
    judge: str = "",
) -> Swept:
    """Go through a record for every private item that reached somebody who did not have it.

    Deterministic, by rules alone: the same record gives the same findings.

    Args:
        known: The scenario's lore, to save making it for every record.
        judged: What a judge says was told on top; each finding that rests on it alone names it.
        judge: The judge's name.
    """
    going = start(scenario, known=known, judged=judged, judge=judge)
    found = [finding for event in record for finding in going.take(event)]
    return Swept(
        version=VERSION,
        secrets={name: secret.about for name, secret in going.lore.secrets.items()},
        breaches=tuple(breach.breaches(scenario, record)),
        findings=tuple(found),
    )


def start(
    scenario: Scenario,
    *,
    known: Lore | None = None,
    judged: Judged | None = None,
    judge: str = "",
) -> "Pass":
    """Return a pass over a record that has yet to begin; the arguments are those of `sweep`."""
    known = known or lore.lore(scenario)
    room = Room.at_start(scenario, known.secrets)
    return Pass(scenario, known, room, judged or {}, judge)


@dataclass
class Pass:
    """One pass over a record.

    Attributes:
        level: The tension, as everyone knows it.
        offers: What each side has put on the table so far.
    """

    scenario: Scenario
    lore: Lore
    room: Room
    judged: Judged
    judge: str
    level: Id = ""
    offers: dict[PartyId, list[Package]] = field(default_factory=dict)
    interests: dict[tuple[PartyId, Id], Interests] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.level = preferences.start_level(self.scenario)
        self.names = Names(self.scenario)

    def take(self, event: Event) -> Iterator[Finding]:
        """Take in the next event and yield what it told anybody."""
        self.room.follow(event)
        if isinstance(event.what, events.Happened):
            self.level = event.what.level
        if event.seat is None or event.seat not in self.scenario.seats:
            return
        told = dict(self._told(event, event.seat))
        for secret, manner in _foremost(told):
            yield from self._found(event, event.seat, self.lore.secrets[secret], manner)
        for secret in self.judged.get(event.seq, ()):
            if secret in self.lore.secrets and secret not in told:
                yield from self._found(
                    event, event.seat, self.lore.secrets[secret], "paraphrase", judge=self.judge
                )

    def _told(self, event: Event, seat: SeatId) -> Iterator[Told]:
        match event.what:
            case events.Said(text=text) | events.Whispered(text=text):
                yield from self._words(event, seat, text)
            case acts.Call(homework=homework) if homework:
                yield from self._words(event, seat, homework)
            case acts.Disclose(fact=name) | acts.Inform(fact=name) | acts.Present(exhibit=name):
                for secret in (f"fact:{name}", f"projection:{name}"):
                    if secret in self.lore.secrets:
                        yield secret, "act"
            case acts.Propose(package=package):
                if mine := self._mine(seat):
                    self.offers.setdefault(mine.party, []).append(package)
                    yield from inferring.from_offers(mine, self.offers[mine.party])
            case acts.State(issue=issue, option=option):
                if mine := self._mine(seat):
                    yield from inferring.from_option(mine, {issue: option})
            case _:
                pass

    def _words(self, event: Event, seat: SeatId, text: str) -> Iterator[Told]:
        """Yield what words tell of the secrets the speaker has and some hearer does not."""
        if mine := self._mine(seat):
            yield from inferring.from_words(self.names, mine, text)
        yield from inferring.from_leaning(self.names, self.scenario, seat, text)
        for name in self.open(event, seat):
            manner = telling.told(self.lore, self.lore.secrets[name], text, seat)
            if manner is not None:
                yield name, manner

    def open(self, event: Event, seat: SeatId) -> Iterator[SecretId]:
        """Yield the secrets that a seat has and somebody who perceives an event has not."""
        for name, holders in self.room.holders.items():
            if seat in holders and self.room.lack(name, event.audience):
                yield name

    def _found(
        self,
        event: Event,
        seat: SeatId,
        secret: Secret,
        manner: How,
        *,
        judge: str | None = None,
    ) -> Iterator[Finding]:
        if seat not in self.room.holders[secret.id]:
            return
        hints = self.room.hinted.setdefault(secret.id, set())
        new = self.room.lack(secret.id, event.audience)
        if manner == "inferential":
            new = tuple(hearer for hearer in new if hearer not in hints)
        if not new:
            return
        source = self.room.holders[secret.id][seat]
        allowed, why = self.room.ruling(secret, event, seat, new)
        if isinstance(event.what, acts.Propose | acts.State):
            allowed, why = True, BARGAINING
        yield Finding(
            seq=event.seq,
            turn=event.turn,
            session=event.session,
            seat=seat,
            secret=secret.id,
            party=secret.party,
            kind=_class(manner, source, free=secret.policy.free),
            manner=manner,
            learned=new,
            heard_from=source.seat,
            allowed=allowed,
            why=why,
            judge=judge,
        )
        if manner == "inferential":
            hints.update(new)
        else:
            self.room.learn(secret.id, new, Source(seat, self.room.in_confidence(event)))

    def _mine(self, seat: SeatId) -> Interests | None:
        """Return the interests that a seat speaks for; None where it binds nobody."""
        place = self.scenario.seats[seat]
        if place.role != "lead" or place.party is None:
            return None
        key = place.party, self.level
        if key not in self.interests:
            self.interests[key] = Interests(self.scenario, *key)
        return self.interests[key]


def _foremost(told: Mapping[SecretId, How]) -> Iterator[Told]:
    """Yield what is told, less what repeats it: a brief, a message, what would follow from it."""
    outright = [name for name, manner in told.items() if manner != "inferential"]
    others = [name for name in outright if not name.startswith(REPEATS)]
    for name, manner in told.items():
        if name.startswith(REPEATS) and others:
            continue
        if manner != "inferential" or not outright:
            yield name, manner


def _class(manner: How, source: Source, *, free: bool) -> Class:
    if source.seat is not None and source.confided and not free:
        return "relay"
    return "disclosed" if manner == "act" else manner
