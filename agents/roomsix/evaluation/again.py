"""The line that plays one run of a suite again, or reads it."""

import shlex

from roomsix.evaluation.results import Results
from roomsix.evaluation.row import Row


def again(results: Results, row: Row) -> str:
    """Return the command that plays one trial of a suite into a folder of its own."""
    chosen = {"scenario": row.scenario, "seed": str(row.seed), **row.labels}
    words = ["roomsix", "eval", results.suite.id, *results.words]
    for name, value in chosen.items():
        words += ["--select", f"{name}={value}"]
    return shlex.join([*words, "--into", f"again/{row.run}"])


def shown(results: Results, row: Row) -> str:
    """Return the command that shows a run as it was played."""
    where = f"{results.folder}/{row.run}" if results.folder is not None else row.run
    return shlex.join(["roomsix", "show", where])
