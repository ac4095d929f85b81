"""What a seat can do now, and why not."""

from collections.abc import Iterable

from roomsix import acts, preferences
from roomsix.acts import WHERE, WHO, AnyAct
from roomsix.deal import FactId, PartyId, SeatId, SessionId
from roomsix.events import Record
from roomsix.rules import hearing, knowledge, naming, sittings, table
from roomsix.scenario import Scenario


def possible_acts(
    scenario: Scenario, record: Record, session: SessionId, seat: SeatId
) -> tuple[acts.ActName, ...]:
    """Return the acts that a seat could do now, given some choice of arguments."""
    kind = sittings.sitting(scenario, record, session).kind
    role = scenario.seats[seat].role
    acceptable = table.answerable(scenario, record, session, seat, "accept")
    present = sittings.present(scenario, record, session)
    matter = sittings.open_matter(record, session)
    now: list[acts.ActName] = []
    for name in acts.ACTS:
        if role not in WHO[name] or kind not in WHERE[name]:
            continue
        if name == "accept" and not any(not paper.brackets for paper in acceptable):
            continue
        if name == "reject" and not table.answerable(scenario, record, session, seat, "reject"):
            continue
        if name == "amend" and not _amendable(scenario, record, session, seat):
            continue
        if name == "present" and not knowledge.exhibits(scenario, record, seat):
            continue
        if name in ("disclose", "inform") and not knowledge.known_facts(scenario, record, seat):
            continue
        if name == "inform" and not hearing.observers(scenario, present):
            continue
        if name == "rule" and matter is None:
            continue
        if name == "object" and not _objectionable(scenario, record, session, seat):
            continue
        if name == "submit" and scenario.verification is None:
            continue
        now.append(name)
    return tuple(now)


def refusal(
    scenario: Scenario, record: Record, session: SessionId, seat: SeatId, act: AnyAct
) -> str | None:
    """Return why an act is not legal now, in words for the seat that tried it; None when it is."""
    sitting = sittings.sitting(scenario, record, session)
    place = scenario.seats[seat]
    if place.role not in WHO[act.kind]:
        return f"{act.kind!r} is not for a seat with the role {place.role!r}"
    if sitting.kind not in WHERE[act.kind]:
        return f"{act.kind!r} cannot be done in a {sitting.kind} session"
    match act:
        case acts.Ask() | acts.State() | acts.Amend():
            return _unspeakable(scenario, record, session, seat, act)
        case acts.Present() | acts.Disclose() | acts.Inform():
            return _untellable(scenario, record, session, seat, act)
        case acts.Propose() | acts.Draft() | acts.Accept() | acts.Reject() | acts.Advise():
            return _unwritable(scenario, record, session, seat, act)
        case acts.Submit(allow=allow, need=need):
            return _unspecific(scenario, place.party, allow, need)
        case acts.Call():
            return _uncallable(scenario, record, session, act)
        case acts.Object(seat=other):
            objectionable = _objectionable(scenario, record, session, seat)
            if other in objectionable:
                return None
            return f"you cannot object to {other!r} now; to: {naming.listed(objectionable)}"
        case acts.Rule(granted=granted):
            return _unruled(scenario, record, session, granted=granted)
        case acts.Pass() | acts.Request() | acts.WalkOut():
            return None


def unknown_claims(
    scenario: Scenario, record: Record, seat: SeatId, facts: Iterable[FactId]
) -> str | None:
    """Return why claims cannot stand: a seat makes claims only about facts it knows of."""
    known = knowledge.known_facts(scenario, record, seat)
    wrong = next((fact for fact in facts if fact not in known), None)
    return None if wrong is None else naming.unknown_fact(scenario, record, seat, wrong)


def _unspeakable(
    scenario: Scenario,
    record: Record,
    session: SessionId,
    seat: SeatId,
    act: acts.Ask | acts.State | acts.Amend,
) -> str | None:
    if isinstance(act, acts.Ask):
        others = [s for s in sittings.present(scenario, record, session) if s != seat]
        if act.to not in others:
            return f"nobody here is called {act.to!r}; present: {naming.listed(others)}"
        return naming.unknown_issue(scenario, act.issue) or naming.unknown_fact(
            scenario, record, seat, act.fact
        )
    if isinstance(act, acts.Amend) and not _amendable(scenario, record, session, seat):
        return "there is no text on the table to amend"
    if act.option is None:
        return naming.unknown_issue(scenario, act.issue)
    return naming.unknown_option(scenario, act.issue, act.option)


def _untellable(
    scenario: Scenario,
    record: Record,
    session: SessionId,
    seat: SeatId,
    act: acts.Present | acts.Disclose | acts.Inform,
) -> str | None:
    if isinstance(act, acts.Present):
        held = knowledge.exhibits(scenario, record, seat)
        if act.exhibit in held:
            return None
        return f"you hold no exhibit {act.exhibit!r}; you hold: {naming.listed(held)}"
    present = sittings.present(scenario, record, session)
    if isinstance(act, acts.Inform) and not hearing.observers(scenario, present):
        return "no observer is present to be informed"
    return naming.unknown_fact(scenario, record, seat, act.fact)


def _unwritable(
    scenario: Scenario,
    record: Record,
    session: SessionId,
    seat: SeatId,
    act: acts.Propose | acts.Draft | acts.Accept | acts.Reject | acts.Advise,
) -> str | None:
    match act:
        case acts.Propose(package=package):
            return naming.incomplete(scenario, package)
        case acts.Draft(package=package, brackets=brackets):
            wrong = next((issue for issue in brackets if issue not in scenario.issues), None)
            return naming.incomplete(scenario, package) or naming.unknown_issue(scenario, wrong)
        case acts.Accept(paper=seq):
            return _unanswerable(scenario, record, session, seat, act) or _unacceptable(
                scenario, record, seat, seq
            )
        case acts.Reject(issue=issue):
            return _unanswerable(scenario, record, session, seat, act) or naming.unknown_issue(
                scenario, issue
            )
        case acts.Advise(paper=seq, issue=issue):
            known = {paper.seq for paper in table.papers(scenario, record, session)}
            if seq is not None and seq not in known:
                return "there is no paper of that number"
            return naming.unknown_issue(scenario, issue)


def _amendable(scenario: Scenario, record: Record, session: SessionId, seat: SeatId) -> bool:
    """Whether there is a text on the table, and the seat was there when it was put on it."""
    text = table.text_on_table(scenario, record, session)
    return text is not None and seat in text.seen_by


def _unruled(
    scenario: Scenario, record: Record, session: SessionId, *, granted: bool
) -> str | None:
    """Why a ruling is refused: nothing is open, or what it grants could not be held."""
    matter = sittings.open_matter(record, session)
    if matter is None:
        return "nothing was requested or objected to that is still open"
    if granted and sittings.calls_apart(matter):
        return sittings.no_aside(scenario, record, session)
    return None


def _objectionable(
    scenario: Scenario, record: Record, session: SessionId, seat: SeatId
) -> tuple[SeatId, ...]:
    """Whose presence a lead can object to: an observer's, in the first round of a session."""
    had = len(record.spoken(session))
    first = sittings.sitting(scenario, record, session).turns[0]
    if had >= len(first) or sittings.open_matter(record, session):
        return ()
    here = sittings.present(scenario, record, session)
    spoke = {event.seat for event in record if event.session == session and event.turn}
    # Nobody waits for the first turn of a seat that left before it.
    if had >= sum(other in here or other in spoke for other in first):
        return ()
    raised = {
        event.what.seat
        for event in record.of("object")
        if event.session == session and isinstance(event.what, acts.Object)
    }
    return tuple(s for s in hearing.observers(scenario, here) if s not in raised)


def _uncallable(
    scenario: Scenario, record: Record, session: SessionId, act: acts.Call
) -> str | None:
    own = session in scenario.sessions
    if act.what == "plenary":
        return "you are not apart from anything" if own else None
    if act.what == "adjourn":
        return None
    if not own or scenario.sessions[session].kind != "plenary":
        return f"a {act.what} is called in a plenary session"
    if act.what == "vote":
        return None
    if act.to is None or scenario.seats.get(act.to) is None or not scenario.seats[act.to].party:
        delegates = (name for name, place in scenario.seats.items() if place.party)
        return f"say in 'to' who is called apart; one of: {naming.listed(delegates)}"
    return sittings.no_aside(scenario, record, session)


def _unspecific(
    scenario: Scenario,
    party: PartyId | None,
    allow: tuple[acts.Term, ...],
    need: tuple[acts.Term, ...],
) -> str | None:
    """Why a sealed proposal is refused: it names mechanisms, not principles."""
    known = scenario.verification
    assert known is not None
    own = [name for name, promise in scenario.obligations.items() if promise.debtor == party]
    others = [name for name in scenario.obligations if name not in own]
    for what, terms, about in (("allow", allow, own), ("need", need, others)):
        if about and not terms:
            return f"{what!r} names no mechanism; say which obligation, measure and schedule"
        for term in terms:
            if term.obligation not in about:
                return f"{what!r} is about: {naming.listed(about)}; not {term.obligation!r}"
            if term.measure not in known.measures:
                return f"no measure {term.measure!r}; there are: {naming.listed(known.measures)}"
            if term.schedule not in known.schedules:
                return f"no schedule {term.schedule!r}; there are: {naming.listed(known.schedules)}"
    return None


def _unanswerable(
    scenario: Scenario,
    record: Record,
    session: SessionId,
    seat: SeatId,
    act: acts.Accept | acts.Reject,
) -> str | None:
    answerable = table.answerable(scenario, record, session, seat, act.kind)
    if any(paper.seq == act.paper for paper in answerable):
        return None
    return "that paper is not on the table for you to answer in that way"


def _unacceptable(scenario: Scenario, record: Record, seat: SeatId, seq: int) -> str | None:
    event = record[seq].what
    assert isinstance(event, acts.Propose | acts.Draft)
    if isinstance(event, acts.Draft) and event.brackets:
        open_ = naming.listed(event.brackets)
        return f"the text still has brackets, on {open_}; it cannot be accepted yet"
    party = scenario.seats[seat].party
    assert party is not None
    side = scenario.parties[party]
    broken = preferences.breached((*side.red_lines, *side.mandate), event.package)
    if broken:
        because = broken[0].because or naming.listed(broken[0].never)
        return f"your mandate does not allow you to accept it: {because}"
    return None
