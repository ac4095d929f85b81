"""Labels given by hand: a file of rows (run, seat, rubric, label, rater), as CSV or JSON lines."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from roomsix.deal import Frozen, SeatId
from roomsix.errors import DefinitionError, Problem, UsageError, did_you_mean
from roomsix.rubric import Rubric

Place = tuple[str, SeatId | None]
"""What is labelled: a run, and a seat of it or None for the talks as a whole."""

NEEDED = ("run", "seat", "rubric", "label")
KNOWN = (*NEEDED, "rater")


class Label(Frozen):
    """One person's label for one thing.

    Attributes:
        run: As it is named in the file.
        seat: None for the talks as a whole, which is written `-`.
        rater: Who gave it; empty where that is not said.
        line: Where it stands in the file, from 1.
    """

    run: str
    seat: SeatId | None
    label: str
    rater: str
    line: int

    @property
    def place(self) -> Place:
        """What it is a label of."""
        return self.run, self.seat


def read(file: Path, rubric: Rubric) -> tuple[Label, ...]:
    """Return the labels of a file that are by a rubric; rows for others are passed over.

    Raises:
        UsageError: There is no such file, it is no text, or it has none by this rubric.
        DefinitionError: Rows are wrong: each with its line.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UsageError(f"no file {file}") from None
    except OSError as error:
        raise UsageError(f"cannot read {file}: {(error.strerror or str(error)).lower()}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"cannot read {file}: byte {error.start + 1} is no UTF-8") from None
    problems: list[Problem] = []
    found: dict[tuple[Place, str], Label] = {}
    others: set[str] = set()
    for line, row in (_json if file.suffix == ".jsonl" else _csv)(text, str(file)):
        wrong = _wrong(row, rubric)
        if row.get("rubric") not in (None, "", rubric.id):
            others.add(str(row["rubric"]))
        elif wrong is not None:
            problems.append(_at(file, line, *wrong))
        else:
            label = _label(row, line)
            earlier = found.setdefault((label.place, label.rater), label)
            if earlier is not label:
                message = f"the same rater labels this in line {earlier.line} as well"
                problems.append(_at(file, line, message, "one row for each run, seat and rater"))
    if problems:
        raise DefinitionError(tuple(problems))
    if not found:
        hint = f"its rows are for: {', '.join(sorted(others))}" if others else "it has no rows"
        raise UsageError(f"{file} holds no label by {rubric.id!r}", hint=hint)
    return tuple(found.values())


def _csv(text: str, file: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        heads = rows.fieldnames or ()
        missing = [name for name in NEEDED if name not in heads]
        if missing:
            message = f"the first line has no column {missing[0]!r}"
            hint = f"it names the columns: {','.join(KNOWN)}"
            raise DefinitionError((Problem((), message, hint, file, 1, 1),))
        yield from ((rows.line_num, row) for row in rows)
    except csv.Error as error:
        found = Problem((), f"not CSV: {error}", "", file, max(1, rows.line_num), 1)
        raise DefinitionError((found,)) from None


def _json(text: str, file: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            found = Problem((), "not a JSON object", "one object a line", file, number, 1)
            raise DefinitionError((found,))
        yield number, row


def _wrong(row: Mapping[str, Any], rubric: Rubric) -> tuple[str, str] | None:
    """Return what is wrong with a row and how to mend it; None for nothing."""
    for name, value in row.items():
        if name not in KNOWN:
            told = "more fields than columns" if name is None else f"no field {str(name)!r}"
            return told, did_you_mean(str(name), KNOWN) or f"there are: {', '.join(KNOWN)}"
        if not isinstance(value, str) and not (name == "rater" and value is None):
            return f"{name!r} is no text", "run, seat, rubric, label and rater are texts"
    for name in NEEDED:
        if not str(row.get(name, "")).strip():
            hint = "- stands for the talks as a whole" if name == "seat" else ""
            return f"{name!r} is empty", hint
    label, seat = row["label"].strip(), row["seat"].strip()
    if label not in rubric.scale:
        near = did_you_mean(label, rubric.scale) or f"there are: {', '.join(rubric.scale)}"
        return f"no label {label!r} in {rubric.id!r}", near
    if (seat == "-") != (rubric.judges == "record"):
        whole = rubric.judges == "record"
        return (
            (f"{rubric.id!r} is of the talks as a whole, not of {seat!r}", "write - for the seat")
            if whole
            else (f"{rubric.id!r} is of single seats", "name the seat")
        )
    return None


def _label(row: Mapping[str, Any], line: int) -> Label:
    seat = row["seat"].strip()
    return Label(
        run=row["run"].strip(),
        seat=None if seat == "-" else seat,
        label=row["label"].strip(),
        rater=(row.get("rater") or "").strip(),
        line=line,
    )


def _at(file: Path, line: int, message: str, hint: str) -> Problem:
    return Problem((), message, hint, str(file), line, 1)
