"""`play`, as a real process at the other end of a pipe or of a terminal."""

import contextlib
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

import pytest

from cli.shell import Command, Said, the_run

NEXT = ("/pass", "/send")
"""Passes a turn, and sends an assessment as it is."""


def played(
    root: Path, *arguments: str, lines: Iterable[str], stop: signal.Signals | None = None
) -> Said:
    """Sit down, type these lines, and either close the pipe or send a signal instead."""
    command = [sys.executable, "-m", "roomsix", "-C", str(root), *arguments]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write("".join(f"{line}\n" for line in lines))
        process.stdin.flush()
        before = ""
        if stop is not None:
            while "Not yet sent." not in before:
                before += process.stdout.readline()
            process.send_signal(stop)
        out, err = process.communicate(timeout=120)
    return Said(process.returncode, before + out, err)


@pytest.fixture
def sits(roomsix: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Give a command in this process, with lines typed to it."""

    def command(*arguments: str, lines: Iterable[str] = (), root: Path = tmp_path) -> Said:
        monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in lines)))
        return roomsix(*arguments, root=root)

    return command


def theatre(*offers: str) -> list[str]:
    """All that a manager types, from the first question to the last."""
    talk = [*(["A word.", ""] * 5), "/propose pay=two sundays=sixteen recordings=house", ""]
    return [*talk, *offers, *(NEXT * 5)]


OFFERS = ("/propose sundays=eight", "Fewer Sundays.", "", "/propose recordings=half", "")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a manager has played to the end without leaving."""
    root = tmp_path_factory.mktemp("whole")
    said = played(root, "play", "theatre", "--as", "manager", lines=theatre(*OFFERS))
    assert said.code == 0, said.err
    assert "Sunday concerts: sixteen a season → eight a season" in said.out
    assert "points left" in said.out.rpartition("> /send")[2]
    return root


def test_a_person_is_named_in_the_runs_account_and_never_burns_a_reask(
    whole: Path, roomsix: Command
) -> None:
    info = json.loads((the_run(whole) / "run.json").read_text())

    assert info["seats"] == {"manager": "person", "speaker": "mock", "conciliator": "mock"}
    assert info["totals"]["unusable_replies"] == 0
    assert roomsix("check", "@last", root=whole).code == 0


@pytest.mark.parametrize("stop", [None, signal.SIGINT])
def test_leaving_in_the_middle_changes_nothing(
    stop: signal.Signals | None, sits: Command, whole: Path, tmp_path: Path
) -> None:
    lines = theatre(*OFFERS)

    begun = [*lines[:12], "Not yet sent."]
    left = played(tmp_path, "play", "theatre", "--as", "manager", lines=begun, stop=stop)
    back = sits("resume", lines=lines[12:])

    assert left.code == 130
    assert f"nothing is lost; to go on: roomsix resume {the_run(tmp_path)}" in left.err
    assert back.code == 0, back.err
    assert "since your last turn:" in back.out
    assert "Not yet sent." not in back.out
    same = [(the_run(root) / "record.jsonl").read_bytes() for root in (whole, tmp_path)]
    assert same[0] == same[1]


def test_a_mediator_drafts_and_calls(tmp_path: Path) -> None:
    calls = ["/ask manager sundays", "What would a Sunday cost?", ""]
    text = ["/draft pay=two sundays=[eight] recordings=half", ""]
    closed = ["/draft sundays=eight", "", "/call vote", ""]
    before = [*calls, *(NEXT * 9)]

    said = played(
        tmp_path,
        *("play", "theatre", "--as", "conciliator"),
        lines=[*before, *text, *closed, *(NEXT * 4)],
    )

    assert said.code == 0, said.err
    assert "asks ● Mr Ferrand about Sunday concerts" in said.out
    assert "in brackets: Sunday concerts" in said.out
    assert "calls a sealed vote on the text" in said.out


@pytest.mark.parametrize("seat", ["park", "volkov"])
def test_advisers_and_observers_sit_through_the_talks_of_room_six(
    seat: str, roomsix: Command, tmp_path: Path
) -> None:
    advise = ["/advise hold", "/whisper Not yet.", ""] if seat == "park" else []

    said = played(
        tmp_path, "play", "room-six", "--as", seat, lines=[*advise, *(NEXT * 200), "/leave"]
    )

    info = json.loads((the_run(tmp_path) / "run.json").read_text())
    assert said.code == 0, said.err
    assert info["totals"]["unusable_replies"] == 0
    if seat == "park":
        assert "advises to hold (to its own side)" in said.out
        assert "what do you make of it?" not in said.out
    else:
        assert "what do you make of it?" in said.out
    assert roomsix("check", "@last").code == 0


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("play theatre", "where do you sit down? (--as SEAT; there are: manager, speaker,"),
        ("play", "where do you sit down? (--as SEAT; and in which SCENARIO)"),
        ("play theatre --as mr-ferrand", "no seat 'mr-ferrand'"),
        ("play theatre --as manager --seat manager=@mock", "'manager' is given twice"),
        ("run theatre --chat lead=person", "one terminal is for one person, and manager, speaker"),
        ("run theatre --seat manager=@person -q", "(leave out --quiet, --json and --jsonl)"),
        ("run theatre --seat manager=@person --quiet", "what the seat sees is printed"),
        ("prompt theatre --seat speaker --with manager=@person", "no person can be asked here"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(roomsix: Command, command: str, told: str) -> None:
    said = roomsix(*command.split())

    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert len(said.err.splitlines()) == 1


def test_someone_may_sit_down_in_the_middle_of_a_run(sits: Command) -> None:
    assert sits("run", "theatre", "--quiet").code == 0

    said = sits(
        *("fork", "@last", "--at", "12", "--seat", "manager=@person"),
        lines=["I am new here.", "", *(NEXT * 20)],
    )

    assert said.code == 0, said.err
    assert "I am new here." in said.out


def test_a_run_that_no_longer_fits_does_not_tell_the_person_how(
    sits: Command, tmp_path: Path
) -> None:
    assert sits("play", "theatre", "--as", "manager", lines=["A word.", ""]).code == 130
    calls = the_run(tmp_path) / "calls.jsonl"
    calls.write_text(calls.read_text().replace('"hash":"', '"hash":"0'))

    said = sits("resume")

    assert said.code == 6
    assert "other things would be asked or done today" in said.err


class Terminal:
    """A pseudo-terminal with `play` on it."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.seen = ""
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm"}
            command = [sys.executable, "-m", "roomsix", "-C", str(root), *arguments]
            os.execve(command[0], command, environ)

    def type(self, text: str) -> None:
        os.write(self._fd, text.encode())

    def until(self, text: str) -> str:
        """Wait until a text stands on the screen, and return what came before and with it."""
        end = time.monotonic() + 60
        while text not in self._plain() and text not in self.seen:
            assert time.monotonic() < end, f"{text!r} never came: {self._plain()[-2000:]}"
            if select.select([self._fd], [], [], 0.2)[0]:
                self._read()
        found, self.seen = self._plain(), ""
        return found

    def close(self) -> None:
        """Let go of it, whatever it is doing."""
        with contextlib.suppress(OSError):
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)

    def end(self) -> int:
        """Wait for the process to end; return its exit status."""
        with contextlib.suppress(OSError):
            while self._read():
                pass
        _, status = os.waitpid(self._pid, 0)
        os.close(self._fd)
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> bytes:
        got = os.read(self._fd, 4096)
        # A terminal answers where its cursor is when it is asked.
        if b"\x1b[6n" in got:
            os.write(self._fd, b"\x1b[1;1R")
        self.seen += got.decode(errors="replace")
        return got

    def _plain(self) -> str:
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.seen)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path, "play", "theatre", "--as", "manager")
    yield terminal
    terminal.close()


def test_on_a_terminal_words_are_completed_and_ctrl_c_leaves(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.until("\x1b[?2004h")  # it takes keys from here on

    for typed, offered in (("/sta", "take a position"), (" sun", "Sunday"), (" six", "sixteen")):
        terminal.type(typed)
        terminal.until(offered)
        terminal.type("\t")
    terminal.type(" \r")
    shown = terminal.until("an empty line sends it")
    terminal.type("\x03")
    left = terminal.until("to go on: roomsix resume")

    assert "state: Sunday concerts: sixteen a season" in shown
    assert "you left the table" in left
    assert terminal.end() == 130
    assert json.loads((the_run(tmp_path) / "run.json").read_text())["status"] == "paused"
