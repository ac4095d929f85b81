"""How well promises would be checked: by what the sides proposed, and by what they agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, product

from roomsix.acts import Term
from roomsix.deal import Id, Package, SeatId, inside
from roomsix.events import Record, Unsealed
from roomsix.scenario import Check, Obligation, Scenario

SENSITIVITY = (Fraction(1, 2), Fraction(1), Fraction(3, 2))
"""What gain and loss are multiplied by to see whether a verdict hangs on their exact size."""


@dataclass(frozen=True)
class Proposed:
    """What was proposed for checking one promise.

    Attributes:
        allowed: By the side that made the promise.
        needed: By the others, taken together.
        common: Measures that are in both, each with the schedule of fewer looks.
    """

    allowed: tuple[Term, ...]
    needed: tuple[Term, ...]
    common: tuple[Term, ...]


@dataclass(frozen=True)
class Deterrence:
    """Whether keeping a promise pays under a package.

    Attributes:
        seen: How likely a breach is seen in a period.
        needed: The chance from which keeping it pays: gain / (gain + loss).
        lowest: The smallest margin with gain and loss each half to one and a half times as large.
        highest: The largest.
    """

    seen: Fraction
    needed: Fraction
    lowest: Fraction
    highest: Fraction

    @property
    def margin(self) -> Fraction:
        return self.seen - self.needed


def opened(scenario: Scenario, record: Record, seat: SeatId | None = None) -> tuple[Unsealed, ...]:
    """Return the sealed proposals that were opened, each side's last, in the order of the parties.

    Args:
        seat: Whose perception counts; None for everything.
    """
    last = {
        event.what.party: event.what
        for event in record.of("unsealed")
        if isinstance(event.what, Unsealed) and (seat is None or seat in event.audience)
    }
    return tuple(last[party] for party in scenario.parties if party in last)


def proposed(scenario: Scenario, record: Record, seat: SeatId | None = None) -> dict[Id, Proposed]:
    """Return what the sealed proposals say of each promise; nothing where none were opened.

    Args:
        seat: Whose perception counts; None for everything.
    """
    handed_in = opened(scenario, record, seat)
    found: dict[Id, Proposed] = {}
    for name, promise in scenario.obligations.items() if handed_in else ():
        own = (each.allow for each in handed_in if each.party == promise.debtor)
        theirs = (each.need for each in handed_in if each.party != promise.debtor)
        allowed, needed = (_about(name, chain.from_iterable(each)) for each in (own, theirs))
        found[name] = Proposed(allowed, needed, _common(scenario, allowed, needed))
    return found


def detection(scenario: Scenario, terms: Iterable[Term]) -> Fraction:
    """Return how likely a breach is seen in a period: 1 - product of (1 - p) ** looks."""
    missed = Fraction(1)
    for term in terms:
        missed *= (1 - Fraction(_check(scenario, term).detects, 100)) ** looks(scenario, term)
    return 1 - missed


def alarms(scenario: Scenario, terms: Iterable[Term]) -> Fraction:
    """Return how many false alarms a period brings, on average."""
    return sum(
        (
            looks(scenario, term) * Fraction(_check(scenario, term).false_alarm, 100)
            for term in terms
        ),
        Fraction(0),
    )


def intrusion(scenario: Scenario, terms: Iterable[Term]) -> int:
    """Return what a period of looks costs those who are looked at."""
    return sum(looks(scenario, term) * _check(scenario, term).intrusion for term in terms)


def looks(scenario: Scenario, term: Term) -> int:
    """Return how many looks a period a schedule means."""
    known = scenario.verification
    return known.looks.get(term.schedule, 0) if known else 0


def deterrence(promise: Obligation, package: Package) -> Deterrence | None:
    """Return whether keeping a promise pays; None where the package leaves nothing to keep."""
    if not inside(package, promise.restrains):
        return None
    seen = Fraction(promise.detection.by[package[promise.detection.issue]], 100)
    loss = promise.loss.by[package[promise.loss.issue]]
    margins = [
        seen - threshold(promise.gain * more, loss * dearer)
        for more, dearer in product(SENSITIVITY, SENSITIVITY)
    ]
    return Deterrence(seen, threshold(promise.gain, loss), min(margins), max(margins))


def threshold(gain: Fraction | int, loss: Fraction | int) -> Fraction:
    """Return the chance of being seen from which no breach pays; 0 where it gains nothing."""
    return Fraction(gain) / Fraction(gain + loss) if gain else Fraction(0)


def _about(name: Id, terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(term for term in terms if term.obligation == name))


def _common(
    scenario: Scenario, allowed: Iterable[Term], needed: Iterable[Term]
) -> tuple[Term, ...]:
    """Return what both name, with the schedule of fewer looks; the one that gives most of each."""
    asked = _fullest(scenario, needed)
    given = _fullest(scenario, allowed)
    return tuple(
        min(term, asked[measure], key=lambda each: looks(scenario, each))
        for measure, term in given.items()
        if measure in asked
    )


def _fullest(scenario: Scenario, terms: Iterable[Term]) -> dict[Id, Term]:
    found: dict[Id, Term] = {}
    for term in terms:
        had = found.get(term.measure)
        if had is None or looks(scenario, term) > looks(scenario, had):
            found[term.measure] = term
    return found


def _check(scenario: Scenario, term: Term) -> Check:
    known = scenario.verification
    checks = known.checks.get(term.obligation, {}) if known else {}
    return checks.get(term.measure, Check(detects=0))
