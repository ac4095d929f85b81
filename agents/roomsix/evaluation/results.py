"""The results of a suite: a row for every trial that was played, beside its runs."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationError

from roomsix.deal import Frozen
from roomsix.errors import RecordError
from roomsix.evaluation import gating, standing, stopping
from roomsix.evaluation.gating import Verdict
from roomsix.evaluation.provenance import UNKNOWN, Provenance
from roomsix.evaluation.row import Row
from roomsix.evaluation.standing import Standing
from roomsix.store import disk
from roomsix.suite import Suite, gate
from roomsix.suite.gate import Gate

FOLDER = "suites"
"""Where suites have their folders, among the other runs."""

ROWS = "results.jsonl"
SUITE = "suite.json"


class Results(Frozen):
    """What came of a suite so far.

    Attributes:
        planned: How many trials it comes to.
        judged: Whether gates are held against the rows; they are not where only a part was played.
        stopped: Why its rule stopped it early; empty where it did not.
        folder: Where the runs are; None where that is not known.
        words: What the command line had beside the suite, such as `--chat` and its value.
        made: What the runs were made with.
        judges: Who judged the runs, and what their word is worth.
        unselected: Gates that are not judged, since the runs they speak of were not chosen.
    """

    suite: Suite
    rows: tuple[Row, ...]
    planned: int
    judged: bool = True
    stopped: str = ""
    folder: Path | None = Field(default=None, exclude=True)
    words: tuple[str, ...] = ()
    made: Provenance = UNKNOWN
    judges: tuple[Standing, ...] = ()
    unselected: tuple[str, ...] = ()

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the gates say, in the suite's order; none where they are not to be judged."""
        if not self.judged:
            return ()
        judged = (text for text in self.suite.gates if text not in self.unselected)
        return tuple(self._verdict(gate.gate(text)) for text in judged)

    @property
    def failed(self) -> tuple[Row, ...]:
        """The rows of runs that could not be played."""
        return tuple(row for row in self.rows if row.state == "failed")

    @property
    def passed(self) -> bool:
        """Whether every run there is could be played, and every gate holds that is judged."""
        return not self.failed and all(verdict.passed is True for verdict in self.verdicts)

    def _verdict(self, asked: Gate) -> Verdict:
        early = self.suite.stop is not None and stopping.stops(self.suite, self.rows)
        if early:
            found = stopping.stopped(asked, self.suite, self.rows)
        else:
            found = gating.judge(asked, self.rows)
        why_not = standing.decides(asked.value, self.judges, self.rows)
        return found.model_copy(update={"passed": None, "refused": why_not}) if why_not else found

    def __repr__(self) -> str:
        verdicts = "".join(f"\n  {_told(verdict)}" for verdict in self.verdicts)
        failed = f", {len(self.failed)} failed" if self.failed else ""
        passed = "passed" if self.passed else "not passed"
        runs = f"{len(self.rows)} of {self.planned} runs{failed}"
        return f"<{self.suite.id}: {passed}, {runs}>{verdicts}"

    def __str__(self) -> str:
        return repr(self)


def _told(verdict: Verdict) -> str:
    figure = verdict.figure
    value = figure.note if figure.value is None else f"{figure.value:.3g}"
    between = "" if figure.low is None else f" [{figure.low:.3g}, {figure.high:.3g}]"
    return f"{verdict.word}: {verdict.gate}: {value}{between}, n = {figure.n}"


class _Head(Frozen):
    results: int = 1
    suite: Suite
    planned: int
    stopped: str = ""
    words: tuple[str, ...] = ()
    made: Provenance = UNKNOWN
    judges: tuple[Standing, ...] = ()


def save(folder: Path, results: Results) -> None:
    """Replace the results in a suite's folder.

    Raises:
        RecordError: They cannot be written.
    """
    head = _Head(
        suite=results.suite,
        planned=results.planned,
        stopped=results.stopped,
        words=results.words,
        made=results.made,
        judges=results.judges,
    )
    lines = (row.model_dump_json(exclude_defaults=True) for row in results.rows)
    with disk.told(folder):
        disk.save(folder / SUITE, head.model_dump_json(indent=1, by_alias=True) + "\n")
        disk.save(folder / ROWS, "".join(f"{line}\n" for line in lines))


def load(folder: Path) -> Results:
    """Return the results in a suite's folder.

    Raises:
        RecordError: There are none, or they are damaged.
    """
    try:
        head = _head(folder)
        rows = _rows((folder / ROWS).read_text("utf-8").splitlines(), folder / ROWS)
    except FileNotFoundError:
        raise RecordError(
            f"{folder} holds no results of a suite", hint="`roomsix eval SUITE` makes them"
        ) from None
    except (OSError, ValueError) as error:
        raise RecordError(f"{folder / SUITE} cannot be read: {_first(error)}") from None
    return Results(
        suite=head.suite,
        rows=tuple(rows),
        planned=head.planned,
        stopped=head.stopped,
        folder=folder,
        words=head.words,
        made=head.made,
        judges=head.judges,
    )


def suite(folder: Path) -> Suite:
    """Return the suite whose results are in a folder.

    Raises:
        OSError: There is none.
        ValueError: It is damaged.
    """
    return _head(folder).suite


def _head(folder: Path) -> _Head:
    return _Head.model_validate_json((folder / SUITE).read_bytes())


def _rows(lines: Iterable[str], file: Path) -> list[Row]:
    rows = []
    for number, line in enumerate(lines, start=1):
        try:
            rows.append(Row.model_validate_json(line))
        except ValidationError as error:
            raise RecordError(f"{file}:{number}: {_first(error)}") from None
    return rows


def rows_of(file: Path) -> list[Row]:
    """Return the rows of a file that has one a line.

    Raises:
        RecordError: A line is damaged, or the file cannot be read.
    """
    try:
        return _rows(file.read_text("utf-8").splitlines(), file)
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{file} cannot be read: {disk.why(error)}") from None


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, found['loc']))}: {found['msg'].lower()}"
    return str(error).split("\n")[0]
