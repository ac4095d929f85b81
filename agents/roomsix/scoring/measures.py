"""How each score is measured: functions of a case, named in the table."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import fmean
from typing import Literal

from roomsix import outcomes, preferences
from roomsix.deal import PartyId
from roomsix.outcomes import Solution, Solutions
from roomsix.scenario import Equality, Limit
from roomsix.scoring import board
from roomsix.scoring.case import Case
from roomsix.scoring.metric import Measure, Reading
from roomsix.scoring.values import Value

NOT_IN_FORCE = Reading(None, notes=("no package is in force",))
NOTHING_ACCEPTABLE = Reading(None, notes=("no package is acceptable to everyone",))
NOTHING_ALLOWED = Reading(None, notes=("every package crosses somebody's red line or mandate",))
NOTHING_TO_GAIN = Reading(None, notes=("no acceptable package gains anything for anybody",))
NOTHING_FOR_ALL = Reading(None, notes=("no acceptable package gains something for everyone",))


def agreement(equality: Equality | None = None) -> Measure:
    """Measure whether there is a deal, by this equality rule or the scenario's own."""

    def measure(case: Case) -> Reading:
        hindrances = case.hindrances(equality)
        answers = {party: case.ending.ratified.get(party) for party in case.scenario.parties}
        return Reading(not hindrances, answers, notes=hindrances)

    return measure


def equality_decides(case: Case) -> Reading:
    loose, strict = (bool(case.hindrances(rule)) for rule in (">=", ">"))
    return Reading(loose != strict)


def reservation(case: Case) -> Reading:
    return Reading(case.ending.level, {p: stakes.reservation for p, stakes in case.stakes.items()})


def utility(case: Case) -> Reading:
    if case.in_force is None:
        without = {party: stakes.no_deal for party, stakes in case.stakes.items()}
        return Reading(sum(without.values()), without, notes=("what no deal is worth",))
    worth = case.worth(case.in_force)
    return Reading(sum(worth.values()), worth)


def gain(case: Case) -> Reading:
    none = dict.fromkeys(case.scenario.parties, 0)
    gains = none if case.in_force is None else case.gains(case.in_force)
    return Reading(sum(gains.values()), gains)


def breaches(case: Case) -> Reading:
    package = case.ending.package
    if package is None:
        return Reading(None, notes=("no package was agreed on",))
    counts: dict[PartyId, int] = {}
    notes: list[str] = []
    for party, side in case.scenario.parties.items():
        crossed = [
            (kind, limit)
            for kind, limits in (("red line", side.red_lines), ("mandate", side.mandate))
            for limit in preferences.breached(limits, package)
        ]
        counts[party] = len(crossed)
        notes += [f"{kind} of {party}: {_in_words(limit)}" for kind, limit in crossed]
    return Reading(sum(counts.values()), counts, notes=tuple(notes))


def capture(case: Case) -> Reading:
    if case.solutions is None:
        return NOTHING_ACCEPTABLE
    most = int(case.solutions.utilitarian.value)
    if not most:
        return NOTHING_TO_GAIN
    if case.deal is None:
        return Reading(0.0, notes=("there is no deal",))
    return Reading(sum(case.gains(case.deal).values()) / most)


def capture_given_agreement(case: Case) -> Reading:
    if case.deal is None:
        return Reading(None, notes=("there is no deal",))
    return capture(case)


def nash_ratio(case: Case) -> Reading:
    if case.solutions is None:
        return NOTHING_ACCEPTABLE
    most = int(case.solutions.nash.value)
    if not most:
        return NOTHING_FOR_ALL
    if case.deal is None:
        return Reading(0.0, notes=("there is no deal",))
    return Reading(math.prod(case.gains(case.deal).values()) / most)


def pareto(case: Case) -> Reading:
    if case.in_force is None:
        return NOT_IN_FORCE
    own = tuple(case.worth(case.in_force).values())
    bettered = any(outcomes.dominates(other, own) for other in case.frontier)
    return Reading(case.within_lines(case.in_force) and not bettered)


def pareto_distance(case: Case) -> Reading:
    if case.in_force is None:
        return NOT_IN_FORCE
    if not case.frontier:
        return NOTHING_ALLOWED
    start = tuple(case.worth(case.in_force).values())
    return Reading(outcomes.distance(start, case.frontier, case.spans))


def dominated_by(case: Case) -> Reading:
    if case.in_force is None:
        return NOT_IN_FORCE
    if case.large:
        return Reading(None, notes=(f"more than {outcomes.MOST:,} packages to look at",))
    own = tuple(case.worth(case.in_force).values())
    worth = case.space.valued(case.ending.level)
    return Reading(int(outcomes.dominating(worth, case.space.allowed, own).sum()))


def distance_to(pick: Callable[[Solutions], Solution]) -> Measure:
    """Measure how far the package in force is from the nearest of some solution points."""

    def measure(case: Case) -> Reading:
        if case.in_force is None:
            return NOT_IN_FORCE
        if case.solutions is None:
            return NOTHING_ACCEPTABLE
        start = tuple(case.worth(case.in_force).values())
        targets = [tuple(point.utilities.values()) for point in pick(case.solutions).points]
        if not targets:
            return NOTHING_FOR_ALL
        return Reading(outcomes.distance(start, targets, case.spans))

    return measure


def advantage_gap(case: Case) -> Reading:
    if case.in_force is None:
        return NOT_IN_FORCE
    if case.solutions is None:
        return NOTHING_ACCEPTABLE
    found: dict[PartyId, float | None] = {}
    for party, points in case.gains(case.in_force).items():
        room = case.solutions.ideal[party] - case.solutions.reservation[party]
        found[party] = points / room if room else None
    known = [advantage for advantage in found.values() if advantage is not None]
    still = tuple(f"{p} has nothing to gain from any deal" for p, a in found.items() if a is None)
    gap = max(known) - min(known) if len(known) > 1 else None
    return Reading(gap, found, notes=still)


def projected_cost(period: Literal["week", "month"]) -> Measure:
    """Measure nothing: report who said that no deal would cost how many lives."""

    def measure(case: Case) -> Reading:
        if case.in_force is not None:
            return Reading(None, notes=("a package is in force",))
        reports = sorted(
            case.scenario.projections.values(), key=lambda report: report.known_to != "everyone"
        )
        if not reports:
            return Reading(None, notes=("nobody has made a projection",))
        lives = [getattr(report, period) for report in reports]
        notes = tuple(
            f"{report.source} (known to {_known_to(report.known_to)}): {number:,}"
            for report, number in zip(reports, lives, strict=True)
        )
        low, high = min(lives), max(lives)
        said = f"{low:,}" if low == high else f"{low:,} to {high:,}"
        return Reading(f"{said}, as reported", span=(low, high), notes=notes)

    return measure


def last_words(name: str) -> Measure:
    """Measure a board by the last row of each assessor: the mean of them, and by party."""

    def measure(case: Case) -> Reading:
        if case.record is None:
            return Reading(None, notes=("only the ending is at hand, not the record",))
        last = board.last_words(case.board)
        found = {seat: row.marks[name] for seat, row in last.items()}
        values = [mark.value for mark in found.values() if mark.value is not None]
        parties: dict[PartyId, Value] = {}
        for party in case.scenario.parties:
            sides = (row.sides.get(party) for row in last.values())
            marks = (side.marks[name] for side in sides if side and name in side.marks)
            each = [mark.value for mark in marks if mark.value is not None]
            parties |= {party: fmean(each)} if each else {}
        if not last:
            return Reading(None, notes=("nobody kept a board",))
        notes = tuple(f"{seat}: {_marked(mark)}" for seat, mark in found.items())
        return Reading(fmean(values) if values else None, parties, notes=notes)

    return measure


def _marked(mark: board.Mark) -> str:
    value = "" if mark.value is None else f"{mark.value:.3f}"
    return f"{value} ({mark.note})" if value and mark.note else value or mark.note


def _known_to(seats: tuple[str, ...] | str) -> str:
    return seats if isinstance(seats, str) else ", ".join(seats) or "nobody"


def _in_words(limit: Limit) -> str:
    never = " with ".join(f"{issue} {' or '.join(o)}" for issue, o in limit.never.items())
    return f"never {never}" + (f" ({limit.because})" if limit.because else "")
