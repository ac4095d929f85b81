"""Questions put to a seat, and what it did about them."""

from __future__ import annotations

from typing import Literal

from roomsix import acts, rules
from roomsix.deal import FactId, Frozen, IssueId, SeatId
from roomsix.events import Claimed, Event, Record
from roomsix.scenario import Scenario

Dealt = Literal["answered", "omission", "evasion", "ignorance", "unheard"]
"""What became of a question; an omission held back what policy let be told."""


class Question(Frozen):
    """A question about an issue or a fact, and the next turn of whoever it was put to.

    Attributes:
        seq: The question.
        turn: The turn that dealt with it; None where the seat had none any more in that session.
    """

    seq: int
    seat: SeatId
    issue: IssueId | None
    fact: FactId | None
    turn: int | None
    dealt: Dealt


def questions(scenario: Scenario, record: Record) -> tuple[Question, ...]:
    """Return every question about an issue or a fact, in order."""
    asked = [
        event
        for event in record.of("ask")
        if isinstance(event.what, acts.Ask) and (event.what.issue or event.what.fact)
    ]
    if not asked:
        return ()
    knowing = _knowing(scenario, record, {event.seq for event in asked})
    return tuple(_dealt(scenario, record, event, knowing[event.seq]) for event in asked)


def _dealt(
    scenario: Scenario, record: Record, event: Event, knowing: frozenset[SeatId]
) -> Question:
    what = event.what
    assert isinstance(what, acts.Ask)
    turn = _next_turn(record, event, what.to)
    dealt: Dealt
    if turn is None:
        dealt = "unheard"
    elif any(_answers(scenario, what, each) for each in turn):
        dealt = "answered"
    elif what.fact is None:
        dealt = "evasion"
    elif what.to not in knowing:
        dealt = "ignorance"
    else:
        dealt = "omission" if _may_tell(scenario, record, event, knowing) else "evasion"
    return Question(
        seq=event.seq,
        seat=what.to,
        issue=what.issue,
        fact=what.fact,
        turn=turn[0].turn if turn else None,
        dealt=dealt,
    )


def _next_turn(record: Record, event: Event, seat: SeatId) -> list[Event] | None:
    """Return the events of the seat's next turn in the same session."""
    turn: int | None = None
    found: list[Event] = []
    for each in record[event.seq + 1 :]:
        if each.session != event.session or each.seat != seat or each.turn is None:
            continue
        if turn is not None and each.turn != turn:
            break
        turn = each.turn
        found.append(each)
    return found or None


def _answers(scenario: Scenario, asked: acts.Ask, event: Event) -> bool:
    """Tell whether an event deals with the issue that was asked about, or the fact's question."""
    about = set(scenario.answers(asked.fact)) if asked.fact else set()
    match event.what:
        case Claimed(fact=fact) | acts.Disclose(fact=fact) | acts.Inform(fact=fact):
            return fact in about
        case acts.Present(exhibit=exhibit):
            return exhibit in about
        case acts.State(issue=issue) | acts.Amend(issue=issue):
            return issue == asked.issue
        case acts.Propose() | acts.Draft():
            return asked.issue is not None
        case _:
            return False


def _may_tell(scenario: Scenario, record: Record, event: Event, knowing: frozenset[SeatId]) -> bool:
    """Tell whether policy let the fact be told there, once asked after, to those not knowing it."""
    assert isinstance(event.what, acts.Ask)
    share = scenario.facts[event.what.fact or ""].share
    if isinstance(share, str):
        return share == "free"
    private = rules.sitting(scenario, record, event.session).off_record
    if "off-record" in share.when and not private:
        return False
    return share.to is None or set(event.audience) - knowing <= set(share.to)


def _knowing(scenario: Scenario, record: Record, at: set[int]) -> dict[int, frozenset[SeatId]]:
    """Return who knew of the fact that a question was about, when it was put."""
    minds = {seat: rules.Mind(scenario, seat) for seat in scenario.seats}
    found: dict[int, frozenset[FactId]] = {}
    for event in record:
        if event.seq in at and isinstance(event.what, acts.Ask):
            fact = event.what.fact
            found[event.seq] = frozenset(s for s, mind in minds.items() if fact in mind.knows)
        for mind in minds.values():
            mind.take(event)
    return found
