"""How well the mocked models do on drawn two-party games: `python benchmarks/games.py`.

Without options these are the fifty games of seeds 0 to 49, the same ones for good. `--fresh` draws
games that nobody has seen; their first seed is printed, and `--first SEED` plays them again.

Issues (3 to 8), rounds (4 to 8), interactions (0 to 3) and opposition (.15 to .55) come from the
seed; a mocked model sits in every seat, a mediator's among them, and draws by the same seed.
"""

import argparse
import asyncio
import math
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from roomsix import outcomes, preferences, session
from roomsix.chat.mock import MockChat
from roomsix.generator import Wanted, generate, wanted
from roomsix.scenario import Scenario
from roomsix.workspace import Workspace

ROOT = Path(__file__).parents[1]

FIRST, GAMES = 0, 50
"""The fixed games: settled before anything was tuned to them, and not to be changed."""

DEALS, CAPTURE = 0.95, 0.85
"""The least share of deals, and the least mean capture with no deal counted as nothing."""

Z = 1.959964


@dataclass(frozen=True)
class Played:
    """What came of one game.

    Attributes:
        capture: Joint points over the reservations, as a share of the most there is; 0 for no deal.
        breaches: Sides whose red lines or mandate any paper they agreed to crosses.
        unusable: Replies that could not be used.
    """

    wanted: Wanted
    opposition: float
    packages: int
    zone: float
    outcome: str
    why: str
    capture: float
    breaches: int
    unusable: int


def play(asked: Wanted, workspace: Workspace) -> Played:
    """Draw a game and play it in memory, with a mocked model in every seat."""
    scenario = generate(asked)
    chats = {seat: MockChat(asked.seed) for seat in scenario.seats}
    cast = workspace.cast(scenario)
    talks = session.Talks(scenario=scenario, cast=cast, seed=asked.seed, chats=chats)
    result = asyncio.run(session.negotiate(talks, scores=("capture",)))
    found = outcomes.feasibility(scenario)
    capture = result.scores.scores["capture"].value
    return Played(
        wanted=asked,
        opposition=found.opposition or 0.0,
        packages=found.size,
        zone=found.levels[found.start][found.equality].share,
        outcome=result.ended.outcome,
        why=result.ended.why,
        capture=float(capture) if isinstance(capture, int | float) else 0.0,
        breaches=_breaches(scenario, result),
        unusable=len(result.record.of("invalid")),
    )


def played(seeds: Iterable[int]) -> list[Played]:
    """Play the two-party games of some seeds."""
    workspace = Workspace(ROOT)
    return [play(wanted(seed), workspace) for seed in seeds]


def deals(games: Sequence[Played]) -> float:
    """Return the share of games that end in a ratified deal."""
    return sum(game.outcome == "deal" for game in games) / len(games)


def wilson(share: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of so many (Wilson 1927)."""
    spread = Z * math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count))
    middle, whole = share + Z * Z / (2 * count), 1 + Z * Z / count
    return (middle - spread) / whole, (middle + spread) / whole


def _breaches(scenario: Scenario, result: session.Result) -> int:
    """Count the sides that agreed to what they rule out; a vote that failed makes it no better."""
    package = result.ended.package
    if package is None:
        return 0
    sides = scenario.parties.values()
    return sum(bool(preferences.breached(s.red_lines + s.mandate, package)) for s in sides)


def _row(name: str, games: Sequence[Played]) -> str:
    if not games:
        return f"{name:24} {0:5}"
    share = deals(games)
    low, high = wilson(share, len(games))
    in_deals = [game.capture for game in games if game.outcome == "deal"]
    return (
        f"{name:24} {len(games):5}   {share:.2f} [{low:.2f}, {high:.2f}]"
        f"   {fmean(game.capture for game in games):.3f}"
        f"      {fmean(in_deals) if in_deals else 0:.3f}"
    )


def _groups(games: Sequence[Played]) -> Iterable[tuple[str, list[Played]]]:
    yield "all", list(games)
    for least, most in ((3, 4), (5, 6), (7, 8)):
        yield f"{least} or {most} issues", [g for g in games if least <= g.wanted.issues <= most]
    for least, most in ((4, 5), (6, 8)):
        yield f"{least} to {most} rounds", [g for g in games if least <= g.wanted.rounds <= most]
    yield "no interactions", [g for g in games if not g.wanted.interactions]
    yield "1 to 3 interactions", [g for g in games if g.wanted.interactions]
    for low, high in ((0.0, 0.3), (0.3, 0.45), (0.45, 1.0)):
        chosen = [g for g in games if low <= g.opposition < high]
        yield f"opposition {low:.2f} to {high:.2f}", chosen


def _tell(games: Sequence[Played], took: float) -> None:
    print("games                    count   deals [95 %]        capture    in deals")
    for name, group in _groups(games):
        print(_row(name, group))
    for why, count in Counter(g.why for g in games if g.outcome != "deal").most_common():
        print(f"no deal                  {count:5}   {why}")
    print(f"breaches                 {sum(g.breaches for g in games):5}")
    print(f"unusable replies         {sum(g.unusable for g in games):5}")
    print(f"CPU a game, drawing included: {took / len(games):.2f} s")


def _one(game: Played) -> str:
    asked = game.wanted
    return (
        f"{asked.seed:20} {asked.issues} issues {asked.rounds} rounds {asked.interactions}"
        f" interactions {game.packages:6} packages, {game.zone:6.2%} agreeable,"
        f" opposition {game.opposition:.2f}: {game.capture:.2f} {game.outcome}, {game.why}"
    )


def main() -> None:
    """Play games and print what came of them; 1 for less than is asked of the fixed ones."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--first", type=int, default=FIRST, metavar="SEED", help="the first seed")
    parser.add_argument("--games", type=int, default=GAMES, metavar="N", help="how many")
    parser.add_argument("--fresh", action="store_true", help="seeds that nobody has seen")
    parser.add_argument("--each", action="store_true", help="a line for each game as well")
    given = parser.parse_args()
    if given.games < 1 or given.first < 0:
        parser.error("--games takes a number from 1, --first one from 0")
    first = int.from_bytes(os.urandom(6), "big") if given.fresh else given.first
    print(f"games from seed {first}: --first {first} --games {given.games}", flush=True)

    began = time.process_time()
    games = played(range(first, first + given.games))
    took = time.process_time() - began
    for game in games if given.each else ():
        print(_one(game))
    _tell(games, took)
    sound = not any(game.breaches or game.unusable for game in games)
    capture = fmean(game.capture for game in games)
    sys.exit(0 if sound and deals(games) >= DEALS and capture >= CAPTURE else 1)


if __name__ == "__main__":
    main()
