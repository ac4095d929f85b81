"""Whether what could be traded was traded, and whether it was talked over before it was settled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from statistics import median

from roomsix import acts
from roomsix.deal import IssueId
from roomsix.events import Event
from roomsix.scoring.case import Case
from roomsix.scoring.metric import Reading
from roomsix.scoring.process.conceding import NO_RECORD

ENOUGH = 0.8
"""The share of the issues, and of the joint gain, below which an agreement is premature."""

NO_DEAL = Reading(None, notes=("there is no deal",))


def logrolling(case: Case) -> Reading:
    """Measure whether each side had its way where an issue mattered more to it."""
    if case.in_force is None:
        return Reading(None, notes=("no package is in force",))
    truths = {party: truth for party, truth in case.truths.items() if truth is not None}
    if len(truths) < len(case.scenario.parties):
        return Reading(None, notes=("too many issues hang together to weigh each",))
    weights = {
        party: {issue: swing / (sum(truth.swings.values()) or 1) for issue, swing in swings.items()}
        for party, truth in truths.items()
        for swings in [truth.swings]
    }
    whole = traded = 0.0
    for one, other in combinations(truths, 2):
        for issue, option in case.in_force.items():
            lean = weights[one][issue] - weights[other][issue]
            worth = truths[one if lean > 0 else other].worth[issue]
            whole += abs(lean)
            traded += abs(lean) * (worth[option] > median(worth.values()))
    if not whole:
        return Reading(None, notes=("every issue matters alike to every party",))
    return Reading(traded / whole)


def integrative(case: Case) -> Reading:
    """Measure how far a deal went from splitting every difference towards the best there is."""
    if case.deal is None:
        return NO_DEAL
    if case.solutions is None:
        return Reading(None, notes=("no package is acceptable to everyone",))
    least = sum(stakes.reservation for stakes in case.stakes.values())
    middle = case.halfway - least
    most = int(case.solutions.utilitarian.value)
    if most <= middle:
        return Reading(None, notes=("nothing is better than splitting every difference",))
    return Reading((sum(case.gains(case.deal).values()) - middle) / (most - middle))


def discussed(case: Case) -> Reading:
    """Measure how many of the issues somebody had spoken to before the agreement came."""
    if case.record is None:
        return NO_RECORD
    issues = tuple(case.scenario.issues)
    before = case.agreed_at
    spoken = {
        issue
        for event in case.record
        if before is None or event.seq < before
        for issue in _spoken_to(event)
    }
    spoken |= {
        issue
        for made in case.bids.values()
        for one, other in pairwise(made)
        if before is None or other.seq < before
        for issue in issues
        if one.package[issue] != other.package[issue]
    }
    silent = tuple(issue for issue in issues if issue not in spoken)
    return Reading(1 - len(silent) / len(issues), notes=tuple(f"never: {each}" for each in silent))


def premature(case: Case) -> Reading:
    """Tell whether a deal came before the issues were talked over, and left gains behind."""
    if case.deal is None:
        return NO_DEAL
    share = discussed(case).value
    if not isinstance(share, float):
        return NO_RECORD
    if case.solutions is None or not case.solutions.utilitarian.value:
        return Reading(None, notes=("no acceptable package gains anything for anybody",))
    capture = sum(case.gains(case.deal).values()) / int(case.solutions.utilitarian.value)
    notes = (f"{share:.0%} of the issues discussed", f"{capture:.0%} of the joint gain")
    return Reading(share < ENOUGH and capture < ENOUGH, notes=notes)


def impasse(case: Case) -> Reading:
    """Tell whether the talks failed though a deal was possible."""
    possible = case.solutions is not None
    return Reading(case.deal is None and possible)


def _spoken_to(event: Event) -> Iterator[IssueId]:
    match event.what:
        case acts.Ask(issue=str(issue)) | acts.State(issue=issue) | acts.Amend(issue=issue):
            yield issue
        case acts.Draft(brackets=brackets):
            yield from brackets
        case _:
            pass
