"""A clock that jumps: days back, days on, and now and then not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from roomsix import draws
from roomsix.running import account, playing


class Clock:
    """Tells the time of a simulated run, for better or worse."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._looks = 0
        self._now = 1_900_000_000_000

    def time_ns(self) -> int:
        """Return nanoseconds since the epoch."""
        self._looks += 1
        jump = draws.below(1_000, self._seed, "clock", self._looks)
        day = 86_400_000
        self._now += {0: -day, 1: day, 2: -3_600_000, 3: 3_600_000, 4: 0}.get(jump % 100, jump)
        return self._now * 1_000_000

    def now(self, zone: object) -> datetime:
        """Return the time of day."""
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=self.time_ns() // 1_000)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Let runs be timed by this clock."""
        before = vars(playing)["time"], vars(account)["datetime"]
        vars(playing)["time"] = vars(account)["datetime"] = self
        try:
            yield
        finally:
            vars(playing)["time"], vars(account)["datetime"] = before
