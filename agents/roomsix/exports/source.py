"""What an export is made from: a run's folder, its whole record and its scores."""

from dataclasses import dataclass

from roomsix.events import Record
from roomsix.scoring import Scores
from roomsix.store import Run


@dataclass(frozen=True)
class Source:
    """A run with all that was read of it.

    Attributes:
        scores: None where there are none yet.
    """

    run: Run
    record: Record
    scores: Scores | None
