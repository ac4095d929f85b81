"""`judge`: what a model makes of talks by a rubric."""

import asyncio
from decimal import Decimal
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
    rubrics = judges.rubrics(desk, rubric or [])
    found = judges.judge(desk, chat, meter, runs=runs)
    spending.priced(meter.models)
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


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Measure")(judge)


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
        if not found:
            named = ", ".join(rubric.id for rubric in rubrics)
            raise UsageError(f"no turn in it can be judged by {named}")
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
