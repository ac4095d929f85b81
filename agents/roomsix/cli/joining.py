"""`play`: sit down at the table in one seat."""

from dataclasses import replace
from typing import Annotated

import typer

from roomsix.cli import completing, limiting, looking, seating, taping
from roomsix.cli.desk import Desk
from roomsix.cli.limiting import Spending, Yes
from roomsix.cli.options import Described, Display, Pace, Runs, grouped
from roomsix.errors import UsageError


@grouped
def play(
    ctx: typer.Context,
    described: Described,
    spending: Spending,
    as_: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="SEAT", help="Where you sit down.", autocompletion=completing.seat
        ),
    ] = None,
    runs: Runs = None,
    pace: Pace = 0,
    yes: Yes = False,
) -> None:
    """Take a seat yourself: see what it sees, say and do what it can; the run is kept.

    The others are mocks unless you say otherwise. What you type is said aloud; a line that begins
    with a slash is an act or a question of yours: /help lists them. An empty line sends your turn.
    /leave, Ctrl-D and Ctrl-C leave the table; `roomsix resume` brings you back to it.
    """
    from roomsix import running

    desk: Desk = ctx.obj
    meter = spending.meter()
    if as_ is None:
        there = _seats(desk, described.scenario)
        raise UsageError("where do you sit down?", hint=f"--as SEAT; {there}")
    table = seating.seated(
        desk,
        replace(described, seat=[*(described.seat or []), f"{as_}=@person"]),
        taping.tapes(desk, runs),
        meter,
        person=seating.person,
    )
    spending.priced(meter.models)
    folder = desk.runs(runs)
    limiting.confirmed(table, meter, yes=yes)
    looking.watched(
        table,
        looking.looking(desk, runs, Display(pace)),
        lambda watcher: running.run(table, folder, watcher=watcher, meter=meter),
    )


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Play")(play)


def _seats(desk: Desk, name: str | None) -> str:
    """Return the seats there are, in words."""
    if name is None:
        return "and in which SCENARIO"
    return f"there are: {', '.join(desk.workspace().scenario(name, []).seats)}"
