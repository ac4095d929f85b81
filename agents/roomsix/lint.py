"""Everything wrong with the definitions of a workspace, in one sorted list."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from roomsix import consistency
from roomsix.deal import Definition
from roomsix.errors import NothingSelected, Problem, UsageError, did_you_mean
from roomsix.generator import CAST
from roomsix.persona import Persona
from roomsix.rubric import Rubric
from roomsix.scenario import Scenario
from roomsix.script import Script
from roomsix.suite import Suite
from roomsix.workspace import Checked, File, Kind, Workspace, files
from roomsix.workspace.node import Place, child, placed, plain, problem

MODELS: dict[Kind, type[Definition]] = {
    "persona": Persona,
    "scenario": Scenario,
    "script": Script,
    "suite": Suite,
    "rubric": Rubric,
}


@dataclass(frozen=True)
class Report:
    """What was found.

    Attributes:
        problems: By file, line and column.
        files: How many definitions were read.
    """

    problems: tuple[Problem, ...]
    files: int

    @property
    def errors(self) -> int:
        return sum(found.severity == "error" for found in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    def code(self, *, strict: bool = False) -> int:
        """Return the exit status: 2 for any error, or with `strict` for any warning."""
        return 2 if self.errors or (strict and self.warnings) else 0

    def summary(self) -> str:
        """Return the counts in a sentence."""
        counts = ((self.files, "definition"), (self.errors, "error"), (self.warnings, "warning"))
        return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts)

    def text(self) -> str:
        """Return one line a problem, as compilers write them."""
        return "".join(f"{_line(found)}\n" for found in self.problems)

    def json(self) -> str:
        """Return one JSON document."""
        whole = {
            "files": self.files,
            "errors": self.errors,
            "warnings": self.warnings,
            "problems": [asdict(found) for found in self.problems],
        }
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def lint(workspace: Workspace, paths: Sequence[str] = ()) -> Report:
    """Check definitions together.

    Args:
        paths: Files or folders inside the workspace; none for everything of its own.

    Raises:
        NothingSelected: There is no definition there.
        UsageError: A path does not exist, lies outside, or holds no definition.
    """
    chosen = _chosen(workspace, paths) if paths else _own(workspace)
    strays = [] if paths else list(_strays(workspace))
    if not chosen and not strays:
        where = ", ".join(paths) or files.shown(workspace.root)
        raise NothingSelected(f"no definitions in {where}", hint="`roomsix init` writes some")
    checks = _Checks(workspace)
    problems = strays
    for file in chosen:
        problems += checks.problems(file)
    if not paths:
        problems += _unused(workspace, checks, chosen)
    problems += _alike(checks, chosen)
    ordered = sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line, p.column, p.message))
    return Report(tuple(ordered), len(chosen))


@dataclass
class _Checks:
    """Reads each definition once, however many others refer to it."""

    workspace: Workspace
    done: dict[Path, Checked[Any]] = field(default_factory=dict)

    def check(self, file: File) -> Checked[Any]:
        if file.path not in self.done:
            self.done[file.path] = self.workspace.check(file, MODELS[file.kind])
        return self.done[file.path]

    def problems(self, file: File) -> Iterator[Problem]:
        checked = self.check(file)
        yield from checked.problems
        if isinstance(checked.draft, Scenario) and checked.node:
            for found in checked.doubt.certain(self._cast(checked.draft)):
                yield placed(found, checked.node)
        if isinstance(checked.draft, Script) and checked.node:
            for found in checked.doubt.certain(_over(checked.draft)):
                yield placed(found, checked.node)
        if isinstance(checked.value, Scenario) and checked.node:
            faults = any(found.severity == "error" for found in checked.problems)
            for found in () if faults else consistency.deal_problems(checked.value):
                yield placed(found, checked.node)
        if isinstance(checked.value, Suite) and checked.node and not checked.problems:
            for found in _planned(checked.value, self.workspace):
                yield found if found.file else placed(found, checked.node)

    def _cast(self, scenario: Scenario) -> Iterator[Problem]:
        known = {file.name: file for file in self.workspace.files("persona")}
        personas = {}
        for seat_id, seat in scenario.seats.items():
            if seat.persona in known:
                # What is wrong with a persona is said where it stands.
                personas[seat.persona] = self.check(known[seat.persona]).value
                continue
            hint = did_you_mean(seat.persona, known) or "a persona is a file in personas/"
            message = f"no persona called {seat.persona!r}"
            yield Problem(("seats", seat_id, "persona"), message, hint)
        sound = {name: persona for name, persona in personas.items() if persona}
        for found in consistency.cast_problems(scenario, sound):
            if found.severity == "warning":
                yield found


def _planned(suite: Suite, workspace: Workspace) -> tuple[Problem, ...]:
    """Return what a suite names and cannot have; runs are of no concern here."""
    # Imported here because it takes what plays talks.
    from roomsix import store
    from roomsix.evaluation import planning
    from roomsix.seating.tapes import Tapes

    tapes = Tapes(workspace.root, lambda name: store.find(workspace.root / "runs", name))
    return planning.problems(suite, workspace, tapes)


def _over(script: Script) -> Iterator[Problem]:
    """Yield why there is no such mock as a script goes over."""
    if script.over is None or script.over == "mock":
        return
    # Imported here because only such scripts need them.
    from roomsix.chat.mock import tactics

    try:
        tactics.read(script.over)
    except UsageError as error:
        yield Problem(("over",), error.message, error.hint)


def _own(workspace: Workspace) -> list[File]:
    return [file for kind in MODELS for file in workspace.files(kind) if file.origin == "workspace"]


def _chosen(workspace: Workspace, paths: Iterable[str]) -> list[File]:
    chosen: dict[Path, File] = {}
    for text in paths:
        path = Path(workspace.root, text)
        if not workspace.holds(path):
            where = files.shown(workspace.root)
            raise UsageError(f"{text[:80]!r} lies outside the workspace {where!r}")
        if path.is_dir():
            inside = [file for file in _own(workspace) if _within(file.path, path)]
            chosen |= {file.path: file for file in inside}
        else:
            file = workspace.find(_kind(workspace, path), text)
            chosen[file.path] = file
    return list(chosen.values())


def _within(path: Path, folder: Path) -> bool:
    # The file itself may be a link, which is then reported, not overlooked.
    return (path.parent.resolve() / path.name).is_relative_to(folder.resolve())


def _kind(workspace: Workspace, path: Path) -> Kind:
    """Return what a file is by where it lies, or else by its ending and its first words."""
    for kind, (folder, ending) in files.FOLDERS.items():
        if path.name.endswith(ending) and _within(path, workspace.root / folder):
            return kind
    if path.suffix == ".md":
        return "persona"
    if not path.is_file():
        raise UsageError(f"nothing called {files.shown(path)}")
    if path.suffix == ".yaml":
        text = files.read_bytes(path)
        for kind in MODELS:
            if re.search(rf"^{kind}:".encode(), text, re.MULTILINE):
                return kind
    raise UsageError(f"{files.shown(path)} is no persona, scenario, script, suite or rubric")


def _strays(workspace: Workspace) -> Iterator[Problem]:
    for kind, (folder, ending) in files.FOLDERS.items():
        for path in files.strays(workspace.root, kind):
            hint = f"a {kind} is {folder}/NAME{ending}, its name in lower-case words and hyphens"
            found = problem(Place(files.shown(path), 1, 1), "this file is never read", hint)
            yield replace(found, severity="warning")


def _unused(workspace: Workspace, checks: _Checks, chosen: list[File]) -> Iterator[Problem]:
    """Warn of personas that nothing seats, extends or names: no definition, suite or drawn game."""
    used = set(CAST)
    used |= {_scalar(checks.check(file), "extends") for file in workspace.files("persona")}
    for file in workspace.files("scenario"):
        checked = checks.check(file)
        seats = checked.node and child(checked.node, "seats")
        for seat in plain(seats).values() if seats and isinstance(seats.value, Mapping) else ():
            used.add(str(seat.get("persona")) if isinstance(seat, dict) else "")
    for suite in workspace.files("suite"):
        text = files.read_bytes(suite.path).decode("utf-8", "replace")
        used |= set(re.findall(r"[a-z0-9/-]+", text))
    for file in chosen:
        if file.kind == "persona" and file.name not in used:
            yield _warning(checks, file, "id", f"no scenario, persona or suite uses {file.name!r}")


def _scalar(checked: Checked[Any], key: str) -> str:
    found = checked.node and child(checked.node, key)
    return str(found.value) if found else ""


def _alike(checks: _Checks, chosen: list[File]) -> Iterator[Problem]:
    """Warn of two definitions that a reader would take for one."""
    first: dict[tuple[str, str], File] = {}
    for file in chosen:
        value = checks.check(file).value
        key = "name" if isinstance(value, Persona) else "title"
        name = getattr(value, key, None)
        earlier = first.setdefault((key, name), file) if name else file
        if earlier is not file:
            message = f"the {key} {name!r} is that of {files.shown(earlier.path)} as well"
            yield _warning(checks, file, key, message)


def _warning(checks: _Checks, file: File, key: str, message: str) -> Problem:
    found = Problem((key,), message, severity="warning")
    node = checks.check(file).node
    return (
        placed(found, node)
        if node
        else replace(found, file=files.shown(file.path), line=1, column=1)
    )


def _line(found: Problem) -> str:
    hint = f" ({found.hint})" if found.hint else ""
    return f"{found.file}:{found.line}:{found.column}: {found.severity}: {found.message}{hint}"
