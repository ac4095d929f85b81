"""One figure of two samples held side by side: its values by pair, the difference, the test."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import fsum
from typing import Literal, NamedTuple

from roomsix.deal import Frozen
from roomsix.evaluation.clustering import clusters
from roomsix.evaluation.gating import as_number
from roomsix.evaluation.pairing import Match
from roomsix.evaluation.row import Row
from roomsix.statistics import contrast, families, paired
from roomsix.statistics.contrast import Difference, Verdict
from roomsix.statistics.paired import Pair

Family = Literal["primary", "explorative"]


class Line(Frozen):
    """What a figure comes to on both sides.

    Attributes:
        metric: The score, or SCORE.WHO.
        family: Primaries were declared beforehand and are corrected by Holm's rule; all others
            were only looked at, and are corrected by Benjamini's and Hochberg's.
        where: The part of the pairs, as LABEL=VALUE; empty for all.
        a: The mean of A; None where nothing has the figure.
        difference: A less B; None for no pairs.
        p: Corrected for its family.
        verdict: By that p.
        without: Pairs, or runs, in which one side lacks the figure.
        rate: Whether it is of what is so or not.
    """

    metric: str
    family: Family
    where: str = ""
    a: float | None = None
    b: float | None = None
    difference: Difference | None = None
    p: float | None = None
    verdict: Verdict = "not enough data"
    without: int = 0
    rate: bool = False


class Half(NamedTuple):
    """One side of a pair: a number, or whether something is so."""

    value: float | bool
    scenario: str
    seed: int


@dataclass(frozen=True)
class Terms:
    """By what the intervals are made.

    Attributes:
        alpha: Of each test, and 1 less the level of each interval.
    """

    alpha: float = 0.05

    @property
    def level(self) -> float:
        """Of the intervals."""
        return 1 - self.alpha


def matched(
    metric: str, matches: Sequence[Match], terms: Terms, family: Family, where: str = ""
) -> Line:
    """Return the line of a figure by pairs."""
    found = [(match, figure(match.a, metric), figure(match.b, metric)) for match in matches]
    both = [(match, a, b) for match, a, b in found if a is not None and b is not None]
    return by_pairs(
        [(match.key, Half(a, match.scenario, match.seed), b) for match, a, b in both],
        terms,
        Line(metric=metric, family=family, where=where, without=len(found) - len(both)),
    )


def by_pairs(
    halves: Sequence[tuple[Hashable, Half, float | bool]], terms: Terms, line: Line
) -> Line:
    """Return the line with what pairs say: key, one side with its place, and the other side."""
    if not halves:
        return line
    named, note = clusters([(half.scenario, half.seed) for _, half, _ in halves])
    pairs = [
        Pair(key=key, cluster=cluster, a=half.value, b=b)
        for (key, half, b), cluster in zip(halves, named, strict=True)
    ]
    values = [each for _, half, b in halves for each in (half.value, b)]
    rate = all(isinstance(value, bool) for value in values)
    test = paired.mcnemar if rate else paired.difference
    found = test(pairs, level=terms.level, alpha=terms.alpha)
    a, b = (fsum(each) / len(pairs) for each in zip(*((p.a, p.b) for p in pairs), strict=True))
    return _told(line, found, note, a, b, rate=rate)


def apart(
    metric: str,
    ours: Iterable[Sequence[Row]],
    theirs: Iterable[Sequence[Row]],
    terms: Terms,
    family: Family,
) -> Line:
    """Return the line of a figure by runs that nothing pairs; repeats are counted as one."""
    sides: list[list[Half]] = []
    without = 0
    for groups in (ours, theirs):
        found = [(rows[0], figure(rows, metric)) for rows in groups]
        sides.append([Half(v, row.scenario, row.seed) for row, v in found if v is not None])
        without += len(found) - len(sides[-1])
    line = Line(metric=metric, family=family, without=without)
    if not all(sides):
        return line
    named, note = clusters([(half.scenario, half.seed) for half in chain(*sides)])
    first, second = ([half.value for half in side] for side in sides)
    several = 1 < len(set(named)) < len(named)
    difference = paired.unpaired(
        first,
        second,
        clusters=(named[: len(first)], named[len(first) :]) if several else None,
        level=terms.level,
        alpha=terms.alpha,
    )
    rate = all(isinstance(value, bool) for value in (*first, *second))
    a, b = (fsum(side) / len(side) for side in (first, second))
    return _told(line, difference, note, a, b, rate=rate)


def corrected(lines: Iterable[Line], terms: Terms) -> list[Line]:
    """Return the lines with p corrected within each family, and the verdicts that follow."""
    kept = list(lines)
    rules = {"primary": families.holm, "explorative": families.benjamini_hochberg}
    for family, rule in rules.items():
        places = [at for at, line in enumerate(kept) if line.family == family]
        raw = [line.difference.p if line.difference else None for line in kept]
        # A test that could not be made stays in the family: it was asked for all the same.
        adjusted = rule([1.0 if (p := raw[at]) is None else p for at in places])
        for at, p in zip(places, adjusted, strict=True):
            kept[at] = _judged(kept[at], None if raw[at] is None else p, terms)
    return kept


def figure(rows: Sequence[Row], metric: str) -> float | bool | None:
    """Return what repeats of a run have for a figure: their mean; None where none has it."""
    name, _, who = metric.partition(".")
    values = [value for row in rows if as_number(value := row.figure(name, who)) is not None]
    if len(values) == 1 and isinstance(values[0], bool):
        return values[0]
    numbers = [number for value in values if (number := as_number(value)) is not None]
    return fsum(numbers) / len(numbers) if numbers else None


def _judged(line: Line, p: float | None, terms: Terms) -> Line:
    found = line.difference
    if found is None:
        return line
    enough = found.verdict != "not enough data"
    verdict = contrast.verdict(found.value, p, terms.alpha) if enough else found.verdict
    return line.model_copy(update={"p": p, "verdict": verdict})


def _told(line: Line, found: Difference, note: str, a: float, b: float, *, rate: bool) -> Line:
    notes = (*found.notes, *((note,) if note else ()))
    told = found.model_copy(update={"notes": notes})
    return line.model_copy(
        update={"a": a, "b": b, "difference": told, "p": found.p, "rate": rate}
        | {"verdict": found.verdict}
    )
