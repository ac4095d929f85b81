"""Runs killed with SIGKILL, at every write and at random, and gone on with afterwards.

Each run asks a real HTTP endpoint on loopback, which counts what it is asked. Every process is
forked from this one, warm, so that a kill and a resumption cost a few hundredths of a second.
A run survives when its record and its outcome are byte for byte those of a run that nobody
stopped, no finished call was made again, and no more were made twice than were in flight.

    python -m benchmarks.kills theatre              # every write, fsync, rename, cut and folder
    python -m benchmarks.kills room-six --random 1000
"""

import argparse
import http.client
import http.server
import json
import os
import random
import signal
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from roomsix import running, store
from roomsix.calls import Chat, Outcome, Request
from roomsix.errors import RoomsixError
from roomsix.session import Talks
from roomsix.store import disk

EFFECTS = ("write", "fsync", "replace", "mkdir", "truncate")
"""What of `os` changes what is on disk."""

FAST = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""Where runs are killed: what a killed process wrote is there whether or not it is on disk."""

Answers = Mapping[tuple[str, int], str]
"""The text of every answer, by seat and index."""


@dataclass
class Effects:
    """Stands in for `os`: counts what changes the disk, and kills the process at one of them.

    Attributes:
        at: The number of the effect at which the process is killed, from 0; None to let it live.
        torn: Whether a write is half done by then; otherwise nothing of the effect is.
        seen: The effects so far.
    """

    at: int | None = None
    torn: bool = False
    seen: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in EFFECTS:
            return real

        def effect(*args: Any, **kwargs: Any) -> Any:
            here = len(self.seen)
            self.seen.append(name)
            if here == self.at:
                if self.torn and name == "write":
                    os.write(args[0], args[1][: len(args[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)

        return effect


@contextmanager
def watched(effects: Effects) -> Iterator[None]:
    """Let every change of the disk go through `effects`."""
    before = vars(disk)["os"]
    vars(disk)["os"] = effects
    try:
        yield
    finally:
        vars(disk)["os"] = before


@dataclass(frozen=True)
class Remote:
    """A chat behind the endpoint.

    Attributes:
        run: A name to be counted under.
    """

    port: int
    run: str
    name: str = "remote"

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        """Nothing that changes the answers."""
        return {}

    async def answer(self, request: Request) -> Outcome:
        """Ask the endpoint."""
        return Outcome(text=_post(self.port, [self.run, request.seat, request.index]))


class Endpoint:
    """A server in a process of its own, which gives known answers and counts the questions."""

    def __init__(self, answers: Answers) -> None:
        listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = listening.getsockname()[1]
        self._process = os.fork()
        if not self._process:
            _serve(listening, answers)
        listening.close()

    def counted(self, run: str) -> Counter[tuple[str, int]]:
        """Return how often each call of a run was asked for."""
        rows = json.loads(_post(self.port, [run]))
        return Counter({(seat, index): count for seat, index, count in rows})

    def close(self) -> None:
        """End the process."""
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


@dataclass(frozen=True)
class Uninterrupted:
    """What a run comes to that nobody stops.

    Attributes:
        effects: Every change of the disk it makes.
    """

    talks: Talks
    record: bytes
    outcome: bytes
    answers: Answers
    effects: tuple[str, ...]


def uninterrupted(talks: Talks) -> Uninterrupted:
    """Play the talks to their end and note all that comes of it."""
    effects = Effects()
    with tempfile.TemporaryDirectory(dir=FAST) as folder:
        told = Told(talks)
        with watched(effects):
            result = running.run(told.talks, Path(folder))
        assert result.folder is not None
        return Uninterrupted(
            talks=talks,
            record=(result.folder / "record.jsonl").read_bytes(),
            outcome=(result.folder / "outcome.json").read_bytes(),
            answers=told.answers,
            effects=tuple(effects.seen),
        )


class Told:
    """Talks whose every answer is noted; they answer under the endpoint's name."""

    def __init__(self, talks: Talks) -> None:
        self.answers: dict[tuple[str, int], str] = {}
        self.talks = with_chats(talks, lambda seat: _Noting(talks.chats[seat], self.answers))


@dataclass(frozen=True)
class _Noting:
    chat: Chat
    answers: dict[tuple[str, int], str]
    name: str = "remote"

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return {}

    async def answer(self, request: Request) -> Outcome:
        outcome = await self.chat.answer(request)
        self.answers[request.seat, request.index] = outcome.text
        return outcome


def with_chats(talks: Talks, chat: Callable[[str], Chat]) -> Talks:
    """Return the same talks with others to answer."""
    return replace(talks, chats={seat: chat(seat) for seat in talks.scenario.seats})


def survives(whole: Uninterrupted, endpoint: Endpoint, *kills: Effects, name: str) -> str:
    """Kill a run, and its resumptions, one after the other; return what is wrong in the end.

    Args:
        kills: Where each process is killed; the one after the last is left alone.
        name: What the calls are counted under.

    Returns:
        Empty when all is well.
    """
    with tempfile.TemporaryDirectory(dir=FAST) as folder:
        runs = Path(folder)
        finished: set[tuple[str, int]] = set()
        flying = 0
        for kill in kills:
            _killed(partial(_on, whole, endpoint, runs, name, kill))
            asked, answered = _journalled(runs)
            finished |= answered
            flying += len(asked - answered)
        try:
            folder_ = _on(whole, endpoint, runs, name, Effects())
        except RoomsixError as error:
            return f"cannot go on: {error}"
        counts = endpoint.counted(name)
        twice = [key for key, count in counts.items() if count > 1]
        wrong = [
            ("the record differs", (folder_ / "record.jsonl").read_bytes() != whole.record),
            ("the outcome differs", (folder_ / "outcome.json").read_bytes() != whole.outcome),
            ("a call was never made", set(counts) != set(whole.answers)),
            ("more calls were made twice than were in flight", len(twice) > flying),
        ]
        return "; ".join(what for what, is_so in wrong if is_so)


def kill_points(whole: Uninterrupted) -> list[Effects]:
    """Return every way of killing the run at one of its effects."""
    return [
        Effects(at, torn=torn)
        for at, name in enumerate(whole.effects)
        for torn in ((False, True) if name == "write" else (False,))
    ]


def _on(whole: Uninterrupted, endpoint: Endpoint, runs: Path, name: str, effects: Effects) -> Path:
    """Begin the run, or go on with it; return its folder."""
    remote = Remote(endpoint.port, name)
    found = store.runs(runs)
    with watched(effects):
        if not found:
            result = running.run(with_chats(whole.talks, lambda _: remote), runs)
        else:
            result = running.resume(
                found[0], running.epochs(found[0], lambda _, seats: dict.fromkeys(seats, remote))
            )
    assert result.folder is not None
    return result.folder


def _killed(work: Callable[[], object]) -> None:
    """Do something in a process of its own, which may be killed at it."""
    process = os.fork()
    if process:
        os.waitpid(process, 0)
        return
    try:
        work()
    finally:
        os._exit(0)


def _journalled(runs: Path) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    """Return the calls that were asked, and those whose answers were kept."""
    kinds: dict[str, set[tuple[str, int]]] = {"asked": set(), "answered": set()}
    for run in store.runs(runs):
        for line in run.lines("calls.jsonl"):
            fields = json.loads(line)
            kinds[fields["call"]].add((fields["seat"], fields["index"]))
    return kinds["asked"], kinds["answered"]


def _post(port: int, body: list[Any]) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/", json.dumps(body))
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def _serve(listening: socket.socket, answers: Answers) -> None:
    counts: dict[str, Counter[tuple[str, int]]] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            run, *call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            counted = counts.setdefault(run, Counter())
            if call:
                counted[call[0], call[1]] += 1
                text = answers[call[0], call[1]]
            else:
                text = json.dumps([[*key, count] for key, count in counted.items()])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    class Server(http.server.HTTPServer):
        def handle_error(self, *_: object) -> None:
            """Keep quiet: whoever asked was killed."""

    server = Server(("127.0.0.1", 0), Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    server.serve_forever()


def main() -> int:
    """Kill and count."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("scenario", help="a scenario's name")
    parser.add_argument("--random", type=int, metavar="N", help="N random kills, each run twice")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth kill point")
    parser.add_argument("--seed", type=int, default=1, help="of the talks, and of the random kills")
    options = parser.parse_args()
    whole = uninterrupted(_talks(options.scenario, options.seed))
    endpoint = Endpoint(whole.answers)
    points = kill_points(whole)
    tries: list[tuple[Effects, ...]]
    if options.random:
        chance = random.Random(options.seed)
        tries = [(chance.choice(points), chance.choice(points)) for _ in range(options.random)]
    else:
        tries = [(point,) for point in points[:: options.every]]
    failed = 0
    try:
        for number, kills in enumerate(tries):
            fresh = [Effects(kill.at, kill.torn) for kill in kills]
            wrong = survives(whole, endpoint, *fresh, name=str(number))
            if wrong:
                failed += 1
                print(f"{[(kill.at, kill.torn) for kill in kills]}: {wrong}", file=sys.stderr)
    finally:
        endpoint.close()
    calls, effects = len(whole.answers), len(whole.effects)
    kind = "random kills, each once more while going on" if options.random else "kill points"
    print(f"{options.scenario}: {calls} calls, {effects} changes of the disk")
    print(f"{len(tries)} {kind}; {len(tries) - failed} survived, {failed} did not")
    return 1 if failed else 0


def _talks(name: str, seed: int) -> Talks:
    from roomsix.chat.mock import MockChat
    from roomsix.workspace import Workspace

    workspace = Workspace(Path())
    scenario = workspace.scenario(name)
    chat = MockChat(seed)
    chats = dict.fromkeys(scenario.seats, chat)
    return Talks(scenario, workspace.cast(scenario), seed, chats)


if __name__ == "__main__":
    sys.exit(main())
