"""A scenario's points as Genius's XML: a domain, and a utility space for each party.

Weights and evaluations are written so that Genius and NegMAS read the same utilities: the largest
evaluation of every issue is 1, and the best package is worth 1. A party's utilities are its points,
each issue's counted from its lowest option, divided by the most they come to.
"""

from collections.abc import Mapping
from fractions import Fraction
from xml.sax.saxutils import quoteattr

from roomsix.exchange.account import Account
from roomsix.exchange.leaving import Sheet, sheets
from roomsix.exchange.numbers import decimal
from roomsix.scenario import Scenario

_OBJECTIVE = 'type="objective" etype="objective"'
_DISCRETE = 'type="discrete" etype="discrete" vtype="discrete"'


def written(scenario: Scenario, account: Account) -> Mapping[str, str]:
    """Return the files by name, the domain first."""
    found = {f"{scenario.id}.xml": _domain(scenario)}
    for sheet in sheets(scenario, account):
        found[f"{scenario.id}-{sheet.party}.xml"] = _space(scenario, sheet, account)
    return found


def names(options: Mapping[str, str]) -> list[str]:
    """Return what options are called, with the id where two are called the same."""
    called = list(options.values())
    return [
        name if called.count(name) == 1 else f"{name} ({option})"
        for option, name in options.items()
    ]


def _domain(scenario: Scenario) -> str:
    lines = [
        "<negotiation_template>",
        f'<utility_space number_of_issues="{len(scenario.issues)}">',
        f'<objective index="0" name={quoteattr(scenario.id)} description="" {_OBJECTIVE}>',
    ]
    for number, issue in enumerate(scenario.issues.values(), start=1):
        lines.append(f'<issue index="{number}" name={quoteattr(issue.name)} {_DISCRETE}>')
        for place, option in enumerate(names(issue.options), start=1):
            lines.append(f'<item index="{place}" value={quoteattr(option)} />')
        lines.append("</issue>")
    return "\n".join([*lines, "</objective>", "</utility_space>", "</negotiation_template>", ""])


def _space(scenario: Scenario, sheet: Sheet, account: Account) -> str:
    low = {issue: min(of.values()) for issue, of in sheet.points.items()}
    span = {issue: max(of.values()) - low[issue] for issue, of in sheet.points.items()}
    total = sum(span.values()) or 1
    lines = [
        "<utility_space>",
        f'<objective index="0" name={quoteattr(scenario.id)} description="" {_OBJECTIVE}>',
    ]
    for number, (name, issue) in enumerate(scenario.issues.items(), start=1):
        lines.append(f'<issue index="{number}" name={quoteattr(issue.name)} {_DISCRETE}>')
        for place, (option, called) in enumerate(
            zip(issue.options, names(issue.options), strict=True), start=1
        ):
            worth = Fraction(sheet.points[name][option] - low[name], span[name] or 1)
            lines.append(
                f'<item index="{place}" value={quoteattr(called)} evaluation="{decimal(worth)}" />'
            )
        lines.append("</issue>")
    for number, name in enumerate(sheet.points, start=1):
        lines.append(f'<weight index="{number}" value="{decimal(Fraction(span[name], total))}" />')
    least = Fraction(sheet.least - sum(low.values()), total)
    account.changed(
        f"points of {sheet.party}: {total} of them make 1, counted from {sum(low.values())}"
    )
    kept = min(max(least, Fraction(0)), Fraction(1))
    if kept != least:
        account.changed(
            f"the reservation of {sheet.party}, {float(least):.4g}: {kept}, since Genius knows"
            " utilities from 0 to 1 alone"
        )
    lines += [
        "</objective>",
        '<discount_factor value="1.0" />',
        f'<reservation value="{decimal(kept)}" />',
        "</utility_space>",
        "",
    ]
    return "\n".join(lines)
