"""What was measured of judges, in a file beside the rubric that is fit for version control."""

from pathlib import Path

from roomsix.judging import keeping
from roomsix.judging.agreements import Agreements
from roomsix.store import disk

FOLDER = Path("evals", "rubrics")
"""Where a workspace keeps rubrics, and agreements beside them."""


def agreements(root: Path, rubric: str) -> Agreements:
    """Return what was measured of judges by a rubric in a workspace; nothing without a file.

    Raises:
        RecordError: It is there but cannot be read.
    """
    hint = "`roomsix agree` writes it anew once it is out of the way"
    return keeping.read(path(root, rubric), Agreements, hint) or Agreements(rubric=rubric)


def note(file: Path, found: Agreements) -> None:
    """Replace the agreements kept in a file, whole or not at all."""
    with disk.told(file, ""):
        file.parent.mkdir(parents=True, exist_ok=True)
        disk.save(file, found.model_dump_json(indent=1) + "\n")
        file.chmod(0o644)  # unlike a run, it holds no secret


def path(root: Path, rubric: str) -> Path:
    """Return where a workspace keeps the agreements on a rubric."""
    return root / FOLDER / f"{rubric}.agreement.json"
