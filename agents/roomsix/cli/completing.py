"""What a shell can complete: runs, scenarios, seats, people and chats, as they are here and now.

Nothing is read that a word does not need, and what cannot be read completes nothing.
"""

import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from roomsix.errors import RoomsixError

if TYPE_CHECKING:
    from roomsix.cli.desk import Desk

Found = Iterator[tuple[str, str]]
"""Words, each with what it stands for."""

Complete = Callable[[typer.Context, str], list[tuple[str, str]]]


def _quiet(found: Callable[[typer.Context, str], Found]) -> Complete:
    """Return what completes nothing where something is wrong: it is said when the verb is run."""

    @functools.wraps(found)
    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        try:
            return list(found(ctx, incomplete))
        except (RoomsixError, OSError, ValueError):
            return []

    return complete


@_quiet
def run(ctx: typer.Context, incomplete: str) -> Found:
    """Yield the runs there are, newest first."""
    from roomsix import store

    yield "@last", "the newest run"
    for each in reversed(store.runs(_desk(ctx).runs(ctx.params.get("runs")))):
        yield each.info.id, f"{each.info.title}, {each.status}"


@_quiet
def scenario(ctx: typer.Context, incomplete: str) -> Found:
    """Yield the scenarios there are."""
    for file in _desk(ctx).workspace().files("scenario"):
        yield file.name, file.origin


@_quiet
def suite(ctx: typer.Context, incomplete: str) -> Found:
    """Yield the suites there are."""
    for file in _desk(ctx).workspace().files("suite"):
        yield file.name, file.origin


@_quiet
def rubric(ctx: typer.Context, incomplete: str) -> Found:
    """Yield the rubrics there are."""
    for file in _desk(ctx).workspace().files("rubric"):
        yield file.name, file.origin


@_quiet
def results(ctx: typer.Context, incomplete: str) -> Found:
    """Yield the suites that were played, each by itself and by its treatments."""
    from roomsix.evaluation import results as kept

    folder = _desk(ctx).runs(ctx.params.get("runs")) / kept.FOLDER
    for head in sorted(folder.glob(f"*/{kept.SUITE}")):
        name = head.parent.name
        yield name, "a suite that was played"
        if incomplete.startswith(name):
            for treatment, what in kept.suite(head.parent).compared.items():
                yield f"{name}:{treatment}", what.about or "a treatment"


@_quiet
def seat(ctx: typer.Context, incomplete: str) -> Found:
    """Yield the seats of the scenario, or of the run, that the command is about."""
    yield from _seats(ctx)


@_quiet
def seating(ctx: typer.Context, incomplete: str) -> Found:
    """Yield what `SEAT=PERSONA@CHAT` can go on with."""
    place, equals, who = incomplete.partition("=")
    if not equals:
        for name, role in _seats(ctx):
            yield f"{name}=", role
        return
    persona, at, _ = who.partition("@")
    if at:
        for spec, about in _specs():
            yield f"{place}={persona}@{spec}", about
        return
    for file in _desk(ctx).workspace().files("persona"):
        yield f"{place}={file.name}", file.origin
    yield f"{place}=@", "another chat for whoever sits there"


@_quiet
def chat(ctx: typer.Context, incomplete: str) -> Found:
    """Yield what `ROLE=SPEC` can go on with."""
    from roomsix.seating.answering import ROLES

    role, equals, _ = incomplete.partition("=")
    if equals and role in ROLES:
        for spec, about in _specs():
            yield f"{role}={spec}", about
        return
    yield from _specs()
    for each in ROLES:
        yield f"{each}=", f"for every {each}"


def _desk(ctx: typer.Context) -> "Desk":
    from roomsix.cli.desk import Desk

    return Desk(Path(ctx.find_root().params.get("directory") or "."))


def typed() -> list[str]:
    """Return the words of the command so far: shells name them in one of two ways."""
    words = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
    return words.split()


def _seats(ctx: typer.Context) -> Found:
    """Yield seats with their roles, or with who answers for them.

    Arguments that stand before an option whose value is asked for are not in the context.
    """
    desk = _desk(ctx)
    if "scenario" in ctx.params:
        workspace = desk.workspace()
        known = {file.name for file in workspace.files("scenario")}
        paths = (word for word in typed() if word in known or word.endswith(".yaml"))
        named = ctx.params["scenario"] or next(paths, None)
        places = workspace.scenario(named, ()).seats if named else {}
        for name, place in places.items():
            yield name, place.role
        return
    from roomsix import store

    runs = desk.runs(ctx.params.get("runs"))
    ids = {each.info.id for each in store.runs(runs)}
    found = (word for word in typed() if word in ids or word.startswith("@last"))
    for name, spec in store.find(runs, next(found, "@last")).info.seats.items():
        yield name, spec


def _specs() -> Found:
    """Yield how chats are spelt, up to where a name of one's own begins."""
    from roomsix.chat import failing, spec
    from roomsix.chat.mock.tactics import TACTICS

    for name, (about, _) in spec.ABOUT.items():
        kind, colon, _ = name.partition(":")
        yield f"{kind}{colon}", about
    for name, tactic in TACTICS.items():
        yield f"{spec.TACTIC}{name}", tactic.about
    for name, about in failing.KINDS.items():
        yield f"{spec.FAULT}{name}", about
