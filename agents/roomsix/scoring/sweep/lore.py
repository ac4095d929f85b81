"""A scenario's secrets made ready to be compared with words, beside what anybody may say.

A concept weighs less the more often public texts have it: `1 / (1 + ln(1 + times))`.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from roomsix.deal import PartyId, SeatId
from roomsix.scenario import Scenario
from roomsix.scoring.sweep import words
from roomsix.scoring.sweep.private import Secret, SecretId, sayable, secrets

RUN = 8
"""How many words in a row are nobody's by chance; the barrier tests' shingle."""

WHOLE = 0.5
"""The share of a text's weight that tells it."""

CLAUSE = 0.65
"""The share of a clause's weight that tells it."""

LEAST = 2.0
"""The least weight of a text that can be told in other words; facts need none."""

FEWEST = 3
"""A text or a clause of fewer concepts is not told in other words."""

SHORT = 4
"""With so few concepts all of them must be named, and of a fact all but one."""

COVERED = 0.6
"""The share of a sentence of a brief that makes it the same as another secret."""

NEGATED = 0.6
"""A text is a denial when a negator stands before this share of its words."""

_CONDITIONS = ("if", "should", "when", "given", "unless")

_CLAUSE = re.compile(r"[,;:]\s+(?:and |but )?")


@dataclass(frozen=True)
class Item:
    """A private text, ready to be compared with.

    Attributes:
        runs: Those runs of words that tell it.
        parts: The weights of its concepts, and of those of its clauses, each with the share that
            tells it.
        negated: Whether it denies something.
    """

    tokens: tuple[str, ...]
    concepts: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    parts: tuple[tuple[Mapping[str, float], float], ...]
    negated: bool


@dataclass(frozen=True)
class Lore:
    """A scenario's secrets, and what is public beside them.

    Attributes:
        common: How often each concept stands in public texts.
        said: Sentences that anyone may say, as their words.
        numbers: Numbers in public texts.
        twins: The sides that have a secret of the same words, but for the name.
        names: What each side is called, as words, the longer names first.
    """

    scenario: Scenario
    secrets: Mapping[SecretId, Secret]
    items: Mapping[SecretId, tuple[Item, ...]]
    common: Mapping[str, int]
    said: frozenset[tuple[str, ...]]
    numbers: frozenset[str]
    twins: Mapping[SecretId, frozenset[PartyId]]
    names: Mapping[PartyId, tuple[tuple[str, ...], ...]]

    def own_words(self, text: str, secret: Secret, seat: SeatId) -> list[list[str]]:
        """Return the sentences that not anyone may say, as a speaker's words on a secret."""
        names = self.names.get(secret.party or "", ())
        party = self.scenario.seats[seat].party
        speaks = party == secret.party if secret.party else seat in secret.known_to
        cut = (words.tokens(sentence) for sentence in words.sentences(text))
        return [
            words.about_self(each, names, speaks=speaks) for each in cut if each not in self.said
        ]

    def of_others(self, spoken: Sequence[str], secret: Secret) -> bool:
        """Tell whether a sentence is about another side that has such a secret, too."""
        others = (name for party in self.twins[secret.id] for name in self.names[party])
        return any(words.holds(spoken, name) for name in others)


def lore(scenario: Scenario) -> Lore:
    """Return what telling is judged by."""
    public = [words.tokens(s) for text in sayable(scenario) for s in words.sentences(text)]
    common = Counter(
        each for sentence in public for word in sentence if (each := words.concept(word))
    )
    runs = frozenset(run for sentence in public for run in words.runs(sentence, RUN))
    names = {
        party: tuple(sorted((words.tokens(n) for n in _names(side.name)), key=len, reverse=True))
        for party, side in scenario.parties.items()
    }
    private = secrets(scenario)
    made: dict[SecretId, tuple[Item, ...]] = {}
    for secret in private:
        ready = tuple(_item(text, secret, names, common, runs) for text in secret.texts)
        known = [i for other, items in made.items() if _near(other, secret) for i in items]
        made[secret.id] = tuple(
            item for item in ready if secret.kind != "brief" or not _covered(item, known)
        )
    return Lore(
        scenario=scenario,
        secrets={secret.id: secret for secret in private},
        items=made,
        common=common,
        said=frozenset(public),
        numbers=frozenset(w for sentence in public for w in sentence if words.is_number(w)),
        twins={secret.id: frozenset(_twins(secret, private, made)) for secret in private},
        names=names,
    )


def _twins(
    secret: Secret, private: Iterable[Secret], made: Mapping[SecretId, tuple[Item, ...]]
) -> Iterator[PartyId]:
    own = {item.tokens for item in made[secret.id]}
    for other in private:
        theirs = {item.tokens for item in made[other.id]}
        if other.party and other.party != secret.party and own & theirs:
            yield other.party


def _item(
    text: str,
    secret: Secret,
    names: Mapping[PartyId, Iterable[tuple[str, ...]]],
    common: Mapping[str, int],
    public: frozenset[tuple[str, ...]],
) -> Item:
    called = names.get(secret.party or "", ())
    if secret.kind == "needs":
        called = (*called, ("its",), ("it",), ("their",), ("they",))
    whole = words.about_self(words.tokens(text), called, speaks=True)
    runs = words.runs(whole, RUN) - public if len(whole) >= RUN else frozenset()
    if len(whole) < RUN and len(words.concepts(whole)) > 1:
        runs = frozenset({tuple(whole)})
    clauses = [words.about_self(words.tokens(c), called, speaks=True) for c in _CLAUSE.split(text)]
    sure = [clause for clause in clauses if clause and clause[0] not in _CONDITIONS]
    parts = [(_weights([word for clause in sure for word in clause], common), WHOLE)]
    if len(sure) > 1:
        parts += [(_weights(clause, common), CLAUSE) for clause in sure]
    least = 0 if secret.kind == "fact" else LEAST
    return Item(
        tokens=tuple(whole),
        concepts=words.concepts(whole),
        runs=runs,
        parts=tuple(p for p in parts if len(p[0]) >= FEWEST and sum(p[0].values()) >= least),
        negated=bool(words.turned(whole[: math.ceil(NEGATED * len(whole))])),
    )


def _weights(whole: Iterable[str], common: Mapping[str, int]) -> dict[str, float]:
    return {c: 1 / (1 + math.log1p(common.get(c, 0))) for c in words.concepts(whole)}


def share(weights: Mapping[str, float], named: Collection[str]) -> float:
    """Return the share of a weight that concepts name."""
    return sum(w for c, w in weights.items() if c in named) / sum(weights.values())


def _names(name: str) -> Iterator[str]:
    """Yield what a side is called, with and without its article."""
    yield name
    bare = re.sub(r"^the ", "", name, flags=re.IGNORECASE)
    yield bare
    if " " in bare:
        yield f"the {bare.split()[-1]}"
        yield bare.split()[-1]


def _near(other: SecretId, secret: Secret) -> bool:
    return not other.startswith(("brief", "limit")) and secret.kind == "brief"


def _covered(item: Item, known: Iterable[Item]) -> bool:
    """Tell whether a sentence of a brief only repeats what is a secret of its own."""
    weights = item.parts[0][0] if item.parts else {}
    least = 1.0 if len(weights) <= SHORT else COVERED
    return any(bool(weights) and share(weights, other.concepts) >= least for other in known)
