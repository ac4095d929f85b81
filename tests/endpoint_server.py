"""A server of the OpenAI API as a process of its own, which answers as it is told.

`python endpoint_server.py` prints its port. A POST to `/plan` sets what it does with the requests
to come: a JSON list of steps, of which the last is repeated for ever. A GET of `/log` returns what
was received since. A step may say:

    status, error, headers    an answer that is none, with the body {"error": ...} or as it is
    say, act, fields          a turn of these words, this act and these fields
    raw                       a reply of this text instead
    refusal, finish, model, fingerprint, usage
    stop                      "reset": hang up at once; "half": hang up in the middle of a stream
    drip                      seconds between the pieces of a stream
    many                      how many characters the reply has
    wait                      seconds before any answer
    when, unless              do this only where the request's body holds, or does not hold, a text
    chance, among             do one of these steps to that share of the requests, drawn by seed

A request that asks for a stream is given one, unless a step says `whole`.
"""

import contextlib
import json
import random
import socket
import struct
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Handler(BaseHTTPRequestHandler):
    """Does what the next step says."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "Server"

    def do_GET(self) -> None:
        self._send(200, self.server.received)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/plan":
            self.server.steps, self.server.received = body, []
            self._send(200, {})
            return
        key = self.headers.get("Authorization", "")
        step, number = self.server.next(body)
        told = "" if "status" in step or "stop" in step else text(step, number)
        told += step.get("refusal") or ""
        self.server.received.append({"path": self.path, "key": key, "told": told, **body})
        time.sleep(step.get("wait", 0))
        self._follow(step, body, number)

    def _follow(self, step: dict[str, Any], body: dict[str, Any], number: int) -> None:
        if "status" in step:
            self._send(step["status"], step.get("error", {}), step.get("headers", {}))
        elif step.get("stop") == "reset":
            # With nothing to linger for, the other end sees a reset and no end.
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            self.connection.close()
        elif body.get("stream") and not step.get("whole"):
            self._stream(step, number)
        else:
            message: dict[str, Any] = {"role": "assistant", "content": text(step, number)}
            message["refusal"] = step.get("refusal")
            choice = {"index": 0, "message": message, "finish_reason": step.get("finish", "stop")}
            head = {"object": "chat.completion", "choices": [choice], "usage": usage()}
            self._answer({**heading(step), **head})

    def _answer(self, body: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # nobody may be waiting any more
            self._send(200, body)

    def _stream(self, step: dict[str, Any], number: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        whole = text(step, number)
        cut = [whole[at : at + 400] for at in range(0, len(whole), 400)]
        if step.get("stop") == "half":
            cut = cut[:1]
        with contextlib.suppress(OSError):  # nobody may be reading any more
            for piece in cut:
                self._event(step, {"content": piece})
                time.sleep(step.get("drip", 0))
            if step.get("refusal"):
                self._event(step, {"refusal": step["refusal"]})
            if step.get("stop") != "half":
                self._event(step, {}, finish=step.get("finish", "stop"))
                self._event(step, None)
                self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def _event(
        self, step: dict[str, Any], delta: dict[str, Any] | None, *, finish: str | None = None
    ) -> None:
        choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
        chunk = {**heading(step), "object": "chat.completion.chunk"}
        if delta is None:
            chunk |= {"choices": [], "usage": usage()}
        else:
            chunk |= {"choices": choices}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def _send(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


def heading(step: dict[str, Any]) -> dict[str, Any]:
    found = {"id": "c", "created": 1, "model": step.get("model", "tiny-of-today")}
    return {**found, "system_fingerprint": step.get("fingerprint", "fp-1")}


def usage() -> dict[str, int]:
    return {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}


def text(step: dict[str, Any], number: int) -> str:
    if "many" in step:
        return "a" * int(step["many"])
    if "raw" in step:
        return str(step["raw"])
    if "refusal" in step:
        return ""
    say = step.get("say", f"This is what I have to say, number {number}.")
    turn = {"thinking": "", "say": say, "act": step.get("act", "pass"), "claims": []}
    return json.dumps({**turn, **step.get("fields", {})})


class Server(ThreadingHTTPServer):
    """A server that remembers what it was sent, and what it is to do."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.steps: list[dict[str, Any]] = [{}]
        self.received: list[dict[str, Any]] = []
        self._chance = random.Random(7)

    def next(self, body: dict[str, Any]) -> tuple[dict[str, Any], int]:
        """Return the step for a request, and the request's number."""
        number = len(self.received) + 1
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        asked = json.dumps(body)
        if step.get("when", "") not in asked or ("unless" in step and step["unless"] in asked):
            step = {}
        if "chance" in step:
            struck = self._chance.random() < step["chance"]
            step = self._chance.choice(step["among"]) if struck else {}
        return step, number


if __name__ == "__main__":
    with Server() as serving:
        sys.stdout.write(f"{serving.server_port}\n")
        sys.stdout.flush()
        sys.stdin.close()
        serving.serve_forever()
