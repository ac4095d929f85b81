"""`judge`: what a model makes of talks by a rubric; `agree`: how far it agrees with people."""

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roomsix.cli import completing, judges, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.limiting import Spending, Yes
from roomsix.cli.options import Json, RunNames, Runs, grouped
from roomsix.errors import BudgetSpent, ChatError, RoomsixError, UsageError

if TYPE_CHECKING:
    from roomsix.chat.metering import Meter
    from roomsix.judging.deciding import Case, Judge, Spent
    from roomsix.judging.labels import Label, Place
    from roomsix.judging.verdicts import Judged
    from roomsix.rubric import Rubric
    from roomsix.store import Run

Rubrics = Annotated[
    list[str] | None,
    typer.Option(
        "--rubric",
        metavar="NAME",
        help="What to judge by; `list rubrics` has them all. May be repeated.",
        autocompletion=completing.rubric,
    ),
]
OneRubric = Annotated[
    str | None,
    typer.Option(
        "--rubric",
        metavar="NAME",
        help="The rubric that was judged by.",
        autocompletion=completing.rubric,
    ),
]


@grouped
def judge(
    ctx: typer.Context,
    spending: Spending,
    names: RunNames = None,
    rubric: Rubrics = None,
    chat: Annotated[
        str | None,
        typer.Option(
            metavar="SPEC",
            help="Who judges: openai:MODEL, cassette:NAME, script:NAME, or mock, which draws.",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Ask again what was asked before, too.")
    ] = False,
    record: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Keep the answers as cassette:NAME, to judge offline."),
    ] = None,
    yes: Yes = False,
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """Have a model judge runs by a rubric; its word is kept apart from the scores, and labelled.

    Verdicts are kept beside each run as they come. The same question is not asked twice: a command
    that was stopped goes on where it stopped.
    """
    desk: Desk = ctx.obj
    meter = spending.meter()
    if chat is None:
        raise UsageError("who judges?", hint="--chat openai:MODEL")
    rubrics = _rubrics(desk, rubric or [])
    found = judges.judge(desk, chat, meter, runs=runs)
    spending.priced(meter)
    session = _Session(meter, as_json=as_json or desk.json, again=again)

    def take(run: "Run") -> None:
        session.plan(run, rubrics, found)

    worst = desk.each(names, runs, take)
    judges.leave((case.question for _, case in session.open), meter, yes=yes)
    try:
        with judges.recording(desk, found, record) as asked:
            worst = max(worst, session.hold(asked))
    except RoomsixError:
        if not session.as_json:  # an error is one document by itself
            session.show()
        raise
    session.show()
    if worst:
        raise typer.Exit(worst)


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
    (meant,) = _rubrics(desk, [rubric] if rubric else [])
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
    """Add these commands to an app."""
    for command in (judge, agree):
        app.command(rich_help_panel="Measure")(command)


class _Session:
    """Everything that one command asks a judge, run by run."""

    def __init__(self, meter: "Meter", *, as_json: bool, again: bool) -> None:
        self.open: list[tuple[int, Case]] = []
        self._runs: list[tuple[Run, list[Judged], list[tuple[int, Case]]]] = []
        self._meter = meter
        self.as_json = as_json
        self._again = again
        self._asked = 0

    def plan(self, run: "Run", rubrics: "list[Rubric]", judge: "Judge") -> None:
        """Find what is to be asked of a run."""
        from roomsix.judging import deciding

        found = list(enumerate(deciding.cases(run, rubrics, judge), start=self._asked))
        self._asked += len(found)
        new = [(at, case) for at, case in found if self._again or case.known is None]
        known = [case.known for _, case in found if not self._again and case.known is not None]
        self._runs.append((run, known, new))
        self.open += new

    def hold(self, judge: "Judge") -> int:
        """Ask what is open, run by run, and return the worst status of what failed.

        Raises:
            ChatError: The judge cannot go on.
            BudgetSpent: A limit would be passed.
        """
        worst = 0
        if self.open:
            terminal.say(f"{judge.name} is asked {len(self.open)} questions")
        _warn(judge, [case for _, case in self.open])
        limit = judges.Deadline(self._meter.limits.minutes)
        for run, told, new in self._runs if self.open else ():
            try:
                asyncio.run(_held(run, new, judge, told, self._spent, limit))
            except (BudgetSpent, ChatError) as error:
                error.add_note(
                    terminal.Note("what was judged before is kept; the same command goes on")
                )
                raise
            except RoomsixError as error:
                terminal.say(f"{run.info.id}: {error}")
                worst = max(worst, error.code)
        return worst

    def show(self) -> None:
        """Show every verdict on the runs, those of before too."""
        if self.as_json:
            terminal.document(
                [
                    {
                        "run": run.info.id,
                        "verdicts": [each.model_dump(mode="json") for each in told],
                    }
                    for run, told, _ in self._runs
                ]
            )
            return
        from rich.text import Text

        from roomsix.report import judged
        from roomsix.report.scene import scene
        from roomsix.report.text import one_line

        page = terminal.Page()
        for run, told, _ in self._runs:
            if told:
                page.show(Text(one_line(run.info.id), "bold"))
                page.show(*judged.judged(scene(run.scenario, run.cast), told), "")

    def _spent(self) -> Decimal | None:
        priced = any(model.price for model in self._meter.models.values())
        return self._meter.spent.usd if priced else None


async def _held(
    run: "Run",
    new: "list[tuple[int, Case]]",
    judge: "Judge",
    told: "list[Judged]",
    spent: "Spent",
    limit: judges.Deadline,
) -> None:
    from roomsix import calls
    from roomsix.judging import deciding

    try:
        async with limit.held():
            await deciding.decide(run, new, judge, spent=spent, tell=told.append)
    finally:
        await calls.close([judge.chat])


def _rubrics(desk: Desk, names: list[str]) -> "list[Rubric]":
    workspace = desk.workspace()
    if not names:
        there = ", ".join(file.name for file in workspace.files("rubric"))
        raise UsageError("by which rubric?", hint=f"--rubric NAME; there are: {there}")
    return [workspace.rubric(name) for name in dict.fromkeys(names)]


def _warn(judge: "Judge", cases: "list[Case]") -> None:
    """Say what its verdicts are not worth."""
    from roomsix.judging import family

    if judge.kind == "mock" and cases:
        terminal.say(f"{judge.name} draws its verdicts by lot: they say nothing about the talks")
    if any(family.shared(judge.name, case.specs) for case in cases):
        terminal.say(
            f"{judge.name} judges models of its own family"
            f" ({family.family(judge.name)}), to which models are kinder; ask another one as well"
        )


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
