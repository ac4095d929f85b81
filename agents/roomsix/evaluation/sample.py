"""One side of a comparison: some of the rows of a suite's results, as a person names them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from roomsix.errors import NothingSelected, RecordError, UsageError, did_you_mean
from roomsix.evaluation import results
from roomsix.evaluation.results import Results
from roomsix.evaluation.row import Row
from roomsix.suite import gate

Read = Callable[[Path], Sequence[Results]]
"""Reads a file of results, of one suite or more."""

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sample:
    """Some of the rows of a suite's results.

    Attributes:
        name: As it was asked for.
        path: Where the results are.
        given: The labels that its rows were chosen by.
        rows: Those chosen, whatever came of them.
    """

    name: str
    path: Path
    results: Results
    given: Labels
    rows: tuple[Row, ...]

    @property
    def finished(self) -> list[Row]:
        """The rows of runs that came to their end."""
        return [row for row in self.rows if row.state == "finished"]

    def values(self, label: str) -> list[str | None]:
        """Return what its rows have for a label, each once; None for those without it."""
        return list(dict.fromkeys(row.described.get(label) for row in self.rows))


def sample(text: str, root: Path, runs: Path, read: Read, narrowed: Labels = ()) -> Sample:
    """Return what `RESULTS` or `RESULTS:LABELS` names.

    RESULTS is a suite whose runs are below `runs`, a folder, or a file of results. LABELS are as in
    a gate: a treatment, or NAME=VALUE, joined by `and`.

    Args:
        root: What paths count from.
        read: Reads a file.
        narrowed: Labels that rows must have besides; of one name, any of the values will do.

    Raises:
        UsageError: There are no such results, or none of their rows could have such a label.
        RecordError: The results are damaged.
        NothingSelected: No row has them all.
    """
    path, rest = _found(text, root, runs)
    found = _read(path, read)
    given = gate.labels(rest) if rest else ()
    for name, value in (*given, *narrowed):
        _known(found.rows, name, value, path)
    wanted: dict[str, set[str]] = {}
    for name, value in narrowed:
        wanted.setdefault(name, set()).add(value)
    rows = tuple(
        row
        for row in found.rows
        if all(row.described.get(name) == value for name, value in given)
        and all(row.described.get(name) in values for name, values in wanted.items())
    )
    if not rows:
        raise NothingSelected(f"{path} holds no row that is {text.partition(':')[2] or 'chosen'}")
    if not any(row.state == "finished" for row in rows):
        raise NothingSelected(f"none of the {len(rows)} runs of {text!r} has come to its end")
    return Sample(text, path, found, given, rows)


def _read(path: Path, read: Read) -> Results:
    if path.is_dir():
        found = results.load(path)
    else:
        several = read(path)
        if len(several) != 1:
            raise RecordError(f"{path} holds the results of {len(several)} suites, not of one")
        found = several[0]
    keys = Counter(row.key for row in found.rows)
    if twice := [row.run for row in found.rows if keys[row.key] > 1]:
        raise RecordError(f"{path} holds the trial of {twice[0]} more than once")
    return found


def _found(text: str, root: Path, runs: Path) -> tuple[Path, str]:
    """Return where results are, and the labels behind their name."""
    ends = [at for at, sign in enumerate(text) if sign == ":"]
    for end in (len(text), *ends):
        name = text[:end]
        for path in (runs / results.FOLDER / name, Path(root, name)):
            if name and (path.is_file() or (path / results.SUITE).is_file()):
                return path, text[end + 1 :]
    name = text.partition(":")[0]
    if Path(root, name).is_dir():
        return Path(root, name), ""
    there = _there(runs)
    near = did_you_mean(name, there)
    listed = f"there are: {', '.join(there)}" if there else "`roomsix eval SUITE` makes them"
    raise UsageError(f"no results of a suite are called {name!r}", hint=near or listed)


def _there(runs: Path) -> list[str]:
    return sorted(file.parent.name for file in (runs / results.FOLDER).glob(f"*/{results.SUITE}"))


def _known(rows: Sequence[Row], name: str, value: str, path: Path) -> None:
    """Make sure that some row has this, so that a slip is told from an empty choice."""
    names = _each(name for row in rows for name in row.described)
    if name not in names:
        near = did_you_mean(name, names) or f"there are: {', '.join(names)}"
        raise UsageError(f"no row of {path} has a {name!r}", hint=near)
    values = _each(row.described.get(name) for row in rows)
    if value not in values:
        near = did_you_mean(value, values) or f"there are: {', '.join(values[:12])}"
        raise UsageError(f"no row of {path} is {name}={value}", hint=near)


def _each(found: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(each for each in found if each is not None))
