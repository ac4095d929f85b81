"""Stopping a run by a signal: the first lets the turn be finished, the second stops at once."""

import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from types import FrameType

from roomsix.errors import RoomsixError

SIGNALS = (signal.SIGINT, signal.SIGTERM)

NAP = 0.05
"""How long a pause may go on after it was to end, in seconds."""


class Interrupted(RoomsixError):
    """The run was asked to stop, and has."""

    code = 130  # what a shell reports of a program that Ctrl-C ended


@contextlib.contextmanager
def caught(heard: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Take signals meanwhile; one that the process was told to ignore stays ignored."""
    before = {}
    # Handlers can be set by the main thread alone.
    with contextlib.suppress(ValueError):
        for each in SIGNALS:
            if signal.getsignal(each) is not signal.SIG_IGN:
                before[each] = signal.signal(each, heard)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class Stop:
    """Whether a run is to stop.

    Attributes:
        asked: A signal has come.
    """

    def __init__(self) -> None:
        self.asked = False

    def check(self) -> None:
        """Go no further if a signal has come.

        Raises:
            Interrupted: One has.
        """
        if self.asked:
            raise Interrupted("interrupted")

    def pause(self, seconds: float) -> None:
        """Wait, but not once a signal has come."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, NAP))

    @contextlib.contextmanager
    def listening(self, announce: Callable[[], None]) -> Iterator[None]:
        """Take signals meanwhile; one that the process was told to ignore stays ignored.

        Args:
            announce: Called at the first; it must not wait for anything.
        """

        def heard(number: int, frame: FrameType | None) -> None:
            if self.asked:
                raise KeyboardInterrupt
            self.asked = True
            announce()

        with caught(heard):
            yield
