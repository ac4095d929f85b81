"""A scenario's points as NegMAS's YAML: an outcome space, and a utility function for each party.

Points are written as they are, with weights of 1, so nothing is scaled or rounded.
"""

import json
from collections.abc import Mapping

from roomsix.exchange.account import Account
from roomsix.exchange.genius_writing import names
from roomsix.exchange.leaving import Sheet, sheets
from roomsix.scenario import Scenario


def written(scenario: Scenario, account: Account) -> Mapping[str, str]:
    """Return the files by name, the outcome space first."""
    found = {f"{scenario.id}.yml": _space(scenario)}
    for sheet in sheets(scenario, account):
        found[f"{scenario.id}-{sheet.party}.yml"] = _ufun(scenario, sheet)
    return found


def _space(scenario: Scenario) -> str:
    lines = [f"name: {_text(scenario.id)}", "type: DiscreteCartesianOutcomeSpace", "issues:"]
    for issue in scenario.issues.values():
        lines += [f"- name: {_text(issue.name)}", "  type: CategoricalIssue", "  values:"]
        lines += [f"  - {_text(name)}" for name in names(issue.options)]
    return "\n".join([*lines, ""])


def _ufun(scenario: Scenario, sheet: Sheet) -> str:
    lines = [
        f"name: {_text(sheet.party)}",
        "type: LinearAdditiveUtilityFunction",
        f"reserved_value: {sheet.least}.0",
        "weights:",
        *("- 1.0" for _ in sheet.points),
        "values:",
    ]
    for issue, of in sheet.points.items():
        lines += ["- type: TableFun", "  mapping:"]
        called = names(scenario.issues[issue].options)
        lines += [f"    {_text(n)}: {p}.0" for n, p in zip(called, of.values(), strict=True)]
    return "\n".join([*lines, ""])


def _text(text: str) -> str:
    """Return a text as YAML takes for that text and nothing else."""
    return json.dumps(text)
