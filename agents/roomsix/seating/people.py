"""Who sits where: what texts such as `kim=haddad@mock` say, and the people that come of them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roomsix.chat.spec import is_spelt
from roomsix.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from roomsix.persona import Persona
    from roomsix.scenario import Scenario
    from roomsix.views import Cast
    from roomsix.workspace import Workspace


@dataclass(frozen=True)
class Seating:
    """Who sits where instead, and who answers for whom."""

    personas: Mapping[str, str]
    chats: Mapping[str, str]


def read(texts: Iterable[str], known: Collection[str]) -> Seating:
    """Read `SEAT=PERSONA`, `SEAT=PERSONA@CHAT` and `SEAT=@CHAT`.

    Raises:
        UsageError: One says neither, names no seat there is, or names one again.
    """
    personas: dict[str, str] = {}
    chats: dict[str, str] = {}
    for text in texts:
        seat, equals, who = text.partition("=")
        persona, spec = occupant(who) if equals else ("", "")
        if not (persona or spec):
            raise UsageError(
                f"--seat {text!r} says nothing", hint="SEAT=PERSONA, SEAT=@CHAT or both"
            )
        if not spec and is_spelt(persona):
            raise UsageError(f"{persona!r} is no persona", hint=f"--seat {seat}=@{persona}")
        if seat not in known:
            hint = did_you_mean(seat, known) or f"there are: {', '.join(known)}"
            raise UsageError(f"no seat {seat!r}", hint=hint)
        for said, into in ((persona, personas), (spec, chats)):
            if said and seat in into:
                raise UsageError(f"seat {seat!r} is given twice: {into[seat]!r} and {said!r}")
            if said:
                into[seat] = said
    return Seating(personas, chats)


def occupant(text: str) -> tuple[str, str]:
    """Return the persona and the chat of `PERSONA`, `PERSONA@CHAT` or `@CHAT`.

    Either is empty where it is not said; both are where the text is none of these.
    """
    persona, at, spec = text.partition("@")
    return ("", "") if (at and not spec) or text.endswith("@") else (persona, spec)


def seated(
    workspace: "Workspace",
    scenario: "Scenario",
    wanted: Mapping[str, str],
    settings: Iterable[str],
    notify: Callable[[str], None] = lambda _: None,
) -> "tuple[Scenario, Cast]":
    """Return the scenario with the people wanted in its seats, and everyone at the table by id.

    Args:
        wanted: Names or paths of personas, by seat.
        notify: Told, in a line, who was put into a second seat.

    Raises:
        UsageError: A name leads nowhere, or two people have one id.
        DefinitionError: A persona is wrong.
    """
    named = {seat: _name(workspace, name) for seat, name in wanted.items()}
    found = workspace.cast(scenario, named, settings)
    cast: dict[str, Persona] = {}
    for persona in found.values():
        if cast.setdefault(persona.id, persona) != persona:
            raise UsageError(f"two people at the table have the id {persona.id!r}")
    places = {
        seat: place.model_copy(update={"persona": found[named.get(seat, place.persona)].id})
        for seat, place in scenario.seats.items()
    }
    for doubled in _doubles({seat: place.persona for seat, place in places.items()}, wanted):
        notify(doubled)
    return scenario.model_copy(update={"seats": places}), cast


def _doubles(sitting: Mapping[str, str], wanted: Mapping[str, str]) -> Iterable[str]:
    """Yield who was put into a second seat: rarely meant, but a fair way to play someone alone."""
    for persona in dict.fromkeys(sitting[seat] for seat in wanted):
        seats = [seat for seat, who in sitting.items() if who == persona]
        if len(seats) > 1:
            yield (
                f"{persona!r} sits in more than one seat: {', '.join(seats)}; "
                "give the others someone else with another --seat, if that is not meant"
            )


def _name(workspace: "Workspace", given: str) -> str:
    """Return a persona's name where it leads to the file that was given, or else what was given."""
    file = workspace.find("persona", given)
    try:
        named = workspace.find("persona", file.name)
    except UsageError:
        return given
    return file.name if named.path.samefile(file.path) else given
