"""A folder of definitions, and the frozen values made of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from roomsix import consistency
from roomsix.consistency import NO_DOUBT, Doubt
from roomsix.deal import Definition, PersonaId, SeatId
from roomsix.errors import DefinitionError, Problem, UsageError, did_you_mean
from roomsix.persona import Persona
from roomsix.rubric import Rubric
from roomsix.scenario import Scenario
from roomsix.script import Script
from roomsix.suite import Suite
from roomsix.workspace import files, markdown, merge, settings, source
from roomsix.workspace.files import File, Kind, Origin
from roomsix.workspace.node import Node, Place, Source, child, placed, problem
from roomsix.workspace.settings import for_nobody
from roomsix.workspace.typed import misfits, typed

D = TypeVar("D", bound=Definition)

MAX_CHAIN = 8
"""The most definitions one may extend, one through another."""


@dataclass(frozen=True)
class Entry:
    """A definition as a list shows it; title and summary are empty where they cannot be read."""

    id: str
    file: Path
    origin: Origin
    title: str
    summary: str


@dataclass(frozen=True)
class Checked(Generic[D]):
    """What became of a definition.

    Attributes:
        value: None where it cannot be read in full.
        problems: Warnings too.
        node: The data after `extends` and settings, for places; None where it cannot be read.
        draft: The value, or else what can be read of it, for questions about other files.
        doubt: What cannot be asked of the draft.
    """

    file: File
    value: D | None
    problems: tuple[Problem, ...]
    node: Node | None
    draft: D | None = None
    doubt: Doubt = NO_DOUBT

    def sound(self) -> D:
        """Return the value, or raise every error there is."""
        errors = tuple(found for found in self.problems if found.severity == "error")
        if self.value is None or errors:
            raise DefinitionError(errors)
        return self.value


class Workspace:
    """Reads definitions by name: the workspace's own file, or else the bundled one.

    A name is an id, or a path inside the workspace. Every method that reads raises a UsageError
    for a name that leads nowhere and a DefinitionError that holds all problems of what it found.

    Args:
        bundled: Where the package's own definitions lie; None to find them.
    """

    def __init__(self, root: Path, bundled: Path | None = None) -> None:
        self.root = root
        self.bundled = bundled or files.bundled()
        self._roots: dict[Origin, Path] = {"workspace": root}
        if self.bundled.resolve() != root.resolve():
            self._roots["bundled"] = self.bundled

    def scenario(self, name: str, settings: Iterable[str] = ()) -> Scenario:
        """Return a scenario; settings for personas are left aside."""
        return self.check(self.find("scenario", name), Scenario, settings).sound()

    def persona(self, name: str, settings: Iterable[str] = ()) -> Persona:
        """Return a persona; only settings that begin with `persona.` and its id are used."""
        return self.check(self.find("persona", name), Persona, settings).sound()

    def script(self, name: str) -> Script:
        """Return a script."""
        return self.check(self.find("script", name), Script).sound()

    def rubric(self, name: str) -> Rubric:
        """Return a rubric."""
        return self.check(self.find("rubric", name), Rubric).sound()

    def suite(self, name: str, settings: Iterable[str] = ()) -> Suite:
        """Return a suite."""
        return self.check(self.find("suite", name), Suite, settings).sound()

    def changed(self, scenario: Scenario, settings: Iterable[str]) -> Scenario:
        """Return a scenario that was never in a file, with settings put into it."""
        texts = tuple(settings)
        if not texts:
            return scenario
        shown = f"(the game {scenario.id!r})"
        read = source.parse(scenario.model_dump_json(by_alias=True), shown, [])
        file = File("scenario", scenario.id, Path(shown), "run")
        return self._checked(file, read, Scenario, texts, whole=True).sound()

    def cast(
        self,
        scenario: Scenario,
        replacements: Mapping[SeatId, PersonaId] | None = None,
        settings: Iterable[str] = (),
    ) -> Mapping[PersonaId, Persona]:
        """Return whoever sits at the table, by id, in the order of the seats.

        Args:
            replacements: Who sits where instead of the persona that the scenario names.
        """
        settings = tuple(settings)
        replaced = dict(replacements or {})
        for seat in replaced:
            if seat not in scenario.seats:
                hint = did_you_mean(seat, scenario.seats)
                raise UsageError(f"{scenario.id!r} has no seat called {seat!r}", hint=hint)
        wanted = [replaced.get(name, seat.persona) for name, seat in scenario.seats.items()]
        problems = list(for_nobody(settings, wanted))
        personas = {}
        for name in dict.fromkeys(wanted):
            checked = self.check(self.find("persona", name), Persona, settings)
            problems += (found for found in checked.problems if found.severity == "error")
            if checked.value is not None:
                personas[name] = checked.value
        if problems:
            raise DefinitionError(tuple(dict.fromkeys(problems)))
        return personas

    def catalogue(self, kind: Kind) -> tuple[Entry, ...]:
        """Return every definition of a kind by name; those in folders are for others to extend."""
        return tuple(map(self._entry, files.listed(self._roots, kind)))

    def files(self, kind: Kind) -> tuple[File, ...]:
        """Return every definition's file by name, unread."""
        return files.listed(self._roots, kind)

    def find(self, kind: Kind, name: str) -> File:
        """Return the file that a name or path leads to."""
        return files.find(self._roots, kind, name)

    def holds(self, path: Path) -> bool:
        """Tell whether a path, every link followed, lies in the workspace or among the bundled."""
        return files.stays_inside(self._roots, path)

    def check(self, file: File, model: type[D], texts: Iterable[str] = ()) -> Checked[D]:
        """Return a definition with everything that is wrong with it, raising for nothing.

        Args:
            texts: Settings as they were given; those for other definitions are left aside.
        """
        read, whole = self._resolved(file)
        return self._checked(file, read, model, texts, whole=whole)

    def _checked(
        self, file: File, read: Source, model: type[D], texts: Iterable[str], *, whole: bool
    ) -> Checked[D]:
        """Return what became of what was read; `whole` tells whether that is all there is."""
        if read.node is None:
            return Checked(file, None, read.problems, None)
        given, refused = settings.read(texts)
        meant = settings.meant_for(given, file.kind, file.name)
        applied = settings.applied(read.node, meant, model)
        assert applied.node is not None
        made = typed(model, applied.node, whole=whole)
        problems = [*read.problems, *refused, *applied.problems]
        known = {(found.file, found.line, found.column) for found in problems}
        found = [*made.problems, *_turns(made.node if file.kind == "script" else None)]
        if not made.doubt.holds(("id",)):
            found += self._misnamed(file, made.node)
        if made.draft is not None and whole:
            inconsistent = _CONSISTENCY[file.kind](made.draft, made.doubt)
            found += (placed(each, made.node) for each in inconsistent)
        # What cannot be read right is not asked to fit as well.
        problems += (p for p in found if (p.file, p.line, p.column) not in known)
        unique = tuple(dict.fromkeys(problems))
        return Checked(file, made.value, unique, made.node, made.draft, made.doubt)

    def _entry(self, file: File) -> Entry:
        node = self._resolved(file)[0].node
        title = node and (child(node, "title") or child(node, "name"))
        summary = node and child(node, "summary")
        texts = (found.value if found else "" for found in (title, summary))
        shown = (text if isinstance(text, str) else "" for text in texts)
        return Entry(file.name, file.path, file.origin, *shown)

    def _read(self, file: File) -> Source:
        shown = files.shown(file.path)
        top = Place(shown, 1, 1)
        if not files.stays_inside(self._roots, file.path):
            return Source(None, (problem(top, "a link that leaves the workspace"),))
        try:
            data = files.read_bytes(file.path)
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            return Source(None, (problem(top, f"cannot be read: {reason}"),))
        if file.kind == "persona" and file.origin != "run":
            return markdown.read(data, shown)
        return source.read(data, shown)

    def _resolved(self, file: File) -> tuple[Source, bool]:
        """Read a file and what it extends; tell as well whether all of that was there.

        The problems of all of them come back.
        """
        read = self._read(file)
        chain = [file]
        layers: list[Node] = []
        problems = list(read.problems)
        whole = False
        while read.node is not None:
            layers.append(read.node)
            try:
                parent = self._parent(read.node, chain)
            except DefinitionError as error:
                problems += error.problems
                break
            if parent is None:
                whole = True
                break
            chain.append(parent)
            read = self._read(parent)
            problems += read.problems
        if not layers:
            return Source(None, tuple(problems)), False
        node, wrong = _folded(layers)
        return Source(node, (*problems, *wrong)), whole

    def _parent(self, node: Node, chain: list[File]) -> File | None:
        """Return the file that the last of a chain extends, or None."""
        named = child(node, "extends")
        file = chain[-1]
        if named is None or named.value is None or not isinstance(named.value, str):
            return None
        if file.origin == "run":
            return None  # what was frozen holds it already
        try:
            if named.value.endswith((".md", ".yaml", ".yml")):
                raise UsageError("`extends` takes a name, not a path")
            parent = self.find(file.kind, named.value)
        except UsageError as error:
            raise _at(named.at, error.message, error.hint) from None
        if parent.path == file.path and file.origin == "workspace":
            # A workspace's own definition may start from the bundled one of its name.
            bundled = files.candidates(self._roots, file.kind, named.value)[-1]
            parent = bundled if bundled.path.is_file() else parent
        if any(parent.path == earlier.path for earlier in chain):
            names = [*(earlier.name for earlier in chain), parent.name]
            raise _at(named.at, f"`extends` goes round in a circle: {' → '.join(names)}")
        if len(chain) > MAX_CHAIN:
            raise _at(named.at, f"`extends` goes through more than {MAX_CHAIN} definitions")
        return parent

    def _misnamed(self, file: File, node: Node) -> tuple[Problem, ...]:
        named = child(node, "id")
        if file.origin == "run":
            return ()
        stem = file.path.name.removesuffix(files.FOLDERS[file.kind][1])
        if named is None or not isinstance(named.value, str) or named.value == stem:
            return ()
        message = f"the id {named.value!r} is not the file's name {stem!r}"
        hint = f"write id: {stem}, or rename the file"
        return (problem(named.at, message, hint, ("id",)),)


_CONSISTENCY: dict[Kind, Any] = {
    "persona": consistency.persona_problems,
    "scenario": consistency.problems,
    "script": consistency.script_problems,
    "suite": consistency.suite_problems,
    "rubric": consistency.rubric_problems,
}


def _turns(node: Node | None) -> Iterator[Problem]:
    """Yield what no reply could hold in the turns of a script."""
    turns = child(node, "turns") if node else None
    if node is None or turns is None or not isinstance(turns.value, tuple):
        return
    # Imported here because only scripts need it.
    from roomsix.replies import Reply

    for index, turn in enumerate(turns.value):
        if isinstance(turn.value, Mapping):
            yield from misfits(Reply, node, ("turns", index))


def _folded(layers: list[Node]) -> tuple[Node, list[Problem]]:
    """Merge a chain, child first, from its far end."""
    *rest, last = layers
    if not rest:
        return last, merge.appending(last)
    node, problems = last, merge.appending(last)
    for layer in reversed(rest):
        node, wrong = merge.merged(node, layer)
        problems += wrong
    return node, problems


def _at(at: Place, message: str, hint: str = "") -> DefinitionError:
    return DefinitionError((problem(at, message, hint, ("extends",)),))
