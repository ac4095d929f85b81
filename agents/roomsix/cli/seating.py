"""Who sits where: `--seat`, and the talks that the options describe."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roomsix.chat.spec import is_spelt
from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Described
from roomsix.cli.taping import Tapes
from roomsix.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from roomsix.calls import Chat
    from roomsix.chat.metering import Meter
    from roomsix.persona import Persona
    from roomsix.scenario import Scenario as Definition
    from roomsix.session import Talks
    from roomsix.views import Cast
    from roomsix.workspace import Workspace


@dataclass(frozen=True)
class Seating:
    """What `--seat` says: who sits where instead, and who answers for whom."""

    personas: Mapping[str, str]
    chats: Mapping[str, str]


def seating(texts: list[str], known: tuple[str, ...]) -> Seating:
    """Read `SEAT=PERSONA`, `SEAT=PERSONA@CHAT` and `SEAT=@CHAT`.

    Raises:
        UsageError: One says neither, names no seat there is, or names one again.
    """
    personas: dict[str, str] = {}
    chats: dict[str, str] = {}
    for text in texts:
        seat, equals, who = text.partition("=")
        persona, _, spec = who.partition("@")
        if not equals or not (persona or spec) or who.endswith("@"):
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


def seated(
    desk: Desk,
    described: Described,
    tapes: "Tapes | None" = None,
    meter: "Meter | None" = None,
    *,
    keyless: bool = False,
    person: "Callable[[], Chat] | None" = None,
) -> "Talks":
    """Return the talks that the options describe.

    Args:
        person: Makes whoever answers at the terminal; None where nobody can be asked there.

    Raises:
        UsageError: A name leads nowhere.
        DefinitionError: A definition is wrong, or the user's settings are.
        ChatError: A chat cannot be made.
    """
    from roomsix import settings
    from roomsix.cli import answering
    from roomsix.session import Talks

    workspace = desk.workspace()
    if described.scenario is None:
        there = ", ".join(file.name for file in workspace.files("scenario")) or "none here"
        raise UsageError("which scenario?", hint=f"there are: {there}")
    changes = described.set_ or []
    scenario = workspace.scenario(described.scenario, changes)
    wanted = seating(described.seat or [], tuple(scenario.seats))
    scenario, cast = people(workspace, scenario, wanted.personas, changes)
    usual = settings.load().settings.chat
    specs = answering.specs(scenario, described.chat or [], wanted.chats, usual=usual)
    return Talks(
        scenario=scenario,
        cast=cast,
        seed=described.seed,
        chats=answering.chats(
            scenario,
            specs,
            seed=described.seed,
            workspace=workspace,
            tapes=tapes or Tapes(desk, None),
            meter=meter,
            keyless=keyless,
            person=person,
        ),
        settings=tuple(changes),
    )


def people(
    workspace: "Workspace", scenario: "Definition", wanted: Mapping[str, str], settings: list[str]
) -> "tuple[Definition, Cast]":
    """Return the scenario with the people wanted in its seats, and everyone at the table by id.

    Args:
        wanted: Names or paths of personas, by seat.

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
    _warn_of_doubles({seat: place.persona for seat, place in places.items()}, wanted)
    return scenario.model_copy(update={"seats": places}), cast


def _warn_of_doubles(sitting: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Say who was put into a second seat: rarely meant, but a fair way to play someone alone."""
    for persona in dict.fromkeys(sitting[seat] for seat in wanted):
        seats = [seat for seat, who in sitting.items() if who == persona]
        if len(seats) > 1:
            terminal.say(
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
