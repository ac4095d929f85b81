"""Sessions as they are really held: meetings called apart, seats excused, sides that have left."""

from roomsix import acts
from roomsix.acts import Summons
from roomsix.deal import LONGEST_ID, Frozen, PartyId, SeatId, SessionId
from roomsix.events import Event, Opened, Record, Unsealed
from roomsix.scenario import AsideKind, Scenario, Session


class Calling(Frozen):
    """Something the mediator has called, on its own account or by granting a wish."""

    seq: int
    what: Summons
    to: SeatId | None


def sitting(scenario: Scenario, record: Record, session: SessionId) -> Session:
    """Return a session of the scenario, or one that was called in the middle of another."""
    held = scenario.sessions.get(session)
    if held is not None:
        return held
    for event in record.of("opened"):
        if event.session == session and isinstance(event.what, Opened) and event.what.aside:
            return event.what.aside
    raise LookupError(f"no session {session!r} was ever opened")


def present(scenario: Scenario, record: Record, session: SessionId) -> tuple[SeatId, ...]:
    """Return who is in the room: everyone with a place, but for those excused or gone."""

    def here() -> tuple[SeatId, ...]:
        away = excused(record, session) | gone(scenario, record, session)
        return tuple(s for s in sitting(scenario, record, session).present if s not in away)

    return record.derived(("present", session), here)


def excused(record: Record, session: SessionId) -> frozenset[SeatId]:
    """Return the seats that were sent out on someone's objection."""
    return frozenset(
        matter.what.seat
        for matter, ruling in _rulings(record, session)
        if isinstance(matter.what, acts.Object) and _granted(ruling)
    )


def gone(scenario: Scenario, record: Record, session: SessionId) -> frozenset[SeatId]:
    """Return the seats of every side that has walked out of a session and not come back."""
    return frozenset(
        seat
        for event in _walk_outs(record, session)
        if event.seat is not None and not _brought_back(record, event)
        for seat in scenario.seats_of(scenario.seats[event.seat].party or "")
    )


def walked_out(
    record: Record, session: SessionId | None = None, *, before: int | None = None
) -> SeatId | None:
    """Return the lead of a side that left for good; None when nobody did.

    Args:
        before: Only those who left in a round before this one: the mediator has a round to bring
            them back.
    """
    for event in _walk_outs(record, session):
        if (before is None or event.round < before) and not _brought_back(record, event):
            return event.seat
    return None


def open_matter(record: Record, session: SessionId) -> Event | None:
    """Return the last request or objection that the mediator has not ruled on."""
    waiting, _ = _matters(record, session)
    return waiting[-1] if waiting else None


def calls_apart(matter: Event) -> bool:
    """Tell whether a request or objection, once granted, makes for a meeting apart."""
    return isinstance(matter.what, acts.Request) and matter.what.what in ("caucus", "corridor")


def callings(record: Record, session: SessionId, round_: int) -> tuple[Calling, ...]:
    """Return what was called in a round, in order."""
    found: list[Calling] = []
    for event in record.of("call"):
        if (event.session, event.round) == (session, round_) and isinstance(event.what, acts.Call):
            found.append(Calling(seq=event.seq, what=event.what.what, to=event.what.to))
    for matter, ruling in _rulings(record, session):
        if ruling.round == round_ and isinstance(matter.what, acts.Request) and _granted(ruling):
            wish = matter.what.what
            if wish in ("caucus", "corridor"):
                found.append(Calling(seq=ruling.seq, what=wish, to=matter.seat))
            elif wish == "adjournment":
                found.append(Calling(seq=ruling.seq, what="adjourn", to=None))
    return tuple(sorted(found, key=lambda calling: calling.seq))


def aside(
    scenario: Scenario, record: Record, session: SessionId, round_: int
) -> tuple[SessionId, Session] | None:
    """Return the meeting to be held apart after a round of a session; None for none."""
    for calling in callings(record, session, round_):
        if calling.what in ("caucus", "corridor") and calling.to is not None:
            if any(event.seq > calling.seq for event in asides(record)):
                return None  # it has been held
            kind: AsideKind = "caucus" if calling.what == "caucus" else "corridor"
            out = excused(record, session)  # whoever was sent out is not let in by another door
            return _name(scenario, record, f"-{kind}-{round_}", session), _meeting(
                scenario, kind, calling.to, without=out
            )
    return None


def asides(record: Record) -> tuple[Event, ...]:
    """Return the opening of every meeting held apart so far, in whatever session."""
    return tuple(event for event in record.of("opened") if _is_aside(event))


def no_aside(scenario: Scenario, record: Record, session: SessionId) -> str | None:
    """Return why nobody can be called apart any more, now, in a session; None where they can."""
    if session not in scenario.sessions:
        return "this is a meeting apart already"
    held = asides(record)
    rounds = [event.round for event in record.of("call", "rule") if event.session == session]
    latest = callings(record, session, max(rounds, default=0))
    called = [calling for calling in latest if calling.what in ("caucus", "corridor")]
    if called and not any(event.seq > called[-1].seq for event in held):
        return "a meeting apart is called already, for after this round"
    if len(held) >= scenario.asides.most:
        return f"no further meeting apart is held: there have been {len(held)}"
    return None


def voters(scenario: Scenario, record: Record, session: SessionId) -> tuple[SeatId, ...]:
    """Return the leads present, in the scenario's order."""
    here = present(scenario, record, session)
    return tuple(s for s, place in scenario.seats.items() if place.role == "lead" and s in here)


def assessors(scenario: Scenario, record: Record, session: SessionId) -> tuple[SeatId, ...]:
    """Return who writes a row of the board after a session: mediator and observer, if present."""
    held = sitting(scenario, record, session)
    if not scenario.assess or held.kind == "ratification":
        return ()
    roles = ("mediator", "observer")
    here = present(scenario, record, session)
    return tuple(seat for seat in here if scenario.seats[seat].role in roles)


def sealed(scenario: Scenario, record: Record) -> tuple[Unsealed, ...]:
    """Return every side's sealed proposal, its last word, in the order of the parties."""
    last: dict[PartyId, acts.Submit] = {}
    for event in record.of("submit"):
        party = scenario.seats[event.seat].party if event.seat else None
        if party is not None and isinstance(event.what, acts.Submit):
            last[party] = event.what
    return tuple(
        Unsealed(party=party, allow=last[party].allow, need=last[party].need)
        for party in scenario.parties
        if party in last
    )


def _name(scenario: Scenario, record: Record, end: str, session: SessionId) -> SessionId:
    """A name for a meeting apart that no other session has, no longer than an id may be."""
    taken = {*scenario.sessions, *(event.session for event in record.of("opened"))}
    ends = (end, *(f"{end}-{again}" for again in range(2, len(taken) + 2)))
    names = (session[: LONGEST_ID - len(each)].rstrip("-") + each for each in ends)
    return next(name for name in names if name not in taken)


def _meeting(
    scenario: Scenario, kind: AsideKind, to: SeatId, *, without: frozenset[SeatId]
) -> Session:
    party = scenario.seats[to].party
    assert party is not None
    neutral = [s for s, place in scenario.seats.items() if place.role == "mediator"]
    if kind == "caucus":
        watching = [
            s
            for s, place in scenario.seats.items()
            if place.role == "observer" and s not in without
        ]
        side = list(scenario.seats_of(party))
        order = [
            *neutral,
            scenario.lead_of(party),
            *(s for s in side if s != scenario.lead_of(party)),
        ]
        return Session(
            kind="caucus",
            title=f"Apart, with {scenario.parties[party].name}",
            party=party,
            minutes=scenario.asides.caucus_minutes,
            rounds=scenario.asides.caucus_rounds,
            turns=((*order, *watching),),
            off_record=True,
        )
    return Session(
        kind="corridor",
        title="In the corridor, off the record",
        party=party,
        minutes=scenario.asides.corridor_minutes,
        rounds=scenario.asides.corridor_rounds,
        turns=((*neutral, to),),
        off_record=True,
    )


def _matters(record: Record, session: SessionId) -> tuple[list[Event], list[tuple[Event, Event]]]:
    """The requests and objections of a session still open, and those ruled on, with the ruling."""
    waiting: list[Event] = []
    answered: list[tuple[Event, Event]] = []
    for event in record.of("request", "object", "rule"):
        if event.session != session:
            continue
        if not isinstance(event.what, acts.Rule):
            waiting.append(event)
        elif waiting:
            answered.append((waiting.pop(), event))
    return waiting, answered


def _rulings(record: Record, session: SessionId) -> list[tuple[Event, Event]]:
    return _matters(record, session)[1]


def _granted(ruling: Event) -> bool:
    return isinstance(ruling.what, acts.Rule) and ruling.what.granted


def _walk_outs(record: Record, session: SessionId | None) -> list[Event]:
    return [e for e in record.of("walk-out") if session in (None, e.session)]


def _brought_back(record: Record, left: Event) -> bool:
    return any(
        event.seq > left.seq and _is_aside(event) and left.seat in event.audience
        for event in record.of("opened")
    )


def _is_aside(event: Event) -> bool:
    return isinstance(event.what, Opened) and event.what.aside is not None
