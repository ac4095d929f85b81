"""The verbs, gathered, and the options that stand before any of them."""

from collections.abc import Collection
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

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
            near = did_you_mean(args[0], [verb for verbs in VERBS.values() for verb in verbs])
            raise UsageError(f"no command {args[0]!r}", hint=near or "`roomsix --help` lists them")
        return super().resolve_command(ctx, args)


VERBS = {
    "play": ("run", "prompt"),
    "estimating": ("estimate",),
    "joining": ("play",),
    "resuming": ("resume", "fork"),
    "evaluating": ("eval",),
    "comparing": ("compare",),
    "show": ("show",),
    "differing": ("diff",),
    "export": ("export",),
    "listing": ("list",),
    "scoring": ("score", "feasibility"),
    "sweeping": ("sweep",),
    "judging": ("judge",),
    "agreeing": ("agree",),
    "explaining": ("explain",),
    "engine": ("check", "graph"),
    "definitions": ("lint", "schema", "init"),
    "drawing": ("generate",),
    "importing": ("import",),
    "config": ("config",),
    "serving": ("local",),
}
"""The verbs of each module, in the order they are listed in."""


def app(given: Collection[str] | None = None) -> typer.Typer:
    """Return the command line.

    Args:
        given: What the user wrote, so that only the verbs among it are made ready; None for all.
    """
    made = typer.Typer(
        name="roomsix",
        cls=Verbs,
        help="Negotiations between language models: play them, read them, score them.",
        epilog="A first run costs nothing and needs no key: roomsix run room-six",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(options)
    wanted = [name for name, verbs in VERBS.items() if given and not set(verbs).isdisjoint(given)]
    for name in wanted or VERBS:
        import_module(f"roomsix.cli.{name}").register(made)
    return made


def _version(asked: bool) -> None:
    if asked:
        from roomsix import __version__
        from roomsix.cli import terminal

        terminal.write(f"roomsix {__version__}\n")
        raise typer.Exit


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
