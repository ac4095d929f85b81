"""Exit statuses: a contract, one test a row."""

import json
import shutil
from pathlib import Path

import pytest

from cli.shell import Command, playing, the_run
from roomsix.errors import (
    BudgetSpent,
    ChatError,
    DefinitionError,
    JournalMismatch,
    NothingSelected,
    RecordError,
    RoomsixError,
    UsageError,
)

HOPELESS = ("--set", "parties.theatre.stakes.always.no_deal=150")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DefinitionError, 2),
        (UsageError, 2),
        (RecordError, 3),
        (ChatError, 3),
        (BudgetSpent, 4),
        (NothingSelected, 5),
        (JournalMismatch, 6),
    ],
)
def test_every_kind_of_error_has_its_status(error: type[RoomsixError], code: int) -> None:
    assert error.code == code


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("rnu",), 2, "roomsix: no command 'rnu' (did you mean 'run'?)\n"),
        (("run",), 2, "roomsix: which scenario? (there are: room-six, theatre)\n"),
        (("run", "theater"), 2, "did you mean 'theatre'?"),
        (("run", "theatre", "--seat", "manger=@mock"), 2, "(did you mean 'manager'?)\n"),
        (("run", "theatre", "--seat", "manager"), 2, "--seat 'manager' says nothing"),
        (("run", "theatre", "--seat", "manager=@mook"), 2, "no chat 'mook'"),
        (("run", "theatre", "--max-usd", "much"), 2, "--max-usd much: "),
        (("run", "theatre", "--max-usd", "-1"), 2, "--max-usd -1: "),
        (("run", "theatre", "--max-usd", "nan"), 2, "--max-usd nan: "),
        (("run", "theatre", "--max-minutes", "0"), 2, "--max-minutes 0.0: "),
        (("run", "theatre", "--price", "openai:m"), 2, "--price 'openai:m' is no price"),
        (("run", "theatre", "--price", "openai:m=1/x"), 2, "is no price"),
        (("run", "theatre", "--price", "openai:m=-1/1"), 2, "is no price"),
        (("run", "theatre", "--sede", "3"), 2, "no such option: --sede"),
        (("run", "theatre", "--seed", "x"), 2, "--seed"),
        (("run", "theatre", "--set", "issues.pay.nmae=x"), 2, "--set #1:1:"),
        (("show", "nothing"), 2, "no run 'nothing'"),
        (("show", "@last"), 2, "no run '@last'"),
        (("check", "@last"), 2, "no run '@last'"),
        (("score", "@last"), 2, "no run '@last'"),
        (("prompt", "theatre"), 2, "whose prompt?"),
        (("list",), 0, "no runs yet"),
        (("list", "--runs", "nowhere"), 2, "no folder "),
        (("show", "--runs", "nowhere"), 2, "no run '@last': there is no folder "),
        (("show", "/"), 2, "/ is no run's folder: no run.json in it"),
        (("check",), 2, "no run '@last'"),
        (("score",), 2, "no run '@last'"),
        (("show", "--turn", "2", "--board"), 2, "--turn and --board do not go together"),
        (("show", "--offers", "--board"), 2, "--offers and --board do not go together"),
        (("show", "--as", "x", "--prompts", "--offers"), 2, "--prompts and --offers do not go"),
        (("run", "theatre", "--seat", "manager=theatre-manager@"), 2, "says nothing (SEAT=PERS"),
        (("run", "theatre", "--record", "x"), 2, "'--record': 'x' is not one of 'none', 'miss"),
        (("run", "theatre", "--seed", "x"), 2, "'--seed': it should be a valid integer"),
        (("list", "things"), 2, ": 'things' is not one of 'runs', "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_used_is_said_in_one_line(
    arguments: tuple[str, ...], code: int, words: str, roomsix: Command
) -> None:
    said = roomsix(*arguments)

    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert said.err.count("\n") == 1


def test_every_problem_of_a_definition_has_a_line_with_its_place(
    roomsix: Command, tmp_path: Path
) -> None:
    (tmp_path / "scenarios").mkdir()
    wrong = tmp_path / "scenarios" / "wrong.yaml"
    wrong.write_text("scenario: 1\nid: wrong\ntitle: [\x07]\nseets: {}\n", encoding="utf-8")

    said = roomsix("run", "wrong")

    assert said.code == 2
    assert len(said.err.splitlines()) > 1
    assert all("wrong.yaml:" in line for line in said.err.splitlines())
    assert "\x07" not in said.err


def test_no_deal_is_a_result(roomsix: Command) -> None:
    said = roomsix("run", "theatre", "--quiet", *HOPELESS)

    assert said.code == 0
    assert "✗ No deal" in said.out


def test_a_damaged_record_is_an_error_that_names_the_line(
    roomsix: Command, played: Path, tmp_path: Path
) -> None:
    shutil.copytree(played / "runs", tmp_path / "runs")
    record = the_run(tmp_path) / "record.jsonl"
    lines = record.read_text(encoding="utf-8").splitlines(keepends=True)
    record.write_text("".join([*lines[:4], "{}\n", *lines[5:]]), encoding="utf-8")

    said = roomsix("show", "@last")

    assert said.code == 3
    assert "record.jsonl:5" in said.err


def test_a_model_without_a_key_is_an_error_before_anything_is_played(
    roomsix: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)

    said = roomsix("run", "theatre", "--chat", "openai:some-model")

    assert said.code == 2, "what is set is at fault, and nothing was begun"
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("json_option", ["before", "after"])
def test_with_json_an_error_is_an_object_on_stdout(json_option: str, roomsix: Command) -> None:
    before, after = (["--json"], []) if json_option == "before" else ([], ["--json"])

    said = roomsix(*before, "show", "nothing", *after)

    assert said.code == 2
    assert said.err == ""
    assert json.loads(said.out)["error"]["kind"] == "UsageError"


def test_with_json_a_wrong_option_is_an_object_as_well(roomsix: Command) -> None:
    said = roomsix("run", "theatre", "--json", "--sede", "3")

    assert said.code == 2
    assert json.loads(said.out)["error"]["message"].startswith("no such option")


def test_a_reader_who_goes_away_is_no_traceback(tmp_path: Path) -> None:
    with playing(tmp_path, "--pace", "0.05") as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()

    assert process.returncode == 141
    assert "Traceback" not in err
    assert json.loads((the_run(tmp_path) / "run.json").read_text())["status"] == "paused"


def test_nothing_stays_as_it_was_where_nothing_was(roomsix: Command, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    said = roomsix("run", "theatre", "--runs", "file/runs", "--quiet")

    assert said.code == 3
    assert "cannot write" in said.err and "stays as it is" not in said.err
