"""A scenario: what is negotiated, by whom, with what at stake, and in which sessions."""

from collections.abc import Collection, Mapping
from typing import Annotated, Literal

from pydantic import Field

from roomsix.deal import (
    Box,
    Definition,
    FactId,
    Frozen,
    Id,
    IssueId,
    Line,
    OptionId,
    Package,
    PartyId,
    PersonaId,
    Points,
    SeatId,
    SessionId,
    Text,
)
from roomsix.evidence import Hearing, Showing

Percent = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=1, le=100)]

Role = Literal["lead", "adviser", "mediator", "observer"]
SessionKind = Literal[
    "preliminary", "debrief", "proposals", "caucus", "corridor", "plenary", "ratification"
]
AsideKind = Literal["caucus", "corridor"]
Equality = Literal[">=", ">"]
Everyone = Literal["everyone"]


class Issue(Frozen):
    """Something to be settled.

    Attributes:
        name: A short noun phrase, as it is spoken of.
        about: What the options mean, for those who must choose.
        options: Each option as a short noun phrase; the order is the order things are shown in.
    """

    name: Line
    about: str = ""
    options: Annotated[Mapping[OptionId, Line], Field(min_length=2)]


class Dial(Frozen):
    """A number that one issue's option decides.

    Attributes:
        issue: The issue that decides.
        by: The number for each of its options.
    """

    issue: IssueId
    by: Mapping[OptionId, Annotated[int, Field(ge=0)]]


class Obligation(Frozen):
    """A promise that its debtor may be tempted to break.

    It is deterred when `100 * gain <= p * (gain + loss)`, p being the detection in per cent a
    period.

    Attributes:
        debtor: The party that promises.
        restrains: The packages in which there is something to keep.
        gain: What an unseen breach is worth to the debtor.
        detection: The chance that a breach is seen, per cent per period, all looks folded in.
        loss: What a breach costs the debtor once it is seen.
    """

    name: Line
    debtor: PartyId
    restrains: Box
    gain: Annotated[int, Field(ge=0)]
    detection: Dial
    loss: Dial


class Bonus(Frozen):
    """Points for options that belong together.

    Attributes:
        points: Added once when all conditions hold; may be negative.
        when: The packages that earn it.
        deterred: The obligation whose breach must be deterred as well; None for no such condition.
    """

    points: Points
    when: Box
    deterred: Id | None = None


class Limit(Frozen):
    """Packages that are refused whatever they are worth.

    Attributes:
        never: The packages refused.
        because: The reason, as it is told to those bound by it.
    """

    never: Annotated[Box, Field(min_length=1)]
    because: str = ""


class Card(Frozen):
    """A score card: what a package is worth, in whole points.

    Attributes:
        points: For every issue, the points of each of its options.
        bonuses: Points for options that belong together, added on top.
    """

    points: Mapping[IssueId, Mapping[OptionId, Points]]
    bonuses: tuple[Bonus, ...] = ()


class Stakes(Frozen):
    """What no deal means to a party at one level of tension.

    Attributes:
        no_deal: Points that going without a deal is worth.
        demand: Points below which its principal refuses a deal.
    """

    no_deal: Points
    demand: Points = 0

    @property
    def reservation(self) -> int:
        """The least a deal must be worth, in points."""
        return max(self.no_deal, self.demand)


class Position(Frozen):
    """What a party says it wants, which need not be what it wants.

    Attributes:
        opening: The package it asks for first.
        order: The issues in the order of importance it professes.
        says: Its case in a sentence or two.
    """

    opening: Package
    order: tuple[IssueId, ...] = ()
    says: str = ""


class Principal(Frozen):
    """Whoever a delegation answers to, and who ratifies.

    Attributes:
        mood: The most that the principal may ask for on top of the reservation when it ratifies;
            drawn evenly from 0 to this, once a run, and known to nobody.
    """

    name: Line
    mood: Annotated[int, Field(ge=0, le=50)] = 0


class Party(Frozen):
    """A side with preferences.

    Attributes:
        needs: What it is really after, in words; its own seats are told.
        red_lines: Packages it never accepts; checked before any points.
        mandate: Further packages its principal has ruled out.
        stakes: What no deal means, by level of tension; the only key is `always` where tension
            plays no part.
    """

    name: Line
    principal: Principal
    needs: str = ""
    position: Position
    card: Card
    red_lines: tuple[Limit, ...] = ()
    mandate: tuple[Limit, ...] = ()
    stakes: Annotated[Mapping[Id, Stakes], Field(min_length=1)]


class Leaning(Frozen):
    """What an adviser would like, which is not quite what the party wants.

    Attributes:
        against_below: Advises against a package worth fewer points than this on the adviser's own
            card.
    """

    card: Card
    against_below: Points


class Feed(Frozen):
    """Something that reaches one seat privately in the middle of a session; others see it look.

    Attributes:
        minute: Floor time into the session; it comes before the first turn after that.
        text: What the seat reads.
        fact: The fact that it bears on, which the seat then knows of; None for none.
        holds: How likely that makes the fact for the seat, in per cent; None to leave it.
    """

    session: SessionId
    minute: Annotated[int, Field(ge=0)]
    text: Text
    fact: FactId | None = None
    holds: Percent | None = None


class Seat(Frozen):
    """A place at the table.

    Attributes:
        persona: Who sits there.
        party: The side it belongs to; None for mediator and observer.
        brief: What this seat has been told, in the second person; private.
        leaning: An adviser's own preferences; None for everyone else.
        talking_points: What this seat has to say on an issue, ready to be spoken in any company.
        fears: Facts that frighten whoever sits here, whether or not they are spoken of.
        tells: What the room may see of this seat when it is frightened or lies, each a verb phrase.
        feed: What reaches it privately while the talks go on.
    """

    persona: PersonaId
    role: Role
    party: PartyId | None = None
    brief: str = ""
    leaning: Leaning | None = None
    talking_points: Mapping[IssueId, tuple[Text, ...]] = {}
    fears: tuple[FactId, ...] = ()
    tells: tuple[Text, ...] = ()
    feed: tuple[Feed, ...] = ()


class Sharing(Frozen):
    """When a seat that knows a fact may tell it.

    Attributes:
        when: Every condition must hold: someone asked, or it is off the record.
        to: The only seats it may be told to; None for anyone present.
    """

    when: tuple[Literal["asked", "off-record"], ...] = ()
    to: tuple[SeatId, ...] | None = None


class Fact(Frozen):
    """Something that is so, or is not.

    Attributes:
        text: The proposition, as those who know of it would put it.
        truth: Whether it is so; never shown to any seat.
        about: A short name for it that may be spoken of, such as "the ship's escort".
        known_to: The seats that start out knowing of the question; the first ones listed own it.
        share: The policy of those who know it.
        rating: Source reliability A to F, then credibility 1 to 6; empty where it does not apply.
        beliefs: How likely each seat holds it to be true, in per cent, whether or not it knows of
            it yet.
        question: What it answers. Facts that answer the same question exclude one another, and one
            of them is so; None for a fact by itself.
        odds: What a seat that holds this piece of evidence multiplies the odds of foul play by; 1
            for no bearing.
        bears_on: The fact whose odds that multiplies in the minds of those who learn of it; None
            for none.
    """

    text: Text
    truth: bool
    about: str = ""
    known_to: tuple[SeatId, ...] | Everyone
    share: Literal["free", "never"] | Sharing
    rating: Annotated[str, Field(pattern=r"^([A-F][1-6])?$")] = ""
    beliefs: Mapping[SeatId, Percent] = {}
    question: Id | None = None
    odds: Annotated[int, Field(ge=1)] = 1
    bears_on: FactId | None = None

    def known_by(self, seat: SeatId) -> bool:
        """Tell whether a seat starts out knowing of the question."""
        return self.known_to == "everyone" or seat in self.known_to


Gravity = Literal["de-escalation", "neutral", "posturing", "non-violent", "violent", "nuclear"]


Blames = Annotated[Mapping[PartyId, FactId], Field(min_length=1)]


class PastEvent(Frozen):
    """Something that happened before the talks and that everyone knows of.

    Attributes:
        score: What it adds to the tension, in points.
        blames: The fact that each party would have to hold to lay it at another's door. Only the
            share of the score is added that the leads on average believe. None for all of it.
    """

    when: Text
    what: Text
    gravity: Gravity
    score: int = 0
    blames: Blames | None = None


class Moment(Frozen):
    """Just before a round of a session; round 1 is its opening."""

    session: SessionId
    round: Count = 1


class Knowing(Frozen):
    """Whether one seat knows enough.

    Attributes:
        seats: Any one of these has to know it.
        facts: Knowing any one of these is enough; empty when only the odds count.
        odds: Enough are odds, `start` times those of every fact the seat knows, that reach this;
            None when only `facts` count. Both are pairs: for, against.
    """

    seats: Annotated[tuple[SeatId, ...], Field(min_length=1)]
    facts: tuple[FactId, ...] = ()
    start: tuple[int, int] = (1, 1)
    odds: tuple[int, int] | None = None


class Incident(Frozen):
    """Something that may happen while the talks go on.

    Attributes:
        chance: Per cent; drawn once a run.
        score: What it adds to the tension; may be negative.
        blames: As for what happened before the talks.
        shows: What it lets everyone see; None for nothing.
        unless: What keeps it from happening; None for nothing.
        only_if: What it needs to happen at all; None for nothing.
    """

    before: Moment
    what: Text
    gravity: Gravity
    chance: Percent = 100
    score: int = 0
    blames: Blames | None = None
    shows: Showing | None = None
    unless: Knowing | None = None
    only_if: Knowing | None = None


class Projection(Frozen):
    """A disputed report of what no deal would cost: words with a source, never points.

    Attributes:
        week: Lives lost in the first week.
        month: Lives lost in the first month, the first week included.
        known_to: The seats that hold it when the talks begin.
    """

    source: Text
    week: Annotated[int, Field(ge=0)]
    month: Annotated[int, Field(ge=0)]
    note: str = ""
    known_to: tuple[SeatId, ...] | Everyone = "everyone"

    def known_by(self, seat: SeatId) -> bool:
        """Tell whether a seat holds it when the talks begin."""
        return self.known_to == "everyone" or seat in self.known_to


class Tension(Frozen):
    """How near things are to blows.

    Attributes:
        levels: The score at which each level begins, in rising order, the first at the lowest
            score possible.
        rupture: The level at which the talks end; None when none does.
    """

    levels: Annotated[Mapping[Id, int], Field(min_length=1)]
    rupture: Id | None = None


class Measure(Frozen):
    """A way of checking that promises are kept.

    Attributes:
        about: What it shows, and what it costs those who are checked.
    """

    name: Line
    about: str = ""


class Check(Frozen):
    """What one look by one measure at one promise comes to.

    Attributes:
        detects: How likely it shows a breach, per cent.
        false_alarm: How likely it shows one where there is none, per cent.
        intrusion: What it costs those who are looked at, in points that no card counts.
    """

    detects: Percent
    false_alarm: Percent = 0
    intrusion: Annotated[int, Field(ge=0)] = 0


class Verification(Frozen):
    """What sealed proposals are made of: an obligation, a measure that checks it, and how often.

    Attributes:
        schedules: How often, each as a short phrase.
        looks: How many looks a period each schedule means; no seat is told. Empty where proposals
            are not weighed.
        checks: For each obligation, what a look by each measure comes to, likewise; a measure left
            out shows nothing of it.
    """

    measures: Annotated[Mapping[Id, Measure], Field(min_length=1)]
    schedules: Annotated[Mapping[Id, Text], Field(min_length=1)]
    looks: Mapping[Id, Annotated[int, Field(ge=0)]] = {}
    checks: Mapping[Id, Mapping[Id, Check]] = {}


class Demeanour(Frozen):
    """How much a seat's bearing gives away; the same signs for fear and for lying.

    Attributes:
        calm: How often a sign shows in a turn with nothing behind it, per cent.
        stirred: How often when the seat speaks against its belief, or a fear of its is near. Equal
            to `calm`, a sign says nothing.
    """

    calm: Percent = 20
    stirred: Percent = 30


class Asides(Frozen):
    """How long the mediator's meetings with one side last, when called during another session."""

    caucus_minutes: Annotated[int, Field(ge=1, le=240)] = 20
    caucus_rounds: Count = 2
    corridor_minutes: Annotated[int, Field(ge=1, le=240)] = 10
    corridor_rounds: Count = 1
    most: Annotated[int, Field(ge=0, le=50)] = 4


class Floor(Frozen):
    """What a turn costs of a session's clock, in whole milliseconds."""

    ms_per_character: Annotated[int, Field(ge=0, le=10_000)] = 60
    ms_per_turn: Annotated[int, Field(ge=0, le=600_000)] = 20_000


class Digest(Frozen):
    """How long ago something was said when it is no longer told in full to those who are asked.

    Attributes:
        keep: The newest rounds that are told in full, the one under way included.
        every: How many rounds are put in short at a time; up to one less than that are told in full
            on top, until then.
    """

    keep: Count = 6
    every: Count = 6


class Session(Frozen):
    """One sitting.

    Attributes:
        party: The side a preliminary is held with; None elsewhere.
        minutes: Floor time; no turn starts once it is spent. None for no clock.
        rounds: The most rounds there are.
        turns: Who speaks in a round, in order; a further list is for the round after, and so on
            round again. Everyone named is present.
        first_mover: `as-listed`, or `drawn`: a draw by seed, then turn about, decides which lead
            goes first.
        improve: Rounds that may still better an agreement once it is reached.
        agenda: What the mediator means to cover.
        off_record: Whether nothing said here may be repeated.
    """

    kind: SessionKind
    title: Line
    about: str = ""
    party: PartyId | None = None
    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    rounds: Count = 1
    turns: Annotated[
        tuple[Annotated[tuple[SeatId, ...], Field(min_length=1)], ...], Field(min_length=1)
    ]
    first_mover: Literal["as-listed", "drawn"] = "as-listed"
    improve: Annotated[int, Field(ge=0, le=100)] = 0
    agenda: tuple[IssueId, ...] = ()
    off_record: bool = False

    @property
    def present(self) -> tuple[SeatId, ...]:
        """Everyone with a turn in some round, in the order they first speak."""
        return tuple(dict.fromkeys(seat for order in self.turns for seat in order))


class Decision(Frozen):
    """When there is a deal.

    Attributes:
        rule: `unanimity`: every party's lead accepts one package, then every principal ratifies it.
            `quorum`: so many parties are enough, of the leads and then of the principals.
        equality: Whether a package worth exactly the reservation is acceptable (`>=`) or not (`>`).
        quorum: How many parties have to agree, those with a veto among them; with the rule of that
            name, and with no other.
        vetoes: Parties without which nothing is agreed; with a quorum only.
        bonus: Points that a deal is worth more to a party when every party agrees to it; with a
            quorum only. No part of any card.
    """

    rule: Literal["unanimity", "quorum"] = "unanimity"
    equality: Equality = ">="
    # Left out of what is written and shown where they say nothing, so that a scenario without them
    # is the same, byte for byte, as before there were any.
    quorum: Annotated[int | None, Field(ge=2, exclude_if=lambda quorum: quorum is None)] = None
    vetoes: Annotated[tuple[PartyId, ...], Field(exclude_if=lambda vetoes: not vetoes)] = ()
    bonus: Annotated[
        Mapping[PartyId, Annotated[int, Field(ge=1, le=1000)]],
        Field(exclude_if=lambda bonus: not bonus),
    ] = {}

    def needed(self, parties: Collection[PartyId]) -> int:
        """Return how many of these parties, all there are, have to agree."""
        return len(parties) if self.quorum is None else self.quorum

    def met_by(self, agreeing: Collection[PartyId | None], parties: Collection[PartyId]) -> bool:
        """Tell whether it is enough that these parties agree, of all there are."""
        counted = sum(party in agreeing for party in parties)
        return counted >= self.needed(parties) and all(one in agreeing for one in self.vetoes)


class Scenario(Definition):
    """Everything about one negotiation but who answers for the seats.

    Attributes:
        scenario: The format's version.
        id: The file's name without its ending.
        extends: The scenario this one started from, already merged in; None for none.
        situation: What everyone at the table knows.
        hearing: How far beliefs move by what is heard.
        verification: What sealed proposals are made of; None where there are none.
        aftermath: What becomes of it all without a deal, by level of tension; told at the end.
        sessions: In the order they are held.
        digest: For long talks: how old rounds are told in short; None for all of them in full.
        assess: Whether mediator and observer say after each session what they make of each side.
    """

    scenario: Literal[1]
    id: Id
    title: Line
    summary: Text
    extends: str | None = None
    situation: str = ""
    issues: Annotated[Mapping[IssueId, Issue], Field(min_length=1)]
    obligations: Mapping[Id, Obligation] = {}
    parties: Annotated[Mapping[PartyId, Party], Field(min_length=2)]
    seats: Annotated[Mapping[SeatId, Seat], Field(min_length=2)]
    facts: Mapping[FactId, Fact] = {}
    hearing: Hearing = Hearing()
    timeline: tuple[PastEvent, ...] = ()
    tension: Tension | None = None
    incidents: Mapping[Id, Incident] = {}
    projections: Mapping[Id, Projection] = {}
    verification: Verification | None = None
    aftermath: Mapping[Id, Text] = {}
    demeanour: Demeanour = Demeanour()
    asides: Asides = Asides()
    floor: Floor = Floor()
    digest: Digest | None = None
    assess: bool = False
    sessions: Annotated[Mapping[SessionId, Session], Field(min_length=1)]
    decision: Decision = Decision()

    def seats_of(self, party: PartyId) -> tuple[SeatId, ...]:
        """The seats of one side, in the scenario's order."""
        return tuple(seat for seat, place in self.seats.items() if place.party == party)

    def carries(self, agreeing: Collection[PartyId | None]) -> bool:
        """Tell whether the decision rule is met when these parties agree."""
        return self.decision.met_by(agreeing, self.parties)

    def prior(self, seat: SeatId, fact: FactId) -> int:
        """How likely a seat holds a fact at the start, in per cent; 50 where nothing is said."""
        return self.facts[fact].beliefs.get(seat, 50)

    def answers(self, fact: FactId) -> tuple[FactId, ...]:
        """The facts that answer the same question as this one, itself included."""
        asked = self.facts[fact].question
        if asked is None:
            return (fact,)
        return tuple(name for name, other in self.facts.items() if other.question == asked)

    def lead_of(self, party: PartyId) -> SeatId:
        """The seat that binds a side."""
        return next(s for s in self.seats_of(party) if self.seats[s].role == "lead")
