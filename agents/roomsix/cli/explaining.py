"""`explain`: what a score means, how it is worked out, and where it comes from."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json
from roomsix.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from roomsix.scoring.metric import Metric


def explain(
    ctx: typer.Context,
    metric: Annotated[
        str | None, typer.Argument(metavar="METRIC", help="A score; all of them, if left out.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Explain a score: formula, equality rule, source and version."""
    from roomsix.report import explaining
    from roomsix.scoring.table import GROUPS, METRICS

    desk: Desk = ctx.obj
    if metric is not None and metric not in METRICS:
        near = did_you_mean(metric, METRICS) or "`roomsix explain` lists them"
        raise UsageError(f"no score is called {metric!r}", hint=near)
    if as_json or desk.json:
        every = {name: _data(each) for name, each in METRICS.items()}
        terminal.document(every if metric is None else every[metric])
        return
    found = explaining.listed(GROUPS) if metric is None else explaining.explained(METRICS[metric])
    terminal.Page().show(found)


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Measure")(explain)


def _data(metric: "Metric") -> dict[str, object]:
    data = asdict(metric)
    del data["measure"]
    return data
