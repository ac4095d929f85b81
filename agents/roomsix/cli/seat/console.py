"""Where a person types: a line with completion on a terminal, plain lines from anywhere else."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Protocol

from roomsix.cli import stopping, terminal
from roomsix.cli.seat.completing import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document

PROMPT = "> "

Suggest = Callable[[str], list[Suggestion]]
"""Returns what a line that is being typed could go on with."""


class Console(Protocol):
    """Reads what a person types."""

    async def line(self, suggest: Suggest) -> str:
        """Return the next line.

        Raises:
            EOFError: There will be no more.
            KeyboardInterrupt: The person wants to get away.
        """
        ...


class Plain:
    """Lines of standard input, each written out again where no terminal has done so.

    Others who are asked at the same time go on meanwhile.
    """

    def __init__(self) -> None:
        self._came = b""

    async def line(self, suggest: Suggest) -> str:
        terminal.write(PROMPT)
        typed = await self._next()
        if typed is None:
            terminal.write("\n")
            raise EOFError
        if not sys.stdin.isatty():
            terminal.write(f"{typed}\n")
        return typed

    async def _next(self) -> str | None:
        """Return the next line without its end; None at the end of all."""
        try:
            descriptor = sys.stdin.fileno()
        except OSError:  # a text that somebody put there, which is at hand
            line = sys.stdin.readline()
            return line.removesuffix("\n") if line else None
        while b"\n" not in self._came:
            await _readable(descriptor)
            piece = os.read(descriptor, 65_536)
            if not piece:
                break
            self._came += piece
        typed, end, self._came = self._came.partition(b"\n")
        return typed.removesuffix(b"\r").decode("utf-8", "replace") if typed or end else None


class Fancy:
    """A line on a terminal that can be edited, completed and called up again."""

    def __init__(self) -> None:
        self._session: PromptSession[str] | None = None

    async def line(self, suggest: Suggest) -> str:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import Completer
        from prompt_toolkit.completion import Completion as Found
        from prompt_toolkit.patch_stdout import patch_stdout

        class Completing(Completer):
            def get_completions(
                self, document: "Document", complete_event: "CompleteEvent"
            ) -> "Iterable[Completion]":
                for each in suggest(document.text_before_cursor):
                    yield Found(each.text, -each.replaces, display_meta=each.about)

        if self._session is None:
            self._session = PromptSession(complete_while_typing=True, reserve_space_for_menu=6)
        with patch_stdout(raw=True):
            return await self._session.prompt_async(PROMPT, completer=Completing())


def console() -> Console:
    """Return what suits standard input."""
    moving = sys.stdin is not None and sys.stdin.isatty() and terminal.can_move()
    return Fancy() if moving else Plain()


async def _readable(descriptor: int) -> None:
    """Wait until something can be read.

    Raises:
        KeyboardInterrupt: A signal came first.
    """
    loop = asyncio.get_running_loop()
    come: asyncio.Future[None] = loop.create_future()

    def settle(error: BaseException | None = None) -> None:
        if come.done():
            return
        if error is None:
            come.set_result(None)
        else:
            come.set_exception(error)

    try:
        loop.add_reader(descriptor, settle)
    except PermissionError:
        return  # a file can be read at any time
    try:
        # One that is raised while the loop waits would end the loop, and not this wait.
        with _heard(loop, lambda: settle(KeyboardInterrupt())):
            await come
    finally:
        loop.remove_reader(descriptor)


@contextlib.contextmanager
def _heard(loop: asyncio.AbstractEventLoop, tell: Callable[[], None]) -> Iterator[None]:
    """Have a loop tell of the signals that get a person away."""
    before = {}
    # Handlers can be set by the main thread alone.
    with contextlib.suppress(ValueError, RuntimeError):
        for each in (signal.SIGINT, signal.SIGTERM):
            handler = signal.getsignal(each)
            if handler is not signal.SIG_IGN:
                loop.add_signal_handler(each, tell)
                before[each] = handler
    try:
        yield
    finally:
        for each, handler in before.items():
            loop.remove_signal_handler(each)
            signal.signal(each, handler)


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let a signal get a person away from the table at once: nothing is lost by it."""

    def away(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with stopping.caught(away):
        yield
