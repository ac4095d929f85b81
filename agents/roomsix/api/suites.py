"""Suites played from a program."""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from roomsix.api import asked
from roomsix.api.asked import LOG, Chats
from roomsix.budget import Limits
from roomsix.errors import UsageError
from roomsix.evaluation import affording, engines, preparing
from roomsix.evaluation.planning import Overrides
from roomsix.evaluation.preparing import Choice
from roomsix.evaluation.results import Results
from roomsix.evaluation.row import Row
from roomsix.seating import table
from roomsix.suite import Suite
from roomsix.workspace import Workspace

Select = Mapping[str, str | int | Collection[str | int]]
"""Labels of trials, and what each has to be; of several values, any will do."""


async def evaluate(
    suite: str | Suite,
    *,
    seats: Mapping[str, str] | None = None,
    chats: Chats | None = None,
    changes: Iterable[str] = (),
    judges: Mapping[str, str] | None = None,
    select: Select | None = None,
    repeat: int = 1,
    jobs: int = 8,
    root: Path | str = ".",
    runs: Path | str = "runs",
    into: Path | str | None = None,
    models: bool = True,
    limits: Limits | Mapping[str, object] | None = None,
    engine: engines.Name = "asyncio",
    workers: int | None = None,
    told: Callable[[Row], None] | None = None,
) -> Results:
    """Play a suite, and hold what came of it against its gates.

    Runs are kept: what was played before is not played again, and what was stopped goes on. A run
    that could not be played is a row that says so.

    Args:
        suite: Its name, a path inside `root`, or the suite itself.
        seats: Who sits where, and who answers there, before what the suite says.
        chats: Who answers for whomever the suite names no chat for.
        changes: As `--set` takes them.
        judges: Who judges by a rubric of the suite's, in place of whom it names.
        select: Only trials with these labels, as `{"treatment": "passive", "seed": [1, 2]}`.
        repeat: How often each trial with a model in it is played.
        jobs: How many runs are played at once.
        root: The folder with personas/, scenarios/ and evals/; the bundled ones are behind it.
        runs: Where runs are kept, counted from `root`; those of a suite in `suites/NAME` below.
        into: Where the runs of this suite are kept instead.
        models: Whether any may be asked, as judges too.
        limits: What all runs together may spend, as `{"usd": 2, "minutes": 10}`; each goes before
            what the suite says.
        engine: Where runs are played: in this process, in several, or in actors of Ray.
        workers: How many processes or actors; None for one a core.
        told: Called with the row of each run as it comes.

    Raises:
        RoomsixError: Something is wrong with what was asked for, or a limit was reached.
    """
    here = asked.folder(Path(root))
    if jobs < 1 or repeat < 1:
        raise UsageError("jobs and repeat are at least 1")
    evaluation = preparing.prepare(
        suite,
        Workspace(here),
        here / runs,
        overrides=Overrides(
            asked.seats(seats or {}),
            asked.chats(chats or {}),
            tuple(changes),
            repeat,
            judges=tuple(f"{rubric}={spec}" for rubric, spec in (judges or {}).items()),
        ),
        choice=Choice(tuple(_labels(select or {}))),
        into=None if into is None else here / into,
        notify=LOG.warning,
    )
    if not models:
        for trial in evaluation.trials:
            table.refuse_models(trial.specs.values())
        table.refuse_models(each.spec for each in evaluation.kit.judges)
    given = asked.limits(limits)
    evaluation.told = told or evaluation.told
    evaluation.minutes = given.minutes
    evaluation.kit = affording.kit(evaluation, [evaluation], given, {})
    await evaluation.play(engines.engine(engine, jobs=jobs, workers=workers))
    return evaluation.results()


def _labels(select: Select) -> Iterable[tuple[str, str]]:
    for name, wanted in select.items():
        values = [wanted] if isinstance(wanted, str | int) else wanted
        yield from ((name, str(value)) for value in values)
