"""A persona: who someone is, wherever they sit. What they want is the scenario's to say."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from roomsix.deal import Definition, Frozen, Id, Line, Text

Register = Literal["formal", "plain", "warm", "blunt", "technical"]

Occasion = Literal[
    "open",  # first words in a session
    "ask",
    "answer",
    "state",
    "present",
    "disclose",
    "propose",
    "trade",
    "draft",
    "amend",
    "accept",
    "reject",
    "advise",
    "confer",
    "inform",
    "deny",  # asked how something is known: that there is nothing behind it
    "decline",  # asked the same: that one will not say
    "suspect",  # someone knows more than they should
    "reading",  # something has been read that the others cannot see
    "walk-out",
    "object",
    "request",
    "rule",
    "call",
    "adjourn",  # the end of a meeting, with something to prepare
    "submit",
    "debrief",
    "remark",
    "close",  # last words before a decision
]
"""When a line is said: an act, or a moment that has no act of its own."""

SLOTS = ("issue", "option", "other_issue", "other_option", "to", "party", "other_party", "topic")
"""What a line may leave open, as `{issue}`; filled only with what the hearers can know."""

Level = Annotated[float, Field(ge=0, le=1)]


class Voice(Frozen):
    """How someone speaks.

    Attributes:
        register: The tone, rendered to a fixed sentence.
        max_words: The longest a turn of theirs should be, in words.
    """

    register_: Register = Field(default="plain", alias="register")
    max_words: Annotated[int, Field(ge=5, le=400)] = 90


class Traits(Frozen):
    """Dispositions from 0 (not at all) to 1 (very); rendered to fixed sentences, never as numbers.

    Attributes:
        assertiveness: How slowly they give ground.
        candour: How near what they say comes to what they want.
        patience: How late they let a deadline press them.
        warmth: How much they give to the people in the room.
        curiosity: How readily they ask before they claim.
    """

    assertiveness: Level = 0.5
    candour: Level = 0.5
    patience: Level = 0.5
    warmth: Level = 0.5
    curiosity: Level = 0.5


class Persona(Definition):
    """Someone who may sit at a table.

    Attributes:
        persona: The format's version.
        id: The file's name without its ending.
        summary: One sentence that anyone might say of them.
        extends: The persona this one started from, already merged in; None for none.
        lines: What they say, by occasion; the mocks speak these, models see them as samples of
            style.
        body: What anyone who works with them could know, in the second person.
        private: What only they know of themselves.
    """

    persona: Literal[1]
    id: Id
    name: Line
    summary: Line
    extends: str | None = None
    voice: Voice = Voice()
    traits: Traits = Traits()
    lines: Mapping[Occasion, tuple[Text, ...]] = {}
    body: str = ""
    private: str = ""
