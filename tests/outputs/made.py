"""Results made by hand: what came of suites that nobody played."""

from pathlib import Path
from typing import Any

from roomsix.evaluation.results import Results
from roomsix.evaluation.row import Figures, Row
from roomsix.suite import Suite

SUITE = Suite.model_validate(
    {
        "suite": 1,
        "id": "quarrel",
        "title": "Who gives way",
        "scenarios": ["theatre"],
        "treatments": {"calm": {}, "loud": {"set": ["rounds=3"]}},
        "gates": ["count(breaches) == 0", "mean(capture | loud) >= 0.9"],
    },
    strict=False,
)


def row(seed: int = 1, treatment: str = "calm", **more: Any) -> Row:
    """A run that came to its end, with one breach for an odd seed."""
    told: dict[str, Any] = {
        "run": f"theatre-{seed}-{treatment}",
        "key": f"{seed}{treatment}",
        "suite": "quarrel",
        "scenario": "theatre",
        "treatment": treatment,
        "seed": seed,
        "labels": {"treatment": treatment, "side-1": "@mock:boulware"},
        "sides": {"side-1": "orchestra"},
        "seats": {"manager": "haddad@mock"},
        "state": "finished",
        "ending": "deal",
        "why": "ratified",
        "counts": {"turns": 30, "usd": 0.25},
        "scores": {
            "agreement": Figures(value=True),
            "capture": Figures(value=seed / 10, parties={"theatre": 2, "orchestra": 3}),
            "breaches": Figures(value=seed % 2, seats={"manager": seed % 2}),
        },
    }
    return Row(**told | more)


def failed(seed: int = 9, error: str = "the endpoint went away") -> Row:
    """A run that could not be played."""
    return row(seed, state="failed", error=error, ending="", why="", counts={}, scores={})


def results(*rows: Row, **more: Any) -> Results:
    """What came of the quarrel; nothing is played any more."""
    told = {"suite": SUITE, "planned": len(rows), "folder": Path("runs/suites/quarrel"), **more}
    return Results(rows=rows, **told)
