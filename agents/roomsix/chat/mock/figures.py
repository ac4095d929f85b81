"""Figures about what another side keeps to itself: only a source could have them.

A sentence holds one where it counts something and names an issue on which another side has
something to keep: what that side's promises would restrain, as the obligations everyone knows say.
One that names an option speaks of an offer, and counts nothing that is hidden.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from roomsix.chat.mock.turn import Turn
from roomsix.deal import IssueId, PartyId, SeatId

_NUMBERS = frozenset(
    (
        *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
        *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
        *("nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty"),
        *("ninety", "hundred", "thousand", "million", "dozen"),
    )
)
_SENTENCE = re.compile(r"(?<=[.!?]) +")
_WORD = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class Figure:
    """Something counted that its speaker should not have been able to count.

    Attributes:
        about: The side that keeps it.
    """

    seat: SeatId
    issue: IssueId
    about: PartyId


def counts(words: str) -> set[str]:
    """Return the numbers from two up that some words hold, as they are written."""
    return {word for word in plain(words) if word in _NUMBERS or word.isdigit()}


def plain(words: str) -> list[str]:
    """Return words in lower case, numbers included, without what stands between them."""
    return _WORD.findall(words.lower())


def content(words: str) -> set[str]:
    """Return the words that carry the sense, cut to what singular and plural have in common."""
    return {word.removesuffix("s") for word in plain(words) if len(word) > 3}


def betrayed(turn: Turn, party: PartyId | None, words: str) -> tuple[IssueId, PartyId] | None:
    """Return the issue and the other side that some words of a party's hold a figure about."""
    if party is None or not counts(words):
        return None
    options = {o.lower() for each in turn.table.options.values() for o in each.values()}
    for sentence in _SENTENCE.split(words.lower()):
        if not counts(sentence) or any(option in sentence for option in options):
            continue  # what an offer counts is nobody's secret
        for issue, keeper in _kept(turn):
            if keeper != party and _called(turn, issue) & content(sentence):
                return issue, keeper
    return None


def heard(turn: Turn) -> Figure | None:
    """Return the latest figure somebody has let slip since this seat last had the floor."""
    for event in reversed(turn.past.news):
        if event.kind != "said" or event.seat in (None, turn.me):
            continue
        found = betrayed(turn, turn.party_of(event.seat), event.text)
        if found is not None and event.seat is not None:
            return Figure(event.seat, *found)
    return None


def _called(turn: Turn, issue: IssueId) -> set[str]:
    """Return the words by which an issue is spoken of, without the names of the sides."""
    sides = set[str]().union(*map(content, turn.table.parties.values()))
    return content(turn.table.names[issue]) - sides


def _kept(turn: Turn) -> Iterator[tuple[IssueId, PartyId]]:
    """Yield each issue on which one side alone has something to keep, with that side."""
    for promise in turn.table.obligations.values():
        for issue in promise.restrains:
            yield issue, promise.debtor
