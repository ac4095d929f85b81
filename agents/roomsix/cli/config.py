"""`config`: what the user has set, and where."""

from typing import Annotated

import typer

from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json

config = typer.Typer(help="What is set for every run: who answers, and where models are reached.")


@config.command("show")
def show(
    ctx: typer.Context,
    origin: Annotated[
        bool, typer.Option("--origin", help="Say where each setting comes from.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show the settings in force. Of a key it says only whether there is one."""
    from roomsix import settings

    desk: Desk = ctx.obj
    found = list(settings.load().listed())
    if as_json or desk.json:
        terminal.document(
            {each.name: {"value": each.value, "origin": each.origin} for each in found}
        )
        return
    widest = max(len(each.name) for each in found)
    longest = max(len(each.value) for each in found)
    for each in found:
        line = f"{each.name:<{widest}}  {each.value:<{longest if origin else 0}}"
        terminal.write(f"{line}  {each.origin}\n" if origin else f"{line.rstrip()}\n")


@config.command("path")
def path() -> None:
    """Print where the settings are kept; the file need not be there."""
    from roomsix import settings

    terminal.write(f"{settings.path()}\n")


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.add_typer(config, name="config", rich_help_panel="Models")
