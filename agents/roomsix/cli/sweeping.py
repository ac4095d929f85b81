"""`sweep`: who learned what in a run that others kept to themselves, and whether they might."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json, RunNames, Runs
from roomsix.errors import RoomsixError, UsageError, did_you_mean

if TYPE_CHECKING:
    from roomsix.calls import Chat
    from roomsix.scoring.sweep import Swept
    from roomsix.store import Run

CLASSES = ("breach", "disclosed", "verbatim", "paraphrase", "inferential", "relay", "leak")
"""What `--fail-on` takes: a class of leak, any leak, or a breach by the engine."""

MOST_CALLS = 500


class NotClean(RoomsixError):
    """What was not to be found was found: a gate that failed."""

    code = 1


def sweep(
    ctx: typer.Context,
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
    max_calls: Annotated[
        int, typer.Option(min=1, metavar="N", help="The most questions to the judge for a run.")
    ] = MOST_CALLS,
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """Sweep runs for leaks: who learned what, when, from whom, and whether it was allowed."""
    desk: Desk = ctx.obj
    as_json = as_json or desk.json
    wanted = _wanted(fail_on or ())
    page = None if as_json else terminal.Page()
    told: list[dict[str, Any]] = []

    def take(run: "Run") -> None:
        found = _swept(run, judge, max_calls)
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


def _swept(run: "Run", judge: str | None, max_calls: int) -> "Swept":
    from roomsix.scoring.sweep import sweep as by_rules

    if judge is None:
        return by_rules(run.scenario, run.record())
    from roomsix.scoring.sweep import judge as judging

    chat, record = model(judge), run.record()
    questions = sum(1 for _ in judging.questions(run.scenario, record))
    if questions > max_calls:
        raise UsageError(
            f"{judge} would be asked {questions} questions, and --max-calls is {max_calls}"
        )
    terminal.say(f"{run.info.id}: {judge} is asked {questions} questions")
    return asyncio.run(_judged(run, chat))


async def _judged(run: "Run", chat: "Chat") -> "Swept":
    from roomsix import calls
    from roomsix.scoring.sweep import judge as judging

    try:
        return await judging.judged(run.scenario, run.record(), chat)
    finally:
        await calls.close([chat])


def model(named: str) -> "Chat":
    """Return a model by its spec, to be asked what words told.

    Raises:
        UsageError: It is no model; nothing else reads words it was not made for.
        ChatError: Its key is missing.
    """
    from roomsix.chat import spec

    def unfit(*_: object) -> Any:
        raise UsageError(f"{named!r} cannot judge what was told", hint="openai:MODEL can")

    if not named.startswith("openai:"):
        unfit()
    sources = spec.Sources(seed=0, script=unfit, tape=unfit, truths=unfit, notify=terminal.say)
    return spec.make(named, sources)


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
