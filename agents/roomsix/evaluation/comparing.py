"""Two samples compared: pair by pair, figure by figure, corrected for how many were looked at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from roomsix.deal import Frozen
from roomsix.errors import UsageError, did_you_mean
from roomsix.evaluation import bounding, columns, contrasting, likeness, pairing, standing
from roomsix.evaluation.bounding import Bound, Held
from roomsix.evaluation.contrasting import Family, Half, Line, Terms
from roomsix.evaluation.pairing import Alone, Key, Match, Pairing
from roomsix.evaluation.row import Row
from roomsix.evaluation.sample import Sample
from roomsix.suite import Term, Value

FIRST = "going first"
"""What a line is called that holds the first side of the table against the second."""


class Side(Frozen):
    """One side of a comparison.

    Attributes:
        name: As it was asked for.
        rows: Those chosen; `finished` of them came to their end.
    """

    name: str
    suite: str
    path: str
    rows: int
    finished: int


class Comparison(Frozen):
    """What two samples show of one another; every difference is A less B.

    Attributes:
        compared: The labels by which they differ: NAME, with the value in A and in B.
        seats: Who sits where in A and not in B, as far as rows could be put together.
        pairs: How many; 0 where runs were compared that nothing pairs.
        unpaired: Why there are none; empty where there are.
        alone: Rows without a partner.
        lines: A figure each; primaries come first.
        parts: The same by the values of labels, where that was asked for.
        bounds: What was to hold.
        warnings: What else may be behind a difference.
    """

    a: Side
    b: Side
    compared: Mapping[str, tuple[str | None, str | None]]
    seats: tuple[str, ...]
    pairs: int
    scenarios: int
    unpaired: str
    alone: tuple[Alone, ...]
    alpha: float
    lines: tuple[Line, ...]
    parts: tuple[Line, ...]
    bounds: tuple[Held, ...]
    warnings: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether a bound failed, or there was nothing to hold it against."""
        return any(each.failed is not False for each in self.bounds)


@dataclass(frozen=True)
class Asked:
    """How samples are to be compared.

    Attributes:
        metrics: Figures beside the suite's primaries: SCORE or SCORE.WHO.
        by: Labels by whose values the figures are told apart as well.
        alpha: Of each test.
        unpaired: Even where there are pairs, take runs for unrelated.
        bounds: What the differences may not be.
        unless_shown: A bound fails unless it is shown to be kept.
    """

    metrics: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    alpha: float = 0.05
    unpaired: bool = False
    bounds: tuple[Bound, ...] = ()
    unless_shown: bool = False


def compare(a: Sample, b: Sample, asked: Asked) -> Comparison:
    """Compare two samples.

    Raises:
        UsageError: They share rows, it cannot be told what belongs together, or neither has a
            figure or a label that was asked for.
    """
    for bound in asked.bounds:
        _decides(bound, a, b)
    found = pairing.together(a, b)
    terms = Terms(asked.alpha)
    why = "asked for" if asked.unpaired else "" if found.matches else "no runs belong together"
    wanted = list(_wanted(a, b, asked, found, swapped=not why and _swapped(found)))
    if why:
        _check_parts(asked)
        lines = _apart(a, b, found.compared, wanted, terms)
    else:
        lines = list(_lines(found.matches, wanted, terms))
    lines = contrasting.corrected(lines, terms)
    judging = tuple(standing.apart({line.metric for line in lines}, a.results, b.results))
    by_metric = {line.metric: line for line in lines}
    return Comparison(
        a=_side(a),
        b=_side(b),
        compared=found.compared,
        seats=likeness.occupants(found.matches),
        pairs=0 if why else len(found.matches),
        scenarios=len({row.scenario for row in (*a.finished, *b.finished)})
        if why
        else len({match.scenario for match in found.matches}),
        unpaired=why,
        alone=found.alone,
        alpha=asked.alpha,
        lines=tuple(lines),
        parts=tuple(contrasting.corrected(_parts(found, wanted, asked, terms), terms)),
        bounds=tuple(
            bounding.held(each, by_metric[each.metric], unless_shown=asked.unless_shown)
            for each in asked.bounds
        ),
        warnings=(*likeness.warnings(a, b), *judging),
    )


def _wanted(
    a: Sample, b: Sample, asked: Asked, found: Pairing, *, swapped: bool
) -> Iterator[tuple[str, Family]]:
    """Yield the figures to be compared, each once: primaries, then what was only asked for."""
    primaries = a.results.suite.primaries
    more = [*asked.metrics, *(each.metric for each in asked.bounds)]
    if not primaries and not more:
        more = [name for name in columns.USUAL if _has((*a.rows, *b.rows), name)]
    told: dict[str, Family] = {name: "primary" for name in primaries}
    told |= dict.fromkeys((name for name in more if name not in told), "explorative")
    rows = [row for match in found.matches for row in (*match.a, *match.b)]
    for name, family in told.items():
        sides = [f"{name}.side-{n}" for n in (1, 2)]
        by_side = swapped and "." not in name and any(_has(rows, side) for side in sides)
        if family == "explorative" and not by_side:
            _there(a, b, name)
        if by_side:
            yield f"{name} {FIRST}", family
            yield from ((side, "explorative") for side in sides if side not in told)
            if any(each.metric == name for each in asked.bounds):
                _there(a, b, name)
                yield name, "explorative"
        else:
            yield name, family


def _decides(bound: Bound, *samples: Sample) -> None:
    """Make sure that a bound does not rest on a judge's word that may decide nothing.

    Raises:
        UsageError: It does.
    """
    metric, _, who = bound.metric.partition(".")
    for sample in samples:
        value = Value(Term("mean", metric, who))
        if why := standing.decides(value, sample.results.judges, sample.rows):
            raise UsageError(f"--fail-if '{bound}': what a judge says may decide nothing: {why}")


def _there(a: Sample, b: Sample, metric: str) -> None:
    """Make sure that results hold a figure.

    Raises:
        UsageError: They do not.
    """
    columns.known(metric.partition(".")[0])
    rows = (*a.finished, *b.finished)
    if not _has(rows, metric):
        score, _, who = metric.partition(".")
        whose = [each for row in rows[:1] if score in row.scores for each in _whose(row, score)]
        if whose:
            raise UsageError(
                f"no run compared has {metric!r}" if who else f"{metric!r} is one's own, not all's",
                hint=f"there are: {', '.join(f'{score}.{each}' for each in whose)}",
            )
        held = dict.fromkeys(
            name for row in rows for name in (*row.scores, *row.counts, *row.judges)
        )
        near = did_you_mean(metric, held)
        raise UsageError(
            f"no run compared has a figure for {metric!r}",
            hint=near or f"they have: {', '.join(held)}; a suite's `scores` names what is kept",
        )


def _whose(row: Row, score: str) -> Iterator[str]:
    """Yield whose a score is, sides by their own names first."""
    found = row.scores[score]
    yield from (side for side, party in row.sides.items() if party in found.parties)
    yield from (*found.parties, *found.seats)


def _has(rows: Iterable[Row], metric: str) -> bool:
    return any(contrasting.figure([row], metric) is not None for row in rows)


def _lines(
    matches: Sequence[Match], wanted: Sequence[tuple[str, Family]], terms: Terms, where: str = ""
) -> Iterator[Line]:
    for metric, family in wanted:
        if metric.endswith(FIRST):
            yield _first(metric.partition(" ")[0], matches, terms, family, where)
        else:
            yield contrasting.matched(metric, matches, terms, family, where)


def _swapped(found: Pairing) -> bool:
    """Tell whether all that differs is who of two sits on which side of the table."""
    sides = {len(match.a[0].sides) for match in found.matches}
    return set(found.compared) == {"swapped"} and sides == {2}


def _first(metric: str, matches: Sequence[Match], terms: Terms, family: Family, where: str) -> Line:
    """Return what the first side of the table has over the second, whoever sits there.

    Of a pair, each of the two sat on each side once: what either of them is worth cancels out.
    """
    halves: list[tuple[Key, Half, float]] = []
    for match in matches:
        # The rows in which side-1 sits first, then those in which it sits second.
        games = sorted((match.a, match.b), key=lambda rows: rows[0].labels["swapped"])
        places = (("side-1", "side-2"), ("side-2", "side-1"))
        values = [
            [contrasting.figure(rows, f"{metric}.{side}") for side in sides]
            for rows, sides in zip(games, places, strict=True)
        ]
        first, second = ([row[n] for row in values if row[n] is not None] for n in (0, 1))
        if len(first) == len(second) == 2:
            means = [sum(float(v) for v in each if v is not None) / 2 for each in (first, second)]
            halves.append((match.key, Half(means[0], match.scenario, match.seed), means[1]))
    line = Line(
        metric=f"{metric} {FIRST}",
        family=family,
        where=where,
        without=len(matches) - len(halves),
    )
    return contrasting.by_pairs(halves, terms, line)


def _apart(
    a: Sample,
    b: Sample,
    compared: Iterable[str],
    wanted: Sequence[tuple[str, Family]],
    terms: Terms,
) -> list[Line]:
    ours, theirs = (pairing.groups(each.finished, compared).values() for each in (a, b))
    return [contrasting.apart(metric, ours, theirs, terms, family) for metric, family in wanted]


def _check_parts(asked: Asked) -> None:
    if asked.by:
        raise UsageError(
            "--by tells pairs apart, and these runs are not paired", hint="leave it out"
        )


def _parts(
    found: Pairing, wanted: Sequence[tuple[str, Family]], asked: Asked, terms: Terms
) -> Iterator[Line]:
    """Yield the lines by the values of labels: looked at, never declared."""
    only: list[tuple[str, Family]] = [(metric, "explorative") for metric, _ in wanted]
    for name in asked.by:
        if name in found.compared:
            raise UsageError(f"--by {name}: that is what A and B differ by")
        values: dict[str, list[Match]] = {}
        for match in found.matches:
            value = match.a[0].described.get(name)
            if value is not None:
                values.setdefault(value, []).append(match)
        if not values:
            labels = dict.fromkeys(n for match in found.matches for n in match.a[0].described)
            raise UsageError(
                f"--by {name!r}: no pair has such a label", hint=f"there are: {', '.join(labels)}"
            )
        for value, matches in values.items():
            yield from _lines(matches, only, terms, f"{name}={value}")


def _side(sample: Sample) -> Side:
    return Side(
        name=sample.name,
        suite=sample.results.suite.id,
        path=str(sample.path),
        rows=len(sample.rows),
        finished=len(sample.finished),
    )
