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
    from roomsix import settings
    from roomsix.seating import table

    workspace = desk.workspace()
    if described.scenario is None:
        there = ", ".join(file.name for file in workspace.files("scenario")) or "none here"
        raise UsageError("which scenario?", hint=f"there are: {there}")
    return table.talks(
        workspace,
        described.scenario,
        tapes or taping.tapes(desk, None),
        seed=described.seed,
        seats=described.seat or (),
        chats=described.chat or (),
        changes=described.set_ or (),
        usual=settings.load().settings.chat,
        meter=meter,
        keyless=keyless,
        person=person,
        notify=terminal.say,
    )


def person() -> "Chat":
    """Return whoever sits at this terminal."""
    from roomsix.cli.seat.person import Person

    return Person()
