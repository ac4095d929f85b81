"""`play`: sit down at the table in one seat."""

from typing import Annotated

import typer

from roomsix.budget import Limits
from roomsix.cli import limiting
from roomsix.cli import play as playing
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
from roomsix.cli.play import Chats, Pace, Runs, Scenario, Seats, Seed, Settings
from roomsix.cli.taping import Tapes
from roomsix.errors import UsageError


def play(
    ctx: typer.Context,
    scenario: Scenario = None,
    as_: Annotated[
        str | None, typer.Option("--as", metavar="SEAT", help="Where you sit down.")
    ] = None,
    seed: Seed = 1,
    seat: Seats = None,
    chat: Chats = None,
    set_: Settings = None,
    runs: Runs = None,
    pace: Pace = 0,
    max_usd: MaxUsd = None,
    max_tokens: MaxTokens = None,
    max_calls: MaxCalls = None,
    max_minutes: MaxMinutes = None,
    max_reply: MaxReply = None,
    price: Prices = None,
    allow_unpriced: Unpriced = None,
    yes: Yes = False,
) -> None:
    """Take a seat yourself: see what it sees, say and do what it can; the run is kept.

    The others are mocks unless you say otherwise. What you type is said aloud; a line that begins
    with a slash is an act or a question of yours: /help lists them. An empty line sends your turn.
    /leave, Ctrl-D and Ctrl-C leave the table; `roomsix resume` brings you back to it.
    """
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
    look = playing.looking(desk, runs, pace=pace, quiet=False, as_json=False, as_jsonl=False)
    if as_ is None:
        raise UsageError("where do you sit down?", hint=f"--as SEAT; {_seats(desk, scenario)}")
    table = playing.seated(
        desk,
        scenario,
        [*(seat or []), f"{as_}=@person"],
        set_ or [],
        chat or [],
        seed,
        Tapes(desk, runs),
        meter,
        person=answering.person,
    )
    folder = desk.runs(runs)
    limiting.confirmed(table, meter, yes=yes)
    playing.watched(
        table,
        look,
        lambda watcher: running.run(table, folder, watcher=watcher, meter=meter),
    )


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Play")(play)


def _seats(desk: Desk, name: str | None) -> str:
    """Return the seats there are, in words."""
    if name is None:
        return "and in which SCENARIO"
    return f"there are: {', '.join(desk.workspace().scenario(name, []).seats)}"
