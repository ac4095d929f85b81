"""A judge made from the spec of a chat."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from roomsix.calls import Outcome, Request
from roomsix.chat import spec
from roomsix.chat.spec import Sources
from roomsix.errors import JournalMismatch, UsageError
from roomsix.judging.asking import SEAT
from roomsix.judging.deciding import Judge
from roomsix.judging.verdicts import Kind
from roomsix.script import Script
from roomsix.tape import Tape

if TYPE_CHECKING:
    from roomsix.chat.metering import Meter

KINDS: dict[str, Kind] = {"openai": "model", "cassette": "model", "script": "script"}
"""What of judges the specs name, by how they begin, besides `mock`, which is spelt so alone."""


def judge(
    named: str,
    *,
    script: Callable[[str], Script],
    tape: Callable[[str], Tape],
    meter: "Meter",
    notify: Callable[[str], None] | None = None,
    keyless: bool = False,
) -> Judge:
    """Return a judge by its spec; of a cassette, the chat that was recorded is the judge.

    Args:
        script: Finds a script by name or path.
        tape: Finds a cassette by its spec.
        notify: Told, in a line, what keeps a model from answering.
        keyless: It is not going to be asked, and needs no key.

    Raises:
        UsageError: It cannot judge, or there is none such.
        DefinitionError: A script is wrong.
        RecordError: A cassette is damaged.
    """
    begins = named.partition(":")[0]
    if named != "mock" and begins not in KINDS:
        hint = "openai:MODEL can, and cassette:NAME, script:NAME or mock for trying things out"
        raise UsageError(f"{named!r} cannot judge", hint=hint)

    def unfit(*_: object) -> Any:
        raise UsageError(f"{named!r} cannot judge")

    sources = Sources(
        seed=0,
        script=script,
        tape=tape,
        truths=unfit,
        notify=notify,
        meter=meter,
        keyless=keyless,
    )
    chat = spec.make(named, sources)
    if begins != "cassette":
        return Judge(chat, chat.name, KINDS.get(begins, "mock"))
    who = tape(named).chats.get(SEAT)
    if who is None:
        raise UsageError(f"{named!r} is no recording of a judge")
    return Judge(chat, who, KINDS.get(who.partition(":")[0], "mock"), recorded=chat.name)


@dataclass(frozen=True)
class Recalling:
    """Gives a recorded judge's answers to the very same questions, in whatever order they come."""

    tape: Tape

    @property
    def name(self) -> str:
        """The spec it was made from."""
        return self.tape.name

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        """Nothing: the answers are what they are."""
        return {}

    async def answer(self, request: Request) -> Outcome:
        """Return the recorded answer.

        Raises:
            JournalMismatch: Nobody was asked that.
        """
        asked = (request.prompt.head, request.prompt.user, request.form.digest)
        for call in self.tape.calls.values():
            if (call.head, call.user, call.schema) == asked:
                return call.outcome
        raise JournalMismatch(
            f"{self.name!r} holds no answer to a question that is asked now",
            hint="another rubric, run or judge was recorded; `roomsix judge --record` records",
        )
