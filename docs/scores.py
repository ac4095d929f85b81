"""Write docs/scores.md: every score with its formula, as `roomsix explain` tells it.

python docs/scores.py
"""

from collections.abc import Iterator
from pathlib import Path

from roomsix.report.explaining import equality
from roomsix.scoring.metric import NOTATION, Metric
from roomsix.scoring.table import GROUPS

PAGE = Path(__file__).resolve().parent / "scores.md"

INTRODUCTION = """\
# Scores

A score is a pure function of the scenario and the record: no model is asked, the same run always
gets the same scores, and `roomsix score RUN…` works them out again. What a score says of itself is
kept beside its value in `outcome.json`: formula, equality rule, version, source. `roomsix explain
METRIC` tells one of the scores below. There is no single number for a whole run, on purpose: no
joint measure is neutral between the sides (Clyman 1995).

What an observer makes of the room is to be compared with `mock:prior` (what it began with),
`mock:bayes` (a reader who knows the engine's own odds: a check of calibration, no headline) and
`mock:oracle` (which is told), as in `--chat observer=mock:bayes`.

"""

TITLES = {
    "outcome": "What came of it",
    "process": "How it came to that",
    "verification": "How well promises would be checked",
    "escalation": "How far things went",
    "honesty": "What was said beside what was wanted and believed",
    "board": "What mediator and observer made of the sides",
    "leaks": "What was given away",
}


def rendered() -> str:
    """Return the whole page."""
    return f"{INTRODUCTION}{NOTATION}\n" + "".join(_sections())


def _sections() -> Iterator[str]:
    for group, metrics in GROUPS.items():
        yield f"\n## {TITLES[group]}\n\n| score | what it tells | formula | equality | source |\n"
        yield "|---|---|---|---|---|\n"
        yield from map(_row, metrics)


def _row(metric: Metric) -> str:
    rule = "" if metric.equality is None else equality(metric)
    cells = (f"`{metric.name}`", metric.about, metric.formula, rule, metric.source)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(rendered(), "utf-8")
