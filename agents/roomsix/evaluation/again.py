"""The line that plays one run of a suite again."""

import shlex
from pathlib import Path

from roomsix.evaluation.results import Results
from roomsix.evaluation.row import Row


def again(results: Results, row: Row, *, root: Path | None = None) -> str:
    """Return the command that plays one trial of a suite into a folder of its own.

    Args:
        root: The folder to work in; None for the one that the command is given in.
    """
    chosen = {"scenario": row.scenario, "seed": str(row.seed), **row.labels}
    there = [] if root is None else ["-C", str(root)]
    words = ["roomsix", *there, "eval", results.suite.id, *results.words]
    for name, value in chosen.items():
        words += ["--select", f"{name}={value}"]
    return shlex.join([*words, "--into", f"again/{row.run}"])
