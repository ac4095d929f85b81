"""`resume` and `fork`: go on with a run, or go another way from one of its turns."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from roomsix.cli import limiting, looking, seating, taping, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.limiting import Spending, Yes
from roomsix.cli.options import Display, Runs, Seats, Settings, grouped
from roomsix.cli.show import RunName, warn
from roomsix.errors import UsageError

if TYPE_CHECKING:
    from roomsix.chat.metering import Meter
    from roomsix.running import ChatMaker
    from roomsix.seating.tapes import Tapes
    from roomsix.session import Epoch, Result, Talks, Watcher
    from roomsix.store import Run


@grouped
def resume(
    ctx: typer.Context,
    display: Display,
    spending: Spending,
    run: RunName = "@last",
    as_fork: Annotated[
        bool,
        typer.Option(
            "--as-fork",
            help="Take what was answered so far as given and go on as a new run, though seats"
            " would be asked otherwise today. As in a fork, nothing counts as spent yet, and leave"
            " to spend is asked for.",
        ),
    ] = False,
    record: Annotated[
        Literal["none", "missing"] | None,
        typer.Option(
            "--record",
            help="What is asked of the chats a cassette was made with: nothing, or what it does not"
            " hold (default: as the run was begun).",
        ),
    ] = None,
    runs: Runs = None,
    yes: Yes = False,
) -> None:
    """Go on with a run that was stopped, wherever that was.

    What was answered is not asked again; the record becomes what it would have been without the
    stop. Limits stay as they were unless they are given anew; what was spent before counts, but
    not in the new run that --as-fork makes.
    """
    from roomsix import running

    desk: Desk = ctx.obj
    look = looking.looking(desk, runs, display, again=not as_fork)
    kept = desk.run(run, runs)
    if kept.status == "finished" and not as_fork:
        looking.ended(kept, look)
        return
    warn(kept)
    meter = spending.meter(kept.info.limits)
    tapes = taping.tapes(desk, runs, asking=record or kept.info.record)
    parts = running.epochs(kept, chats(desk, tapes, kept.info.seed, meter))
    spending.priced(meter.models)
    table = parts[-1].talks
    taping.recordable(table, record)
    folder = desk.runs(runs)
    if as_fork:
        limiting.confirmed(table, meter, yes=yes, quiet=look.quiet)

    def on(watcher: "Watcher") -> "Result":
        if as_fork:
            return running.rerun(kept, parts, folder, watcher=watcher, meter=meter)
        return running.resume(kept, parts, watcher=watcher, meter=meter)

    name = None if as_fork or run == "@last" else run
    with tapes.kept(kept, table):
        looking.watched(table, look, on, name=name, record=record)


@grouped
def fork(
    ctx: typer.Context,
    display: Display,
    spending: Spending,
    run: RunName = "@last",
    at: Annotated[
        int | None,
        typer.Option("--at", min=1, metavar="TURN", help="The first turn to go another way."),
    ] = None,
    set_: Settings = None,
    seat: Seats = None,
    say: Annotated[
        str | None,
        typer.Option(
            "--say",
            metavar="TEXT",
            help="What the seat whose turn it is says; it is not asked.",
        ),
    ] = None,
    runs: Runs = None,
    yes: Yes = False,
) -> None:
    """Play a run again up to a turn, and go another way from there, as a new run.

    Without a change it shows what else could have come of the same turns; mocks and scripts answer
    the same again. A persona named in `--seat` is read as it is today; all else is as it was.
    Limits too, unless they are given anew; what the other run spent does not count.
    """
    from roomsix import running

    desk: Desk = ctx.obj
    look = looking.looking(desk, runs, display)
    if at is None:
        raise UsageError("where is it to go another way?", hint="--at TURN")
    kept = desk.run(run, runs)
    if kept.is_written:
        raise UsageError(f"{kept.info.id} is being played", hint="fork it once it has stopped")
    meter = spending.meter(kept.info.limits)
    cut = running.cut(kept, at)
    if cut.turn != at:
        terminal.say(f"turns {cut.turn} to {at} and on were taken at once; forked at {cut.turn}")
    before = [part for part in running.epochs(kept) if part.turn < cut.turn or part.turn == 1]
    tapes = taping.tapes(desk, runs, asking=kept.info.record)
    chat = chats(desk, tapes, kept.info.seed, meter)
    table = changed(desk, kept, before, seat or [], set_ or [], chat)
    spending.priced(meter.models)
    folder = desk.runs(runs)
    limiting.confirmed(table, meter, yes=yes, quiet=look.quiet)
    looking.watched(
        table,
        look,
        lambda watcher: running.fork(
            kept, cut, table, folder, said=say, watcher=watcher, meter=meter
        ),
    )


def register(app: typer.Typer) -> None:
    """Add these commands to an app."""
    for command in (resume, fork):
        app.command(rich_help_panel="Play")(command)


def chats(desk: Desk, tapes: "Tapes", seed: int, meter: "Meter") -> "ChatMaker":
    """Return what makes the chats of a run of their specs, as its account names them."""
    from roomsix.seating import answering

    return partial(
        answering.chats,
        seed=seed,
        workspace=desk.workspace(),
        tapes=tapes,
        meter=meter,
        person=seating.person,
        notify=terminal.say,
    )


def changed(
    desk: Desk,
    kept: "Run",
    before: "list[Epoch]",
    seats: list[str],
    settings: list[str],
    chat: "ChatMaker",
) -> "Talks":
    """Return the talks that a run goes on with, as the options describe them.

    Raises:
        UsageError: A name leads nowhere.
        DefinitionError: A definition is wrong, or a setting does not fit it.
    """
    from roomsix.chat import spec
    from roomsix.seating import people
    from roomsix.session import Talks
    from roomsix.workspace import Frozen

    last = before[-1].talks
    wanted = people.read(seats, tuple(last.scenario.seats))
    definitions = kept.definitions(len(before) - 1)
    workspace = Frozen(desk.workspace(), definitions, fresh=wanted.personas.values())
    scenario, cast = last.scenario, last.cast
    if settings or wanted.personas:
        frozen = workspace.scenario(scenario.id, settings)
        scenario, cast = people.seated(workspace, frozen, wanted.personas, settings, terminal.say)
    sat = {seat: gone.name for seat, gone in last.chats.items()}
    for seat, named in wanted.chats.items():
        spec.check(named, seat=seat, role=scenario.seats[seat].role)
    return Talks(
        scenario=scenario,
        cast=cast,
        seed=last.seed,
        chats=chat(scenario, {**sat, **wanted.chats}),
        settings=(*last.settings, *settings),
    )
