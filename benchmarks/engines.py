"""What a suite costs under each engine: CPU and wall time, of a run and of a turn.

Every figure comes from `roomsix eval` in a process of its own. What it costs to begin is a suite of
one run for each worker, the last answer included; the CPU time of a run is what a suite of many
takes beyond that, divided by the others. CPU time is that of all processes, read from /proc while
they live. Where models are to be waited for, every mock waits so long before it answers; only here.

    python -m benchmarks.engines --runs theatre=60 room-six=8 --latency 0 200
"""

import argparse
import os
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SLOW = """
    import asyncio, os
    from roomsix.chat.mock import MockChat

    answer = MockChat.answer

    async def slowly(self, request):
        await asyncio.sleep(float(os.environ["BENCH_LATENCY"]))
        return await answer(self, request)

    MockChat.answer = slowly
"""
"""Read by every Python that starts while a benchmark runs."""

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Taken:
    """What a suite took.

    Attributes:
        wall: Seconds.
        cpu: Seconds, of all processes.
        turns: Of all runs.
    """

    wall: float
    cpu: float
    turns: int


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", nargs="+", default=["theatre=60", "room-six=8"])
    parser.add_argument("--latency", nargs="+", type=int, default=[0, 200], metavar="MS")
    parser.add_argument("--engines", nargs="+", default=["asyncio", "process", "ray"])
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    print(
        "scenario  latency  engine   few s  all s  to asyncio  wall/turn ms  CPU/run ms  /turn ms"
    )
    for each in given.runs:
        scenario, _, count = each.partition("=")
        for latency in given.latency:
            first: float | None = None
            for engine in given.engines:
                few = measured(scenario, given.workers, engine, latency, given.workers)
                many = measured(scenario, int(count), engine, latency, given.workers)
                rest, turns = int(count) - given.workers, many.turns - few.turns
                cpu = many.cpu - few.cpu
                first = first or many.wall
                print(
                    f"{scenario:<9} {latency:>4} ms  {engine:<8} {few.wall:>5.1f}"
                    f"  {many.wall:>5.1f}  {many.wall / first:>10.2f}"
                    f"  {1000 * many.wall / many.turns:>12.2f}"
                    f"  {1000 * cpu / rest:>10.1f}  {1000 * cpu / turns:>8.2f}",
                    flush=True,
                )


def measured(scenario: str, runs: int, engine: str, latency: int, workers: int) -> Taken:
    """Play a suite of one scenario, and return what it took."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "evals").mkdir()
        (root / "evals/bench.yaml").write_text(
            f"suite: 1\nid: bench\ntitle: Bench\nscenarios: [{scenario}]\nseeds: {runs}\n"
        )
        (root / "slow").mkdir()
        (root / "slow/sitecustomize.py").write_text(textwrap.dedent(SLOW) if latency else "")
        # Models are waited for side by side; without any, more at once is no help.
        jobs = runs if latency else 8
        command = [sys.executable, "-m", "roomsix", "-C", name, "eval", "bench", "--quiet"]
        command += ["--engine", engine, "-j", str(jobs), "--workers", str(workers)]
        environ = {
            **os.environ,
            "PYTHONPATH": str(root / "slow"),
            "BENCH_LATENCY": str(latency / 1000),
        }
        began = time.monotonic()
        process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
        cpu: dict[int, float] = {}
        while process.poll() is None:
            cpu |= dict(spent(process.pid))
            time.sleep(0.05)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}: status {process.returncode}")
        wall = time.monotonic() - began
        turns = sum(
            file.read_text().count('"call":"answered"')
            for file in (root / "runs/suites/bench").glob("*/calls.jsonl")
        )
    return Taken(wall, sum(cpu.values()), turns)


def spent(process: int) -> Iterator[tuple[int, float]]:
    """Yield the CPU time of a process and of those it has begun, as far as they are there."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        yield process, (int(fields[11]) + int(fields[12])) / TICK
        for file in Path(f"/proc/{process}/task").glob("*/children"):
            for child in file.read_text().split():
                yield from spent(int(child))
    except (FileNotFoundError, ProcessLookupError):
        return


if __name__ == "__main__":
    main()
