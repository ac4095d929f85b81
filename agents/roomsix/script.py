"""A script: the turns of one seat, written beforehand."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from roomsix.deal import Definition, Id


class Script(Definition):
    """Replies in the order they are given, a pure function of the seat's own turn number.

    Attributes:
        script: The format's version.
        id: The file's name without its ending.
        turns: One reply a turn, as fields of the reply a model would give; what is left out is
            empty.
        after: What happens when the script has run out: `pass` on every further turn, begin
            again with `repeat`, or `stop` the run with a message.
    """

    script: Literal[1]
    id: Id
    summary: str = ""
    turns: Annotated[tuple[Mapping[str, JsonValue], ...], Field(min_length=1)]
    after: Literal["pass", "repeat", "stop"] = "pass"
