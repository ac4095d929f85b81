"""Files that others wrote: read whole, never more than a stated size, never from elsewhere."""

from collections.abc import Iterator
from pathlib import Path

from roomsix.errors import DefinitionError, Problem, UsageError

MAX_BYTES = 8 << 20
"""The most that is read of one file."""

MAX_FILES = 200
"""The most files that are looked at in one folder."""


def wrong(file: Path | str, line: int, message: str, hint: str = "") -> DefinitionError:
    """Return the error that names a place in a file; line 0 for the file as a whole."""
    found = Problem((), message, hint, file=str(file), line=max(line, 1), column=1)
    return DefinitionError((found,))


def data(file: Path) -> bytes:
    """Return a file's content.

    Raises:
        UsageError: It is not there, is no plain file, cannot be read or is too long.
    """
    try:
        if not file.is_file():
            raise UsageError(f"no file {file}")
        with file.open("rb") as opened:
            found = opened.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot read {file}: {reason.lower()}") from None
    if len(found) > MAX_BYTES:
        raise UsageError(f"{file} has more than {MAX_BYTES >> 20} MiB: too long for a game")
    return found


def text(file: Path) -> str:
    """Return a file's content as text, with plain line ends.

    Raises:
        DefinitionError: It is not UTF-8; the message has the line.
    """
    raw = data(file)
    try:
        found = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise wrong(file, line, "not UTF-8", "save it as UTF-8") from None
    return found.replace("\r\n", "\n").replace("\r", "\n")


def files(folder: Path, *endings: str) -> Iterator[Path]:
    """Yield the plain files of a folder with these endings, by name; a link out of it is refused.

    Raises:
        UsageError: There are too many, or one leads elsewhere.
    """
    found = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in endings and not path.name.startswith(".") and path.is_file()
    )
    if len(found) > MAX_FILES:
        raise UsageError(f"{folder} holds {len(found)} files; at most {MAX_FILES} are read")
    for path in found:
        yield inside(folder, path)


def inside(folder: Path, file: Path) -> Path:
    """Return a file that lies in a folder, every link followed.

    Raises:
        UsageError: It lies elsewhere.
    """
    try:
        stays = file.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        stays = False
    if not stays:
        raise UsageError(f"{str(file)!r} leads out of {folder}, so it is not read")
    return file
