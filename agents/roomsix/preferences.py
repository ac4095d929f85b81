"""What a package is worth to a party, what it may not touch, and what no deal is worth instead."""

from collections.abc import Mapping, Sequence

from roomsix.deal import FactId, Id, Package, PartyId, inside
from roomsix.errors import UsageError
from roomsix.scenario import Card, Decision, Equality, Limit, Obligation, Scenario, Stakes

ALWAYS = "always"
"""The one level there is in a scenario without tension."""


def deterred(scenario: Scenario, obligation_id: Id, package: Package) -> bool:
    """Tell whether keeping a promise pays at least as well as breaking it.

    Exact: `100 * gain <= p * (gain + loss)`, `p` in per cent (the inspection game's threshold,
    Avenhaus, von Stengel and Zamir 2002). Whether the package restrains anything is not asked.
    """
    return _deterred(scenario.obligations[obligation_id], package)


def _deterred(promise: Obligation, package: Package) -> bool:
    detection = promise.detection.by[package[promise.detection.issue]]
    loss = promise.loss.by[package[promise.loss.issue]]
    return 100 * promise.gain <= detection * (promise.gain + loss)


def points(scenario: Scenario, card: Card, package: Package) -> int:
    """Return what a package is worth on a card, bonuses included."""
    return worth(scenario.obligations, card, package)


def worth(obligations: Mapping[Id, Obligation], card: Card, package: Package) -> int:
    """Return the same as `points`, where no more of a scenario is known than its obligations."""
    plain = sum(worth[package[issue]] for issue, worth in card.points.items())
    return plain + sum(
        bonus.points
        for bonus in card.bonuses
        if inside(package, bonus.when)
        and (bonus.deterred is None or _deterred(obligations[bonus.deterred], package))
    )


def breached(limits: tuple[Limit, ...], package: Package) -> tuple[Limit, ...]:
    """Return the limits that a package crosses, in their own order."""
    return tuple(limit for limit in limits if inside(package, limit.never))


def acceptable(
    scenario: Scenario,
    party: PartyId,
    package: Package,
    *,
    level: Id,
    equality: Equality | None = None,
) -> bool:
    """Tell whether a party could live with a package.

    Its red lines and mandate are kept, and the points are at least (`>=`) or above (`>`) its
    reservation at this level of tension. What its principal's mood adds is left out, and so is any
    bonus for all agreeing: see `suited`.

    Args:
        equality: None for the scenario's own rule.
    """
    side = scenario.parties[party]
    if breached(side.red_lines + side.mandate, package):
        return False
    worth = points(scenario, side.card, package)
    least = reservation(scenario, party, level)
    return suffices(worth, least, equality or scenario.decision.equality)


def suited(
    scenario: Scenario, package: Package, *, level: Id, equality: Equality | None = None
) -> frozenset[PartyId]:
    """Return the parties that could live with a package.

    Where all agreeing is worth a bonus, all of them can if each could with its own bonus; else a
    bonus counts for nothing.
    """
    rule = equality or scenario.decision.equality
    alone, together = set(), set()
    for party, side in scenario.parties.items():
        if breached(side.red_lines + side.mandate, package):
            continue
        worth, least = points(scenario, side.card, package), reservation(scenario, party, level)
        if suffices(worth, least, rule):
            alone.add(party)
        if suffices(worth + scenario.decision.bonus.get(party, 0), least, rule):
            together.add(party)
    return frozenset(together if len(together) == len(scenario.parties) else alone)


def whom(decision: Decision) -> str:
    """Return in words whose agreement makes a deal."""
    if decision.quorum is None:
        return "every party"
    those = f", {' and '.join(decision.vetoes)} among them" if decision.vetoes else ""
    return f"{decision.quorum} parties{those}"


def suffices(worth: int, least: int, equality: Equality) -> bool:
    """Compare points with a reservation by one of the two equality rules."""
    return worth >= least if equality == ">=" else worth > least


def stakes(scenario: Scenario, party: PartyId, level: Id) -> Stakes:
    """Return what no deal means to a party at a level of tension.

    Raises:
        UsageError: The scenario has no such level, or the party says nothing of it.
    """
    if level not in (known := levels(scenario)):
        raise UsageError(f"no level of tension is called {level!r}; there are {', '.join(known)}")
    stated = scenario.parties[party].stakes
    found = stated.get(level, stated.get(ALWAYS))
    if found is None:
        raise UsageError(f"{party!r} has no stakes at level {level!r}, only at {', '.join(stated)}")
    return found


def reservation(scenario: Scenario, party: PartyId, level: Id) -> int:
    """Return the least a deal must be worth to a party at a level of tension, in points."""
    return stakes(scenario, party, level).reservation


def reservations(scenario: Scenario, level: Id) -> dict[PartyId, int]:
    """Return the same for every party, in the scenario's order."""
    return {party: reservation(scenario, party, level) for party in scenario.parties}


def levels(scenario: Scenario) -> tuple[Id, ...]:
    """Return the levels of tension, calmest first; only `always` when tension plays no part."""
    return tuple(scenario.tension.levels) if scenario.tension else (ALWAYS,)


def level(scenario: Scenario, score: int) -> Id:
    """Return the level of tension that a score stands for.

    A score below the first level's counts as the first level.
    """
    if scenario.tension is None:
        return ALWAYS
    first, *_ = rising = levels(scenario)
    reached = (one for one in reversed(rising) if score >= scenario.tension.levels[one])
    return next(reached, first)


def start_level(scenario: Scenario) -> Id:
    """Return the level of tension before anyone has said a word: the timeline's scores added up."""
    return level(
        scenario,
        sum(
            attributed(
                event.score, [_first_blame(scenario, *each) for each in event.blames.items()]
            )
            if event.blames
            else event.score
            for event in scenario.timeline
        ),
    )


def attributed(score: int, blame: Sequence[int]) -> int:
    """Return the share of a score that is laid at another's door: `score * mean(blame) / 100`.

    Exact, in whole numbers; halves are rounded up.

    Args:
        blame: How likely each lead holds that another side did it, in per cent.
    """
    return (2 * score * sum(blame) + 100 * len(blame)) // (200 * len(blame))


def _first_blame(scenario: Scenario, party: PartyId, fact: FactId) -> int:
    return scenario.prior(scenario.lead_of(party), fact)
