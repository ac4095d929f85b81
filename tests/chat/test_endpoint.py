"""The whole command line against a real server on loopback that speaks the OpenAI API."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from roomsix import store

KEY = "sk-planted-key-0123456789abcdef"


class Handler(BaseHTTPRequestHandler):
    """Answers every third request with a fault, the others with a turn."""

    server: "Server"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.received.append((self.path, self.headers["Authorization"], body))
        if len(self.server.received) % 3 == 0:
            self._send(503, {"error": {"message": "busy"}}, {"Retry-After": "0"})
            return
        fields = body["response_format"]["json_schema"]["schema"]["required"]
        turn: dict[str, Any] = dict.fromkeys(fields)
        turn |= {
            "thinking": "Hm.",
            "say": f"Good day to you all, {len(self.server.received)}.",
            "act": "pass",
            "claims": [],
        }
        message = {"role": "assistant", "content": json.dumps(turn)}
        reply = {
            "id": "c",
            "object": "chat.completion",
            "created": 1,
            "model": "tiny-of-today",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
        }
        self._send(200, reply, {})

    def _send(self, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """A server that remembers what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.received: list[tuple[str, str, Any]] = []


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def roomsix(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "roomsix", "-C", str(folder), *words],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_model_behind_a_server_of_one_s_own_takes_a_seat(server: Server, tmp_path: Path) -> None:
    environ = {
        "OPENAI_BASE_URL": f"http://127.0.0.1:{server.server_port}/v1",
        "OPENAI_API_KEY": KEY,
    }

    done = roomsix(tmp_path, "run", "theatre", "--seat", "manager=@openai:tiny", **environ)

    assert done.returncode == 0, done.stderr
    run = store.find(tmp_path / "runs", "@last")
    assert run.info.seats["manager"] == "openai:tiny" and run.info.seats["speaker"] == "mock"
    path, authorization, body = server.received[0]
    assert (path, authorization) == ("/v1/chat/completions", f"Bearer {KEY}")
    assert body["model"] == "tiny" and len(body["messages"]) == 2
    said = [getattr(e.what, "text", "") for e in run.record().of("said") if e.seat == "manager"]
    assert said and all(text.startswith("Good day to you all, ") for text in said)
    assert run.info.totals["prompt_tokens"] == 100 * len(said)

    written = [f.read_bytes() for f in run.folder.rglob("*") if f.is_file()]
    assert not any(KEY.encode() in data for data in [*written, done.stdout.encode()])
    assert KEY not in done.stderr

    server.received.clear()
    again = roomsix(tmp_path, "check", "@last")
    assert again.returncode == 0, again.stderr
    assert server.received == []


def test_a_server_that_refuses_the_key_pauses_the_run_with_one_line(tmp_path: Path) -> None:
    environ = {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "OPENAI_API_KEY": ""}

    class Refusing(Handler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._send(401, {"error": {"message": f"bad key {KEY[:6]}"}}, {})

    refusing = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    thread = Thread(target=refusing.serve_forever, daemon=True)
    thread.start()
    try:
        environ["OPENAI_BASE_URL"] = f"http://127.0.0.1:{refusing.server_port}/v1"
        done = roomsix(tmp_path, "run", "theatre", "--chat", "openai:tiny", **environ)
    finally:
        refusing.shutdown()
        thread.join()
        refusing.server_close()

    assert done.returncode == 3
    assert "HTTP 401" in done.stderr and "Traceback" not in done.stderr
    run = store.find(tmp_path / "runs", "@last")
    assert run.info.status == "paused" and "HTTP 401" in run.info.note
