"""The ledger: what each side said it wanted, what it is after, and what it offered, by issue."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from roomsix import acts, preferences, rules
from roomsix.deal import Frozen, Id, IssueId, OptionId, Package, PartyId, SeatId, SessionId
from roomsix.events import Event, Record
from roomsix.scenario import Scenario
from roomsix.scoring.truth import Truth, truth


class Word(Frozen):
    """A position that somebody stated.

    Attributes:
        bluff: It was called firm, and the side could have lived with an option worth less to it
            then; None for a position that was not called firm, or where that cannot be told.
        broken_at: The first later act of the side that settled for less; None for none, and for a
            position that was not called firm.
    """

    seq: int
    session: SessionId
    round: int
    seat: SeatId
    option: OptionId
    firm: bool
    bluff: bool | None = None
    broken_at: int | None = None


class Offer(Frozen):
    """What a side's own offer, or its acceptance of another's, has for the issue."""

    seq: int
    session: SessionId
    round: int
    option: OptionId
    accepted: bool


class Line(Frozen):
    """One side and one issue.

    Attributes:
        weight: The swing of the issue as a share of all swings; None where it cannot be told.
        place: Its place in the real order of importance, from 1; None likewise.
        professed: Its place in the order the side professes, from 1; None where it professes none.
        opening: What the side is to ask for first.
        wants: The options worth most to it within its own lines.
        limit: The options worth least to it that an acceptable package holds, at the start.
    """

    party: PartyId
    issue: IssueId
    weight: float | None
    place: int | None
    professed: int | None
    opening: OptionId
    wants: tuple[OptionId, ...]
    limit: tuple[OptionId, ...]
    words: tuple[Word, ...]
    offers: tuple[Offer, ...]


def ledger(scenario: Scenario, record: Record) -> tuple[Line, ...]:
    """Return the whole ledger, side by side and issue by issue, in the scenario's order."""
    book = _Book(scenario, record)
    return tuple(book.line(party, issue) for party in scenario.parties for issue in scenario.issues)


class _Book:
    def __init__(self, scenario: Scenario, record: Record) -> None:
        self._scenario = scenario
        self._record = record
        self._known: dict[tuple[PartyId, Id], Truth | None] = {}

    def line(self, party: PartyId, issue: IssueId) -> Line:
        side = self._scenario.parties[party]
        so = self._truth(party, preferences.start_level(self._scenario))
        whole = sum(so.swings.values()) if so else 0
        order = side.position.order
        worth = self._within(so, issue)
        offers = tuple(self._offers(party, issue))
        most = max(worth.values(), default=0)
        return Line(
            party=party,
            issue=issue,
            weight=so.swings[issue] / whole if so and whole else None,
            place=so.order.index(issue) + 1 if so else None,
            professed=order.index(issue) + 1 if issue in order else None,
            opening=side.position.opening[issue],
            wants=tuple(option for option, points in worth.items() if points == most),
            limit=so.limits[issue] if so else (),
            words=tuple(self._words(party, issue, offers)),
            offers=offers,
        )

    def _truth(self, party: PartyId, level: Id) -> Truth | None:
        if (party, level) not in self._known:
            self._known[party, level] = truth(self._scenario, party, level)
        return self._known[party, level]

    @staticmethod
    def _within(so: Truth | None, issue: IssueId) -> dict[OptionId, int]:
        if so is None:
            return {}
        barred = {option for each, option in so.red_lines if each == issue}
        return {
            option: points for option, points in so.worth[issue].items() if option not in barred
        }

    def _words(self, party: PartyId, issue: IssueId, offers: tuple[Offer, ...]) -> Iterator[Word]:
        for event in self._record.of("state"):
            what = event.what
            if not isinstance(what, acts.State) or what.issue != issue or event.seat is None:
                continue
            if self._scenario.seats[event.seat].party != party:
                continue
            yield Word(
                seq=event.seq,
                session=event.session,
                round=event.round,
                seat=event.seat,
                option=what.option,
                firm=what.firm,
                bluff=self._bluffs(party, event, what) if what.firm else None,
                broken_at=self._broken(party, event, what, offers) if what.firm else None,
            )

    def _bluffs(self, party: PartyId, event: Event, what: acts.State) -> bool | None:
        so = self._truth(party, self._levels[event.seq])
        if so is None or not so.limits[what.issue]:
            return None
        worth = so.worth[what.issue]
        return worth[what.option] > worth[so.limits[what.issue][0]]

    def _broken(
        self, party: PartyId, event: Event, what: acts.State, offers: tuple[Offer, ...]
    ) -> int | None:
        so = self._truth(party, preferences.start_level(self._scenario))
        if so is None:
            return None
        worth = so.worth[what.issue]
        later = (
            offer.seq
            for offer in offers
            if offer.seq > event.seq and worth[offer.option] < worth[what.option]
        )
        return next(later, None)

    @cached_property
    def _levels(self) -> dict[int, Id]:
        """The tension at every firm word, by its `seq`, in one pass over the record."""
        past, found = Record(), {}
        for event in self._record:
            if isinstance(event.what, acts.State) and event.what.firm:
                found[event.seq] = rules.level(self._scenario, past)
            past.append(event)
        return found

    def _offers(self, party: PartyId, issue: IssueId) -> Iterator[Offer]:
        for event in self._record.of("propose", "accept"):
            if event.seat is None or self._scenario.seats[event.seat].party != party:
                continue
            package = self._package(event)
            if package is not None:
                yield Offer(
                    seq=event.seq,
                    session=event.session,
                    round=event.round,
                    option=package[issue],
                    accepted=isinstance(event.what, acts.Accept),
                )

    def _package(self, event: Event) -> Package | None:
        match event.what:
            case acts.Propose(package=package):
                return package
            case acts.Accept(paper=paper):
                return self._papers.get(paper)
            case _:
                return None

    @cached_property
    def _papers(self) -> dict[int, Package]:
        return {
            event.seq: event.what.package
            for event in self._record.of("propose", "draft")
            if isinstance(event.what, acts.Propose | acts.Draft)
        }
