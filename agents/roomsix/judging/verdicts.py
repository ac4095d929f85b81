"""Verdicts as they are kept beside a run: whose word they are, on what, and what they cost."""

from collections.abc import Sequence
from typing import Literal

from roomsix.calls import Usage
from roomsix.deal import Frozen, Id, SeatId
from roomsix.rubric import Sight

Kind = Literal["model", "script", "mock"]
"""What judged: a model, lines written beforehand, or a mock, which draws its verdicts."""


class Judged(Frozen):
    """A verdict on one run, or that there is none.

    Attributes:
        rubric: Its id; `digest` is of what of it decides a verdict.
        labels: Its scale, from least to most.
        seat: Whose view or turns were judged; None for the record.
        judge: Who judged, as the spec of a chat; the one that was recorded, for a cassette.
        recorded: The cassette that the answer came from, or empty.
        model: The name that the endpoint gave for what answered; empty for none.
        prompt: A digest of how any rubric is put to a judge.
        key: A digest of the very question, schema and judge: the same is not asked again.
        verdict: None where no reply could be used, for which `none` says why.
        turns: Those it rests on, by their numbers in the record.
        asked: How often it took.
        own_family: Whether judge and judged are models of one family; None where it is not known.
        usd: What it cost, in US dollars, and empty where nothing had a price.
    """

    rubric: Id
    digest: str
    title: str
    judges: Sight
    labels: tuple[str, ...]
    seat: SeatId | None
    judge: str
    kind: Kind
    recorded: str = ""
    model: str = ""
    prompt: str
    key: str
    verdict: str | None
    none: str = ""
    turns: tuple[int, ...] = ()
    reason: str = ""
    asked: int
    own_family: bool | None
    usage: Usage = Usage()
    usd: str = ""

    @property
    def value(self) -> float | None:
        """The label's place on the scale, in `[0, 1]`; None without a verdict."""
        if self.verdict is None:
            return None
        return self.labels.index(self.verdict) / (len(self.labels) - 1)


class Verdicts(Frozen):
    """Everything that was judged of a run.

    Attributes:
        judged: The format's version.
        verdicts: One for each rubric, seat and judge, in the order in which they came.
    """

    judged: Literal[1] = 1
    verdicts: tuple[Judged, ...] = ()

    def find(self, key: str) -> Judged | None:
        """Return what came of a very question; None while it was not asked."""
        return next((each for each in self.verdicts if each.key == key), None)

    def added(self, new: Judged) -> "Verdicts":
        """Return these with one more, in the place of what the same judge said before."""

        def place(each: Judged) -> tuple[str, str | None, str]:
            return each.rubric, each.seat, each.judge

        kept = tuple(each for each in self.verdicts if place(each) != place(new))
        return self.model_copy(update={"verdicts": (*kept, new)})

    def by(self, rubric: str, judge: str | None = None) -> Sequence[Judged]:
        """Return the verdicts by one rubric, of one judge or of all."""
        return [
            each for each in self.verdicts if each.rubric == rubric and judge in (None, each.judge)
        ]
