"""Runs of a suite that a power cut has damaged: played anew where that costs nothing."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.shell import Command, Said

SUITE = """
suite: 1
id: small
title: Two runs
scenarios: [theatre]
seeds: 2
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from roomsix.cli import main

    root = tmp_path_factory.mktemp("whole")
    (root / "evals").mkdir()
    (root / "evals/small.yaml").write_text(SUITE)
    assert main(["-C", str(root), "eval", "small", "--quiet"]) == 0
    return root


def suite(root: Path) -> Path:
    return root / "runs/suites/small"


def noughts(file: Path) -> None:
    file.write_bytes(b"\0" * file.stat().st_size)


def nothing(file: Path) -> None:
    file.write_bytes(b"")


def gone(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize(
    ("name", "befalls"),
    [
        ("run.json", noughts),
        ("run.json", gone),
        ("outcome.json", nothing),
        ("outcome.json", gone),
        ("definitions/0/scenario.json", noughts),
        ("calls.jsonl", noughts),
        ("record.jsonl", nothing),
    ],
)
def test_what_mocks_said_is_said_again(
    whole: Path,
    tmp_path: Path,
    roomsix: Command,
    name: str,
    befalls: Callable[[Path], None],
) -> None:
    root = tmp_path / "again"
    shutil.copytree(whole, root)
    run = next(suite(root).glob("theatre-*"))
    befalls(run / name)
    info = run / "run.json"
    if info.exists() and name in ("calls.jsonl", "definitions/0/scenario.json"):
        info.write_text(info.read_text().replace('"status": "finished"', '"status": "running"'))

    said: Said = roomsix("eval", "small", "--quiet", root=root)

    assert said.code == 0, said.err
    for file in ("results.jsonl", f"{run.name}/outcome.json"):
        assert (suite(root) / file).read_bytes() == (suite(whole) / file).read_bytes()


def test_another_run_in_its_place_is_left_alone(
    whole: Path, tmp_path: Path, roomsix: Command
) -> None:
    root = tmp_path / "again"
    shutil.copytree(whole, root)
    first, second = sorted(suite(root).glob("theatre-*"))
    shutil.rmtree(first)
    shutil.copytree(second, first)
    before = {file: file.read_bytes() for file in first.rglob("*.json*")}

    said = roomsix("eval", "small", "--quiet", root=root)

    assert said.code == 3
    assert {file: file.read_bytes() for file in first.rglob("*.json*")} == before


def test_runs_of_mocks_wait_for_no_disk_and_runs_of_models_do(
    whole: Path, tmp_path: Path, roomsix: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evaluation import paid

    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    shutil.copytree(whole / "evals", tmp_path / "evals")
    assert roomsix("eval", "small", "--quiet").code == 0
    few = len(synced)
    with paid.serving() as server:
        for name, value in paid.environment(server).items():
            monkeypatch.setenv(name, value)
        asked = ("--into", "elsewhere", "--seat", "manager=@openai:m")
        assert roomsix("eval", "small", "--quiet", *asked).code == 0

    assert few < 10, "those of the results, and of the folder they are in"
    assert len(synced) - few > 40
