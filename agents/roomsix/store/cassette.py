"""Cassettes: a run's questions and answers in one file, to be kept under version control.

JSON lines: a heading, then system messages by digest, then a line for every call with only what
the seat had newly perceived since its call before, so that the file grows with the talks and not
with their square. The heading says who answered, and thereby who is asked to record more.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from roomsix import canonical, prompts
from roomsix.calls import Outcome
from roomsix.errors import RecordError, UsageError
from roomsix.store import disk, keys
from roomsix.tape import Recorded, Tape

FORMAT = 1
"""The format of cassettes that is written and read."""

FOLDER = Path("evals", "cassettes")
"""Where a workspace keeps them."""


def load(file: Path) -> Tape:
    """Read a cassette.

    Raises:
        UsageError: There is none.
        RecordError: A line of it is damaged; the message names it.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise UsageError(
            f"no cassette {file}", hint="`roomsix export RUN --to cassette` makes one"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"cannot read {file}: {disk.why(error)}") from None
    heads: dict[str, str] = {}
    seen: dict[str, list[str]] = {}
    tape: Tape | None = None
    for number, line in enumerate(lines, start=1):
        try:
            fields = json.loads(line)
            if tape is None:
                tape = Tape(f"cassette:{file.stem}", _heading(fields))
            elif "text" in fields:
                heads[fields["digest"]] = fields["text"]
            else:
                key, call = _call(fields, heads, seen)
                tape.calls[key] = call
        except (ValueError, KeyError, TypeError):
            raise RecordError(f"{file}:{number}: not a line of a cassette") from None
    if tape is None:
        raise RecordError(f"{file}:1: an empty file is no cassette")
    return tape


def save(file: Path, tape: Tape, *, secrets: Iterable[str] = ()) -> None:
    """Write a cassette, whole or not at all.

    Raises:
        UsageError: Something in it looks like a key, or is one.
        RecordError: It cannot be written.
    """
    written = text(tape, secrets=secrets)
    with disk.told(file, "" if not file.exists() else "the one before stays as it is"):
        file.parent.mkdir(parents=True, exist_ok=True)
        disk.save(file, written)


def text(tape: Tape, *, secrets: Iterable[str] = ()) -> str:
    """Return a cassette as it is written.

    Args:
        secrets: Texts that must not be in it, such as the keys in use.

    Raises:
        UsageError: Something in it looks like a key, or is one.
    """
    written = list(_lines(tape))
    keys.refuse(written, "cassette", secrets=secrets)
    return "".join(f"{line}\n" for line in written)


def _lines(tape: Tape) -> Iterator[str]:
    yield canonical.line({"cassette": FORMAT, "chats": dict(tape.chats)})
    kept: set[str] = set()
    seen: dict[str, list[str]] = {}
    for (seat, index), call in tape:
        head = canonical.digest(call.head)
        if head not in kept:
            kept.add(head)
            yield canonical.line({"digest": head, "text": call.head})
        perceived, tail = prompts.apart(call.user)
        before = seen.get(seat, [])
        grown = perceived[: len(before)] == before
        perceived_since: list[JsonValue] = list(perceived[len(before) :] if grown else perceived)
        yield canonical.line(
            {
                "seat": seat,
                "index": index,
                "head": head,
                "new": perceived_since,
                **({} if grown else {"anew": True}),
                "tail": tail,
                "schema": call.schema,
                "chat": call.chat,
                "sampling": dict(call.sampling),
                "outcome": {"kind": call.outcome.kind, "text": call.outcome.text},
            }
        )
        seen[seat] = perceived


def _heading(fields: Mapping[str, Any]) -> dict[str, str]:
    if fields["cassette"] != FORMAT:
        raise ValueError
    chats: dict[str, str] = dict(fields["chats"])
    return chats


def _call(
    fields: Mapping[str, Any], heads: Mapping[str, str], seen: dict[str, list[str]]
) -> tuple[tuple[str, int], Recorded]:
    seat, index = fields["seat"], fields["index"]
    before = [] if fields.get("anew") else seen.get(seat, [])
    perceived = [*before, *fields["new"]]
    seen[seat] = perceived
    prompt = prompts.build(heads[fields["head"]], perceived, fields["tail"])
    call = Recorded(
        head=prompt.head,
        user=prompt.user,
        schema=fields["schema"],
        chat=fields["chat"],
        sampling=fields["sampling"],
        outcome=Outcome.model_validate_json(json.dumps(fields["outcome"])),
    )
    return (seat, index), call
