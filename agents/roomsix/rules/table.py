"""What lies on the table, how it was answered, and what is agreed."""

from typing import Literal

from roomsix import acts
from roomsix.deal import Frozen, IssueId, Package, PartyId, SeatId, SessionId
from roomsix.events import Record
from roomsix.scenario import Scenario


class Paper(Frozen):
    """A package on the table, as an offer or as the mediator's text.

    Attributes:
        seq: The event that put it there.
        brackets: Issues still open in it; none in an offer.
        accepted: The parties that have accepted it; an offer's own side has.
        refused: The parties that have rejected it.
        seen_by: The seats that were there when it was put on the table; nobody else answers it.
    """

    seq: int
    by: SeatId
    package: Package
    brackets: tuple[IssueId, ...] = ()
    accepted: frozenset[PartyId] = frozenset()
    refused: frozenset[PartyId] = frozenset()
    seen_by: tuple[SeatId, ...] = ()


def papers(scenario: Scenario, record: Record, session: SessionId) -> tuple[Paper, ...]:
    """Return every offer and text of a session, oldest first, with the answers it got."""
    return record.derived(("papers", session), lambda: _papers(scenario, record, session))


def _papers(scenario: Scenario, record: Record, session: SessionId) -> tuple[Paper, ...]:
    found: dict[int, Paper] = {}
    for event in record.of("propose", "draft", "accept", "reject"):
        if event.session != session or event.seat is None:
            continue
        party = scenario.seats[event.seat].party
        match event.what:
            case acts.Propose(package=package):
                found[event.seq] = Paper(
                    seq=event.seq,
                    by=event.seat,
                    package=package,
                    accepted=frozenset({party} if party else ()),
                    seen_by=event.audience,
                )
            case acts.Draft(package=package, brackets=brackets):
                found[event.seq] = Paper(
                    seq=event.seq,
                    by=event.seat,
                    package=package,
                    brackets=brackets,
                    seen_by=event.audience,
                )
            case acts.Accept(paper=seq) if party:
                old = found[seq]
                answers = {"accepted": old.accepted | {party}, "refused": old.refused - {party}}
                found[seq] = old.model_copy(update=answers)
            case acts.Reject(paper=seq) if party:
                old = found[seq]
                answers = {"accepted": old.accepted - {party}, "refused": old.refused | {party}}
                found[seq] = old.model_copy(update=answers)
            case _:
                pass
    return tuple(found.values())


def on_table(scenario: Scenario, record: Record, session: SessionId) -> tuple[Paper, ...]:
    """Return what can still be answered: each seat's latest paper, until every party accepted it.

    A paper that was refused stays until its author replaces it, so a side may think better of it;
    one that a quorum has agreed on stays too, for those who have yet to answer.
    """
    latest = {paper.by: paper for paper in papers(scenario, record, session)}
    return tuple(paper for paper in latest.values() if not is_unanimous(scenario, paper))


def text_on_table(scenario: Scenario, record: Record, session: SessionId) -> Paper | None:
    """Return the mediator's latest revision, refused or not; None before the first."""
    drafts = [
        paper
        for paper in papers(scenario, record, session)
        if scenario.seats[paper.by].role == "mediator"
    ]
    return drafts[-1] if drafts else None


def is_agreed(scenario: Scenario, paper: Paper) -> bool:
    """Tell whether enough parties have accepted for the decision rule, subject to ratification."""
    return scenario.carries(paper.accepted)


def is_unanimous(scenario: Scenario, paper: Paper) -> bool:
    """Tell whether every party has accepted."""
    return paper.accepted >= frozenset(scenario.parties)


def agreement(scenario: Scenario, record: Record) -> Paper | None:
    """Return the last package that was agreed, in whatever session; None for none.

    A later agreement replaces an earlier one: that is how a deal is improved after it is reached.
    """
    last = _last_agreement(scenario, record)
    return last[1] if last else None


def agreed_at(scenario: Scenario, record: Record) -> int | None:
    """Return the `seq` of what completed the agreement; None for none."""
    last = _last_agreement(scenario, record)
    return last[0] if last else None


def _last_agreement(scenario: Scenario, record: Record) -> tuple[int, Paper] | None:
    last: tuple[int, Paper] | None = None
    for session in scenario.sessions:
        for paper in papers(scenario, record, session):
            if is_agreed(scenario, paper):
                at = _settled(scenario, record, paper)
                if last is None or at > last[0]:
                    last = (at, paper)
    return last


def agreed_in_round(scenario: Scenario, record: Record, session: SessionId) -> int | None:
    """Return the round of a session in which the first agreement came; None for none yet."""
    agreed = [p for p in papers(scenario, record, session) if is_agreed(scenario, p)]
    settled = (_settled(scenario, record, paper) for paper in agreed)
    return min((record[seq].round for seq in settled), default=None)


def answerable(
    scenario: Scenario,
    record: Record,
    session: SessionId,
    seat: SeatId,
    answer: Literal["accept", "reject"],
) -> tuple[Paper, ...]:
    """Return the other sides' papers that a seat can accept, or reject, now.

    An acceptance is taken back by rejecting, but not once the paper is agreed.
    """
    party = scenario.seats[seat].party
    return tuple(
        paper
        for paper in on_table(scenario, record, session)
        if scenario.seats[paper.by].party != party
        and seat in paper.seen_by
        and party not in (paper.accepted if answer == "accept" else paper.refused)
        and (answer == "accept" or party not in paper.accepted or not is_agreed(scenario, paper))
    )


def _settled(scenario: Scenario, record: Record, paper: Paper) -> int:
    """Return the event that completed an agreement: the acceptance that was enough."""
    author = scenario.seats[paper.by].party
    taken = {author} if author else set()
    for event in record.of("accept", "reject"):
        if not isinstance(event.what, acts.Accept | acts.Reject) or event.what.paper != paper.seq:
            continue
        party = scenario.seats[event.seat].party if event.seat else None
        if isinstance(event.what, acts.Reject):
            taken.discard(party)
        elif party:
            taken.add(party)
            if scenario.carries(taken):
                return event.seq
    return paper.seq
