"""Events of a YAML parser to nodes, one at a time, with every fault noted."""

from typing import Any, NoReturn

import yaml

from roomsix.errors import Problem
from roomsix.workspace import scalars
from roomsix.workspace.node import Node, Place, Scalar, offset, problem

MAX_DEPTH = 64
MAX_NODES = 100_000
MAX_PROBLEMS = 100


class Stopped(Exception):
    """Reading on would be of no use."""


class _Frame:
    """A list or map that is still open; `entries` is None for a list."""

    __slots__ = ("at", "entries", "items", "key", "key_at")

    def __init__(self, at: Place, entries: dict[str, Node] | None) -> None:
        self.at = at
        self.entries = entries
        self.items: list[Node] = []
        self.key: str | None = None
        self.key_at: Place | None = None  # None while a map waits for a key

    @property
    def step(self) -> str | int | None:
        return len(self.items) if self.entries is None else self.key


class Builder:
    """Builds nodes from events; never recursive, so depth costs no stack."""

    def __init__(self, text: str, file: str, problems: list[Problem], *, flow_only: bool) -> None:
        self.problems = problems
        self.top: Node | None = None
        self._text = text
        self._file = file
        self._flow_only = flow_only
        self._suspect = scalars.suspect(text)
        self._frames: list[_Frame] = []
        self._count = 0
        self._documents = 0
        self._take: dict[type, Any] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def take(self, event: yaml.Event) -> None:
        handle = self._take.get(type(event))
        if handle is not None:
            handle(event)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._fail(self._place(event), "a second document", "a file holds one definition")

    def _alias(self, event: yaml.AliasEvent) -> None:
        at = self._place(event)
        self._note(
            at,
            f"the alias *{event.anchor}",
            "write it out; or put a text that begins with * in quotes",
        )
        self._add("", at)

    def _open(self, event: Any) -> None:
        at = self._place(event)
        self._refuse_extras(event, at)
        self._bound(at)
        if self._flow_only and not event.flow_style:
            self._fail(at, "only one value fits here", "write a list as [a, b] and a map as {a: 1}")
        if len(self._frames) >= MAX_DEPTH:
            self._fail(at, f"nested more than {MAX_DEPTH} deep")
        self._frames.append(_Frame(at, {} if isinstance(event, yaml.MappingStartEvent) else None))

    def _close(self, event: yaml.Event) -> None:
        frame = self._frames.pop()
        self._add(tuple(frame.items) if frame.entries is None else frame.entries, frame.at)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        at = self._place(event)
        self._refuse_extras(event, at)
        self._bound(at)
        value: Scalar = event.value
        if not event.style and event.tag is None:
            value, fault = scalars.resolve(event.value)
            if fault:
                self._note(at, fault.message, fault.hint)
        if isinstance(value, str):
            self._refuse_unfit(event, value, at)
            value = scalars.normal(value)
        self._add(value, at, written=event.value)

    def _add(self, value: Any, at: Place, written: str = "") -> None:
        if not self._frames:
            self.top = Node(value, at)
            return
        frame = self._frames[-1]
        if frame.entries is None:
            frame.items.append(Node(value, at))
        elif frame.key_at is None:
            frame.key, frame.key_at = self._key(frame, value, at, written), at
        else:
            if frame.key is not None:
                frame.entries[frame.key] = Node(value, at, frame.key_at)
            frame.key = frame.key_at = None

    def _key(self, frame: _Frame, value: Any, at: Place, written: str) -> str | None:
        """Return the key, or None for one whose value is left out."""
        assert frame.entries is not None
        if not isinstance(value, str):
            hint = f'write "{written}"' if written else ""
            self._note(at, "a key that is not text", hint)
            # What stands under it can still be read, and referred to.
            return written if written not in frame.entries else None
        if value == "<<":
            self._note(at, "a merge key (<<)", "write the keys out, or use `extends`")
            return None
        earlier = frame.entries.get(value)
        if earlier is not None and earlier.key is not None:
            self._note(
                at, f"the key {value!r} a second time", f"the first is in line {earlier.key.line}"
            )
            return None
        fault = scalars.unfit_key(value.removesuffix("+"))
        if fault:
            self._note(at, fault.message, fault.hint)
        return value

    def _refuse_extras(self, event: Any, at: Place) -> None:
        if event.anchor is not None:
            self._note(
                at,
                f"the anchor &{event.anchor}",
                "write it out; or put a text that begins with & in quotes",
            )
        if event.tag is not None:
            self._note(
                at,
                f"the tag {event.tag!r}",
                "delete it; or put a text that begins with ! in quotes",
            )

    def _refuse_unfit(self, event: yaml.ScalarEvent, value: str, at: Place) -> None:
        assert event.start_mark and event.end_mark
        as_written = event.style != '"' and event.start_mark.line == event.end_mark.line
        if as_written and not self._suspect:
            # Only an escape or a joint of lines could make a fault of what holds none.
            return
        for fault in scalars.unfit(value):
            raw = self._text[event.start_mark.index : event.end_mark.index]
            # Where an escape makes the fault, the raw text does not show it.
            shown = next((f.start for f in scalars.unfit(raw) if f.message == fault.message), 0)
            self._note(offset(at, raw, shown), fault.message, fault.hint)
            return

    def _bound(self, at: Place) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            self._fail(at, f"more than {MAX_NODES} values: too many for a definition")

    def _place(self, event: Any) -> Place:
        return Place(self._file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _note(self, at: Place, message: str, hint: str = "") -> None:
        steps = (frame.step for frame in self._frames)
        path = tuple(step for step in steps if step is not None)
        self.problems.append(problem(at, message, hint, path))
        if len(self.problems) >= MAX_PROBLEMS:
            self.problems.append(problem(at, "too many problems: the rest was not read"))
            raise Stopped

    def _fail(self, at: Place, message: str, hint: str = "") -> NoReturn:
        self._note(at, message, hint)
        raise Stopped
