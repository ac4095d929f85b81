"""Runs as chat messages, `{"messages": [{"role": …, "content": …}, …], "metadata": {…}}`.

Two forms. A conversation is one line a seat: what it perceived comes from the user, what it said
and did from the assistant, as evaluators of conversations take it. Calls are one line a call: the
messages exactly as they were sent, and the answer exactly as it came, as fine-tuning takes it.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from roomsix.deal import SeatId
from roomsix.events import Event, Record
from roomsix.exports.asked import Asked, asked
from roomsix.report.dialogue import Dialogue
from roomsix.report.scene import scene
from roomsix.store import Run

Line = dict[str, Any]
"""One line of the file: `messages` and `metadata`."""


def conversations(run: Run, record: Record, seat: SeatId | None = None) -> Iterator[Line]:
    """Yield every seat's conversation, or one seat's, in the order of the seats.

    The system message is the one it was sent, its brief and its card included; a run that was
    imported has none, since nobody was sent one. Neither thoughts nor unusable replies are in it.

    Raises:
        RecordError: A file of the run is damaged.
    """
    calls = [] if run.info.imported else asked(run, record)
    for each in run.scenario.seats if seat is None else (seat,):
        own = [call for call in calls if call.question.seat == each]
        yield {
            "messages": _conversation(run, record, each, own),
            "metadata": _about(run, each) | {"form": "conversation"},
        }


def calls(run: Run, record: Record, seat: SeatId | None = None) -> Iterator[Line]:
    """Yield every answered call, or one seat's, in the order they were first asked.

    Raises:
        RecordError: A file of the run is damaged.
        UsageError: It was imported, so it has no calls.
    """
    for call in asked(run, record):
        question = call.question
        if question.outcome is None or seat not in (None, question.seat):
            continue
        answer = {"role": "assistant", "content": question.outcome.text}
        told = question.data()
        kept = ("index", "turn", "chat", "sampling", "hash")
        yield {
            "messages": [*question.messages, answer],
            "metadata": _about(run, question.seat)
            | {"form": "call", **{name: told[name] for name in kept}}
            | {
                "outcome": question.outcome.kind,
                "used": call.used,
                "model": question.outcome.model,
                "usage": question.outcome.usage.model_dump(),
            },
        }


def _about(run: Run, seat: SeatId) -> Line:
    """Return what ties a line to its run and its seat."""
    info, place = run.info, run.scenario.seats[seat]
    return {
        "run": info.id,
        "scenario": info.scenario,
        "seed": None if info.imported else info.seed,
        "status": run.status,
        "ending": list(info.ending) if info.ending else None,
        "seat": seat,
        "name": run.cast[place.persona].name,
        "role": place.role,
        "party": place.party,
        "chat": info.seats.get(seat, ""),
        "imported": info.imported.source if info.imported else None,
        "private": True,
    }


def _conversation(run: Run, record: Record, seat: SeatId, own: list[Asked]) -> list[dict[str, str]]:
    """Return a seat's messages; roles take turns, and a new system message stands where it came."""
    dialogue = Dialogue(scene(run.scenario, run.cast, seat=seat))
    heads = _heads(own)
    found: list[dict[str, str]] = []

    def add(role: str, content: str) -> None:
        if found and found[-1]["role"] == role:
            found[-1]["content"] += f"\n{content}"
        else:
            found.append({"role": role, "content": content})

    if None in heads:
        add("system", heads[None])
    perceived = (event for event in record if seat in event.audience)
    for (turn, speaker), several in groupby(perceived, key=_doing):
        if speaker == seat and turn is not None and turn in heads:
            add("system", heads[turn])
        lines = dialogue.tell(several, own=speaker == seat)
        if lines:
            add("assistant" if speaker == seat else "user", "\n".join(lines))
    return found


def _doing(event: Event) -> tuple[int | None, SeatId | None]:
    return event.turn, event.seat


def _heads(own: list[Asked]) -> dict[int | None, str]:
    """Return the system messages a seat was sent: the first under None, others by their turn."""
    found: dict[int | None, str] = {}
    last = ""
    for call in own:
        head = call.question.messages[0]["content"]
        if head != last and (call.question.turn is not None or not found):
            found[call.question.turn if found else None] = last = head
    return found
