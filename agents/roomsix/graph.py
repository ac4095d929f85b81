"""The talks as a LangGraph graph: a small cursor moves, nodes ask seats and add to the record."""

from functools import cache, partial
from typing import Any, Literal, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from roomsix import assessing, events, prompts, rules, turns
from roomsix.deal import SessionId
from roomsix.events import Closing
from roomsix.room import Room, consult, gather
from roomsix.scenario import Scenario, Session


class Cursor(TypedDict):
    """Where the talks are. Everything else is in the record.

    Attributes:
        place: The scenario's session they have come to, counted from 0.
        session: The session being held: that one, or a meeting apart that interrupts it.
        round: The last round played in it; 0 before the first.
        outer: In a meeting apart, the last round of the session it interrupts; else None.
        closing: Why the session ends, once that is known.
    """

    place: int
    session: SessionId
    round: int
    outer: int | None
    closing: Closing | None


START_CURSOR: Cursor = {"place": 0, "session": "", "round": 0, "outer": None, "closing": None}

Graph = CompiledStateGraph[Cursor, Room, Cursor, Cursor]


@cache
def build() -> Graph:
    """Return the compiled graph; it is the same for every scenario and keeps nothing of a run."""
    graph = StateGraph(Cursor, context_schema=Room)
    graph.add_node("convene", convene)
    graph.add_node("round", play_round)
    graph.add_node("ratify", ratify)
    graph.add_node("adjourn", adjourn)
    graph.add_node("assess", assess)
    graph.add_node("conclude", conclude)
    graph.add_edge(START, "convene")
    graph.add_conditional_edges("convene", after_convening)
    graph.add_conditional_edges("round", after_round)
    graph.add_edge("ratify", "adjourn")
    graph.add_edge("adjourn", "assess")
    graph.add_conditional_edges("assess", after_assessing)
    graph.add_edge("conclude", END)
    return graph.compile(name="roomsix")


def steps(scenario: Scenario) -> int:
    """Return the most steps the graph can take over a scenario, with room for a few more."""
    longest = max(scenario.asides.caucus_rounds, scenario.asides.corridor_rounds)
    held = sum(sitting.rounds + 4 for sitting in scenario.sessions.values())
    return held + scenario.asides.most * (longest + 4) + 10


async def convene(state: Cursor, runtime: Runtime[Room]) -> dict[str, Any]:
    """Open the next session, or the meeting apart that was called in this one."""
    room = runtime.context
    scenario, record = room.scenario, room.log.events
    apart = _apart(room, state)
    if apart is not None:
        session, sitting = apart
        opened = events.Opened(present=sitting.present, aside=sitting)
    else:
        session = tuple(scenario.sessions)[state["place"]]
        opened = events.Opened(present=scenario.sessions[session].present)
    room.log.add(opened, session=session, round_=0, audience=opened.present)
    if apart is None and scenario.sessions[session].kind == "plenary":
        for submitted in rules.sealed(scenario, record):
            room.log.add(submitted, session=session, round_=0, audience=opened.present)
    room.turned()
    return {
        "session": session,
        "round": 0,
        "outer": None if apart is None else state["round"],
        "closing": None,
    }


async def play_round(state: Cursor, runtime: Runtime[Room]) -> dict[str, Any]:
    """Give everyone the floor once, in order; stop as soon as the session has reason to end."""
    room = runtime.context
    record = room.log.events
    session, round_ = state["session"], state["round"] + 1
    strike(room, session, round_)

    def ends(*, round_over: bool) -> Closing | None:
        return rules.closing(room.scenario, record, session, round_, round_over=round_over)

    order = rules.speaking_order(room.scenario, record, session, round_, room.seed)
    why = ends(round_over=False)
    if why is None and rules.sitting(room.scenario, record, session).kind == "proposals":
        turns.feed(room, session, round_)
        await turns.take_turns(room, session, round_, tuple(dict.fromkeys(order)))
        order = ()
    for seat in order:
        if why is not None:
            break
        if seat in rules.present(room.scenario, record, session):
            turns.feed(room, session, round_)
            await turns.take_turn(room, session, round_, seat)
            why = ends(round_over=False)
    if why is None and any(c.what == "vote" for c in rules.callings(record, session, round_)):
        leads = rules.voters(room.scenario, record, session)
        await turns.take_turns(room, session, round_, leads, only=turns.BALLOT)
    return {"round": round_, "closing": why or ends(round_over=True)}


async def ratify(state: Cursor, runtime: Runtime[Room]) -> dict[str, Any]:
    """Ask every principal whether it stands by what was agreed."""
    room = runtime.context
    session = state["session"]
    strike(room, session, 1)
    if rules.rupture(room.scenario, room.log.events):
        return {"round": 1, "closing": "rupture"}
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
    """Close the session."""
    room = runtime.context
    session, why = state["session"], state["closing"]
    assert why is not None
    present = rules.sitting(room.scenario, room.log.events, session).present
    room.log.add(events.Closed(why=why), session=session, round_=state["round"], audience=present)
    room.turned()
    return {}


async def assess(state: Cursor, runtime: Runtime[Room]) -> dict[str, Any]:
    """Ask mediator and observer what they make of each side, then go on to what comes next."""
    room = runtime.context
    scenario, record = room.scenario, room.log.events
    session = state["session"]
    seats = rules.assessors(scenario, record, session)
    waiting = []
    for seat in seats:
        room.asking(seat, session, state["round"])
        view = room.log.views[seat]
        asked = prompts.assessment(
            room.heads[seat],
            view,
            session=session,
            name=room.name(seat),
            digest=scenario.digest,
        )
        judge = partial(assessing.read, scenario=scenario, view=view)
        waiting.append(consult(room, seat, asked, room.board_form, judge))
    for seat, consulted in zip(seats, await gather(waiting), strict=True):
        add = partial(room.log.add, session=session, round_=state["round"], seat=seat)
        for failure in consulted.failed:
            add(failure, audience=())
        if consulted.answer is not None:
            thinking, row = consulted.answer
            if thinking:
                add(events.Thought(text=thinking), audience=())
            add(row, audience=(seat,))
    if seats:
        room.turned()
    return _onward(room, state)


async def conclude(state: Cursor, runtime: Runtime[Room]) -> dict[str, Any]:
    """Say how the talks ended, and what became of it all."""
    room = runtime.context
    record = room.log.events
    ended = rules.ending(room.scenario, record)
    add = partial(
        room.log.add,
        session=record[-1].session,
        round_=record[-1].round,
        audience=room.scenario.seats,
    )
    aftermath = room.scenario.aftermath.get(ended.level)
    if ended.outcome == "no deal" and aftermath is not None:
        add(events.Told(text=aftermath))
    add(ended)
    room.turned()
    return {}


async def after_convening(state: Cursor, runtime: Runtime[Room]) -> Literal["round", "ratify"]:
    """Ratification is the principals' business; every other session goes by rounds."""
    room = runtime.context
    kind = rules.sitting(room.scenario, room.log.events, state["session"]).kind
    return "ratify" if kind == "ratification" else "round"


async def after_round(
    state: Cursor, runtime: Runtime[Room]
) -> Literal["round", "convene", "adjourn"]:
    """Another round, a meeting apart first, or the end of the session."""
    if state["closing"] is not None:
        return "adjourn"
    return "round" if _apart(runtime.context, state) is None else "convene"


async def after_assessing(
    state: Cursor, runtime: Runtime[Room]
) -> Literal["round", "adjourn", "convene", "conclude"]:
    """Back into the session that was interrupted, or on to the next, or to the end."""
    if state["round"]:
        return "round" if state["closing"] is None else "adjourn"
    return "conclude" if state["place"] >= len(runtime.context.scenario.sessions) else "convene"


def strike(room: Room, session: SessionId, round_: int) -> None:
    """Let the incidents due before a round come about; everyone hears of them."""
    due = rules.incidents_due(room.scenario, room.log.events, session, round_, room.seed)
    for name in due:
        incident = room.scenario.incidents[name]
        level = rules.level_after(room.scenario, room.log.events, name)
        room.log.add(
            events.Happened(incident=name, what=incident.what, level=level),
            session=session,
            round_=round_,
            audience=room.scenario.seats,
        )
    if due:
        room.turned()


def _apart(room: Room, state: Cursor) -> tuple[SessionId, Session] | None:
    if not state["round"] or state["outer"] is not None:
        return None
    return rules.aside(room.scenario, room.log.events, state["session"], state["round"])


def _onward(room: Room, state: Cursor) -> dict[str, Any]:
    scenario, record = room.scenario, room.log.events
    sessions = tuple(scenario.sessions)
    if state["outer"] is not None:
        session, round_ = sessions[state["place"]], state["outer"]
        closing = rules.closing(scenario, record, session, round_, round_over=True)
        return {"session": session, "round": round_, "outer": None, "closing": closing}
    place = state["place"] + 1
    while place < len(sessions) and not rules.is_held(scenario, record, sessions[place]):
        place += 1
    return {"place": place, "round": 0, "outer": None, "closing": None}
