"""`show --board`: what mediator and observer made of each side."""

import json
from typing import TYPE_CHECKING, Any

from roomsix.cli import terminal

if TYPE_CHECKING:
    from roomsix.cli.show import Shown


def show(shown: "Shown", *, plain: bool, as_json: bool) -> None:
    """Show the board beside the truth; from a seat only its own rows, without it."""
    from roomsix.report import board, insight

    if as_json:
        terminal.document(data(shown))
    else:
        page = terminal.Page(plain=plain)
        page.show(*board.board(shown.scene, shown.record))
        scores = shown.scores if shown.seat is None else None
        used = insight.insight(scores) if scores is not None else None
        if used is not None:
            page.show("", used)


def data(shown: "Shown") -> dict[str, Any]:
    """Return the board for a program; from a seat the lines that told it of its own rows."""
    if shown.seat is not None:
        lines = [json.loads(line) for line in shown.lines()]
        rows = [line for line in lines if "assessed" in line]
        return {"run": shown.run.info.id, "as": shown.seat, "rows": rows}
    from roomsix.scoring import board
    from roomsix.scoring.gauges import GAUGES

    return {
        "run": shown.run.info.id,
        "measures": {
            name: {
                "about": gauge.about,
                "formula": gauge.formula,
                "better": gauge.better,
                "version": gauge.version,
                "source": gauge.source,
            }
            for name, gauge in GAUGES.items()
        },
        "rows": [row.model_dump(mode="json") for row in board.rows(shown.scenario, shown.record)],
    }
