"""First offers and what came after them: how far they lay, how they moved, who answered whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from statistics import StatisticsError, correlation, fmean

from roomsix import preferences
from roomsix.deal import PartyId
from roomsix.scoring.case import Case
from roomsix.scoring.metric import Measure, Reading
from roomsix.scoring.process.bids import Bid, Step, moves
from roomsix.scoring.values import Value

NO_RECORD = Reading(None, notes=("only the ending is at hand, not the record",))
NO_OFFERS = Reading(None, notes=("no side made an offer",))


def offers(case: Case) -> Reading:
    """Count the packages that each side proposed."""
    if case.record is None:
        return NO_RECORD
    counts = {party: len(made) for party, made in case.bids.items()}
    return Reading(sum(counts.values()), counts)


def extremity(case: Case) -> Reading:
    """Measure how much of its room each side claimed first."""
    return _averaged(case, lambda party, made, room: _first(case, party, made, room))


def rate(case: Case) -> Reading:
    """Measure how much of its room each side gave up an offer."""

    def one(party: PartyId, made: tuple[Bid, ...], room: int) -> float | None:
        if len(made) < 2 or room <= 0:
            return None
        given = made[0].worth[party] - made[-1].worth[party]
        return given / (room * (len(made) - 1))

    return _averaged(case, one)


def steps(kind: Step) -> Measure:
    """Count the steps of one kind."""

    def measure(case: Case) -> Reading:
        if case.record is None:
            return NO_RECORD
        counts = {
            party: sum(move.step == kind for move in moves(made))
            for party, made in case.bids.items()
        }
        return Reading(sum(counts.values()), counts)

    return measure


def reciprocity(case: Case) -> Reading:
    """Correlate what a side gave with what the others had last given, each in its own points."""
    rooms = {each: case.room(each) or 0 for each in case.scenario.parties}

    def one(party: PartyId, made: tuple[Bid, ...], room: int) -> float | None:
        if room <= 0:
            return None
        theirs = [
            (move.seq, Fraction(-move.own, rooms[other]))
            for other, bids in case.bids.items()
            if other != party and rooms[other] > 0
            for move in moves(bids)
        ]
        pairs: list[tuple[float, float]] = []  # shares are exact, so that the same are the same
        for move in moves(made):
            before = [given for seq, given in theirs if move.before < seq < move.seq]
            if before:
                pairs.append((float(sum(before) / len(before)), -move.own / room))
        if len(pairs) < 3:
            return None
        try:
            return correlation(*zip(*pairs, strict=True))
        except StatisticsError:  # one of the two never changed
            return None

    return _averaged(case, one, note="fewer than three answers to a move, or always the same one")


def pull(case: Case) -> Reading:
    """Measure how near the package in force came to each side's first offer."""
    if case.in_force is None:
        return Reading(None, notes=("no package is in force",))
    worth = {
        party: preferences.points(case.scenario, side.card, case.in_force)
        for party, side in case.scenario.parties.items()
    }

    def one(party: PartyId, made: tuple[Bid, ...], room: int) -> float | None:
        theirs = [
            bids[0].worth[party] for each, bids in case.bids.items() if bids and each != party
        ]
        if not theirs or made[0].worth[party] <= min(theirs):
            return None
        low = min(theirs)
        return (worth[party] - low) / (made[0].worth[party] - low)

    found = _averaged(case, one, note="the others offered nothing first, or nothing worse for it")
    known = [each for each in found.parties.values() if isinstance(each, float)]
    if len(known) > 1 or not known:
        gap = max(known) - min(known) if known else None
        return Reading(gap, found.parties, notes=found.notes)
    return Reading(None, found.parties, notes=(*found.notes, "known of one side alone"))


def _first(case: Case, party: PartyId, made: tuple[Bid, ...], room: int) -> float | None:
    if room <= 0:
        return None
    return (made[0].worth[party] - case.stakes[party].reservation) / room


def _averaged(
    case: Case,
    one: Callable[[PartyId, tuple[Bid, ...], int], float | None],
    *,
    note: str = "",
) -> Reading:
    """Return a measure of every side that made an offer, and the mean over those that have one."""
    if case.record is None:
        return NO_RECORD
    if not any(case.bids.values()):
        return NO_OFFERS
    found: Mapping[PartyId, Value] = {
        party: one(party, made, case.room(party) or 0) for party, made in case.bids.items() if made
    }
    known = [value for value in found.values() if isinstance(value, float)]
    missing = [party for party, value in found.items() if value is None]
    notes = tuple(f"{party}: {note or 'no room, or too few offers'}" for party in missing)
    return Reading(fmean(known) if known else None, found, notes=notes)
