"""`compare` and `eval --plan`, as they are given and as they end."""

import json
import random
from pathlib import Path

import pytest

from cli.shell import Command
from evaluation.samples import both, kept

SUITE = """\
suite: 1
id: tiny
title: Two talks with and without drafts
scenarios: [theatre]
treatments:
  default: {}
  passive: {seats: {mediator: "@mock:passive"}}
seeds: 2
primaries: [capture]
gates: ["mean(capture | default) - mean(capture | passive) > -1"]
"""


def made(root: Path, effect: float = 0.1, name: str = "one") -> Path:
    """Results of thirty pairs, of which `default` has so much the more."""
    drawn = random.Random(1)
    rows = both(
        lambda treatment, *_: 0.5 + effect * (treatment == "default") + drawn.gauss(0, 0.03),
        scenarios=("ford", "mill", "well"),
        seeds=range(1, 11),
    )
    return kept(root / "runs/suites" / name, rows, primaries=["capture"])


def flat(text: str) -> str:
    return " ".join(text.split())


def test_treatments_of_a_suite_are_compared(roomsix: Command, tmp_path: Path) -> None:
    made(tmp_path)
    said = roomsix("compare", "one:default", "one:other")

    assert said.code == 0
    assert "different: treatment default against other" in said.out
    assert "30 pairs in 3 scenarios" in said.out
    assert "higher, p " in said.out
    assert "declared: p by Holm" in flat(said.out)


def test_the_same_as_data(roomsix: Command, tmp_path: Path) -> None:
    made(tmp_path)
    said = roomsix("compare", "one:default", "one:other", "--by", "scenario", "--json")
    found = json.loads(said.out)

    (line,) = found["lines"]
    assert (found["pairs"], line["metric"], line["verdict"]) == (30, "capture", "higher")
    assert [part["where"] for part in found["parts"]] == [
        "scenario=ford",
        "scenario=mill",
        "scenario=well",
    ]
    assert found["compared"] == {"treatment": ["default", "other"]}


@pytest.mark.parametrize(
    ("effect", "more", "code"),
    [
        (-0.1, ["--fail-if", "capture < -0.02"], 1),
        (0.1, ["--fail-if", "capture < -0.02"], 0),
        (-0.02, ["--fail-if", "capture < -0.02"], 0),
        (-0.02, ["--fail-if", "capture < -0.02", "--unless-shown"], 1),
        (0.1, ["--fail-if", "capture < -0.02", "--unless-shown"], 0),
        (0.1, ["--fail-if", "capture < -0.02", "--fail-if", "capture > 0.05"], 1),
    ],
)
def test_a_bound_that_is_passed_ends_with_status_1(
    roomsix: Command, tmp_path: Path, effect: float, more: list[str], code: int
) -> None:
    made(tmp_path, effect)

    assert roomsix("compare", "one:default", "one:other", *more).code == code


def test_it_is_written_to_files_which_are_not_replaced_unasked(
    roomsix: Command, tmp_path: Path
) -> None:
    made(tmp_path)
    command = ["compare", "one:default", "one:other", "--out", "c.md", "--out", "c.json"]

    assert roomsix(*command).code == 0
    page = (tmp_path / "c.md").read_text("utf-8")
    assert "# one:default against one:other" in page
    assert "| capture | 0.6" in page
    assert json.loads((tmp_path / "c.json").read_text("utf-8"))["pairs"] == 30
    assert roomsix(*command).code == 2
    assert roomsix(*command, "--force").code == 0


def test_another_suite_is_compared_with_what_is_not_the_same_told(
    roomsix: Command, tmp_path: Path
) -> None:
    made(tmp_path)
    made(tmp_path, effect=0.2, name="two")
    said = roomsix("compare", "two:default", "runs/suites/one:default", "--select", "seed=1")

    assert said.code == 0
    assert "3 pairs in 3 scenarios" in said.out
    assert "! it is not known whether the definitions are the same" in said.out


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        (["one", "one"], 2, "nothing is compared with itself"),
        (["one:default", "on:other"], 2, "did you mean 'one'?"),
        (["one:default", "one:other", "-m", "captur"], 2, "did you mean 'capture'?"),
        (["one:default", "one:other", "--out", "c.xls"], 2, ".json or .md"),
        (["one:default", "one:other", "--fail-if", "capture"], 2, "is no bound"),
        (["one:default", "one:other", "--unless-shown"], 2, "there is none"),
        (["one:default", "one:other", "--alpha", "2"], 2, "--alpha"),
        (["one:default", "one:other", "--unpaired", "--by", "seed"], 2, "are not paired"),
        (["one:default", "one:other", "--select", "seed=77"], 2, "is seed=77"),
    ],
)
def test_what_cannot_be_compared_is_told_in_a_line(
    roomsix: Command, tmp_path: Path, given: list[str], code: int, told: str
) -> None:
    made(tmp_path)
    said = roomsix("compare", *given)

    assert said.code == code
    assert told in said.err
    assert said.out == ""


def test_a_suite_is_planned_played_compared_and_planned_again(
    roomsix: Command, tmp_path: Path
) -> None:
    (tmp_path / "evals").mkdir()
    (tmp_path / "evals/tiny.yaml").write_text(SUITE, "utf-8")

    before = roomsix("eval", "tiny", "--plan")
    assert before.code == 0
    assert "no results yet" in flat(before.out)
    assert not (tmp_path / "runs").exists()

    assert roomsix("eval", "tiny", "--quiet").code in (0, 1)
    said = roomsix("compare", "tiny:passive", "tiny:default", "--json")
    found = json.loads(said.out)
    assert said.code == 0
    assert found["pairs"] == 2
    assert found["warnings"] == []
    assert found["seats"] == ["conciliator: conciliator@mock:passive against conciliator@mock"]

    (planned,) = json.loads(roomsix("eval", "tiny", "--plan", "--json").out)
    assert [plan["source"][:7] for plan in planned["plans"]] == ["2 pairs", "2 pairs"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--difference", "x"], "'x' is no number above 0"),
        (["--difference", "gain=1"], "'gain' is not tested (it tests: capture)"),
        (["--sd", "-1"], "is no number above 0"),
        (["--power", "2"], "--power"),
    ],
)
def test_a_plan_of_nothing_is_told_in_a_line(
    roomsix: Command, tmp_path: Path, given: list[str], told: str
) -> None:
    (tmp_path / "evals").mkdir()
    (tmp_path / "evals/tiny.yaml").write_text(SUITE, "utf-8")
    said = roomsix("eval", "tiny", "--plan", *given)

    assert said.code == 2
    assert told in said.err
