"""Files that a user asked for: new ones, unless an old one is to be replaced."""

import contextlib
import os
from pathlib import Path

from roomsix.errors import UsageError


def free(path: Path, *, force: bool) -> None:
    """Make sure that a file may be written, before any work.

    Raises:
        UsageError: Something is there.
    """
    if path.exists() and not (force and path.is_file()):
        hint = "--force replaces it" if path.is_file() else "give another name"
        raise UsageError(f"{path} is there already", hint=hint)


def write(path: Path, text: str | bytes, *, force: bool, private: bool = False) -> None:
    """Write a whole file; folders above it are made.

    Args:
        force: Replace a file that is there.
        private: Only its owner can read it.

    Raises:
        UsageError: It is there already, or cannot be written.
    """
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    free(path, force=force)
    fresh = path.with_name(f".{path.name}.new") if force else path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        wanted = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if force else os.O_EXCL)
        descriptor = os.open(fresh, wanted, 0o600 if private else 0o666)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            if force:
                fresh.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                fresh.unlink()
            raise
    except OSError as error:
        raise UsageError(f"cannot write {path}: {why(error)}") from None


def why(error: OSError) -> str:
    """Return in lower case why a file cannot be written."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file is in the way"
    return (error.strerror or str(error)).lower()
