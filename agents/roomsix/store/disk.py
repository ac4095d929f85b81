"""Files of a run: replaced whole or not at all, locked while they are written.

Nothing else changes a run's files, and this module does so through `os` alone: who puts another
`os` in its place sees every write, and can make it fail.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from pydantic import JsonValue

from roomsix.errors import RecordError

PATIENCE = 20
"""How long somebody else may hold a file that is held for moments, in seconds."""


def write_outcome(folder: Path, scores: JsonValue, *, safe: bool = True) -> None:
    """Replace a run's `outcome.json` in one step."""
    text = json.dumps(scores, indent=2, ensure_ascii=False) + "\n"
    with told(folder):
        save(folder / "outcome.json", text, safe=safe)


def save(file: Path, text: str, *, safe: bool = True) -> None:
    """Write a whole file so that it is there either as before or complete, whatever happens.

    Args:
        safe: Also if the power fails.
    """
    fresh = file.with_name(f".{file.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        append(descriptor, text.encode("utf-8", "surrogatepass"))
        if safe:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(fresh, file)
    if safe:
        sync_folder(file.parent)


def to_append(file: Path) -> int:
    """Return a descriptor of a file that only grows."""
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def append(descriptor: int, data: bytes) -> None:
    """Write all of it, however little the system takes at a time."""
    while data:
        data = data[os.write(descriptor, data) :]


def sync(descriptor: int) -> None:
    """Wait until a file's content is on disk."""
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the names of what lies in a folder are on disk, as a file's content does not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_parents(folder: Path) -> None:
    """Make the folders above one where they are missing, to outlive a power cut."""
    missing = [each for each in folder.parents if not each.exists()]
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):  # another run may begin at the same time
            os.mkdir(each, 0o700 if each == folder.parent else 0o777)
        sync_folder(each.parent)


def make(folder: Path) -> None:
    """Make a folder that only its owner can enter."""
    os.mkdir(folder, 0o700)


def cut(file: Path, *, lines: int) -> None:
    """Shorten a file to so many whole lines."""
    data = file.read_bytes()
    end = 0
    for _ in range(lines):
        end = data.index(b"\n", end) + 1
    os.truncate(file, end)


def cut_torn(file: Path) -> bool:
    """Cut the last line if it was not written to its end; tell whether it was so."""
    data = file.read_bytes()
    end = data.rfind(b"\n") + 1
    if end == len(data):
        return False
    os.truncate(file, end)
    return True


def lock(descriptor: int, folder: Path) -> None:
    """Keep out any other writer, until the descriptor is closed.

    Raises:
        RecordError: Another one is at work.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RecordError(f"{folder.name} is being written by another process") from None


def is_locked(file: Path) -> bool:
    """Tell whether a writer holds a file, without waiting for it."""
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:
        return False
    try:
        # Shared, so that two who look at once do not take each other for a writer.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def take(file: Path) -> int | None:
    """Take hold of what a file stands for, until `let_go`, or until this process is gone.

    The file is there for as long as somebody has hold of it, and its folder has to be.

    Returns:
        What is to be let go of; None while somebody else, here or elsewhere, has hold of it.
    """
    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(file, descriptor):
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            return None
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)  # whoever had hold of it put the file away meanwhile


def let_go(file: Path, descriptor: int) -> None:
    """Let go of what `take` took hold of, and put the file away."""
    with contextlib.suppress(OSError):
        os.unlink(file)
    os.close(descriptor)


@contextlib.contextmanager
def held(file: Path) -> Iterator[None]:
    """Have hold of what a file stands for; wait for whoever has, which is not for long.

    Raises:
        RecordError: It is for long.
    """
    for _ in range(PATIENCE * 50):
        if (descriptor := take(file)) is not None:
            break
        time.sleep(0.02)
    else:
        raise RecordError(f"{file.parent} is being written by another process")
    try:
        yield
    finally:
        let_go(file, descriptor)


def _is_at(file: Path, descriptor: int) -> bool:
    try:
        there = os.stat(file)
    except FileNotFoundError:
        return False
    here = os.fstat(descriptor)
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)


@contextlib.contextmanager
def told(folder: Path, hint: str = "what was written before stays as it is") -> Iterator[None]:
    """Turn a failure of the file system into one line."""
    try:
        yield
    except OSError as error:
        raise RecordError(f"cannot write {folder}: {why(error)}", hint=hint) from None


def why(error: OSError | UnicodeDecodeError) -> str:
    """Return in lower case what is wrong with a file."""
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start + 1} is no UTF-8"
    return (error.strerror or str(error)).lower()
