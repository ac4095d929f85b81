"""Where output goes and what it is made of: colours, motion, JSON."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.shell import Command, elsewhere, the_run

ESCAPE = "\x1b"
COLOUR = re.compile(ESCAPE + r"\[[0-9;]*\b(3[0-9]|9[0-7])\b")
CURSOR = re.compile(ESCAPE + r"\[(\d*A|\?25l|2K)")


def on_terminal(root: Path, *arguments: str, **environment: str) -> str:
    """Return what a command writes to a terminal."""
    ours, theirs = pty.openpty()
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "COLUMNS": "100", "LINES": "40"}
    with subprocess.Popen(
        [sys.executable, "-m", "roomsix", "-C", str(root), *arguments],
        env=kept | environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        written = b""
        while True:
            try:
                read = os.read(ours, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not read:
                break
            written += read
    os.close(ours)
    return written.decode()


def test_without_a_terminal_a_transcript_is_plain_text(played: Path) -> None:
    ran = elsewhere(["show", "@last"], root=played)

    assert ESCAPE not in ran.stdout
    assert "Mrs Oldroyd" in ran.stdout


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_transcript_keeps_to_the_width(width: int, played: Path) -> None:
    ran = elsewhere(["show", "@last"], root=played, COLUMNS=str(width))

    assert max(map(len, ran.stdout.splitlines())) <= width


def test_colour_can_be_forced(played: Path) -> None:
    ran = elsewhere(["show", "@last"], root=played, FORCE_COLOR="1", TERM="xterm-256color")

    assert COLOUR.search(ran.stdout)


def test_plain_wins_over_forced_colour(played: Path) -> None:
    ran = elsewhere(["show", "@last", "--plain"], root=played, FORCE_COLOR="1")

    assert ESCAPE not in ran.stdout


def test_no_color_leaves_symbols_and_no_colours(played: Path) -> None:
    shown = on_terminal(played, "show", "@last", TERM="xterm-256color", NO_COLOR="1")

    assert not COLOUR.search(shown)
    assert "● Mr Ferrand" in shown


def test_a_terminal_gets_a_moving_status_line(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, "run", "theatre", TERM="xterm-256color")

    assert CURSOR.search(shown)
    assert "roomsix show" in shown


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": "xterm", "CI": "true"}])
def test_nothing_moves_on_a_dumb_terminal_or_in_ci(
    environment: dict[str, str], tmp_path: Path
) -> None:
    shown = on_terminal(tmp_path, "run", "theatre", **environment)

    assert not CURSOR.search(shown)
    assert "The theatre's side" in shown


def test_a_dumb_terminal_gets_no_escapes(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, "run", "theatre", TERM="dumb")

    assert ESCAPE not in shown


def test_a_plain_run_has_its_transcript_on_stdout_and_its_progress_on_stderr(
    tmp_path: Path,
) -> None:
    ran = elsewhere(["run", "theatre"], root=tmp_path)

    assert ran.returncode == 0
    assert "1 · The theatre's side" in ran.stdout
    assert the_run(tmp_path).name in ran.stdout
    assert ran.stderr.startswith("roomsix: run ")
    assert all(line.startswith("roomsix: ") for line in ran.stderr.splitlines())


def test_quiet_prints_the_outcome_alone(roomsix: Command) -> None:
    said = roomsix("run", "theatre", "--quiet")

    assert said.err == ""
    assert "The theatre's side" not in said.out
    assert "joint gain" in said.out


def test_json_is_one_document_with_the_run_and_its_scores(roomsix: Command, tmp_path: Path) -> None:
    said = roomsix("run", "theatre", "--json")

    told = json.loads(said.out)
    assert told["run"] == the_run(tmp_path).name
    assert told["ended"]["why"] in {"ratified", "not ratified", "out of rounds", "out of time"}
    assert told["scores"]["agreement"]["value"] is (told["ended"]["outcome"] == "deal")


def test_jsonl_is_a_launch_the_record_and_an_end(roomsix: Command, tmp_path: Path) -> None:
    said = roomsix("run", "theatre", "--jsonl")

    launch, *record, done = said.out.splitlines()
    kept = (the_run(tmp_path) / "record.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(launch)["launch"]["run"] == the_run(tmp_path).name
    assert record == kept
    assert json.loads(done)["done"]["ended"] == json.loads(kept[-1])["data"]


def test_the_same_seed_gives_the_same_talks(roomsix: Command, tmp_path: Path) -> None:
    roomsix("run", "theatre", "-q", "--runs", "one")
    roomsix("run", "theatre", "-q", "--runs", "two")

    one, two = (next(tmp_path.glob(f"{name}/*/record.jsonl")) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    "what", ["runs", "scenarios", "personas", "scripts", "suites", "rubrics", "chats"]
)
def test_every_list_comes_as_json(what: str, roomsix: Command, played: Path) -> None:
    said = roomsix("list", what, "--json", root=played)

    assert said.code == 0
    assert isinstance(json.loads(said.out), list)


def test_a_list_of_runs_says_how_each_ended(roomsix: Command, played: Path) -> None:
    said = roomsix("list", root=played)

    assert the_run(played).name in said.out
    assert "deal" in said.out


def test_a_list_can_be_cut_to_the_last_runs(roomsix: Command, tmp_path: Path) -> None:
    for seed in ("1", "2", "3"):
        roomsix("run", "theatre", "-q", "--seed", seed)

    said = roomsix("list", "--limit", "2", "--json")

    assert len(json.loads(said.out)) == 2


def test_a_seat_can_be_given_to_another_persona(roomsix: Command, tmp_path: Path) -> None:
    said = roomsix("run", "theatre", "-q", "--seat", "conciliator=chen@mock")

    assert said.code == 0
    assert "Ambassador Chen" in roomsix("show", "@last").out


def test_one_persona_in_two_seats_is_said_and_an_exchange_is_not(
    roomsix: Command, tmp_path: Path
) -> None:
    twice = roomsix("run", "theatre", "-q", "--seat", "conciliator=theatre-manager")
    swapped = ("--seat", "conciliator=theatre-manager", "--seat", "manager=conciliator")

    assert twice.code == 0
    assert "sits in more than one seat: manager, conciliator" in twice.err
    assert "more than one seat" not in roomsix("run", "theatre", "-q", *swapped).err


def test_json_is_asked_for_by_the_same_option_as_elsewhere(roomsix: Command) -> None:
    roomsix("generate", "--issues", "3", "-o", "scenarios/one.yaml")

    said = roomsix("lint", "--json")

    assert json.loads(said.out) is not None
    assert said.out == roomsix("lint", "--format", "json").out
