"""How well the mocked models negotiate and how fresh their words are: `quality.py room-six 200`.

`--chat lead=mock:boulware` has tactics play, as for `run`. `--bands kim` plays the seeds once for
every band of that seat's assertiveness instead; `--tactics` once for every tactic of the leads, of
the mediator, and for the default.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import mean, stdev

from roomsix import acts, preferences, rules, session
from roomsix.chat.mock import tactics
from roomsix.cli import taping
from roomsix.cli.desk import Desk
from roomsix.deal import PartyId, SeatId
from roomsix.events import Event, Invalid, Record, Said, Whispered
from roomsix.scenario import Scenario
from roomsix.seating import answering
from roomsix.views import Cast
from roomsix.workspace import Workspace

RUN = 5
"""The length, in words, of the runs that are counted."""


def play(
    scenario: Scenario, cast: Cast, seed: int, asked: Sequence[str] = (), root: Path = Path()
) -> session.Result:
    """Play one set of talks in memory, with a mocked model in every seat unless asked otherwise."""
    specs = answering.specs(scenario, list(asked), {})
    desk = Desk(root)
    chats = answering.chats(
        scenario, specs, seed=seed, workspace=desk.workspace(), tapes=taping.tapes(desk, None)
    )
    talks = session.Talks(scenario=scenario, cast=cast, seed=seed, chats=chats)
    return asyncio.run(session.negotiate(talks, scores=("capture",)))


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


def first_acceptance(scenario: Scenario, result: session.Result, seat: SeatId) -> int:
    """Return the round in which a seat first accepts a paper, or sees its own accepted.

    One past the last round for never.
    """
    plenary = next(s.rounds for s in scenario.sessions.values() if s.kind == "plenary")
    taken = (
        event.round
        for event in result.record
        if isinstance(event.what, acts.Accept)
        and seat in (event.seat, result.record[event.what.paper].seat)
    )
    return next(taken, plenary + 1)


def own_points(scenario: Scenario, result: session.Result, party: PartyId) -> list[list[int]]:
    """Return what a side's offers were worth to itself, in a list for each tension they met.

    Those put forward to better what is agreed are left out: they take back nothing that is open.
    """
    card = scenario.parties[party].card
    sides = {seat: place.party for seat, place in scenario.seats.items()}
    found: list[list[int]] = [[]]
    agreed = False
    for at, event in enumerate(result.record):
        if event.what.kind == "accept" and not agreed:
            agreed = rules.agreement(scenario, Record(result.record[: at + 1])) is not None
        if agreed:
            break
        if event.what.kind == "happened":
            found.append([])
        elif isinstance(event.what, acts.Propose) and sides.get(event.seat or "") == party:
            found[-1].append(preferences.points(scenario, card, event.what.package))
    return found


def rises(scenario: Scenario, result: session.Result) -> int:
    """Count the offers worth more to their own side than its last, at the same tension."""
    made = (own_points(scenario, result, party) for party in scenario.parties)
    return sum(b > a for party in made for run in party for a, b in pairwise(run))


def crossings(scenario: Scenario, result: session.Result) -> int:
    """Count the issues on which two sides' offers change places from one to the next."""
    places = {name: list(issue.options) for name, issue in scenario.issues.items()}
    last: dict[PartyId, dict[str, int]] = {}
    count = 0
    for event in result.record:
        if not isinstance(event.what, acts.Propose) or event.seat is None:
            continue
        party = scenario.seats[event.seat].party or ""
        now = {name: places[name].index(o) for name, o in event.what.package.items()}
        for other, theirs in last.items():
            if other != party and party in last:
                gaps = [(last[party][i] - theirs[i], now[i] - theirs[i]) for i in now]
                count += sum(before * after < 0 for before, after in gaps)
        last[party] = now
    return count


def minutes(scenario: Scenario, result: session.Result) -> dict[str, int]:
    """Return the floor time each session used, in minutes."""
    timed = [name for name, sitting in scenario.sessions.items() if sitting.minutes]
    return {name: rules.clock(scenario, result.record, name) // 60_000 for name in timed}


def bands(given: argparse.Namespace) -> None:
    """Play the seeds at every band of one seat's assertiveness and print what changes."""
    workspace = Workspace(given.root)
    print("band  first acceptance  points in deals  deals")
    for band in range(5):
        base = workspace.scenario(given.scenario, given.set)
        persona = base.seats[given.bands].persona
        chosen = [*given.set, f"persona.{persona}.traits.assertiveness={band / 5 + 0.1:.1f}"]
        scenario = workspace.scenario(given.scenario, chosen)
        cast = workspace.cast(scenario, settings=chosen)
        party = scenario.seats[given.bands].party or ""
        accepted, points = [], []
        for seed in range(given.first, given.first + given.seeds):
            result = play(scenario, cast, seed, given.chat, given.root)
            accepted.append(first_acceptance(scenario, result, given.bands))
            if result.ended.outcome == "deal" and result.ended.package is not None:
                card = scenario.parties[party].card
                points.append(preferences.points(scenario, card, result.ended.package))
        worth = mean(points) if points else 0
        share = len(points) / given.seeds
        print(f"{band:4}  {mean(accepted):16.2f}  {worth:15.1f}  {share:5.2f}", flush=True)


def compare(given: argparse.Namespace) -> None:
    """Play the seeds with every tactic in turn and print deals, capture and points."""
    workspace = Workspace(given.root)
    scenario = workspace.scenario(given.scenario, given.set)
    cast = workspace.cast(scenario, settings=given.set)
    roles = ("lead", "mediator")
    asked = [f"{role}=mock:{name}" for role in roles for name in tactics.fitting(role)]
    print(f"{'chats':28}deals  capture  in deals  breaches  points of the sides in deals")
    rounds = max(s.rounds for s in scenario.sessions.values() if s.kind == "plenary")
    for chat in ["mock", *asked, f"lead=mock:micro,steps={rounds - 1}"]:
        captures, crossed = [], 0
        points: dict[PartyId, list[int]] = {party: [] for party in scenario.parties}
        for seed in range(given.first, given.first + given.seeds):
            result = play(scenario, cast, seed, [*given.chat, chat], given.root)
            crossed += breaches(scenario, result)
            capture = result.scores.scores["capture"].value
            if result.ended.outcome == "deal" and result.ended.package is not None:
                captures.append(capture if isinstance(capture, int | float) else 0)
                for party, side in scenario.parties.items():
                    worth = preferences.points(scenario, side.card, result.ended.package)
                    points[party].append(worth)
        deals = len(captures) / given.seeds
        worths = " / ".join(f"{mean(found):.0f}" if found else "-" for found in points.values())
        overall, within = sum(captures) / given.seeds, mean(captures) if captures else 0
        print(
            f"{chat:28}{deals:5.2f}  {overall:7.2f}  {within:8.2f}  {crossed:8}  {worths}",
            flush=True,
        )


def paired(given: argparse.Namespace) -> None:
    """Play the seeds with the chats given and with others, and print the paired difference.

    Joint gain is the share of the best there is; talks without a deal have none.
    """
    workspace = Workspace(given.root)
    scenario = workspace.scenario(given.scenario, given.set)
    cast = workspace.cast(scenario, settings=given.set)
    sides: tuple[list[float], list[float]] = ([], [])
    for seed in range(given.first, given.first + given.seeds):
        for asked, gains in zip((given.chat, given.against), sides, strict=True):
            result = play(scenario, cast, seed, asked, given.root)
            capture = result.scores.scores["capture"].value
            deal = result.ended.outcome == "deal"
            gains.append(float(capture) if deal and isinstance(capture, int | float) else 0.0)
    apart = [one - other for one, other in zip(*sides, strict=True)]
    half = 1.96 * stdev(apart) / len(apart) ** 0.5
    for asked, gains in zip((given.chat, given.against), sides, strict=True):
        deals = sum(gain > 0 for gain in gains) / len(gains)
        print(f"{', '.join(asked) or 'mock':32} deals {deals:.2f}  joint gain {mean(gains):.3f}")
    print(f"difference {mean(apart):+.3f} ± {half:.3f} (95 %, {len(apart)} pairs of seeds)")


def main() -> None:
    """Play the talks for many seeds and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="room-six")
    parser.add_argument("seeds", nargs="?", type=int, default=40)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--root", type=Path, default=Path(), help="the workspace")
    parser.add_argument("--set", action="append", default=[], help="a setting, as for `run`")
    parser.add_argument("--chat", action="append", default=[], help="who answers, as for `run`")
    parser.add_argument("--bands", metavar="SEAT", help="compare the bands of its assertiveness")
    parser.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="CHAT",
        help="play every seed with this as well, as --chat, and print the paired difference",
    )
    parser.add_argument("--tactics", action="store_true", help="compare the named tactics")
    given = parser.parse_args()
    if given.bands:
        bands(given)
        return
    if given.against:
        paired(given)
        return
    if given.tactics:
        compare(given)
        return
    workspace = Workspace(given.root)
    scenario = workspace.scenario(given.scenario, given.set)
    cast = workspace.cast(scenario, settings=given.set)

    play(scenario, cast, given.first, given.chat, given.root)
    deals, captures, shares, turns, words = 0, [], [], [], []
    crossed = unusable = risen = passed = 0
    used: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    began = time.process_time()
    for seed in range(given.first, given.first + given.seeds):
        result = play(scenario, cast, seed, given.chat, given.root)
        deal = result.ended.outcome == "deal"
        deals += deal
        if not deal:
            reasons[result.ended.why] += 1
        capture = result.scores.scores["capture"].value
        if deal and isinstance(capture, int | float):
            captures.append(capture)
        crossed += breaches(scenario, result)
        unusable += sum(isinstance(event.what, Invalid) for event in result.record)
        risen += rises(scenario, result)
        passed += crossings(scenario, result)
        used.update(minutes(scenario, result))
        closed.update(
            e.session for e in result.record if e.what.kind == "closed" and e.what.why == "time"
        )
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
    print(f"offers that rise   {risen / given.seeds:.2f} a talk")
    print(f"offers that cross  {passed / given.seeds:.2f} issues a talk")
    for name, total in used.items():
        late = closed[name] / given.seeds
        print(f"  {name:16} {total / given.seeds:.0f} minutes, {late:.2f} end by the clock")
    print(f"turns, words       {mean(turns):.0f}, {mean(words):.0f}")
    print(f"repeated runs      mean {mean(shares):.3f}, most {max(shares):.3f}")
    print(f"CPU per talk       {took:.2f} s, scoring included")
    sys.exit(1 if crossed or unusable else 0)


if __name__ == "__main__":
    main()
