"""What came of runs as columns, for pandas, polars and the like."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from roomsix import outcome, store
from roomsix.errors import UsageError
from roomsix.evaluation import reading, results
from roomsix.evaluation.results import Results
from roomsix.evaluation.row import Row
from roomsix.outputs import document, table
from roomsix.outputs.table import Columns
from roomsix.session import Result

Source = Results | Result | store.Run | Row | Path | str


LEADS = "a folder, a .json or .jsonl of `eval --out`, or a suite that was played"


def frame(
    what: Source | Iterable[Source], *, long: bool = False, root: Path | str = "."
) -> Columns:
    """Return what came of runs as lists of one length, by column: a row a run.

    `pandas.DataFrame(…)` and `polars.DataFrame(…)` take it as it is. Every column holds values of
    one type, or None. A label of a suite is named `label.NAME`, whoever sits somewhere
    `seat.SEAT`, a party's or seat's score `SCORE.WHO`.

    Args:
        what: Results of suites, results of talks, runs; or where such are: a folder, a file that
            `eval --out` wrote, the name of a suite that was played in `root`. Or several of these.
        long: A row a run and party, with the scores that parties have.

    Raises:
        UsageError: Nothing is there.
        RecordError: What is there is damaged.
    """
    rows = list(_rows(what, Path(root)))
    return table.long(rows) if long else table.table(rows)


def _rows(what: Source | Iterable[Source], root: Path) -> Iterator[Row]:
    if isinstance(what, Results):
        yield from what.rows
    elif isinstance(what, Row):
        yield what
    elif isinstance(what, Result):
        yield _of_result(what)
    elif isinstance(what, store.Run):
        yield _of_run(what)
    elif isinstance(what, str | Path):
        yield from _found(what, root)
    elif isinstance(what, Iterable):
        for each in what:
            yield from _rows(each, root)
    else:
        raise UsageError(f"{what!r} is nothing that was played", hint=LEADS)


def _found(named: str | Path, root: Path) -> Iterator[Row]:
    """Yield the rows of what a name or a path leads to."""
    path = Path(root, named)
    played = Path(root, "runs", results.FOLDER, named)
    if path.suffix in (".json", ".jsonl") and path.is_file():
        yield from _of_file(path)
    elif (path / "run.json").is_file():
        yield _of_run(store.Run(path))
    elif path.is_dir() and not (path / results.ROWS).is_file():
        found = store.runs(path)
        if not found:
            raise UsageError(f"{path} holds no runs and no results of a suite")
        yield from map(_of_run, found)
    elif path.is_dir() or played.is_dir():
        yield from results.load(path if path.is_dir() else played).rows
    else:
        raise UsageError(f"nothing was played that {str(named)!r} leads to", hint=LEADS)


def _of_file(file: Path) -> Iterable[Row]:
    if file.suffix == ".jsonl":
        return results.rows_of(file)
    return [row for each in document.read(file) for row in each.rows]


def _of_result(result: Result) -> Row:
    return Row(
        run=result.folder.name if result.folder is not None else "",
        key="",
        suite="",
        scenario=result.scores.scenario,
        treatment="",
        seed=result.seed,
        seats=result.seats,
        state="finished",
        ending=result.ended.outcome,
        why=result.ended.why,
        counts={"turns": max((event.turn or 0 for event in result.record), default=0)},
        scores=reading.figures(result.scores.scores),
    )


def _of_run(run: store.Run) -> Row:
    info, trial = run.info, run.info.trial
    finished = info.status == "finished"
    scores = (outcome.stored(run) or outcome.completed(run)) if finished else None
    ending, why = info.ending or ("", "")
    places = run.scenario.seats
    return Row(
        run=info.id,
        key=trial.key if trial else "",
        suite=trial.suite if trial else "",
        scenario=info.scenario,
        treatment=trial.treatment if trial else "",
        seed=info.seed,
        repeat=trial.repeat if trial else 0,
        labels=trial.labels if trial else {},
        sides=trial.sides if trial else {},
        seats={seat: f"{places[seat].persona}@{spec}" for seat, spec in info.seats.items()},
        state="finished" if finished else "stopped",
        error=info.note,
        ending=ending,
        why=why,
        counts=reading.counts(info),
        scores=reading.figures(scores.scores) if scores else {},
    )
