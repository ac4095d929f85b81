"""What a turn costs in CPU time, beside a bare asyncio loop and a bare LangGraph graph.

All of them ask the same chat, which answers at once, in the same process, turn about; figures are
milliseconds of CPU time a turn: the median over the repeats, the least and the most, and the median
ratio to the bare loop of the same repeat.

    python -m benchmarks.turns --agents 5 --rounds 10
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph
from pydantic import JsonValue

from roomsix import running, session
from roomsix.calls import Outcome, Request
from roomsix.persona import Persona
from roomsix.scenario import Scenario
from roomsix.session import Talks


class Instant:
    """A chat that gives one and the same reply at once."""

    name = "instant"
    sampling: Mapping[str, JsonValue] = {}

    def __init__(self, reply_chars: int) -> None:
        self.reply = json.dumps({"thinking": "", "say": "w" * reply_chars, "act": "pass"})

    async def answer(self, request: Request) -> Outcome:
        return Outcome(text=self.reply)


def scenario(agents: int, rounds: int) -> Scenario:
    """Talks between as many parties as there are agents: one plenary, no clock."""
    parties = [f"party-{n}" for n in range(agents)]
    return Scenario.model_validate(
        {
            "scenario": 1,
            "id": "bench",
            "title": "Bench",
            "summary": "Talks about one thing.",
            "issues": {"land": {"name": "land", "options": {"none": "none", "all": "all"}}},
            "parties": {
                party: {
                    "name": party,
                    "principal": {"name": "them"},
                    "position": {"opening": {"land": "all"}},
                    "card": {"points": {"land": {"none": 0, "all": 10}}},
                    "stakes": {"always": {"no_deal": 3}},
                }
                for party in parties
            },
            "seats": {
                f"seat-{n}": {"persona": "someone", "role": "lead", "party": party}
                for n, party in enumerate(parties)
            },
            "sessions": {
                "plenary": {
                    "kind": "plenary",
                    "title": "All",
                    "rounds": rounds,
                    "turns": [[f"seat-{n}" for n in range(agents)]],
                }
            },
        }
    )


def talks(agents: int, rounds: int, system_chars: int, reply_chars: int) -> Talks:
    """The same talks as ours: the persona fills the system message up to the size asked for."""
    table = scenario(agents, rounds)
    body = "b" * system_chars
    someone = Persona(persona=1, id="someone", name="Someone", summary="Someone.", body=body)
    chat = Instant(reply_chars)
    return Talks(table, {"someone": someone}, 1, {seat: chat for seat in table.seats})


def bare(agents: int, rounds: int, system_chars: int, reply_chars: int) -> None:
    """A loop that sends the whole history and keeps the replies."""

    async def loop() -> None:
        chat = Instant(reply_chars)
        said: list[str] = []
        for _ in range(rounds):
            for agent in range(agents):
                await _ask(chat, agent, system_chars, said)

    asyncio.run(loop())


class Round(TypedDict):
    round: int


def bare_graph(agents: int, rounds: int, system_chars: int, reply_chars: int) -> None:
    """A LangGraph graph with one node a round, and nothing else in it."""
    chat = Instant(reply_chars)
    said: list[str] = []

    async def play(state: Round) -> Round:
        for agent in range(agents):
            await _ask(chat, agent, system_chars, said)
        return {"round": state["round"] + 1}

    graph = StateGraph(Round)
    graph.add_node("round", play)
    graph.add_edge(START, "round")
    graph.add_conditional_edges(
        "round", lambda state: "round" if state["round"] < rounds else END, ["round", END]
    )
    compiled = graph.compile()
    asyncio.run(compiled.ainvoke({"round": 0}, {"recursion_limit": rounds + 5}))


async def _ask(chat: Instant, agent: int, system_chars: int, said: list[str]) -> None:
    messages = [
        {"role": "system", "content": f"{agent}" + "b" * system_chars},
        {"role": "user", "content": "\n".join(said)},
    ]
    request: Any = messages
    outcome = await chat.answer(request)
    said.append(json.loads(outcome.text)["say"])


def cpu_ms(work: Callable[[], object], turns: int) -> float:
    """CPU milliseconds a turn."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000 / turns


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--agents", type=int, default=5, help="seats, each with one turn a round")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument(
        "--system-chars", type=int, default=2000, help="length of a persona's prose"
    )
    parser.add_argument("--reply-chars", type=int, default=400, help="length of what a turn says")
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    given = parser.parse_args()
    sizes = (given.agents, given.rounds, given.system_chars, given.reply_chars)
    turns = given.agents * given.rounds
    with tempfile.TemporaryDirectory() as folder:
        runs = Path(folder)
        ours = talks(*sizes)
        kinds: dict[str, Callable[[], object]] = {
            "bare asyncio loop": lambda: bare(*sizes),
            "bare LangGraph, a node a round": lambda: bare_graph(*sizes),
            "roomsix, in memory": lambda: asyncio.run(session.negotiate(ours)).scores,
            "roomsix, journal and record on disk": lambda: running.run(ours, runs),
        }
        for work in kinds.values():
            work()
        measured: dict[str, list[float]] = {name: [] for name in kinds}
        for _ in range(given.repeats):
            for name, work in kinds.items():
                measured[name].append(cpu_ms(work, turns))
        one = next(runs.iterdir())
        on_disk = sum(file.stat().st_size for file in one.rglob("*") if file.is_file())
    loop = measured["bare asyncio loop"]
    rows = {
        name: {
            "ms": round(statistics.median(values), 3),
            "least": round(min(values), 3),
            "most": round(max(values), 3),
            "over_bare": round(
                statistics.median(v / b for v, b in zip(values, loop, strict=True)), 1
            ),
        }
        for name, values in measured.items()
    }
    if given.json:
        print(json.dumps({"turns": turns, "bytes_a_run": on_disk, "rows": rows}))
        return
    print(f"{given.agents} agents x {given.rounds} rounds = {turns} turns, {given.repeats} repeats")
    print(f"{'CPU ms a turn':38} {'median':>8} {'least':>8} {'most':>8} {'x bare loop':>12}")
    for name, row in rows.items():
        print(f"{name:38} {row['ms']:8} {row['least']:8} {row['most']:8} {row['over_bare']:12}")
    print(f"on disk: {on_disk / 1000:.0f} kB a run, {on_disk / turns / 1000:.2f} kB a turn")


if __name__ == "__main__":
    main()
