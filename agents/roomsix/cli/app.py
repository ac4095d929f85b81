"""The verbs, gathered, and the options that stand before any of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from roomsix.cli import (
    definitions,
    differing,
    drawing,
    engine,
    export,
    listing,
    play,
    resuming,
    scoring,
    show,
)
from roomsix.cli.desk import Desk
from roomsix.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from typer._click import Command, Context


class Verbs(TyperGroup):
    """The commands; a word that is none of them gets the nearest one for an answer."""

    def resolve_command(
        self, ctx: "Context", args: list[str]
    ) -> "tuple[str | None, Command | None, list[str]]":
        if args and args[0] not in self.commands:
            near = did_you_mean(args[0], self.commands)
            raise UsageError(f"no command {args[0]!r}", hint=near or "`roomsix --help` lists them")
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="roomsix",
    cls=Verbs,
    help="Negotiations between language models: play them, read them, score them.",
    epilog="A first run costs nothing and needs no key: roomsix run room-six",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from roomsix import __version__
        from roomsix.cli import terminal

        terminal.write(f"roomsix {__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    ctx: typer.Context,
    directory: Annotated[
        Path,
        typer.Option("--directory", "-C", metavar="DIR", help="Work in this folder, not here."),
    ] = Path(),
    as_json: Annotated[
        bool, typer.Option("--json", help="Answer in JSON, errors included.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Keep what every verb shares."""
    if not directory.is_dir():
        raise UsageError(f"no folder {str(directory)!r} to work in")
    ctx.obj = Desk(directory, as_json)


VERBS = (
    play,
    resuming,
    show,
    differing,
    export,
    listing,
    scoring,
    engine,
    definitions,
    drawing,
)

for verbs in VERBS:
    verbs.register(app)
