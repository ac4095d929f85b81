"""The board beside the truth: how well mediator and observer saw through what was said.

Every row is read from the record and measured against the scenario; no model is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from roomsix import rules
from roomsix.deal import FactId, Frozen, Id, IssueId, PartyId, SeatId, SessionId
from roomsix.events import Assessed, Estimate, Record
from roomsix.scenario import Scenario
from roomsix.scoring import ranks
from roomsix.scoring.claims import Judged, judged
from roomsix.scoring.gauges import GAUGES
from roomsix.scoring.truth import MOST_TIED, Truth, truth


class Mark(Frozen):
    """A row's measure.

    Attributes:
        value: None when there is nothing to measure.
        note: What it rests on, or why there is none.
    """

    value: float | None
    note: str = ""


class Side(Frozen):
    """What was thought of one party, what is so, and how far apart the two are.

    Attributes:
        truth: None when it cannot be worked out.
        least_off: How much too high the least was thought, in points of per cent; None when there
            is none.
        limits_off: For each issue named, how many options too far it was thought to go; below 0
            where it would go further.
        untold: Facts that seats of the party knew of and the assessor did not.
    """

    estimate: Estimate
    truth: Truth | None
    least_off: float | None
    limits_off: Mapping[IssueId, int]
    untold: tuple[FactId, ...]
    marks: Mapping[str, Mark]


class Row(Frozen):
    """What one assessor wrote after one session, measured.

    Attributes:
        seq: Its event in the record.
        level: The tension at the time.
        marks: Every measure; those of parties as the mean over them.
        claims: What is so of each claim that it doubts, by the claim's `seq`.
    """

    seq: int
    session: SessionId
    seat: SeatId
    level: Id
    sides: Mapping[PartyId, Side]
    marks: Mapping[str, Mark]
    claims: Mapping[int, Judged]


def rows(scenario: Scenario, record: Record) -> tuple[Row, ...]:
    """Return every row of the board, measured, in the order they were written."""
    known: dict[tuple[PartyId, Id], Truth | None] = {}
    found: list[Row] = []
    claims = judged(scenario, record)
    past = Record()
    for event in record.of("assessed"):
        if not isinstance(event.what, Assessed) or event.seat is None:
            continue
        for earlier in record[len(past) : event.seq]:
            past.append(earlier)
        level = rules.level(scenario, past)
        sides: dict[PartyId, Side] = {}
        for party, estimate in event.what.parties.items():
            if (party, level) not in known:
                known[party, level] = truth(scenario, party, level)
            untold = _untold(scenario, past, event.seat, party)
            sides[party] = _side(scenario, estimate, known[party, level], untold)
        marks = {name: _mean(name, sides) for name in _OF_PARTIES} | {
            **_forecast("facts", tuple(_facts(scenario, event.what, event.seat))),
            **_forecast("doubts", tuple(_doubts(event.what, claims))),
        }
        found.append(
            Row(
                seq=event.seq,
                session=event.session,
                seat=event.seat,
                level=level,
                sides=sides,
                marks=marks,
                claims={seq: claims[seq] for seq in event.what.doubts},
            )
        )
    return tuple(found)


def last_words(found: Sequence[Row]) -> dict[SeatId, Row]:
    """Return the last row of each assessor, in the order they first wrote one."""
    return {row.seat: row for row in found}


_OF_PARTIES = tuple(name for name, gauge in GAUGES.items() if gauge.of_parties)


def _side(
    scenario: Scenario, estimate: Estimate, so: Truth | None, untold: tuple[FactId, ...]
) -> Side:
    if so is None:
        why = Mark(value=None, note=f"more than {MOST_TIED:,} combinations of issues tied together")
        marks = dict.fromkeys(_OF_PARTIES, why)
        return Side(
            estimate=estimate, truth=None, least_off=None, limits_off={}, untold=untold, marks=marks
        )
    least = None if so.least is None else estimate.least - so.least
    steps = {i: _steps(so, i, option) for i, option in estimate.limits.items() if so.limits[i]}
    return Side(
        estimate=estimate,
        truth=so,
        least_off=least,
        limits_off=steps,
        untold=untold,
        marks={
            **_priorities(scenario, estimate, so),
            "least": Mark(value=None, note="no package within its lines is worth anything")
            if least is None
            else Mark(value=abs(least)),
            "limits": _limits(estimate, so, steps),
            **_red_lines(estimate, so),
        },
    )


def _priorities(scenario: Scenario, estimate: Estimate, so: Truth) -> dict[str, Mark]:
    stated = estimate.priorities
    if not stated:
        why = Mark(value=None, note="no order was stated")
        return {"priorities": why, "priorities-kendall": why}
    places = [stated.index(i) if i in stated else len(stated) for i in scenario.issues]
    swings = [-so.swings[issue] for issue in scenario.issues]
    note = "" if len(stated) == len(scenario.issues) else f"{len(stated)} issues named"
    found = {
        "priorities": ranks.spearman(places, swings),
        "priorities-kendall": ranks.kendall(places, swings),
    }
    alike = "the issues matter alike" if len(swings) > 1 else "there is one issue alone"
    return {n: Mark(value=v, note=alike if v is None else note) for n, v in found.items()}


def _steps(so: Truth, issue: IssueId, option: str) -> int:
    worth = so.worth[issue]
    ladder = sorted(set(worth.values()))
    return ladder.index(worth[so.limits[issue][0]]) - ladder.index(worth[option])


def _limits(estimate: Estimate, so: Truth, steps: Mapping[IssueId, int]) -> Mark:
    if not estimate.limits:
        return Mark(value=None, note="no limit was named")
    if not any(so.limits.values()):
        return Mark(value=None, note="no package is acceptable to it")
    named = "1 issue" if len(steps) == 1 else f"{len(steps)} issues"
    return Mark(value=fmean(abs(off) for off in steps.values()), note=named)


def _red_lines(estimate: Estimate, so: Truth) -> dict[str, Mark]:
    named, true = set(estimate.red_lines), set(so.red_lines)
    right = len(named & true)
    return {
        "red-lines-right": Mark(value=right / len(named), note=f"{right} of {len(named)}")
        if named
        else Mark(value=None, note="none was named"),
        "red-lines-found": Mark(value=right / len(true), note=f"{right} of {len(true)}")
        if true
        else Mark(value=None, note="it has none on a single option"),
    }


def _mean(name: str, sides: Mapping[PartyId, Side]) -> Mark:
    found = {party: side.marks[name] for party, side in sides.items()}
    values = [mark.value for mark in found.values() if mark.value is not None]
    if values:
        return Mark(value=fmean(values))
    whys = dict.fromkeys(mark.note for mark in found.values())
    return Mark(value=None, note="; ".join(whys) or "no party was assessed")


_Forecast = tuple[int, bool, int]
"""How likely something was held, in per cent, whether it is so, and how likely before."""


def _facts(scenario: Scenario, what: Assessed, seat: SeatId) -> Iterator[_Forecast]:
    for name, held in what.facts.items():
        fact = scenario.facts[name]
        yield held, fact.truth, scenario.prior(seat, name)


def _doubts(what: Assessed, claims: Mapping[int, Judged]) -> Iterator[_Forecast]:
    for seq, doubt in what.doubts.items():
        yield doubt, claims[seq].untrue, 50


def _forecast(name: str, held: Sequence[_Forecast]) -> dict[str, Mark]:
    what = "claims" if name == "doubts" else name
    if not held:
        why = Mark(value=None, note=f"nothing was said of {what}")
        return {name: why, f"{name}-skill": why}
    # Sums of squares of per cents are whole numbers, so two equal scores are equal exactly.
    score = sum((p - 100 * so) ** 2 for p, so, _ in held)
    before = sum((prior - 100 * so) ** 2 for _, so, prior in held)
    note = f"{len(held)} {what if len(held) != 1 else what.removesuffix('s')}"
    perfect = "what was held before could not be bettered"
    return {
        name: Mark(value=score / (10_000 * len(held)), note=note),
        f"{name}-skill": Mark(value=1 - score / before, note=note)
        if before
        else Mark(value=None, note=perfect),
    }


def _untold(scenario: Scenario, past: Record, seat: SeatId, party: PartyId) -> tuple[FactId, ...]:
    known = rules.known_facts(scenario, past, seat)
    theirs = frozenset[FactId]().union(
        *(rules.known_facts(scenario, past, each) for each in scenario.seats_of(party))
    )
    return tuple(fact for fact in scenario.facts if fact in theirs - known)
