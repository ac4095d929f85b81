"""What a suite's results were made with, so that others can be held against them."""

from collections.abc import Iterable, Mapping

from roomsix import ENGINE_VERSION, canonical
from roomsix.deal import Frozen
from roomsix.evaluation.trial import Trial


class Provenance(Frozen):
    """What results were made with.

    Attributes:
        engine: The version of prompts, rules and draws; 0 where it is not known.
        definitions: A digest by the name of each scenario and persona, before any change by a
            treatment or by `--set`.
    """

    engine: int = 0
    definitions: Mapping[str, str] = {}


UNKNOWN = Provenance()
"""Of results that were kept without."""


def provenance(trials: Iterable[Trial]) -> Provenance:
    """Return what trials are played with."""
    found: dict[str, str] = {}
    seen: set[tuple[int, int]] = set()
    for trial in trials:
        # Trials of one cell share both, and there may be very many.
        if (each := (id(trial.scenario), id(trial.cast))) in seen:
            continue
        seen.add(each)
        if trial.origin:
            found.setdefault(f"scenario {trial.scenario.id}", trial.origin)
        for name, persona in trial.cast.items():
            if not any(change.startswith(f"persona.{name}.") for change in trial.changes):
                text = persona.model_dump_json(by_alias=True)
                found.setdefault(f"persona {name}", canonical.digest(text))
    return Provenance(engine=ENGINE_VERSION, definitions=dict(sorted(found.items())))
