"""A persona's file: YAML front matter between two lines of `---`, then prose."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from roomsix.errors import Problem
from roomsix.workspace import scalars
from roomsix.workspace.builder import MAX_PROBLEMS
from roomsix.workspace.node import Node, Place, Source, offset, problem
from roomsix.workspace.source import decode, parse

_HEADING = re.compile(r"^[ ]{0,3}(#{1,6})[ ]*private\b[^\n]*$", re.IGNORECASE | re.MULTILINE)
_PRIVATE = re.compile(r"## Private *")


def read(data: bytes, file: str) -> Source:
    """Read a Markdown file; its prose becomes the keys `body` and `private`."""
    text, problems = decode(data, file)
    if text is None:
        return Source(None, tuple(problems))
    end = _end_of_front(text)
    if end is None:
        hint = "begin the file with ---, then the YAML, then --- again, then prose"
        problems.append(problem(Place(file, 1, 1), "no front matter", hint))
        return Source(None, tuple(problems))
    # The opening line is blanked, not cut, so that lines keep their numbers.
    front = parse("\n" + text[4:end], file, problems)
    prose_at = Place(file, text.count("\n", 0, end) + 2, 1)
    prose = scalars.normal(text[end + 4 :])
    problems = [*front.problems, *_unfit(prose, prose_at)]
    parts, misplaced = _split(prose, prose_at)
    problems += misplaced
    node = front.node
    if node is None or not isinstance(node.value, Mapping):
        return Source(node, tuple(problems))
    for key in ("body", "private"):
        if (found := node.value.get(key)) and found.key:
            hint = "prose stands below the front matter; what is private, under ## Private"
            problems.append(problem(found.key, f"{key!r} cannot be a key here", hint, (key,)))
    return Source(replace(node, value={**node.value, **parts}), tuple(problems))


def _end_of_front(text: str) -> int | None:
    """Return where the closing line begins; None when there is no front matter."""
    if not text.startswith("---\n"):
        return None
    if closing := re.compile(r"^---$", re.MULTILINE).search(text, 4):
        return closing.start()
    return None


def _split(prose: str, at: Place) -> tuple[dict[str, Node], list[Problem]]:
    """Part what anyone may know from what is private.

    A heading that only nearly reads `## Private` is refused: what follows it would be public.
    """
    problems = []
    cut = None
    for heading in islice(_HEADING.finditer(prose), MAX_PROBLEMS):
        if not _PRIVATE.fullmatch(heading.group()):
            message = f"{heading.group().strip()!r} does not begin the private part"
            problems.append(
                problem(
                    offset(at, prose, heading.start()), message, "write ## Private, or reword it"
                )
            )
        elif cut:
            message = "a second ## Private"
            problems.append(problem(offset(at, prose, heading.start()), message, "join the two"))
        else:
            cut = heading
    ends = (cut.start(), cut.end()) if cut else (len(prose), len(prose))
    parts = {"body": (0, ends[0]), "private": (ends[1], len(prose))}
    nodes = {}
    for key, (start, stop) in parts.items():
        part = prose[start:stop]
        if text := part.strip():
            nodes[key] = Node(text, offset(at, prose, start + len(part) - len(part.lstrip())))
    return nodes, problems


def _unfit(prose: str, at: Place) -> Iterator[Problem]:
    for fault in islice(scalars.unfit(prose), MAX_PROBLEMS):
        yield problem(offset(at, prose, fault.start), fault.message, fault.hint)
