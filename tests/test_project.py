"""What the checkout as a whole promises: its layout, and pins that hold on any machine."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]

REQUIRED = {"pyproject.toml", "README.md", "agents", "personas", "runs", "evals", "tests"}
AGREED = REQUIRED | {
    ".ci",
    ".editorconfig",
    ".github",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "benchmarks",
    "constraints.txt",
    "docs",
    "scenarios",
}


def constraints() -> list[str]:
    return (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


def direct_requirements() -> Iterator[Requirement]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for listed in (
        project["build-system"]["requires"],
        project["project"]["dependencies"],
        *project["dependency-groups"].values(),
    ):
        yield from map(Requirement, listed)


def test_agents_is_a_source_root_and_never_a_package() -> None:
    # As a package it would shadow, or be shadowed by, other distributions' `agents`.
    assert not (ROOT / "agents" / "__init__.py").exists()


def test_the_owners_folders_and_files_are_at_the_top() -> None:
    missing = {name for name in REQUIRED if not (ROOT / name).exists()}

    assert missing == set()


def test_nothing_else_is_at_the_top() -> None:
    # Only what git tracks counts: a user's own notes and runs are their own affair.
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    top = {path.split("/")[0] for path in listing.stdout.splitlines()}

    assert top <= AGREED


def test_constraints_hold_names_and_versions_only() -> None:
    odd = [line for line in constraints() if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9.]+", line)]

    assert odd == []


def test_constraints_name_each_package_once_and_in_order() -> None:
    names = [canonicalize_name(line.split("==")[0]) for line in constraints()]

    assert names == sorted(set(names))


@pytest.mark.parametrize("requirement", list(direct_requirements()), ids=str)
def test_every_direct_dependency_is_pinned_to_a_version_it_allows(requirement: Requirement) -> None:
    pins = {
        canonicalize_name(name): pin for name, pin in (line.split("==") for line in constraints())
    }

    assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)])


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt", "Makefile", ".ci/run"])
def test_no_package_index_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert re.findall(r"index[-_ ]?url|find[-_]links|trusted[-_]host|https?://", text, re.I) == []
