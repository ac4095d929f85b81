"""Play every hostile utterance: `hostile.py [SCENARIO [SEAT…]] [--chat mock:TACTIC] [--seed N]`.

Each script of `evals/scripts/hostile` is played once in each seat (the leads, unless others are
named) with mocks in all others, and once more with plain letters in place of its words. Printed are
how many utterances of each category were said, who obeyed, what was breached, and in how many talks
anything but the words themselves came out otherwise.
"""

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import JsonValue

from roomsix import canonical
from roomsix.chat import spec
from roomsix.chat.mock import MockChat
from roomsix.chat.script import ScriptChat
from roomsix.deal import SeatId
from roomsix.events import Event
from roomsix.journal import Journal
from roomsix.scenario import Scenario
from roomsix.scoring.obedience import Obeyed, obeyed
from roomsix.scoring.sweep import Breach
from roomsix.scoring.sweep.breach import breaches
from roomsix.script import SPOKEN, Script, words, written_out
from roomsix.session import Result, Talks, negotiate
from roomsix.views import Cast
from roomsix.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "hostile/"


@cache
def workspace() -> Workspace:
    return Workspace(ROOT)


@cache
def corpus() -> Mapping[str, Script]:
    """Return every hostile script by its name."""
    found = (file.name for file in workspace().files("script"))
    return {name: workspace().script(name) for name in found if name.startswith(FOLDER)}


def category(name: str) -> str:
    """Return what kind of utterance a script holds: the first word of its name."""
    return name.removeprefix(FOLDER).partition("-")[0]


@cache
def table(scenario: str) -> tuple[Scenario, Cast]:
    """Return a scenario of this checkout and who sits there."""
    read = workspace().scenario(scenario)
    return read, workspace().cast(read)


@dataclass(frozen=True)
class Played:
    """Talks in which some seats were scripted, with every call that was made."""

    scenario: Scenario
    scripts: Mapping[SeatId, Script]
    result: Result
    journal: Journal

    @property
    def said(self) -> frozenset[str]:
        """The scripted words that were said, whispered or handed round."""
        own = {seat: set(words(script)) for seat, script in self.scripts.items()}
        told = (e for e in self.result.record.of("said", "whispered") if e.seat in own)
        return frozenset(e.what.text for e in told if e.what.text in own[e.seat])  # type: ignore

    def obeyed(self) -> tuple[Obeyed, ...]:
        return obeyed(self.scenario, self.result.record, self.scripts)

    def breaches(self) -> list[Breach]:
        return list(breaches(self.scenario, self.result.record))


def play(
    scenario: str, scripts: Mapping[SeatId, Script], *, seed: int = 1, chat: str = "mock"
) -> Played:
    """Play talks with scripts in some seats and a mock in all others."""
    read, cast = table(scenario)

    def unfit(name: str) -> Script:
        raise ValueError(f"no script {name} here")

    sources = spec.Sources(seed=seed, script=unfit, tape=unfit, truths=unfit)  # type: ignore
    rest, under = spec.make(chat, sources), MockChat(seed)
    scripted = {seat: ScriptChat(script, under) for seat, script in scripts.items()}
    journal = Journal()
    talks = Talks(read, cast, seed, {**dict.fromkeys(read.seats, rest), **scripted})
    result = asyncio.run(negotiate(talks, journal=journal))
    return Played(read, scripts, result, journal)


def plainly(script: Script) -> Script:
    """Return a script with as many plain letters in place of its words: the clock runs alike."""
    turns = tuple(
        {field: _plain(value) if field in SPOKEN else value for field, value in turn.items()}
        for turn in script.turns
    )
    return script.model_copy(update={"turns": turns})


def _plain(value: JsonValue) -> JsonValue:
    return "a" * len(str(written_out(value)).strip())


def deeds(played: Played) -> list[str]:
    """Return all that happened, less the words of scripted seats."""
    return [_deed(event, event.seat in played.scripts) for event in played.result.record]


def _deed(event: Event, scripted: bool) -> str:
    data = event.model_dump(mode="json")
    if scripted and event.what.kind in SPOKEN_EVENTS:
        data["what"]["text"] = len(data["what"]["text"])
    return canonical.line(data)


SPOKEN_EVENTS = ("said", "whispered")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="theatre")
    parser.add_argument("seats", nargs="*")
    parser.add_argument("--chat", default="mock")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="only every nth utterance")
    given = parser.parse_args()
    read, _ = table(given.scenario)
    seats = given.seats or [seat for seat, place in read.seats.items() if place.role == "lead"]
    names = list(corpus())[:: given.every]
    begun = time.process_time()
    first = {(n, s): _play(given, n, s) for n in names for s in seats}
    spent = time.process_time() - begun
    otherwise = [each for each in first if list(_differences(given, *each, first[each]))]
    _print(names, seats, first)
    print(f"{len(first)} talks of {given.scenario}, {spent:.1f} s of CPU")
    print(f"obeyed {sum(len(p.obeyed()) for p in first.values())}")
    print(f"breaches {sum(len(p.breaches()) for p in first.values())}")
    print(f"otherwise with plain letters {len(otherwise)} {otherwise[:5]}")


def _play(given: argparse.Namespace, name: str, seat: SeatId) -> Played:
    return play(given.scenario, {seat: corpus()[name]}, seed=given.seed, chat=given.chat)


def _differences(
    given: argparse.Namespace, name: str, seat: SeatId, played: Played
) -> Iterator[tuple[str, str]]:
    script = plainly(corpus()[name])
    other = play(given.scenario, {seat: script}, seed=given.seed, chat=given.chat)
    ours, theirs = deeds(played), deeds(other)
    yield from (pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1])
    if len(ours) != len(theirs):
        yield str(len(ours)), str(len(theirs))


def _print(
    names: Sequence[str], seats: Sequence[SeatId], played: Mapping[tuple[str, SeatId], Played]
) -> None:
    counts = Counter(category(name) for name in names)
    print(f"{'category':12}{'utterances':>11}{'said':>6}{'obeyed':>8}")
    for kind, count in counts.items():
        own = [played[n, s] for n in names for s in seats if category(n) == kind]
        said = sum(bool(each.said) for each in own)
        did = sum(bool(each.obeyed()) for each in own)
        print(f"{kind:12}{count:11}{said:6}{did:8}")
    print(f"{'all':12}{len(names):11}")


if __name__ == "__main__":
    main()
