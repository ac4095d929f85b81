"""How well the mocked models negotiate and how fresh their words are: `quality.py room-six 200`."""

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from roomsix import preferences, session
from roomsix.chat.mock import MockChat
from roomsix.events import Event, Invalid, Said, Whispered
from roomsix.scenario import Scenario
from roomsix.views import Cast
from roomsix.workspace import Workspace

RUN = 5
"""The length, in words, of the runs that are counted."""


def play(scenario: Scenario, cast: Cast, seed: int) -> session.Result:
    """Play one set of talks with a mocked model in every seat, in memory."""
    chats = {seat: MockChat(seed) for seat in scenario.seats}
    talks = session.Talks(scenario=scenario, cast=cast, seed=seed, chats=chats)
    return asyncio.run(session.negotiate(talks))


def repeated(record: Sequence[Event]) -> float:
    """Return the share of five-word runs that had been said or whispered before."""
    runs: Counter[tuple[str, ...]] = Counter()
    for event in record:
        if isinstance(event.what, Said | Whispered):
            words = "".join(c if c.isalnum() or c in "'-" else " " for c in event.what.text.lower())
            split = words.split()
            runs.update(tuple(split[at : at + RUN]) for at in range(len(split) - RUN + 1))
    total = runs.total()
    return (total - len(runs)) / total if total else 0.0


def breaches(scenario: Scenario, result: session.Result) -> int:
    """Count the sides whose own limits the agreed package crosses; their leads accepted it."""
    package = result.ended.package
    if package is None:
        return 0
    sides = scenario.parties.values()
    return sum(bool(preferences.breached(s.red_lines + s.mandate, package)) for s in sides)


def main() -> None:
    """Play the talks for many seeds and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="room-six")
    parser.add_argument("seeds", nargs="?", type=int, default=40)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--root", type=Path, default=Path(), help="the workspace")
    parser.add_argument("--set", action="append", default=[], help="a setting, as for `run`")
    given = parser.parse_args()
    workspace = Workspace(given.root)
    scenario = workspace.scenario(given.scenario, given.set)
    cast = workspace.cast(scenario, settings=given.set)

    play(scenario, cast, given.first)
    deals, captures, shares, turns, words = 0, [], [], [], []
    crossed = unusable = 0
    reasons: Counter[str] = Counter()
    began = time.process_time()
    for seed in range(given.first, given.first + given.seeds):
        result = play(scenario, cast, seed)
        deal = result.ended.outcome == "deal"
        deals += deal
        if not deal:
            reasons[result.ended.why] += 1
        capture = result.scores.scores["capture"].value
        if deal and isinstance(capture, int | float):
            captures.append(capture)
        crossed += breaches(scenario, result)
        unusable += sum(isinstance(event.what, Invalid) for event in result.record)
        shares.append(repeated(result.record))
        turns.append(max((event.turn or 0) for event in result.record))
        spoken = [e.what.text for e in result.record if isinstance(e.what, Said | Whispered)]
        words.append(sum(len(text.split()) for text in spoken))
    took = (time.process_time() - began) / given.seeds

    print(f"talks              {given.seeds} of {scenario.id}, seeds from {given.first}")
    print(f"deals              {deals / given.seeds:.2f}")
    print(f"capture in deals   {mean(captures) if captures else 0:.2f}")
    print(f"capture overall    {sum(captures) / given.seeds:.2f}")
    for reason, count in reasons.most_common():
        print(f"  no deal          {count}: {reason}")
    print(f"breaches           {crossed}")
    print(f"unusable replies   {unusable}")
    print(f"turns, words       {mean(turns):.0f}, {mean(words):.0f}")
    print(f"repeated runs      mean {mean(shares):.3f}, most {max(shares):.3f}")
    print(f"CPU per talk       {took:.2f} s, scoring included")
    sys.exit(1 if crossed or unusable else 0)


if __name__ == "__main__":
    main()
