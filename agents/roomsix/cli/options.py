"""Options that several verbs have, and how verbs share groups of them.

A group is a frozen dataclass whose fields are options; a command that takes one under `grouped`
has them all, and is handed the group.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from roomsix.cli import completing

Scenario = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO", help="A scenario's name or file.", autocompletion=completing.scenario
    ),
]
Seed = Annotated[int, typer.Option(metavar="N", help="What every draw of the run hangs on.")]
Seats = Annotated[
    list[str] | None,
    typer.Option(
        "--seat",
        metavar="SEAT=[PERSONA][@CHAT]",
        autocompletion=completing.seating,
        help="Who sits in a seat, who answers for it, or both; whoever sat there is out unless "
        "given another seat. May be repeated.",
    ),
]
Chats = Annotated[
    list[str] | None,
    typer.Option(
        "--chat",
        metavar="[ROLE=]SPEC",
        autocompletion=completing.chat,
        help="Who answers for everyone, or for every lead, adviser, mediator or observer: mock,"
        " mock:TACTIC, fault:KIND, script:NAME, openai:MODEL and others; `list chats` has them all"
        " (default: your setting `chat`, or mock). May be repeated.",
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
RunNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[RUN]...",
        help="Runs, as `show` names them, or a suite's folder for all of its (default: @last).",
        autocompletion=completing.run,
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


@dataclass(frozen=True)
class Described:
    """Which talks are meant: who negotiates what, and who answers for them."""

    scenario: Scenario = None
    seed: Seed = 1
    seat: Seats = None
    chat: Chats = None
    set_: Settings = None


@dataclass(frozen=True)
class Display:
    """How much of a run is shown while it is played."""

    pace: Pace = 0
    quiet: Quiet = False
    as_json: Json = False
    as_jsonl: JsonLines = False


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of every group it takes, in the place of the group."""
    groups: dict[str, type] = {}
    taken: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        group = parameter.annotation
        if not (isinstance(group, type) and is_dataclass(group)):
            taken.append(parameter.replace(kind=parameter.KEYWORD_ONLY))
            continue
        groups[name] = group
        taken += (
            inspect.Parameter(
                option.name, parameter.KEYWORD_ONLY, default=option.default, annotation=option.type
            )
            for option in fields(group)
        )

    @wraps(command)
    def handed(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{option.name: given.pop(option.name) for option in fields(group)})
        command(**given)

    # Typer reads both.
    vars(handed)["__signature__"] = inspect.Signature(taken)
    handed.__annotations__ = {parameter.name: parameter.annotation for parameter in taken}
    return handed
