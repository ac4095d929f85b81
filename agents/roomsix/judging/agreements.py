"""How far a judge agrees with people: measured over labels given by hand, kept with the rubric."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from roomsix import canonical
from roomsix.deal import Frozen, Id
from roomsix.judging.labels import Label, Place
from roomsix.judging.verdicts import Judged, Kind
from roomsix.rubric import Rubric
from roomsix.statistics import agreement

LEVEL = 0.95
"""What share of such intervals hold what more labels would come to."""

FIGURES = 4
"""How many digits of a figure are kept behind the point."""


class Figure(Frozen):
    """Cohen's kappa with linear weights, over n things, and its 95 per cent interval.

    Attributes:
        kappa: None where it cannot be told; so are the bounds.
        runs: How many runs the things are of; whole runs are what varies.
    """

    kappa: float | None
    low: float | None
    high: float | None
    n: int
    runs: int


class Agreement(Frozen):
    """How far one judge agrees with labels given by hand.

    Attributes:
        judge: As the spec of a chat; `models` are the names that the endpoint gave.
        digest: Of the rubric as it was asked; `prompt` is of how any rubric is put.
        labels: A digest of the labels that were used.
        scale: The rubric's labels, from least to most.
        confusion: How often each label by hand (rows) met each by the judge (columns).
        recall: For each label by hand, the share in which the judge gave it too; None for none.
        split: Things left out since the raters differ and no label has most of their voices.
        none: Things left out since the judge came to no verdict.
        raters: How far the two raters with most labels in common agree; None with less than two.
    """

    judge: str
    kind: Kind
    models: tuple[str, ...]
    digest: str
    prompt: str
    labels: str
    scale: tuple[str, ...]
    level: float = LEVEL
    weights: Literal["linear"] = "linear"
    agrees: Figure
    confusion: tuple[tuple[int, ...], ...]
    recall: Mapping[Id, float | None]
    split: int
    none: int
    raters: Figure | None


class Agreements(Frozen):
    """What was measured by one rubric, the last of each judge.

    Attributes:
        agreement: The format's version.
    """

    agreement: Literal[1] = 1
    rubric: Id
    measured: tuple[Agreement, ...] = ()

    def of(self, judge: str) -> Agreement | None:
        """Return what was measured of a judge; None for nothing."""
        return next((each for each in self.measured if each.judge == judge), None)

    def added(self, new: Agreement) -> "Agreements":
        """Return these with one more, in the place of what was measured of this judge before."""
        kept = (each for each in self.measured if each.judge != new.judge)
        measured = tuple(sorted((*kept, new), key=lambda each: each.judge))
        return self.model_copy(update={"measured": measured})


@dataclass(frozen=True)
class Pairs:
    """Things with a label by hand and a verdict, as places on the scale, by what they are of."""

    places: Sequence[Place]
    values: Sequence[tuple[int, int]]


def measured(
    rubric: Rubric, labels: Sequence[Label], verdicts: Mapping[Place, Judged]
) -> Agreement:
    """Return how far one judge's verdicts agree with labels, which are all by this rubric.

    Args:
        verdicts: The judge's, at least one, for everything that is labelled.
    """
    by_hand = _settled(labels)
    split = len({each.place for each in labels}) - len(by_hand)
    scale, size = rubric.labels, range(len(rubric.scale))
    places = [place for place in by_hand if verdicts[place].verdict is not None]
    pairs = [
        (scale.index(by_hand[place]), scale.index(verdicts[place].verdict or ""))
        for place in places
    ]
    counted = Counter(pairs)
    confusion = tuple(tuple(counted[row, column] for column in size) for row in size)
    recall = {
        label: round(confusion[at][at] / sum(confusion[at]), FIGURES)
        if any(confusion[at])
        else None
        for at, label in enumerate(scale)
    }
    one = next(iter(verdicts.values()))
    return Agreement(
        judge=one.judge,
        kind=one.kind,
        models=tuple(sorted({each.model for each in verdicts.values() if each.model})),
        digest=rubric.digest,
        prompt=one.prompt,
        labels=_digest(labels),
        scale=tuple(scale),
        agrees=_figure(rubric, pairs, places),
        confusion=confusion,
        recall=recall,
        split=split,
        none=len(by_hand) - len(places),
        raters=_between(rubric, labels),
    )


def _settled(labels: Sequence[Label]) -> dict[Place, str]:
    """Return the label that most raters gave; what has no such label is left out."""
    given: dict[Place, Counter[str]] = {}
    for each in labels:
        given.setdefault(each.place, Counter())[each.label] += 1
    found = {}
    for place, voices in given.items():
        (label, most), *rest = voices.most_common(2)
        if not rest or rest[0][1] < most:
            found[place] = label
    return found


def _between(rubric: Rubric, labels: Sequence[Label]) -> Figure | None:
    """Return how far the two raters agree who have most in common; None with less than two."""
    given: dict[str, dict[Place, int]] = {}
    for each in labels:
        given.setdefault(each.rater, {})[each.place] = rubric.labels.index(each.label)
    raters = sorted(given)
    common = {
        (a, b): [place for place in given[a] if place in given[b]]
        for at, a in enumerate(raters)
        for b in raters[at + 1 :]
    }
    if not any(common.values()):
        return None
    (a, b), places = max(common.items(), key=lambda each: len(each[1]))
    pairs = [(given[a][place], given[b][place]) for place in places]
    return _figure(rubric, pairs, places)


def _figure(rubric: Rubric, pairs: Sequence[tuple[int, int]], places: Sequence[Place]) -> Figure:
    """Return the agreement of pairs of places on the scale; the things of one run go together."""
    runs = [run for run, _ in places]
    if not pairs:
        return Figure(kappa=None, low=None, high=None, n=0, runs=0)
    found = agreement.kappa(
        [one for one, _ in pairs],
        [other for _, other in pairs],
        labels=range(len(rubric.scale)),
        weights="linear",
        clusters=runs,
        level=LEVEL,
    )
    value, low, high = (
        None if each is None else round(each, FIGURES) + 0.0
        for each in (
            None if agreement.ALONE in found.notes else found.value,
            found.low,
            found.high,
        )
    )
    return Figure(kappa=value, low=low, high=high, n=found.n, runs=found.clusters)


def _digest(labels: Sequence[Label]) -> str:
    rows = sorted([each.run, each.seat or "-", each.label, each.rater] for each in labels)
    told: list[JsonValue] = [list(row) for row in rows]
    return canonical.digest(canonical.line(told))
