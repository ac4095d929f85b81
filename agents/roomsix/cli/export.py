"""`export`: a run as a file to read elsewhere, or a scenario's points in others' formats."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from roomsix.cli import completing, filing, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json, Runs
from roomsix.cli.show import Eyes, Shown, warn
from roomsix.errors import UsageError


def export(
    ctx: typer.Context,
    run: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A run, as `show` names it; for genius and negmas a scenario, or a run for its"
            " scenario.",
            autocompletion=completing.run,
        ),
    ] = "@last",
    to: Annotated[
        Literal["md", "cassette", "genius", "negmas"],
        typer.Option(
            "--to",
            help="md: a story in Markdown. cassette: every question with its answer. genius,"
            " negmas: a scenario's issues, points and reservations, in files of a folder.",
        ),
    ] = "md",
    seat: Eyes = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="PATH",
            help="Write to this file, and not to stdout; for genius and negmas to this folder.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file if there is one.")
    ] = False,
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """Write a run out, as a story or a cassette; or a scenario, for Genius or NegMAS.

    Without --as a story holds everything, secrets and whispers included; a cassette always does.
    A file evals/cassettes/NAME.jsonl answers as the chat cassette:NAME.
    """
    desk: Desk = ctx.obj
    if to in ("genius", "negmas"):
        from roomsix.cli import exporting

        if seat is not None:
            raise UsageError("a scenario is written whole", hint="leave --as out")
        if force:
            raise UsageError(f"--force is not for {to}", hint="name a new folder")
        exporting.export(desk, run, to, out, runs, as_json=as_json or desk.json)
        return
    file = None if out is None else Path(desk.root, out)
    if file is not None:
        filing.free(file, force=force)
    shown = Shown(desk.run(run, runs), seat)
    warn(shown.run)
    text = _story(shown) if to == "md" else _cassette(shown)
    if file is not None:
        filing.write(file, text, force=force, private=True)
    if as_json or desk.json:
        info = {"run": shown.run.info.id, "as": seat, "to": to}
        terminal.document(info | ({"text": text} if file is None else {"file": str(file)}))
    elif file is None:
        terminal.write(text)
    else:
        terminal.say(f"written to {file}")


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Read")(export)


def _story(shown: Shown) -> str:
    """Return a run as a story.

    Raises:
        UsageError: A key is in it.
    """
    from roomsix import settings
    from roomsix.report.markdown import markdown
    from roomsix.store import keys

    finished = shown.run.info.status == "finished"
    scores = shown.scores if finished and shown.seat is None else None
    seed = None if shown.run.info.imported else shown.run.info.seed
    text = markdown(shown.scene, shown.record, seed=seed, scores=scores)
    # Markdown has a backslash before what would mean something else.
    lines = text.replace("\\", "").splitlines()
    keys.refuse(lines, "story", secrets=settings.load().secrets())
    return text


def _cassette(shown: Shown) -> str:
    from roomsix import settings
    from roomsix.running import taping
    from roomsix.store import cassette

    if shown.seat is not None:
        raise UsageError("a cassette holds every seat's calls", hint="leave --as out")
    return cassette.text(taping.tape(shown.run), secrets=settings.load().secrets())
