"""Named tactics: `mock:NAME` and `mock:NAME,KEY=VALUE,…`, from their spelling to a chat."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pydantic import JsonValue

from roomsix import canonical
from roomsix.chat import parameters
from roomsix.chat.mock import MockChat
from roomsix.chat.mock.tactics.catalogue import TACTICS, Named
from roomsix.errors import UsageError

if TYPE_CHECKING:
    from roomsix.chat.mock.tactics.oracle import Truths

SHOWN = "`roomsix list chats` shows them all"


@dataclass(frozen=True)
class Chosen:
    """A tactic as it was asked for.

    Attributes:
        spec: As it was spelt.
        parameters: Every parameter there is, told or not.
    """

    spec: str
    name: str
    named: Named
    parameters: Mapping[str, float]


def read(spec: str) -> Chosen:
    """Read `mock:NAME` or `mock:NAME,KEY=VALUE,…`.

    Raises:
        UsageError: There is no such tactic or parameter, or a value is out of range.
    """
    name, *told = spec.removeprefix("mock:").split(",")
    named = TACTICS.get(name)
    if named is None:
        raise UsageError(f"no tactic {name!r} in {spec!r}", hint=_near(name))
    return Chosen(spec, name, named, parameters.values(spec, told, named.parameters))


def make(chosen: Chosen, *, seed: int, truths: "Callable[[], Truths]") -> MockChat:
    """Return the chat.

    Args:
        truths: Tells what is so; called for a tactic that is told it, and for no other.
    """
    sampling: dict[str, JsonValue] = {"tactic": chosen.name, **chosen.parameters}
    if not chosen.named.told:
        tactic = chosen.named.make(**chosen.parameters)
    else:
        so = truths()
        tactic = chosen.named.make(**chosen.parameters, truths=so)
        sampling["truths"] = canonical.digest(canonical.line(so.model_dump(mode="json")))
    return MockChat(seed, tactic, name=chosen.spec, sampling=sampling)


def fitting(role: str) -> list[str]:
    """Return the names of the tactics for a role."""
    return [name for name, named in TACTICS.items() if role in named.roles]


def _near(name: str) -> str:
    close = get_close_matches(name, TACTICS, n=3)
    if not close:
        return SHOWN
    named = " or ".join(f"'mock:{each}' (for {_roles(TACTICS[each])})" for each in close)
    return f"did you mean {named}? {SHOWN}"


def _roles(named: Named) -> str:
    return (
        "any seat"
        if len(named.roles) > 1
        else f"a{'n' * (named.roles[0][0] in 'aeiou')} {named.roles[0]}"
    )


__all__ = ["TACTICS", "Chosen", "Named", "fitting", "make", "read"]
