"""What a scenario holds that Genius and NegMAS have no place for, and what is left to write."""

from dataclasses import dataclass

from roomsix import preferences
from roomsix.deal import IssueId, OptionId, PartyId
from roomsix.exchange.account import Account
from roomsix.scenario import Scenario


@dataclass(frozen=True)
class Sheet:
    """What a party's options and going without a deal are worth, in points."""

    party: PartyId
    name: str
    points: dict[IssueId, dict[OptionId, int]]
    least: int


def sheets(scenario: Scenario, account: Account) -> list[Sheet]:
    """Return what can be written of each party, and tell of all that cannot."""
    level = preferences.start_level(scenario)
    found = []
    for party, side in scenario.parties.items():
        for bonus in side.card.bonuses:
            account.dropped(
                f"a bonus of {bonus.points} points of {party}: packages that earn it are written"
                " without it"
            )
        for what, limits in (("red line", side.red_lines), ("mandate", side.mandate)):
            if limits:
                account.dropped(
                    f"each {what} of {party} ({len(limits)}): what crosses it counts as any other"
                )
        if side.principal.mood:
            account.dropped(f"the mood of {party}'s principal")
        found.append(
            Sheet(
                party,
                side.name,
                {
                    issue: {o: side.card.points[issue][o] for o in of.options}
                    for issue, of in scenario.issues.items()
                },
                preferences.reservation(scenario, party, level),
            )
        )
    _rest(scenario, level, account)
    return found


def _rest(scenario: Scenario, level: str, account: Account) -> None:
    if len(preferences.levels(scenario)) > 1:
        account.changed(
            f"reservations that go with the tension: those at {level!r}, where it begins"
        )
    if scenario.decision.equality == ">":
        account.dropped("that points must be above the reservation: it does there")
    if scenario.decision.rule != "unanimity":
        account.dropped(f"the decision rule {scenario.decision.rule!r}: all must agree there")
    parts = {
        "obligations": "obligations and what deters their breach",
        "facts": "facts and beliefs",
        "incidents": "incidents",
        "timeline": "the timeline",
        "projections": "projections",
        "verification": "what sealed proposals are made of",
    }
    for name, what in parts.items():
        if getattr(scenario, name):
            account.dropped(what)
    if any(issue.about for issue in scenario.issues.values()):
        account.dropped("what is said about issues")
    account.dropped("the situation, needs, positions, seats, personas and sessions")
