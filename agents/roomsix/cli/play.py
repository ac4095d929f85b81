"""`run` and `prompt`: play talks, and see what a seat would be asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from roomsix.budget import Limits
from roomsix.cli import limiting, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.limiting import (
    MaxCalls,
    MaxMinutes,
    MaxReply,
    MaxTokens,
    MaxUsd,
    Prices,
    Unpriced,
    Yes,
)
from roomsix.cli.taping import Tapes
from roomsix.errors import JournalMismatch, RoomsixError, UsageError, did_you_mean

if TYPE_CHECKING:
    from roomsix.calls import Chat
    from roomsix.chat.metering import Meter
    from roomsix.persona import Persona
    from roomsix.scenario import Scenario as Definition
    from roomsix.session import Result, Talks, Watcher
    from roomsix.views import Cast
    from roomsix.workspace import Workspace

Scenario = Annotated[
    str | None, typer.Argument(metavar="SCENARIO", help="A scenario's name or file.")
]
Seed = Annotated[int, typer.Option(help="What every draw of the run hangs on.")]
Seats = Annotated[
    list[str] | None,
    typer.Option(
        "--seat",
        metavar="SEAT=[PERSONA][@CHAT]",
        help="Who sits in a seat, who answers for it, or both; whoever sat there is out unless "
        "given another seat. May be repeated.",
    ),
]
Chats = Annotated[
    list[str] | None,
    typer.Option(
        "--chat",
        metavar="[ROLE=]SPEC",
        help="Who answers for everyone, or for every lead, adviser, mediator or observer: mock,"
        " mock:TACTIC, script:NAME or openai:MODEL (default: mock; `list chats` has the tactics)."
        " May be repeated.",
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change one value of the scenario, or of a persona (persona.ID.…). May be repeated.",
    ),
]
Runs = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where runs are kept (default: runs).")
]
Pace = Annotated[
    float, typer.Option(min=0, metavar="SECONDS", help="Wait this long after every turn.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the outcome alone.")]
JsonLines = Annotated[
    bool, typer.Option("--jsonl", help="Print every event as a line of JSON, as it comes.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def run(
    ctx: typer.Context,
    scenario: Scenario = None,
    seed: Seed = 1,
    seat: Seats = None,
    chat: Chats = None,
    set_: Settings = None,
    record: Annotated[
        Literal["none", "missing", "all"] | None,
        typer.Option(
            "--record",
            help="What is asked of the chats a cassette was made with: nothing (as when left out),"
            " what it does not hold, or everything anew.",
        ),
    ] = None,
    runs: Runs = None,
    pace: Pace = 0,
    quiet: Quiet = False,
    as_json: Json = False,
    as_jsonl: JsonLines = False,
    max_usd: MaxUsd = None,
    max_tokens: MaxTokens = None,
    max_calls: MaxCalls = None,
    max_minutes: MaxMinutes = None,
    max_reply: MaxReply = None,
    price: Prices = None,
    allow_unpriced: Unpriced = None,
    yes: Yes = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Only tell what it would take, as `estimate`.",
            rich_help_panel=limiting.PANEL,
        ),
    ] = False,
) -> None:
    """Play a scenario once and keep the run."""
    from roomsix import running
    from roomsix.chat.metering import Meter
    from roomsix.cli import answering

    desk: Desk = ctx.obj
    meter = Meter(
        limiting.limits(
            Limits(),
            price,
            usd=max_usd,
            tokens=max_tokens,
            calls=max_calls,
            minutes=max_minutes,
            reply=max_reply,
            unpriced=allow_unpriced,
        )
    )
    look = looking(desk, runs, pace=pace, quiet=quiet, as_json=as_json, as_jsonl=as_jsonl)
    tapes = Tapes(desk, runs, asking=record or "none")
    table = seated(
        desk,
        scenario,
        seat or [],
        set_ or [],
        chat or [],
        seed,
        tapes,
        meter,
        keyless=dry_run,
        person=answering.person,
    )
    if record is not None and not any("cassette:" in each.name for each in table.chats.values()):
        raise UsageError("--record is for cassettes", hint="--chat cassette:NAME")
    if dry_run:
        from roomsix.cli import estimating

        estimating.show(table, meter, as_json=look.as_json)
        return
    folder = desk.runs(runs)
    limiting.confirmed(table, meter, yes=yes, quiet=quiet)
    try:
        watched(
            table, look, lambda watcher: running.run(table, folder, watcher=watcher, meter=meter)
        )
    finally:
        tapes.save()


@dataclass(frozen=True)
class Looking:
    """How a run is looked on at.

    Attributes:
        elsewhere: The runs lie where a bare id does not lead.
        again: The run was there before.
    """

    pace: float
    quiet: bool
    as_json: bool
    as_jsonl: bool
    elsewhere: bool
    again: bool = False


def looking(
    desk: Desk,
    runs: Path | None,
    *,
    pace: float,
    quiet: bool,
    as_json: bool,
    as_jsonl: bool,
    again: bool = False,
) -> Looking:
    """Return how a run is to be looked on at.

    Raises:
        UsageError: Two ways at once.
    """
    as_json = as_json or desk.json
    if as_json and as_jsonl:
        raise UsageError("--json and --jsonl do not go together", hint="leave one of them out")
    elsewhere = runs is not None or desk.root != Path()
    return Looking(pace, quiet or as_json, as_json, as_jsonl, elsewhere, again)


def watched(
    table: "Talks", look: Looking, play: "Callable[[Watcher], Result]", *, name: str | None = None
) -> None:
    """Play a run before the eyes of the user, and tell what came of it.

    Args:
        name: What the run is called afterwards; None for the newest.
    """
    from roomsix.cli import watching

    watcher = watching.watcher(
        table, quiet=look.quiet, as_jsonl=look.as_jsonl, pace=look.pace, again=look.again
    )
    try:
        with watcher, watcher.stop.listening(watcher.stopping):
            result = play(watcher)
    except JournalMismatch:
        if not watcher.veiled:
            raise
        # How a question differs is for the eyes of its own seat.
        raise JournalMismatch(
            "other things would be asked or done today than this run was played with",
            hint="`resume --as-fork` goes on as a new run, if the same comes of it",
        ) from None
    except (RoomsixError, KeyboardInterrupt) as error:
        if watcher.folder is not None:
            run = watcher.folder if look.elsewhere else watcher.folder.name
            error.add_note(terminal.Note(f"nothing is lost; to go on: roomsix resume {run}"))
        raise
    if look.as_json:
        terminal.document(_told(result))
    elif look.as_jsonl:
        terminal.line({"done": _told(result)})
    else:
        watcher.conclude(result, str(result.folder) if look.elsewhere else name or "@last")


def prompt(
    ctx: typer.Context,
    scenario: Scenario = None,
    seat_id: Annotated[
        str | None, typer.Option("--seat", metavar="SEAT", help="Whose prompt.")
    ] = None,
    turn: Annotated[int, typer.Option(min=1, help="Which of the seat's own turns.")] = 1,
    seed: Seed = 1,
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="SEAT=[PERSONA][@CHAT]",
            help="Who sits in a seat, or plays it until then, as `--seat` of `run`.",
        ),
    ] = None,
    chat: Chats = None,
    set_: Settings = None,
    as_json: Json = False,
) -> None:
    """Print exactly the messages a seat is sent for its first turn, or for a later one.

    The turns before it are played by whoever answers for the other seats.
    """
    from roomsix.cli import asking

    desk: Desk = ctx.obj
    table = seated(desk, scenario, with_ or [], set_ or [], chat or [], seed)
    known = table.scenario.seats
    if seat_id is None or seat_id not in known:
        near = did_you_mean(seat_id or "", known) or f"there are: {', '.join(known)}"
        missing = "whose prompt?" if seat_id is None else f"no seat {seat_id!r}"
        raise UsageError(missing, hint=f"--seat SEAT; {near}" if seat_id is None else near)
    asking.show(asking.asked(table, seat_id, turn), as_json=as_json or desk.json)


def register(app: typer.Typer) -> None:
    """Add these commands to an app."""
    for command in (run, prompt):
        app.command(rich_help_panel="Play")(command)


CHATS = ("mock:", "openai:", "script:")
"""How what stands for a chat begins, which no persona's name does."""


@dataclass(frozen=True)
class Seating:
    """What `--seat` says: who sits where instead, and who answers for whom."""

    personas: Mapping[str, str]
    chats: Mapping[str, str]


def seating(texts: list[str], known: tuple[str, ...]) -> Seating:
    """Read `SEAT=PERSONA`, `SEAT=PERSONA@CHAT` and `SEAT=@CHAT`.

    Raises:
        UsageError: One says neither, names no seat there is, or names one again.
    """
    personas: dict[str, str] = {}
    chats: dict[str, str] = {}
    for text in texts:
        seat, equals, who = text.partition("=")
        persona, _, spec = who.partition("@")
        if not equals or not (persona or spec):
            raise UsageError(
                f"--seat {text!r} says nothing", hint="SEAT=PERSONA, SEAT=@CHAT or both"
            )
        if not spec and persona.startswith(CHATS):
            raise UsageError(f"{persona!r} is no persona", hint=f"--seat {seat}=@{persona}")
        if seat not in known:
            hint = did_you_mean(seat, known) or f"there are: {', '.join(known)}"
            raise UsageError(f"no seat {seat!r}", hint=hint)
        for said, into in ((persona, personas), (spec, chats)):
            if said and seat in into:
                raise UsageError(f"seat {seat!r} is given twice: {into[seat]!r} and {said!r}")
            if said:
                into[seat] = said
    return Seating(personas, chats)


def seated(
    desk: Desk,
    name: str | None,
    seats: list[str],
    settings: list[str],
    chats: list[str],
    seed: int,
    tapes: "Tapes | None" = None,
    meter: "Meter | None" = None,
    *,
    keyless: bool = False,
    person: "Callable[[], Chat] | None" = None,
) -> "Talks":
    """Return the talks that the options describe.

    Args:
        person: Makes whoever answers at the terminal; None where nobody can be asked there.

    Raises:
        UsageError: A name leads nowhere.
        DefinitionError: A definition is wrong.
        ChatError: A chat cannot be made.
    """
    from roomsix.cli import answering
    from roomsix.session import Talks

    workspace = desk.workspace()
    if name is None:
        there = ", ".join(file.name for file in workspace.files("scenario")) or "none here"
        raise UsageError("which scenario?", hint=f"there are: {there}")
    scenario = workspace.scenario(name, settings)
    wanted = seating(seats, tuple(scenario.seats))
    scenario, cast = people(workspace, scenario, wanted.personas, settings)
    specs = answering.specs(scenario, chats, wanted.chats)
    return Talks(
        scenario=scenario,
        cast=cast,
        seed=seed,
        chats=answering.chats(
            scenario,
            specs,
            seed=seed,
            workspace=workspace,
            tapes=tapes or Tapes(desk, None),
            meter=meter,
            keyless=keyless,
            person=person,
        ),
        settings=tuple(settings),
    )


def people(
    workspace: "Workspace", scenario: "Definition", wanted: Mapping[str, str], settings: list[str]
) -> "tuple[Definition, Cast]":
    """Return the scenario with the people wanted in its seats, and everyone at the table by id.

    Args:
        wanted: Names or paths of personas, by seat.

    Raises:
        UsageError: A name leads nowhere, or two people have one id.
        DefinitionError: A persona is wrong.
    """
    named = {seat: _name(workspace, name) for seat, name in wanted.items()}
    found = workspace.cast(scenario, named, settings)
    cast: dict[str, Persona] = {}
    for persona in found.values():
        if cast.setdefault(persona.id, persona) != persona:
            raise UsageError(f"two people at the table have the id {persona.id!r}")
    places = {
        seat: place.model_copy(update={"persona": found[named.get(seat, place.persona)].id})
        for seat, place in scenario.seats.items()
    }
    _warn_of_doubles({seat: place.persona for seat, place in places.items()}, wanted)
    return scenario.model_copy(update={"seats": places}), cast


def _warn_of_doubles(sitting: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Say who was put into a second seat: rarely meant, but a fair way to play someone alone."""
    for persona in dict.fromkeys(sitting[seat] for seat in wanted):
        seats = [seat for seat, who in sitting.items() if who == persona]
        if len(seats) > 1:
            terminal.say(
                f"{persona!r} sits in more than one seat: {', '.join(seats)}; "
                "give the others someone else with another --seat, if that is not meant"
            )


def _name(workspace: "Workspace", given: str) -> str:
    """Return a persona's name where it leads to the file that was given, or else what was given."""
    file = workspace.find("persona", given)
    try:
        named = workspace.find("persona", file.name)
    except UsageError:
        return given
    return file.name if named.path.samefile(file.path) else given


def _told(result: "Result") -> dict[str, object]:
    return {
        "run": result.folder.name if result.folder else None,
        "folder": str(result.folder),
        "ended": result.ended.model_dump(mode="json", exclude={"kind"}),
        "scores": result.scores.model_dump(mode="json")["scores"],
    }
