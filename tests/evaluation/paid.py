"""A suite in which a model is asked, and a server that counts and can keep an answer back."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Thread
from typing import Any

import hostile

SUITE = """
suite: 1
id: paid
title: A model is asked
scenarios: [theatre]
seats: {manager: ["@openai:m"]}
seeds: 4
"""


class Handler(hostile.Handler):
    """Answers as an honest server does, once it may."""

    server: "Server"

    def do_POST(self) -> None:
        self.server.enter()
        super().do_POST()

    def _send(self, status: int, body: dict[str, Any]) -> None:
        self.server.leave()  # before the other end can know
        super()._send(status, body)


class Server(hostile.Server):
    """Answers every request with a pass, but keeps back those after a number that it is told."""

    def __init__(self) -> None:
        super().__init__("honest")
        self.RequestHandlerClass = Handler
        self.came = 0
        self.most_at_once = 0
        self._here = 0
        self._last: int | None = None
        self._changed = Condition()

    def keep_back(self, after: int | None) -> None:
        """Answer no more than so many requests from now on; None for all."""
        with self._changed:
            self._last = None if after is None else self.came + after
            self._changed.notify_all()

    def leave(self) -> None:
        """Take note that a request is answered."""
        with self._changed:
            self._here -= 1

    def enter(self) -> None:
        """Take note of a request, and wait until it may be answered."""
        with self._changed:
            self.came += 1
            self._here += 1
            self.most_at_once = max(self.most_at_once, self._here)
            number = self.came
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._last is None or number <= self._last)

    def until(self, came: int) -> None:
        """Wait until so many requests have come."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.came >= came, timeout=60)


@contextmanager
def serving() -> Iterator[Server]:
    running = Server()
    thread = Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.keep_back(None)
        running.shutdown()
        thread.join()
        running.server_close()


def environment(server: Server) -> dict[str, str]:
    return {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "k"}


def workspace(root: Path) -> Path:
    """Write the suite into a folder."""
    (root / "evals").mkdir(parents=True)
    (root / "evals" / "paid.yaml").write_text(SUITE)
    return root


def playing(root: Path, server: Server, *more: str) -> subprocess.Popen[str]:
    """Begin to play the suite in another process."""
    command = [sys.executable, "-m", "roomsix", "-C", str(root), "eval", "paid", "-j", "4", *more]
    return subprocess.Popen(
        command,
        env={**os.environ, **environment(server)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def begun_by(process: int) -> list[int]:
    """Return the processes that a process has begun, or that those have, and that are there."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    found = [int(each) for file in tasks for each in file.read_text().split()]
    return [*found, *(below for each in found for below in begun_by(each))]


def gone(process: int) -> bool:
    """Tell whether a process has ended, whoever is to take note of it."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def wait_for(so: Callable[[], bool]) -> None:
    """Wait until something is so, at most a minute."""
    for _ in range(6000):
        if so():
            return
        time.sleep(0.01)
    raise AssertionError("it has not come to that within a minute")


def answers(root: Path) -> Counter[tuple[str, str, int]]:
    """Return how often the journals of the suite hold an answer to each call of the model."""
    found: Counter[tuple[str, str, int]] = Counter()
    for file in (root / "runs/suites/paid").glob("*/calls.jsonl"):
        for line in map(json.loads, file.read_text().splitlines()):
            if line["call"] == "answered" and line["seat"] == "manager":
                found[file.parent.name, line["seat"], line["index"]] += 1
    return found
