"""The command line: `roomsix VERB …`."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from roomsix.errors import DefinitionError, RoomsixError

INTERRUPTED = 130

GARBAGE = 100_000
"""How many objects may pile up before the collector looks: short commands end before it does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    A RoomsixError becomes a line on stderr, or with `--json` an object on stdout; whatever else
    goes wrong is a fault of the program and keeps its traceback.
    """
    if arguments is not None:
        return _ran(list(arguments) or ["--help"])
    gc.set_threshold(GARBAGE)
    try:
        return _ran(sys.argv[1:] or ["--help"])
    finally:
        # On its way out Python would look through all of it for garbage, a tenth of the time.
        gc.freeze()


def _ran(given: list[str]) -> int:
    if not _opened():
        return RoomsixError.code

    from roomsix.cli import terminal

    try:
        return _obeyed(given)
    except (terminal.Unread, BrokenPipeError):
        _let_go()
        return terminal.Unread.code
    except terminal.Unwritten as error:
        _let_go()
        terminal.say(str(error))
        return error.code
    except OSError as error:
        # Files have names; what has none is where output goes to.
        if error.filename is not None or isinstance(error, TimeoutError):
            raise
        _let_go()
        terminal.say(str(terminal.Unwritten(error)))
        return terminal.Unwritten.code


def _obeyed(given: list[str]) -> int:
    import typer
    from typer.exceptions import TyperException

    from roomsix.cli.app import app

    if "_ROOMSIX_COMPLETE" in os.environ:
        from roomsix.cli import completing

        app(completing.typed())(prog_name="roomsix")
    command = typer.main.get_command(app(given))
    try:
        with command.make_context("roomsix", list(given)) as context:
            command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as done:
        sys.stdout.flush()
        return done.exit_code
    except RoomsixError as error:
        return _told(error, as_json=_wants_json(given))
    except TyperException as error:  # a wrong option or argument
        usage = RoomsixError(_plain(error.format_message()))
        return _told(usage, as_json=_wants_json(given), kind="UsageError", code=error.exit_code)
    except (KeyboardInterrupt, typer.Abort) as error:
        message = "; ".join(["interrupted", *_notes(error)])
        interrupted = RoomsixError(message)
        return _told(interrupted, as_json=_wants_json(given), kind="Interrupted", code=INTERRUPTED)
    return 0


def _opened() -> bool:
    """Make the streams ready; False when there is nowhere to write data to."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
    if sys.stdout is None:
        sys.stderr.write("roomsix: cannot write the output: it is closed\n")
        return False
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    return True


def _let_go() -> None:
    """Let stdout lead nowhere: Python flushes it once more on its way out, and must not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(error: RoomsixError, *, as_json: bool, kind: str = "", code: int | None = None) -> int:
    from roomsix.cli import terminal

    if isinstance(error, terminal.Unread | terminal.Unwritten):
        raise error
    kind = kind or type(error).__name__
    notes = _notes(error)
    if as_json:
        told: dict[str, object] = {"kind": kind, "message": error.message, "hint": error.hint}
        if isinstance(error, DefinitionError):
            told["problems"] = [vars(problem) for problem in error.problems]
        if notes:
            told["notes"] = notes
        terminal.line({"error": told})
    elif isinstance(error, DefinitionError):
        terminal.complain(map(str, error.problems))
    else:
        terminal.say("\n".join([str(error), *notes]))
    return error.code if code is None else code


def _notes(error: BaseException) -> list[str]:
    from roomsix.cli.terminal import Note

    return [note for note in getattr(error, "__notes__", ()) if isinstance(note, Note)]


def _wants_json(given: Sequence[str]) -> bool:
    options = given[: given.index("--")] if "--" in given else given
    return any(option in ("--json", "--jsonl") for option in options)


def _plain(message: str) -> str:
    # What checks values speaks of itself too.
    message = message.replace("Value error, ", "").replace(": Input should", ": it should")
    return message[:1].lower() + message[1:].rstrip(".")
