"""A rubric: what a judge is asked about talks, what it is shown of them, what it may answer."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from roomsix import canonical
from roomsix.deal import Definition, Frozen, Id, Line, Text
from roomsix.scenario import Role

Sight = Literal["record", "view", "turns"]
"""What a judge is shown: what every side perceived, what one seat did, or one seat's own turns."""

Told = Literal["persona", "brief"]
"""What of one seat's own side a judge may be told besides."""

MOST_REASON = 1_000
"""The most characters of a reason."""

MOST_CITED = 50
"""The most turns that a verdict may cite."""


class Verdict(Frozen):
    """What a judge answers.

    Attributes:
        reason: Why, in a sentence or two.
        turns: The turns it rests on, by their numbers in the record.
        verdict: One of the rubric's labels.
    """

    reason: Annotated[str, Field(max_length=MOST_REASON)]
    turns: Annotated[tuple[int, ...], Field(max_length=MOST_CITED)]
    verdict: str


FIELDS: tuple[str, ...] = tuple(Verdict.model_fields)


class Rubric(Definition):
    """One question to a judge, with a scale of labels from least to most.

    Attributes:
        rubric: The format's version.
        id: The file's name without its ending.
        summary: What it is for, in a sentence.
        judges: What is judged and shown: `record`, what every side perceived, once for the talks;
            `view`, all that a seat perceived, or `turns`, a seat's own turns, once for each seat.
        roles: Whose seats are judged, or whose views; everyone's when left out. Not for `record`.
        told: What the judge is told of the seat besides: its `persona`, its `brief`. Not for
            `record`, which holds nothing private.
        question: What is asked, in plain words.
        scale: The labels it may answer with, from least to most, each with what it stands for.
        cite: Which turns a verdict has to name, in plain words.
        least: How many of them at least.
        kappa: The least that the lower bound of the agreement with labels given by hand must be
            before a score by this rubric may gate a suite.
    """

    rubric: Literal[1]
    id: Id
    title: Line
    summary: Line
    judges: Sight
    roles: tuple[Role, ...] = ()
    told: tuple[Told, ...] = ()
    question: Text
    scale: Annotated[Mapping[Id, Text], Field(min_length=2, max_length=7)]
    cite: Text
    least: Annotated[int, Field(ge=0, le=20)] = 1
    kappa: Annotated[float, Field(ge=0, le=1)] = 0.6

    @property
    def labels(self) -> Sequence[str]:
        """The labels, from least to most."""
        return tuple(self.scale)

    @property
    def asked(self) -> dict[str, JsonValue]:
        """What a judge reads of it, and nothing else does anything to a verdict."""
        return {
            "question": self.question,
            "scale": dict(self.scale),
            "cite": self.cite,
            "least": self.least,
        }

    @property
    def digest(self) -> str:
        """Of whatever decides a verdict; title, summary and threshold may change."""
        shown: list[JsonValue] = [self.judges, list(self.roles), list(self.told), self.asked]
        return canonical.digest(canonical.line(shown))
