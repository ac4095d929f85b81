"""The rows of two samples that belong together: alike in all but what is compared."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from roomsix.deal import Frozen
from roomsix.errors import UsageError
from roomsix.evaluation import gating
from roomsix.evaluation.row import Row
from roomsix.evaluation.sample import Sample

Key = tuple[str, ...]

FIXED = ("scenario", "seed")
"""What rows of a pair always share."""


@dataclass(frozen=True)
class Match:
    """The rows of either side that belong together; several are repeats of one another."""

    key: Key
    scenario: str
    seed: int
    a: tuple[Row, ...]
    b: tuple[Row, ...]


class Alone(Frozen):
    """Rows without a partner.

    Attributes:
        side: Theirs, "A" or "B".
        why: What is the matter with the other side, or with the rows themselves.
        rows: How many.
    """

    side: str
    why: str
    rows: int


@dataclass(frozen=True)
class Pairing:
    """Two samples put together.

    Attributes:
        compared: The labels by which they differ, with the value in A and in B; None for rows
            that have no such label.
        matches: What belongs together, by scenario and seed.
        alone: What does not.
    """

    compared: Mapping[str, tuple[str | None, str | None]]
    matches: tuple[Match, ...]
    alone: tuple[Alone, ...]


def together(a: Sample, b: Sample) -> Pairing:
    """Put two samples together.

    Raises:
        UsageError: They share rows, or it cannot be told what of one belongs to what of the other.
    """
    _apart(a, b)
    compared = differing(a, b)
    ours, theirs = (groups(each.finished, compared) for each in (a, b))
    matches = [
        Match(key, rows[0].scenario, rows[0].seed, tuple(rows), tuple(theirs[key]))
        for key, rows in ours.items()
        if key in theirs
    ]
    matches.sort(key=lambda match: (match.scenario, match.seed, match.key))
    return Pairing(
        compared,
        tuple(matches),
        (*_alone("A", a, b, theirs, compared), *_alone("B", b, a, ours, compared)),
    )


def differing(a: Sample, b: Sample) -> Mapping[str, tuple[str | None, str | None]]:
    """Return the labels that each side has one value for, but not the same.

    Raises:
        UsageError: One side was narrowed to a value of a label for which the other has several.
    """
    found: dict[str, tuple[str | None, str | None]] = {}
    for name in dict.fromkeys(name for row in (*a.rows, *b.rows) for name in row.labels):
        ours, theirs = a.values(name), b.values(name)
        if len(ours) == len(theirs) == 1 and ours != theirs:
            found[name] = (ours[0], theirs[0])
        for one, other, values, side in ((a, b, theirs, "B"), (b, a, ours, "A")):
            chosen = dict(one.given).get(name)
            if chosen is not None and len(values) > 1:
                listed = ", ".join(str(value) for value in values)
                raise UsageError(
                    f"{one.name!r} is {name}={chosen}, but {side} has several: {listed}",
                    hint=f"'{other.name.partition(':')[0]}:{name}=…' names one of them",
                )
    return found


def groups(rows: Iterable[Row], compared: Iterable[str]) -> dict[Key, list[Row]]:
    """Return rows by all that they share with their partners; repeats are together."""
    left = set(compared)
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[gating.key(row.described, left)].append(row)
    return found


def _apart(a: Sample, b: Sample) -> None:
    if a.path.resolve() != b.path.resolve():
        return
    both = {row.key for row in a.rows} & {row.key for row in b.rows}
    if both:
        treatments = ", ".join(a.results.suite.compared)
        raise UsageError(
            f"{len(both)} runs would be on both sides: nothing is compared with itself",
            hint=f"'{a.name.partition(':')[0]}:TREATMENT' names a part; there are: {treatments}",
        )


def _alone(
    side: str,
    sample: Sample,
    other: Sample,
    partners: Mapping[Key, Sequence[Row]],
    compared: Mapping[str, object],
) -> Iterator[Alone]:
    left = set(compared)
    unfinished = {gating.key(row.described, left) for row in other.rows if row.state != "finished"}
    there = {name: set(other.values(name)) for name in (*FIXED, *_names(sample, other))}
    whys: Counter[str] = Counter()
    for row in sample.rows:
        if row.state != "finished":
            whys["did not come to their end"] += 1
        elif (key := gating.key(row.described, left)) not in partners:
            other_side = "B" if side == "A" else "A"
            if key in unfinished:
                whys[f"the like of it in {other_side} did not come to its end"] += 1
            else:
                whys[_lacking(row, there, left, other_side)] += 1
    return (Alone(side=side, why=why, rows=count) for why, count in whys.items())


def _lacking(
    row: Row, there: Mapping[str, set[str | None]], left: set[str], other_side: str
) -> str:
    """Return the first thing about a row that no row of the other side has."""
    for name, values in there.items():
        if name not in left and row.described.get(name) not in values:
            return f"no such {name} in {other_side}"
    return f"not played in {other_side}"


def _names(*samples: Sample) -> list[str]:
    return list(dict.fromkeys(name for each in samples for row in each.rows for name in row.labels))
