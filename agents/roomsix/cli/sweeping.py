"""`sweep`: who learned what in a run that others kept to themselves, and whether they might."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roomsix.cli import judges, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.limiting import Spending, Yes
from roomsix.cli.options import Json, RunNames, Runs, grouped
from roomsix.errors import RoomsixError, UsageError, did_you_mean

if TYPE_CHECKING:
    from roomsix.calls import Chat
    from roomsix.chat.metering import Meter
    from roomsix.scoring.sweep import Swept
    from roomsix.store import Run

CLASSES = ("breach", "disclosed", "verbatim", "paraphrase", "inferential", "relay", "leak")
"""What `--fail-on` takes: a class of leak, any leak, or a breach by the engine."""


class NotClean(RoomsixError):
    """What was not to be found was found: a gate that failed."""

    code = 1


@grouped
def sweep(
    ctx: typer.Context,
    spending: Spending,
    names: RunNames = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="CLASS",
            help=f"End with status 1 where one is found: {', '.join(CLASSES)}; again for more.",
        ),
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option(metavar="CHAT", help="Ask a chat as well what words told; off by default."),
    ] = None,
    yes: Yes = False,
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """Sweep runs for leaks: who learned what, when, from whom, and whether it was allowed."""
    desk: Desk = ctx.obj
    as_json = as_json or desk.json
    wanted = _wanted(fail_on or ())
    meter = spending.meter()
    reader = None if judge is None else model(desk, judge, meter)
    spending.priced(meter.models)
    limit = judges.Deadline(meter.limits.minutes)
    page = None if as_json else terminal.Page()
    told: list[dict[str, Any]] = []

    def take(run: "Run") -> None:
        found = by_rules(run) if reader is None else _judged(run, reader, meter, limit, yes=yes)
        told.append({"run": run.info.id, **found.model_dump(mode="json")})
        if page is not None:
            _show(page, run, found)
        _gate(found, wanted)

    worst = desk.each(names, runs, take)
    if as_json:
        terminal.document(told)
    if worst:
        raise typer.Exit(worst)


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Measure")(sweep)


def _wanted(given: list[str] | tuple[()]) -> tuple[str, ...]:
    for name in given:
        if name not in CLASSES:
            hint = did_you_mean(name, CLASSES) or f"there are: {', '.join(CLASSES)}"
            raise UsageError(f"--fail-on {name!r}: no such class", hint=hint)
    return tuple(given)


def by_rules(run: "Run") -> "Swept":
    """Return what the rules alone find in a run."""
    from roomsix.scoring import sweep

    return sweep.sweep(run.scenario, run.record())


def _judged(
    run: "Run", chat: "Chat", meter: "Meter", limit: judges.Deadline, *, yes: bool
) -> "Swept":
    from roomsix.scoring.sweep import judge as judging

    asked = [judging.question(each) for each in judging.questions(run.scenario, run.record())]
    judges.leave(asked, meter, yes=yes)
    terminal.say(f"{run.info.id}: {chat.name} is asked {len(asked)} questions")
    return asyncio.run(_asked(run, chat, limit))


async def _asked(run: "Run", chat: "Chat", limit: judges.Deadline) -> "Swept":
    from roomsix import calls
    from roomsix.scoring.sweep import judge as judging

    def unread(heard: judging.Words, why: str) -> None:
        terminal.say(f"{run.info.id}: no answer on event {heard.seq} ({heard.seat}): {why}")

    try:
        async with limit.held():
            return await judging.judged(run.scenario, run.record(), chat, unread=unread)
    finally:
        await calls.close([chat])


def model(desk: Desk, named: str, meter: "Meter") -> "Chat":
    """Return a model by its spec, to be asked what words told.

    Raises:
        UsageError: It is no model; nothing else reads words it was not made for.
    """
    if not named.startswith("openai:"):
        raise UsageError(f"{named!r} cannot judge what was told", hint="openai:MODEL can")
    return judges.judge(desk, named, meter).chat


def _show(page: terminal.Page, run: "Run", found: "Swept") -> None:
    from rich.text import Text

    from roomsix.report import sweep as report
    from roomsix.report.scene import scene
    from roomsix.report.text import one_line

    page.show(Text(one_line(run.info.id), "bold"))
    page.show(*report.swept(scene(run.scenario, run.cast), run.record(), found), "")


def _gate(found: "Swept", wanted: tuple[str, ...]) -> None:
    counts = {name: sum(leak.kind == name for leak in found.leaks) for name in CLASSES} | {
        "breach": len(found.breaches),
        "leak": len(found.leaks),
    }
    failed = [f"{name}: {counts[name]}" for name in wanted if counts[name]]
    if failed:
        raise NotClean(f"found, and not to be: {', '.join(failed)}")
