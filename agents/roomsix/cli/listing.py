"""`list`: what there is: runs, scenarios, personas, scripts, suites, rubrics and chats."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roomsix.cli import terminal
from roomsix.cli.desk import Desk, passed_over
from roomsix.cli.options import Json, Runs
from roomsix.errors import UsageError

if TYPE_CHECKING:
    from roomsix.workspace import Kind


class What(StrEnum):
    """What can be listed."""

    RUNS = "runs"
    SCENARIOS = "scenarios"
    PERSONAS = "personas"
    SCRIPTS = "scripts"
    SUITES = "suites"
    RUBRICS = "rubrics"
    CHATS = "chats"


def list_(
    ctx: typer.Context,
    what: Annotated[
        What,
        typer.Argument(
            metavar="[KIND]",
            help="runs, scenarios, personas, scripts, suites, rubrics or chats.",
        ),
    ] = What.RUNS,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the last N runs.")
    ] = None,
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """List runs, newest last; or definitions by kind, or who can answer for a seat.

    The runs of a suite are in `runs/suites/SUITE`: --runs lists them.
    """
    desk: Desk = ctx.obj
    if what is What.RUNS:
        if runs is not None and not desk.runs(runs).exists():
            raise UsageError(f"no folder {desk.runs(runs)}")
        found = _runs(desk, runs, limit)
    elif what is What.CHATS:
        found = _chats()
    else:
        kinds: dict[What, Kind] = {
            What.SCENARIOS: "scenario",
            What.PERSONAS: "persona",
            What.SCRIPTS: "script",
            What.SUITES: "suite",
            What.RUBRICS: "rubric",
        }
        found = _definitions(desk, kinds[what])
    if as_json or desk.json:
        terminal.document(found)
    elif not found:
        where = f" in {desk.runs(runs)}" if what is What.RUNS else ""
        hint = "; `roomsix run` plays one" if what is What.RUNS else ""
        terminal.say(f"no {what.value} yet{where}{hint}")
    else:
        from roomsix.report import catalogue

        page = terminal.Page(whole=True)
        if what is What.RUNS:
            page.show(catalogue.runs(found))
        else:
            page.show(catalogue.definitions(found, whole=page.whole))


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command("list", rich_help_panel="Read")(list_)


def _runs(desk: Desk, folder: Any, limit: int | None) -> list[dict[str, Any]]:
    from roomsix import store

    found = store.runs(desk.runs(folder), passed_over)[-limit if limit else 0 :]
    return [{**run.info.model_dump(mode="json"), "status": run.status} for run in found]


def _definitions(desk: Desk, kind: "Kind") -> list[dict[str, Any]]:
    from roomsix.workspace import files

    return [
        {
            "id": entry.id,
            "title": entry.title,
            "summary": entry.summary,
            "origin": entry.origin,
            "file": files.shown(entry.file),
        }
        for entry in desk.workspace().catalogue(kind)
    ]


def _chats() -> list[dict[str, Any]]:
    """Return every chat there is, tactics and faults with what they can be told."""
    from roomsix.chat import spec
    from roomsix.chat.mock.tactics import TACTICS

    everyone = [
        {"id": name, "title": about, "summary": more, "origin": "for any seat"}
        for name, (about, more) in spec.ABOUT.items()
    ]
    named = [
        {
            "id": f"{spec.TACTIC}{name}",
            "title": tactic.about,
            "origin": "for any seat" if len(tactic.roles) > 1 else f"for {tactic.roles[0]} seats",
            "summary": ". ".join(
                [tactic.source, *(f"{key}={one.told()}" for key, one in tactic.parameters.items())]
            ),
            "roles": list(tactic.roles),
            "parameters": {key: one.default for key, one in tactic.parameters.items()},
        }
        for name, tactic in TACTICS.items()
    ]
    return [*everyone, *named, *_faults()]


def _faults() -> list[dict[str, Any]]:
    from roomsix.chat import failing, spec

    told = ". ".join(f"{key}={one.told()}" for key, one in failing.PARAMETERS.items())
    return [
        {
            "id": f"{spec.FAULT}{name}",
            "title": f"answers that fail: {about}",
            "origin": "for any seat",
            "summary": told,
            "parameters": {key: one.default for key, one in failing.PARAMETERS.items()},
        }
        for name, about in failing.KINDS.items()
    ]
