"""A model behind a real server that does whatever costs most, and keeps its own account."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Literal

Manner = Literal["honest", "silent", "humble", "negative", "boastful", "failing", "deaf"]
"""What the server says of the tokens it used: all, nothing, next to nothing, less than nothing,
far too many; `failing` makes a reply and loses it every other time; `deaf` writes as much as it
likes whatever the limit."""

ENDLESS = 100_000
"""How many tokens a reply has that nobody limits."""


class Handler(BaseHTTPRequestHandler):
    """Answers every request with a pass, and bills all a request could be billed for."""

    server: "Server"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server
        server.received += 1
        form = body["response_format"]["json_schema"]["schema"]
        prompt = sum(len(each["content"].encode()) for each in body["messages"])
        prompt += len(json.dumps(form))
        limit = None if server.manner == "deaf" else body.get("max_completion_tokens")
        reply = limit or ENDLESS
        server.prompt += prompt
        server.completion += reply
        if server.manner == "failing" and server.received % 2:
            self._send(504, {"error": {"message": "the reply came too late"}})
            return
        turn: dict[str, Any] = dict.fromkeys(form["required"])
        turn |= {"thinking": "Hm.", "say": "Good day.", "act": "pass", "claims": []}
        choice = {"index": 0, "finish_reason": "stop"}
        choice["message"] = {"role": "assistant", "content": json.dumps(turn)}
        said = {"id": "c", "object": "chat.completion", "created": 1, "model": "m"}
        self._send(200, {**said, "choices": [choice], **self._usage(prompt, reply)})

    def _usage(self, prompt: int, reply: int) -> dict[str, Any]:
        told = {
            "honest": (prompt, reply),
            "deaf": (prompt, reply),
            "failing": (prompt, reply),
            "humble": (1, 1),
            "negative": (-prompt, -reply),
            "boastful": (10**9, 10**9),
        }.get(self.server.manner)
        if told is None:
            return {}
        counts = {"prompt_tokens": told[0], "completion_tokens": told[1]}
        return {"usage": {**counts, "total_tokens": sum(told)}}

    def _send(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Retry-After", "0")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """What was received, and what it comes to in tokens, a byte of a prompt being one."""

    daemon_threads = True

    def __init__(self, manner: Manner) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.manner = manner
        self.received = 0
        self.prompt = 0
        self.completion = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def serving(manner: Manner) -> Iterator[Server]:
    running = Server(manner)
    thread = Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.shutdown()
        thread.join()
        running.server_close()
