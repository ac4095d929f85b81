"""`import`: other people's games as scenarios, and their sessions as runs, each loss told."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json, Runs
from roomsix.deal import is_id
from roomsix.errors import DefinitionError, UsageError

if TYPE_CHECKING:
    from roomsix.exchange.account import Account
    from roomsix.exchange.result import Imported


def import_(
    ctx: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A game's folder or file, or a session's.")
    ],
    form: Annotated[
        Literal["deliberation", "deliberation-log", "genius", "negmas"] | None,
        typer.Option("--format", help="What it is; found out when left out."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="What the scenario is called.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="The folder that scenarios/ and personas/ go to."
        ),
    ] = None,
    game: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The game of a session, where it is not at or above it."),
    ] = None,
    rounds: Annotated[
        int | None, typer.Option(min=1, max=100, metavar="N", help="Rounds of the plenary.")
    ] = None,
    steps: Annotated[
        int | None,
        typer.Option(min=2, max=200, metavar="N", help="Cut continuous issues into N options."),
    ] = None,
    evaluations: Annotated[
        Literal["genius", "raw"],
        typer.Option(
            help="Genius's numbers: divided by the largest of each issue, as Genius does, or raw,"
            " as NegMAS reads them."
        ),
    ] = "genius",
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; only tell what would be lost.")
    ] = False,
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """Read a game of LLM-Deliberation, Genius or NegMAS, and tell what could not be carried.

    A session of LLM-Deliberation becomes a run, to be shown and scored.
    """
    from roomsix.exchange import formats
    from roomsix.exchange.account import Account

    desk: Desk = ctx.obj
    as_json = as_json or desk.json
    if name is not None and not is_id(name):
        hint = "lower-case words joined by hyphens, 40 characters at most"
        raise UsageError(f"{name[:80]!r} cannot be a scenario's name", hint=hint)
    where = Path(desk.root, path)
    account = Account()
    known = form or formats.recognised(where)
    if known == "deliberation-log":
        folder = None if game is None else Path(desk.root, game)
        told = _sessions(where, folder, None if dry_run else desk.runs(runs), name, account)
    else:
        made = formats.read(
            where,
            known,
            name,
            account,
            rounds=rounds,
            steps=steps,
            evaluations=evaluations,
        )
        told = _definitions(made, Path(desk.root, out or ""), force=force, dry_run=dry_run)
    told = {"format": known, **told, "account": account.data()}
    if as_json:
        terminal.document(told)
    else:
        _tell(told, account)


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command("import", rich_help_panel="Definitions")(import_)


def _sessions(
    where: Path, game: Path | None, runs: Path | None, name: str | None, account: "Account"
) -> dict[str, Any]:
    """Keep every session that a path holds as a run.

    Args:
        runs: Where to; None to read them only.
    """
    from roomsix.exchange import deliberation, keeping, logs

    found = logs.found(where)
    if not found:
        raise UsageError(
            f"{where} holds no session", hint="history….json, as LLM-Deliberation writes"
        )
    told = []
    for file in found:
        folder = game or logs.game_folder(file)
        if runs is None:
            logs.read(file, deliberation.read(folder, account))
            continue
        info = keeping.kept(file, folder, runs, name, account).info
        assert info.imported is not None
        told.append({"run": info.id, **info.imported.model_dump(mode="json")})
    return {"runs": told}


def _definitions(made: "Imported", root: Path, *, force: bool, dry_run: bool) -> dict[str, Any]:
    """Write a scenario and its people; nothing where one of the files is there already."""
    from roomsix import consistency
    from roomsix.workspace import writing

    wrong = [p for p in consistency.problems(made.scenario) if p.severity == "error"]
    if wrong:
        raise DefinitionError(tuple(wrong))
    about = [f"Imported from {made.source} ({made.format}); edit it as you like."]
    about += [f"{party}: {how}" for party, how in made.rounding.items()]
    files = {root / "scenarios" / f"{made.scenario.id}.yaml": writing.written(made.scenario, about)}
    for person in made.personas:
        files[root / "personas" / f"{person.id}.md"] = writing.written_persona(person)
    if not dry_run:
        _write(files.items(), force=force)
    return {
        "scenario": made.scenario.id,
        "files": [] if dry_run else list(map(str, files)),
        "rounding": made.rounding,
        "definition": json.loads(
            made.scenario.model_dump_json(by_alias=True, exclude_defaults=True)
        ),
    }


def _write(files: Iterable[tuple[Path, str]], *, force: bool) -> None:
    files = tuple(files)
    for path, _ in files:
        if (path.exists() or path.is_symlink()) and not (force and path.is_file()):
            raise UsageError(f"{path} is there already", hint="--force replaces it; or --as NAME")
    try:
        for path, text in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        in_the_way = isinstance(error, FileExistsError | NotADirectoryError)
        reason = "a file is in the way" if in_the_way else (error.strerror or str(error)).lower()
        raise UsageError(f"cannot write {path}: {reason}") from None


def _tell(told: dict[str, Any], account: "Account") -> None:
    from roomsix.report.text import one_line

    lines = [*told.get("files", ())]
    for run in told.get("runs", ()):
        lines.append(
            f"{run['run']}  {run['source']}: {run['turns']} turns, {run['read']} deals read,"
            f" {run['unread']} not, {run['none']} without one"
        )
    for party, how in told.get("rounding", {}).items():
        lines.append(f"{party}: {how}")
    lines += map(str, account.items)
    terminal.write("".join(f"{one_line(line)}\n" for line in lines))
    ends = [f"{len(account.items)} things were not carried as they stood"]
    if told.get("files"):
        ends.append(f"play it: roomsix run {told['scenario']}")
    if told.get("runs"):
        ends.append("score it: roomsix score @last")
    terminal.complain(ends)
