"""YAML text to plain data with places: a small, unambiguous part of YAML, every fault named."""

import re
from collections.abc import Iterator

import yaml

from roomsix.errors import Problem
from roomsix.workspace import scalars
from roomsix.workspace.builder import MAX_PROBLEMS, Builder, Stopped
from roomsix.workspace.node import Place, Source, offset, problem

try:
    from yaml import CSafeLoader as _Safe
except ImportError:  # PyYAML built without libyaml: slower, with the same events
    from yaml import SafeLoader as _Safe  # type: ignore[assignment]

MAX_BYTES = 1 << 20

_LINE_END = re.compile(r"\r\n?")
_ADVICE = (
    ("mapping values are not allowed", "put a text that holds `: ` in quotes; or mend the indent"),
    ("cannot start any token", "put the text in quotes"),
    ("could not find expected ':'", "a key needs `: ` after it; or mend the indentation"),
    ("did not find expected key", "mend the indentation, or put the text in quotes"),
    ("did not find expected '-'", "every item of a list begins with `- ` in the same column"),
    ("did not find expected ','", "close the bracket, or put a comma between the items"),
    ("unexpected end of stream", "close the quotes"),
    ("unknown escape", 'write `\\\\` for a backslash, or use single quotes'),
)  # fmt: skip


class Loader(_Safe):
    """PyYAML's safe loader: libyaml's where PyYAML was built with it."""


def read(data: bytes, file: str) -> Source:
    """Read one YAML file."""
    text, problems = decode(data, file)
    if text is None:
        return Source(None, tuple(problems))
    return parse(text, file, problems)


def decode(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return the text with plain line ends, and a space for every character that may not be there.

    The text is None when there is too much of it.
    """
    top = Place(file, 1, 1)
    if len(data) > MAX_BYTES:
        found = f"more than {MAX_BYTES >> 20} MiB: too long for a definition"
        return None, [problem(top, found)]
    problems = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _LINE_END.sub("\n", data[: error.start].decode("utf-8-sig", "replace"))
        at = offset(top, before, len(before))
        found = f"not UTF-8: the byte 0x{data[error.start]:02X}"
        problems.append(problem(at, found, "save the file as UTF-8"))
        text = data.decode("utf-8-sig", "replace")
    text = _LINE_END.sub("\n", text)
    problems += _one_a_line(text, top)
    return scalars.FORBIDDEN.sub(" ", text), problems


def parse(text: str, file: str, problems: list[Problem], *, flow_only: bool = False) -> Source:
    """Read decoded text, adding to the problems it came with.

    Args:
        flow_only: Take a scalar, `[a list]` or `{a: map}` only, as on a command line.
    """
    # A tab is a space by now, so what follows it may be a fault of that alone.
    mended = any("U+0009" in found.message for found in problems)
    builder = Builder(text, file, problems, flow_only=flow_only)
    try:
        for event in _events(text):
            builder.take(event)
    except Stopped:
        return Source(None, tuple(builder.problems))
    except yaml.MarkedYAMLError as error:
        if not mended:
            builder.problems.append(_syntax(error, file))
        return Source(None, tuple(builder.problems))
    if builder.top is None:
        builder.problems.append(problem(Place(file, 1, 1), "nothing is written here"))
    return Source(builder.top, tuple(builder.problems))


def _events(text: str) -> Iterator[yaml.Event]:
    loader = Loader(text)
    try:
        while event := loader.get_event():
            yield event
    finally:
        loader.dispose()


def _syntax(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    at = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    hints = (advice for words, advice in _ADVICE if words in (error.problem or ""))
    started = error.context_mark
    context = f" {error.context}" if error.context else ""
    if context and started and mark and started.line != mark.line:
        context += f" begun in line {started.line + 1}"
    return problem(
        at, f"not YAML:{context}{',' if context else ''} {error.problem}", next(hints, "")
    )


def _one_a_line(text: str, top: Place) -> Iterator[Problem]:
    last = 0
    for count, fault in enumerate(scalars.forbidden(text)):
        at = offset(top, text, fault.start)
        if at.line != last:
            yield problem(at, fault.message, fault.hint)
        last = at.line
        if count == MAX_PROBLEMS:
            return
