"""`local`: a model from a GGUF file, served on this machine for `openai:` chats (`[local]`)."""

import os
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.errors import UsageError

if TYPE_CHECKING:
    import xllamacpp

MAGIC = b"GGUF"
"""How every such file begins."""

NEEDED = frozenset(("avx2", "bmi2", "f16c", "fma"))
"""What the runtime's wheel asks of an x86 processor; without one of these it would crash."""


def local(
    ctx: typer.Context,
    model: Annotated[Path, typer.Argument(metavar="FILE", help="A model, as a GGUF file.")],
    context: Annotated[
        int, typer.Option(min=512, metavar="TOKENS", help="How long prompt and answer may be.")
    ] = 16_384,
    seats: Annotated[
        int,
        typer.Option(
            min=1, max=64, metavar="N", help="How many seats keep their prompts in memory."
        ),
    ] = 2,
    answer: Annotated[
        int, typer.Option(min=16, metavar="TOKENS", help="How long an answer may be.")
    ] = 1_000,
    threads: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="How many threads (default: one a processor)."),
    ] = None,
    port: Annotated[
        int,
        typer.Option(
            min=0, max=65_535, metavar="N", help="The port on this machine; 0 for a free one."
        ),
    ] = 0,
) -> None:
    """Serve a model from a GGUF file on this machine, for openai: chats, until Ctrl-C.

    Prints the two lines that set the environment for it, with a key made for this time alone.
    """
    desk: Desk = ctx.obj
    file = checked(desk.root / model)
    key = secrets.token_urlsafe(16)
    server = serve(
        file,
        context=context,
        slots=seats,
        answer=answer,
        threads=threads or os.cpu_count() or 1,
        port=port,
        key=key,
    )
    address = f"{server.listening_address}/v1"
    terminal.write(f"export OPENAI_BASE_URL={address}\nexport OPENAI_API_KEY={key}\n")
    terminal.say(f"{file.name} is served; in another terminal: the two lines above, then")
    terminal.say(f"roomsix run theatre --chat lead=openai:{file.stem}; Ctrl-C here ends it")
    while True:
        time.sleep(3600)


def checked(file: Path) -> Path:
    """Return a file that can be served.

    Raises:
        UsageError: There is none, it is something else, or this machine cannot.
    """
    try:
        with file.open("rb") as opened:
            beginning = opened.read(len(MAGIC))
    except OSError as error:
        raise UsageError(f"cannot read {file}: {(error.strerror or '').lower()}") from None
    if beginning != MAGIC:
        raise UsageError(f"{file} is no GGUF file", hint="such a file begins with the word GGUF")
    lacking = NEEDED - flags()
    if flags() and lacking:
        raise UsageError(f"this processor lacks {', '.join(sorted(lacking))}, which is needed")
    return file


def flags() -> frozenset[str]:
    """Return what the processor says it can do; empty where it does not say."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return frozenset()
    named = next((line for line in lines if line.startswith("flags")), "")
    return frozenset(named.split())


def serve(
    file: Path, *, context: int, slots: int, answer: int, threads: int, port: int, key: str
) -> "xllamacpp.Server":
    """Return a server that runs in this process, on loopback, for whoever has the key.

    Raises:
        UsageError: What serves models is not installed, or cannot load this one.
    """
    # Before the import: threads that spin while they wait make everything ten times as slow.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        import xllamacpp
    except ImportError as error:
        raise UsageError(
            f"what serves models is not there ({error})", hint="pip install 'roomsix[local]'"
        ) from None
    wanted: Any = xllamacpp.CommonParams()
    wanted.model.path = str(file)
    wanted.hostnames, wanted.port, wanted.api_keys = ["127.0.0.1"], port, [key]
    wanted.offline = True
    wanted.model_alias = {file.stem}  # or every answer would name the file with its path
    wanted.n_parallel, wanted.n_ctx, wanted.n_predict = slots, slots * context, answer
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = threads
    try:
        return xllamacpp.Server(wanted)
    except (RuntimeError, ValueError) as error:
        raise UsageError(f"{file} cannot be served: {error}") from None


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Models")(local)
