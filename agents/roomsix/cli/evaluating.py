"""`eval`: play suites, go on with them, and hold what came of them against their gates."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from roomsix.cli import affording, completing, powering, progress, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.limiting import Spending, Yes
from roomsix.cli.options import Chats, Json, Quiet, Seats, Settings, grouped
from roomsix.cli.powering import Planned
from roomsix.errors import RoomsixError, UsageError

if TYPE_CHECKING:
    from roomsix.evaluation.engines import Engine
    from roomsix.evaluation.evaluating import Evaluation
    from roomsix.evaluation.results import Results

GATE_FAILED, RUN_FAILED = 1, 3

STOPPING = "every run stops after its turn; once more to stop now"


@grouped
def evaluate(
    ctx: typer.Context,
    planned: Planned,
    spending: Spending,
    suites: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SUITE]...", help="Suites by name or file.", autocompletion=completing.suite
        ),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Runs played at once, in all.")
    ] = 8,
    engine: Annotated[
        Literal["asyncio", "process", "ray"],
        typer.Option(
            help="Where runs are played: in this process, in several of this machine, or in actors"
            " of a Ray cluster."
        ),
    ] = "asyncio",
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Processes, or actors, of --engine (default: one a core)."
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="NAME=VALUE",
            help="Only trials with this label: treatment, scenario, seed, side-1 or a key of"
            " `seats`. May be repeated: values of one name are alternatives.",
        ),
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(metavar="K/N", help="Only the K-th of N parts; no gate is judged by a part."),
    ] = None,
    repeat: Annotated[
        int,
        typer.Option(min=1, metavar="N", help="Play every trial with a model in it N times."),
    ] = 1,
    failed: Annotated[
        bool, typer.Option("--failed", help="Only trials that were begun and did not come to end.")
    ] = False,
    fail_fast: Annotated[
        bool,
        typer.Option("--fail-fast", help="Stop at the first run that fails or breaks a gate."),
    ] = False,
    into: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the runs are kept (default: runs/suites/SUITE)."),
    ] = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Write what came of it, as the ending says: json, jsonl, xml (JUnit), md, csv or"
            " parquet. May be repeated.",
        ),
    ] = None,
    seat: Seats = None,
    chat: Chats = None,
    set_: Settings = None,
    judge: Annotated[
        list[str] | None,
        typer.Option(
            "--judge",
            metavar="RUBRIC=SPEC",
            help="Who judges by a rubric of the suite's `judges`, in place of whom it names:"
            " openai:MODEL, cassette:NAME, script:NAME, or mock, which draws. May be repeated.",
        ),
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
    yes: Yes = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Only tell what would be played, and what it would take."),
    ] = False,
) -> None:
    """Play suites of talks and hold what came of them against their gates.

    Runs are kept, so the same command goes on after any stop: what was played is skipped, and a
    run that was stopped is gone on with from its journal. With --plan nothing is played. Exit
    status: 1 a gate failed, 3 a run could not be played or judged, 4 a limit was reached, 5
    nothing was selected.
    """
    from roomsix.evaluation import engines, preparing
    from roomsix.evaluation.planning import Overrides
    from roomsix.outputs import document, writing

    desk: Desk = ctx.obj
    as_json = as_json or desk.json
    workspace = desk.workspace()
    if not suites:
        there = ", ".join(file.name for file in workspace.files("suite")) or "none here"
        raise UsageError("which suite?", hint=f"there are: {there}")
    if into is not None and len(suites) > 1:
        raise UsageError("--into is one folder, for one suite")
    files = writing.outputs(Path(desk.root, each) for each in out or ())
    choice = preparing.Choice(tuple(map(label, select or [])), _part(shard), failed)
    ready = [
        preparing.prepare(
            name,
            workspace,
            desk.runs(None),
            overrides=Overrides(
                tuple(seat or []),
                tuple(chat or []),
                tuple(set_ or []),
                repeat,
                judges=tuple(judge or []),
            ),
            choice=choice,
            into=None if into is None else Path(desk.root, into),
            notify=terminal.say,
        )
        for name in suites
    ]
    if planned.plan:
        powering.told(ready, planned, as_json=as_json)
        return
    means = affording.Means(ready, spending)
    means.allot()
    play = partial(_play, engine=partial(engines.engine, engine, jobs=jobs, workers=workers))
    if not dry_run:
        means.confirmed(yes=yes, quiet=quiet or as_json)
    played: list[Results] = []
    worst = 0
    try:
        for each in ready:
            each.fail_fast = fail_fast
            if not dry_run:
                means.allot()  # another suite may have spent since
                play(each, quiet=quiet or as_json)
            judged = choice.part is None and not dry_run
            found = _whole(each) if failed and judged else each.results(judged=judged)
            played.append(found)
            if not as_json:
                _show(each, found, dry_run=dry_run)
            worst = max(worst, _code(found))
    except RoomsixError:
        # What there is, is written all the same; gates are not held against the half of it.
        played.append(each.results(judged=False))
        raise
    finally:
        if played and not dry_run:
            writing.write(files, played)
    if as_json:
        documents = [document.document(each) for each in played]
        if dry_run:
            taken = map(affording.data, ready)
            documents = [
                {**each, "estimate": rest} for each, rest in zip(documents, taken, strict=True)
            ]
        terminal.document(documents)
    if worst:
        raise typer.Exit(worst)


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command("eval", rich_help_panel="Measure")(evaluate)


def label(text: str) -> tuple[str, str]:
    """Read what `--select` was given.

    Raises:
        UsageError: It names nothing.
    """
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise UsageError(
            f"--select {text!r} names nothing", hint="NAME=VALUE, as treatment=passive"
        )
    return name, value


def _part(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    number, slash, of = text.partition("/")
    if slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of):
        return int(number), int(of)
    raise UsageError(f"--shard {text!r} is no part", hint="K/N, such as 2/8")


def _play(evaluation: "Evaluation", *, engine: "Callable[[], Engine]", quiet: bool) -> None:
    """Play what is left of a suite.

    Raises:
        BudgetSpent: A limit was reached.
        Halted: It was asked to stop.
    """
    from roomsix.cli.stopping import Stop

    halt = evaluation.kit.halt
    stop = Stop()

    def stopping() -> None:
        halt.ask()
        terminal.at_once(STOPPING)

    with progress.shown(evaluation, quiet=quiet) as watching:
        evaluation.told = watching.came
        with stop.listening(stopping):
            asyncio.run(evaluation.play(engine()))


def _whole(evaluation: "Evaluation") -> "Results":
    """Return what came of all that a suite comes to, whichever trials were played just now."""
    from roomsix.evaluation import results

    found = results.load(evaluation.kit.folder)
    if (known := len(found.rows)) < found.planned:
        terminal.say(f"gates are held against {known:,} of {found.planned:,} runs: no others yet")
    return found


def _code(found: "Results") -> int:
    """Return the exit status of what came of a suite: a run that is not there outweighs a gate."""
    if found.failed:
        return RUN_FAILED
    return 0 if found.passed else GATE_FAILED


def _show(evaluation: "Evaluation", found: "Results", *, dry_run: bool) -> None:
    from roomsix.evaluation import billing
    from roomsix.evaluation.affording import rest as taking
    from roomsix.report import evaluation as report

    suite, trials = evaluation.suite, evaluation.trials
    page = terminal.Page()
    page.show(f"{suite.id}: {suite.title}")
    if dry_run:
        scenarios = len(dict.fromkeys(trial.scenario.id for trial in trials))
        seeds = len(dict.fromkeys(trial.seed for trial in trials))
        page.show(f"{len(trials):,} runs; scenarios: {scenarios:,}, seeds: {seeds:,}")
        page.show(affording.told(taking(evaluation)))
        if bill := billing.bill(evaluation):
            page.show(affording.judging(bill))
        return
    if suite.gates and not found.judged:
        page.show("no gate is judged by a part: the same command without --shard judges all")
    if found.stopped:
        page.show(f"stopped early: {found.stopped}")
    page.show(report.evaluation(suite, found.rows, found.verdicts, found.judges))
    page.show(f"runs and results: {found.folder}")
