"""Who had the floor, who was asked, and what the words were like."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from roomsix import acts, rules
from roomsix.deal import PartyId, SeatId, SessionId
from roomsix.events import Said
from roomsix.scenario import Scenario
from roomsix.scoring.case import Case
from roomsix.scoring.metric import Reading
from roomsix.scoring.process.conceding import NO_RECORD
from roomsix.scoring.values import Value

RUN = 5
"""How many words in a row count as the same words again."""

FEW = 6
"""The turns with words that a seat needs for its voice to be compared with itself."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_MEETINGS = ("preliminary", "caucus", "corridor", "plenary")


def words(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return _WORD.findall(text.lower())


def airtime(case: Case) -> Reading:
    """Measure how evenly the words fell to the sides, where they met the mediator or each other."""
    return _floor(case, lambda text: len(words(text)))


def turns(case: Case) -> Reading:
    """The same in turns with words."""
    return _floor(case, lambda _: 1)


def questions(case: Case) -> Reading:
    """Measure how evenly the mediator's questions fell to the sides."""
    if case.record is None:
        return NO_RECORD
    asked = dict.fromkeys(case.scenario.parties, 0)
    for event in case.record.of("ask"):
        if not (
            isinstance(event.what, acts.Ask) and _role(case.scenario, event.seat) == "mediator"
        ):
            continue
        party = case.scenario.seats[event.what.to].party
        if party is not None:
            asked[party] += 1
    return _parity(asked, "the mediator asked nobody")


def mediator(case: Case) -> Reading:
    """Measure how much of what was said in the meetings the mediator said."""
    if case.record is None:
        return NO_RECORD
    spoken = Counter({seat: 0 for seat in case.scenario.seats})
    for seat, _, text in _said(case):
        spoken[seat] += len(words(text))
    total = spoken.total()
    if not total:
        return Reading(None, notes=("nobody said a word",))
    own = sum(n for seat, n in spoken.items() if _role(case.scenario, seat) == "mediator")
    return Reading(own / total, seats={seat: n / total for seat, n in spoken.items()})


def repetition(case: Case) -> Reading:
    """Measure how many runs of five words a seat had said before."""
    if case.record is None:
        return NO_RECORD
    runs: dict[SeatId, Counter[tuple[str, ...]]] = {}
    for event in case.record.of("said"):
        if isinstance(event.what, Said) and event.seat:
            said = words(event.what.text)
            found = zip(*(said[start:] for start in range(RUN)), strict=False)
            runs.setdefault(event.seat, Counter()).update(found)
    counted = {seat: found for seat, found in runs.items() if found}
    total = sum(found.total() for found in counted.values())
    again = sum(found.total() - len(found) for found in counted.values())
    shares = {seat: (found.total() - len(found)) / found.total() for seat, found in counted.items()}
    if not total:
        return Reading(None, notes=("nobody said five words in a row",))
    return Reading(again / total, seats=shares)


def echo(case: Case) -> Reading:
    """Measure how many turns with words spoke in another side's name."""
    if case.record is None:
        return NO_RECORD
    phrases = {party: _in_name_of(case.scenario, party) for party in case.scenario.parties}
    patterns = {
        seat: [phrase for other, phrase in phrases.items() if other != party]
        for seat, place in case.scenario.seats.items()
        for party in [place.party]
    }
    spoken: Counter[SeatId] = Counter()
    echoed: Counter[SeatId] = Counter()
    for event in case.record.of("said"):
        if isinstance(event.what, Said) and event.seat and event.what.text.strip():
            spoken[event.seat] += 1
            echoed[event.seat] += any(p.search(event.what.text) for p in patterns[event.seat])
    if not spoken:
        return Reading(None, notes=("nobody said a word",))
    shares = {seat: echoed[seat] / n for seat, n in spoken.items()}
    return Reading(echoed.total() / spoken.total(), seats=shares)


def drift(case: Case) -> Reading:
    """Measure how far each voice went from how it began, beside how far it is from the others."""
    if case.record is None:
        return NO_RECORD
    said: dict[SeatId, list[list[str]]] = {}
    for event in case.record.of("said"):
        if isinstance(event.what, Said) and event.seat and (found := words(event.what.text)):
            said.setdefault(event.seat, []).append(found)
    halves = {
        seat: (_counted(texts[: len(texts) // 2]), _counted(texts[len(texts) // 2 :]))
        for seat, texts in said.items()
        if len(texts) >= FEW
    }
    if len(halves) < 2:
        return Reading(None, notes=(f"fewer than two seats spoke in {FEW} turns or more",))
    seats: dict[SeatId, Value] = {}
    for seat, (early, late) in halves.items():
        others = [_apart(late, first) for each, (first, _) in halves.items() if each != seat]
        away = sum(others) / len(others)
        seats[seat] = _apart(early, late) / away if away else None
    known = [value for value in seats.values() if isinstance(value, float)]
    if not known:
        return Reading(None, seats=seats, notes=("all voices are the same",))
    return Reading(sum(known) / len(known), seats=seats)


def _floor(case: Case, size: Callable[[str], int]) -> Reading:
    if case.record is None:
        return NO_RECORD
    spoken = dict.fromkeys(case.scenario.parties, 0)
    for seat, _, text in _said(case):
        party = case.scenario.seats[seat].party
        if party is not None:
            spoken[party] += size(text)
    return _parity(spoken, "no side said a word")


def _parity(counts: Mapping[PartyId, int], nothing: str) -> Reading:
    high, low = max(counts.values()), min(counts.values())
    if not high:
        return Reading(None, notes=(nothing,))
    return Reading(1 - (high - low) / (high + low), counts)


def _said(case: Case) -> Iterator[tuple[SeatId, SessionId, str]]:
    """Yield who said what in meetings of a side with the mediator or with another side."""
    if case.record is None:
        return
    kinds: dict[SessionId, str] = {}
    for event in case.record.of("said"):
        if not (isinstance(event.what, Said) and event.seat):
            continue
        if event.session not in kinds:
            sitting = rules.sitting(case.scenario, case.record, event.session)
            kinds[event.session] = sitting.kind
        if kinds[event.session] in _MEETINGS:
            yield event.seat, event.session, event.what.text


def _role(scenario: Scenario, seat: SeatId | None) -> str | None:
    return scenario.seats[seat].role if seat else None


def _in_name_of(scenario: Scenario, party: PartyId) -> re.Pattern[str]:
    """Return how somebody speaks who speaks as a side."""
    name = scenario.parties[party].name
    names = {name, name.removeprefix("the ").removeprefix("The "), party.replace("-", " ")}
    any_of = "|".join(sorted((re.escape(each) for each in names), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?:as|on behalf of|speaking for) (?:the )?(?:{any_of}), (?:we|i|our|my)\b"
        rf"|(?:we|us) (?:of|at|in|on|from) (?:the )?(?:{any_of})(?!\w)"
        rf"|i (?:speak|am speaking|am here) for (?:the )?(?:{any_of})(?!\w))",
        re.IGNORECASE,
    )


def _counted(texts: list[list[str]]) -> Counter[str]:
    return Counter(word for text in texts for word in text)


def _apart(one: Counter[str], other: Counter[str]) -> float:
    """Return one minus the cosine of two counts of words."""
    across = sum(n * other[word] for word, n in one.items())
    sizes = (sum(n * n for n in each.values()) for each in (one, other))
    return 1 - across / math.sqrt(math.prod(sizes))
