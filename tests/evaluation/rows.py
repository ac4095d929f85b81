"""Rows made by hand, for what is reckoned from them."""

from roomsix.evaluation.row import Figures, Row
from roomsix.scoring import Value


def row(
    seed: int = 1,
    scenario: str = "fence",
    treatment: str = "default",
    *,
    labels: dict[str, str] | None = None,
    sides: dict[str, str] | None = None,
    parties: dict[str, Value] | None = None,
    **scores: Value,
) -> Row:
    """A run that came to its end; `parties` are those of the first score."""
    figures = {name.replace("_", "-"): Figures(value=value) for name, value in scores.items()}
    if parties is not None:
        first = next(iter(figures))
        figures[first] = figures[first].model_copy(update={"parties": parties})
    return Row(
        run=f"{scenario}-{seed}-{treatment}",
        key=f"{scenario}-{seed}-{treatment}-{labels}",
        suite="made",
        scenario=scenario,
        treatment=treatment,
        seed=seed,
        labels={"treatment": treatment, **(labels or {})},
        sides=sides or {},
        state="finished",
        scores=figures,
    )
