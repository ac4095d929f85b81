"""`import`, and `export` for others' programs: files, runs, and the account of what was lost."""

import json
from pathlib import Path

import pytest

from cli.shell import Command, the_run
from exchange.games import DOMAIN, TALKS, deliberation, genius, negmas, session
from roomsix import store


@pytest.fixture
def pier(tmp_path: Path) -> Path:
    """A folder with one game of LLM-Deliberation, a session beside it, and one each of others."""
    deliberation(tmp_path / "pier")
    session(tmp_path / "pier" / "output" / "history1.json", TALKS)
    genius(tmp_path / "picnic")
    negmas(tmp_path / "walk")
    return tmp_path


@pytest.mark.parametrize("game", ["pier", "picnic", "walk"])
def test_an_imported_game_lints_clean_and_is_played(
    roomsix: Command, pier: Path, game: str
) -> None:
    assert roomsix("import", game, "--as", f"the-{game}", "--rounds", "2").code == 0
    lint = roomsix("lint", "--strict")
    assert (lint.code, lint.out) == (0, "")

    said = roomsix("run", f"the-{game}", "--quiet")

    assert said.code == 0
    assert roomsix("score", "@last").code == 0
    assert roomsix("check", "@last").code == 0


def test_the_scenario_is_called_after_the_game(roomsix: Command, pier: Path) -> None:
    said = roomsix("import", "pier")

    assert said.out.splitlines()[0].endswith("scenarios/pier.yaml")
    assert (pier / "personas" / "pier-ferry-line.md").is_file()
    assert "roomsix run pier" in said.err


def test_files_go_where_they_are_wanted(roomsix: Command, pier: Path) -> None:
    assert roomsix("import", "walk", "-o", "there").code == 0

    assert (pier / "there" / "scenarios" / "picnic.yaml").is_file()


def test_a_file_that_is_there_is_replaced_only_by_force(roomsix: Command, pier: Path) -> None:
    roomsix("import", "pier")
    file = pier / "scenarios" / "pier.yaml"
    file.write_text("mine", encoding="utf-8")

    assert roomsix("import", "pier").code == 2
    assert file.read_text(encoding="utf-8") == "mine"
    assert roomsix("import", "pier", "--force").code == 0
    assert file.read_text(encoding="utf-8") != "mine"


def test_a_dry_run_tells_what_would_be_lost_and_writes_nothing(
    roomsix: Command, pier: Path
) -> None:
    said = roomsix("import", "pier", "--dry-run")

    assert "not carried: who answers (model-a, model-b)" in said.out
    assert not (pier / "scenarios").exists()


def test_the_account_is_there_as_json(roomsix: Command, pier: Path) -> None:
    told = json.loads(roomsix("import", "picnic", "--json").out)

    assert told["format"] == "genius"
    assert told["rounding"] == {"a": "10 points for 1, exactly", "b": "20 points for 1, exactly"}
    assert {item["how"] for item in told["account"]} == {"changed", "assumed"}
    assert all(item["what"] for item in told["account"])


def test_a_session_becomes_a_run_that_is_shown_scored_and_told_as_a_story(
    roomsix: Command, pier: Path
) -> None:
    said = roomsix("import", "pier/output")

    assert "history1.json: 9 turns, 4 deals read, 4 not, 1 without one" in said.out
    assert "imported from history1.json" in roomsix("show", "@last").out
    assert "Played elsewhere, and imported." in roomsix("export", "@last").out
    assert "✓ deal" in roomsix("list").out


def test_score_of_a_session_prints_both_readings_and_counts_what_could_not_be_read(
    roomsix: Command, pier: Path
) -> None:
    roomsix("import", "pier/output")

    out = roomsix("score", "@last").out
    lines = {line.split()[0]: line.split() for line in out.splitlines() if line.split()}

    assert lines["agreement-at-least"][1] == "yes"
    assert lines["agreement-above"][1] == "no"
    assert lines["invalid-replies"][1] == "4"
    assert "9 turns, 4 deals read, 4 not read, 1 without a deal" in " ".join(out.split())
    assert "✓ 3 of 4" in out and "✗ 2 of 4" in out
    assert "if points must be >= the threshold: ✓ a deal; turns 5, 9 would have passed" in out
    assert "if points must be > the threshold: ✗ no deal; no turn would have passed" in out


def test_score_of_a_session_says_the_same_as_json(roomsix: Command, pier: Path) -> None:
    roomsix("import", "pier/output")

    (told,) = json.loads(roomsix("score", "@last", "--json").out)

    assert told["imported"]["unread"] == 4
    assert told["scores"]["equality-decides"]["value"] is True
    (fifth,) = [one for one in told["proposals"] if one["turn"] == 5]
    assert fifth["package"] == {"a": "a2", "b": "b2"}
    assert [fifth[rule]["passes"] for rule in (">=", ">")] == [True, False]
    assert sum(one["package"] is None for one in told["proposals"]) == 4


def test_a_session_needs_its_game(roomsix: Command, pier: Path) -> None:
    session(pier / "history2.json", TALKS)

    assert "nobody's points are known" in roomsix("import", "history2.json").err
    assert roomsix("import", "history2.json", "--game", "pier").code == 0


def test_nothing_is_kept_of_a_session_that_cannot_be_read(roomsix: Command, pier: Path) -> None:
    session(pier / "pier" / "output" / "history1.json", TALKS, rounds=[{"agent": "Mayor"}])

    assert roomsix("import", "pier/output").code == 2
    assert not (pier / "runs").exists()


@pytest.mark.parametrize(
    "command", [("check",), ("resume", "--as-fork"), ("fork", "--at", "2"), ("show", "--prompts")]
)
def test_an_imported_run_is_not_replayed(
    roomsix: Command, pier: Path, command: tuple[str, ...]
) -> None:
    roomsix("import", "pier/output")
    verb, *options = command

    said = roomsix(verb, "@last", *(["--turn", "1"] if "--prompts" in options else []), *options)

    assert said.code == 2
    assert "was imported from history1.json, so it has no calls" in said.err


def test_an_imported_record_is_chained_and_whole(roomsix: Command, pier: Path) -> None:
    roomsix("import", "pier/output")

    run = store.Run(the_run(pier))

    assert run.info.hash == run.info.seal
    assert run.info.imported is not None and run.info.imported.turns == 9
    assert len(run.record()) == len(run.lines("record.jsonl"))


@pytest.mark.parametrize("form", ["genius", "negmas"])
def test_a_scenario_is_written_for_others_and_read_again(
    roomsix: Command, pier: Path, form: str
) -> None:
    said = roomsix("export", "theatre", "--to", form, "--out", "theirs")

    assert said.code == 0
    assert "a bonus of 6 points of theatre" in said.out
    assert roomsix("import", "theirs", "--as", "again").code == 0
    assert "30" in (pier / "scenarios" / "again.yaml").read_text(encoding="utf-8")


def test_a_runs_scenario_is_written_too(roomsix: Command, pier: Path) -> None:
    roomsix("import", "pier/output")

    said = roomsix("export", "@last", "--to", "negmas", "--out", "theirs")

    assert (said.code, (pier / "theirs" / "pier.yml").is_file()) == (0, True)
    assert "the decision rule 'quorum'" in said.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", "nowhere"), "nothing is at"),
        (("import", "scenarios"), "nothing is at"),
        (("import", "."), "is of no format that is read here"),
        (("import", "pier", "--as", "No Name"), "cannot be a scenario's name"),
        (("import", "pier", "--format", "genius"), "holds no single domain: none"),
        (("export", "theatre", "--to", "genius"), "--to genius writes 3 files"),
        (("export", "nobody", "--to", "genius", "--out", "x"), "no scenario called 'nobody'"),
        (("export", "theatre", "--to", "negmas", "--as", "speaker"), "a scenario is written whole"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    roomsix: Command, pier: Path, arguments: tuple[str, ...], said: str
) -> None:
    found = roomsix(*arguments)

    assert found.code == 2
    assert said in found.err and found.err.count("\n") == 1


def test_an_error_in_a_file_is_told_with_its_line(roomsix: Command, pier: Path) -> None:
    (pier / "picnic" / "picnic.xml").write_text(DOMAIN[:200], encoding="utf-8")

    found = roomsix("import", "picnic", "--format", "genius")

    assert found.code == 2
    assert "picnic.xml:4:1: not well-formed XML" in found.err
