"""Where a person types: a line with completion on a terminal, plain lines from anywhere else."""

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Protocol

from roomsix.cli import terminal
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
    """Lines of standard input, each written out again where no terminal has done so."""

    async def line(self, suggest: Suggest) -> str:
        # Others who are asked at the same time wait for it: scripts and pipes answer at once.
        terminal.write(PROMPT)
        typed = sys.stdin.readline()
        if not typed:
            terminal.write("\n")
            raise EOFError
        typed = typed.rstrip("\n")
        if not sys.stdin.isatty():
            terminal.write(f"{typed}\n")
        return typed


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


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let a signal get a person away from the table at once: nothing is lost by it."""

    def away(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {}
    # Handlers can be set by the main thread alone.
    with contextlib.suppress(ValueError):
        for each in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(each) is not signal.SIG_IGN:
                before[each] = signal.signal(each, away)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
