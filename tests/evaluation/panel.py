"""Suites of the theatre whose runs a script judges, by a rubric of their own."""

import json
from collections.abc import Sequence
from pathlib import Path

from roomsix.judging import agreements, labels, noting
from roomsix.judging.labels import Place
from roomsix.judging.verdicts import Judged
from roomsix.rubric import Rubric
from roomsix.workspace import Workspace

BRIEF = "scenarios: [theatre]\ntreatments: {t: {set: [sessions.plenary.rounds=2]}}\n"

JUDGES = "judges: [{rubric: manner, chat: 'script:judge'}]\n"

RUBRIC = """\
rubric: 1
id: manner
title: How they speak
summary: Whether a seat is civil.
judges: turns
question: {question}
scale: {{rude: It is not., civil: It is., kind: It is more than that.}}
cite: Any.
least: 0
kappa: 0.6
"""

THREE = ("rude", "civil", "kind")
"""What is said of the theatre's seats, in their order: manager, speaker, conciliator."""


def rubric(root: Path, question: str = "Is it civil?") -> None:
    """Put the rubric into a folder."""
    file = root / "evals/rubrics/manner.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(RUBRIC.format(question=question), encoding="utf-8")


def script(root: Path, *verdicts: str, name: str = "judge") -> None:
    """Put a script into a folder that says so of the seats of a run."""
    file = root / f"evals/scripts/{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    turns = [{"reason": "So.", "turns": [], "verdict": each} for each in verdicts]
    told = {"script": 1, "id": name, "turns": turns, "after": "repeat"}
    file.write_text(json.dumps(told), encoding="utf-8")


def judged(folder: Path) -> list[Judged]:
    """Return every verdict that is kept beside the runs of a suite."""
    from roomsix.judging import keeping

    runs = sorted(file.parent for file in folder.glob(f"*/{keeping.NAME}"))
    return [each for run in runs for each in keeping.verdicts(run).verdicts]


def calibrated(root: Path, said: Sequence[Judged], things: int = 102, wrong: int = 0) -> Rubric:
    """Hold a judge against labels by hand that differ from what it said, but for so many."""
    meant = Workspace(root).rubric("manner")
    places: list[Place] = [(f"run-{number // 3}", "abc"[number % 3]) for number in range(things)]
    verdicts = {
        place: said[number % 3].model_copy(update={"verdict": THREE[number % 3]})
        for number, place in enumerate(places)
    }
    by_hand = [
        labels.Label(
            run=run,
            seat=seat,
            label=THREE[(number + (number < wrong)) % 3],
            rater="ann",
            line=number,
        )
        for number, (run, seat) in enumerate(places)
    ]
    measured = agreements.measured(meant, by_hand, verdicts)
    known = noting.agreements(root, meant.id).added(measured)
    noting.note(noting.path(root, meant.id), known)
    return meant
