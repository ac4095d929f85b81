"""Where output goes: data to stdout, all else to stderr; colour and motion where wanted."""

import contextlib
import json
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

from roomsix.errors import RoomsixError
from roomsix.report.text import visible

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

ENDLESS = 10_000
"""A width that nothing comes near, in columns."""


class Unread(RoomsixError):
    """Whoever read the output has gone away; nothing is said about it."""

    code = 141  # what a shell reports of a program that SIGPIPE ended


class Unwritten(RoomsixError):
    """The output cannot be written."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"cannot write the output: {(error.strerror or str(error)).lower()}")


class Note(str):
    """What is said below an error. Libraries add notes too, which are not for the user."""

    __slots__ = ()


class Page:
    """Standard output, for people: styled on a terminal, plain text elsewhere.

    Attributes:
        styled: Whether frames and colours suit it.
        whole: Nothing is cut or wrapped to fit a width.
    """

    def __init__(self, *, plain: bool = False, whole: bool = False) -> None:
        """Open it.

        Args:
            plain: Plain text on a terminal too.
            whole: Nothing is fitted to a width where there is no terminal.
        """
        self.console = console(plain=plain)
        self.whole = whole and not sys.stdout.isatty()
        if self.whole:
            self.console.width = ENDLESS
        self.styled = self.console.is_terminal and not self.console.is_dumb_terminal

    def show(self, *what: "RenderableType") -> None:
        """Print things one below the other.

        Raises:
            Unread: Nobody reads the output any more.
            Unwritten: It cannot be written.
        """
        from rich.console import Group

        try:
            if self.styled:
                self.console.print(Group(*what))
                return
            # What Rich does beyond this, to print on a terminal, takes as long again.
            segments = self.console.render(Group(*what))
            text = "".join(segment.text for segment in segments if not segment.control)
            write("".join(f"{line.rstrip()}\n" for line in text.splitlines()))
        except BrokenPipeError:
            raise Unread("nobody reads the output any more") from None
        except OSError as error:
            raise Unwritten(error) from None


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


def can_move(stream: TextIO | None = None) -> bool:
    """Tell whether a stream, or stdout, is a terminal on which a line may be redrawn."""
    stream = stream or sys.stdout
    automated = os.environ.get("CI", "").lower() not in ("", "0", "false")
    return stream.isatty() and not automated and os.environ.get("TERM") not in ("dumb", "unknown")


def write(text: str) -> None:
    """Write text to stdout, and see it leave.

    Raises:
        Unread: Nobody reads the output any more.
        Unwritten: It cannot be written.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise Unread("nobody reads the output any more") from None
    except OSError as error:
        raise Unwritten(error) from None


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
    with contextlib.suppress(OSError):
        for each in lines:
            sys.stderr.write(f"{visible(each)}\n")
        sys.stderr.flush()


def at_once(message: str) -> None:
    """Write a message to stderr past every buffer, as only a signal handler needs to."""
    with contextlib.suppress(OSError):
        os.write(2, f"roomsix: {message}\n".encode())


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
