"""Replies that could not be used, turns that came to nothing, and what they may have decided."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from roomsix.deal import SeatId
from roomsix.events import Record, Said
from roomsix.scoring.case import Case
from roomsix.scoring.measures import capture
from roomsix.scoring.metric import Reading
from roomsix.scoring.process.conceding import NO_RECORD


def invalid(case: Case) -> Reading:
    """Count the replies that could not be used."""
    if case.record is None:
        return NO_RECORD
    counts = Counter(event.seat for event in case.record.of("invalid") if event.seat)
    return Reading(counts.total(), seats=_by_seat(case, counts))


def failed(case: Case) -> Reading:
    """Count the turns in which no reply could be used, so that the seat passed."""
    if case.record is None:
        return NO_RECORD
    counts = _failed(case.record)
    return Reading(counts.total(), seats=_by_seat(case, counts))


def passed(case: Case) -> Reading:
    """Count the turns in which a seat neither said nor did anything, for whatever reason."""
    if case.record is None:
        return NO_RECORD
    counts = Counter(seat for seat, _ in _idle(case.record))
    return Reading(counts.total(), seats=_by_seat(case, counts))


def bounds(case: Case) -> Reading:
    """Give capture as it would be had every failed turn of a lead decided the worst, or the best.

    What a reply that could not be read was to do nobody knows: it may have sealed the best deal,
    or left the table. So nothing is known but the two ends (Manski 1990).
    """
    if case.record is None:
        return NO_RECORD
    found = capture(case)
    if not isinstance(found.value, int | float):
        return found
    leads = {seat for seat, place in case.scenario.seats.items() if place.role == "lead"}
    lost = sum(n for seat, n in _failed(case.record).items() if seat in leads)
    percent = round(100 * found.value, 9)  # .57 is no 56.99…
    low, high = (0, 100) if lost else (math.floor(percent), math.ceil(percent))
    notes = (f"{lost} turns of leads failed" if lost != 1 else "1 turn of a lead failed",)
    return Reading(found.value if not lost else None, span=(low, high), notes=notes)


def _failed(record: Record) -> Counter[SeatId]:
    """Count the turns with a reply that could not be used and nothing else."""
    idle = set(_idle(record))
    tried = {(event.seat, event.turn) for event in record.of("invalid") if event.seat}
    return Counter(seat for seat, turn in tried if seat and (seat, turn) in idle)


def _idle(record: Record) -> list[tuple[SeatId, int]]:
    """Return whoever passed in silence, with the turn."""
    passes: dict[tuple[SeatId, int], bool] = {}
    for event in record:
        if event.seat is None or event.turn is None:
            continue
        key = event.seat, event.turn
        still = event.what.kind in ("pass", "thought", "showed", "claimed", "invalid")
        silent = isinstance(event.what, Said) and not event.what.text
        passes[key] = passes.get(key, True) and (still or silent)
    return [key for key, idle in passes.items() if idle]


def _by_seat(case: Case, counts: Mapping[SeatId, int]) -> dict[SeatId, int]:
    return {seat: counts.get(seat, 0) for seat in case.scenario.seats}
