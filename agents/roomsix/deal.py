"""What definitions and records are made of: frozen values, ids, packages, boxes of packages."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

LONGEST_ID = 40
"""The most characters of an id."""

_ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

Id = Annotated[str, Field(pattern=_ID, max_length=LONGEST_ID)]
"""Lower-case words joined by hyphens, starting with a letter."""


def is_id(text: str) -> bool:
    """Tell whether a text can be an id."""
    return len(text) <= LONGEST_ID and re.match(_ID, text) is not None and "\n" not in text


SeatId = Id
PartyId = Id
IssueId = Id
OptionId = Id
FactId = Id
SessionId = Id
PersonaId = Id

Package = Mapping[IssueId, OptionId]
"""One option for every issue, in the scenario's order of issues."""

Box = Mapping[IssueId, Annotated[tuple[OptionId, ...], Field(min_length=1)]]
"""The packages that have one of the options listed for each issue named; {} holds all."""

Text = Annotated[str, Field(min_length=1)]
Line = Annotated[str, Field(min_length=1, pattern=r"^[^\r\n]+$")]
Points = Annotated[int, Field(ge=-1000, le=1000)]


class Frozen(BaseModel):
    """A value: unchangeable, and strict about what it is made from (lists inside are tuples)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Definition(Frozen):
    """A file people write.

    Attributes:
        x: Keys that begin with `x-`, kept as they are; whoever reads the file gathers them here.
    """

    # A `before` validator could gather them, but strict JSON would then take no list for a tuple.
    x: Mapping[str, JsonValue] = Field(default={}, exclude_if=lambda notes: not notes)


def inside(package: Package, box: Box) -> bool:
    """Tell whether a package lies in a box."""
    return all(package[issue] in options for issue, options in box.items())
