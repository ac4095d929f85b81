"""`export --to messages` and `--to inspect`: finished runs for other people's tools."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from roomsix.cli import filing, terminal
from roomsix.cli.show import Shown, warn
from roomsix.errors import UsageError

if TYPE_CHECKING:
    from roomsix.store import Run

INSTALL = 'pip install "roomsix[inspect]"'


@dataclass(frozen=True)
class Wanted:
    """What is to be written, and where.

    Attributes:
        seat: Whose messages alone; None for every seat's.
        calls: Every call as it was sent, in place of conversations.
        public: Only what every side heard.
        file: None for stdout.
    """

    seat: str | None
    calls: bool
    public: bool
    file: Path | None
    force: bool
    as_json: bool


def messages(several: Sequence["Run"], wanted: Wanted) -> None:
    """Write runs as lines of chat messages.

    Raises:
        UsageError: A key is in them, or a run has no calls where those are wanted.
    """
    from roomsix import canonical, settings
    from roomsix.exports import messages as making
    from roomsix.store import keys

    made = making.calls if wanted.calls else making.conversations
    lines = []
    for run in several:
        shown = Shown(run, wanted.seat)
        warn(run)
        lines += [canonical.line(each) for each in made(run, shown.record, wanted.seat)]
        if wanted.calls:
            _tell_unanswered(run)
    keys.refuse(lines, "messages", secrets=settings.load().secrets())
    text = "".join(f"{line}\n" for line in lines)
    if wanted.file is not None:
        filing.write(wanted.file, text, force=wanted.force, private=True)
    told = {"runs": [run.info.id for run in several], "as": wanted.seat, "to": "messages"}
    _tell(told | {"lines": len(lines)}, wanted, text)


def inspect(several: Sequence["Run"], wanted: Wanted) -> None:
    """Write runs as one log of Inspect.

    Raises:
        UsageError: No file is named that such a log can be in, inspect-ai is not there, or a key is
            in a run.
    """
    if wanted.file is None or wanted.file.suffix not in (".eval", ".json"):
        raise UsageError("--to inspect writes a file of its own", hint="say where: --out FILE.eval")
    try:
        from roomsix.exports import evallog
    except ImportError as error:
        raise _unavailable(error) from None
    from roomsix import settings
    from roomsix.exports.source import Source
    from roomsix.store import keys

    sources = []
    for run in several:
        shown = Shown(run, None)
        warn(run)
        for name in ("calls.jsonl", "record.jsonl"):
            keys.refuse(run.lines(name), f"run's {name}", secrets=settings.load().secrets())
        sources.append(Source(run, shown.record, shown.scores))
    data = evallog.data(evallog.log(sources, public=wanted.public), wanted.file.suffix)
    filing.write(wanted.file, data, force=wanted.force, private=not wanted.public)
    told = {"runs": [run.info.id for run in several], "public": wanted.public, "to": "inspect"}
    _tell(told, wanted, "")


def _unavailable(error: ImportError) -> UsageError:
    """Return what to say where inspect-ai is not there, or of a version without what is used."""
    missing = isinstance(error, ModuleNotFoundError) and error.name == "inspect_ai"
    why = "is not installed" if missing else f"cannot be used as it is: {error}"
    return UsageError(f"--to inspect needs inspect-ai, which {why}", hint=INSTALL)


def _tell_unanswered(run: "Run") -> None:
    """Say on stderr how many questions make no line since nobody answered them."""
    from roomsix import journal

    found = journal.read(run.lines("calls.jsonl")).values()
    if left := sum(call.outcome is None for call in found):
        terminal.say(f"{run.info.id}: {left} without an answer, left out")


def _tell(told: dict[str, object], wanted: Wanted, text: str) -> None:
    if wanted.as_json:
        where = {"text": text} if wanted.file is None else {"file": str(wanted.file)}
        terminal.document(told | where)
    elif wanted.file is None:
        terminal.write(text)
    else:
        terminal.say(f"written to {wanted.file}")
