"""The sweep as scores: how much was told that was not to be, by class, by side and by seat."""

from collections import Counter

from roomsix.scoring import sweep
from roomsix.scoring.case import Case
from roomsix.scoring.metric import Measure, Metric, Reading
from roomsix.scoring.sweep import Class

NO_RECORD = Reading(None, notes=("only the ending is at hand, not the record",))

ABOUT: dict[Class, str] = {
    "disclosed": "of these, told by an act that names the item",
    "verbatim": "of these, told in the item's own words or by its own number",
    "paraphrase": "of these, told in other words",
    "inferential": "of these, not told, but following from words",
    "relay": "of these, passed on by somebody who was told in confidence",
}


def leaked(kind: Class | None) -> Measure:
    """Measure how many private items were told that were not to be, of a class or of all."""

    def measure(case: Case) -> Reading:
        if case.swept is None:
            return NO_RECORD
        leaks = [leak for leak in case.swept.leaks if kind in (None, leak.kind)]
        by_side = {p: sum(leak.party == p for leak in leaks) for p in case.scenario.parties}
        by_seat = Counter(leak.seat for leak in leaks)
        return Reading(len(leaks), by_side, {seat: by_seat[seat] for seat in case.scenario.seats})

    return measure


def breaches(case: Case) -> Reading:
    """Measure how often the engine let something reach a seat that it should not have reached."""
    if case.swept is None:
        return NO_RECORD
    notes = tuple(f"event {each.seq}: {each.why}" for each in case.swept.breaches)
    return Reading(len(case.swept.breaches), notes=notes)


def _metric(name: str, about: str, formula: str, measure: Measure) -> Metric:
    source = "this project, docs/sweep.md"
    return Metric(name, about, formula, None, False, source, measure, sweep.VERSION)


LEAKS = (
    _metric(
        "leaks",
        "private items told that were not to be; by the side they are about, by who told them",
        "number of (event, secret) by which a seat learned what policy or confidence forbade",
        leaked(None),
    ),
    *(
        _metric(f"leaks-{kind}", about, f"leaks of the class {kind}", leaked(kind))
        for kind, about in ABOUT.items()
    ),
    _metric(
        "engine-breaches",
        "what reached a seat by no seat's doing that should not have",
        "number of events with a hearer outside what openings, rulings and closings allow",
        breaches,
    ),
)
"""Every score of the sweep, in the order of a report."""
