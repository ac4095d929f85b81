"""A page whose commands are run: what they print goes into it, and files are written on the way.

Of a page's fenced blocks

* ``console`` runs the command after every ``$``, and what follows a command is what it printed;
* ``yaml NAME`` and ``md NAME`` write a file, ``yaml NAME +`` adds to its end;
* ``diff NAME`` puts the lines marked with + in the place of those marked with -.

A comment before a ``console`` block says which lines of a long output are kept, the others become
one line with an ellipsis: ``<!-- show: 1..9; /objects/-1..+2; -3..-1 -->``. A place is a line's
number, counted from the end if negative, or the first line that matches a pattern, plus or minus
some; an end may also be so many lines on. ``<!-- slow -->`` marks what is run in the checkout, and
only when asked for.
"""

import contextlib
import io
import itertools
import os
import re
import shlex
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from roomsix.cli import main

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 80
ELLIPSIS = "…"

_BLOCK = re.compile(
    r"(?P<head>(?:^<!-- (?P<asked>[^\n]*) -->\n)?^```(?P<kind>\w+) ?(?P<name>\S*)(?P<more> \+)?\n)"
    r"(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_RUN_ID = re.compile(r"\b\d{8}-\d{9}-([a-z][a-z0-9-]*)-\w{4}\b")
_LOOP = re.compile(r"for (\w+) in ([^;]+); do (.+); done")
_PLACE = re.compile(r"(?:(?P<number>-?\d+)|/(?P<pattern>[^/]+)/(?P<shift>[+-]\d+)?|\+(?P<on>\d+))")


class Unshown(Exception):
    """A page asks for lines that its command does not print, or changes what is not there."""


def rendered(page: str, folder: Path, *, slowly: bool = False) -> str:
    """Return the page with the output that its commands have in a new folder.

    Args:
        folder: Where the commands are given first; they may leave it by `cd`.
        slowly: Run what is marked as slow, too; otherwise it is left as it is.

    Raises:
        Unshown: A place is not in an output, or a line to be replaced is not in a file.
    """
    shell = Shell(folder)

    def redone(match: re.Match[str]) -> str:
        kind, name, body = match["kind"], match["name"], match["body"]
        if kind == "console" and match["asked"] == "slow":
            return (
                f"{match['head']}{''.join(_session(Shell(ROOT), body))}```" if slowly else match[0]
            )
        if kind == "console":
            return f"{match['head']}{''.join(_session(shell, body, match['asked'] or ''))}```"
        if kind in ("yaml", "md") and name:
            shell.write(name, body, after=bool(match["more"]))
        elif kind == "diff" and name:
            shell.change(name, body)
        return match[0]

    return _BLOCK.sub(redone, page)


class Shell:
    """Commands given one after another, as a person would who stays in a folder."""

    def __init__(self, folder: Path) -> None:
        self._at = folder
        self._ids: dict[str, str] = {}

    def run(self, command: str) -> list[str]:
        """Return the lines a command prints, messages last.

        What the program says of itself is left out where there is output, as its progress is.
        """
        if command.startswith("cd "):
            self._at = self._at / command[3:]
            return []
        if loop := _LOOP.fullmatch(command):
            name, values, inner = loop.groups()
            each = (inner.replace(f"${name}", value) for value in values.split())
            return list(itertools.chain.from_iterable(map(self.run, each)))
        plain = command.startswith("roomsix ") and not set(command) & set("|<>*$`;&")
        out, err = (self._here if plain else self._elsewhere)(command)
        told = (line for line in err.splitlines() if not (out and line.startswith("roomsix: ")))
        return [self._settled(line) for line in (*out.splitlines(), *told)]

    def write(self, name: str, text: str, *, after: bool) -> None:
        """Write a file, or add to one."""
        path = self._at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if after else ""
        path.write_text(before + text, encoding="utf-8")

    def change(self, name: str, difference: str) -> None:
        """Replace lines of a file.

        Raises:
            Unshown: They are not in it, or more than once.
        """
        path = self._at / name
        lines = difference.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise Unshown(f"{name} has these lines {text.count(old)} times, not once:\n{old}")
        path.write_text(text.replace(old, new), encoding="utf-8")

    def _here(self, command: str) -> tuple[str, str]:
        out, err = io.StringIO(), io.StringIO()
        with (
            _environment(),
            contextlib.chdir(self._at),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            main(shlex.split(command)[1:])
        return out.getvalue(), err.getvalue()

    def _elsewhere(self, command: str) -> tuple[str, str]:
        with _environment():
            done = subprocess.run(
                ["bash", "-c", command], cwd=self._at, capture_output=True, text=True, check=False
            )
        return done.stdout, done.stderr

    def _settled(self, line: str) -> str:
        """Return a line in which every run has an id that does not hang on the day."""

        def settled(match: re.Match[str]) -> str:
            number = len(self._ids)
            letters = chr(ord("a") + number % 26) * 4
            return self._ids.setdefault(
                match[0], f"20260401-{90_000_000 + number * 1000:09}-{match[1]}-{letters}"
            )

        return _RUN_ID.sub(settled, line).rstrip()


def _session(shell: Shell, body: str, asked: str = "") -> Iterator[str]:
    for line in body.splitlines():
        if line.startswith("$ "):
            yield f"{line}\n"
            shown = _kept(shell.run(line[2:]), asked.removeprefix("show: "), line)
            yield from (f"{each}\n" for each in shown)


def _kept(lines: list[str], asked: str, command: str) -> Iterator[str]:
    """Yield the lines that are asked for, all when nothing is, and an ellipsis for every gap."""
    while lines and not lines[0]:
        lines = lines[1:]
    if not asked:
        yield from lines
        return
    done = 0
    for piece in asked.split("; "):
        first, _, last = piece.partition("..")
        begin = _place(lines, first, 0, f"{command}: {piece}")
        end = _place(lines, last or first, begin, f"{command}: {piece}")
        if begin > done:
            yield ELLIPSIS
        yield from lines[max(begin, done) : end + 1]
        done = max(done, end + 1)
    if done < len(lines):
        yield ELLIPSIS


def _place(lines: list[str], place: str, begin: int, where: str) -> int:
    match = _PLACE.fullmatch(place)
    if match is None:
        raise Unshown(f"{where}: {place!r} is no place")
    if match["on"]:
        at = begin + int(match["on"])
    elif match["number"]:
        number = int(match["number"])
        at = number - 1 if number > 0 else len(lines) + number
    else:
        sought = re.compile(match["pattern"])
        found = (n for n, line in enumerate(lines[begin:], begin) if sought.search(line))
        at = next(found, len(lines)) + int(match["shift"] or 0)
    if not 0 <= at < len(lines):
        raise Unshown(f"{where}: {place!r} is in none of its {len(lines)} lines")
    return at


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    """Stand in a terminal of a stated width, without colours, in which `roomsix` is installed."""
    before = dict(os.environ)
    kept = {key: value for key, value in before.items() if key not in ("FORCE_COLOR", "NO_COLOR")}
    scripts = sysconfig.get_path("scripts")
    try:
        os.environ.clear()
        os.environ.update(kept, COLUMNS=str(WIDTH), LINES="50", LANG="C.UTF-8")
        os.environ["PATH"] = os.pathsep.join([scripts, before.get("PATH", "")])
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
