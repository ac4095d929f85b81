"""Whether the seats can be told apart by how they speak, their names removed: `voices.py 40`.

Every second run is learnt from and the others are judged: multinomial naive Bayes over the words of
a turn (McCallum and Nigam 1998), add-one smoothing, each turn said aloud counted once. Whispers are
left out. Prints one JSON object with `--json`.
"""

import argparse
import asyncio
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from roomsix import session
from roomsix.chat.mock import MockChat
from roomsix.deal import SeatId
from roomsix.events import Event, Said
from roomsix.scenario import Scenario
from roomsix.views import Cast
from roomsix.workspace import Workspace

DERIVED = frozenset(("martian", "martians"))
"""What the sides of the shipped scenarios are called besides their names."""

KEPT = 3
"""Words of an issue or an option that are no longer than this are anybody's: they stay."""

FOLDS = 5
"""Into how many parts the wordings are split for the trial on sentences never heard."""

_WORD = re.compile(r"[a-z]+(?:['\u2019][a-z]+)?")
_SENTENCE = re.compile(r"(?<=[.!?\u2026]) +")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn's spoken words, with nothing in them that names anybody.

    Attributes:
        said: The sentences, each as its words.
    """

    run: int
    seat: SeatId
    said: tuple[Words, ...]

    @property
    def words(self) -> Words:
        """All words of it."""
        return tuple(word for sentence in self.said for word in sentence)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a classifier made of turns that it had not learnt from.

    Attributes:
        confusion: How often a seat, by row, was taken for which, by column.
    """

    seats: tuple[SeatId, ...]
    confusion: np.ndarray

    @property
    def accuracy(self) -> float:
        """The share of turns given to the seat that spoke; 0 for none."""
        total = int(self.confusion.sum())
        return float(np.trace(self.confusion)) / total if total else 0.0

    @property
    def majority(self) -> float:
        """The share that guessing the most talkative seat would get."""
        total = int(self.confusion.sum())
        return int(self.confusion.sum(axis=1).max()) / total if total else 0.0

    def recall(self) -> dict[SeatId, float]:
        """Return the share of each seat's own turns that were given to it."""
        rows = zip(self.seats, self.confusion, strict=True)
        return {s: float(row[i]) / max(1, int(row.sum())) for i, (s, row) in enumerate(rows)}


@dataclass(frozen=True, slots=True)
class Voices:
    """What the words of each seat were learnt to be.

    Attributes:
        weights: The log probability of each word, by seat.
        prior: The log of each seat's share of the turns.
    """

    seats: tuple[SeatId, ...]
    places: Mapping[str, int]
    weights: np.ndarray
    prior: np.ndarray

    def seat(self, words: Iterable[str]) -> int:
        """Return the place of the likeliest speaker; words never heard say nothing."""
        known = [self.places[word] for word in words if word in self.places]
        return int((self.prior + self.weights[:, known].sum(axis=1)).argmax())

    def telling(self, seat: SeatId, count: int = 8) -> list[str]:
        """Return the words that speak most for a seat against the likeliest other."""
        at = self.seats.index(seat)
        others = np.delete(self.weights, at, axis=0).max(axis=0)
        best = np.argsort(others - self.weights[at], kind="stable")[:count]
        names = list(self.places)
        return [names[place] for place in best]


def learn(turns: Sequence[Turn]) -> Voices:
    """Count words by seat and smooth the counts by one."""
    seats = tuple(sorted({turn.seat for turn in turns}))
    places = {w: at for at, w in enumerate(sorted({w for turn in turns for w in turn.words}))}
    counts = np.ones((len(seats), len(places)))
    spoke = np.zeros(len(seats))
    for turn in turns:
        at = seats.index(turn.seat)
        spoke[at] += 1
        for word in turn.words:
            counts[at, places[word]] += 1
    weights = np.log(counts / counts.sum(axis=1, keepdims=True))
    return Voices(seats, places, weights, np.log(spoke / spoke.sum()))


def judge(voices: Voices, turns: Iterable[Turn]) -> Trial:
    """Try a classifier on turns."""
    confusion = np.zeros((len(voices.seats), len(voices.seats)), dtype=int)
    for turn in turns:
        if turn.seat in voices.seats:
            confusion[voices.seats.index(turn.seat), voices.seat(turn.words)] += 1
    return Trial(voices.seats, confusion)


def halves(turns: Sequence[Turn]) -> tuple[list[Turn], list[Turn]]:
    """Return the turns of every second run and those of the others: no run is in both."""
    return [t for t in turns if t.run % 2 == 0], [t for t in turns if t.run % 2]


def unheard(taught: Iterable[Turn], turns: Iterable[Turn]) -> list[Turn]:
    """Return the turns of which no sentence is among those learnt from."""
    known = {sentence for turn in taught for sentence in turn.said}
    return [turn for turn in turns if not known & set(turn.said)]


def never_heard(turns: Sequence[Turn]) -> Trial:
    """Judge each different sentence once, by words learnt from other sentences only.

    This asks for a voice rather than for a stock of lines: what a seat says in one set of sentences
    must give it away in another.
    """
    spoken = dict.fromkeys((turn.seat, said) for turn in turns for said in turn.said if said)
    parts: dict[int, list[Turn]] = {fold: [] for fold in range(FOLDS)}
    for seat, said in spoken:
        parts[zlib.crc32(" ".join(said).encode()) % FOLDS].append(Turn(0, seat, (said,)))
    seats = tuple(sorted({turn.seat for turn in turns}))
    total = np.zeros((len(seats), len(seats)), dtype=int)
    for fold, tried in parts.items():
        taught = [turn for other, part in parts.items() if other != fold for turn in part]
        if {turn.seat for turn in taught} == set(seats):
            total += judge(learn(taught), tried).confusion
    return Trial(seats, total)


def spoken_turns(scenario: Scenario, cast: Cast, run: int, record: Iterable[Event]) -> list[Turn]:
    """Return what was said aloud in a run, without the names of people, seats and sides."""
    hidden = names(scenario, cast)
    said = [(e.seat, e.what.text) for e in record if isinstance(e.what, Said) and e.seat]
    return [
        Turn(run, seat, tuple(_without(hidden, sentence) for sentence in _SENTENCE.split(text)))
        for seat, text in said
    ]


def names(scenario: Scenario, cast: Cast) -> frozenset[str]:
    """Return every word of the names of people, seats, sides and their principals."""
    found = [*scenario.seats, *scenario.parties]
    found += [cast[seat.persona].name for seat in scenario.seats.values()]
    found += [side.name for side in scenario.parties.values()]
    found += [side.principal.name for side in scenario.parties.values()]
    return DERIVED | {w for name in found for w in words(name)} - {"the", "of", "and", "a"}


def issue_words(scenario: Scenario) -> frozenset[str]:
    """Return the words that name issues and options."""
    issues = scenario.issues.values()
    found = [issue.name for issue in issues]
    found += [option for issue in issues for option in issue.options.values()]
    return frozenset(w for name in found for w in words(name) if len(w) > KEPT)


def without(hidden: frozenset[str], turns: Iterable[Turn]) -> list[Turn]:
    """Return turns with some words removed."""
    return [
        Turn(turn.run, turn.seat, tuple(_keep(hidden, said) for said in turn.said))
        for turn in turns
    ]


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; a possessive is the word itself."""
    plain = text.lower().replace("\u2019", "'")
    return [word.removesuffix("'s") for word in _WORD.findall(plain)]


def _without(hidden: frozenset[str], text: str) -> Words:
    return _keep(hidden, words(text))


def _keep(hidden: frozenset[str], said: Iterable[str]) -> Words:
    return tuple(word for word in said if word not in hidden)


def play(scenario: Scenario, cast: Cast, seeds: Iterable[int]) -> list[Turn]:
    """Play talks with a mocked model in every seat, in memory, and return what was said aloud."""
    turns: list[Turn] = []
    for seed in seeds:
        chats = {seat: MockChat(seed) for seat in scenario.seats}
        talks = session.Talks(scenario=scenario, cast=cast, seed=seed, chats=chats)
        record = asyncio.run(session.negotiate(talks)).record
        turns += spoken_turns(scenario, cast, seed, record)
    return turns


def trials(scenario: Scenario, turns: Sequence[Turn]) -> dict[str, Trial]:
    """Return every trial by what it is called, the plain one first."""
    bare = without(issue_words(scenario), turns)
    taught, tried = halves(turns)
    taught_bare, tried_bare = halves(bare)
    return {
        "all words": judge(learn(taught), tried),
        "without issue words": judge(learn(taught_bare), tried_bare),
        "unseen wording": judge(learn(taught_bare), unheard(taught_bare, tried_bare)),
        "sentences never heard": never_heard(bare),
    }


def main() -> None:
    """Play the talks, learn from half of them and print what the other half shows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="room-six")
    parser.add_argument("seeds", nargs="?", type=int, default=40)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--root", type=Path, default=Path(), help="the workspace")
    parser.add_argument("--set", action="append", default=[], help="a setting, as for `run`")
    parser.add_argument("--least", type=float, default=0.8, help="the accuracy to be reached")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    given = parser.parse_args()
    if given.seeds < 2:
        parser.error("two runs at least: one to learn from, one to judge")
    workspace = Workspace(given.root)
    scenario = workspace.scenario(given.scenario, given.set)
    cast = workspace.cast(scenario, settings=given.set)
    turns = play(scenario, cast, range(given.first, given.first + given.seeds))
    found = trials(scenario, turns)
    voices = learn(without(issue_words(scenario), halves(turns)[0]))
    _print_json(found) if given.json else _print(given, scenario, turns, found, voices)
    sys.exit(0 if found["all words"].accuracy >= given.least else 1)


def _print_json(found: Mapping[str, Trial]) -> None:
    shown = {
        name: {
            "accuracy": round(trial.accuracy, 4),
            "majority": round(trial.majority, 4),
            "turns": int(trial.confusion.sum()),
            "by_seat": {seat: round(share, 4) for seat, share in trial.recall().items()},
            "confusion": trial.confusion.tolist(),
        }
        for name, trial in found.items()
    }
    print(json.dumps(shown, indent=2))


def _print(
    given: argparse.Namespace,
    scenario: Scenario,
    turns: Sequence[Turn],
    found: Mapping[str, Trial],
    voices: Voices,
) -> None:
    spoke = Counter(turn.seat for turn in turns)
    print(
        f"{given.seeds} runs of {scenario.id}, seeds from {given.first}; {len(turns)} turns aloud"
    )
    seats = found["all words"].seats
    print(f"\n{'':22}{'turns':>7}{'all':>7}{'guess':>7}" + "".join(f"{s[:8]:>9}" for s in seats))
    for name, trial in found.items():
        shares = trial.recall()
        row = "".join(f"{shares.get(seat, 0):9.2f}" for seat in seats)
        total = int(trial.confusion.sum())
        print(f"{name:22}{total:7}{trial.accuracy:7.3f}{trial.majority:7.2f}{row}")
    print("\nwho was taken for whom (all words)")
    for seat, row in zip(seats, found["all words"].confusion, strict=True):
        print(f"{seat:22}{spoke[seat]:7}{'':14}" + "".join(f"{count:9}" for count in row))
    print("\nthe words that tell most")
    for seat in seats:
        print(f"  {seat:10} {' '.join(voices.telling(seat))}")


if __name__ == "__main__":
    main()
