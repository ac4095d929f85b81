"""What was judged of a run, in a file beside it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from roomsix.deal import Frozen
from roomsix.errors import RecordError
from roomsix.judging.verdicts import Verdicts
from roomsix.store import disk

NAME = "judged.json"
"""What is kept beside a run; `outcome.json` holds exact scores and nothing else."""

M = TypeVar("M", bound=Frozen)


def verdicts(folder: Path) -> Verdicts:
    """Return what was judged of the run in a folder; nothing where there is no file.

    Raises:
        RecordError: It is there but cannot be read.
    """
    hint = "`roomsix judge` writes it anew once it is out of the way"
    return read(folder / NAME, Verdicts, hint) or Verdicts()


def keep(folder: Path, found: Verdicts) -> None:
    """Replace what was judged of a run, whole or not at all."""
    with disk.told(folder):
        disk.save(folder / NAME, found.model_dump_json(indent=1) + "\n")


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep out every other judge of a run meanwhile.

    Raises:
        RecordError: Another one is at work.
    """
    with disk.told(folder):
        descriptor = os.open(folder, os.O_RDONLY)
    try:
        disk.lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def read(file: Path, form: type[M], hint: str) -> M | None:
    """Return what a file holds; None where there is none.

    Args:
        hint: How to mend one that cannot be read.

    Raises:
        RecordError: It is there but cannot be read.
    """
    try:
        return form.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RecordError(f"cannot read {file}: {disk.why(error)}") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise RecordError(f"{file}: {where}: {first['msg'].lower()}", hint=hint) from None
