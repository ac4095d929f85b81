"""Choosing words: a line of the persona's own that fits the moment and has not been said before."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from roomsix import draws
from roomsix.chat.mock import phrases
from roomsix.chat.mock.history import History
from roomsix.chat.mock.knowledge import Reading
from roomsix.deal import IssueId

RUN = 5
"""The length, in words, of the runs that are kept from being said twice."""

STALE = 0.35
"""The share of a line's runs that may have been heard before, at most."""

SMALL = 4
"""Words of an option's name that are no longer than this do not tell it from others."""

_SLOT = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[a-z0-9]+(?:['\u2019][a-z]+)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to be said: the first occasion that has a fresh line is taken.

    Attributes:
        slots: What may be filled in.
        must: Slots the line ought to have; one without is taken only if there is no other.
        tone: What the line must advise; None when that does not matter.
        strict: Whether nothing is said rather than a line without what it ought to have.
    """

    occasions: tuple[str, ...]
    slots: Mapping[str, str] = field(default_factory=dict)
    must: frozenset[str] = frozenset()
    tone: str | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A talking point on an issue, if there is a fresh one.

    Attributes:
        conceded: What is asked for short of the opening, as it is called: a talking point that
            speaks of it speaks against it, and is left out. Empty for nothing.
    """

    issue: IssueId
    conceded: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words to be said as they are."""

    text: str


Cue = Line | Point | Words


class Speaker:
    """Finds words for one turn of one seat."""

    def __init__(self, reading: Reading, history: History, seed: int) -> None:
        self._head = reading.head
        self._key = (reading.head.brief.seat, reading.now.turn)
        self._seed = seed
        self._mine = list(history.mine)
        self._heard = _union(history.heard)
        self._drawn = 0

    def happens(self, percent: int, purpose: str) -> bool:
        """Tell whether something with this chance comes about in this turn."""
        return draws.happens(percent, self._seed, purpose, *self._key)

    def say(self, *cues: Cue, whole: bool = True) -> str:
        """Return the words for some cues, as far as there are any and the turn is long enough.

        Args:
            whole: Whether every cue is wanted; otherwise the first that yields words is all.
        """
        parts: list[str] = []
        left = self._head.most_words
        for cue in cues:
            text = self._find(cue, left)
            if text:
                parts.append(text)
                self._mine.append(text)
                self._heard |= runs(text)
                left -= len(text.split())
                if not whole:
                    break
        return " ".join(parts)

    def _find(self, cue: Cue, most: int) -> str:
        match cue:
            case Words(text=text):
                return text if len(text.split()) <= most else ""
            case Point(issue=issue, conceded=conceded):
                points = (" ".join(p.split()) for p in self._head.brief.points.get(issue, ()))
                left = [p for p in points if not (spoken(p, self._mine) or names(p, conceded))]
                return self._pick([(p, p) for p in left], most)
            case Line(occasions=occasions):
                found = (self._line(occasion, cue, most) for occasion in occasions)
                return next(filter(None, found), "")

    def _line(self, occasion: str, line: Line, most: int) -> str:
        own = self._head.lines.get(occasion, ()) or phrases.PLAIN.get(occasion, ())
        fit = [
            (template, fill(template, line.slots))
            for template in own
            if line.slots.keys() >= set(_SLOT.findall(template))
            and line.tone in (None, phrases.tone(template))
            and not spoken(template, self._mine)
        ]
        named = [one for one in fit if line.must <= set(_SLOT.findall(one[0]))]
        return self._pick(named, most) or ("" if line.strict else self._pick(fit, most))

    def _pick(self, found: Sequence[tuple[str, str]], most: int) -> str:
        fresh = [
            text for _, text in found if len(text.split()) <= most and self._stale(text) <= STALE
        ]
        if not fresh:
            return ""
        self._drawn += 1
        return draws.pick(fresh, self._seed, "words", *self._key, self._drawn)

    def _stale(self, text: str) -> float:
        mine = runs(text)
        return len(mine & self._heard) / len(mine) if mine else 0.0


def fill(template: str, slots: Mapping[str, str]) -> str:
    """Return a line with its slots filled, its articles joined and its sentences capitalised."""
    text = _SLOT.sub(lambda slot: slots[slot.group(1)], template)
    text = re.sub(r"\b([Tt]he|[Aa]n?|[Oo]ur|[Yy]our) (?:the|an?)\b(?= )", r"\1", text)
    return re.sub(r"(^|[.!?\u2026]['\"\u2019\u201d]? +)([a-z])", _capital, text)


def names(point: str, option: str) -> bool:
    """Tell whether a talking point speaks of an option: by any longer word of what it is called."""
    called = {word for word in _WORD.findall(option.lower()) if len(word) > SMALL}
    return bool(called & set(_WORD.findall(point.lower())))


def spoken(template: str, said: Iterable[str]) -> bool:
    """Tell whether a line has been said, whatever stood in its slots: its parts occur in order."""
    parts = _parts(template)
    return any(_holds(text, parts) for text in said)


def _holds(text: str, parts: tuple[str, ...]) -> bool:
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return bool(parts)


@lru_cache(maxsize=20_000)
def runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return the five-word runs of an utterance; of a shorter one, the whole of it."""
    words = _WORD.findall(text.lower())
    if not words:
        return frozenset()
    return frozenset(zip(*(words[i:] for i in range(min(RUN, len(words)))), strict=False))


@lru_cache(maxsize=5_000)
def _parts(template: str) -> tuple[str, ...]:
    """Return what stands between the slots, less the letters that filling may capitalise."""
    found = _SLOT.sub("\0", template).split("\0")
    return tuple(part for part in found if len(part) > 1)


def _union(texts: Iterable[str]) -> set[tuple[str, ...]]:
    return {run for text in texts for run in runs(text)}


def _capital(match: re.Match[str]) -> str:
    return match.group(1) + match.group(2).upper()
