"""A run's folder, read."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from roomsix.deal import PersonaId
from roomsix.errors import RecordError, UsageError
from roomsix.store import disk
from roomsix.store.info import FORMAT, RunInfo, digest_of

# A list of runs reads their `run.json` alone, and must not wait for what definitions and events
# are made of.
if TYPE_CHECKING:
    from roomsix.events import Record
    from roomsix.scenario import Scenario
    from roomsix.views import Cast

M = TypeVar("M", bound=BaseModel)


class Run:
    """A run's folder, read.

    Attributes:
        folder: Where it is.
        info: What `run.json` says.
    """

    def __init__(self, folder: Path) -> None:
        """Open a run's folder.

        Raises:
            RecordError: It is not one, its `run.json` is damaged, or a newer version wrote it.
        """
        self.folder = folder
        self.info = _load(folder / "run.json", RunInfo)

    def played(self) -> "Run":
        """Return the run itself, where it was played here and can be replayed.

        Raises:
            UsageError: It was imported, and nobody was asked anything in it.
        """
        if self.info.imported is not None:
            raise UsageError(
                f"{self.info.id} was imported from {self.info.imported.source}, so it has no calls"
                " to go by",
                hint="it can be shown, exported as a story and scored",
            )
        return self

    @property
    def is_written(self) -> bool:
        """Whether some process is writing it at this moment."""
        return disk.is_locked(self.folder / "calls.jsonl")

    @property
    def status(self) -> str:
        """How it stands: as `run.json` says, or `stopped` when its process is gone."""
        if self.info.status == "running" and not self.is_written:
            return "stopped"
        return self.info.status

    @property
    def scenario(self) -> "Scenario":
        """The scenario, as it was frozen; the last one, where it was changed in between."""
        return self.scenario_of(self._last)

    @property
    def cast(self) -> "Cast":
        """The personas, as they were frozen; the last ones, where they were changed in between."""
        return self.cast_of(self._last)

    def scenario_of(self, epoch: int) -> "Scenario":
        """The scenario of one epoch, counted from 0."""
        from roomsix.scenario import Scenario

        return _load(self.definitions(epoch) / "scenario.json", Scenario)

    def cast_of(self, epoch: int) -> "Cast":
        """The personas of one epoch, counted from 0."""
        from roomsix.persona import Persona

        files = sorted((self.definitions(epoch) / "personas").glob("*.json"))
        personas: dict[PersonaId, Persona] = {file.stem: _load(file, Persona) for file in files}
        return personas

    def later_scenarios(self) -> list[tuple[int, "Scenario"]]:
        """The scenarios that took the place of the first, each with its first turn."""
        parts = list(enumerate(self.info.in_epochs))[1:]
        return [(info.turn, self.scenario_of(number)) for number, info in parts]

    def definitions(self, epoch: int) -> Path:
        """The folder of the frozen definitions of one epoch, counted from 0."""
        return self.folder / "definitions" / str(epoch)

    def digest(self, epoch: int | None = None) -> str:
        """The digest of the definitions of one epoch, or of the last, as their files stand.

        It is of the files, not of what they are read as: that gains fields as versions pass.

        Raises:
            RecordError: One cannot be read.
        """
        folder = self.definitions(self._last if epoch is None else epoch)
        people = sorted((folder / "personas").glob("*.json"), key=lambda file: file.stem)
        try:
            return digest_of(
                each.read_text("utf-8") for each in (folder / "scenario.json", *people)
            )
        except (OSError, UnicodeDecodeError) as error:
            raise RecordError(f"cannot read {folder}: {error}") from None

    @property
    def _last(self) -> int:
        return len(self.info.in_epochs) - 1

    def record(self) -> "Record":
        """The events. A torn last line is left out.

        Raises:
            RecordError: A line is damaged; the message names it.
        """
        from roomsix import events

        return events.decode(self.lines("record.jsonl"))

    def lines(self, name: str) -> list[str]:
        """The whole lines of a file of the run."""
        file = self.folder / name
        try:
            text = file.read_bytes().decode("utf-8", "surrogatepass")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise RecordError(f"cannot read {file}: {disk.why(error)}") from None
        return text.split("\n")[:-1]

    def torn(self, name: str) -> bool:
        """Tell whether a file's last line was cut off in the writing."""
        data = (self.folder / name).read_bytes()
        return bool(data) and not data.endswith(b"\n")

    def blob(self, digest: str) -> str:
        """The text kept under a digest."""
        try:
            return (self.folder / "blobs" / f"{digest}.txt").read_text(encoding="utf-8")
        except OSError as error:
            raise RecordError(f"{self.folder}: a kept text is missing: {error}") from None


def _load(file: Path, form: type[M]) -> M:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise RecordError(f"{file.parent} is not a run's folder: no {file.name} in it") from None
    except OSError as error:
        raise RecordError(f"cannot read {file}: {disk.why(error)}") from None
    try:
        return form.model_validate_json(data)
    except ValidationError as error:
        if form is RunInfo and (newer := _newer(data)):
            raise RecordError(
                f"{file}: was written by a newer version (format {newer}); this one reads {FORMAT}"
            ) from None
        found = error.errors(include_url=False, include_input=False)[0]
        place = "".join(f"{step}: " for step in (".".join(map(str, found["loc"])),) if step)
        raise RecordError(f"{file}: {place}{found['msg'].lower()}") from None


def _newer(data: bytes) -> int | None:
    """Return the format that a `run.json` is of, if it is newer than ours."""
    try:
        said = json.loads(data)["run"]
    except (ValueError, TypeError, KeyError):
        return None
    return said if isinstance(said, int) and said > FORMAT else None
