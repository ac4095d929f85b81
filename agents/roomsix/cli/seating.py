"""The talks that options describe."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from roomsix.cli import taping, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Described
from roomsix.errors import UsageError

if TYPE_CHECKING:
    from roomsix.calls import Chat
    from roomsix.chat.metering import Meter
    from roomsix.seating.tapes import Tapes
    from roomsix.session import Talks


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
    from roomsix import seating, settings
    from roomsix.seating import answering
    from roomsix.session import Talks

    workspace = desk.workspace()
    if described.scenario is None:
        there = ", ".join(file.name for file in workspace.files("scenario")) or "none here"
        raise UsageError("which scenario?", hint=f"there are: {there}")
    changes = described.set_ or []
    scenario = workspace.scenario(described.scenario, changes)
    wanted = seating.read(described.seat or [], tuple(scenario.seats))
    scenario, cast = seating.seated(workspace, scenario, wanted.personas, changes, terminal.say)
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
            tapes=tapes or taping.tapes(desk, None),
            meter=meter,
            keyless=keyless,
            person=person,
            notify=terminal.say,
        ),
        settings=tuple(changes),
    )


def person() -> "Chat":
    """Return whoever sits at this terminal."""
    from roomsix.cli.seat.person import Person

    return Person()
