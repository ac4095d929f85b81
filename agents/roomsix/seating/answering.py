"""Who answers for each seat; and what is so, for the one chat that is told."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, get_args

from roomsix.chat import spec
from roomsix.errors import UsageError, did_you_mean
from roomsix.scenario import Role, Scenario
from roomsix.seating.tapes import Tapes

if TYPE_CHECKING:
    from roomsix.calls import Chat
    from roomsix.chat.metering import Meter
    from roomsix.chat.mock.tactics.oracle import Truths
    from roomsix.workspace import Workspace

ROLES: tuple[str, ...] = get_args(Role)


def specs(
    scenario: Scenario, texts: list[str], own: Mapping[str, str], *, usual: str = "mock"
) -> dict[str, str]:
    """Return who answers for each seat: its own chat, else its role's, else everyone's.

    Args:
        texts: `SPEC`, or `ROLE=SPEC`, as `--chat` takes them.
        own: The chats that seats were given for themselves.
        usual: Who answers where nobody is named.

    Raises:
        UsageError: A role or everyone is given two chats, no seat has a role that is named, or a
            chat cannot play its seat.
    """
    by_role: dict[str | None, str] = {}
    there = list(dict.fromkeys(place.role for place in scenario.seats.values()))
    for text in texts:
        before, equals, after = text.partition("=")
        role, given = (before, after) if equals and before in ROLES else (None, text)
        if role in by_role:
            whom = f"every {role}" if role else "everyone"
            raise UsageError(f"{whom} is given two chats: {by_role[role]!r} and {given!r}")
        if equals and role is None and ":" not in before:
            hint = did_you_mean(before, ROLES) or f"there are: {', '.join(ROLES)}"
            raise UsageError(f"--chat {text!r}: no role {before!r}", hint=hint)
        if role is not None and role not in there:
            hint = f"there are: {', '.join(there)}"
            raise UsageError(f"--chat {text!r}: no seat here has the role {role!r}", hint=hint)
        by_role[role] = given
    found = {
        seat: own.get(seat) or by_role.get(place.role) or by_role.get(None, usual)
        for seat, place in scenario.seats.items()
    }
    for seat, chosen in found.items():
        spec.check(chosen, seat=seat, role=scenario.seats[seat].role)
    return found


def chats(
    scenario: Scenario,
    specs: Mapping[str, str],
    *,
    seed: int,
    workspace: "Workspace",
    tapes: Tapes,
    meter: "Meter | None" = None,
    keyless: bool = False,
    person: "Callable[[], Chat] | None" = None,
    notify: Callable[[str], None] | None = None,
) -> "dict[str, Chat]":
    """Return who answers for each seat, one chat for all that have the same spec.

    Args:
        notify: Told, in a line, what keeps a model from answering.
        person: Makes whoever answers at the terminal; None where nobody can be asked there.

    Raises:
        UsageError: There is no such chat, or a script's mock cannot play its seat.
        DefinitionError: A script is wrong.
        RecordError: What a chat is to answer from is damaged.
        UsageError: A model's key is missing.
    """
    sources = spec.Sources(
        seed=seed,
        script=workspace.script,
        tape=tapes,
        truths=partial(truths, scenario),
        asking=tapes.asking,
        notify=notify,
        meter=meter,
        keyless=keyless,
        person=person,
    )
    made = {each: spec.make(each, sources) for each in dict.fromkeys(specs.values())}
    seated = {seat: made[each] for seat, each in specs.items()}
    spec.check_scripts(seated, {seat: place.role for seat, place in scenario.seats.items()})
    return seated


def truths(scenario: Scenario) -> "Truths":
    """Return everything that the board is measured against, for an oracle."""
    from roomsix import preferences
    from roomsix.chat.mock.tactics.oracle import So, Truths
    from roomsix.scoring.truth import truth

    parties: dict[str, dict[str, So]] = {party: {} for party in scenario.parties}
    for party, by_level in parties.items():
        for level in preferences.levels(scenario):
            so = truth(scenario, party, level)
            if so is not None:
                by_level[level] = So(
                    swings=so.swings,
                    least=min(100, max(0, round(so.least or 0))),
                    limits={issue: options[0] for issue, options in so.limits.items() if options},
                    red_lines=so.red_lines,
                )
    return Truths(
        facts={name: fact.truth for name, fact in scenario.facts.items()},
        start=preferences.start_level(scenario),
        parties=parties,
    )
