"""What was seen in the end, beside what it was used for."""

from rich.console import RenderableType
from rich.text import Text

from roomsix.report.layout import Paragraph
from roomsix.report.scene import QUIET
from roomsix.scoring import Scores


def insight(scores: Scores) -> RenderableType | None:
    """Return what was seen in the end beside what it was used for; None where nobody kept a board.

    Those who see through a side need not make a better deal of it, so the two stand side by side.
    """
    found = scores.scores
    seen = [
        f"{label} {value:+.2f}"
        for name, label in (
            ("board-priorities", "order"),
            ("board-facts-skill", "facts"),
            ("board-doubts-skill", "doubts"),
            ("lie-detection", "lies d'"),
        )
        if name in found and isinstance(value := found[name].value, int | float)
    ]
    if not seen:
        return None
    capture = found["capture"].value if "capture" in found else None
    used = (
        f"{capture:.0%} of the best joint gain" if isinstance(capture, int | float) else "unknown"
    )
    return Paragraph(Text.assemble(("seen: ", QUIET), " · ".join(seen), (" — used: ", QUIET), used))
