"""Tactics from the command line: chosen for a seat or a role, refused before anything starts."""

import json
from pathlib import Path

import pytest

from cli.shell import Command, the_run


def test_tactics_are_chosen_by_role_and_by_seat_and_kept_in_the_run(
    roomsix: Command, tmp_path: Path
) -> None:
    chats = ("--chat", "lead=mock:boulware,e=0.3", "--chat", "mock:no-talk")
    said = roomsix("run", "theatre", "-q", *chats, "--seat", "speaker=@mock:conceder")

    assert said.code == 0, said.err
    info = json.loads((the_run(tmp_path) / "run.json").read_text())
    assert info["seats"] == {
        "manager": "mock:boulware,e=0.3",
        "speaker": "mock:conceder",
        "conciliator": "mock:no-talk",
    }
    calls = (the_run(tmp_path) / "calls.jsonl").read_text().splitlines()
    asked = next(json.loads(line) for line in calls if '"seat":"manager"' in line)
    assert asked["chat"] == "mock:boulware,e=0.3"
    assert asked["sampling"] == {"seed": 1, "tactic": "boulware", "e": 0.3}
    assert roomsix("check", "@last").code == 0


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--chat", "mock:boulware"), "is for lead seats, and 'conciliator' has the role"),
        (("--seat", "manager=@mock:nash"), "'mock:nash' is for mediator seats"),
        (("--seat", "manager=@mock:bolware"), "did you mean 'mock:boulware' (for a lead)"),
        (("--seat", "manager=mock:boulware"), "--seat manager=@mock:boulware"),
        (("--chat", "observer=mock:bayes"), "no seat here has the role 'observer'"),
        (("--chat", "leed=mock:linear"), "did you mean 'lead'?"),
        (("--chat", "mock", "--chat", "mock:no-talk"), "everyone is given two chats"),
        (("--chat", "lead=mock", "--chat", "lead=mock:micro"), "every lead is given two chats"),
    ],
)
def test_what_does_not_fit_is_told_in_a_line_before_the_talks_begin(
    arguments: tuple[str, ...], line: str, roomsix: Command, tmp_path: Path
) -> None:
    said = roomsix("run", "theatre", *arguments)

    assert said.code == 2
    assert line in said.err
    assert said.err.count("\n") == 1
    assert not (tmp_path / "runs").exists()


def test_the_list_of_chats_says_what_each_tactic_is_for(roomsix: Command) -> None:
    found = {each["id"]: each for each in json.loads(roomsix("list", "chats", "--json").out)}

    asked = ["mock", "script:NAME", "cassette:NAME", "replay:RUN", "openai:MODEL"]
    assert list(found)[: len(asked)] == asked
    assert found["mock:boulware"]["parameters"] == {"e": 0.25}
    assert found["mock:oracle"]["roles"] == ["observer"]
    assert "mock:single-text" in roomsix("list", "chats").out
