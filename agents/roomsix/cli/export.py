"""`export`: runs as files to read elsewhere, or a scenario's points in others' formats."""

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
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="A run, as `show` names it (default: @last), or for messages and inspect several,"
            " or a suite's folder; for genius and negmas a scenario, or a run for its scenario.",
            autocompletion=completing.run,
        ),
    ] = None,
    to: Annotated[
        Literal["md", "messages", "inspect", "cassette", "genius", "negmas"],
        typer.Option(
            "--to",
            help="md: a story in Markdown. messages: OpenAI-style chat messages, a line of JSON a"
            " seat. inspect: a .eval log, a sample a run. cassette: every question with its answer."
            " genius, negmas: a scenario's issues, points and reservations, in files of a folder.",
        ),
    ] = "md",
    seat: Eyes = None,
    calls: Annotated[
        bool,
        typer.Option(
            "--calls",
            help="For messages: a line a call, exactly as it was sent and answered, in place of a"
            " line a seat.",
        ),
    ] = False,
    public: Annotated[
        bool,
        typer.Option(
            "--public-only",
            help="For inspect: nothing but what every side heard, on the record.",
        ),
    ] = False,
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
    """Write runs out: as a story, a cassette, chat messages or a log of Inspect; or a scenario.

    Without --as a story holds everything, secrets and whispers included, and messages hold every
    seat's brief; a cassette always does, and a log of Inspect unless --public-only is given.
    A file evals/cassettes/NAME.jsonl answers as the chat cassette:NAME.
    """
    desk: Desk = ctx.obj
    as_json = as_json or desk.json
    _fitting(to, names or [], seat=seat, calls=calls, public=public, force=force)
    name = (names or ["@last"])[0]
    if to in ("genius", "negmas"):
        from roomsix.cli import exporting

        exporting.export(desk, name, to, out, runs, as_json=as_json)
        return
    file = None if out is None else Path(desk.root, out)
    if file is not None:
        filing.free(file, force=force)
    if to in ("messages", "inspect"):
        from roomsix.cli import outgoing

        found = (desk.run(one, runs) for one in desk.named(names or [name]))
        each = {run.folder: run for run in found}
        write = outgoing.messages if to == "messages" else outgoing.inspect
        write(list(each.values()), outgoing.Wanted(seat, calls, public, file, force, as_json))
        return
    shown = Shown(desk.run(name, runs), seat)
    warn(shown.run)
    text = _story(shown) if to == "md" else _cassette(shown)
    if file is not None:
        filing.write(file, text, force=force, private=True)
    if as_json:
        info = {"run": shown.run.info.id, "as": seat, "to": to}
        terminal.document(info | ({"text": text} if file is None else {"file": str(file)}))
    elif file is None:
        terminal.write(text)
    else:
        terminal.say(f"written to {file}")


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Read")(export)


def _fitting(
    to: str, names: list[str], *, seat: str | None, calls: bool, public: bool, force: bool
) -> None:
    """Make sure that options go together.

    Raises:
        UsageError: One of them means nothing for what is to be written.
    """
    if len(names) > 1 and to not in ("messages", "inspect"):
        raise UsageError(
            f"--to {to} writes one at a time, not {len(names)}",
            hint="messages and inspect take several runs",
        )
    if to in ("genius", "negmas") and seat is not None:
        raise UsageError("a scenario is written whole", hint="leave --as out")
    if to in ("genius", "negmas") and force:
        raise UsageError(f"--force is not for {to}", hint="name a new folder")
    if to == "inspect" and seat is not None:
        raise UsageError("a log of Inspect is whole or public", hint="--public-only, or no --as")
    if calls and to != "messages":
        raise UsageError(f"--calls is not for {to}", hint="--to messages --calls")
    if public and to != "inspect":
        raise UsageError(f"--public-only is not for {to}", hint="--to inspect --public-only")


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
