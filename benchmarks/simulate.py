"""Runs simulated in worlds where clock, disk, endpoint and scheduling fail, each drawn by a seed.

After every step the promises are checked: the record is whole and follows from the journal, every
act is its seat's own and legal, nothing crosses the wall, no finished call is made again, no turn
that was shown is lost, no cap on money is passed, and in the end all is byte for byte as it is
without faults. So it is for forks of the run, and for the cassettes that are made of it.

    python -m benchmarks.simulate --seeds 10000 --jobs 2
    python -m benchmarks.simulate --first 4711 --seeds 1 --trace
"""

import argparse
import gc
import importlib
import logging
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

# The world of the tests; they run a part of the same seeds.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

SHOWN = 5
"""How many failures are shown in full."""


class Came(NamedTuple):
    """What came of a seed.

    Attributes:
        failure: Why a promise was not kept, with the seed and the last steps; empty for none.
        seconds: Of this process's own time.
    """

    seed: int
    failure: str
    met: Counter[str]
    lives: int
    seconds: float
    trace: list[str]


def one(seed: int) -> Came:
    """Play one seed."""
    from simulation import world

    began = time.process_time()
    try:
        told = world.simulate(seed)
    except world.Failed as error:
        return Came(seed, str(error), Counter(), 0, time.process_time() - began, [])
    return Came(seed, "", told.met, told.lives, time.process_time() - began, told.trace)


def many(seeds: Iterable[int], jobs: int) -> Iterator[Came]:
    """Play seeds, several at once."""
    _make_ready()
    if jobs == 1:
        yield from map(one, seeds)
        return
    with get_context("fork").Pool(jobs) as pool:
        yield from pool.imap_unordered(one, seeds, chunksize=4)


def _make_ready() -> None:
    importlib.import_module("simulation.world")
    # A sixth of the time goes into looking for garbage among what is loaded and stays.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    # What a process had under way when it was killed is no news when it is swept up later.
    logging.getLogger("asyncio").disabled = True
    warnings.simplefilter("ignore", RuntimeWarning)
    sys.unraisablehook = lambda _: None


def main() -> int:
    """Play seeds and count."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=200, metavar="N", help="how many (200)")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the first (0)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="at once (1)")
    parser.add_argument("--trace", action="store_true", help="print every step")
    options = parser.parse_args()
    if options.seeds < 1 or options.jobs < 1 or options.first < 0:
        parser.error("--seeds and --jobs are 1 or more, --first is 0 or more")
    met: Counter[str] = Counter()
    failed: list[int] = []
    lives, seconds, began = 0, 0.0, time.monotonic()
    for number, came in enumerate(
        many(range(options.first, options.first + options.seeds), options.jobs), start=1
    ):
        met += came.met
        lives += came.lives
        seconds += came.seconds
        if options.trace:
            print("\n".join(came.trace))
        if came.failure:
            failed.append(came.seed)
            if len(failed) <= SHOWN:
                print(came.failure, file=sys.stderr)
        if number % 500 == 0 and sys.stderr.isatty():
            print(f"{number} of {options.seeds}", file=sys.stderr)
    _print(options.first, options.seeds, failed, met, lives)
    wall = time.monotonic() - began
    print(f"{seconds / options.seeds:.3f} s of CPU a seed, {wall:.0f} s in all")
    return 1 if failed else 0


def _print(first: int, seeds: int, failed: list[int], met: Counter[str], lives: int) -> None:
    print(
        f"seeds {first} to {first + seeds - 1}: {seeds - len(failed)} kept every promise, ", end=""
    )
    print(f"{len(failed)} did not" + (f": {sorted(failed)[:20]}" if failed else ""))
    print(
        f"{lives} processes; " + ", ".join(f"{count} {what}" for what, count in met.most_common())
    )


if __name__ == "__main__":
    sys.exit(main())
