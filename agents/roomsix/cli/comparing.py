"""`compare`: two suites, treatments or models held side by side, pair by pair."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roomsix.cli import completing, filing, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json, Runs
from roomsix.errors import UsageError

if TYPE_CHECKING:
    from roomsix.evaluation.comparing import Comparison

FAILED = 1

ENDINGS = (".json", ".md")

A = Annotated[
    str,
    typer.Argument(
        metavar="A",
        help="What is held against B: a suite that was played, its folder, or a file of results;"
        " behind a colon, which of its runs: a treatment, or NAME=VALUE, joined by ' and '.",
        autocompletion=completing.results,
    ),
]
B = Annotated[
    str,
    typer.Argument(
        metavar="B", help="What it is held against, named alike.", autocompletion=completing.results
    ),
]


def compare(
    ctx: typer.Context,
    a: A,
    b: B,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            "-m",
            metavar="NAME",
            help="A score beside the suite's primaries: NAME, or NAME.WHO of a party, a seat or"
            " side-1. May be repeated.",
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LABEL", help="Each scenario, seed or other label by itself. May be repeated."
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="NAME=VALUE",
            help="Only runs of either side with this label. May be repeated: values of one name"
            " are alternatives.",
        ),
    ] = None,
    alpha: Annotated[
        float,
        typer.Option(
            min=0.001, max=0.5, metavar="P", help="Of each test; intervals are of 1 less this."
        ),
    ] = 0.05,
    unpaired: Annotated[
        bool, typer.Option("--unpaired", help="Take runs for unrelated even if they pair.")
    ] = False,
    fail_if: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-if",
            metavar="BOUND",
            help="End with status 1 if A less B is so, as 'capture < -0.02': if all of the interval"
            " is. May be repeated.",
        ),
    ] = None,
    unless_shown: Annotated[
        bool,
        typer.Option(
            "--unless-shown",
            help="With --fail-if: if any of the interval is, so that too little data fails too.",
        ),
    ] = False,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Write it to FILE.md or FILE.json as well."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """Compare two suites, treatments or models, each run of A with its like in B.

    Pairs share scenario, seed and every label by which A and B do not differ; all differences are A
    less B. Exit status: 1 a bound of --fail-if failed or there is too little to hold it against,
    5 there is nothing to compare.
    """
    from roomsix.cli.evaluating import label
    from roomsix.evaluation import bounding, comparing, sample
    from roomsix.outputs import document

    desk: Desk = ctx.obj
    if unless_shown and not fail_if:
        raise UsageError("--unless-shown says how --fail-if is meant, and there is none")
    files = [Path(desk.root, file) for file in out or []]
    for file in files:
        _writable(file, force=force)
    asked = comparing.Asked(
        metrics=tuple(metric or ()),
        by=tuple(by or ()),
        alpha=alpha,
        unpaired=unpaired,
        bounds=tuple(map(bounding.bound, fail_if or ())),
        unless_shown=unless_shown,
    )
    narrowed = tuple(map(label, select or []))
    one, other = (
        sample.sample(text, desk.root, desk.runs(runs), document.read, narrowed) for text in (a, b)
    )
    found = comparing.compare(one, other, asked)
    for file in files:
        filing.write(file, _written(found, file), force=force)
    if as_json or desk.json:
        terminal.document(_document(found))
    else:
        from roomsix.report import contrast

        terminal.Page().show(*contrast.contrast(found))
        for file in files:
            terminal.say(f"written to {file}")
    if found.failed:
        raise typer.Exit(FAILED)


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Measure")(compare)


def _writable(file: Path, *, force: bool) -> None:
    if file.suffix not in ENDINGS:
        raise UsageError(
            f"--out {file.name!r}: its ending says what to write", hint=" or ".join(ENDINGS)
        )
    filing.free(file, force=force)


def _written(found: "Comparison", file: Path) -> str:
    if file.suffix == ".md":
        from roomsix.report import contrast

        return contrast.markdown(found)
    import json

    return json.dumps(_document(found), ensure_ascii=False, indent=2) + "\n"


def _document(found: "Comparison") -> dict[str, object]:
    """Return the comparison for a program."""
    told: dict[str, object] = found.model_dump(mode="json")
    bounds = [{**each.model_dump(mode="json"), "verdict": each.word} for each in found.bounds]
    return {**told, "bounds": bounds, "failed": found.failed}
