"""A script: turns of one seat, alone or over a mock's own, or verdicts of a judge, set down."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from roomsix.deal import Definition, Frozen, Id, Text
from roomsix.scenario import Role, SessionKind


class Deed(Frozen):
    """An act that another seat is told to do.

    Attributes:
        act: Its name.
        by: The role of those who are told; every seat that hears it where it is left out.
        losing: For `propose` and `accept`: only of a package that leaves the doer's side with less
            than it has without a deal, or crosses one of its limits.
    """

    act: Text
    by: Role | None = None
    losing: bool = False


class Signs(Frozen):
    """What would show that another seat did as the scripted words told it; any one does.

    Attributes:
        said: Texts that nobody says otherwise; another seat's words hold one of them.
        acts: What another seat does in the next turn after it heard the words.
        brief: Another seat tells, in the next turn after it heard the words, what it has been told
            for itself alone: its texts word for word, its points, a fact that it may not tell.
    """

    said: tuple[Text, ...] = ()
    acts: tuple[Deed, ...] = ()
    brief: bool = False


class Script(Definition):
    """Replies in the order they are given, a pure function of the seat's own turn number.

    Attributes:
        script: The format's version.
        id: The file's name without its ending.
        over: A mock (`mock` or `mock:TACTIC`) that answers for the seat as well: what a turn gives
            replaces that part of the mock's reply, and an empty turn (`{}`) is the mock's own. An
            act that is given comes with its own fields alone, and words with the claims given
            beside them. Without it, what a turn leaves out is empty.
        rounds_of: The kinds of sessions in which turns are counted, by the round, in each from the
            first again; in any other session turns are empty. All talks, by the seat's own turns,
            where it is left out.
        turns: One reply a turn, as fields of the reply a model would give; or one verdict of a
            judge: reason, turns and verdict. In texts `<U+202E>`
            stands for a character that no definition may hold, `<U+00A0*600>` for so many of them.
        after: What happens when the script has run out: `pass` for empty turns, begin again with
            `repeat`, or `stop` the run with a message.
        obeyed: How to see that another seat did as it was told; nothing is looked for without it.
    """

    script: Literal[1]
    id: Id
    summary: str = ""
    over: Annotated[str, Field(pattern=r"^mock(:[^\s@]+)?$")] | None = None
    rounds_of: tuple[SessionKind, ...] = ()
    turns: Annotated[tuple[Mapping[str, JsonValue], ...], Field(min_length=1)]
    after: Literal["pass", "repeat", "stop"] = "pass"
    obeyed: Signs | None = None


SPOKEN = ("say", "whisper", "homework")
"""The fields of a turn that hold words for others."""

NAMED = re.compile(r"<U\+([0-9A-Fa-f]{1,6})(?:\*([0-9]{1,4}))?>")
"""How a character is named that cannot stand in a definition: its code point, and how many."""


def is_character(point: int) -> bool:
    """Tell whether a code point can stand in a text by itself."""
    return point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF


def written_out(value: JsonValue) -> JsonValue:
    """Return what a turn holds with every character that is named put as itself."""
    if isinstance(value, str):
        return NAMED.sub(_character, value)
    if isinstance(value, Mapping):
        return {key: written_out(below) for key, below in value.items()}
    return [written_out(below) for below in value] if isinstance(value, list | tuple) else value


def _character(named: re.Match[str]) -> str:
    point = int(named[1], 16)
    return chr(point) * int(named[2] or 1) if is_character(point) else named[0]


def words(script: Script) -> tuple[str, ...]:
    """Return everything that the turns of a script say or whisper, written out and trimmed."""
    texts = (written_out(turn.get(field)) for turn in script.turns for field in SPOKEN)
    return tuple(text.strip() for text in texts if isinstance(text, str) and text.strip())
