"""`feasibility` and `score`: what a scenario allows, and what endings were worth."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json, RunNames, Runs, Scenario, Settings
from roomsix.cli.show import whole
from roomsix.errors import JournalMismatch, RecordError, UsageError

if TYPE_CHECKING:
    from roomsix.scoring import Scores
    from roomsix.scoring.process.proposals import Proposal
    from roomsix.store import Run


def feasibility(
    ctx: typer.Context,
    scenario: Scenario = None,
    set_: Settings = None,
    as_json: Json = False,
) -> None:
    """Count what could be agreed: every package, at every level of tension, under every rule.

    Exact for up to 2,000,000 packages, and beyond where points add up issue by issue; else it
    draws packages and says how far off it may be.
    """
    from roomsix import outcomes

    desk: Desk = ctx.obj
    workspace = desk.workspace()
    if scenario is None:
        there = ", ".join(file.name for file in workspace.files("scenario")) or "none here"
        raise UsageError("which scenario?", hint=f"there are: {there}")
    known = workspace.scenario(scenario, set_ or ())
    found = outcomes.survey(known)
    if as_json or desk.json:
        terminal.document(found.model_dump(mode="json"))
        return
    from roomsix.report import zones
    from roomsix.report.scene import scene

    page = terminal.Page()
    page.show(zones.zones(scene(known, workspace.cast(known)), found))


def score(
    ctx: typer.Context,
    names: RunNames = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Leave outcome.json as it is.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Score by definitions that were changed since, too.")
    ] = False,
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """Work out the scores of runs again, from the record alone, and write outcome.json."""
    desk: Desk = ctx.obj
    as_json = as_json or desk.json
    page = None if as_json else terminal.Page()
    told: list[dict[str, Any]] = []

    def take(run: "Run") -> None:
        _check(run, anyway=anyway)
        scores, changes = _scored(run)
        if not dry_run:
            from roomsix import store

            store.write_outcome(run.folder, scores.model_dump(mode="json"))
        told.append(_told(run, scores, changes))
        if page is not None:
            from roomsix.report import scorecard

            page.show(scorecard.scorecard(run.info.id, scores, changes))
            if run.info.imported is not None:
                _imported(run, scores, page)

    worst = desk.each(names, runs, take)
    if as_json:
        terminal.document(told)
    if worst:
        raise typer.Exit(worst)


def register(app: typer.Typer) -> None:
    """Add these commands to an app."""
    for command in (score, feasibility):
        app.command(rich_help_panel="Measure")(command)


def _check(run: "Run", *, anyway: bool) -> None:
    """Refuse definitions that are not those of the run, or only say so.

    Raises:
        JournalMismatch: They are not, and that matters.
    """
    if run.digest() != run.info.definitions:
        message = "the definitions are not the ones this run was played with"
        if not anyway:
            raise JournalMismatch(message, hint="--anyway scores it by them all the same")
        terminal.say(f"{run.info.id}: {message}")


def _scored(run: "Run") -> "tuple[Scores, tuple[str, ...]]":
    """Return a run's scores, and which of them the stored outcome has otherwise."""
    from roomsix import outcome, scoring, session

    record = whole(run)
    ending = session.ending(run.scenario, record)
    scores = scoring.score(run.scenario, ending, record=record)
    try:
        found = outcome.stored(run)
    except RecordError:
        found = None
    stored = found.scores if found else {}
    names = dict.fromkeys([*scores.scores, *stored])
    return scores, tuple(name for name in names if scores.scores.get(name) != stored.get(name))


def _imported(run: "Run", scores: "Scores", page: terminal.Page) -> None:
    """Show every deal of an imported session, how many could not be read, and both verdicts."""
    from roomsix.report import proposals
    from roomsix.report.scene import scene

    origin = run.info.imported
    assert origin is not None
    told = (
        f"imported from {origin.source}: {origin.turns} turns, {origin.read} deals read,"
        f" {origin.unread} not read, {origin.none} without a deal"
    )
    found = _proposals(run, scores)
    table = proposals.proposals(scene(run.scenario, run.cast), found)
    page.show(told, "", table, "", *proposals.verdicts(run.scenario, found, scores), "")


def _proposals(run: "Run", scores: "Scores") -> "tuple[Proposal, ...]":
    from roomsix.scoring.process.proposals import proposals

    return proposals(run.scenario, run.record(), scores.ending.level)


def _told(run: "Run", scores: "Scores", changes: tuple[str, ...]) -> dict[str, Any]:
    origin = run.info.imported
    return {
        "run": run.info.id,
        "changed": list(changes),
        **({"imported": origin.model_dump(mode="json")} if origin else {}),
        **({"proposals": _listed(run, scores)} if origin else {}),
        "scores": scores.model_dump(mode="json")["scores"],
    }


def _listed(run: "Run", scores: "Scores") -> list[dict[str, Any]]:
    """Return every deal of an imported session for a program."""
    return [
        {
            "turn": one.turn,
            "round": one.round,
            "seat": one.seat,
            "package": None if one.package is None else dict(one.package),
            "why": one.why,
            ">=": {"parties": sorted(one.at_least), "passes": one.passes(run.scenario, ">=")},
            ">": {"parties": sorted(one.above), "passes": one.passes(run.scenario, ">")},
        }
        for one in _proposals(run, scores)
    ]
