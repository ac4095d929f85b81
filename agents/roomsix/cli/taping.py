"""Tapes of the folder worked in, and the option that records on them."""

from pathlib import Path
from typing import TYPE_CHECKING

from roomsix.cli import terminal
from roomsix.errors import UsageError

if TYPE_CHECKING:
    from roomsix.chat.tape import Asking
    from roomsix.cli.desk import Desk
    from roomsix.seating.tapes import Tapes
    from roomsix.session import Talks


def tapes(desk: "Desk", runs: Path | None, asking: "Asking" = "none") -> "Tapes":
    """Return what finds tapes in the folder worked in.

    Args:
        runs: Where runs are kept, if not in the usual place.
        asking: What is to be recorded.
    """
    from roomsix.seating.tapes import Tapes

    return Tapes(desk.root, lambda name: desk.run(name, runs), asking, terminal.say)


def recordable(table: "Talks", record: str | None) -> None:
    """Make sure that there is something to record on, if that is asked for.

    Raises:
        UsageError: No seat is answered for by a cassette.
    """
    if record is not None and not any("cassette:" in each.name for each in table.chats.values()):
        raise UsageError("--record is for cassettes", hint="--chat cassette:NAME")
