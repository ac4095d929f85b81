"""The writing of a run's folder, by one process at a time."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from roomsix import canonical
from roomsix.errors import RecordError
from roomsix.store import disk
from roomsix.store.info import RunInfo, frozen

if TYPE_CHECKING:
    from roomsix.events import Event
    from roomsix.scenario import Scenario
    from roomsix.views import Cast


class Writer:
    """The one process that writes a run's folder; a kernel lock keeps out any other."""

    def __init__(self, folder: Path, info: RunInfo, scenario: "Scenario", cast: "Cast") -> None:
        """Make the folder and freeze the definitions in it.

        Raises:
            RecordError: The folder cannot be made or written.
        """
        self.folder = folder
        self.info = info
        with disk.told(folder):
            if not folder.parent.exists():
                folder.parent.mkdir(parents=True, mode=0o700)
            folder.mkdir(mode=0o700)
        try:
            self._begin(scenario, cast)
        except RecordError:
            # Half a folder would be taken for a damaged run.
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _begin(self, scenario: "Scenario", cast: "Cast") -> None:
        folder = self.folder
        with disk.told(folder):
            for each in ("blobs", "definitions", "definitions/0", "definitions/0/personas"):
                (folder / each).mkdir(mode=0o700)
            disk.save(folder / "definitions" / "0" / "scenario.json", frozen(scenario))
            for name, persona in cast.items():
                file = folder / "definitions" / "0" / "personas" / f"{name}.json"
                disk.save(file, frozen(persona))
            self._calls = disk.to_append(folder / "calls.jsonl")
            self._record = disk.to_append(folder / "record.jsonl")
            disk.lock(self._calls, folder)
            self.write_info(self.info)

    def call(self, line: str) -> None:
        """Append a line to the journal."""
        self._append(self._calls, line)

    def event(self, _: "Event", line: str) -> None:
        """Append a line to the record."""
        self._append(self._record, line)

    def keep(self, text: str) -> None:
        """Keep a text among the blobs, under the digest of its content."""
        file = self.folder / "blobs" / f"{canonical.digest(text)}.txt"
        if not file.exists():
            with disk.told(self.folder):
                disk.save(file, text, durable=False)

    def sync(self) -> None:
        """Wait until the journal is on disk.

        The record follows from it: what a power cut takes of the record, a replay gives back.
        """
        with disk.told(self.folder):
            os.fsync(self._calls)

    def write_info(self, info: RunInfo) -> None:
        """Replace `run.json`."""
        self.info = info
        with disk.told(self.folder):
            disk.save(self.folder / "run.json", info.model_dump_json(indent=2) + "\n")

    def write_outcome(self, scores: JsonValue) -> None:
        """Replace `outcome.json`."""
        disk.write_outcome(self.folder, scores)

    def close(self) -> None:
        """Let go of the folder."""
        os.close(self._calls)
        os.close(self._record)

    def _append(self, descriptor: int, line: str) -> None:
        data = line.encode("utf-8") + b"\n"
        with disk.told(self.folder):
            while data:
                data = data[os.write(descriptor, data) :]
