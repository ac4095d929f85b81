"""Files of results: asked for by their endings, written whole or not at all."""

import os
from pathlib import Path

import pytest

from outputs.made import results, row
from roomsix.errors import UsageError
from roomsix.outputs import writing


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("x.txt", "no form of results ends so"),
        ("x", "no form of results ends so"),
        ("nowhere/x.json", "there is no folder"),
        ("folder.json", "a folder is there"),
    ],
)
def test_what_cannot_be_written_is_refused_beforehand(name: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()

    with pytest.raises(UsageError, match=why):
        writing.outputs([tmp_path / name])


def test_every_form_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    files = [tmp_path / f"x{ending}" for ending in writing.FORMS]
    files[0].write_text("what was there before")

    writing.write(writing.outputs(files), [results(row(1)), results(row(2))])

    assert sorted(tmp_path.iterdir()) == sorted(files)
    assert all(len(file.read_bytes()) > 100 for file in files)


def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.json"
    file.write_text("before")

    def full(self: Path, data: bytes) -> int:
        with open(self, "wb") as opened:  # noqa: PTH123
            opened.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)

    with pytest.raises(UsageError, match="no space left on device"):
        writing.write(writing.outputs([file]), [results(row(1))])

    assert file.read_text() == "before"
    assert os.listdir(tmp_path) == ["x.json"]  # noqa: PTH208


def test_of_no_runs_at_all_there_are_files_too(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    files = [tmp_path / f"x{ending}" for ending in writing.FORMS]

    writing.write(writing.outputs(files), [])

    assert all(file.exists() for file in files)
