"""What mediator and observer make of claims and facts: odds, changed by likelihood ratios.

`odds after = odds before * P(seen | so) / P(seen | not so)`, one factor for each thing seen (Bayes'
rule in odds form, Good 1950). Prior odds are the seat's own belief. A sign is `stirred / calm`
times as likely of someone who speaks against belief, as demeanour is by default; it is as likely of
someone frightened, which whoever reads it cannot tell.
"""

from dataclasses import dataclass

from roomsix.chat.mock.knowledge import Seen
from roomsix.chat.mock.turn import Turn
from roomsix.deal import FactId, SeatId
from roomsix.scenario import Demeanour

SIGN = Demeanour().stirred / Demeanour().calm
"""How much likelier a sign is of someone who speaks against belief."""

HEARD = 1.5
"""How much likelier a claim is where it is so than where it is not; sides gain by their words."""

TOLD = 4.0
"""The same for a fact told off the record or in confidence, which costs something to tell."""

SLIPPED = 3.0
"""The same of a source, where somebody lets slip what it alone could have told and is asked how."""

EVADED = 1.5
"""The same where whoever is asked has no answer; one with nothing to hide would mostly have one."""

UNKNOWN = 50
"""What is believed, in per cent, of a fact that was first heard of in the talks."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A claim somebody made.

    Attributes:
        n: The number of its line.
        shaken: Whether its speaker showed a sign in the same turn.
        told: Whether the fact was told with it, in confidence or off the record.
    """

    n: int
    seat: SeatId
    fact: FactId
    holds: bool
    shaken: bool
    told: bool


def heard(turn: Turn) -> list[Heard]:
    """Return every claim of somebody else's, in order."""
    events = turn.reading.events
    found = []
    apart = False
    for at, event in enumerate(events):
        if event.kind in ("opened", "closed"):
            apart = event.aside is not None
        if event.kind != "claims" or event.fact is None or event.seat in (None, turn.me):
            continue
        rest = []
        for later in events[at + 1 :]:
            if later.seat not in (None, event.seat) or later.kind in ("opened", "closed"):
                break
            rest.append(later)
        shaken = any(later.kind == "seen_of" and later.of == event.seat for later in rest)
        costly = ("disclose", "inform") if apart else ("inform",)
        told = any(e.kind in costly and e.fact == event.fact for e in rest)
        found.append(Heard(event.n, event.seat or "", event.fact, event.holds, shaken, told))
    return found


def signs(turn: Turn) -> dict[SeatId, int]:
    """Return how often each seat was seen to show something."""
    found: dict[SeatId, int] = {}
    for event in turn.reading.events:
        if event.kind == "seen_of" and event.of is not None:
            found[event.of] = found.get(event.of, 0) + 1
    return found


def facts(turn: Turn) -> dict[FactId, int]:
    """Return how likely each fact known of is true, in per cent."""
    odds = {name: _odds(prior(turn, name)) * pressed(turn, name) for name in known(turn)}
    for fact in evaded(turn):
        if fact in odds:
            odds[fact] *= EVADED
    for claim in heard(turn):
        if claim.fact in odds:
            weight = TOLD if claim.told else HEARD
            weight = max(1.0, weight / SIGN) if claim.shaken else weight
            odds[claim.fact] *= weight if claim.holds else 1 / weight
    spoken_of = {(claim.seat, claim.fact) for claim in heard(turn)}
    for seat, fact in sorted(turn.past.told):
        # Whoever did not know of a fact hears it told, but not the claim that goes with it.
        if seat != turn.me and (seat, fact) not in spoken_of and fact in odds:
            odds[fact] *= TOLD
    return {name: _percent(each) for name, each in odds.items()}


def doubts(turn: Turn) -> dict[int, int]:
    """Return how likely each claim heard is false, in per cent, by the number of its line.

    A claim against the seat's own belief is doubted; a sign raises the doubt, and so does a
    colleague who asked about the same fact when the side had left.
    """
    asked = {e.fact for e in turn.reading.events if e.kind == "ask" and _colleague(turn, e.seat)}
    found = {}
    for claim in heard(turn):
        so = _odds(prior(turn, claim.fact)) * pressed(turn, claim.fact)
        false = 1 / so if claim.holds else so
        false /= TOLD if claim.told else HEARD
        false *= SIGN if claim.shaken else 1.0
        false *= SIGN if claim.fact in asked else 1.0
        found[claim.n] = _percent(false)
    return found


def pressed(turn: Turn, fact: FactId) -> float:
    """Return what the questions put to delegates about a source make of its odds; 1 for none."""
    return SLIPPED if any(event.fact == fact for _, event in _pressing(turn)) else 1.0


def evaded(turn: Turn) -> list[FactId]:
    """Return the fact of every such question that was answered with nothing about it."""
    events = turn.reading.events
    found = []
    for at, question in _pressing(turn):
        later = events[at + 1 :]
        spoke = any(e.kind == "said" and e.seat == question.to for e in later)
        claimed = {e.fact for e in later if e.kind == "claims" and e.seat == question.to}
        if spoke and question.fact is not None and question.fact not in claimed:
            found.append(question.fact)
    return found


def _pressing(turn: Turn) -> list[tuple[int, Seen]]:
    """Return the observer's questions to delegates about facts that may be told to nobody."""
    return [
        (at, event)
        for at, event in enumerate(turn.reading.events)
        if event.kind == "ask" and event.fact in turn.brief.facts and turn.party_of(event.to)
        if turn.brief.facts[event.fact or ""].to == ()
    ]


def topic(turn: Turn, fact: FactId) -> str:
    """Return what a fact may be spoken of as; empty for one that was heard of in the talks."""
    known = turn.brief.facts.get(fact)
    return known.topic if known else ""


def known(turn: Turn) -> list[FactId]:
    """Return the facts this seat knows of, from its brief or from the talks."""
    shown = {*turn.table.projections, *turn.brief.projections, "timeline"}
    told = [e.fact for e in turn.reading.events if e.kind in ("disclose", "inform") and e.fact]
    shows = [e for e in turn.reading.events if e.kind == "present" and e.tells]
    told += [e.exhibit for e in shows if e.exhibit and e.exhibit not in shown]
    return list(dict.fromkeys([*turn.brief.facts, *told]))


def prior(turn: Turn, fact: FactId) -> int:
    """Return how likely a fact was held true before the talks, in per cent."""
    known = turn.brief.facts.get(fact)
    return UNKNOWN if known is None or known.belief is None else known.belief


def _colleague(turn: Turn, seat: SeatId | None) -> bool:
    return seat is not None and seat != turn.me and turn.party_of(seat) is None


def _odds(percent: int) -> float:
    kept = min(99, max(1, percent))
    return kept / (100 - kept)


def _percent(odds: float) -> int:
    return min(99, max(1, int(100 * odds / (1 + odds) + 0.5)))
