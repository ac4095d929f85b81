"""`generate`: a scenario drawn by seed, as a file to read, edit and play."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roomsix.cli import filing, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json
from roomsix.deal import is_id
from roomsix.errors import UsageError

if TYPE_CHECKING:
    from roomsix.generator import Wanted
    from roomsix.outcomes import Feasibility
    from roomsix.scenario import Scenario


def generate(
    ctx: typer.Context,
    seed: Annotated[
        int, typer.Option(metavar="N", help="What everything left open is drawn by.")
    ] = 1,
    parties: Annotated[int, typer.Option(metavar="N", help="Sides, 2 to 6.")] = 2,
    issues: Annotated[
        int | None, typer.Option(metavar="N", help="Issues, 3 to 8; drawn when left out.")
    ] = None,
    opposition: Annotated[
        str | None,
        typer.Option(
            metavar="X|X-Y",
            help="How far the best package is from everyone's best, 0 to 1, met to within 0.03;"
            " or a range. Drawn between two parties when left out.",
        ),
    ] = None,
    interactions: Annotated[
        int | None,
        typer.Option(metavar="N", help="Pairs of issues that count together; 0 to 3 are drawn."),
    ] = None,
    rounds: Annotated[
        int | None, typer.Option(metavar="N", help="Rounds of the plenary; 4 to 8 are drawn.")
    ] = None,
    mediator: Annotated[
        bool, typer.Option("--mediator/--no-mediator", help="Whether somebody mediates.")
    ] = True,
    observer: Annotated[bool, typer.Option("--observer", help="Seat an observer.")] = False,
    advisers: Annotated[
        bool, typer.Option("--advisers", help="Give each side an adviser; up to 3 parties.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Write it there, such as scenarios/g.yaml."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file if there is one.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Draw a scenario by seed: parties, issues, points, limits and facts; print it or write it."""
    from roomsix import generator, outcomes
    from roomsix.workspace import writing

    desk: Desk = ctx.obj
    path = None if out is None else _place(desk, out, force=force)
    asked = generator.wanted(
        seed,
        parties=parties,
        issues=issues,
        opposition=_opposition(opposition),
        interactions=interactions,
        rounds=rounds,
        mediator=mediator,
        observer=observer,
        advisers=advisers,
    )
    game = generator.generate(asked, path.stem if path else None)
    found = outcomes.feasibility(game)
    if path:
        filing.write(path, writing.written(game, _about(asked, found)), force=force)
    if as_json or desk.json:
        terminal.document(_document(asked, found, game, path))
    elif path:
        terminal.write(f"{path}\n")
        terminal.complain([_sum(found), f"play it: roomsix run {_name(desk, path)}"])
    else:
        terminal.write(writing.written(game, _about(asked, found)))


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Definitions")(generate)


def _opposition(text: str | None) -> float | tuple[float, float] | None:
    if text is None:
        return None
    number = r"\d*\.?\d+"
    if not re.fullmatch(rf"{number}(-{number})?", text):
        raise UsageError(
            f"an opposition of {text!r}", hint="a number from 0 to 1, or a range such as 0.2-0.4"
        )
    low, _, high = text.partition("-")
    return (float(low), float(high)) if high else float(low)


def _place(desk: Desk, out: Path, *, force: bool) -> Path:
    """Return where the file goes; a name that no scenario can have is refused before any work."""
    path = Path(desk.root, out)
    if path.suffix != ".yaml" or not is_id(path.stem):
        hint = "a scenario's file is NAME.yaml, its name in lower-case words and hyphens"
        raise UsageError(f"{out.name!r} cannot be a scenario's file", hint=hint)
    filing.free(path, force=force)
    return path


def _name(desk: Desk, path: Path) -> str:
    """Return what a scenario's file is called where commands are given."""
    try:
        found = desk.workspace().find("scenario", path.stem).path
    except UsageError:
        return str(path)
    return path.stem if found.samefile(path) else str(path)


def _about(asked: "Wanted", found: "Feasibility") -> list[str]:
    return [
        "A drawn game; edit it as you like. This gives it again:",
        f"  {_command(asked)}",
        _sum(found),
    ]


def _command(asked: "Wanted") -> str:
    """Return the command that draws the same game, with nothing left to be drawn."""
    words = [
        f"roomsix generate --seed {asked.seed} --parties {asked.parties} --issues {asked.issues}"
    ]
    if asked.opposition:
        words.append(
            "--opposition {:.2f}-{:.2f}".format(*(each / 100 for each in asked.opposition))
        )
    words.append(f"--interactions {asked.interactions} --rounds {asked.rounds}")
    words += ["--no-mediator"] if not asked.mediator else []
    words += ["--observer"] if asked.observer else []
    words += ["--advisers"] if asked.advisers else []
    return " ".join(words)


def _sum(found: "Feasibility") -> str:
    zone = found.levels[found.start][found.equality]
    return (
        f"{found.size:,} packages, {zone.acceptable_to_all:,} acceptable to everyone"
        f" ({zone.share:.1%}); opposition {found.opposition:.2f};"
        f" best joint gain {zone.best_joint_gain} points"
    )


def _document(
    asked: "Wanted", found: "Feasibility", game: "Scenario", path: Path | None
) -> dict[str, object]:
    zone = found.levels[found.start][found.equality]
    return {
        "path": str(path) if path else None,
        "command": _command(asked),
        "packages": found.size,
        "acceptable_to_all": zone.acceptable_to_all,
        "opposition": found.opposition,
        "best_joint_gain": zone.best_joint_gain,
        "scenario": json.loads(game.model_dump_json(by_alias=True, exclude_defaults=True)),
    }
