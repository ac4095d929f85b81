"""Talks in which one seat is a model behind a server of its own, for tests of what can go wrong."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from roomsix import running, store
from roomsix.calls import Outcome
from roomsix.chat.arrival import Limits
from roomsix.chat.model import ModelChat
from roomsix.errors import RoomsixError
from roomsix.running import checking
from roomsix.session import Talks, Unwatched
from running_tables import small

KEY = "sk-planted-0123456789abcdef"
SEAT = "manager"
SERVER = Path(__file__).parents[1] / "endpoint_server.py"


@dataclass
class Endpoint:
    """A server that is running, and what it is asked."""

    port: int

    def plan(self, *steps: dict[str, Any]) -> None:
        """Say what is done with the requests from now on; the last step is repeated."""
        self._ask("/plan", json.dumps(steps or [{}]).encode())

    @property
    def received(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self._ask("/log", None))
        return found

    @property
    def environ(self) -> dict[str, str]:
        return {"OPENAI_BASE_URL": f"http://127.0.0.1:{self.port}/v1", "OPENAI_API_KEY": KEY}

    def _ask(self, path: str, data: bytes | None) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", data) as answer:
            body: bytes = answer.read()
            return body


@contextmanager
def serving() -> Iterator[Endpoint]:
    """A server in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdin is not None
    try:
        yield Endpoint(int(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
        process.stdin.close()


@dataclass
class Watcher(Unwatched):
    """Notes what it is told."""

    came: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def arriving(self, seat: str, characters: int) -> None:
        self.came.append(characters)

    def noticed(self, what: str) -> None:
        self.lines.append(what)


@dataclass
class Table:
    """Talks whose manager is a model behind an endpoint, played into a folder.

    Attributes:
        seats: Whom the model answers for; None for everyone.
        told: What the chat told of faults.
        slept: How long it would have waited, each time.
        stopped: Why the run was paused; None where it came to its end.
        received: Every request, in order.
        lost: How many of them no outcome accounts for, since the run was paused on their account.
    """

    endpoint: Endpoint
    runs: Path
    limits: Limits | None = None
    seats: tuple[str, ...] | None = (SEAT,)
    told: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    watcher: Watcher = field(default_factory=Watcher)
    stopped: RoomsixError | None = None
    received: list[dict[str, Any]] = field(default_factory=list)
    lost: int = 0

    def chat(self) -> ModelChat:
        """The model, as it has never been asked before."""

        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        return ModelChat(
            "tiny",
            environ=self.endpoint.environ,
            sleep=sleep,
            notify=self.told.append,
            limits=self.limits,
        )

    def talks(self) -> Talks:
        """The talks, the model's seats among them."""
        talks = small()
        model = dict.fromkeys(self.seats or talks.chats, self.chat())
        return replace(talks, chats={**talks.chats, **model})

    def play(self, *steps: dict[str, Any]) -> "Table":
        """Play the talks, from their beginning or from where they were paused."""
        self.endpoint.plan(*steps)
        talks = self.talks()
        paused, self.stopped = self.stopped, None
        try:
            if paused is None:
                running.run(talks, self.runs, watcher=self.watcher)
            else:
                parts = running.epochs(self.run, lambda *_: talks.chats)
                running.resume(self.run, parts, watcher=self.watcher)
        except RoomsixError as error:
            self.stopped = error
        since = self.endpoint.received
        self.received += since
        if self.stopped is not None:
            accounted = sum(outcome.attempts for outcome in self.outcomes)
            self.lost = len(self.received) - accounted
        return self

    @property
    def run(self) -> store.Run:
        return store.find(self.runs, "@last")

    @property
    def outcomes(self) -> list[Outcome]:
        """What came of the model's calls, in order."""
        lines = map(json.loads, self.run.lines("calls.jsonl"))
        return [
            Outcome.model_validate_json(json.dumps(line["outcome"]))
            for line in lines
            if line["call"] == "answered" and line["outcome"]["form"] is not None
        ]

    @property
    def counts(self) -> dict[str, int]:
        return dict(self.run.info.by_seat.get(SEAT, {}))

    def is_sound(self) -> None:
        """Check what must be so whatever went wrong."""
        checking.checked(self.run)
        told = [each["told"] for each in self.received]
        for outcome in self.outcomes:
            assert not outcome.text or any(outcome.text in text for text in told)
        if self.stopped is None:
            assert self.run.info.status == "finished"
            attempts = sum(outcome.attempts for outcome in self.outcomes)
            assert attempts + self.lost == len(self.received)
        else:
            assert self.run.info.status == "paused"
            assert self.run.info.note == self.stopped.message and "\n" not in str(self.stopped)
        written = [file.read_bytes() for file in self.runs.rglob("*") if file.is_file()]
        assert not any(KEY.encode() in data for data in written)
        assert not any(KEY in line for line in [*self.told, *self.watcher.lines, str(self.stopped)])
