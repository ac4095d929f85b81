"""`check` and `graph`: whether a run holds together, and how the talks are wired."""

from typing import Annotated, Literal

import typer

from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json, Runs
from roomsix.cli.show import RunName, warn


def check(
    ctx: typer.Context, run: RunName = "@last", as_json: Json = False, runs: Runs = None
) -> None:
    """Replay a run from its journal and compare every byte of its record; 6 when they differ."""
    from roomsix.running import checking

    desk: Desk = ctx.obj
    kept = desk.run(run, runs)
    if not kept.is_written:
        warn(kept)
    found = checking.checked(kept)
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
