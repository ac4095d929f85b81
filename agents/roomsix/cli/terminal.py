"""Where output goes: data to stdout, all else to stderr; colour and motion where wanted."""

import json
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from roomsix.errors import RoomsixError
from roomsix.report.text import visible

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


class Unread(RoomsixError):
    """Whoever read the output has gone away; nothing is said about it."""

    code = 141  # what a shell reports of a program that SIGPIPE ended


class Page:
    """Standard output, for people: styled on a terminal, plain text elsewhere.

    Attributes:
        styled: Whether frames and colours suit it.
    """

    def __init__(self, *, plain: bool = False) -> None:
        """Open it; `plain` forces plain text on a terminal too."""
        self.console = console(plain=plain)
        self.styled = self.console.is_terminal and not self.console.is_dumb_terminal

    def show(self, *what: "RenderableType") -> None:
        """Print things one below the other.

        Raises:
            Unread: Nobody reads the output any more.
        """
        from rich.console import Group

        try:
            if self.styled:
                self.console.print(Group(*what))
                return
            with self.console.capture() as captured:
                self.console.print(Group(*what))
            write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))
        except BrokenPipeError:
            raise Unread("nobody reads the output any more") from None


def console(*, plain: bool = False) -> "Console":
    """Return a console on stdout in which square brackets and colons mean nothing special."""
    from rich.console import Console

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    inert: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
    if plain:
        return Piped(**inert, color_system=None, force_terminal=False)
    return Piped(**inert)


def can_move() -> bool:
    """Tell whether stdout is a terminal on which a status line may be redrawn."""
    automated = os.environ.get("CI", "").lower() not in ("", "0", "false")
    return (
        sys.stdout.isatty() and not automated and os.environ.get("TERM") not in ("dumb", "unknown")
    )


def write(text: str) -> None:
    """Write text to stdout, and see it leave.

    Raises:
        Unread: Nobody reads the output any more.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise Unread("nobody reads the output any more") from None


def document(value: object) -> None:
    """Write one JSON document to stdout."""
    write(_safe(json.dumps(value, ensure_ascii=False, indent=2)) + "\n")


def line(value: object) -> None:
    """Write one line of JSON to stdout."""
    write(_safe(json.dumps(value, ensure_ascii=False, separators=(",", ":"))) + "\n")


def say(message: str) -> None:
    """Write a message to stderr, each of its lines under the program's name."""
    complain(f"roomsix: {each}" for each in message.split("\n"))


def complain(lines: Iterable[str]) -> None:
    """Write lines to stderr as they are, safe to look at."""
    for each in lines:
        sys.stderr.write(f"{visible(each)}\n")
    sys.stderr.flush()


def _safe(text: str) -> str:
    """Escape what a terminal or an eye could be misled by; JSON means the same with or without."""
    if text.isascii():
        return text
    return "".join(
        character
        if character.isascii() or visible(character) == character
        else json.dumps(character)[1:-1]
        for character in text
    )
