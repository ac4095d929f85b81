"""Results made by hand: rows of two treatments, over scenarios and seeds, without any talks."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from roomsix.evaluation import results
from roomsix.evaluation.provenance import Provenance
from roomsix.evaluation.results import Results
from roomsix.evaluation.row import Figures, Row, State
from roomsix.evaluation.sample import Sample
from roomsix.scoring import Value
from roomsix.suite import Suite

PLACE = Path("results")


def row(
    scenario: str = "well",
    seed: int = 1,
    *,
    state: State = "finished",
    repeat: int = 0,
    sides: Mapping[str, str] = {},
    seats: Mapping[str, str] = {},
    scores: Mapping[str, Value] = {},
    parties: Mapping[str, Mapping[str, Value]] = {},
    **labels: str,
) -> Row:
    """Return a row; scores by name, those of parties by name and party."""
    named = {"treatment": "default", **{name.replace("_", "-"): v for name, v in labels.items()}}
    key = f"{scenario} {seed} {repeat} {sorted(named.items())}"
    figures = {name: Figures(value=value) for name, value in scores.items()}
    figures |= {name: Figures(value=None, parties=found) for name, found in parties.items()}
    return Row(
        run=key,
        key=key,
        suite="one",
        scenario=scenario,
        treatment=named["treatment"],
        seed=seed,
        repeat=repeat,
        labels=named,
        sides=sides,
        seats=seats,
        state=state,
        scores=figures if state == "finished" else {},
    )


def suite(**changes: object) -> Suite:
    """Return a suite of two treatments."""
    told = {"suite": 1, "id": "one", "title": "One", "treatments": {"default": {}, "other": {}}}
    return Suite.model_validate({**told, **changes}, strict=False)


def sample(
    rows: Iterable[Row],
    *,
    place: Path = PLACE,
    made: Provenance | None = None,
    words: tuple[str, ...] = (),
    **labels: str,
) -> Sample:
    """Return the rows that have the labels given, as of results in a place."""
    every = tuple(rows)
    given = {name.replace("_", "-"): value for name, value in labels.items()}
    chosen = tuple(r for r in every if all(r.described[n] == v for n, v in given.items()))
    kept = Results(
        suite=suite(), rows=every, planned=len(every), words=words, made=made or Provenance()
    )
    return Sample(str(place), place, kept, tuple(given.items()), chosen)


def both(
    value: Callable[[str, str, int], Value],
    *,
    scenarios: Iterable[str] = ("well", "mill", "ford"),
    seeds: Iterable[int] = range(1, 9),
    metric: str = "capture",
) -> list[Row]:
    """Return rows of both treatments, with the score that is said for each."""
    return [
        row(scenario, seed, treatment=treatment, scores={metric: value(treatment, scenario, seed)})
        for scenario in scenarios
        for seed in seeds
        for treatment in ("default", "other")
    ]


def treated(rows: Iterable[Row]) -> tuple[Sample, Sample]:
    """Return the samples of the two treatments."""
    every = list(rows)
    return sample(every, treatment="default"), sample(every, treatment="other")


def kept(folder: Path, rows: Iterable[Row], **changes: object) -> Path:
    """Keep results in a folder, and return it."""
    folder.mkdir(parents=True)
    every = list(rows)
    results.save(folder, Results(suite=suite(**changes), rows=tuple(every), planned=len(every)))
    return folder
