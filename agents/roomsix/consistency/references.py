"""Problems with what refers to issues, options and seats: boxes, packages, score cards, dials."""

from collections.abc import Collection

from roomsix.consistency import names
from roomsix.consistency.doubt import Found, Path
from roomsix.deal import Box, Package
from roomsix.scenario import Bonus, Card, Dial, Everyone, Scenario


def box(scenario: Scenario, given: Box, path: Path) -> Found:
    """Check the issues and options that a box of packages names."""
    for issue, listed in given.items():
        yield from names.known(issue, scenario.issues, "issue", (*path, issue), of_key=True)
        if issue in scenario.issues:
            known, defined = _options(scenario, issue)
            yield from names.all_known(listed, known, "option", (*path, issue), defined=defined)
            yield from names.twice(listed, "option", (*path, issue))


def package(scenario: Scenario, given: Package, path: Path) -> Found:
    """Check that a package has one known option for every issue."""
    for issue, option in given.items():
        yield from names.known(issue, scenario.issues, "issue", (*path, issue), of_key=True)
        if issue in scenario.issues:
            known, defined = _options(scenario, issue)
            yield from names.known(option, known, "option", (*path, issue), defined=defined)
    yield from names.missing(given, scenario.issues, "issue", path)


def card(scenario: Scenario, given: Card, path: Path) -> Found:
    """Check that a score card has points for every option of every issue."""
    for issue, worth in given.points.items():
        yield from names.known(
            issue, scenario.issues, "issue", (*path, "points", issue), of_key=True
        )
        if issue in scenario.issues:
            yield from options(scenario, issue, worth, (*path, "points", issue))
    yield from names.missing(given.points, scenario.issues, "issue", (*path, "points"))
    for index, bonus in enumerate(given.bonuses):
        yield from _bonus(scenario, bonus, (*path, "bonuses", index))


def options(scenario: Scenario, issue: str, given: Collection[str], path: Path) -> Found:
    """Check that a map has each option of an issue, and no other, as its keys."""
    known, defined = _options(scenario, issue)
    for option in given:
        under = (*path, option)
        yield from names.known(option, known, "option", under, of_key=True, defined=defined)
    yield from names.missing(given, known, "option", path, defined=defined)


def dial(scenario: Scenario, given: Dial, path: Path) -> Found:
    """Check that a dial has a number for every option of its issue."""
    yield from names.known(given.issue, scenario.issues, "issue", (*path, "issue"))
    if given.issue in scenario.issues:
        yield from options(scenario, given.issue, given.by, (*path, "by"))


def hearers(scenario: Scenario, seats: tuple[str, ...] | Everyone, path: Path) -> Found:
    """Check a list of seats."""
    if not isinstance(seats, str):
        yield from names.all_known(seats, scenario.seats, "seat", path)
        yield from names.twice(seats, "seat", path)


def _options(scenario: Scenario, issue: str) -> tuple[Collection[str], Path]:
    return scenario.issues[issue].options, ("issues", issue, "options")


def _bonus(scenario: Scenario, bonus: Bonus, path: Path) -> Found:
    yield from box(scenario, bonus.when, (*path, "when"))
    if bonus.deterred is not None:
        yield from names.known(
            bonus.deterred, scenario.obligations, "obligation", (*path, "deterred")
        )
