"""Rubrics as files: strict, linted, and a digest of what decides a verdict."""

from pathlib import Path
from typing import Any

import pytest

from judging.bench import judged, rubric
from roomsix.lint import lint
from roomsix.workspace import Workspace, files

SOUND = """\
rubric: 1
id: warmth
title: How warm it was
summary: Whether anyone was kind.
judges: record
question: Was anyone kind?
scale:
  cold: Nobody was.
  warm: Somebody was.
cite: The kindest turn.
"""


def found(root: Path, text: str) -> list[str]:
    """What lint says of a rubric, each from its line on."""
    file = root / "evals/rubrics/warmth.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return [
        f"{each.line}:{each.column} {each.severity} {each.message}"
        for each in lint(Workspace(root)).problems
    ]


def test_a_sound_rubric_has_no_faults(tmp_path: Path) -> None:
    assert found(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("judges: record", "judges: minds", "5:9 error"),
        ("judges: record", "judges: record\ntold: [brief]", "6:1 error 'told' is of single seats"),
        ("judges: record", "judges: view\nroles: [lead, lead]", "6:15 error 'lead' stands here"),
        ("judges: record", "judges: record\nroles: [lead]", "6:1 error 'roles' is of single"),
        ("  warm: Somebody was.\n", "", "7:1 error"),
        ("  warm:", "  Warm:", "9:3 error"),
        ("  warm:", "  yes:", "9:3 error"),
        ("cite: The kindest turn.\n", "", "1:1 error"),
        ("cite:", "kappa: 0.1\ncite:", "10:8 warning a judge that agrees"),
        ("cite:", "kappa: 2\ncite:", "10:8 error"),
        ("id: warmth", "id: warmht", "2:5 error the id"),
        ("cite:", "url: x\ncite:", "10:1 error"),
    ],
)
def test_a_fault_is_named_where_it_stands(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    problems = found(tmp_path, SOUND.replace(old, new))

    assert [each for each in problems if each.startswith(expected)], problems


def test_a_script_may_hold_verdicts_and_its_fields_are_checked(tmp_path: Path) -> None:
    file = tmp_path / "evals/scripts/judge.yaml"
    file.parent.mkdir(parents=True)
    turn = "{reason: So it is., turns: [1], verdict: warm%s}"
    file.write_text(f"script: 1\nid: judge\nturns:\n  - {turn % ''}\n  - {turn % ', say: x'}\n")

    (problem,) = lint(Workspace(tmp_path)).problems

    assert (problem.line, "'say'" in problem.message) == (5, True)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"title": "Else"}, True),
        ({"summary": "Else."}, True),
        ({"kappa": 0.8}, True),
        ({"question": "Else?"}, False),
        ({"scale": {"cold": "Nobody was.", "warm": "Somebody was."}}, False),
        ({"cite": "Else."}, False),
        ({"least": 2}, False),
        ({"judges": "view"}, False),
        ({"judges": "view", "told": ["brief"]}, False),
    ],
)
def test_the_digest_is_of_what_decides_a_verdict(change: dict[str, Any], same: bool) -> None:
    assert (rubric(**change).digest == rubric().digest) is same


def test_a_verdict_has_a_value_between_nought_and_one_and_none_has_none() -> None:
    values = [judged(label).value for label in (*rubric().labels, None)]

    assert values == [0.0, 0.5, 1.0, None]


def test_the_shipped_rubrics_are_sound_and_cover_every_sight_but_a_view() -> None:
    workspace = Workspace(files.bundled(), files.bundled())
    shipped = [workspace.rubric(file.name) for file in workspace.files("rubric")]

    assert {each.id for each in shipped} == {"candour", "in-character", "relationship"}
    assert {each.judges for each in shipped} == {"record", "turns"}
    assert {tuple(each.labels) for each in shipped} >= {("no", "yes")}
