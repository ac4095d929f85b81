"""`agree`: how far a judge agrees with people."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roomsix.cli import completing, judges, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json, Runs
from roomsix.errors import UsageError

if TYPE_CHECKING:
    from roomsix.judging.labels import Label, Place
    from roomsix.judging.verdicts import Judged
    from roomsix.rubric import Rubric

OneRubric = Annotated[
    str | None,
    typer.Option(
        "--rubric",
        metavar="NAME",
        help="The rubric that was judged by.",
        autocompletion=completing.rubric,
    ),
]


def agree(
    ctx: typer.Context,
    labels: Annotated[
        Path,
        typer.Argument(
            metavar="LABELS",
            help="Labels by hand: .csv or .jsonl with run,seat,rubric,label,rater.",
        ),
    ],
    rubric: OneRubric = None,
    chat: Annotated[
        str | None,
        typer.Option(metavar="SPEC", help="Whose verdicts; may be left out where one judged."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Leave the agreement that is kept as it is.")
    ] = False,
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """Hold a judge's verdicts against labels given by hand: Cohen's kappa, with its interval.

    What comes of it is kept beside the rubric; a judged score may gate a suite only by that.
    """
    desk: Desk = ctx.obj
    (meant,) = judges.rubrics(desk, [rubric] if rubric else [])
    from roomsix.judging import agreements, gate, noting
    from roomsix.judging import labels as by_hand

    rows = by_hand.read(Path(desk.root, labels), meant)
    rows, verdicts = _verdicts(desk, runs, meant, rows, chat)
    measured = agreements.measured(meant, rows, verdicts)
    known = noting.agreements(desk.root, meant.id).added(measured)
    if not dry_run:
        file = noting.path(desk.root, meant.id)
        noting.note(file, known)
        terminal.say(f"kept in {file}")
    why_not = gate.may_gate(meant, measured.judge, known)
    if as_json or desk.json:
        told = measured.model_dump(mode="json")
        terminal.document({"rubric": meant.id, **told, "may_gate": why_not is None, "why": why_not})
        return
    from roomsix.report import agreement

    terminal.Page().show(agreement.agreement(meant, measured, why_not))


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Measure")(agree)


def _verdicts(
    desk: Desk,
    runs: Path | None,
    rubric: "Rubric",
    rows: "tuple[Label, ...]",
    chat: str | None,
) -> "tuple[tuple[Label, ...], dict[Place, Judged]]":
    """Return the labels under the runs' own ids, and one judge's verdict on each thing labelled.

    Raises:
        UsageError: A run is not there, or not judged so; several judged, and none is meant.
    """
    from roomsix.judging import keeping, questions

    ids: dict[str, str] = {}
    found: dict[tuple[str, str | None, str], Judged] = {}
    for name in dict.fromkeys(row.run for row in rows):
        run = desk.run(name, runs)
        ids[name] = run.info.id
        for each in keeping.verdicts(run.folder).by(rubric.id, chat):
            if (each.digest, each.prompt) == (rubric.digest, questions.prompt()):
                found[run.info.id, each.seat, each.judge] = each
    there = sorted({judge for _, _, judge in found})
    if len(there) > 1:
        raise UsageError(f"by {rubric.id!r} several judged", hint=f"--chat: {', '.join(there)}")
    rows = tuple(row.model_copy(update={"run": ids[row.run]}) for row in rows)
    who = there[0] if there else ""
    missing = [row for row in rows if (*row.place, who) not in found]
    if missing:
        first, by = missing[0], chat or who or "anybody"
        place = first.run if first.seat is None else f"{first.seat!r} of {first.run}"
        raise UsageError(
            f"{len({row.place for row in missing})} of the things labelled were not judged by"
            f" {by} with this text of {rubric.id!r}; the first is {place} (line {first.line})",
            hint=f"`roomsix judge RUN --rubric {rubric.id} --chat SPEC`",
        )
    return rows, {row.place: found[*row.place, who] for row in rows}
