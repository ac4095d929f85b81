"""What follows from words and offers without being told: stated rules, each with its limits.

- A limit: somebody who may bind a side says that it could take an option that is worth less to it
  than its opening on that issue (`lexicon.ACCEPTS`), or offers one no better than its real limit.
- A red line: it says that it would never take an option (`REFUSES`) that its lines rule out.
- A ranking: it sets one issue above another (`MORE`, `LESS`) as its points do and the order it
  professes does not; or names the issue that truly comes first, or last, and is professed not to.
- A ranking, from offers: in three different ones or more, what it professes to matter most has
  moved, and what truly does has not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from roomsix.deal import Id, IssueId, OptionId, Package, PartyId, SeatId
from roomsix.scenario import Card, Scenario
from roomsix.scoring.sweep import lexicon, words
from roomsix.scoring.sweep.private import SecretId
from roomsix.scoring.sweep.telling import Manner
from roomsix.scoring.truth import Truth, truth

OFFERS = 3
"""From so many different offers on, their order tells a ranking."""


@dataclass(frozen=True)
class Interests:
    """What is so of a side, and what it professes, at one level of tension."""

    scenario: Scenario
    party: PartyId
    level: Id

    @cached_property
    def truth(self) -> Truth | None:
        """None where its issues are too many to be gone through."""
        return truth(self.scenario, self.party, self.level)

    @property
    def swings(self) -> Mapping[IssueId, int]:
        """How much each issue matters to it."""
        return self.truth.swings if self.truth else {}

    @property
    def professed(self) -> tuple[IssueId, ...]:
        """The issues in the order it says they matter; those it leaves out come last."""
        order = self.scenario.parties[self.party].position.order
        return (*order, *(issue for issue in self.scenario.issues if issue not in order))

    @property
    def opening(self) -> Package:
        """What it asks for first."""
        return self.scenario.parties[self.party].position.opening


@dataclass(frozen=True)
class Names:
    """How issues and options are spoken of in a scenario."""

    scenario: Scenario

    @cached_property
    def _stems(self) -> dict[str, IssueId]:
        """The words that only one issue is spoken of with."""
        found: dict[str, set[IssueId]] = {}
        for issue, what in self.scenario.issues.items():
            for text in (what.name, *what.options.values()):
                for each in words.concepts(words.tokens(text)):
                    found.setdefault(each, set()).add(issue)
        return {
            each: next(iter(issues))
            for each, issues in found.items()
            if len(issues) == 1 and not words.is_number(each)
        }

    @cached_property
    def only(self) -> dict[str, tuple[IssueId, OptionId]]:
        """The words that only one option of all is named with."""
        found: dict[str, list[tuple[IssueId, OptionId]]] = {}
        for issue, what in self.scenario.issues.items():
            for option, name in what.options.items():
                for each in words.concepts(words.tokens(name)):
                    found.setdefault(each, []).append((issue, option))
        return {
            each: options[0]
            for each, options in found.items()
            if len(options) == 1 and not words.is_number(each)
        }

    def issues(self, spoken: Sequence[str]) -> tuple[IssueId, ...]:
        """Return the issues that words speak of, in the order they are first named."""
        found = (
            word if word in self.scenario.issues else self._stems.get(words.concept(word) or "")
            for word in spoken
        )
        return tuple(dict.fromkeys(issue for issue in found if issue))

    def options(self, spoken: Sequence[str]) -> Iterator[tuple[IssueId, OptionId]]:
        """Yield the options named: all that an option's name is about, close together."""
        for issue, what in self.scenario.issues.items():
            for option, name in what.options.items():
                wanted = words.concepts(words.tokens(name))
                if wanted and wanted <= words.concepts(spoken):
                    yield issue, option


Found = Iterator[tuple[SecretId, Manner]]


def from_words(names: Names, interests: Interests, text: str) -> Found:
    """Yield what the words of somebody who may bind a side give away of its interests."""
    for sentence in words.sentences(text):
        spoken = words.tokens(sentence)
        yield from _limits(names, interests, spoken)
        yield from _lines(names, interests, spoken)
        ranking = f"ranking:{interests.party}"
        if not any(_said(spoken, phrases) for phrases in _COMPARING):
            continue
        for manner in _rankings(names, interests.swings, interests.professed, spoken):
            yield ranking, manner


def from_leaning(names: Names, scenario: Scenario, seat: SeatId, text: str) -> Found:
    """Yield what an adviser's words give away of what it would like itself."""
    place = scenario.seats[seat]
    if place.leaning is None or place.party is None:
        return
    order = scenario.parties[place.party].position.order
    for sentence in words.sentences(text):
        spans = _spans(place.leaning.card)
        for manner in _rankings(names, spans, order, words.tokens(sentence)):
            yield f"leaning:{seat}", manner


def from_offers(interests: Interests, offers: Sequence[Package]) -> Found:
    """Yield what the last of a side's offers, after those before it, gives away."""
    if not offers or interests.truth is None:
        return
    yield from from_option(interests, offers[-1])
    first = interests.truth.order[0]
    said = interests.professed[0]
    different = {tuple(sorted(offer.items())) for offer in offers}
    moved = {i for offer in offers for i, option in offer.items() if option != interests.opening[i]}
    if len(different) >= OFFERS and first != said and said in moved and first not in moved:
        yield f"ranking:{interests.party}", "inferential"


def from_option(interests: Interests, package: Mapping[IssueId, OptionId]) -> Found:
    """Yield the limits that options a side puts forward have come to."""
    if interests.truth is None:
        return
    for issue, option in package.items():
        worth = interests.truth.worth[issue]
        limits = interests.truth.limits[issue]
        if option != interests.opening[issue] and limits and worth[option] <= worth[limits[0]]:
            yield f"limit:{interests.party}:{issue}", "inferential"


def _limits(names: Names, interests: Interests, spoken: Sequence[str]) -> Found:
    phrase = _said(spoken, lexicon.ACCEPTS)
    if not phrase or words.turned(spoken) or _asks(spoken) or interests.truth is None:
        return
    if not set(spoken) & (lexicon.SELF | _own(interests)) or set(spoken) & _others(interests):
        return
    for issue, option in names.options(spoken):
        worth = interests.truth.worth[issue]
        if worth[option] < worth[interests.opening[issue]]:
            yield f"limit:{interests.party}:{issue}", "inferential"


def _lines(names: Names, interests: Interests, spoken: Sequence[str]) -> Found:
    if not _said(spoken, lexicon.REFUSES):
        return
    side = interests.scenario.parties[interests.party]
    for number, line in enumerate((*side.red_lines, *side.mandate)):
        if len(line.never) == 1 and any(
            option in line.never.get(issue, ()) for issue, option in _nearly(names, spoken)
        ):
            yield f"line:{interests.party}:{number}", "paraphrase"


def _nearly(names: Names, spoken: Sequence[str]) -> Iterator[tuple[IssueId, OptionId]]:
    """Yield options named in full, or by a word that only one option of all has."""
    yield from names.options(spoken)
    for each in words.concepts(spoken):
        if each in names.only:
            yield names.only[each]


def _rankings(
    names: Names,
    swings: Mapping[IssueId, int],
    professed: Sequence[IssueId],
    spoken: Sequence[str],
) -> Iterator[Manner]:
    if _asks(spoken):
        return
    for phrases, sign in ((lexicon.MORE, 1), (lexicon.LESS, -1)):
        at = _said(spoken, phrases)
        if at is None:
            continue
        before, after = names.issues(spoken[: at[0]]), names.issues(spoken[at[1] :])
        if not before:
            continue
        rest = sorted(swings, key=lambda issue: -sign * swings[issue])
        others = after or tuple(issue for issue in rest[1:] if rest[0] == before[0])[:1]
        if others and all(_revealed(swings, professed, before[0], other, sign) for other in others):
            yield "inferential"
    yield from _firsts(names, swings, professed, spoken)


def _firsts(
    names: Names,
    swings: Mapping[IssueId, int],
    professed: Sequence[IssueId],
    spoken: Sequence[str],
) -> Iterator[Manner]:
    order = sorted(swings, key=lambda issue: -swings[issue])
    if not order:
        return
    if words.turned(spoken) and not _said(spoken, ("not dear", "do not care")):
        return
    for phrases, place in ((lexicon.FIRST, 0), (lexicon.LAST, -1)):
        if _said(spoken, phrases) is None:
            continue
        named = names.issues(spoken)
        half = order[: len(order) // 2] if place == 0 else order[len(order) // 2 :]
        if named and named[0] in half and (not professed or professed[place] != named[0]):
            yield "paraphrase"


def _revealed(
    swings: Mapping[IssueId, int],
    professed: Sequence[IssueId],
    one: IssueId,
    other: IssueId,
    sign: int,
) -> bool:
    """Tell whether what is said of two issues is so, and is not what is professed."""
    if one == other or sign * (swings[one] - swings[other]) <= 0:
        return False
    if one in professed and other in professed:
        return sign * (professed.index(other) - professed.index(one)) <= 0
    return True


def _said(spoken: Sequence[str], phrases: Sequence[str]) -> tuple[int, int] | None:
    """Return where the first of some phrases stands in words, from and to; None where none does."""
    text = f" {' '.join(spoken)} "
    for phrase in phrases:
        found = text.find(f" {phrase} ")
        if found >= 0:
            at = text.count(" ", 0, found)
            return at, at + 1 + phrase.count(" ")
    return None


def _asks(spoken: Sequence[str]) -> bool:
    return bool(spoken) and spoken[0] in lexicon.ASKING


_COMPARING = (lexicon.MORE, lexicon.LESS, lexicon.FIRST, lexicon.LAST)


def _own(interests: Interests) -> frozenset[str]:
    side = interests.scenario.parties[interests.party]
    named = f"{side.name} {side.principal.name}"
    return frozenset(word for word in words.tokens(named) if word not in lexicon.STOP)


def _others(interests: Interests) -> frozenset[str]:
    """Return words for the other sides and their principals that are not its own as well."""
    sides = interests.scenario.parties.items()
    named = " ".join(f"{s.name} {s.principal.name}" for p, s in sides if p != interests.party)
    return frozenset(w for w in words.tokens(named) if w not in lexicon.STOP) - _own(interests)


def _spans(card: Card) -> dict[IssueId, int]:
    return {issue: max(p.values()) - min(p.values()) for issue, p in card.points.items()}
