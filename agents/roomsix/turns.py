"""A turn: what a seat is asked, what it answers, and what of it goes into the record."""

from collections.abc import Sequence
from functools import partial

from roomsix import acts, draws, events, prompts, replies, rules
from roomsix.deal import SeatId, SessionId
from roomsix.prompts import Prompt
from roomsix.replies import Reply, Unusable
from roomsix.room import Consulted, Room, consult, gather

Played = tuple[Reply, acts.AnyAct]

BALLOT: tuple[acts.ActName, ...] = ("pass", "accept", "reject")
"""What can be done in a vote."""


async def take_turn(room: Room, session: SessionId, round_: int, seat: SeatId) -> None:
    """Ask a seat, and put what it said and did in the record."""
    await take_turns(room, session, round_, (seat,))


async def take_turns(
    room: Room,
    session: SessionId,
    round_: int,
    seats: Sequence[SeatId],
    *,
    only: Sequence[acts.ActName] = acts.ACTS,
) -> None:
    """Ask seats at once, none hearing another; record them in the order of the seats.

    Args:
        only: The acts that can be done, where it is not every one that is legal.
    """
    room.beginning(room.log.turn + 1, room.log.turn + len(seats))
    numbers, waiting = [], []
    for seat in seats:
        room.asking(seat, session, round_)
        numbers.append(room.log.begin_turn(seat))
        asked = question(room, session, round_, seat, only=only)
        judge = partial(_judge, room, session, seat, only)
        waiting.append(consult(room, seat, asked, room.turn_form, judge))
    answered = await gather(waiting)
    for seat, turn, consulted in zip(seats, numbers, answered, strict=True):
        commit(room, session, round_, seat, turn, consulted)
        room.turned()


def question(
    room: Room,
    session: SessionId,
    round_: int,
    seat: SeatId,
    *,
    only: Sequence[acts.ActName] = acts.ACTS,
) -> Prompt:
    """Return the prompt for a seat's turn, made of its own view alone."""
    scenario, record, view = room.scenario, room.log.events, room.log.views[seat]
    sitting = rules.sitting(scenario, record, session)
    left = rules.time_left(scenario, record, session)
    on_table = rules.on_table(scenario, record, session)
    possible = rules.possible_acts(scenario, record, session, seat)
    now = prompts.Now(
        session=session,
        kind=sitting.kind,
        round=round_,
        rounds=sitting.rounds,
        turn=room.log.turns[seat],
        minutes_left=None if left is None else left // 60_000,
        tension=rules.level(scenario, record),
        acts=tuple(name for name in possible if name in only),
        papers=tuple(n for paper in on_table if (n := view.number(paper.seq)) is not None),
    )
    return prompts.question(
        room.heads[seat], view, now, name=room.name(seat), digest=scenario.digest
    )


def commit(
    room: Room,
    session: SessionId,
    round_: int,
    seat: SeatId,
    turn: int,
    consulted: Consulted[Played],
) -> None:
    """Add a turn's events, each for those who perceive it."""
    scenario, record = room.scenario, room.log.events
    add = partial(room.log.add, session=session, round_=round_, seat=seat, turn=turn)
    for failure in consulted.failed:
        add(failure, audience=())
    reply, act = consulted.answer or (Reply(), acts.Pass())
    hearers = rules.hearers(scenario, record, session, seat)
    own = rules.delegation(scenario, record, session, seat)
    if reply.thinking or reply.claims:
        add(events.Thought(text=reply.thinking, claims=reply.claims), audience=())
    said, whispered = reply.say.strip(), (reply.whisper or "").strip()
    if said:
        off = bool(reply.off_record) or rules.sitting(scenario, record, session).off_record
        add(events.Said(text=said, off_record=off), audience=hearers)
    for claim in reply.claims:
        informed = rules.informed(scenario, record, session, seat, claim.fact)
        add(events.Claimed(fact=claim.fact, holds=claim.holds), audience=informed)
    if not isinstance(act, acts.Pass) or not said:
        told = rules.audience(scenario, record, session, seat, act)
        add(act, audience=told)
        unaware = tuple(s for s in hearers if s not in told)
        if unaware and not said:
            add(acts.Pass(), audience=unaware)  # silence would tell that something was done
    if whispered:
        add(events.Whispered(text=whispered), audience=own)
    apart = tuple(s for s in hearers if s not in own)
    if whispered and len(own) > 1 and apart:
        add(events.Conferred(), audience=apart)
    sign = rules.sign(scenario, record, seat, reply.claims, room.seed, room.log.turns[seat])
    others = tuple(s for s in hearers if s != seat)
    if sign is not None and others:
        room.log.add(
            events.Showed(of=seat, sign=sign), session=session, round_=round_, audience=others
        )


def feed(room: Room, session: SessionId, round_: int) -> None:
    """Let what is due reach the seats it is meant for; the others see them look."""
    for seat, item in rules.feeds_due(room.scenario, room.log.events, session):
        add = partial(room.log.add, session=session, round_=round_)
        add(events.Fed(text=item.text, fact=item.fact, holds=item.holds), audience=(seat,))
        near = rules.hearers(room.scenario, room.log.events, session, seat)
        glance = events.Showed(of=seat, sign=draws.pick(GLANCES, room.seed, "glance", seat))
        if near != (seat,):
            add(glance, audience=tuple(s for s in near if s != seat))


GLANCES = ("looks at a tablet", "reads something below the table's edge")
"""What the others see of someone who is being told something."""


def _judge(
    room: Room, session: SessionId, seat: SeatId, only: Sequence[acts.ActName], text: str
) -> Played | Unusable:
    reply = replies.read(text)
    if isinstance(reply, Unusable):
        return reply
    if reply.act not in only:
        return Unusable(reason=f"now you can only: {', '.join(only)}")
    act = replies.act(reply, room.log.views[seat])
    if isinstance(act, Unusable):
        return act
    record = room.log.events
    problem = rules.refusal(room.scenario, record, session, seat, act)
    if problem is None:
        claimed = (claim.fact for claim in reply.claims)
        problem = rules.unknown_claims(room.scenario, record, seat, claimed)
    return (reply, act) if problem is None else Unusable(reason=problem)
