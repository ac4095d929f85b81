"""`local`, as far as it goes without a model."""

import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A file that looks like a model and is none."""
    file = tmp_path / "tiny.gguf"
    file.write_bytes(b"GGUF and no more")
    return file


def test_a_file_that_is_not_there_is_named(roomsix: Any) -> None:
    said = roomsix("local", "nowhere.gguf")

    assert said.code == 2 and "nowhere.gguf: no such file" in said.err


def test_what_is_no_model_is_refused_before_anything_is_loaded(
    roomsix: Any, tmp_path: Path
) -> None:
    (tmp_path / "story.txt").write_text("Once.")

    said = roomsix("local", str(tmp_path / "story.txt"))

    assert said.code == 2 and "is no GGUF file" in said.err


def test_without_the_extra_it_says_what_to_install(
    roomsix: Any, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)

    said = roomsix("local", str(model))

    assert said.code == 2 and "pip install 'roomsix[local]'" in said.err


def test_an_older_processor_is_told_before_it_would_crash(
    roomsix: Any, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roomsix.cli.serving.flags", lambda: frozenset(("avx2", "fma")))

    said = roomsix("local", str(model))

    assert said.code == 2 and "lacks bmi2, f16c" in said.err
