"""`diff`: where two runs part."""

from dataclasses import asdict

import typer

from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json, Runs
from roomsix.cli.show import RunName

DIFFERENT = 1


def diff(
    ctx: typer.Context,
    one: RunName,
    other: RunName = "@last",
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """Tell where two runs part: the first event and the first question that differ.

    The exit status is 0 when there is no such place, and 1 when there is.
    """
    from roomsix.running import differing

    desk: Desk = ctx.obj
    found = differing.difference(desk.run(one, runs), desk.run(other, runs))
    if as_json or desk.json:
        terminal.document(asdict(found))
    else:
        from roomsix.report import parting

        event, question = (
            (place.same, place.one, place.other) if place else None
            for place in (found.event, found.question)
        )
        terminal.Page(whole=True).show(parting.parting(found.began, event, question, found.texts))
    if not found.none:
        raise typer.Exit(DIFFERENT)


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Read")(diff)
