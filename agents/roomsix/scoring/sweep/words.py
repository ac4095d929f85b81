"""Words as the sweep compares them: plain, numbers in digits, what means the same as one.

`tokens` keeps the order and every word; `concepts` keeps what the words are about.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from roomsix.scoring.sweep import lexicon

SELF = "@"
"""Stands for whoever a private text is about: its own side, or the seat itself."""

_WORD = re.compile(r"\d[\d,]{0,17}(?:\.\d{1,17})?|[^\W\d_]+(?:['\u2019][^\W\d_]+)?|@")
_SENTENCE = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)]*\s+|\n+")

_UNITS = dict(
    zero=0, one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10,
    eleven=11, twelve=12, thirteen=13, fourteen=14, fifteen=15, sixteen=16, seventeen=17,
    eighteen=18, nineteen=19,
)  # fmt: skip
_TENS = dict(
    twenty=20, thirty=30, forty=40, fifty=50, sixty=60, seventy=70, eighty=80, ninety=90
)  # fmt: skip
_THIRDS = {"third": 3, "quarter": 4}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}


def sentences(text: str) -> tuple[str, ...]:
    """Return a text cut into its sentences."""
    return tuple(part for part in _SENTENCE.split(text.strip()) if part)


@cache
def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, in order, numbers in digits wherever they stand."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    found = (word for raw in _WORD.findall(folded) for word in _apart(raw))
    return tuple(_counted(list(found)))


@cache
def _idioms() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """The idioms of the lexicon by their first word, each with what it says."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for idiom, instead in lexicon.PHRASES:
        first, *_ = whole = tuple(idiom.split())
        found.setdefault(first, []).append((whole, tuple(instead.split())))
    return found


def plain(said: Sequence[str]) -> list[str]:
    """Return words with the idioms of the lexicon put as what they say."""
    put: list[str] = []
    at = 0
    while at < len(said):
        for idiom, instead in _idioms().get(said[at], ()):
            if tuple(said[at : at + len(idiom)]) == idiom:
                put += instead
                at += len(idiom)
                break
        else:
            put.append(said[at])
            at += 1
    return put


def _apart(word: str) -> Iterator[str]:
    if word[0].isdigit():
        yield word.replace(",", "").rstrip(".")
    elif word.endswith("n't"):
        yield from (word[:-3], "not") if word != "can't" else ("can", "not")
    else:
        yield word.partition("'")[0] if not word.startswith("'") else word.strip("'")


def _counted(words: Sequence[str]) -> Iterator[str]:
    """Yield words with runs of number words put as one number."""
    at = 0
    while at < len(words):
        value, used = _number(words, at)
        if used:
            yield str(value)
            at += used
        else:
            yield words[at]
            at += 1


def _number(words: Sequence[str], at: int) -> tuple[int, int]:
    """Return the number that begins at a word, and how many words it takes; 0 words for none."""
    whole = part = used = 0
    here = at
    while here < len(words):
        word = words[here]
        if word in _THIRDS and not used:
            part = _THIRDS[word]
        elif word in _UNITS and (not used or words[here - 1] not in _UNITS):
            part += _UNITS[word]
        elif word in _TENS and (not used or words[here - 1] not in (_UNITS | _TENS)):
            part += _TENS[word]
        elif word in _SCALES and (used or word != "million"):
            part = _scaled(max(part, 1), word)
            if _SCALES[word] >= 1_000:
                whole, part = whole + part, 0
        elif word == "and" and used and _goes_on(words, here):
            pass
        elif word.isdigit() and not used and here + 1 < len(words) and words[here + 1] in _SCALES:
            part = int(word)
        else:
            break
        here += 1
        used = here - at
    return whole + part, used


def _scaled(part: int, scale: str) -> int:
    return part * _SCALES[scale]


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Tell whether `and` stands inside a number, as in two hundred and ten."""
    after = words[at + 1] if at + 1 < len(words) else ""
    return words[at - 1] in _SCALES and after in (_UNITS | _TENS)


def is_number(word: str) -> bool:
    """Tell whether a word is a number in digits."""
    return word[:1].isdigit()


@cache
def stem(word: str) -> str:
    """Return a word without the endings that English puts to it."""
    if is_number(word) or len(word) <= 3:
        return word
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


_ENDINGS = (
    ("ies", "y", 2),
    ("ied", "y", 2),
    ("sses", "ss", 2),
    ("xes", "x", 2),
    ("ches", "ch", 2),
    ("shes", "sh", 2),
    ("ings", "", 3),
    ("ing", "", 3),
    ("ed", "", 3),
    ("ly", "", 4),
    ("ss", "ss", 1),
    ("us", "us", 1),
    ("s", "", 3),
)


@cache
def _same() -> dict[str, str]:
    """Every word that has a concept, by its stem."""
    found: dict[str, str] = {}
    for group in lexicon.SAME:
        first, *others = group.split()
        for name in (first, *others):
            found.setdefault(stem(name), stem(first))
    return found


@cache
def concept(word: str) -> str | None:
    """Return what a word is about; None where it says nothing."""
    if word in (SELF, "0", "1") or (word in lexicon.STOP and word not in lexicon.KEPT):
        return None
    root = stem(word)
    return _same().get(root, root)


def concepts(words: Iterable[str]) -> frozenset[str]:
    """Return what words are about."""
    said = plain(tuple(words))
    return frozenset(each for word in said if (each := concept(word)) is not None)


def runs(words: Sequence[str], length: int) -> frozenset[tuple[str, ...]]:
    """Return every run of so many words."""
    return frozenset(tuple(words[at : at + length]) for at in range(len(words) - length + 1))


def holds(words: Sequence[str], run: Sequence[str]) -> bool:
    """Tell whether a run of words stands in others."""
    return any(
        tuple(words[at : at + len(run)]) == tuple(run) for at in range(len(words) - len(run) + 1)
    )


def turned(words: Sequence[str]) -> int:
    """Return how many negators stand among words, idioms left out."""
    plain = list(words)
    for phrase in lexicon.NO_NEGATION:
        idiom = tuple(phrase.split())
        for at in range(len(plain) - len(idiom) + 1):
            if tuple(plain[at : at + len(idiom)]) == idiom:
                plain[at : at + len(idiom)] = [""] * len(idiom)
    return sum(word in lexicon.NEGATORS for word in plain)


def about_self(words: Sequence[str], names: Iterable[Sequence[str]], *, speaks: bool) -> list[str]:
    """Return words with every mention of a side put as `SELF`.

    Args:
        names: What the side is called, the longer names first.
        speaks: Whether it is the side itself that speaks, or is spoken to in its brief.
    """
    put: list[str] = []
    called = [tuple(name) for name in names if name]
    at = 0
    while at < len(words):
        name = next((n for n in called if tuple(words[at : at + len(n)]) == n), None)
        if name is not None:
            put.append(SELF)
            at += len(name)
            continue
        put.append(SELF if speaks and words[at] in lexicon.SELF else words[at])
        at += 1
    return put
