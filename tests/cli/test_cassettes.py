"""The recorded talks that come with the project: played again anywhere, and kept fit."""

import json
from pathlib import Path

import pytest

from cli.shell import Command, the_run
from roomsix import store
from roomsix.calls import Outcome
from roomsix.chat.mock import MockChat
from roomsix.errors import UsageError
from roomsix.store import cassette

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / cassette.FOLDER).glob("*.jsonl"))
THEATRE = ROOT / cassette.FOLDER / "theatre.jsonl"

PLAY = ("run", "theatre", "--chat", "cassette:theatre", "--quiet")
MAKE = "roomsix run theatre --chat cassette:theatre --record all"
"""What makes the cassette anew, in a checkout, when prompts have changed."""


@pytest.fixture
def no_mocks(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(self: MockChat, request: object) -> Outcome:
        raise AssertionError("only what was recorded is to answer")

    monkeypatch.setattr(MockChat, "answer", answer)


@pytest.mark.usefixtures("no_mocks")
def test_the_recorded_talks_are_played_again_and_nobody_is_asked(
    roomsix: Command, tmp_path: Path
) -> None:
    said = roomsix(*PLAY, "--record", "none")

    assert said.code == 0, f"{said.err}\nmeant to change prompts? make it anew: {MAKE}"
    run = store.Run(the_run(tmp_path))
    tape = cassette.load(THEATRE)
    asked = sum('"call":"asked"' in line for line in run.lines("calls.jsonl"))
    assert asked == len(tape.calls), f"answers are left over; make it anew: {MAKE}"
    assert set(run.info.seats.values()) == {"cassette:theatre"}
    assert not (tmp_path / cassette.FOLDER).exists()
    assert roomsix("check", "@last").code == 0


@pytest.mark.usefixtures("no_mocks")
def test_a_changed_definition_is_refused_with_the_lines_that_differ(roomsix: Command) -> None:
    said = roomsix(*PLAY, "--set", "parties.theatre.needs=Silence.", "--record", "none")

    assert said.code == 6
    assert "call 0 of 'manager' is not the one recorded in 'cassette:theatre'" in said.err
    assert "`--record all` records everything anew" in said.err
    assert '-"needs":"A house that is open on Sundays.",' in said.err
    assert '+"needs":"Silence.",' in said.err
    assert len(said.err.splitlines()) < 12


def test_the_command_that_makes_it_anew_writes_it_here_and_not_among_those_that_came(
    roomsix: Command, tmp_path: Path
) -> None:
    before = THEATRE.read_bytes()
    verb, *rest = MAKE.removeprefix("roomsix ").split()

    changed = ("--set", "parties.theatre.needs=Silence.", "--quiet")
    made = roomsix(verb, *rest, *changed)
    again = roomsix(*PLAY, *changed[:2])

    assert made.code == 0, made.err
    assert again.code == 0, again.err
    assert THEATRE.read_bytes() == before
    anew = cassette.load(tmp_path / cassette.FOLDER / "theatre.jsonl")
    assert anew.chats == cassette.load(THEATRE).chats


def test_there_is_a_recording() -> None:
    assert THEATRE in SHIPPED


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_recording_is_small_and_says_who_answered_and_holds_no_key(file: Path) -> None:
    tape = cassette.load(file)

    assert file.stat().st_size < 200_000
    assert set(tape.chats) == {seat for (seat, _), _ in tape}
    assert {call.chat for _, call in tape} == set(tape.chats.values())
    # Written again it is the same, and writing looks for keys.
    assert cassette.text(tape) == file.read_text(encoding="utf-8")


def test_a_key_planted_in_a_recording_is_found(tmp_path: Path) -> None:
    lines = THEATRE.read_text(encoding="utf-8").splitlines()
    call = json.loads(lines[4])
    call["outcome"]["text"] += " sk-proj-abcdefghijklmnopqrstuvwx"
    file = tmp_path / "theatre.jsonl"
    file.write_text("\n".join([*lines[:4], json.dumps(call), *lines[5:]]), encoding="utf-8")

    with pytest.raises(UsageError, match="holds what looks like a key"):
        cassette.text(cassette.load(file))
