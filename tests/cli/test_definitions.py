"""The commands `lint`, `schema` and `init`, as a shell would call them."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from typer.testing import CliRunner, Result

from roomsix.cli import definitions
from roomsix.errors import NothingSelected


def call(root: Path, *arguments: str, as_json: bool = False) -> Result:
    app = typer.Typer()
    definitions.register(app)
    settings = SimpleNamespace(root=root, json=as_json)
    return CliRunner().invoke(app, list(arguments), obj=settings)


def test_init_writes_a_workspace_that_lints_clean(tmp_path: Path) -> None:
    made = call(tmp_path, "init", "talks")
    linted = call(tmp_path / "talks", "lint")

    assert made.exit_code == 0
    assert {"scenarios/theatre.yaml", "evals/smoke.yaml"} <= set(made.stdout.splitlines())
    assert (tmp_path / "talks/.gitignore").read_text().endswith("/runs/*\n")
    assert "roomsix lint" in (tmp_path / "talks/README.md").read_text()
    assert linted.exit_code == 0, linted.output


def test_init_maps_the_schemas_it_writes(tmp_path: Path) -> None:
    call(tmp_path, "init")
    mapped = json.loads((tmp_path / ".vscode/settings.json").read_text())["yaml.schemas"]

    assert set(mapped) == {f".schemas/{path.name}" for path in tmp_path.glob(".schemas/*")}


def test_init_never_overwrites_and_says_what_it_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    first = call(tmp_path, "init")
    (tmp_path / "scenarios/theatre.yaml").write_text("mine too")
    second = call(tmp_path, "init")

    assert "left alone: README.md is there already" in first.stderr.splitlines()
    assert (second.exit_code, second.stdout) == (0, "")
    assert "left alone: scenarios/theatre.yaml is there already" in second.stderr.splitlines()
    assert (tmp_path / "README.md").read_text() == "mine"
    assert (tmp_path / "scenarios/theatre.yaml").read_text() == "mine too"


def test_init_does_not_follow_a_dangling_link(tmp_path: Path) -> None:
    (tmp_path / "README.md").symlink_to(tmp_path / "elsewhere")
    call(tmp_path, "init")

    assert not (tmp_path / "elsewhere").exists()


def test_lint_prints_problems_as_data_and_counts_as_a_message(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios/a.yaml").write_text("a: no\n")
    found = call(tmp_path, "lint")

    assert found.exit_code == 2
    assert all(": error: " in line for line in found.stdout.splitlines())
    assert found.stderr.startswith("1 definition, ")


@pytest.mark.parametrize(("flags", "as_json"), [(["--format", "json"], False), ([], True)])
def test_lint_prints_json(tmp_path: Path, flags: list[str], as_json: bool) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios/a.yaml").write_text("a: no\n")
    found = call(tmp_path, "lint", *flags, as_json=as_json)

    assert json.loads(found.stdout)["files"] == 1


def test_strict_makes_a_warning_fail(tmp_path: Path) -> None:
    (tmp_path / "personas").mkdir()
    text = "---\npersona: 1\nid: ann\nname: Ann\nsummary: Nobody seats her.\n---\n"
    (tmp_path / "personas/ann.md").write_text(text)

    assert call(tmp_path, "lint").exit_code == 0
    assert call(tmp_path, "lint", "--strict").exit_code == 2


def test_lint_in_an_empty_folder_selects_nothing(tmp_path: Path) -> None:
    assert isinstance(call(tmp_path, "lint").exception, NothingSelected)


def test_schema_prints_one_or_all(tmp_path: Path) -> None:
    one = json.loads(call(tmp_path, "schema", "persona").stdout)
    every = json.loads(call(tmp_path, "schema").stdout)

    assert every["persona"] == one
    assert set(every) == {"persona", "scenario", "script", "suite", "rubric"}


def test_schema_writes_files(tmp_path: Path) -> None:
    written = call(tmp_path, "schema", "script", "--out", "schemas").stdout

    assert [path.name for path in (tmp_path / "schemas").iterdir()] == ["script.schema.json"]
    assert written == f"{tmp_path / 'schemas' / 'script.schema.json'}\n"


@pytest.mark.parametrize("command", ["lint", "schema", "init"])
def test_every_command_and_option_is_explained(tmp_path: Path, command: str) -> None:
    assert call(tmp_path, command, "--help").exit_code == 0


def test_the_commands_cost_no_imports_before_they_run() -> None:
    code = "import sys, roomsix.cli.definitions; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert not {"pydantic", "yaml", "langgraph", "openai", "numpy"} & set(loaded)


def test_linting_needs_neither_the_graph_nor_the_network() -> None:
    code = "import sys, roomsix.lint, roomsix.schema; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert not {"typer", "rich", "langgraph", "langchain_core", "openai", "numpy"} & set(loaded)
