"""Commands for the files people edit: `lint`, `schema` and `init`."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from roomsix.cli import filing, terminal
from roomsix.errors import UsageError

_README = """\
# Talks

Edit personas/, scenarios/ and evals/; check them with `roomsix lint`, play them with
`roomsix run NAME`, and suites of them with `roomsix eval NAME`.
"""
_IGNORED = """\
# Runs hold every secret of their talks.
/runs/*
"""
_MAPPED = {
    "persona": ["personas/**/*.md"],
    "scenario": ["scenarios/*.yaml"],
    "script": ["evals/scripts/**/*.yaml"],
    "suite": ["evals/*.yaml"],
    "rubric": ["evals/rubrics/*.yaml"],
}


def lint(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files or folders; everything when left out."),
    ] = None,
    form: Annotated[
        Literal["text", "json"] | None, typer.Option("--format", help="How problems are written.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    wants_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Check personas, scenarios, scripts, suites and rubrics."""
    from roomsix.lint import lint
    from roomsix.workspace import Workspace

    report = lint(Workspace(ctx.obj.root), paths or ())
    as_json = wants_json or form == "json" or (form is None and ctx.obj.json)
    terminal.write(report.json() if as_json else report.text())
    terminal.complain([report.summary()])
    raise typer.Exit(report.code(strict=strict))


def schema(
    ctx: typer.Context,
    kind: Annotated[
        Literal["persona", "scenario", "script", "suite", "rubric"] | None,
        typer.Argument(
            metavar="[KIND]", help="persona, scenario, script, suite or rubric; all when left out."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Write KIND.schema.json files into this folder."
        ),
    ] = None,
) -> None:
    """Print the JSON Schemas that editors complete and check definitions with."""
    from roomsix.schema import KINDS, schema

    kinds = (kind,) if kind else tuple(KINDS)
    if out is None:
        shown = schema(kind) if kind else {each: schema(each) for each in kinds}
        terminal.write(_json(shown))
        return
    folder = Path(ctx.obj.root, out)
    for each in kinds:
        path = folder / f"{each}.schema.json"
        with _usable(path):
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(_json(schema(each)), encoding="utf-8")
        terminal.write(f"{path}\n")


def init(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where to; made when it is not there.")
    ] = Path(),
) -> None:
    """Write out the bundled definitions for editing; what is there already is left alone."""
    target = Path(ctx.obj.root, folder)
    written: list[str] = []
    left: list[str] = []
    for path, content in _starters():
        with _usable(target / path):
            done = _write(target / path, content)
        (written if done else left).append(path.as_posix())
    if ctx.obj.json:
        terminal.write(_json({"folder": str(target), "written": written, "left": left}))
    else:
        terminal.write("".join(f"{path}\n" for path in written))
    counts = f"{len(written)} files written to {target}, {len(left)} left alone"
    terminal.complain([*(f"left alone: {name} is there already" for name in left), counts])


def register(app: typer.Typer) -> None:
    """Add these commands to an app."""
    for command in (lint, schema, init):
        app.command(rich_help_panel="Definitions")(command)


def _starters() -> Iterator[tuple[Path, str | Path]]:
    """Yield what `init` writes, by its path in the new folder: a text, or a file to copy."""
    from roomsix.schema import KINDS, schema
    from roomsix.workspace import Workspace, files

    bundled = files.bundled()
    for kind in KINDS:
        for file in Workspace(bundled, bundled).files(kind):
            if kind == "script" and "/" in file.name:
                continue  # a collection, to be named as it is and not to be edited
            yield file.path.relative_to(bundled), file.path
    for kind in KINDS:
        yield Path(".schemas", f"{kind}.schema.json"), _json(schema(kind))
    mapped = {f".schemas/{kind}.schema.json": globs for kind, globs in _MAPPED.items()}
    yield Path(".vscode/settings.json"), _json({"yaml.schemas": mapped})
    yield Path(".gitignore"), _IGNORED
    yield Path("README.md"), _README


def _write(path: Path, content: str | Path) -> bool:
    """Write a new file; leave one that is there, and say so by False."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Exclusive: neither a race nor a dangling link can make this overwrite anything.
        with path.open("xb") as opened:
            if isinstance(content, str):
                opened.write(content.encode())
            else:
                with content.open("rb") as source:
                    shutil.copyfileobj(source, opened)
    except FileExistsError:
        return False
    return True


@contextlib.contextmanager
def _usable(path: Path) -> Iterator[None]:
    """Turn a place that cannot be written to into one line."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"cannot write {path}: {filing.why(error)}") from None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
