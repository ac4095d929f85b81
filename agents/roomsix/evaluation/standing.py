"""What a judge's word is worth in a suite: its label wherever it is shown, and what it decides."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roomsix.deal import Frozen, Id
from roomsix.evaluation import columns
from roomsix.evaluation.row import Row
from roomsix.judging import agreements, gate
from roomsix.judging.verdicts import Kind
from roomsix.rubric import Rubric
from roomsix.suite import JUDGED
from roomsix.suite.gate import Value

if TYPE_CHECKING:
    from roomsix.evaluation.results import Results

_BY: Mapping[Kind, str] = {
    "model": "judged by",
    "script": "judged by a script,",
    "mock": "drawn by",
}
"""How what a judge says is labelled."""


class Standing(Frozen):
    """How far the judge by one rubric was held against people.

    Attributes:
        judge: As the spec of a chat; of a cassette, the chat that was recorded.
        agrees: Kappa over labels by hand; None where none was measured that holds today.
        models: The names that the endpoint gave for what was measured.
        why_not: Why its word may decide nothing; empty where it may.
    """

    rubric: Id
    title: str
    judge: str
    kind: Kind
    agrees: agreements.Figure | None = None
    models: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def column(self) -> str:
        """What its figure is called."""
        return f"{JUDGED}{self.rubric}"

    def refused(self, rows: Sequence[Row]) -> str:
        """Return why nothing may be decided by what it said of these runs; empty where it may."""
        strangers = (gate.another(self.judge, self.models, model) for model in _models(self, rows))
        return self.why_not or next(filter(None, strangers), "")

    def label(self, rows: Sequence[Row]) -> str:
        """Return whose word it is, and what that is worth, in a line."""
        said = [row.judged[self.rubric] for row in rows if self.rubric in row.judged]
        asked, none = (sum(getattr(each, name) for each in said) for name in ("asked", "none"))
        models = _models(self, rows)
        notes = [
            self._worth(rows),
            f"answered as {', '.join(models)}" if models else "",
            f"{none} of {asked} without a verdict" if none else "",
            "some that it judged are of its own family" * any(each.own_family for each in said),
        ]
        return f"{_BY[self.kind]} {self.judge} ({'; '.join(filter(None, notes))})"

    def _worth(self, rows: Sequence[Row]) -> str:
        why_not, found = self.refused(rows), self.agrees
        if why_not or found is None:
            return f"not calibrated: {why_not}"
        kappa = f"kappa {found.kappa:.2f} [{found.low:.2f}, {found.high:.2f}]"
        return f"agreement with people: {kappa}, n = {found.n}"


@dataclass(frozen=True)
class Appointed:
    """A judge of a suite's runs.

    Attributes:
        spec: Of the chat that is asked.
    """

    rubric: Rubric
    spec: str
    standing: Standing


def standing(rubric: Rubric, judge: str, kind: Kind, known: agreements.Agreements) -> Standing:
    """Return how far a judge was held against people.

    Args:
        known: What was measured by this rubric.
    """
    why_not, found = gate.may_gate(rubric, judge, known), known.of(judge)
    return Standing(
        rubric=rubric.id,
        title=rubric.title,
        judge=judge,
        kind=kind,
        agrees=found.agrees if found and not why_not else None,
        models=found.models if found else (),
        why_not=why_not or "",
    )


def decides(value: Value, standings: Sequence[Standing], rows: Sequence[Row]) -> str:
    """Return why a figure may decide nothing; empty where it may, as what no judge says may."""
    by_rubric = {each.rubric: each for each in standings}
    for term in value.terms:
        if rubric := columns.judged(term.metric):
            if rubric not in by_rubric:
                return f"it is not known who judged by {rubric!r}"
            if why_not := by_rubric[rubric].refused(rows):
                return why_not
    return ""


def apart(metrics: Iterable[str], a: "Results", b: "Results") -> Iterator[str]:
    """Yield, of what was compared, whose word it is on both sides, a line each."""
    for rubric in dict.fromkeys(columns.judged(re.split(r"[. ]", metric)[0]) for metric in metrics):
        if not rubric:
            continue
        ours, theirs = (
            next(
                (s.label(side.rows) for s in side.judges if s.rubric == rubric), "nobody knows who"
            )
            for side in (a, b)
        )
        both = ours if ours == theirs else f"in A {ours}; in B {theirs}"
        yield f"{JUDGED}{rubric}: {both}"


def _models(standing: Standing, rows: Sequence[Row]) -> list[str]:
    said = (row.judged[standing.rubric] for row in rows if standing.rubric in row.judged)
    return sorted({model for each in said for model in each.models})
