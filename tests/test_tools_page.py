"""The examples of docs/tools.md print what stands under them, and its recipe does what it says."""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "tools.md").read_text(encoding="utf-8")
RECIPE = (DOCS / "recipes" / "roomsix-eval.yml").read_text(encoding="utf-8")
_LINES = r"((?:(?!```).*\n)*)"
_BLOCK = re.compile(rf"^```python\n{_LINES}```\n\n```text\n{_LINES}```$", re.MULTILINE)

SUITE = """\
suite: 1
id: few
title: A few runs
scenarios: [theatre]
seeds: 3
gates: ["count(breaches) == 0"]
"""


def test_every_example_prints_what_stands_under_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # nothing but what is installed is needed
    names: dict[str, Any] = {"__name__": "tools"}
    told, found = [], []

    for block in _BLOCK.finditer(PAGE):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(block[1], "docs/tools.md", "exec"), names)
        told.append(block[2])
        found.append(out.getvalue())

    assert found == told
    assert len(found) >= 4


def test_the_endings_of_the_page_are_those_there_are() -> None:
    from roomsix.outputs import writing

    assert set(re.findall(r"^\| `(\.\w+)` \|", PAGE, re.MULTILINE)) == set(writing.FORMS)


def test_the_recipe_is_a_workflow_that_needs_no_secret_for_mocks() -> None:
    workflow = yaml.safe_load(RECIPE)

    assert set(workflow[True]) == {"pull_request", "workflow_dispatch"}  # `on`, as YAML 1.1 has it
    assert workflow["env"]["CHAT"] == ""
    assert workflow["permissions"] == {"contents": "read"}
    needs = [job.get("needs") for job in workflow["jobs"].values()]
    assert needs == [None, "play"]


def test_the_recipe_plays_in_parts_and_judges_the_whole(tmp_path: Path) -> None:
    jobs = yaml.safe_load(RECIPE)["jobs"]
    shards = jobs["play"]["strategy"]["matrix"]["shard"]
    whole = tmp_path / "judge"
    for shard in shards:
        here = workspace(tmp_path / f"play-{shard}")
        told = {"matrix.shard": str(shard), "strategy.job-total": str(len(shards))}
        for step in steps(jobs["play"], told):
            assert given(step, here) == 0
        shutil.copytree(here / "runs", whole / "runs", dirs_exist_ok=True)
    workspace(whole)
    before = {file: file.stat().st_mtime_ns for file in whole.rglob("record.jsonl")}

    codes = [given(step, whole) for step in steps(jobs["judge"], {})]

    assert codes == [0, 0]
    assert {file: file.stat().st_mtime_ns for file in whole.rglob("record.jsonl")} == before
    assert len(before) == 3
    assert (whole / "step-summary").read_text("utf-8").startswith("## ✅ few: A few runs")
    assert ElementTree.parse(whole / "junit.xml").getroot().get("tests") == "4"


def test_a_gate_that_fails_fails_the_recipe(tmp_path: Path) -> None:
    jobs = yaml.safe_load(RECIPE)["jobs"]
    here = workspace(tmp_path, SUITE.replace("count(breaches) == 0", "min(capture) > 1"))

    codes = [given(step, here) for step in steps(jobs["judge"], {})]

    assert codes == [1, 0]
    assert (here / "step-summary").read_text("utf-8").startswith("## ❌ few: A few runs")


def workspace(folder: Path, suite: str = SUITE) -> Path:
    (folder / "evals").mkdir(parents=True)
    (folder / "evals" / "few.yaml").write_text(suite, encoding="utf-8")
    return folder


def steps(job: Mapping[str, Any], told: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The steps of a job that run something, as a runner has them; roomsix is there already."""
    for step in job["steps"]:
        if "run" in step and "pip install" not in step["run"]:
            env = {name: filled(text, told) for name, text in step.get("env", {}).items()}
            yield {"run": filled(step["run"], told), "env": env}


def filled(text: str, told: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: told.get(match[1], ""), text)


def given(step: Mapping[str, Any], folder: Path) -> int:
    """Run a step's commands as a runner does: `bash -e`, in the folder that was checked out."""
    common = yaml.safe_load(RECIPE)["env"] | {"SUITE": "few"}
    paths = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    kept = {"PATH": paths, "HOME": str(folder), "GITHUB_STEP_SUMMARY": str(folder / "step-summary")}
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env=common | step["env"] | kept,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode
