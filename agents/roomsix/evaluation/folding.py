"""The folder of a trial's run: held by one player at a time, and never removed with work in it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from roomsix.errors import RecordError
from roomsix.store import disk

STEP = 0.1
"""How often a folder that somebody else holds is looked at again, in seconds."""

SAID = 10
"""After how many looks it is told that it is waited for."""

MADE = frozenset({"blobs", "definitions", ".run.json.new"})
"""What is written into a folder before anybody is asked anything, besides empty files."""


@asynccontextmanager
async def alone(
    folder: Path, notify: Callable[[str], None], check: Callable[[], None]
) -> AsyncIterator[None]:
    """Keep every other player of a run from its folder meanwhile, in any process.

    Whoever has it already is waited for, however long that takes.

    Args:
        notify: Told, in a line, that it is waited for.
        check: Called while it is; may raise what ends the waiting.

    Raises:
        RecordError: Nothing can be written beside the folder.
    """
    lock = folder.with_name(f".{folder.name}.lock")
    with disk.told(folder.parent, ""):
        disk.make_parents(lock)
        taken = disk.take(lock)
    for looks in count(1):
        if taken is not None:
            break
        if looks == SAID:
            notify(f"{folder.name} is being played by another process, which is waited for")
        await asyncio.sleep(STEP)
        check()
        with disk.told(folder.parent, ""):
            taken = disk.take(lock)
    assert taken is not None
    try:
        yield
    finally:
        disk.let_go(lock, taken)


def clear(folder: Path) -> None:
    """Remove a folder without `run.json`: whoever made it was stopped before anybody was asked.

    Raises:
        RecordError: It is not so: something was played, judged or paid for there, or is.
    """
    only_made = not any(each.name not in MADE and _tells(each) for each in folder.iterdir())
    if not only_made or disk.is_locked(folder / "calls.jsonl"):
        raise RecordError(
            f"{folder} has no run.json, but holds what was played there", hint="move it away"
        )
    shutil.rmtree(folder)


def put_aside(folder: Path) -> Path:
    """Give a folder a name that says it is damaged, and return what it is then."""
    names = (folder.with_name(f"{folder.name}.damaged-{number}") for number in count(1))
    aside = next(each for each in names if not each.exists())
    return folder.rename(aside)


def _tells(file: Path) -> bool:
    return file.is_dir() or file.stat().st_size > 0
