"""Runs as a tidy table: a row a run, a column for every label, count and score."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from roomsix.evaluation.row import Figures, Judgement, Row
from roomsix.scoring import Value
from roomsix.suite import JUDGED

Columns = dict[str, list[Value]]
"""Columns by name, all as long as each other; within one, values are of one type, or None."""

FIXED = ("suite", "run", "state", "error", "scenario", "treatment", "seed", "repeat")
"""What every row begins with."""


def table(rows: Sequence[Row]) -> Columns:
    """Return a row for every run.

    A label is named `label.NAME`, whoever sits somewhere `seat.SEAT`, the party of a side
    `side.NAME`, a score by its name, and a party's or seat's score `SCORE.WHO`. What a judge said
    is `judged-RUBRIC`, who judged `judge.RUBRIC`, and what answered for that `judge-model.RUBRIC`.
    """
    return _columns([dict(_cells(row)) for row in rows])


def long(rows: Sequence[Row]) -> Columns:
    """Return a row for every run and party: `party`, then what each score is for that party."""
    found = []
    for row in rows:
        told = {name: value for name, value in _cells(row) if not _of_score(row, name)}
        figures = dict(_figures(row))
        parties = dict.fromkeys(who for each in figures.values() for who in each.parties)
        for party in parties:
            scores = {
                name: _score(each.parties[party])
                for name, each in figures.items()
                if party in each.parties
            }
            found.append({**told, "party": party, **scores})
    return _columns(found)


def kind(values: Iterable[Value]) -> type:
    """Return what a column holds: bool, int, float or str; float where it holds nothing."""
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, float}:
        return int if kinds == {int} else float
    return kinds.pop() if len(kinds) == 1 else str


def _cells(row: Row) -> Iterator[tuple[str, Value]]:
    """Yield what a run's row says, in the order of the columns."""
    fixed = row.model_dump(include=set(FIXED))
    yield from ((name, fixed[name]) for name in FIXED)
    labels = ((name, value) for name, value in row.labels.items() if name != "treatment")
    yield from ((f"label.{name}", value) for name, value in labels)
    yield from ((f"side.{name}", party) for name, party in row.sides.items())
    yield from ((f"seat.{name}", who) for name, who in row.seats.items())
    yield "ending", row.ending or None
    yield "why", row.why or None
    yield from (
        (name, value if name == "usd" else int(value)) for name, value in row.counts.items()
    )
    for rubric, said in row.judged.items():
        yield f"judge.{rubric}", said.judge
        yield f"judge-model.{rubric}", ", ".join(said.models) or None
    for name, figures in _figures(row):
        yield name, _score(figures.value)
        # A party and a seat of one name: the party's, as gates have it.
        whose = {**figures.seats, **figures.parties}
        yield from ((f"{name}.{who}", _score(value)) for who, value in whose.items())


def _figures(row: Row) -> Iterator[tuple[str, Figures | Judgement]]:
    """Yield what has a column for itself and for each of whom it is told."""
    yield from row.scores.items()
    yield from ((f"{JUDGED}{rubric}", said) for rubric, said in row.judged.items())


def _score(value: Value) -> Value:
    """Return a score so that its column is of one type whatever the runs: whole numbers too."""
    return float(value) if type(value) is int else value


def _of_score(row: Row, name: str) -> bool:
    return name.partition(".")[0] in dict(_figures(row))


def _columns(rows: Sequence[Mapping[str, Value]]) -> Columns:
    names = _ordered(rows)
    return {name: _even([row.get(name) for row in rows]) for name in names}


def _ordered(rows: Sequence[Mapping[str, Value]]) -> list[str]:
    """Return every column's name: those alike beside each other, else in the order they come."""
    names = dict.fromkeys(name for row in rows for name in row)
    heads = list(dict.fromkeys(name.partition(".")[0] for name in names))
    return sorted(names, key=lambda name: heads.index(name.partition(".")[0]))


def _even(values: list[Value]) -> list[Value]:
    """Return a column whose values are of one type; what is no number has no figure."""
    wanted = kind(values)
    made: list[Value] = [None if value is None else wanted(value) for value in values]
    return [None if isinstance(each, float) and math.isnan(each) else each for each in made]
