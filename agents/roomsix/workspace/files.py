"""Where definitions lie: a workspace's own files first, then those that come with the package."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import roomsix
from roomsix.errors import UsageError, did_you_mean
from roomsix.workspace.source import MAX_BYTES

Kind = Literal["persona", "scenario", "script", "suite", "rubric"]
Origin = Literal["workspace", "bundled", "run"]

FOLDERS: dict[Kind, tuple[str, str]] = {
    "persona": ("personas", ".md"),
    "scenario": ("scenarios", ".yaml"),
    "script": ("evals/scripts", ".yaml"),
    "suite": ("evals", ".yaml"),
    "rubric": ("evals/rubrics", ".yaml"),
}

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(/[a-z][a-z0-9]*(-[a-z0-9]+)*)?")


@dataclass(frozen=True)
class File:
    """A definition's file.

    Attributes:
        name: What it is asked for by: `kim`, or `base/diplomat` for a file in a folder.
    """

    kind: Kind
    name: str
    path: Path
    origin: Origin


def bundled() -> Path:
    """Return the folder of the definitions that come with the package.

    In a checkout that is the checkout itself: an editable install leaves a copy beside the
    package that goes stale.
    """
    package = Path(roomsix.__file__).resolve().parent
    checkout = package.parents[1]
    if package.parent.name == "agents" and (checkout / "pyproject.toml").is_file():
        return checkout
    return package / "_bundled"


def find(roots: dict[Origin, Path], kind: Kind, name: str) -> File:
    """Return the file of a name, or of a path inside one of the roots.

    Raises:
        UsageError: There is none, or it lies outside.
    """
    if name.endswith((FOLDERS[kind][1], ".md", ".yaml", ".yml")):
        return _by_path(roots, kind, name)
    if not _NAME.fullmatch(name) or len(name) > 100:
        hint = f"a name such as 'kim', or a path that ends with {FOLDERS[kind][1]}"
        raise UsageError(f"{name[:80]!r} cannot be the name of a {kind}", hint=hint)
    places = candidates(roots, kind, name)
    for file in places:
        if _is_file(file.path):
            if not stays_inside(roots, file.path):
                raise UsageError(f"{shown(file.path)} is a link that leaves the workspace")
            return file
    looked = " and ".join(shown(file.path) for file in places)
    hint = did_you_mean(name, {file.name for file in listed(roots, kind)})
    raise UsageError(f"no {kind} called {name!r}; looked for {looked}", hint=hint)


def candidates(roots: dict[Origin, Path], kind: Kind, name: str) -> tuple[File, ...]:
    """Return where a name is looked for, in order."""
    folder, ending = FOLDERS[kind]
    return tuple(
        File(kind, name, root / folder / f"{name}{ending}", origin)
        for origin, root in roots.items()
    )


def listed(roots: dict[Origin, Path], kind: Kind) -> tuple[File, ...]:
    """Return every definition of a kind by name; a workspace's own hides a bundled one."""
    found: dict[str, File] = {}
    for origin, root in roots.items():
        for file in _in_folder(root, kind, origin):
            found.setdefault(file.name, file)
    return tuple(found[name] for name in sorted(found))


def strays(root: Path, kind: Kind) -> tuple[Path, ...]:
    """Return the files in a kind's folder that no name leads to, a README aside."""
    folder = FOLDERS[kind][0]
    known = {file.path for file in _in_folder(root, kind, "workspace")}
    return tuple(
        path
        for path in sorted((root / folder).rglob("*"))
        if path.suffix.lower() in (".md", ".yaml", ".yml")
        and path not in known
        and _kind_of(root, path) == kind
        and path.stem.upper() != "README"
    )


def read_bytes(path: Path) -> bytes:
    """Return at most one byte more than a definition may have."""
    with path.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def stays_inside(roots: dict[Origin, Path], path: Path) -> bool:
    """Tell whether a path, every link followed, lies in one of the roots."""
    try:
        return any(path.resolve().is_relative_to(root.resolve()) for root in roots.values())
    except (OSError, RuntimeError, ValueError):
        # A loop of links, or a name no file system takes.
        return False


def shown(path: Path) -> str:
    """Return a path as the user would write it: from the current folder where it lies inside."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def _by_path(roots: dict[Origin, Path], kind: Kind, name: str) -> File:
    path = Path(next(iter(roots.values())), name.replace("\0", "/../"))
    if ".." in path.parts[-name.count("/") - 2 :] or not stays_inside(roots, path):
        raise UsageError(f"{name[:80]!r} is no path inside the workspace")
    if not _is_file(path):
        raise UsageError(f"no {kind} in {shown(path)}")
    folder, ending = FOLDERS[kind]
    for origin, root in roots.items():
        home = (root / folder).resolve()
        if path.resolve().is_relative_to(home):
            inner = path.resolve().relative_to(home)
            return File(kind, inner.as_posix().removesuffix(ending), path, origin)
    return File(kind, path.stem, path, "workspace")


def _in_folder(root: Path, kind: Kind, origin: Origin) -> Iterator[File]:
    folder, ending = FOLDERS[kind]
    for pattern in (f"*{ending}", f"*/*{ending}"):
        for path in (root / folder).glob(pattern):
            name = path.relative_to(root / folder).as_posix().removesuffix(ending)
            if _NAME.fullmatch(name) and _is_file(path) and _kind_of(root, path) == kind:
                yield File(kind, name, path, origin)


def _kind_of(root: Path, path: Path) -> Kind | None:
    """Return whose folder a path lies in: the innermost, where one kind's lies in another's."""
    homes = [kind for kind, (folder, _) in FOLDERS.items() if path.is_relative_to(root / folder)]
    return max(homes, key=lambda kind: len(FOLDERS[kind][0]), default=None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
