"""The command line: `roomsix VERB …`."""

import os
import sys
from collections.abc import Sequence

from roomsix.errors import DefinitionError, RoomsixError

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    A RoomsixError becomes a line on stderr, or with `--json` an object on stdout; whatever else
    goes wrong is a fault of the program and keeps its traceback.
    """
    import typer
    from typer.exceptions import TyperException

    from roomsix.cli import terminal
    from roomsix.cli.app import app

    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if "_ROOMSIX_COMPLETE" in os.environ:
        app()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    command = typer.main.get_command(app)
    try:
        with command.make_context("roomsix", list(given)) as context:
            command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as done:
        return done.exit_code
    except (terminal.Unread, BrokenPipeError):
        # Python flushes stdout once more on its way out; that must not fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return terminal.Unread.code
    except RoomsixError as error:
        return _told(error, as_json=_wants_json(given))
    except TyperException as error:  # a wrong option or argument
        usage = RoomsixError(_plain(error.format_message()))
        return _told(usage, as_json=_wants_json(given), kind="UsageError", code=error.exit_code)
    except (KeyboardInterrupt, typer.Abort) as error:
        message = "; ".join(["interrupted", *getattr(error, "__notes__", ())])
        interrupted = RoomsixError(message)
        return _told(interrupted, as_json=_wants_json(given), kind="Interrupted", code=INTERRUPTED)
    return 0


def _told(error: RoomsixError, *, as_json: bool, kind: str = "", code: int | None = None) -> int:
    from roomsix.cli import terminal

    kind = kind or type(error).__name__
    notes: list[str] = getattr(error, "__notes__", [])
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


def _wants_json(given: Sequence[str]) -> bool:
    options = given[: given.index("--")] if "--" in given else given
    return any(option in ("--json", "--jsonl") for option in options)


def _plain(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
