"""The whole command line against a server, a process of its own, that speaks the OpenAI API.

It is begun as a process of its own where that may make a difference.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.endpoint import KEY, Endpoint, serving
from cli.shell import Command, Said
from roomsix import store
from roomsix.cli import main

COMMAND = ("-m", "roomsix")

BROKEN = (
    "-c",
    "import sys\n"
    "from roomsix.chat import ladder\n"
    "def messages(request, form): raise RuntimeError('a mistake of ours')\n"
    "ladder.messages = messages\n"
    "from roomsix import cli\n"
    "sys.exit(cli.main())\n",
)
"""A command line that breaks when it asks a model."""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving() as running:
        yield running


def roomsix(
    endpoint: Endpoint, folder: Path, *words: str, command: tuple[str, ...] = COMMAND
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command, "-C", str(folder), *words],
        env={**os.environ, **endpoint.environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def here(
    endpoint: Endpoint,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    """Give a command in this process."""
    for name, value in endpoint.environ.items():
        monkeypatch.setenv(name, value)

    def command(*words: str) -> Said:
        capsys.readouterr()
        code = main(["-C", str(tmp_path), *words])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return command


def holds_no_key(folder: Path, done: Said | subprocess.CompletedProcess[str]) -> None:
    """Look for the key in every file below a folder, and in what was printed."""
    written = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert written
    assert [file for file, data in written.items() if KEY.encode() in data] == []
    printed = done.out + done.err if isinstance(done, Said) else done.stdout + done.stderr
    assert KEY not in printed


def test_a_model_behind_a_server_of_one_s_own_takes_a_seat(
    endpoint: Endpoint, here: Command, tmp_path: Path
) -> None:
    endpoint.plan({}, {}, {"status": 503, "headers": {"Retry-After": "0"}}, {})

    done = roomsix(endpoint, tmp_path, "run", "theatre", "--seat", "manager=@openai:tiny")

    assert done.returncode == 0, done.stderr
    run = store.find(tmp_path / "runs", "@last")
    assert run.info.seats["manager"] == "openai:tiny" and run.info.seats["speaker"] == "mock"
    received = endpoint.received
    assert received[0]["path"] == "/v1/chat/completions"
    assert received[0]["key"] == f"Bearer {KEY}"
    assert received[0]["model"] == "tiny" and len(received[0]["messages"]) == 2
    said = [getattr(e.what, "text", "") for e in run.record().of("said") if e.seat == "manager"]
    assert said and all(text.startswith("This is what I have to say") for text in said)
    assert run.info.totals["prompt_tokens"] == 100 * len(said)
    assert run.info.by_seat["manager"]["attempts"] == len(said) + 1 == len(received)
    assert "HTTP 503" in done.stderr and "attempt 2 of 8" in done.stderr
    holds_no_key(tmp_path, done)

    endpoint.plan({})
    again = here("check", "@last")
    assert again.code == 0, again.err
    assert endpoint.received == []


def test_what_a_model_did_not_answer_is_told_of_by_show(endpoint: Endpoint, here: Command) -> None:
    refusal = {"refusal": "I cannot help with that."}
    endpoint.plan({}, refusal, refusal, {"raw": "Hm."}, {"raw": ""}, {})
    here("run", "theatre", "--seat", "manager=@openai:tiny")

    shown = here("show", "@last")

    assert "replies that could not be used" in shown.out
    assert "1 empty · 1 not to be read, or not possible then" in shown.out
    assert "2 refused" in shown.out
    from_a_seat = here("show", "@last", "--as", "speaker")
    assert "refused" not in from_a_seat.out


@pytest.mark.parametrize("form", [(), ("--json",), ("--jsonl",), ("-q",)])
def test_a_server_that_refuses_the_key_pauses_the_run_with_one_line(
    endpoint: Endpoint, here: Command, tmp_path: Path, form: tuple[str, ...]
) -> None:
    message = f"Incorrect API key provided: {KEY}. You can find yours elsewhere."
    endpoint.plan({"status": 401, "error": {"error": {"message": message}}})

    done = here("run", "theatre", "--chat", "openai:tiny", *form)

    assert done.code == 3
    assert "HTTP 401" in done.err + done.out and "Traceback" not in done.err
    run = store.find(tmp_path / "runs", "@last")
    assert run.info.status == "paused" and "HTTP 401" in run.info.note
    holds_no_key(tmp_path, done)


def test_a_traceback_holds_no_key(endpoint: Endpoint, tmp_path: Path) -> None:
    words = ("run", "theatre", "--chat", "openai:tiny", "--json")

    done = roomsix(endpoint, tmp_path, *words, command=BROKEN)

    assert "Traceback" in done.stderr and "a mistake of ours" in done.stderr
    holds_no_key(tmp_path, done)
