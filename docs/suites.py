"""Play the suites that come with roomsix and write their figures into docs/suites.md.

python docs/suites.py [NAME ...]

Every run is played anew, since what it costs is told too; it takes some minutes.
"""

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from roomsix.evaluation.engines.loop import Loop
from roomsix.evaluation.evaluating import Evaluation
from roomsix.evaluation.preparing import prepare
from roomsix.report.evaluation import MARKS, occupants, players, told, treatments
from roomsix.workspace import Workspace

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
PAGE = DOCS / "suites.md"

NAMES = ("smoke", "story", "tactics", "mediator", "faults", "injection", "personas")


def main(names: list[str]) -> int:
    """Play suites and write the page anew; 1 where a gate does not hold."""
    found = [_played(name) for name in names or NAMES]
    lines = [line for evaluation, spent in found for line in section(evaluation, spent)]
    page = re.sub(
        r"(<!-- figures -->\n).*(<!-- /figures -->)",
        lambda match: match[1] + "\n".join(lines) + "\n" + match[2],
        PAGE.read_text("utf-8"),
        flags=re.DOTALL,
    )
    PAGE.write_text(page, "utf-8")
    return int(any(each.passed is not True for e, _ in found for each in e.verdicts()))


def section(evaluation: Evaluation, spent: float) -> Iterator[str]:
    """Yield what is said of a suite.

    Args:
        spent: Seconds of CPU it took.
    """
    suite = evaluation.suite
    yield f"\n### {suite.id}: {suite.title[:1].lower()}{suite.title[1:]}\n"
    turns = sum(row.counts["turns"] for row in evaluation.done)
    each = f", {1000 * spent / turns:.1f} ms of CPU a turn, {spent:.0f} s in all"
    yield f"{suite.summary} {len(evaluation.done)} runs, {turns:,.0f} turns{each}.\n"
    yield "| gate | figure | n | |\n|---|---|---|---|"
    for verdict in evaluation.verdicts():
        asked = verdict.gate.replace("|", "\\|")
        mark = MARKS[verdict.passed][0]
        yield f"| `{asked}` | {told(verdict.figure)} | {verdict.figure.n} | {mark} |"
    for table in (treatments, occupants, players):
        found = table(suite, evaluation.done)
        head, *rows = [[cell.plain for cell in line] for line in found] or [[]]
        if rows:
            yield f"\n| {' | '.join(head)} |\n|{'---|' * len(head)}"
            yield from (f"| {' | '.join(row)} |" for row in rows)


def _played(name: str) -> tuple[Evaluation, float]:
    with tempfile.TemporaryDirectory() as folder:
        evaluation = prepare(name, Workspace(ROOT), Path(folder))
        began = time.process_time()
        asyncio.run(evaluation.play(Loop(1)))
        return evaluation, time.process_time() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
