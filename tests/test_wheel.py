"""The wheel, away from the checkout: it brings its definitions, and a workspace's own win."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from this checkout, with the build backend at hand and so without a network."""
    folder = tmp_path_factory.mktemp("dist")
    _python("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's files and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    offline = ("--no-index", "--no-deps", "--no-compile", "--no-cache-dir")
    _python(*pip, *offline, "--target", str(folder), str(wheel), cwd=folder)
    return folder


def test_the_wheel_holds_types_and_definitions_and_no_leftovers(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    bundled = {"scenarios/theatre.yaml", "evals/cassettes/theatre.jsonl"}
    assert {"roomsix/py.typed", *(f"roomsix/_bundled/{each}" for each in bundled)} <= set(names)
    assert [name for name in names if "__pycache__" in name] == []
    assert {name.split("/")[0].split("-")[0] for name in names} == {"roomsix"}


def test_the_wheel_is_what_these_tests_import(installed: Path, tmp_path: Path) -> None:
    found = _python("-c", "import roomsix; print(roomsix.__file__)", cwd=tmp_path, path=installed)

    assert Path(found.strip()) == installed / "roomsix" / "__init__.py"


def test_bundled_talks_run_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    _python("-m", "roomsix", "run", "theatre", "--seed", "1", cwd=tmp_path, path=installed)

    assert [entry.name for entry in tmp_path.iterdir()] == ["runs"]
    assert len(list(tmp_path.glob("runs/*/record.jsonl"))) == 1


def test_a_workspaces_own_persona_wins_over_the_bundled_one(
    installed: Path, tmp_path: Path
) -> None:
    bundled = installed / "roomsix" / "_bundled"
    theatre = yaml.safe_load((bundled / "scenarios" / "theatre.yaml").read_text(encoding="utf-8"))
    persona = Path("personas", theatre["seats"]["manager"]["persona"] + ".md")
    _, front, body = (bundled / persona).read_text(encoding="utf-8").split("---\n", maxsplit=2)
    sentence = "You keep a brass hourglass on the desk and turn it over when bored."
    (tmp_path / persona).parent.mkdir(parents=True)
    (tmp_path / persona).write_text(f"---\n{front}---\n{sentence}\n{body}", encoding="utf-8")
    ask = ("-m", "roomsix", "prompt", "theatre", "--seat", "manager")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    assert sentence in _python(*ask, cwd=tmp_path, path=installed)
    assert sentence not in _python(*ask, cwd=elsewhere, path=installed)


def _python(*arguments: str, cwd: Path, path: Path | None = None) -> str:
    """Run this interpreter without the caller's settings and return what it printed.

    The working folder is never imported from (`-P`); `path` comes before the editable install.
    """
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), "COLUMNS": "1000"}
    if path:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run(
        [sys.executable, "-P", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
