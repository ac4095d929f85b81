"""The journal: every call's question before it is asked and its answer before it is used."""

import json
from collections.abc import Callable, Iterable, Mapping

from pydantic import JsonValue

from roomsix import calls, canonical
from roomsix.calls import Chat, Outcome, Request
from roomsix.deal import SeatId
from roomsix.errors import ChatError, JournalMismatch, RecordError

Sink = Callable[[str], None]
"""Takes each line as it is written; it has been handed to the system when the call returns."""

Keep = Callable[[str], None]
"""Keeps a text by the digest of its content."""

Recall = Callable[[str], str]
"""Returns a text that was kept, by the digest of its content."""

Clock = Callable[[], int]
"""Milliseconds since the epoch; for the journal's own use, never for the talks."""


MOST_LINES = 40
"""The most lines by which a difference is shown."""


class Call:
    """What the journal holds on one call.

    Attributes:
        hash: The request's.
        head: The digest of the system message, which is kept among the blobs.
        seen: How many lines of the seat's view the user message held.
        tail: The closing question, literally.
        chat: The name of the chat it was put to, with the sampling parameters in force.
        left_out: How many of those lines the message says are left out.
        digested: How many of those lines it told in short.
        outcome: None while no answer is journalled.
        asked: How often it was asked; more than once after a crash in the middle of it.
    """

    def __init__(
        self,
        *,
        hash_: str,
        head: str,
        seen: int,
        tail: str,
        chat: str,
        sampling: Mapping[str, JsonValue],
        left_out: int = 0,
        digested: int = 0,
    ) -> None:
        self.hash = hash_
        self.head = head
        self.seen = seen
        self.tail = tail
        self.chat = chat
        self.sampling = sampling
        self.left_out = left_out
        self.digested = digested
        self.outcome: Outcome | None = None
        self.asked = 1


class Journal:
    """Asks each question once: a journalled answer is given again, a new one is written down first.

    Attributes:
        calls: By seat and index.
        replayed: How many answers came from the journal so far.
    """

    def __init__(
        self,
        lines: Iterable[str] = (),
        *,
        sink: Sink | None = None,
        keep: Keep | None = None,
        recall: Recall | None = None,
        clock: Clock = lambda: 0,
        closed: bool = False,
    ) -> None:
        """Make a journal that goes on after the given lines.

        Args:
            recall: Finds the system messages of questions asked before, to tell how one differs.
            closed: Whether nobody is there to be asked, as when replaying: a question without a
                journalled answer is an error, and whoever answered then need not be there.
        """
        self.calls: dict[tuple[SeatId, int], Call] = read(lines)
        self.replayed = 0
        self._sink = sink
        self._keep = keep
        self._recall = recall
        self._clock = clock
        self._closed = closed
        self._kept: set[str] = set()

    async def ask(self, chat: Chat, request: Request) -> Outcome:
        """Return the outcome of a request, from the journal or from the chat.

        Raises:
            JournalMismatch: Another request is journalled under this seat and index.
            ChatError: The chat cannot go on, or the journal is closed and holds no answer.
        """
        key = (request.seat, request.index)
        call = self.calls.get(key)
        name, sampling = chat.name, chat.sampling
        if call is not None and self._closed:
            name, sampling = call.chat, call.sampling
        hash_ = calls.hashed(request, name, sampling)
        if call is not None and call.hash != hash_:
            raise JournalMismatch(
                f"call {request.index} of {request.seat!r} is not the one in the journal: "
                f"{self._difference(call, request, name)}"
            )
        if call is not None and call.outcome is not None:
            self.replayed += 1
            return call.outcome
        if self._closed:
            raise ChatError(
                f"the journal holds no answer to call {request.index} of {request.seat!r}"
            )
        if call is None:
            call = self.calls[key] = Call(
                hash_=hash_,
                head=canonical.digest(request.prompt.head),
                seen=request.prompt.seen,
                tail=request.prompt.tail,
                chat=chat.name,
                sampling=chat.sampling,
                left_out=request.prompt.left_out,
                digested=request.prompt.digested,
            )
        else:
            call.asked += 1
        self._write_question(call, request, chat)
        outcome = (await chat.answer(request)).writable
        self._write(
            {
                "call": "answered",
                "seat": request.seat,
                "index": request.index,
                "hash": hash_,
                "outcome": outcome.model_dump(mode="json"),
                "at": self._clock(),
            }
        )
        call.outcome = outcome
        return outcome

    def answers(self, seat: SeatId, index: int) -> bool:
        """Tell whether the answer to a call is journalled."""
        call = self.calls.get((seat, index))
        return call is not None and call.outcome is not None

    def _write_question(self, call: Call, request: Request, chat: Chat) -> None:
        if self._keep is not None and call.head not in self._kept:
            self._keep(request.prompt.head)
            self._kept.add(call.head)
        self._write(
            {
                "call": "asked",
                "seat": request.seat,
                "index": request.index,
                "hash": call.hash,
                "chat": chat.name,
                "sampling": dict(chat.sampling),
                "schema": request.form.digest,
                "head": call.head,
                "seen": call.seen,
                "tail": call.tail,
                "at": self._clock(),
                **({"left_out": call.left_out} if call.left_out else {}),
                **({"digested": call.digested} if call.digested else {}),
                **({"again": call.asked} if call.asked > 1 else {}),
            }
        )

    def _difference(self, call: Call, request: Request, name: str) -> str:
        """Return in words how a question differs from the one that was asked, texts in full."""
        prompt = request.prompt
        if call.chat != name:
            return f"it was put to {call.chat!r}, not to {name!r}"
        if call.head != canonical.digest(prompt.head):
            before = self._recall(call.head) if self._recall is not None else ""
            texts = texts_apart(before, prompt.head) if before else ""
            return "its system message differs" + (f"\n{texts}" if texts else "")
        if call.seen != prompt.seen:
            return f"the seat had perceived {call.seen} events, not {prompt.seen}"
        if call.left_out != prompt.left_out:
            return f"{call.left_out} of them were left out, not {prompt.left_out}"
        if call.digested != prompt.digested:
            return f"{call.digested} of them were told in short, not {prompt.digested}"
        if call.tail != prompt.tail:
            return f"its closing question differs\n{texts_apart(call.tail, prompt.tail)}"
        return "what the seat had perceived, the schema or the sampling parameters differ"

    def _write(self, line: dict[str, JsonValue]) -> None:
        if self._sink is not None:
            self._sink(canonical.line(line))


def read(lines: Iterable[str], *, file: str = "calls.jsonl") -> dict[tuple[SeatId, int], Call]:
    """Return the calls that journal lines tell of, by seat and index.

    Raises:
        RecordError: A line is damaged; the message names it.
    """
    found: dict[tuple[SeatId, int], Call] = {}
    for number, line in enumerate(lines, start=1):
        try:
            fields = json.loads(line)
            key = (fields["seat"], fields["index"])
            if fields["call"] == "asked":
                if key in found:
                    found[key].asked += 1
                else:
                    found[key] = Call(
                        hash_=fields["hash"],
                        head=fields["head"],
                        seen=fields["seen"],
                        tail=fields["tail"],
                        chat=fields["chat"],
                        sampling=fields["sampling"],
                        left_out=fields.get("left_out", 0),
                        digested=fields.get("digested", 0),
                    )
            elif found[key].hash == fields["hash"]:
                found[key].outcome = Outcome.model_validate_json(json.dumps(fields["outcome"]))
            else:
                raise ValueError
        except (ValueError, KeyError, TypeError):
            raise RecordError(f"{file}:{number}: not a call of this format") from None
    return found


def texts_apart(before: str, now: str) -> str:
    """Return where two texts differ, as a unified diff without its heading; at most 40 lines."""
    # Imported here because only mismatches need it.
    from difflib import unified_diff

    lines = unified_diff(_lines(before), _lines(now), lineterm="", n=0)
    shown = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    more = [f"… and {len(shown) - MOST_LINES} lines more"] if len(shown) > MOST_LINES else []
    return "\n".join([*shown[:MOST_LINES], *more])


def _lines(text: str) -> list[str]:
    """Return a text line by line, its long lines of data broken where a value ends."""
    return [part for line in text.split("\n") for part in line.replace(',"', ',\n"').split("\n")]
