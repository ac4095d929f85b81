"""A disk in a world that fails: kills, power cuts, a full disk, failed syncs, read-only folders.

`Disk` stands in for `os` where runs are written. The files are real; beside them it keeps what of
them would outlive a power cut: what was synced, and of the rest whatever chance leaves.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from roomsix.store import disk, writer

Ill = Literal["kill", "power cut", "full", "failed sync", "read-only", "endpoint", "interrupt"]
"""What may befall a process; the last two are no matter of the disk."""

_ERRORS: dict[str, tuple[int, tuple[str, ...]]] = {
    "full": (errno.ENOSPC, ("create", "write", "mkdir")),
    "failed sync": (errno.EIO, ("fsync",)),
    "read-only": (errno.EROFS, ("create", "open", "write", "mkdir", "replace", "truncate")),
}
"""The error of each fault that does not end the process, and the effects it befalls."""

Chance = Callable[[int], int]
"""Returns a whole number from 0 to one less than it is given."""


class Death(BaseException):
    """The process is gone; nothing that still runs in it can do anything."""


@dataclass(frozen=True)
class Fault:
    """What befalls the disk.

    Attributes:
        at: The number of the effect it begins with, from 0, in the life of one process.
        torn: Whether a write is half done by then; otherwise nothing of the effect is.
    """

    ill: Ill
    at: int
    torn: bool = False


@dataclass
class File:
    """A file's content: what is safe from a power cut, and what was done to it since."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[bytes | int] = field(default_factory=list)

    def sync(self) -> None:
        """Make everything safe."""
        self._do(len(self.since), None)
        self.since.clear()

    def cut(self, chance: Chance) -> bytes:
        """Return what a power cut leaves: some of the changes, the last perhaps in part."""
        kept = chance(len(self.since) + 1)
        torn = self.since[kept] if kept < len(self.since) else b""
        tail = torn[: chance(len(torn) + 1)] if isinstance(torn, bytes) else b""
        # Where a length is known before the content is, there are noughts instead.
        tail = bytes(len(tail)) if tail and not chance(4) else tail
        self._do(kept, tail)
        return bytes(self.safe)

    def _do(self, many: int, tail: bytes | None) -> None:
        for each in self.since[:many]:
            if isinstance(each, int):
                del self.safe[each:]
            else:
                self.safe += each
        self.safe += tail or b""


@dataclass
class Folder:
    """A folder's entries: those safe from a power cut, those of now, and the steps in between."""

    safe: dict[str, "Node"] = field(default_factory=dict)
    now: dict[str, "Node"] = field(default_factory=dict)
    since: list[tuple[str | None, str, "Node"]] = field(default_factory=list)

    def put(self, name: str, node: "Node", *, instead_of: str | None = None) -> None:
        """Enter something; it loses the name it had."""
        self.since.append((instead_of, name, node))
        _enter(self.now, instead_of, name, node)

    def sync(self) -> None:
        """Make all entries safe; what lies in them is another matter."""
        self.safe = dict(self.now)
        self.since.clear()

    def cut(self, chance: Chance) -> dict[str, "Node"]:
        """Return the entries that a power cut leaves: the first of those made since."""
        for old, name, node in self.since[: chance(len(self.since) + 1)]:
            _enter(self.safe, old, name, node)
        return self.safe


Node = File | Folder


def _enter(entries: dict[str, Node], old: str | None, name: str, node: Node) -> None:
    if old is not None:
        entries.pop(old, None)
    entries[name] = node


class Disk:
    """Stands in for `os`: real files, and what becomes of them when something fails.

    Attributes:
        fault: What is to befall it in this process; None for nothing.
        dead: Whether the process is gone.
        struck: Whether the fault has come.
        effects: How many changes of the disk this process has tried.
        note: Told of each.
        short: Every so many writes only a part is taken at once; 0 for never.
    """

    def __init__(self, root: Path, note: Callable[[str], None] = lambda _: None) -> None:
        self.root = root
        self.note = note
        self.fault: Fault | None = None
        self.dead = self.struck = False
        self.effects = 0
        self.short = 0
        self._top = Folder()
        self._opened: dict[int, Node] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def begin(self, fault: Fault | None, *, short: int = 0) -> None:
        """Start another process."""
        self.fault, self.short = fault, short
        self.dead = self.struck = False
        self.effects = 0

    def end(self) -> None:
        """End the process as the system does: what it held open is closed, and so unlocked."""
        self.dead = True
        for descriptor in self._opened:
            os.close(descriptor)
        self._opened.clear()

    def power_cut(self, chance: Chance) -> None:
        """Leave on the disk only what was safe, and of the rest what chance leaves."""
        for each in [name for name in self._top.now if not (self.root / name).exists()]:
            for entries in (self._top.now, self._top.safe):
                entries.pop(each, None)  # taken away by other means
        shutil.rmtree(self.root)
        self._top = _rebuilt(self._top, self.root, chance)

    def is_safe(self, path: Path) -> bool:
        """Tell whether a file would outlive a power cut as it is, its name included."""
        *folders, name = path.relative_to(self.root).parts
        node: Node = self._top
        for part in (*folders, name):
            if not isinstance(node, Folder) or part not in node.safe:
                return False
            node = node.safe[part]
        return isinstance(node, File) and not node.since

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        """Open a file or a folder; a file that is not there yet is entered."""
        folder, name = self._place(path)
        node = folder.now.get(name) if name else folder
        if flags & os.O_WRONLY:
            self._befall("open" if node is not None else "create", path)
        descriptor = os.open(path, flags, mode)
        if node is None and flags & os.O_CREAT:
            node = File()
            folder.put(name, node)
        if isinstance(node, File) and flags & os.O_TRUNC:
            node.since.append(0)
        if node is not None:
            self._opened[descriptor] = node
        return descriptor

    def close(self, descriptor: int) -> None:
        """Close what is still open."""
        if self._opened.pop(descriptor, None) is not None or not self.dead:
            os.close(descriptor)

    def write(self, descriptor: int, data: bytes) -> int:
        """Write some of it, as the system may."""
        part = data[: max(1, len(data) // 2)]
        self._befall("write", "", lambda: self._append(descriptor, part))
        cut = self.short and self.effects % self.short == 0
        return self._append(descriptor, part if cut else data)

    def fsync(self, descriptor: int) -> None:
        """Make safe what is open; the disk itself is not waited for."""
        self._befall("fsync", "")
        self._opened[descriptor].sync()

    def mkdir(self, path: Any, mode: int = 0o777) -> None:
        """Make a folder."""
        self._befall("mkdir", path)
        Path(path).mkdir(mode)
        folder, name = self._place(path)
        folder.put(name, Folder())

    def replace(self, old: Any, new: Any) -> None:
        """Give a file another's name, in the same folder."""
        self._befall("replace", new)
        Path(old).replace(new)
        folder, name = self._place(new)
        before = self._place(old)[1]
        folder.put(name, folder.now[before], instead_of=before)

    def truncate(self, path: Any, length: int) -> None:
        """Shorten a file."""
        self._befall("truncate", path)
        os.truncate(path, length)
        folder, name = self._place(path)
        node = folder.now[name]
        assert isinstance(node, File)
        node.since.append(length)

    def _append(self, descriptor: int, data: bytes) -> int:
        node = self._opened[descriptor]
        assert isinstance(node, File)
        node.since.append(bytes(data))
        return os.write(descriptor, data)

    def _befall(self, effect: str, path: Any, half: Callable[[], object] | None = None) -> None:
        """Count an effect, and let the fault have its way.

        Raises:
            Death: The process ends here, or has ended.
            OSError: The effect fails.
        """
        if self.dead:
            raise Death
        here, fault = self.effects, self.fault
        self.effects += 1
        if fault is None or here < fault.at:
            return
        if fault.ill in ("kill", "power cut"):
            if half is not None and fault.torn:
                half()
            self.dead = self.struck = True
            self.note(f"{fault.ill} at {effect} {here}{' torn' * fault.torn}")
            raise Death
        error, befallen = _ERRORS[fault.ill]
        if effect in befallen:
            self.struck = True
            if half is not None and fault.torn and here == fault.at:
                half()
            self.note(f"{fault.ill} at {effect} {here}")
            raise OSError(error, os.strerror(error), str(path) or None)

    def _place(self, path: Any) -> tuple[Folder, str]:
        *folders, name = Path(path).relative_to(self.root).parts or ("",)
        folder = self._top
        for part in folders:
            inner = folder.now[part]
            assert isinstance(inner, Folder)
            folder = inner
        return folder, name


def _rebuilt(folder: Folder, path: Path, chance: Chance) -> Folder:
    path.mkdir(mode=0o700)
    kept: dict[str, Node] = {}
    for name, node in folder.cut(chance).items():
        if isinstance(node, Folder):
            kept[name] = _rebuilt(node, path / name, chance)
        else:
            content = node.cut(chance)
            (path / name).write_bytes(content)
            kept[name] = File(bytearray(content))
    return Folder(safe=kept, now=dict(kept))


@contextmanager
def replaced(os_: Disk) -> Iterator[None]:
    """Let runs be written through this disk."""
    modules = [vars(disk), vars(writer)]
    before = [names["os"] for names in modules]
    for names in modules:
        names["os"] = os_
    try:
        yield
    finally:
        for names, real in zip(modules, before, strict=True):
            names["os"] = real
