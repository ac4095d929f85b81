"""The slow and certain way: every package by itself."""

import itertools
from collections.abc import Iterator

from roomsix import preferences
from roomsix.deal import Package
from roomsix.scenario import Scenario

Vector = tuple[int, ...]


def every_package(scenario: Scenario) -> Iterator[Package]:
    for chosen in itertools.product(*(issue.options for issue in scenario.issues.values())):
        yield dict(zip(scenario.issues, chosen, strict=True))


def worth(scenario: Scenario, package: Package) -> Vector:
    sides = scenario.parties.values()
    return tuple(preferences.points(scenario, side.card, package) for side in sides)


def dominates(one: Vector, other: Vector) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))
