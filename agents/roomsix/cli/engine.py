"""`check` and `graph`: whether a run holds together, and how the talks are wired."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.cli.play import Json, Runs
from roomsix.cli.show import RunName, warn
from roomsix.errors import ChatError, JournalMismatch, RecordError

if TYPE_CHECKING:
    from roomsix.store import Run


def check(ctx: typer.Context, run: RunName, as_json: Json = False, runs: Runs = None) -> None:
    """Replay a run from its journal and compare every byte of its record; 6 when they differ."""
    desk: Desk = ctx.obj
    found = checked(desk.run(run, runs))
    if as_json or desk.json:
        terminal.document(found)
    else:
        terminal.write("".join(f"ok  {what}: {how}\n" for what, how in found.items()))


def graph(
    form: Annotated[
        Literal["text", "mermaid"], typer.Option("--format", help="How it is drawn.")
    ] = "text",
) -> None:
    """Draw the graph that every scenario is played on."""
    from roomsix import graph as engine

    drawn = engine.build().get_graph()
    if form == "mermaid":
        terminal.write(drawn.draw_mermaid())
        return
    from roomsix.report import wiring

    edges = [(edge.source, edge.target, edge.conditional) for edge in drawn.edges]
    about = {name: (getattr(engine, _FUNCTIONS.get(name, name), None)) for name in drawn.nodes}
    docs = {name: (node.__doc__ or "").split("\n")[0] for name, node in about.items() if node}
    terminal.Page().show(wiring.wiring(edges, docs))


_FUNCTIONS = {"round": "play_round"}


def register(app: typer.Typer) -> None:
    """Add these commands to an app."""
    for command in (check, graph):
        app.command(rich_help_panel="Measure")(command)


def checked(run: "Run") -> dict[str, str]:
    """Return what holds of a run, in words.

    Raises:
        RecordError: A file of it is damaged, or it is being written.
        JournalMismatch: The definitions are not those it was played with, or the journal does not
            give the record.
    """
    from roomsix import running
    from roomsix.cli.questions import questions
    from roomsix.record import Log

    if run.is_written:
        raise RecordError(f"{run.info.id} is being written", hint="check it once it has stopped")
    warn(run)
    running.sound(run)
    record = run.record()
    asked = list(questions(run, record))
    replayed: list[str] = []
    log = Log(run.scenario_of(0), lambda _, line: replayed.append(line))
    try:
        running.replay(run, log=log)
        whole = True
    except ChatError:
        whole = False
    epochs = range(len(run.info.in_epochs))
    files = sum(1 + len(run.cast_of(epoch)) for epoch in epochs)
    finished = run.info.status == "finished"
    if finished and not whole:
        raise JournalMismatch("the journal ends before the talks do, and run.json says they ended")
    _compare(run.lines("record.jsonl"), replayed, whole=finished)
    return {
        "definitions": f"the {files} files that the run names",
        "record": f"{len(record)} events in an unbroken chain",
        "journal": f"{len(asked)} calls, each with the prompt it was asked with",
        "seal": f"seed {run.info.seed} and the other settings, as the run began with them",
        "replay": "the same record, byte for byte"
        if finished
        else f"the same record, byte for byte, as far as it goes ({run.status})",
    }


def _compare(kept: list[str], replayed: list[str], *, whole: bool) -> None:
    """Find the first line that differs.

    A run that was stopped between an answer and its event may have recorded less than its journal
    gives; it never has more.
    """
    for number, (one, other) in enumerate(zip(kept, replayed, strict=False), start=1):
        if one != other:
            raise JournalMismatch(f"record.jsonl:{number}: not what the journal gives on replay")
    if len(kept) > len(replayed):
        raise JournalMismatch(f"record.jsonl:{len(replayed) + 1}: the replay ends before this line")
    if whole and len(kept) < len(replayed):
        raise JournalMismatch(
            f"record.jsonl:{len(kept) + 1}: a line that the replay has is missing"
        )
