"""`roomsix.evaluate`: suites played from a program or a notebook."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

import hostile
import roomsix
from roomsix.errors import BudgetSpent, DefinitionError, NothingSelected, UsageError
from roomsix.evaluation.results import Results
from roomsix.suite import Judging, Suite

TWO = Suite.model_validate_json(
    """{"suite": 1, "id": "two", "title": "Two", "scenarios": ["theatre"],
    "treatments": {"plain": {}, "passive": {"seats": {"mediator": "@mock:passive"}}},
    "gates": ["count(breaches) == 0"]}"""
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("suites")


def played(root: Path, suite: str | Suite = TWO, **more: Any) -> Results:
    return asyncio.run(roomsix.evaluate(suite, root=root, **more))


def test_a_suite_is_played_and_judged(root: Path) -> None:
    seen: list[str] = []

    results = played(root, told=lambda row: seen.append(row.treatment))

    assert results.passed
    assert sorted(seen) == ["passive", "plain"]
    assert [verdict.word for verdict in results.verdicts] == ["passed"]
    assert results.folder == root / "runs" / "suites" / "two"
    assert repr(results).startswith("<two: passed, 2 of 2 runs>\n  passed: count(breaches) == 0: 0")


def test_a_gate_that_does_not_hold_is_no_exception(root: Path) -> None:
    strict = TWO.model_copy(update={"gates": ("min(capture) > 1",)})

    results = played(root, strict)

    assert not results.passed
    assert repr(results).startswith("<two: not passed")


def test_only_what_is_selected_is_played(root: Path) -> None:
    results = played(root, select={"treatment": "plain", "seed": [1, 2]})

    assert [row.treatment for row in results.rows] == ["plain"]


def test_a_run_that_could_not_be_played_is_a_row_and_no_pass(tmp_path: Path) -> None:
    first = played(tmp_path, into="here").rows[0]
    info = tmp_path / "here" / first.run / "run.json"
    info.write_text(info.read_text("utf-8").replace(first.key, "0" * 32), encoding="utf-8")

    results = played(tmp_path, into="here")

    assert [row.run for row in results.failed] == [first.run]
    assert not results.passed


@pytest.mark.parametrize(
    ("wanted", "error", "why"),
    [
        ({"suite": "smokes"}, UsageError, "did you mean 'smoke'"),
        ({"select": {"treatment": "loud"}}, NothingSelected, "no trial is left"),
        ({"select": {"treatments": "plain"}}, UsageError, "no trial has"),
        ({"jobs": 0}, UsageError, "at least 1"),
        ({"chats": "openai:gpt", "models": False}, UsageError, "none may be asked here"),
        (
            {"suite": TWO.model_copy(update={"scenarios": ()})},
            DefinitionError,
            "nothing is negotiated",
        ),
        ({"suite": TWO.model_copy(update={"gates": ("often",)})}, DefinitionError, "is no gate"),
    ],
)
def test_what_cannot_be_is_one_clear_error(
    wanted: dict[str, Any], error: type[Exception], why: str, root: Path
) -> None:
    with pytest.raises(error, match=why):
        played(root, **wanted)


@pytest.mark.parametrize("given", [None, {"calls": 1}])
def test_limits_of_the_suite_or_of_the_call_hold_for_all_its_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, object] | None
) -> None:
    own = TWO.model_copy(update={"limits": TWO.limits.model_copy(update={"calls": 2})})

    with hostile.serving("honest") as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        with pytest.raises(BudgetSpent, match="--max-calls"):
            played(tmp_path, own, chats={"lead": "openai:m"}, limits=given)

    assert server.received == (1 if given else 2)


def test_another_engine_comes_to_the_same(root: Path, tmp_path: Path) -> None:
    assert played(tmp_path, engine="process", workers=1).rows == played(root).rows


def test_who_judges_is_told_and_no_model_judges_where_none_may_be_asked(root: Path) -> None:
    judged = TWO.model_copy(update={"judges": (Judging(rubric="relationship", chat="openai:m"),)})

    with pytest.raises(UsageError, match="'openai:m' is a model, and none may be asked here"):
        played(root, judged, models=False)
    results = played(root, judged, models=False, judges={"relationship": "mock"})

    assert [each.judge for each in results.judges] == ["mock"]
    assert all(row.figure("judged-relationship") is not None for row in results.rows)
    assert "drawn by mock" in results.judges[0].label(results.rows)
