"""`--chat`: who answers for everyone, or for every seat of a role."""

from collections.abc import Mapping
from typing import get_args

from roomsix.chat import spec
from roomsix.errors import UsageError, did_you_mean
from roomsix.scenario import Role, Scenario

ROLES: tuple[str, ...] = get_args(Role)


def specs(scenario: Scenario, texts: list[str], own: Mapping[str, str]) -> dict[str, str]:
    """Return who answers for each seat: its own chat, else its role's, else everyone's, else mock.

    Args:
        texts: `SPEC`, or `ROLE=SPEC`.
        own: The chats that seats were given for themselves.

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
        seat: own.get(seat) or by_role.get(place.role) or by_role.get(None, "mock")
        for seat, place in scenario.seats.items()
    }
    for seat, chosen in found.items():
        spec.check(chosen, seat=seat, role=scenario.seats[seat].role)
    return found
