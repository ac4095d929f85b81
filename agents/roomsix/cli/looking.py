"""Runs before the eyes of the user, while they are played."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.cli.options import Display
from roomsix.errors import JournalMismatch, RoomsixError, UsageError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from roomsix.scoring import Scores
    from roomsix.session import Result, Talks, Watcher
    from roomsix.store import Run


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


def looking(desk: Desk, runs: Path | None, display: Display, *, again: bool = False) -> Looking:
    """Return how a run is to be looked on at.

    Raises:
        UsageError: Two ways at once.
    """
    as_json = display.as_json or desk.json
    if as_json and display.as_jsonl:
        raise UsageError("--json and --jsonl do not go together", hint="leave one of them out")
    elsewhere = runs is not None or desk.root != Path()
    return Looking(
        display.pace, display.quiet or as_json, as_json, display.as_jsonl, elsewhere, again
    )


def watched(
    table: "Talks",
    look: Looking,
    play: "Callable[[Watcher], Result]",
    *,
    name: str | None = None,
    record: str | None = None,
) -> None:
    """Play a run before the eyes of the user, and tell what came of it.

    Args:
        name: What the run is called afterwards; None for the newest.
        record: What is to be recorded once it is gone on with; None for nothing.
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
            on = f"{run} --record {record}" if record else run
            error.add_note(terminal.Note(f"nothing is lost; to go on: roomsix resume {on}"))
        raise
    if look.as_json:
        terminal.document(_told(result))
    elif look.as_jsonl:
        terminal.line({"done": _told(result)})
    else:
        watcher.conclude(result, str(result.folder) if look.elsewhere else name or "@last")


def ended(kept: "Run", look: Looking) -> None:
    """Tell what came of a run that had come to its end before, as if it did now.

    Raises:
        RecordError: Its record or its scores are not there, or damaged.
    """
    if not (look.as_json or look.as_jsonl):
        terminal.say(f"{kept.info.id} has come to its end; there is nothing left to play")
        return
    from roomsix.cli.show import Shown

    shown = Shown(kept, None)
    over = shown.record.of("ended")[-1].what
    told = _document(kept.folder, over, shown.scores)
    if look.as_json:
        terminal.document(told)
    else:
        terminal.line({"done": told})


def _told(result: "Result") -> dict[str, object]:
    return _document(result.folder, result.ended, result.scores)


def _document(folder: Path | None, over: "BaseModel", scores: "Scores | None") -> dict[str, object]:
    return {
        "run": folder.name if folder else None,
        "folder": str(folder),
        "ended": over.model_dump(mode="json", exclude={"kind"}),
        "scores": scores.model_dump(mode="json")["scores"] if scores else None,
    }
