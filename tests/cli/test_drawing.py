"""The command `generate`, as a shell would give it."""

import json
import re
from pathlib import Path

import pytest

from cli.shell import Command, elsewhere


def test_a_game_is_printed_as_a_file_that_tells_how_to_get_it_again(roomsix: Command) -> None:
    said = roomsix("generate", "--seed", "7", "--parties", "3")
    (again,) = re.findall(r"^#   roomsix (.*)$", said.out, re.MULTILINE)

    assert (said.code, said.err) == (0, "")
    assert "id: game-7\n" in said.out
    assert roomsix(*again.split()).out == said.out


def test_what_is_left_open_is_drawn_and_written_into_the_command(roomsix: Command) -> None:
    drawn = roomsix("generate", "--seed", "12").out
    (command,) = re.findall(r"^#   roomsix (.*)$", drawn, re.MULTILINE)

    assert re.fullmatch(
        r"generate --seed 12 --parties 2 --issues \d --opposition 0\.\d\d-0\.\d\d"
        r" --interactions \d --rounds \d",
        command,
    )
    assert roomsix(*command.split()).out == drawn


def test_a_written_game_lints_clean_and_can_be_played(roomsix: Command, tmp_path: Path) -> None:
    wrote = roomsix(
        *("generate", "--seed", "7", "--issues", "3", "--opposition", "0.4"),
        *("--interactions", "2", "--rounds", "4", "--out", "scenarios/harbour-7.yaml"),
    )
    linted = roomsix("lint", "--strict")
    ran = roomsix("run", "harbour-7", "--quiet")

    assert wrote.code == 0
    assert wrote.out == f"{tmp_path / 'scenarios' / 'harbour-7.yaml'}\n"
    assert "play it: roomsix run harbour-7" in wrote.err
    assert re.search(
        r"packages, .* acceptable to everyone .*; opposition 0\.(3[7-9]|4[0-3])", wrote.err
    )
    assert (linted.code, linted.out) == (0, "")
    assert ran.code == 0


def test_several_games_in_one_workspace_lint_clean(roomsix: Command) -> None:
    for seed in ("1", "2", "3"):
        roomsix("generate", "--seed", seed, "--observer", "--out", f"scenarios/g{seed}.yaml")

    assert roomsix("lint", "--strict").code == 0


def test_json_holds_the_scenario_and_what_it_allows(roomsix: Command, tmp_path: Path) -> None:
    printed = json.loads(roomsix("generate", "--seed", "3", "--json").out)
    written = json.loads(roomsix("--json", "generate", "--seed", "3", "-o", "scenarios/a.yaml").out)

    assert printed["path"] is None
    assert printed["scenario"]["id"] == "game-3"
    assert 0 < printed["acceptable_to_all"] < printed["packages"]
    assert printed["best_joint_gain"] >= 10
    assert Path(written["path"]) == tmp_path / "scenarios" / "a.yaml"
    assert written["scenario"]["id"] == "a"
    assert written["scenario"]["parties"] == printed["scenario"]["parties"]


def test_a_file_that_is_there_is_left_alone_unless_forced(roomsix: Command, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine")

    refused = roomsix("generate", "--out", "mine.yaml")
    kept = path.read_text()
    forced = roomsix("generate", "--out", "mine.yaml", "--force")

    assert (refused.code, kept) == (2, "mine")
    assert "is there already (--force replaces it)" in refused.err
    assert forced.code == 0
    assert path.read_text() != "mine"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--parties", "9"), "parties: 9 is not from 2 to 6"),
        (("--issues", "2"), "issues: 2 is not from 3 to 8"),
        (("--opposition", "much"), "an opposition of 'much'"),
        (("--opposition", "7"), "an opposition of 7"),
        (("--opposition", "0.5-0.2"), "an opposition of 0.5-0.2"),
        (("--opposition", "1", "--issues", "3"), "no game of 2 parties, 3 issues"),
        (("--seed", "-1"), "the seed: -1"),
        (("--observer", "--no-mediator"), "an observer sits beside a mediator"),
        (("--out", "scenarios/Game 7.yaml"), "'Game 7.yaml' cannot be a scenario's file"),
        (("--out", "scenarios/game.json"), "'game.json' cannot be a scenario's file"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_line(
    given: tuple[str, ...], said: str, roomsix: Command
) -> None:
    refused = roomsix("generate", *given)

    assert (refused.code, refused.out) == (2, "")
    assert refused.err.count("\n") == 1
    assert said in refused.err


def test_a_folder_that_is_a_file_is_told_of_in_one_line(roomsix: Command, tmp_path: Path) -> None:
    (tmp_path / "scenarios").write_text("")
    refused = roomsix("generate", "--out", "scenarios/game.yaml")

    assert refused.code == 2
    assert "cannot write" in refused.err and "a file is in the way" in refused.err


def test_another_process_prints_the_same_bytes(roomsix: Command, tmp_path: Path) -> None:
    here = roomsix("generate", "--seed", "9", "--parties", "4").out
    there = elsewhere(
        ["generate", "--seed", "9", "--parties", "4"], root=tmp_path, PYTHONHASHSEED="77"
    )

    assert there.stdout == here


def test_the_command_that_plays_a_game_leads_to_it_wherever_it_lies(
    roomsix: Command, tmp_path: Path
) -> None:
    for number, place in enumerate(("elsewhere", "scenarios/deeper"), start=1):
        wrote = roomsix("generate", "--issues", "3", "-o", f"{place}/g{number}.yaml")
        (command,) = re.findall(r"play it: roomsix (.*)$", wrote.err, re.MULTILINE)

        assert roomsix(*command.split(), "--quiet").code == 0, command
