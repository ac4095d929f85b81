"""The results of a suite: a row for every trial that was played, beside its runs."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import ValidationError

from roomsix.deal import Frozen
from roomsix.errors import RecordError
from roomsix.evaluation.row import Row
from roomsix.store import disk
from roomsix.suite import Suite

ROWS = "results.jsonl"
SUITE = "suite.json"


class Results(Frozen):
    """What came of a suite so far.

    Attributes:
        planned: How many trials it comes to.
    """

    suite: Suite
    rows: tuple[Row, ...]
    planned: int


class _Head(Frozen):
    results: int = 1
    suite: Suite
    planned: int


def save(folder: Path, suite: Suite, rows: Sequence[Row], planned: int) -> None:
    """Replace the results in a suite's folder.

    Raises:
        RecordError: They cannot be written.
    """
    head = _Head(suite=suite, planned=planned)
    lines = (row.model_dump_json(exclude_defaults=True) for row in rows)
    with disk.told(folder):
        disk.save(folder / SUITE, head.model_dump_json(indent=1, by_alias=True) + "\n")
        disk.save(folder / ROWS, "".join(f"{line}\n" for line in lines))


def load(folder: Path) -> Results:
    """Return the results in a suite's folder.

    Raises:
        RecordError: There are none, or they are damaged.
    """
    try:
        head = _Head.model_validate_json((folder / SUITE).read_bytes())
        rows = _rows((folder / ROWS).read_text("utf-8").splitlines(), folder / ROWS)
    except FileNotFoundError:
        raise RecordError(
            f"{folder} holds no results of a suite", hint="`roomsix eval SUITE` makes them"
        ) from None
    except (OSError, ValueError) as error:
        raise RecordError(f"{folder / SUITE} cannot be read: {_first(error)}") from None
    return Results(suite=head.suite, rows=tuple(rows), planned=head.planned)


def _rows(lines: Iterable[str], file: Path) -> list[Row]:
    rows = []
    for number, line in enumerate(lines, start=1):
        try:
            rows.append(Row.model_validate_json(line))
        except ValidationError as error:
            raise RecordError(f"{file}:{number}: {_first(error)}") from None
    return rows


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, found['loc']))}: {found['msg'].lower()}"
    return str(error).split("\n")[0]


def document(results: Results) -> dict[str, object]:
    """Return results as one JSON document."""
    return {
        "suite": json.loads(results.suite.model_dump_json(by_alias=True)),
        "planned": results.planned,
        "rows": [row.model_dump(mode="json") for row in results.rows],
    }
