"""What a seat believes, by what it has perceived: exact odds, moved by stated likelihood ratios.

`odds after = odds before * ratio`, one factor for each seat that says a thing, the strongest way in
which it says it (Bayes' rule in odds form, Good 1950). Facts that answer one question share 100 per
cent. A piece of evidence multiplies the odds of what it bears on by `1 + b * (odds - 1)`, `b` being
how likely the seat holds the evidence itself. What a seat reads in private sets its belief.
"""

from collections.abc import Iterable
from fractions import Fraction

from roomsix import acts, evidence
from roomsix.deal import FactId, Frozen, SeatId
from roomsix.events import Claimed, Event, Fed, Happened, Opened, Record, Said
from roomsix.evidence import Ratio
from roomsix.scenario import Scenario

SURE = 70
"""A belief of at least this many per cent is held to be so; 100 less this, held not to be."""

Heard = tuple[SeatId, FactId, bool]
"""Who said of which fact that it is so, or that it is not."""


class Moved(Frozen):
    """A belief that an event moved.

    Attributes:
        before: In per cent, as is `after`.
    """

    seq: int
    fact: FactId
    before: int
    after: int


class Mind:
    """What one seat believes; it takes in what the seat perceives, one event after another.

    What the seat does not perceive changes nothing, and neither does what it says itself. Words do
    not move a seat on a fact that it knows at first hand: one that not everyone knows of, of which
    it knows from the start and is sure.

    Attributes:
        knows: The facts it knows of.
    """

    def __init__(self, scenario: Scenario, seat: SeatId) -> None:
        self.knows = {name for name, fact in scenario.facts.items() if fact.known_by(seat)}
        self._scenario = scenario
        self._seat = seat
        self._answers = {name: scenario.answers(name) for name in scenario.facts}
        self._weights: dict[FactId, Fraction] = {}
        self._rest = dict.fromkeys(scenario.facts, Fraction())
        self._begin()
        self._held = {fact: self._percent(fact) for fact in scenario.facts}
        self._before: dict[FactId, int] = {}
        sure = [name for name in scenario.facts if self._first_hand(name)]
        self._fixed = {fact for name in sure for fact in self._answers[name]}
        self._lent = {f: self._lending(f) for f, fact in scenario.facts.items() if fact.bears_on}
        self._heard: dict[Heard, Fraction] = {}
        self._closed_doors = {name for name, held in scenario.sessions.items() if held.off_record}
        self._turn: tuple[int | None, SeatId | None] = (None, None)
        self._in_confidence = False
        self._claimed: dict[FactId, bool] = {}

    def held(self, fact: FactId) -> int:
        """Return how likely the seat holds a fact, in whole per cent.

        Halves are rounded up; 0 and 100 are left to those who hold it impossible or certain.
        """
        return self._held[fact]

    def held_all(self) -> Iterable[tuple[FactId, int]]:
        """Return the same for every fact, known of or not."""
        return self._held.items()

    def take(self, event: Event) -> dict[FactId, tuple[int, int]]:
        """Take in an event and return which beliefs it moved, from and to how many per cent."""
        if self._seat not in event.audience or event.what.kind not in MOVING:
            return {}
        if (event.turn, event.seat) != self._turn:
            self._turn = (event.turn, event.seat)
            self._in_confidence = False
            self._claimed = {}
        if isinstance(event.what, Opened | Said):
            self._listen(event)
            return {}
        self._before = {}
        self._learn(event)
        if event.seat != self._seat:
            self._weigh(event)
        self._reckon()
        moved = {f: (self._before[f], self._held[f]) for f in self._answers if f in self._before}
        return {f: pair for f, pair in moved.items() if f in self.knows and pair[0] != pair[1]}

    def _listen(self, event: Event) -> None:
        """Mark whether what comes with an event is said in confidence."""
        match event.what:
            case Opened(aside=aside) if aside is not None and aside.off_record:
                self._closed_doors.add(event.session)
            case Said(off_record=off_record):
                self._in_confidence = off_record
            case _:
                pass

    def _learn(self, event: Event) -> None:
        fact = told(event)
        if fact is not None and fact in self._scenario.facts:
            self.knows.add(fact)

    def _weigh(self, event: Event) -> None:
        table = self._scenario.hearing
        apart = self._in_confidence or event.session in self._closed_doors
        match event.what:
            case Fed(fact=fact, holds=holds) if fact is not None and holds is not None:
                self._set(fact, holds)
            case Happened(incident=name):
                shows = self._scenario.incidents[name].shows
                if shows is not None:
                    self._move(shows.fact, evidence.force(shows.odds))
            case Claimed(fact=fact, holds=holds):
                self._claimed[fact] = holds
                self._hear(event, fact, table.confided if apart else table.claim, holds)
            case acts.Inform(fact=fact):
                self._hear(event, fact, table.entrusted)
            case acts.Disclose(fact=fact):
                self._hear(event, fact, table.entrusted if apart else table.disclosed)
            case acts.Present(exhibit=exhibit) if exhibit in self._scenario.facts:
                self._hear(event, exhibit, table.exhibit)
            case _:
                pass

    def _hear(self, event: Event, fact: FactId, ratio: Ratio, holds: bool | None = None) -> None:
        """Let a seat's word count, once, in the strongest way in which it has been given.

        Args:
            holds: None for a fact that is told: it points the way of the claim made with it.
        """
        if fact not in self._scenario.facts or event.seat is None:
            return
        if holds is None:
            holds = self._claimed.get(fact, True)
        strength = evidence.force(ratio)
        own = self._scenario.seats[self._seat].party
        if own is not None and self._scenario.seats[event.seat].party == own:
            strength = max(strength, evidence.force(self._scenario.hearing.own_side))
        weight = self._scenario.hearing.weight(self._scenario.facts[fact].rating)
        strength = evidence.tempered(strength, weight)
        counted = self._heard.get((event.seat, fact, holds), Fraction(1))
        if strength > counted:
            self._heard[event.seat, fact, holds] = strength
            more = strength / counted
            self._move(fact, more if holds else 1 / more)

    def _reckon(self) -> None:
        """Let evidence bear on what it bears on, as far as it is itself believed by now."""
        for fact, lent in self._lent.items():
            lends = self._lending(fact)
            if lends != lent:
                self._lent[fact] = lends
                self._move(self._scenario.facts[fact].bears_on or fact, lends / lent)

    def _lending(self, fact: FactId) -> Fraction:
        """Return by how much a piece of evidence multiplies the odds of what it bears on."""
        if fact not in self.knows:
            return Fraction(1)
        odds = Fraction(self._scenario.facts[fact].odds)
        return evidence.tempered(odds, Fraction(self.held(fact), 100))

    def _move(self, fact: FactId, ratio: Fraction) -> None:
        if fact not in self._fixed and ratio != 1:
            self._weights[fact] *= ratio
            self._changed(fact)

    def _changed(self, fact: FactId) -> None:
        for each in self._answers[fact]:
            self._before.setdefault(each, self._held[each])
            self._held[each] = self._percent(each)

    def _percent(self, fact: FactId) -> int:
        weight = self._weights[fact]
        whole = sum((self._weights[each] for each in self._answers[fact]), self._rest[fact])
        # In whole numbers, which takes a fraction of the time that fractions take.
        share, of = 100 * weight.numerator * whole.denominator, weight.denominator * whole.numerator
        if share in (0, 100 * of):
            return share // of
        return min(99, max(1, (2 * share + of) // (2 * of)))

    def _set(self, fact: FactId, holds: int) -> None:
        """Give a fact this many per cent; rival answers keep their proportions."""
        others = [each for each in self._answers[fact] if each != fact]
        whole = sum(self._weights[each] for each in others)
        left = Fraction(100 - holds)
        self._weights[fact] = Fraction(holds)
        if not others:
            self._rest[fact] = left
        for each in others:
            share = self._weights[each] / whole if whole else Fraction(1, len(others))
            self._weights[each] = left * share
        self._changed(fact)

    def _begin(self) -> None:
        for fact, answers in self._answers.items():
            prior = self._scenario.prior(self._seat, fact)
            self._weights[fact] = Fraction(prior)
            if len(answers) == 1:
                self._rest[fact] = Fraction(100 - prior)
        for answers in self._answers.values():
            if len(answers) > 1 and not any(self._weights[each] for each in answers):
                self._weights |= dict.fromkeys(answers, Fraction(1))

    def _first_hand(self, fact: FactId) -> bool:
        known = self._scenario.facts[fact].known_to
        stated = self._scenario.facts[fact].beliefs.get(self._seat, 50)
        return known != "everyone" and self._seat in known and not 100 - SURE < stated < SURE


MOVING = ("opened", "said", "claimed", "disclose", "inform", "present", "fed", "happened")
"""The kinds of event that move beliefs, or say how those that do were meant."""


def told(event: Event) -> FactId | None:
    """Return the fact that whoever perceives an event then knows of; None for none.

    What is put on the table may be no fact at all; its name is returned all the same.
    """
    match event.what:
        case acts.Disclose(fact=fact) | acts.Inform(fact=fact) | acts.Present(exhibit=fact):
            return fact
        case Fed(fact=fact):
            return fact
        case _:
            return None


def mind(scenario: Scenario, record: Record, seat: SeatId) -> Mind:
    """Return what a seat believes by now; it goes on following the record."""
    return record.followed(("mind", id(scenario), seat), lambda: Mind(scenario, seat))


def belief(scenario: Scenario, record: Record, seat: SeatId, fact: FactId) -> int:
    """Return how likely a seat holds a fact by now, in per cent, whether it knows of it or not."""
    return mind(scenario, record, seat).held(fact)


def moves(scenario: Scenario, record: Iterable[Event], seat: SeatId) -> tuple[Moved, ...]:
    """Return how a seat's beliefs in what it knows of have moved, event by event."""
    fresh = Mind(scenario, seat)
    return tuple(
        Moved(seq=event.seq, fact=fact, before=before, after=after)
        for event in record
        for fact, (before, after) in fresh.take(event).items()
    )
