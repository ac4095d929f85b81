"""A tape: the questions and answers of one run, to be given again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from roomsix import journal
from roomsix.calls import Outcome, Request
from roomsix.deal import SeatId


@dataclass(frozen=True)
class Recorded:
    """One call as it was recorded.

    Attributes:
        user: The user message, whole.
        schema: The digest of the schema.
        chat: Who was asked, with the sampling parameters in force.
    """

    head: str
    user: str
    schema: str
    chat: str
    sampling: Mapping[str, JsonValue]
    outcome: Outcome

    def differs(self, request: Request) -> str:
        """Return how a question differs from this one; empty when it is the same."""
        parts = [
            journal.texts_apart(before, now)
            for before, now in (
                (self.head, request.prompt.head),
                (self.user, request.prompt.user),
            )
            if before != now
        ]
        if not parts and self.schema != request.form.digest:
            return "the schema of the answer"
        return "\n".join(parts)


@dataclass
class Tape:
    """The calls of one run, by seat and index.

    Attributes:
        name: The spec of a chat that answers from it.
        chats: Who answers for each seat where something is still to be recorded, as a spec.
        calls: Grows where recording is allowed.
    """

    name: str
    chats: Mapping[SeatId, str]
    calls: dict[tuple[SeatId, int], Recorded] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[tuple[SeatId, int], Recorded]]:
        return iter(self.calls.items())
