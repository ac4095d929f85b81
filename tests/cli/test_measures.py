"""`check`, `score`, `feasibility` and `graph`."""

import json
import shutil
from pathlib import Path

import pytest

from cli.shell import Command, the_run
from roomsix import canonical


@pytest.fixture
def copied(played: Path, tmp_path: Path) -> Path:
    """The same run, to be changed."""
    shutil.copytree(played / "runs", tmp_path / "runs")
    return tmp_path


def test_a_run_that_was_left_alone_holds_together(roomsix: Command, played: Path) -> None:
    said = roomsix("check", "@last", root=played)

    assert said.code == 0
    assert [line[:4] for line in said.out.splitlines()] == ["ok  "] * 5


def test_a_record_rewritten_with_a_sound_chain_is_still_found_out(
    roomsix: Command, copied: Path
) -> None:
    file = the_run(copied) / "record.jsonl"
    lines, previous = [], ""
    for line in file.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        if fields["kind"] == "said":
            fields["data"]["text"] = "I never said that."
        lines.append(canonical.line(fields | {"prev": previous}))
        previous = canonical.digest(lines[-1])
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    said = roomsix("check", "@last")

    assert said.code == 6


def test_a_shortened_record_is_found_out(roomsix: Command, copied: Path) -> None:
    file = the_run(copied) / "record.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-3]), encoding="utf-8")

    said = roomsix("check", "@last")

    assert said.code == 6
    assert f"record.jsonl:{len(lines) - 2}" in said.err


def test_changed_definitions_are_found_out(roomsix: Command, copied: Path) -> None:
    file = the_run(copied) / "definitions" / "0" / "scenario.json"
    text = file.read_text(encoding="utf-8").replace("broadcaster has offered", "baker has offered")
    file.write_text(text, encoding="utf-8")

    assert roomsix("check", "@last").code == 6


def test_scores_are_worked_out_again_and_written(roomsix: Command, copied: Path) -> None:
    file = the_run(copied) / "outcome.json"
    before = file.read_bytes()
    file.write_bytes(b"{}")

    said = roomsix("score", "@last")

    assert said.code == 0
    assert file.read_bytes() == before


def test_a_dry_run_of_scores_writes_nothing_and_says_what_changed(
    roomsix: Command, copied: Path
) -> None:
    file = the_run(copied) / "outcome.json"
    file.write_bytes(file.read_bytes().replace(b'"capture"', b'"catch"'))
    before = file.read_bytes()

    said = roomsix("score", "@last", "--dry-run", "--json")

    assert set(json.loads(said.out)[0]["changed"]) == {"capture", "catch"}
    assert file.read_bytes() == before


def test_scoring_several_runs_ends_with_the_worst_status(roomsix: Command, copied: Path) -> None:
    said = roomsix("score", "@last", "nothing", "--json")

    assert said.code == 2
    assert len(json.loads(said.out)) == 1
    assert "nothing: no run" in said.err


def test_feasibility_counts_the_packages_of_a_scenario(roomsix: Command) -> None:
    said = roomsix("feasibility", "theatre")
    counted = json.loads(roomsix("feasibility", "theatre", "--json").out)

    assert counted["size"] == 48
    assert "48 packages" in said.out
    assert "Nash" in said.out


def test_the_graph_is_drawn_as_text_and_for_mermaid(roomsix: Command) -> None:
    text = roomsix("graph")
    mermaid = roomsix("graph", "--format", "mermaid")

    assert "convene" in text.out
    assert "Open the next session" in text.out
    assert "graph TD" in mermaid.out
