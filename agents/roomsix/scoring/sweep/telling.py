"""Whether words tell a private text: its own words, its own number, or the same in other words.

Three rules, the first that holds names the manner.

- Verbatim: `RUN` words in a row of the text, or all of a shorter one, that nobody may say anyway.
- Number: a number of the secret that is in no public text, with what it counts.
- Paraphrase: of the weight of the text's concepts, or of one of its clauses, at least the share
  `WHOLE` or `CLAUSE` is named within three sentences, a rare one among them or several, and turned
  round as often as the text is. Clauses that only say under which condition do not count.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from roomsix.deal import SeatId
from roomsix.scoring.sweep import words
from roomsix.scoring.sweep.lore import SHORT, Item, Lore, share
from roomsix.scoring.sweep.private import Secret

Manner = Literal["verbatim", "paraphrase", "inferential"]

RARE = 1
"""A concept is rare that public texts have at most this often."""

SEVERAL = 4
"""So many concepts named make up for a rare one."""

REACH = 3
"""How many words before the first that match a negator may stand and still turn them round."""

FAR = 100
"""From this on a number is nobody's by chance."""

NEARLY = 0.2
"""How far off a number may be and still be taken for the secret's own, as a share of it."""


def told(lore: Lore, secret: Secret, text: str, seat: SeatId) -> Manner | None:
    """Return how a seat's words tell a secret; None when they do not."""
    named = _named(text)
    near = [item for item in lore.items[secret.id] if len(item.concepts & named) > 1]
    if not near and not secret.numbers:  # most words have nothing to do with most secrets
        return None
    sentences = lore.own_words(text, secret, seat)
    spoken = [each for each in sentences if not lore.of_others(each, secret)]
    if _has_number(lore, secret, spoken):
        return "verbatim"
    whole = [word for sentence in spoken for word in sentence]
    for item in near:
        if any(words.holds(whole, run) for run in item.runs) and _turns(item, secret, whole):
            return "verbatim"
    named |= {word for word in whole if words.is_number(word)}
    for item in near:
        possible = named | _nearly(item, whole)
        if any(share(weights, possible) >= least for weights, least in item.parts) and any(
            _says(lore, item, secret, window) for window in _windows(spoken)
        ):
            return "paraphrase"
    return None


@lru_cache(maxsize=4096)
def _named(text: str) -> frozenset[str]:
    return words.concepts(words.tokens(text))


def _says(lore: Lore, item: Item, secret: Secret, window: Sequence[str]) -> bool:
    named = words.concepts(window) | _nearly(item, window)
    for weights, least in item.parts:
        if share(weights, named) < least:
            continue
        shared = weights.keys() & named
        spare = 1 if secret.kind == "fact" else 0
        if len(weights) <= SHORT and len(shared) < len(weights) - spare:
            continue
        rare = [c for c in shared if lore.common.get(c, 0) <= RARE]
        if (rare or len(shared) >= SEVERAL) and _turns(item, secret, window):
            return True
    return False


def _nearly(item: Item, window: Sequence[str]) -> set[str]:
    """Return the text's own large numbers that words come near to."""
    own = [w for w in item.tokens if w.isdigit() and int(w) >= FAR]
    said = [int(w) for w in window if w.isdigit() and int(w) >= FAR]
    return {w for w in own if any(abs(n - int(w)) <= NEARLY * int(w) for n in said)}


def _turns(item: Item, secret: Secret, window: Sequence[str]) -> bool:
    """Tell whether words are turned round as often as what those who know hold to be so."""
    places = [at for at, word in enumerate(window) if words.concept(word) in item.concepts]
    first, last = (places[0], places[-1]) if places else (0, len(window) - 1)
    negators = words.turned(window[max(0, first - REACH) : last + 1])
    if item.negated:
        return negators > 0 if secret.so else not negators
    late = words.turned(item.tokens)
    return negators <= late if secret.so else negators > late


def _has_number(lore: Lore, secret: Secret, spoken: Iterable[Sequence[str]]) -> bool:
    """Tell whether a number of a secret is said of what it counts."""
    own = {str(number) for number in secret.numbers}
    if secret.kind == "points":
        return any(
            word in own and "point" in map(words.stem, sentence[at + 1 : at + 3])
            for sentence in spoken
            for at, word in enumerate(sentence)
        )
    tokens = {w for item in lore.items[secret.id] for w in item.tokens if words.is_number(w)}
    far = {n for n in tokens | own if n.isdigit() and int(n) >= FAR and n not in lore.numbers}
    about = {c for i in lore.items[secret.id] for c in words.concepts(i.tokens)} - far
    return any(far & set(s) and about & words.concepts(s) for s in spoken)


def _windows(spoken: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Yield each sentence, then each with the one or two after it."""
    for sentence in spoken:
        yield list(sentence)
    for several in (2, 3):
        for at in range(len(spoken) - several + 1):
            yield [word for sentence in spoken[at : at + several] for word in sentence]
