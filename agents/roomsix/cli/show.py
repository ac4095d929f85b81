"""`show`: a run as it is read, whole or in part, by everyone or from one seat."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roomsix.cli import completing, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Json, Runs
from roomsix.errors import RecordError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roomsix.deal import SeatId
    from roomsix.events import Record
    from roomsix.judging.verdicts import Judged
    from roomsix.report.scene import Scene
    from roomsix.scenario import Scenario
    from roomsix.scoring import Scores
    from roomsix.store import Run
    from roomsix.views import Cast

RunName = Annotated[
    str,
    typer.Argument(
        metavar="RUN",
        autocompletion=completing.run,
        help="An id, a unique beginning of one, @last, @last-1 and so on, or a folder's path.",
    ),
]

Eyes = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="SEAT",
        help="Only what this seat perceived, as it counts.",
        autocompletion=completing.seat,
    ),
]
Prompts = Annotated[
    bool,
    typer.Option(
        "--prompts", help="The exact messages behind a turn (--turn), or of a seat (--as)."
    ),
]


def show(
    ctx: typer.Context,
    run: RunName = "@last",
    seat: Eyes = None,
    turn: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Everything about one turn.")
    ] = None,
    offers: Annotated[
        bool, typer.Option("--offers", help="Every offer and text, with what it was worth.")
    ] = False,
    board: Annotated[
        bool, typer.Option("--board", help="What was made of each side, beside the truth.")
    ] = False,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="What each side said, is after, and offered, by issue.")
    ] = False,
    verification: Annotated[
        bool,
        typer.Option(
            "--verification", help="What was to be checked and how, and whether that deters."
        ),
    ] = False,
    prompts: Prompts = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="No colours and no frames, even on a terminal.")
    ] = False,
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """Show a run: the transcript and the outcome, or a part of it."""
    desk: Desk = ctx.obj
    laid_open = "--prompts" if turn is None else "--turn"
    parts = {
        laid_open: prompts or turn is not None,
        "--offers": offers,
        "--board": board,
        "--ledger": ledger,
        "--verification": verification,
    }
    wanted = [name for name, given in parts.items() if given]
    if len(wanted) > 1:
        raise UsageError(
            f"{' and '.join(wanted)} do not go together", hint="one part of a run at a time"
        )
    shown = Shown(desk.run(run, runs), seat)
    as_json = as_json or desk.json
    warn(shown.run)
    if prompts:
        from roomsix.cli import turning

        turning.show_prompts(shown, turn, as_json=as_json)
    elif offers:
        _offers(shown, plain=plain, as_json=as_json)
    elif board:
        from roomsix.cli import boarding

        boarding.show(shown, plain=plain, as_json=as_json)
    elif ledger:
        from roomsix.cli import positions

        positions.show(shown, plain=plain, as_json=as_json)
    elif verification:
        from roomsix.cli import verifying

        verifying.show(shown, plain=plain, as_json=as_json)
    elif turn is not None:
        from roomsix.cli import turning

        turning.show(shown, turn, plain=plain, as_json=as_json)
    elif as_json:
        terminal.document(shown.data())
    else:
        _whole(shown, terminal.Page(plain=plain), run)


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Read")(show)


@dataclass(frozen=True)
class Shown:
    """A run and who looks at it.

    Attributes:
        seat: Whose perception is shown; None for everything.
    """

    run: "Run"
    seat: "SeatId | None"

    def __post_init__(self) -> None:
        if self.seat is not None and self.seat not in self.scenario.seats:
            known = ", ".join(self.scenario.seats)
            near = did_you_mean(self.seat, self.scenario.seats) or f"there are: {known}"
            raise UsageError(f"no seat {self.seat!r} in this run", hint=near)

    @cached_property
    def scenario(self) -> "Scenario":
        return self.run.scenario

    @cached_property
    def cast(self) -> "Cast":
        return self.run.cast

    @cached_property
    def record(self) -> "Record":
        return whole(self.run)

    @cached_property
    def scene(self) -> "Scene":
        from roomsix.report.scene import scene

        return scene(self.scenario, self.cast, seat=self.seat)

    @cached_property
    def scores(self) -> "Scores | None":
        """The scores as they are stored; None where there are none yet.

        Raises:
            RecordError: They are there but cannot be read.
        """
        from roomsix import outcome

        if self.run.info.trial is not None and self.run.info.status == "finished":
            return outcome.completed(self.run)  # a suite keeps only those it needs
        return outcome.stored(self.run)

    @cached_property
    def verdicts(self) -> "Sequence[Judged]":
        """What judges made of it; nothing where none was asked."""
        from roomsix.judging import keeping

        return keeping.verdicts(self.run.folder).verdicts

    def lines(self) -> list[str]:
        """What the seat has perceived, as it was told."""
        from roomsix import views

        assert self.seat is not None
        first, later = self.run.scenario_of(0), self.run.later_scenarios()
        return views.seen(first, self.record, self.seat, later=later).lines

    def data(self) -> dict[str, Any]:
        """Everything shown, for a program."""
        import json

        info = self.run.info
        if self.seat is not None:
            lines = [json.loads(line) for line in self.lines()]
            return {"run": info.id, "scenario": info.scenario, "as": self.seat, "seen": lines}
        return {
            "run": {**info.model_dump(mode="json"), "status": self.run.status},
            "events": [json.loads(line) for line in self.run.lines("record.jsonl")],
            "scores": self.scores.model_dump(mode="json")["scores"] if self.scores else None,
            "judged": [each.model_dump(mode="json") for each in self.verdicts],
        }


def whole(run: "Run") -> "Record":
    """Return the record of a run; of one that has ended, to its end.

    Raises:
        RecordError: It is damaged, or holds less than the run's account says.
    """
    record = run.record()
    named = run.info.totals.get("events", 0)
    torn = len(record) > 0 and run.torn("record.jsonl")  # said by `warn`
    if run.info.status == "finished" and len(record) + torn < named:
        raise RecordError(
            f"{run.folder / 'record.jsonl'} holds {len(record)} of the {named} events that"
            " run.json names"
        )
    return record


def warn(run: "Run") -> None:
    """Say on stderr what is missing of a run's files."""
    for name in ("record.jsonl", "calls.jsonl"):
        file = run.folder / name
        if not file.is_file() or not file.stat().st_size:
            if run.info.totals.get("calls"):
                terminal.say(f"{file}: is gone, and what was in it cannot be shown")
        elif run.torn(name):
            terminal.say(f"{name}: its last line was cut off in the writing and is left out")


def _whole(shown: Shown, page: terminal.Page, name: str) -> None:
    from roomsix.report import asking, costs, heading, outcome
    from roomsix.report.transcript import Transcript

    info = shown.run.info
    origin = info.imported.source if info.imported else ""
    page.show(heading.heading(shown.scene, seed=info.seed, chats=info.seats, origin=origin))
    page.show(*heading.contents(shown.scene, shown.record))
    page.show(*Transcript(shown.scene).draw(shown.record))
    cost = costs.taken(info.by_seat, info.usd) if shown.seat is None else None
    if cost is not None:
        page.show("", cost)
    if info.status != "finished":
        note = f": {info.note}" if info.note else ""
        page.show("", heading.unfinished(shown.run.status, note))
        if shown.seat is None:
            page.show(*asking.unusable(shown.scene, info.by_seat))
    elif shown.seat is None and shown.scores is not None:
        ended = outcome.outcome(shown.scene, shown.scores, shown.record, framed=page.styled)
        page.show("", ended, *asking.unusable(shown.scene, info.by_seat))
        named = name if page.styled else None
        page.show("", heading.kept(shown.scene, shown.run.folder, name=named))
    if shown.seat is None and shown.verdicts:
        from roomsix.report import judged

        page.show("", *judged.judged(shown.scene, shown.verdicts))


def _offers(shown: Shown, *, plain: bool, as_json: bool) -> None:
    from roomsix.report.entries import entries

    found = entries(shown.scene, shown.record)
    if as_json:
        terminal.document([entry.model_dump(mode="json") for entry in found])
        return
    from roomsix.report.ledger import ledger

    terminal.Page(plain=plain).show(ledger(shown.scene, found))
