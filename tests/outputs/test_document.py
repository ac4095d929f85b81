"""Results as JSON and JSON lines, read again."""

import json
from pathlib import Path

import pytest

from outputs.made import failed, results, row
from roomsix.errors import RecordError
from roomsix.evaluation.row import Row
from roomsix.outputs import document


def test_a_document_read_again_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "quarrel.json"
    played = [results(row(1), failed(), words=("--chat", "mock")), results(row(2), judged=False)]
    file.write_text(document.as_json(played), encoding="utf-8")

    again = document.read(file)

    assert again == played
    assert [each.verdicts for each in again] == [each.verdicts for each in played]
    assert [each.folder for each in again] == [Path("runs/suites/quarrel")] * 2


def test_a_document_has_every_verdict_in_words() -> None:
    told = document.document(results(row(1), row(2, "loud")))

    assert told["passed"] is False
    gates = json.loads(json.dumps(told["gates"]))
    assert [gate["verdict"] for gate in gates] == ["failed", "not enough data"]


def test_a_part_is_not_judged() -> None:
    assert document.document(results(row(1), judged=False))["gates"] == []


def test_lines_are_a_run_each() -> None:
    lines = document.as_lines([results(row(1)), results(row(2))]).splitlines()

    assert [Row.model_validate_json(line) for line in lines] == [row(1), row(2)]


@pytest.mark.parametrize("text", ["", "[1]", '{"results": 1}', "[{}]"])
def test_what_is_no_document_is_told_in_a_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(RecordError, match="holds no results") as raised:
        document.read(file)

    assert "\n" not in str(raised.value)


def test_a_document_that_is_not_there_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no such file"):
        document.read(tmp_path / "x.json")
