"""The scores of a run that is over: those stored, and those nobody has asked for yet."""

from collections.abc import Collection

from pydantic import ValidationError

from roomsix import store
from roomsix.errors import RecordError
from roomsix.scoring import Scores


def stored(run: store.Run) -> Scores | None:
    """Return the scores as they are stored; None where there are none.

    Raises:
        RecordError: They are there but cannot be read.
    """
    file = run.folder / "outcome.json"
    try:
        return Scores.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise RecordError(
            f"{file} cannot be read", hint=f"`roomsix score {run.info.id}` writes it again"
        ) from None


def completed(run: store.Run, names: Collection[str] | None = None) -> Scores:
    """Return scores of a run, those that are not stored worked out from its record and stored.

    Args:
        names: Those wanted at least; None for all there are.

    Raises:
        RecordError: A file of the run is damaged.
    """
    # Imported here because stored scores are shown without what works them out.
    from roomsix import scoring, session
    from roomsix.scoring.table import METRICS

    found = stored(run)
    kept = found.scores if found else {}
    missing = [name for name in METRICS if name not in kept and (names is None or name in names)]
    if found is not None and not missing:
        return found
    scenario, record = run.scenario, run.record()
    made = scoring.score(scenario, session.ending(scenario, record), names=missing, record=record)
    both = {**kept, **made.scores}
    whole = made.model_copy(
        update={"scores": {name: both[name] for name in METRICS if name in both}}
    )
    store.write_outcome(run.folder, whole.model_dump(mode="json"))
    return whole
