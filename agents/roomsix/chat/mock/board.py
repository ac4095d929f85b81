"""A row of the board: what mediator and observer make of each side, answered out of band.

The mediator reads off the estimate that it drafts by (`estimate`): an issue's weight is its
priority; an option is thought acceptable while `w - w s <= 1 - least`, so that the rest of the best
package still leaves what the side insists on (the reservation value of Raiffa 1982, ch. 4).

The observer keeps no model of offers, only counts: an issue weighs `(1 + n) / sum(1 + n)`, the mean
of a Dirichlet posterior with an even prior (Gelman et al. 2013, ch. 3), `n` being how often a side
took it up, a firm word counting twice and one said while a sign was seen half as much again. What a
side insists on is `50 + 20 (r + 1) / (r + a + 2)` per cent, after Laplace's rule of succession, for
`r` refusals and `a` acceptances.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from roomsix import canonical
from roomsix.chat.mock import beliefs, packages
from roomsix.chat.mock.estimate import NEED, Estimate, estimate
from roomsix.chat.mock.packages import Space
from roomsix.chat.mock.turn import Turn
from roomsix.deal import FactId, IssueId, OptionId, PartyId

HINT = 1.2
"""The factor on the weight of an issue that the observer has pointed to behind a side's back."""

FIRM_ENDS = 2
"""How many of the weightiest issues may have a red line at the far end of a firm position."""

SPOKEN = ("state", "reject", "amend")
"""The acts by which a side takes up an issue of its own accord."""


@dataclass(frozen=True, eq=False)
class Side:
    """What is made of one party.

    Attributes:
        weights: How much each issue is thought to matter, adding up to about 1.
        least: The share of its best that it is thought to insist on, in per cent.
        limits: The furthest option it is thought to accept.
        red_lines: What it is thought never to accept.
    """

    party: PartyId
    weights: Mapping[IssueId, float]
    least: int
    limits: Mapping[IssueId, OptionId]
    red_lines: tuple[tuple[IssueId, OptionId], ...]

    @property
    def priorities(self) -> list[IssueId]:
        """The issues, the weightiest first; equals in the order they stand in."""
        return sorted(self.weights, key=lambda issue: -self.weights[issue])


def row(turn: Turn) -> str:
    """Return an assessment, by the fields of its own schema."""
    read = estimated if turn.brief.role == "mediator" else _counted
    sides = [read(turn, party) for party in turn.table.parties if was_heard(turn, party)]
    thinking = "What they said first is not what they came for." if sides else ""
    return written(
        {side: _holds_back(turn, side) for side in sides},
        doubts=beliefs.doubts(turn),
        facts=beliefs.facts(turn),
        thinking=thinking,
    )


def written(
    sides: Mapping[Side, str],
    *,
    doubts: Mapping[int, int],
    facts: Mapping[FactId, int],
    thinking: str = "",
) -> str:
    """Return an assessment as it is answered.

    Args:
        sides: What is made of each party, and what it is thought to hold back.
        doubts: How likely each claim is false, in per cent, by the number of its line.
        facts: How likely each fact is true, in per cent.
    """
    parties: list[JsonValue] = [
        {
            "party": side.party,
            "priorities": list(side.priorities),
            "least": side.least,
            "limits": [{"issue": i, "option": o} for i, o in side.limits.items()],
            "red_lines": [{"issue": i, "option": o} for i, o in side.red_lines],
            "holds_back": holds_back,
        }
        for side, holds_back in sides.items()
    ]
    return canonical.line(
        {
            "thinking": thinking,
            "parties": parties,
            "doubts": [{"n": n, "false_percent": percent} for n, percent in doubts.items()],
            "facts": [{"fact": fact, "true_percent": percent} for fact, percent in facts.items()],
        }
    )


def unsaid(turn: Turn, party: PartyId) -> IssueId | None:
    """Return the issue that a side weighs most beyond the place it gave it in words."""
    if not was_heard(turn, party):
        return None
    side = (estimated if turn.brief.role == "mediator" else _counted)(turn, party)
    return _beneath(turn, side)


def was_heard(turn: Turn, party: PartyId) -> bool:
    """Tell whether a side has stated or offered anything."""
    stated = any(turn.party_of(position.seat) == party for position in turn.past.stated)
    return stated or bool(turn.past.offers(party))


def estimated(turn: Turn, party: PartyId) -> Side:
    """Return a side as read off the estimate that texts are drafted by."""
    space = packages.valued(turn.reading.head).space
    model = estimate(turn, space, party)
    hinted = {
        e.issue for e in turn.reading.events if e.kind == "ask" and _observer(turn, e.seat, e.to)
    }
    top = {i: max(scores) * (HINT if i in hinted else 1) for i, scores in model.scores.items()}
    total = sum(top.values()) or 1.0
    weights = {issue: weight / total for issue, weight in top.items()}
    least = _insists(turn, space, model)
    lines = tuple(_red_lines(turn, party, weights))
    limits = {}
    for issue, scores in model.scores.items():
        options = space.options[space.issues.index(issue)]
        enough = [
            (scores[at], -at, option)
            for at, option in enumerate(options)
            if max(scores) - scores[at] <= 1 - least / 100 and (issue, option) not in lines
        ]
        if enough:
            limits[issue] = min(enough)[2]
    return Side(party, weights, least, limits, lines)


def _insists(turn: Turn, space: Space, model: Estimate) -> int:
    """Return what a side insists on: no more than the least it has offered or accepted so far."""
    taken = [paper.package for paper in turn.past.papers.values() if model.party in paper.accepted]
    least = NEED
    if taken:
        worth = model.worth(space)
        best = float(worth.max())
        marked = space.same(taken)
        if best > 0 and marked.any():
            least = min(least, float(worth[marked].min()) / best)
    return max(0, min(100, int(100 * least + 0.5)))


def _red_lines(
    turn: Turn, party: PartyId, weights: Mapping[IssueId, float]
) -> list[tuple[IssueId, OptionId]]:
    """Return what was named twice in refusing, and the far ends of the firmest positions."""
    named = Counter(
        (issue, paper.package[issue])
        for paper in turn.past.papers.values()
        if (issue := paper.refused.get(party)) is not None
    )
    found = [pair for pair, times in named.items() if times > 1]
    heaviest = sorted(weights, key=lambda issue: -weights[issue])[:FIRM_ENDS]
    for position in turn.past.stated:
        issue = position.issue
        if position.firm and issue in heaviest and turn.party_of(position.seat) == party:
            options = list(turn.table.options[issue])
            place = options.index(position.option)
            found.append((issue, options[-1] if place < len(options) / 2 else options[0]))
    taken = [paper.package for paper in turn.past.papers.values() if party in paper.accepted]
    return [
        (issue, option)
        for issue, option in dict.fromkeys(found)
        if not any(package.get(issue) == option for package in taken)
    ]


def _counted(turn: Turn, party: PartyId) -> Side:
    counts: dict[IssueId, float] = dict.fromkeys(turn.table.names, 1.0)
    events = turn.reading.events
    for at, event in enumerate(events):
        if event.kind in SPOKEN and event.issue and turn.party_of(event.seat) == party:
            after = events[at + 1 : at + 4]
            shaken = any(e.kind == "seen_of" and e.of == event.seat for e in after)
            counts[event.issue] += (2 if event.firm else 1) * (1.5 if shaken else 1)
    total = sum(counts.values())
    weights = {issue: count / total for issue, count in counts.items()}
    papers = turn.past.papers.values()
    refused = sum(party in paper.refused for paper in papers)
    accepted = sum(party in paper.accepted and paper.party != party for paper in papers)
    least = 50 + 20 * (refused + 1) // (refused + accepted + 2)
    lines = tuple(_red_lines(turn, party, weights))
    return Side(party, weights, least, _heard_of(turn, party), lines)


def _heard_of(turn: Turn, party: PartyId) -> dict[IssueId, OptionId]:
    """Return the option furthest from its first word that a side has stated, offered or taken."""
    said: dict[IssueId, list[OptionId]] = {}
    for position in turn.past.stated:
        if turn.party_of(position.seat) == party:
            said.setdefault(position.issue, []).append(position.option)
    for paper in turn.past.papers.values():
        if party in paper.accepted:
            for issue, option in paper.package.items():
                said.setdefault(issue, []).append(option)
    found = {}
    for issue, named in said.items():
        options = list(turn.table.options.get(issue, ()))
        places = [options.index(option) for option in named if option in options]
        if places:
            found[issue] = options[max(places, key=lambda place: abs(place - places[0]))]
    return found


def _holds_back(turn: Turn, side: Side) -> str:
    """Return what a side is thought not to be telling, in a sentence or two."""
    words = []
    beneath = _beneath(turn, side)
    if beneath is not None:
        words.append(f"It says little of {turn.table.names[beneath]} and minds it more.")
    shown = beliefs.signs(turn)
    own = [seat for seat in shown if turn.party_of(seat) == side.party]
    if own:
        most = max(own, key=lambda seat: shown[seat])
        words.append(f"{turn.table.seats[most].name} is uneasy; a lie or a fear.")
    return " ".join(words)


def _beneath(turn: Turn, side: Side) -> IssueId | None:
    """Return the issue whose weight most outranks its place in what the side has said."""
    spoken = [p.issue for p in turn.past.stated if turn.party_of(p.seat) == side.party]
    professed = list(dict.fromkeys([*spoken, *turn.table.names]))
    ranked = side.priorities
    even = sum(side.weights.values()) / len(ranked)
    heavy = [issue for issue in ranked if side.weights[issue] > even and issue in spoken]
    gap = {issue: professed.index(issue) - ranked.index(issue) for issue in heavy}
    most = max(gap, key=lambda issue: gap[issue], default=None)
    return most if most is not None and gap[most] > 0 else None


def _observer(turn: Turn, seat: str | None, to: str | None) -> bool:
    """Tell whether a question came from the observer to this seat."""
    return seat is not None and to == turn.me and turn.table.seats[seat].role == "observer"
