"""Runs by the names they may be called by."""

from collections.abc import Callable
from pathlib import Path

from roomsix.errors import RecordError, UsageError
from roomsix.store.run import Run

PassedOver = Callable[[RecordError], None]
"""Told why a folder is passed over."""


def runs(folder: Path, passed_over: PassedOver = lambda _: None) -> tuple[Run, ...]:
    """Return the runs below a folder, oldest first; what cannot be read is passed over."""
    found = []
    for name in _ids(folder):
        try:
            found.append(Run(folder / name))
        except RecordError as error:
            passed_over(error)
    return tuple(found)


def find(folder: Path, name: str, passed_over: PassedOver = lambda _: None) -> Run:
    """Return the run a name stands for: an id or its unique beginning, `@last-1`, or a path.

    `@last` is the newest run that can be read.

    Raises:
        UsageError: None or several match; the message lists what there is.
        RecordError: What the name leads to is no run, or damaged.
    """
    ids = _ids(folder)
    if not folder.is_dir() and "/" not in name:
        raise UsageError(f"no run {name!r}: there is no folder {folder}")
    if name.startswith("@last"):
        return _last(folder, ids, name, passed_over)
    if name in ids:
        return Run(folder / name)
    matches = [each for each in ids if each.startswith(name)] if name else []
    if len(matches) == 1:
        return Run(folder / matches[0])
    if "/" in name and (Path(name) / "run.json").is_file():
        return Run(Path(name))
    if matches:
        raise UsageError(f"{name!r} is the beginning of {len(matches)} runs: {', '.join(matches)}")
    if name.strip("./") and "/" not in name and (folder / name).is_dir():
        raise RecordError(f"{folder / name} is there, but has no run.json")
    if name.strip(".") and Path(name).is_dir():
        raise UsageError(f"{name} is no run's folder: no run.json in it")
    recent = ", ".join(ids[-3:]) or "none yet"
    raise UsageError(f"no run {name!r} in {folder}", hint=f"the latest: {recent}")


def _last(folder: Path, ids: list[str], name: str, passed_over: PassedOver) -> Run:
    back = name.removeprefix("@last").removeprefix("-") or "0"
    wanted = int(back) if back.isdecimal() else None
    readable = 0
    for each in reversed(ids):
        try:
            run = Run(folder / each)
        except RecordError as error:
            passed_over(error)
            continue
        if readable == wanted:
            return run
        readable += 1
    raise UsageError(f"no run {name!r}: there are {readable or 'none'} in {folder}")


def _ids(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [each.name for each in sorted(folder.iterdir()) if (each / "run.json").is_file()]
