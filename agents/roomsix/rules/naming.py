"""Names that a seat may give: of issues, options and facts, and why some cannot stand."""

from collections.abc import Iterable

from roomsix.deal import FactId, Id, IssueId, Package, SeatId
from roomsix.events import Record
from roomsix.rules import knowledge
from roomsix.scenario import Scenario


def unknown_issue(scenario: Scenario, issue: IssueId | None) -> str | None:
    """Return why an issue cannot be named; None where it can, or none is."""
    if issue is None or issue in scenario.issues:
        return None
    return f"there is no issue {issue!r}; the issues: {listed(scenario.issues)}"


def unknown_option(scenario: Scenario, issue: IssueId, option: Id) -> str | None:
    """Return why an option of an issue cannot be named; None where it can."""
    if issue not in scenario.issues:
        return unknown_issue(scenario, issue)
    options = scenario.issues[issue].options
    return (
        None
        if option in options
        else f"{issue!r} has no option {option!r}; its options: {listed(options)}"
    )


def unknown_fact(
    scenario: Scenario, record: Record, seat: SeatId, fact: FactId | None
) -> str | None:
    """Return why a seat cannot name a fact; the same whether there is none or it knows of none."""
    known = knowledge.known_facts(scenario, record, seat)
    if fact is None or fact in known:
        return None
    names = listed(name for name in scenario.facts if name in known)
    return f"you know of no fact {fact!r}; you know of: {names}"


def incomplete(scenario: Scenario, package: Package) -> str | None:
    """Return why a package cannot be put on the table; None where it can."""
    missing = [issue for issue in scenario.issues if issue not in package]
    if missing:
        return f"a package names an option for every issue; missing: {listed(missing)}"
    for issue, option in package.items():
        problem = unknown_option(scenario, issue, option)
        if problem:
            return problem
    return None


def listed(names: Iterable[str]) -> str:
    """Return names as they are read out."""
    return ", ".join(names) or "none"
