"""`eval --out`: what came of suites in files, whatever became of them."""

import json
from pathlib import Path

import pytest

from cli.shell import Command
from roomsix.outputs import document, writing
from roomsix.workspace import files

SUITE = """\
suite: 1
id: two
title: Two runs
scenarios: [theatre]
treatments: {plain: {}, passive: {seats: {mediator: "@mock:passive"}}}
gates: ["count(breaches) == 0", "point mean(capture) > {bound}"]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a suite of two runs, and later with the runs."""
    root = tmp_path_factory.mktemp("suites")
    (root / "evals").mkdir()
    write(root, 0)
    return root


def write(root: Path, bound: float) -> None:
    text = SUITE.replace("{bound}", str(bound))
    (root / "evals" / "two.yaml").write_text(text, encoding="utf-8")


def test_every_form_is_written_of_one_command(folder: Path, roomsix: Command) -> None:
    pytest.importorskip("pyarrow")
    options = [word for ending in writing.FORMS for word in ("--out", f"two{ending}")]

    said = roomsix("eval", "two", "--quiet", *options, root=folder)

    assert said.code == 0
    (found,) = document.read(folder / "two.json")
    assert found.passed
    assert [row.treatment for row in found.rows] == ["plain", "passive"]
    assert {file.suffix for file in folder.glob("two.*")} == set(writing.FORMS)


def test_what_a_program_is_told_is_what_the_file_holds(folder: Path, roomsix: Command) -> None:
    said = roomsix("eval", "two", "--json", "--out", "told.json", root=folder)

    assert json.loads(said.out) == json.loads((folder / "told.json").read_text("utf-8"))


def test_several_suites_go_to_one_file(folder: Path, roomsix: Command) -> None:
    roomsix("eval", "two", "two", "--quiet", "--out", "both.csv", root=folder)

    assert len((folder / "both.csv").read_text("utf-8").splitlines()) == 1 + 4


def test_a_failed_gate_is_in_the_file_and_in_the_status(folder: Path, roomsix: Command) -> None:
    write(folder, 2)
    said = roomsix("eval", "two", "--quiet", "--out", "failed.md", root=folder)
    write(folder, 0)

    assert said.code == 1
    assert "| ❌ | `point mean(capture) > 2` |" in (folder / "failed.md").read_text("utf-8")


def test_the_line_for_one_run_plays_that_run_again(folder: Path, roomsix: Command) -> None:
    write(folder, 2)
    roomsix("eval", "two", "--quiet", "--out", "again.md", root=folder)
    write(folder, 0)
    lines = (folder / "again.md").read_text("utf-8").splitlines()
    line = next(each for each in lines if each.startswith("roomsix eval"))

    roomsix(*line.partition("#")[0].split()[1:], "--quiet", root=folder)

    (played,) = (folder / "again").glob("*/*/record.jsonl")
    assert (
        played.read_bytes()
        == (folder / "runs/suites/two" / played.parent.name / "record.jsonl").read_bytes()
    )


def test_a_part_is_written_without_verdicts(folder: Path, roomsix: Command) -> None:
    roomsix("eval", "two", "--quiet", "--shard", "1/2", "--out", "part.json", root=folder)

    (found,) = document.read(folder / "part.json")
    assert (len(found.rows), found.verdicts) == (1, ())


def test_what_cannot_be_written_is_told_before_anything_is_played(
    roomsix: Command, tmp_path: Path
) -> None:
    said = roomsix("eval", "smoke", "--out", "x.toml")

    assert said.code == 2
    assert "there are: .json, .jsonl, .xml, .md, .csv, .parquet" in said.err
    assert list(tmp_path.iterdir()) == []


def test_what_there_is_is_written_when_a_suite_is_stopped(
    folder: Path, roomsix: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from roomsix.evaluation.evaluating import Evaluation
    from roomsix.evaluation.playing import Halted

    async def stopped(self: Evaluation, engine: object) -> None:
        raise Halted("the suite was stopped")

    monkeypatch.setattr(Evaluation, "play", stopped)

    said = roomsix("eval", "two", "--quiet", "--out", "stopped.xml", root=folder)

    assert said.code == 130
    assert (folder / "stopped.xml").read_text("utf-8").count("<skipped") == 2


def test_the_first_failure_is_the_last_and_is_told(roomsix: Command, tmp_path: Path) -> None:
    (tmp_path / "evals").mkdir()
    text = SUITE.replace("count(breaches) == 0", "count(turns) == 0").replace("{bound}", "0")
    (tmp_path / "evals" / "two.yaml").write_text(text, encoding="utf-8")

    said = roomsix("eval", "two", "--fail-fast", "-j", "1", "--quiet", "--out", "fast.json")

    (found,) = document.read(tmp_path / "fast.json")
    assert (said.code, len(found.rows)) == (1, 1)
    assert found.stopped.startswith("--fail-fast, after theatre-1-")
    assert found.verdicts[0].passed is False


def test_nothing_private_is_written(roomsix: Command, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    canary = "zqcanary"
    plant(tmp_path, "scenarios/theatre.yaml", "open on Sundays", f"open on Sundays, {canary}")
    plant(tmp_path, "personas/kim.md", "## Private\n", f"## Private\n{canary}\n")
    (tmp_path / "evals").mkdir()
    write(tmp_path, 0)
    options = [word for ending in writing.FORMS for word in ("--out", f"private{ending}")]

    said = roomsix("eval", "two", "--seat", "manager=kim", "--quiet", *options)

    assert said.code == 0
    kept = {file.name for file in tmp_path.rglob("runs/**/*") if canary.encode() in data(file)}
    assert {"scenario.json", "kim.json"} <= kept
    written = {file.suffix: data(file) for file in tmp_path.glob("private.*")}
    assert set(written) == set(writing.FORMS)
    assert {name for name, found in written.items() if canary.encode() in found} == set()


def plant(root: Path, name: str, old: str, new: str) -> None:
    """Put a definition of the package into a folder, with something else in it."""
    text = files.bundled().joinpath(name).read_text("utf-8")
    (root / name).parent.mkdir()
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def data(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def test_the_folder_of_a_suite_stands_for_all_its_runs(roomsix: Command, tmp_path: Path) -> None:
    (tmp_path / "evals").mkdir()
    text = "suite: 1\nid: two\ntitle: Two\nscenarios: [theatre]\nseeds: 2\n"
    (tmp_path / "evals/two.yaml").write_text(text, encoding="utf-8")
    assert roomsix("eval", "two", "-q").code == 0
    folder = str(tmp_path / "runs/suites/two")

    swept = json.loads(roomsix("sweep", folder, "--json").out)
    exported = roomsix("export", folder, "--to", "messages").out
    assert len(swept) == 2
    assert len({json.loads(line)["metadata"]["run"] for line in exported.splitlines()}) == 2
