"""What mocked talks cost here, beside the same talks as a task of Inspect with its mock model.

Each way in a process of its own, after a warm-up: roomsix with its mocks, which work out every
answer; roomsix given the answers that were recorded then; Inspect given the same answers to the
very same messages, one `get_model(role=seat).generate()` a call. All keep what they usually keep:
roomsix journal, record and scores, Inspect its `.eval` log with the scores, which are handed to it,
all of them or one alone. What our scores take by themselves stands beside. CPU time of the process,
importing left out.

    python -m benchmarks.inspect_task theatre room-six --runs 20
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

from roomsix import running, scoring, session, store
from roomsix.chat.mock import MockChat
from roomsix.chat.tape import TapeChat
from roomsix.running.questions import questions
from roomsix.running.taping import tape
from roomsix.session import Talks
from roomsix.workspace import Workspace

MOCKS, RECORDED, SCORED = "roomsix, mocks", "roomsix, recorded answers", "roomsix, its scores alone"
ALL, ONE = "Inspect, all scores", "Inspect, one score"
KINDS = (MOCKS, RECORDED, SCORED, ALL, ONE)


def mocked(scenario: str, seeds: range, folder: Path) -> Callable[[], None]:
    """Make ready to play with mocks, a run a seed."""
    workspace = Workspace(Path())
    table = workspace.scenario(scenario)
    cast = workspace.cast(table)

    def play() -> None:
        for seed in seeds:
            chats = dict.fromkeys(table.seats, MockChat(seed))
            running.run(Talks(table, cast, seed, chats), folder)

    return play


def repeated(kept: list[store.Run], folder: Path) -> Callable[[], None]:
    """Make ready to play the same again from the answers that were recorded."""
    talks = []
    for run in kept:
        chat = TapeChat(tape(run))
        chats = dict.fromkeys(run.scenario.seats, chat)
        talks.append(Talks(run.scenario, run.cast, run.info.seed, chats))

    def play() -> None:
        for each in talks:
            running.run(each, folder)

    return play


def scored(kept: list[store.Run], _: Path) -> Callable[[], None]:
    """Make ready to score the same again."""
    ended = [(run.scenario, run.record()) for run in kept]

    def score() -> None:
        for scenario, record in ended:
            scoring.score(scenario, session.ending(scenario, record), record=record)

    return score


def inspected(
    kept: list[store.Run], folder: Path, names: frozenset[str] = frozenset()
) -> Callable[[], None]:
    """Make ready to have Inspect ask its mock model the same questions, for the same answers.

    Args:
        names: The scores that it is handed; empty for all.
    """
    from inspect_ai import Task, eval
    from inspect_ai.dataset import Sample
    from inspect_ai.model import (
        ChatMessageSystem,
        ChatMessageUser,
        ModelOutput,
        ModelUsage,
        get_model,
    )
    from inspect_ai.scorer import Score, mean, scorer
    from inspect_ai.solver import solver

    answer: ContextVar[str] = ContextVar("answer")
    calls = {run.info.id: _calls(run) for run in kept}
    scores = {run.info.id: _scores(run, names) for run in kept}

    def output(*_: Any) -> ModelOutput:
        given = ModelOutput.from_content("mockllm/model", answer.get())
        # Without it, tokens are counted with an encoding that is fetched from the network.
        given.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
        return given

    @solver
    def negotiate() -> Any:
        async def solve(state: Any, generate: Any) -> Any:
            for seat, system, user, text in calls[state.sample_id]:
                answer.set(text)
                asked = [ChatMessageSystem(content=system), ChatMessageUser(content=user)]
                state.output = await get_model(role=seat).generate(asked)
            return state

        return solve

    @scorer(metrics={"*": [mean()]})
    def ours() -> Any:
        async def score(state: Any, target: Any) -> Score:
            return Score(value=scores[state.sample_id])

        return score

    seats = {call[0] for several in calls.values() for call in several}
    roles = {
        seat: get_model("mockllm/model", custom_outputs=output, memoize=False) for seat in seats
    }
    task = Task(
        dataset=[Sample(id=run.info.id, input=run.info.title) for run in kept],
        solver=negotiate(),
        scorer=ours(),
        name="talks",
    )

    def play() -> None:
        (log,) = eval(
            task, model="mockllm/model", model_roles=roles, log_dir=str(folder), display="none"
        )
        if log.status != "success":
            raise SystemExit(f"Inspect: {log.error.message if log.error else log.status}")

    return play


def _calls(run: store.Run) -> list[tuple[str, str, str, str]]:
    """Return seat, system message, user message and answer of every call."""
    found = []
    for each in questions(run, run.record()):
        system, user = (message["content"] for message in each.messages)
        found.append((each.seat, system, user, each.outcome.text if each.outcome else ""))
    return found


def _scores(run: store.Run, names: frozenset[str]) -> Mapping[str, float]:
    found = json.loads((run.folder / "outcome.json").read_bytes())["scores"]
    values = {name: score["value"] for name, score in found.items()}
    # Inspect wants the same names of every sample; what has no value is not scored.
    return {
        name: float(value) if isinstance(value, int | float) else float("nan")
        for name, value in values.items()
        if not names or name in names
    }


def measured(kind: str, scenario: str, runs: int, folder: Path) -> dict[str, float]:
    """Return CPU seconds of one kind in this process, after one run or sample to warm up.

    Args:
        folder: Where the runs with mocks are kept; those are made first.
    """
    mocks = folder / "mocks"
    with tempfile.TemporaryDirectory() as scratch:
        aside = Path(scratch)
        if kind == MOCKS:
            mocked(scenario, range(1, 2), aside)()
            work = mocked(scenario, range(1, runs + 1), mocks)
        else:
            kept = [store.Run(each) for each in sorted(mocks.iterdir())]
            making = {
                RECORDED: repeated,
                SCORED: scored,
                ALL: inspected,
                ONE: partial(inspected, names=frozenset({"agreement"})),
            }[kind]
            making(kept[:1], aside / "warm")()
            work = making(kept, aside / "all")
        began = time.process_time()
        work()
        spent = time.process_time() - began
        files = [f for f in (mocks if kind == MOCKS else aside / "all").rglob("*") if f.is_file()]
        size = sum(file.stat().st_size for file in files)
    totals = [store.Run(each).info.totals["calls"] for each in mocks.iterdir()]
    return {"cpu": spent, "calls": sum(totals), "bytes": size}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("scenarios", nargs="*", default=["theatre", "room-six"])
    parser.add_argument("--runs", type=int, default=20, help="seeds 1 to this (default: 20)")
    parser.add_argument("--only", choices=KINDS, help="one kind, in this process, as JSON")
    parser.add_argument("--folder", type=Path, help="with --only: where the runs with mocks are")
    given = parser.parse_args()
    if given.only:
        (scenario,) = given.scenarios
        print(json.dumps(measured(given.only, scenario, given.runs, given.folder)))
        return
    for scenario in given.scenarios:
        _compare(scenario, given.runs)


def _compare(scenario: str, runs: int) -> None:
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            words = [scenario, "--runs", str(runs), "--only", kind, "--folder", folder]
            said = subprocess.run(
                [sys.executable, "-m", "benchmarks.inspect_task", *words],
                stdout=subprocess.PIPE,
                check=True,
                text=True,
            )
            rows[kind] = json.loads(said.stdout.splitlines()[-1])
    calls = rows[MOCKS]["calls"]
    print(f"{scenario}: {runs} runs, {calls / runs:.0f} calls a run")
    print(f"{'CPU':28} {'ms a call':>10} {'ms a run':>10} {'x mocks':>9} {'kB a run':>9}")
    for kind, row in rows.items():
        ms = row["cpu"] * 1000
        ratio = row["cpu"] / rows[MOCKS]["cpu"]
        size = row["bytes"] / runs / 1000
        print(f"{kind:28} {ms / calls:10.2f} {ms / runs:10.1f} {ratio:9.2f} {size:9.0f}")


if __name__ == "__main__":
    main()
