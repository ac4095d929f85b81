"""Tapes that chats answer from: other runs, and cassettes, which may be recorded on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from roomsix.errors import RecordError, UsageError

if TYPE_CHECKING:
    from roomsix.chat.tape import Asking
    from roomsix.session import Talks
    from roomsix.store import Run
    from roomsix.tape import Tape


class Tapes:
    """Finds tapes by the spec of a chat, each once.

    Args:
        root: The folder whose evals/cassettes are meant.
        run: Finds a run by what it may be called by.
        asking: What is to be recorded.
        notify: Told, in a line, what was recorded and what could not be.
    """

    def __init__(
        self,
        root: Path,
        run: "Callable[[str], Run]",
        asking: "Asking" = "none",
        notify: Callable[[str], None] | None = None,
    ) -> None:
        self.asking = asking
        self._root = root
        self.run = run
        self._notify = notify or _unheard
        self._found: dict[str, Tape] = {}
        self._held: dict[str, int] = {}

    def __call__(self, spec: str) -> "Tape":
        """Return the tape that `cassette:NAME` or `replay:RUN` answers from.

        Raises:
            UsageError: There is none.
            RecordError: It is damaged.
        """
        if spec.startswith("cassette:"):
            spec = spec.removesuffix(".jsonl")
        if spec not in self._found:
            self._found[spec] = self._load(spec)
            self._held[spec] = len(self._found[spec].calls)
        return self._found[spec]

    @contextmanager
    def kept(self, run: "Run | None" = None, talks: "Talks | None" = None) -> Iterator[None]:
        """Save what is recorded meanwhile, whatever stops it.

        Args:
            run: The run that is taken up, whose earlier answers are to be held too; None for one
                that begins.
            talks: What it goes on with.
        """
        try:
            yield
        finally:
            if run is not None and talks is not None:
                self.regain(run, talks)
            self.save()

    def regain(self, run: "Run", talks: "Talks") -> None:
        """Have the cassettes being recorded hold what was answered before a run was taken up."""
        from roomsix.running import taping

        if self.asking == "none":
            return
        try:
            taping.regain(run, talks.chats)
        except RecordError as error:
            self._notify(f"the cassette lacks what was answered before: {error}")

    def save(self) -> None:
        """Write the cassettes in which something was recorded.

        Raises:
            UsageError: One would hold a key, or nothing was recorded that could have been.
            RecordError: One cannot be written.
        """
        from roomsix import settings
        from roomsix.store import cassette

        for spec, tape in self._found.items():
            if self.asking != "none" and len(tape.calls) != self._held[spec]:
                file = self._file(spec)
                cassette.save(file, tape, secrets=settings.load().secrets())
                self._notify(f"recorded in {file}")

    def _load(self, spec: str) -> "Tape":
        from roomsix.running import taping
        from roomsix.store import cassette
        from roomsix.tape import Tape

        kind, _, name = spec.partition(":")
        if kind == "replay":
            if self.asking != "none":
                raise UsageError(f"nothing is recorded in {spec!r}", hint="cassettes can be")
            return taping.tape(self.run(name))
        found = cassette.load(self.found_in(spec))
        return Tape(found.name, found.chats) if self.asking == "all" else found

    def found_in(self, spec: str) -> Path:
        """Return where a cassette is read: here, or else among those that come with the package."""
        from roomsix.store import cassette
        from roomsix.workspace import files

        own = self._file(spec)
        shipped = files.bundled() / cassette.FOLDER / own.name
        return shipped if not own.exists() and shipped.is_file() else own

    def _file(self, spec: str) -> Path:
        """Return where a cassette of this folder lies, or will when it is recorded."""
        from roomsix.store import cassette

        name = spec.partition(":")[2]
        if "/" in name or name.startswith("."):
            raise UsageError(f"{name!r} cannot be the name of a cassette")
        return self._root / cassette.FOLDER / f"{name.removesuffix('.jsonl')}.jsonl"


def _unheard(_: str) -> None:
    """Tell nobody; a function with a name, so that tapes can be carried to another process."""
