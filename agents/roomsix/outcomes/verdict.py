"""What feasibility comes to, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from roomsix.outcomes.sensitivity import in_words
from roomsix.scenario import Scenario

if TYPE_CHECKING:
    from roomsix.outcomes.zone import Feasibility, Zone


def sentences(scenario: Scenario, found: Feasibility) -> Iterator[str]:
    """Yield what it comes to: by level, by equality rule, by decision rule, and halfway."""
    who = "everyone"
    if scenario.decision.rule == "quorum":
        who = in_words(scenario.decision, tuple(scenario.parties))
    if not found.kept_by_all:
        whose = "everyone's red lines and mandates" if who == "everyone" else f"the lines of {who}"
        yield f"no package keeps within {whose}"
        return
    if found.pareto_points == 1:
        yield "one and the same package is best for everyone: there is nothing to trade"
    rupture = scenario.tension.rupture if scenario.tension else None
    for level, by_rule in found.levels.items():
        zone = by_rule[found.equality]
        where = f" at level {level}" if scenario.tension else ""
        if level == rupture:
            yield f"the talks end at level {level}; {_zone_in_words(zone)} to {who} there"
            continue
        yield f"{_zone_in_words(zone)} to {who}{where}" + (
            f"; the best joint gain is {zone.best_joint_gain}" if zone.acceptable_to_all else ""
        )
    start = found.levels[found.start][found.equality]
    either = [zone.acceptable_to_all for zone in found.levels[found.start].values()]
    if exactly := max(either) - min(either):
        yield (
            f"at the start {exactly:,} of the packages suit {who} only if the reservation"
            f" itself will do (>=); the rule here is {found.equality}"
        )
    yield from _by_rule(found)
    if start.acceptable_to_all and not start.middle.acceptable_to_all:
        yield f"splitting every difference does not suit {who}: there is something to find out"
    elif start.middle.acceptable_to_all:
        yield f"splitting every difference is already acceptable to {who}"


def _by_rule(found: Feasibility) -> Iterator[str]:
    """Yield that the decision rule decides whether there can be a deal, if it does."""
    passing = {ruling.rule: ruling.by[found.equality].packages for ruling in found.rulings}
    if any(passing.values()) and not all(passing.values()):
        none = [rule for rule, count in passing.items() if not count]
        some = [f"{count:,} with {rule}" for rule, count in passing.items() if count]
        yield (
            f"the decision rule decides: at the start nothing would pass with {' or '.join(none)}"
            f" agreeing, {' and '.join(some)}"
        )


def _zone_in_words(zone: Zone) -> str:
    match zone.acceptable_to_all:
        case 0:
            return "no package is acceptable"
        case 1:
            return f"1 package ({zone.share:.2%}) is acceptable"
        case many:
            return f"{many:,} packages ({zone.share:.2%}) are acceptable"
