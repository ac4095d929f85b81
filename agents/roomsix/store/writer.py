"""The writing of a run's folder, by one process at a time."""

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from roomsix import canonical
from roomsix.errors import RecordError
from roomsix.store import disk
from roomsix.store.info import RunInfo, frozen
from roomsix.store.run import Run

if TYPE_CHECKING:
    from roomsix.events import Event
    from roomsix.scenario import Scenario
    from roomsix.views import Cast

    Definitions = tuple[Scenario, Cast]


SPENDING = "spending.jsonl"
"""What requests to models cost; not there where nobody was to be paid."""


class Writer:
    """The one process that writes a run's folder; a kernel lock keeps out any other.

    Attributes:
        folder: Where the run is kept.
        info: What `run.json` says.
        safe: Whether what is written is to outlive a power cut, and not only the process.
    """

    def __init__(self, folder: Path, info: RunInfo, *, safe: bool = True) -> None:
        """Take hold of a folder that is there; `begin` and `reopen` are the ways to one.

        Raises:
            RecordError: It cannot be written, or another process writes it.
        """
        self.folder = folder
        self.info = info
        self.safe = safe
        self._unsynced = False
        self._spending: int | None = None
        with disk.told(folder):
            self._calls = disk.to_append(folder / "calls.jsonl")
            try:
                disk.lock(self._calls, folder)
                self._record = disk.to_append(folder / "record.jsonl")
            except (OSError, RecordError):
                os.close(self._calls)
                raise

    @classmethod
    def begin(
        cls,
        folder: Path,
        info: RunInfo,
        epochs: Sequence["Definitions"],
        *,
        calls: Sequence[str] = (),
        texts: Iterable[str] = (),
        safe: bool = True,
    ) -> "Writer":
        """Make the folder and freeze the definitions in it; `run.json` comes last.

        Args:
            epochs: Scenario and cast, first those that the talks begin with.
            calls: Lines that the journal begins with.
            texts: What these lines name by digest.
            safe: Whether what is written is to outlive a power cut.

        Raises:
            RecordError: The folder cannot be made or written.
        """
        with disk.told(folder, ""):
            disk.make_parents(folder)
            disk.make(folder)
        try:
            with disk.told(folder):
                for each in ("blobs", "definitions"):
                    disk.make(folder / each)
                for number, (scenario, cast) in enumerate(epochs):
                    _freeze(folder / "definitions" / str(number), scenario, cast, safe=safe)
                if safe:
                    # `run.json` syncs its own folder, and nothing else those above and below it.
                    disk.sync_folder(folder / "definitions")
                    disk.sync_folder(folder.parent)
            writer = cls(folder, info, safe=safe)
            for text in texts:
                writer.keep(text)
            for line in calls:
                writer.call(line)
            if calls:
                writer.sync()
            writer.write_info(info)
        except RecordError as error:
            # Half a folder would be taken for a damaged run.
            shutil.rmtree(folder, ignore_errors=True)
            raise RecordError(error.message) from None
        return writer

    @classmethod
    def reopen(cls, run: Run, *, safe: bool = True) -> "Writer":
        """Take hold of a run's folder again, and cut what was torn off in the writing.

        Raises:
            RecordError: It cannot be written, or another process writes it.
        """
        writer = cls(run.folder, run.info, safe=safe)
        writer._unsynced = True  # whoever wrote it last may not have come to it
        try:
            with disk.told(run.folder):
                for name in ("calls.jsonl", "record.jsonl", SPENDING):
                    if (run.folder / name).exists():
                        disk.cut_torn(run.folder / name)
                # It may have ended between giving a file its name and syncing the folder.
                for folder in (run.folder, run.folder / "blobs") if safe else ():
                    disk.sync_folder(folder)
        except BaseException:
            writer.close()
            raise
        return writer

    def call(self, line: str) -> None:
        """Append a line to the journal."""
        self._unsynced = True
        self._append(self._calls, line)

    def event(self, _: "Event", line: str) -> None:
        """Append a line to the record."""
        self._append(self._record, line)

    def spend(self, line: str) -> None:
        """Append a line on money, and wait until it is on disk: what it tells of comes after."""
        with disk.told(self.folder):
            if self._spending is None:
                self._spending = disk.to_append(self.folder / SPENDING)
                disk.sync_folder(self.folder)  # without its name the content would be lost
            disk.append(self._spending, line.encode("utf-8") + b"\n")
            disk.sync(self._spending)

    def forget(self, events: int) -> None:
        """Cut the record after so many events."""
        with disk.told(self.folder):
            disk.cut(self.folder / "record.jsonl", lines=events)

    def keep(self, text: str) -> None:
        """Keep a text among the blobs, under the digest of its content."""
        file = self.folder / "blobs" / f"{canonical.digest(text)}.txt"
        with disk.told(self.folder):
            if not file.exists():
                disk.save(file, text, safe=self.safe)

    def sync(self) -> None:
        """Wait until the journal is on disk.

        The record follows from it: what a power cut takes of the record, a replay gives back.
        """
        if not (self._unsynced and self.safe):
            return
        with disk.told(self.folder):
            disk.sync(self._calls)
        self._unsynced = False

    def sync_record(self) -> None:
        """Wait until the record is on disk: nobody replays a run that is said to have ended."""
        if self.safe:
            with disk.told(self.folder):
                disk.sync(self._record)

    def write_info(self, info: RunInfo) -> None:
        """Replace `run.json`."""
        self.info = info
        with disk.told(self.folder):
            text = info.model_dump_json(indent=2) + "\n"
            disk.save(self.folder / "run.json", text, safe=self.safe)

    def write_outcome(self, scores: JsonValue) -> None:
        """Replace `outcome.json`."""
        disk.write_outcome(self.folder, scores, safe=self.safe)

    def close(self) -> None:
        """Let go of the folder."""
        os.close(self._calls)
        os.close(self._record)
        if self._spending is not None:
            os.close(self._spending)

    def _append(self, descriptor: int, line: str) -> None:
        with disk.told(self.folder):
            disk.append(descriptor, line.encode("utf-8") + b"\n")


def _freeze(folder: Path, scenario: "Scenario", cast: "Cast", *, safe: bool) -> None:
    for each in (folder, folder / "personas"):
        disk.make(each)
    disk.save(folder / "scenario.json", frozen(scenario), safe=safe)
    for name, persona in cast.items():
        disk.save(folder / "personas" / f"{name}.json", frozen(persona), safe=safe)
