"""How fast an endpoint may be asked: requests at once, and requests and tokens a minute."""

from collections import deque
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from roomsix.deal import Frozen

MINUTE = 60.0

Least = Annotated[int, Field(ge=1)]


class Pace(Frozen):
    """The most that an endpoint may be asked; None where nothing limits it.

    Attributes:
        at_once: Requests under way at the same time.
        requests_per_minute: Requests sent within any sixty seconds.
        tokens_per_minute: Tokens of prompts and replies within any sixty seconds. What a request
            takes is guessed when it is sent and put right when it is answered.
    """

    at_once: Least | None = None
    requests_per_minute: Least | None = None
    tokens_per_minute: Least | None = None


@dataclass
class Sent:
    """A request that was sent: when, by the clock, and the tokens it takes."""

    at: float
    tokens: int


class Past:
    """What an endpoint was asked in the last minute, and what it has not answered yet.

    A window that slides, and not a bucket that fills: a bucket of a minute's worth lets nearly
    twice as much through in its first minute.

    Attributes:
        under_way: How many requests have not been answered.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._sent: deque[Sent] = deque()
        self._held = float("-inf")
        self.under_way = 0

    def wait(self, tokens: int, now: float) -> float | None:
        """Return the seconds until a request may be sent; None if one has to be answered first.

        A request that alone takes more than a minute's tokens may be sent after an empty minute.

        Args:
            tokens: What it is thought to take.
            now: In seconds, by a clock that never goes back.
        """
        while self._sent and self._sent[0].at <= now - MINUTE:
            self._sent.popleft()
        if self._pace.at_once is not None and self.under_way >= self._pace.at_once:
            return None
        return max(0.0, self._held - now, self._requests(now), self._tokens(tokens, now))

    def send(self, tokens: int, now: float) -> Sent:
        """Take down that a request is sent, and return what it is to be answered by."""
        sent = Sent(now, tokens)
        self._sent.append(sent)
        self.under_way += 1
        return sent

    def answer(self, sent: Sent, tokens: int | None) -> None:
        """Take down that a request was answered.

        Args:
            tokens: What it took; None where that is not known.
        """
        self.under_way -= 1
        if tokens is not None:
            sent.tokens = tokens

    def hold(self, until: float) -> None:
        """Have nothing sent until then; an earlier time changes nothing."""
        self._held = max(self._held, until)

    def _requests(self, now: float) -> float:
        most = self._pace.requests_per_minute
        if most is None or len(self._sent) < most:
            return 0.0
        return self._sent[len(self._sent) - most].at + MINUTE - now

    def _tokens(self, tokens: int, now: float) -> float:
        most = self._pace.tokens_per_minute
        if most is None:
            return 0.0
        over = sum(each.tokens for each in self._sent) + tokens - most
        wait = 0.0
        for each in self._sent:
            if over <= 0:
                break
            over -= each.tokens
            wait = each.at + MINUTE - now
        return wait
