"""`run` and `prompt`: play talks, and see what a seat would be asked."""

from typing import Annotated, Literal

import typer

from roomsix.cli import completing, limiting, looking, seating, taping
from roomsix.cli.desk import Desk
from roomsix.cli.limiting import Spending, Yes
from roomsix.cli.options import (
    Chats,
    Described,
    Display,
    Json,
    Runs,
    Scenario,
    Seed,
    Settings,
    grouped,
)
from roomsix.errors import UsageError, did_you_mean


@grouped
def run(
    ctx: typer.Context,
    described: Described,
    display: Display,
    spending: Spending,
    record: Annotated[
        Literal["none", "missing", "all"] | None,
        typer.Option(
            "--record",
            help="What is asked of the chats a cassette was made with: nothing (as when left out),"
            " what it does not hold, or everything anew.",
        ),
    ] = None,
    runs: Runs = None,
    yes: Yes = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Only tell what it would take, as `estimate`.",
            rich_help_panel=limiting.PANEL,
        ),
    ] = False,
) -> None:
    """Play a scenario once and keep the run."""
    from roomsix import running

    desk: Desk = ctx.obj
    meter = spending.meter()
    look = looking.looking(desk, runs, display)
    tapes = taping.tapes(desk, runs, asking=record or "none")
    table = seating.seated(desk, described, tapes, meter, keyless=dry_run, person=seating.person)
    spending.priced(meter.models)
    taping.recordable(table, record)
    if dry_run:
        from roomsix.cli import estimating

        estimating.show(table, meter, as_json=look.as_json)
        return
    folder = desk.runs(runs)
    limiting.confirmed(table, meter, yes=yes, quiet=look.quiet)
    with tapes.kept():
        looking.watched(
            table,
            look,
            lambda watcher: running.run(table, folder, watcher=watcher, meter=meter),
            record="missing" if record else None,
        )


def prompt(
    ctx: typer.Context,
    scenario: Scenario = None,
    seat_id: Annotated[
        str | None,
        typer.Option(
            "--seat", metavar="SEAT", help="Whose prompt.", autocompletion=completing.seat
        ),
    ] = None,
    turn: Annotated[
        int, typer.Option(min=1, metavar="N", help="Which of the seat's own turns.")
    ] = 1,
    seed: Seed = 1,
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="SEAT=[PERSONA][@CHAT]",
            help="Who sits in a seat, or plays it until then, as `--seat` of `run`.",
            autocompletion=completing.seating,
        ),
    ] = None,
    chat: Chats = None,
    set_: Settings = None,
    as_json: Json = False,
) -> None:
    """Print exactly the messages a seat is sent for its first turn, or for a later one.

    The turns before it are played by whoever answers for the other seats.
    """
    from roomsix.cli import asking

    desk: Desk = ctx.obj
    table = seating.seated(desk, Described(scenario, seed, with_, chat, set_))
    known = table.scenario.seats
    if seat_id is None or seat_id not in known:
        near = did_you_mean(seat_id or "", known) or f"there are: {', '.join(known)}"
        missing = "whose prompt?" if seat_id is None else f"no seat {seat_id!r}"
        raise UsageError(missing, hint=f"--seat SEAT; {near}" if seat_id is None else near)
    asking.show(asking.asked(table, seat_id, turn), as_json=as_json or desk.json)


def register(app: typer.Typer) -> None:
    """Add these commands to an app."""
    for command in (run, prompt):
        app.command(rich_help_panel="Play")(command)
