"""The talks as a LangGraph graph: a small cursor moves, nodes ask seats and add to the record."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from roomsix import acts, events, prompts, replies, rules
from roomsix.calls import Outcome
from roomsix.deal import SeatId, SessionId
from roomsix.events import Closing
from roomsix.prompts import Prompt
from roomsix.record import Log
from roomsix.replies import Reply, Unusable
from roomsix.scenario import Scenario
from roomsix.views import Cast

REASKS = 2
"""How often a seat is asked again in a turn before it passes."""


class Cursor(TypedDict):
    """Where the talks are. Everything else is in the record.

    Attributes:
        session: The place of the current session in the scenario, from 0.
        round: The last round played in it; 0 before the first.
        closing: Why the session ends, once that is known.
    """

    session: int
    round: int
    closing: Closing | None


START_CURSOR: Cursor = {"session": 0, "round": 0, "closing": None}


@dataclass(frozen=True, repr=False)  # asyncio would spell out a whole room in a task's repr
class Room:
    """What stays fixed while the talks go on, and the record they write.

    Attributes:
        ask: Puts a prompt to a seat and returns what came of it.
        asking: Called before a seat is asked.
        turned: Called when a turn is wholly in the record.
    """

    scenario: Scenario
    cast: Cast
    seed: int
    log: Log
    ask: Callable[[SeatId, Prompt], Awaitable[Outcome]]
    heads: Mapping[SeatId, str]
    asking: Callable[[SeatId, SessionId, int], None] = lambda *_: None
    turned: Callable[[], None] = lambda: None

    def session(self, state: Cursor) -> SessionId:
        """The id of the session the cursor is in."""
        return tuple(self.scenario.sessions)[state["session"]]


Graph = CompiledStateGraph[Cursor, Room, Cursor, Cursor]


@cache
def build() -> Graph:
    """Return the compiled graph; it is the same for every scenario and keeps nothing of a run."""
    graph = StateGraph(Cursor, context_schema=Room)
    graph.add_node("convene", convene)
    graph.add_node("round", play_round)
    graph.add_node("ratify", ratify)
    graph.add_node("adjourn", adjourn)
    graph.add_node("conclude", conclude)
    graph.add_edge(START, "convene")
    graph.add_conditional_edges("convene", after_convening)
    graph.add_conditional_edges("round", after_round)
    graph.add_edge("ratify", "adjourn")
    graph.add_conditional_edges("adjourn", after_adjourning)
    graph.add_edge("conclude", END)
    return graph.compile(name="roomsix")


def steps(scenario: Scenario) -> int:
    """Return the most steps the graph can take over a scenario, with room for a few more."""
    return sum(sitting.rounds + 3 for sitting in scenario.sessions.values()) + 10


async def convene(state: Cursor, runtime: Runtime[Room]) -> dict[str, Any]:
    """Open the session."""
    room = runtime.context
    session = room.session(state)
    present = room.scenario.sessions[session].present
    room.log.add(events.Opened(present=present), session=session, round_=0, audience=present)
    room.turned()
    return {"round": 0, "closing": None}


async def play_round(state: Cursor, runtime: Runtime[Room]) -> dict[str, Any]:
    """Give everyone the floor once, in order; stop as soon as the session has reason to end."""
    room = runtime.context
    session, round_ = room.session(state), state["round"] + 1
    strike(room, session, round_)
    ends = partial(rules.closing, room.scenario, room.log.events, session, round_)
    why = ends(round_over=False)
    for seat in rules.speaking_order(room.scenario, session, round_, room.seed):
        if why is not None:
            break
        await take_turn(room, session, round_, seat)
        why = ends(round_over=False)
    return {"round": round_, "closing": why or ends(round_over=True)}


async def ratify(state: Cursor, runtime: Runtime[Room]) -> dict[str, Any]:
    """Ask every principal whether it stands by what was agreed."""
    room = runtime.context
    session = room.session(state)
    strike(room, session, 1)
    agreed = rules.agreement(room.scenario, room.log.events)
    assert agreed is not None
    for party in room.scenario.parties:
        good, because = rules.ratification(
            room.scenario, room.log.events, party, agreed.package, room.seed
        )
        room.log.add(
            events.Ratified(party=party, ratified=good, because=because),
            session=session,
            round_=1,
            audience=room.scenario.seats,
        )
    room.turned()
    return {"round": 1, "closing": "agreed"}


async def adjourn(state: Cursor, runtime: Runtime[Room]) -> dict[str, Any]:
    """Close the session and move to the next."""
    room = runtime.context
    session, why = room.session(state), state["closing"]
    assert why is not None
    room.log.add(
        events.Closed(why=why),
        session=session,
        round_=state["round"],
        audience=room.scenario.sessions[session].present,
    )
    room.turned()
    return {"session": state["session"] + 1}


async def conclude(state: Cursor, runtime: Runtime[Room]) -> dict[str, Any]:
    """Say how the talks ended."""
    room = runtime.context
    record = room.log.events
    room.log.add(
        rules.ending(room.scenario, record),
        session=record[-1].session,
        round_=record[-1].round,
        audience=room.scenario.seats,
    )
    room.turned()
    return {}


def after_convening(state: Cursor, runtime: Runtime[Room]) -> Literal["round", "ratify"]:
    """Ratification is the principals' business; every other session goes by rounds."""
    room = runtime.context
    kind = room.scenario.sessions[room.session(state)].kind
    return "ratify" if kind == "ratification" else "round"


def after_round(state: Cursor) -> Literal["round", "adjourn"]:
    """Another round, unless there was reason to close."""
    return "round" if state["closing"] is None else "adjourn"


def after_adjourning(state: Cursor, runtime: Runtime[Room]) -> Literal["convene", "conclude"]:
    """The next session, if there is one and still reason to hold it."""
    room = runtime.context
    sessions = tuple(room.scenario.sessions)
    if state["session"] >= len(sessions):
        return "conclude"
    held = rules.is_held(room.scenario, room.log.events, sessions[state["session"]])
    return "convene" if held else "conclude"


def strike(room: Room, session: SessionId, round_: int) -> None:
    """Let the incidents due before a round come about; everyone hears of them."""
    due = rules.incidents_due(room.scenario, room.log.events, session, round_, room.seed)
    for name in due:
        incident = room.scenario.incidents[name]
        level = rules.level_after(room.scenario, room.log.events, incident)
        room.log.add(
            events.Happened(incident=name, what=incident.what, level=level),
            session=session,
            round_=round_,
            audience=room.scenario.seats,
        )
    if due:
        room.turned()


async def take_turn(room: Room, session: SessionId, round_: int, seat: SeatId) -> None:
    """Ask a seat, again if need be, and put what it said and did in the record."""
    room.asking(seat, session, round_)
    room.log.begin_turn(seat)
    asked = question(room, session, round_, seat)
    prompt = asked
    reply: Reply = Reply()
    act: acts.AnyAct = acts.Pass()
    for attempt in range(1 + REASKS):
        outcome = await room.ask(seat, prompt)
        judged = judge(room, session, seat, outcome)
        if not isinstance(judged, Unusable):
            reply, act = judged
            break
        room.log.add(
            events.Invalid(reason=judged.reason, reply=outcome.text[: replies.SHOWN]),
            session=session,
            round_=round_,
            audience=(),
            seat=seat,
        )
        if attempt < REASKS:
            lines = room.log.views[seat].lines
            prompt = prompts.again(asked, lines, reply=outcome.text, reason=judged.reason)
    commit(room, session, round_, seat, reply, act)
    room.turned()


def question(room: Room, session: SessionId, round_: int, seat: SeatId) -> Prompt:
    """Return the prompt for a seat's turn, made of its own view alone."""
    sitting = room.scenario.sessions[session]
    record, view = room.log.events, room.log.views[seat]
    left = rules.time_left(room.scenario, record, session)
    on_table = rules.on_table(room.scenario, record, session)
    now = prompts.Now(
        session=session,
        kind=sitting.kind,
        round=round_,
        rounds=sitting.rounds,
        turn=room.log.turns[seat],
        minutes_left=None if left is None else left // 60_000,
        tension=rules.level(room.scenario, record),
        acts=rules.possible_acts(room.scenario, record, session, seat),
        papers=tuple(n for paper in on_table if (n := view.number(paper.seq)) is not None),
    )
    name = room.cast[room.scenario.seats[seat].persona].name
    return prompts.question(room.heads[seat], view, now, name=name)


def judge(
    room: Room, session: SessionId, seat: SeatId, outcome: Outcome
) -> tuple[Reply, acts.AnyAct] | Unusable:
    """Return the reply and its act, or why they cannot be used."""
    if outcome.kind != "text":
        return Unusable(reason=_FAILURES[outcome.kind])
    reply = replies.read(outcome.text)
    if isinstance(reply, Unusable):
        return reply
    act = replies.act(reply, room.log.views[seat])
    if isinstance(act, Unusable):
        return act
    record = room.log.events
    problem = rules.refusal(room.scenario, record, session, seat, act)
    if problem is None:
        claimed = (claim.fact for claim in reply.claims)
        problem = rules.unknown_claims(room.scenario, record, seat, claimed)
    return (reply, act) if problem is None else Unusable(reason=problem)


def commit(
    room: Room, session: SessionId, round_: int, seat: SeatId, reply: Reply, act: acts.AnyAct
) -> None:
    """Add a turn's thought, words, act and whisper, each for those who perceive it."""
    present = room.scenario.sessions[session].present
    own = rules.delegation(room.scenario, session, seat)
    add = partial(room.log.add, session=session, round_=round_, seat=seat)
    if reply.thinking or reply.claims:
        add(events.Thought(text=reply.thinking, claims=reply.claims), audience=())
    said, whispered = reply.say.strip(), (reply.whisper or "").strip()
    if said:
        add(events.Said(text=said), audience=present)
    if not isinstance(act, acts.Pass) or not said:
        add(act, audience=rules.audience(room.scenario, session, seat, act))
    if whispered and len(own) > 1:
        add(events.Whispered(text=whispered), audience=own)
        others = tuple(s for s in present if s not in own)
        add(events.Conferred(), audience=others)


_FAILURES = {
    "refusal": "you declined to answer; stay in your role, or answer with the act 'pass'",
    "truncated": "the reply was cut off before it ended; answer more briefly",
    "timed out": "no reply came in time; answer more briefly",
}
