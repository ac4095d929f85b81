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


def test_feasibility_of_any_size_says_how_it_was_worked_out(
    roomsix: Command, tmp_path: Path
) -> None:
    issues = "\n".join(
        f"  i{n}: {{name: i{n}, options: {{a: a, b: b, c: c, d: d}}}}" for n in range(11)
    )
    points = "\n".join(f"        i{n}: {{a: 0, b: 1, c: 2, d: 3}}" for n in range(11))
    sides = "\n".join(
        f"  {side}:\n    name: {side}\n    principal: {{name: them}}\n"
        f"    position: {{opening: {{{', '.join(f'i{n}: a' for n in range(11))}}}}}\n"
        f"    card:\n      points:\n{points}\n    stakes: {{always: {{no_deal: 20}}}}"
        for side in ("one", "two", "three")
    )
    seats = "\n".join(
        f"  {side}-lead: {{persona: kim, role: lead, party: {side}}}"
        for side in ("one", "two", "three")
    )
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "wide.yaml").write_text(
        "scenario: 1\nid: wide\ntitle: Wide\nsummary: Many.\n"
        f"issues:\n{issues}\nparties:\n{sides}\n"
        f"seats:\n{seats}\nsessions:\n  all: {{kind: plenary, title: All,"
        " turns: [[one-lead, two-lead, three-lead]]}\n"
        "decision: {rule: quorum, quorum: 2, vetoes: [one]}\n"
    )

    said = roomsix("feasibility", "wide", root=tmp_path)
    told = json.loads(roomsix("feasibility", "wide", "--json", root=tmp_path).out)

    assert said.code == 0
    assert "4,194,304 packages, counted issue by issue" in said.out
    assert told["method"] == "issue by issue"
    assert [ruling["rule"] for ruling in told["rulings"]] == ["all 3", "2 of 3, with one", "2 of 3"]
