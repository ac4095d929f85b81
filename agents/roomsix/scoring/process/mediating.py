"""What became of the mediator's texts, and whom they favoured."""

from __future__ import annotations

from statistics import fmean

from roomsix import preferences, rules
from roomsix.deal import PartyId
from roomsix.rules import Paper
from roomsix.scoring.case import Case
from roomsix.scoring.metric import Reading
from roomsix.scoring.process.conceding import NO_RECORD
from roomsix.scoring.values import Value

NO_TEXT = Reading(None, notes=("the mediator put no text on the table",))


def texts(case: Case) -> Reading:
    """Count the mediator's revisions up to the agreement, or all of them without one."""
    if case.record is None:
        return NO_RECORD
    until = case.agreed_at
    return Reading(sum(until is None or paper.seq <= until for paper in _texts(case)))


def accepted(case: Case) -> Reading:
    """Measure how many of the mediator's texts every side took, and how many each did."""
    if case.record is None:
        return NO_RECORD
    found = _texts(case)
    if not found:
        return NO_TEXT
    parties: dict[PartyId, Value] = {
        party: sum(party in paper.accepted for paper in found) / len(found)
        for party in case.scenario.parties
    }
    whole = sum(rules.is_agreed(case.scenario, paper) for paper in found)
    return Reading(whole / len(found), parties)


def neutrality(case: Case) -> Reading:
    """Measure how unevenly the mediator's texts would have served the sides, on average."""
    if case.record is None:
        return NO_RECORD
    found = _texts(case)
    if not found:
        return NO_TEXT
    parties: dict[PartyId, Value] = {}
    for party in case.scenario.parties:
        room, least = case.room(party), case.stakes[party].reservation
        card = case.scenario.parties[party].card
        given = [preferences.points(case.scenario, card, paper.package) - least for paper in found]
        parties[party] = fmean(given) / room if room and room > 0 else None
    known = [value for value in parties.values() if isinstance(value, float)]
    if len(known) < 2:
        return Reading(None, parties, notes=("fewer than two sides have room",))
    return Reading(max(known) - min(known), parties)


def _texts(case: Case) -> list[Paper]:
    if case.record is None:
        return []
    sessions = dict.fromkeys(event.session for event in case.record.of("draft"))
    return [
        paper
        for session in sessions
        for paper in rules.papers(case.scenario, case.record, session)
        if case.scenario.seats[paper.by].role == "mediator"
    ]
