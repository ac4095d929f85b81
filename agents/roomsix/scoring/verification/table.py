"""The measures of verification: formulas, versions and sources, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from statistics import fmean

from roomsix.deal import Id, PartyId
from roomsix.scoring.case import Case
from roomsix.scoring.metric import Measure, Metric, Reading
from roomsix.scoring.verification import matrix
from roomsix.scoring.verification.matrix import Proposed

NOTHING_OPENED = Reading(None, notes=("no sealed proposals were opened",))
NOT_WEIGHED = Reading(None, notes=("the scenario does not say what a look is worth",))


def _weighed(
    take: Callable[[Case, Id, Proposed], Fraction | int],
    together: Callable[[list[float]], float],
) -> Measure:
    """Measure every promise by what was proposed: by the side that made it, and together."""

    def measure(case: Case) -> Reading:
        found = None if case.record is None else matrix.proposed(case.scenario, case.record)
        if not found:
            return NOTHING_OPENED
        known = case.scenario.verification
        if not (known and known.looks):
            return NOT_WEIGHED
        by_name = {name: float(take(case, name, each)) for name, each in found.items()}
        notes = tuple(f"{name}: {value:.3g}" for name, value in by_name.items())
        return Reading(
            together(list(by_name.values())), _by_debtor(case, by_name, together), notes=notes
        )

    return measure


def _by_debtor(
    case: Case, found: Mapping[Id, float], together: Callable[[list[float]], float]
) -> dict[PartyId, float]:
    promises = case.scenario.obligations
    own = {
        party: [value for name, value in found.items() if promises[name].debtor == party]
        for party in case.scenario.parties
    }
    return {party: together(values) for party, values in own.items() if values}


def _detection(case: Case, name: Id, proposed: Proposed) -> Fraction:
    return matrix.detection(case.scenario, proposed.common)


def _covered(case: Case, name: Id, proposed: Proposed) -> int:
    promise = case.scenario.obligations[name]
    agreed = case.in_force
    loss = promise.loss.by[agreed[promise.loss.issue]] if agreed else max(promise.loss.by.values())
    seen = matrix.detection(case.scenario, proposed.common)
    return int(seen >= matrix.threshold(promise.gain, loss))


def _intrusion(case: Case, name: Id, proposed: Proposed) -> int:
    return matrix.intrusion(case.scenario, proposed.common)


def _alarms(case: Case, name: Id, proposed: Proposed) -> Fraction:
    return matrix.alarms(case.scenario, proposed.common)


_COVERAGE = _weighed(_covered, fmean)


def _gap(case: Case) -> Reading:
    found = _COVERAGE(case)
    shares = [value for value in found.parties.values() if isinstance(value, float)]
    if found.value is None or len(shares) < 2:
        why = found.notes if found.value is None else ("fewer than two sides made a promise",)
        return Reading(None, notes=why)
    return Reading(max(shares) - min(shares), found.parties)


def _ask_give(case: Case) -> Reading:
    opened = None if case.record is None else matrix.opened(case.scenario, case.record)
    if not opened:
        return NOTHING_OPENED
    parties = {each.party: len(set(each.need)) - len(set(each.allow)) for each in opened}
    notes = tuple(
        f"{each.party}: needs {len(set(each.need))}, allows {len(set(each.allow))}"
        for each in opened
    )
    return Reading(sum(parties.values()), parties, notes=notes)


def _margin(case: Case) -> Reading:
    if case.in_force is None:
        return Reading(None, notes=("no package is in force",))
    found = {
        name: each
        for name, promise in case.scenario.obligations.items()
        if (each := matrix.deterrence(promise, case.in_force)) is not None
    }
    if not found:
        return Reading(None, notes=("the package leaves nothing to keep",))
    margins = {name: float(each.margin) for name, each in found.items()}
    notes = tuple(
        f"{name}: seen {float(each.seen):.2f}, enough from {float(each.needed):.2f};"
        f" margin {float(each.lowest):+.2f} to {float(each.highest):+.2f} if gain and loss are"
        " half to one and a half times as large"
        for name, each in found.items()
    )
    return Reading(min(margins.values()), _by_debtor(case, margins, min), notes=notes)


_COMMON = (
    "over the measures that the debtor allows and the others need, with the schedule of fewer looks"
)

VERIFICATION = (
    Metric(
        "detection",
        "how likely a breach would be seen by what both sides proposed",
        f"per promise and period: 1 - product of (1 - p) ** looks, {_COMMON}; mean over promises",
        None,
        False,
        "IAEA, detection probability; Avenhaus, von Stengel and Zamir 2002",
        _weighed(_detection, fmean),
    ),
    Metric(
        "coverage",
        "how many promises that makes it unwise to break",
        "promises with detection >= gain / (gain + loss) / promises; loss by the enforcement in"
        " force, or without any by the costliest there is",
        ">=",
        False,
        "Avenhaus, von Stengel and Zamir 2002",
        _COVERAGE,
    ),
    Metric(
        "coverage-gap",
        "how unevenly the sides would be checked",
        "largest - smallest coverage over parties that made a promise",
        ">=",
        False,
        "this project, reciprocity of inspection",
        _gap,
    ),
    Metric(
        "ask-give-gap",
        "how much more the sides asked to see than they let be seen",
        "by party, mechanisms needed - mechanisms allowed in its own sealed proposal, a mechanism"
        " being an obligation, a measure and a schedule; value = sum",
        None,
        False,
        "this project",
        _ask_give,
    ),
    Metric(
        "intrusion",
        "what being checked by what both sides proposed would cost in a period",
        f"sum of looks * intrusion {_COMMON}; by party, of its own promises; on no card",
        None,
        False,
        "this project",
        _weighed(_intrusion, sum),
    ),
    Metric(
        "false-alarms",
        "how often what both sides proposed would accuse the innocent in a period",
        f"sum of looks * p of a false alarm {_COMMON}",
        None,
        False,
        "IAEA, false alarm rate",
        _weighed(_alarms, sum),
    ),
    Metric(
        "deterrence-margin",
        "whether keeping the least safe promise of the deal pays",
        "least over the promises that the package in force restrains of p - gain / (gain + loss),"
        " p by the verification and loss by the enforcement agreed; notes give the range with gain"
        " and loss each .5 to 1.5 times as large",
        None,
        False,
        "Avenhaus, von Stengel and Zamir 2002, the inspection game",
        _margin,
    ),
)
"""Every measure of verification, in the order of a report."""
