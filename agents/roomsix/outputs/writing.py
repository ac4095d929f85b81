"""Results written to files that were asked for, each as its ending says."""

import contextlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from roomsix.errors import UsageError
from roomsix.evaluation.results import Results
from roomsix.outputs import document, table
from roomsix.store import disk


def _csv(played: Sequence[Results]) -> str:
    from roomsix.outputs import sheets

    return sheets.as_csv(_table(played))


def _parquet(played: Sequence[Results]) -> bytes:
    from roomsix.outputs import sheets

    return sheets.as_parquet(_table(played))


def _junit(played: Sequence[Results]) -> str:
    from roomsix.outputs import junit

    return junit.as_junit(played)


def _markdown(played: Sequence[Results]) -> str:
    from roomsix.outputs import markdown

    return markdown.as_markdown(played)


Maker = Callable[[Sequence[Results]], str | bytes]

FORMS: dict[str, Maker] = {
    ".json": document.as_json,
    ".jsonl": document.as_lines,
    ".xml": _junit,
    ".md": _markdown,
    ".csv": _csv,
    ".parquet": _parquet,
}
"""What makes a file of results, by the ending of its name."""


@dataclass(frozen=True)
class Output:
    """A file that results are to be written to."""

    file: Path
    made: Maker


def outputs(files: Iterable[Path]) -> tuple[Output, ...]:
    """Return what is to be written, once it is sure that it can be.

    Raises:
        UsageError: An ending means nothing, a folder is not there, or a library is missing.
    """
    found = []
    for file in files:
        made = FORMS.get(file.suffix.lower())
        if made is None:
            raise UsageError(
                f"--out {file}: no form of results ends so", hint=f"there are: {', '.join(FORMS)}"
            )
        if file.is_dir():
            raise UsageError(f"--out {file}: a folder is there")
        if not file.parent.is_dir():
            raise UsageError(f"--out {file}: there is no folder {file.parent}")
        if made is _parquet:
            from roomsix.outputs import sheets

            sheets.can_parquet()
        found.append(Output(file, made))
    return tuple(found)


def write(asked: Iterable[Output], played: Sequence[Results]) -> None:
    """Write results to every file, each replaced whole or not at all.

    Raises:
        UsageError: One cannot be written.
    """
    for each in asked:
        made = each.made(played)
        data = made.encode("utf-8", "replace") if isinstance(made, str) else made
        try:
            _save(each.file, data)
        except OSError as error:
            raise UsageError(f"cannot write {each.file}: {disk.why(error)}") from None


def _table(played: Sequence[Results]) -> table.Columns:
    return table.table([row for results in played for row in results.rows])


def _save(file: Path, data: bytes) -> None:
    if file.exists() and not file.is_file():  # a pipe or a device, which nothing can replace
        file.write_bytes(data)
        return
    fresh = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        fresh.write_bytes(data)
        fresh.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
