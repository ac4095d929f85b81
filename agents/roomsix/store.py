"""Runs on disk: one folder each, written as the talks go on, readable by their owner only."""

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, JsonValue, ValidationError

from roomsix import canonical, events
from roomsix.deal import Frozen, PersonaId, SeatId
from roomsix.errors import RecordError, UsageError
from roomsix.persona import Persona
from roomsix.scenario import Scenario
from roomsix.views import Cast

Status = Literal["running", "finished", "paused"]

M = TypeVar("M", bound=BaseModel)


class RunInfo(Frozen):
    """What `run.json` says of a run.

    Attributes:
        run: The format's version.
        status: `paused`: it stopped before its end; what was done is kept.
        seats: Who answers for each seat, as a chat's spec.
        settings: The `--set` texts the definitions were changed by.
        definitions: A digest of the frozen definitions: equal for runs that can be compared.
        versions: Of Python and of the libraries that matter.
        started: UTC, to the second.
        totals: Turns, calls, re-asks and tokens, once it has stopped.
        ending: `deal` or `no deal`, and why; None until it is over.
        note: Why a run is paused, or empty.
    """

    run: Literal[1] = 1
    id: str
    status: Status
    scenario: str
    title: str
    seed: int
    seats: Mapping[SeatId, str]
    settings: tuple[str, ...] = ()
    definitions: str
    engine_version: int
    versions: Mapping[str, str]
    started: str
    finished: str | None = None
    lineage: Mapping[str, JsonValue] | None = None
    totals: Mapping[str, int] = {}
    ending: tuple[str, str] | None = None
    note: str = ""


class Writer:
    """The one process that writes a run's folder; a kernel lock keeps out any other."""

    def __init__(self, folder: Path, info: RunInfo, scenario: Scenario, cast: Cast) -> None:
        """Make the folder and freeze the definitions in it.

        Raises:
            RecordError: The folder cannot be made or written.
        """
        self.folder = folder
        self.info = info
        with _told(folder):
            if not folder.parent.exists():
                folder.parent.mkdir(parents=True, mode=0o700)
            for each in ("", "blobs", "definitions", "definitions/0", "definitions/0/personas"):
                (folder / each).mkdir(mode=0o700)
            _save(folder / "definitions" / "0" / "scenario.json", _frozen(scenario))
            for name, persona in cast.items():
                file = folder / "definitions" / "0" / "personas" / f"{name}.json"
                _save(file, _frozen(persona))
            self._calls = _open(folder / "calls.jsonl")
            self._record = _open(folder / "record.jsonl")
            _lock(self._calls, folder)
            self.write_info(info)

    def call(self, line: str) -> None:
        """Append a line to the journal."""
        self._append(self._calls, line)

    def event(self, _: events.Event, line: str) -> None:
        """Append a line to the record."""
        self._append(self._record, line)

    def keep(self, text: str) -> None:
        """Keep a text among the blobs, under the digest of its content."""
        file = self.folder / "blobs" / f"{canonical.digest(text)}.txt"
        if not file.exists():
            with _told(self.folder):
                _save(file, text, durable=False)

    def sync(self) -> None:
        """Wait until the journal is on disk.

        The record follows from it: what a power cut takes of the record, a replay gives back.
        """
        with _told(self.folder):
            os.fsync(self._calls)

    def write_info(self, info: RunInfo) -> None:
        """Replace `run.json`."""
        self.info = info
        with _told(self.folder):
            _save(self.folder / "run.json", info.model_dump_json(indent=2) + "\n")

    def write_outcome(self, scores: JsonValue) -> None:
        """Replace `outcome.json`."""
        write_outcome(self.folder, scores)

    def close(self) -> None:
        """Let go of the folder."""
        os.close(self._calls)
        os.close(self._record)

    def _append(self, descriptor: int, line: str) -> None:
        data = line.encode("utf-8") + b"\n"
        with _told(self.folder):
            while data:
                data = data[os.write(descriptor, data) :]


class Run:
    """A run's folder, read.

    Attributes:
        folder: Where it is.
        info: What `run.json` says.
    """

    def __init__(self, folder: Path) -> None:
        """Open a run's folder.

        Raises:
            RecordError: It is not one, or its `run.json` is damaged.
        """
        self.folder = folder
        self.info = _load(folder / "run.json", RunInfo)

    @property
    def scenario(self) -> Scenario:
        """The scenario, as it was frozen."""
        return _load(self.folder / "definitions" / "0" / "scenario.json", Scenario)

    @property
    def cast(self) -> Cast:
        """The personas, as they were frozen."""
        files = sorted((self.folder / "definitions" / "0" / "personas").glob("*.json"))
        personas: dict[PersonaId, Persona] = {file.stem: _load(file, Persona) for file in files}
        return personas

    def record(self) -> events.Record:
        """The events. A torn last line is left out.

        Raises:
            RecordError: A line is damaged; the message names it.
        """
        return events.decode(self.lines("record.jsonl"))

    def lines(self, name: str) -> list[str]:
        """The whole lines of a file of the run."""
        file = self.folder / name
        try:
            text = file.read_bytes().decode("utf-8", "surrogatepass")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise RecordError(f"cannot read {file}: {error}") from None
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


def runs(folder: Path) -> tuple[Run, ...]:
    """Return the runs below a folder, oldest first; what is not a run is passed over."""
    found = []
    for each in sorted(folder.iterdir()) if folder.is_dir() else ():
        if (each / "run.json").is_file():
            with contextlib.suppress(RecordError):
                found.append(Run(each))
    return tuple(found)


def find(folder: Path, name: str) -> Run:
    """Return the run a name stands for: an id or its unique beginning, `@last-1`, or a path.

    Raises:
        UsageError: None or several match; the message lists what there is.
    """
    ids = (
        [each.name for each in sorted(folder.iterdir()) if (each / "run.json").is_file()]
        if (folder.is_dir())
        else []
    )
    if name.startswith("@last"):
        back = name.removeprefix("@last").removeprefix("-") or "0"
        if back.isdigit() and int(back) < len(ids):
            return Run(folder / ids[-1 - int(back)])
        raise UsageError(f"no run {name!r}: there are {len(ids)} in {folder}")
    if name in ids:
        return Run(folder / name)
    matches = [each for each in ids if each.startswith(name)] if name else []
    if len(matches) == 1:
        return Run(folder / matches[0])
    if "/" in name and (Path(name) / "run.json").is_file():
        return Run(Path(name))
    if matches:
        raise UsageError(f"{name!r} is the beginning of {len(matches)} runs: {', '.join(matches)}")
    recent = ", ".join(ids[-3:]) or "none yet"
    raise UsageError(f"no run {name!r} in {folder}", hint=f"the latest: {recent}")


def write_outcome(folder: Path, scores: JsonValue) -> None:
    """Replace a run's `outcome.json` in one step."""
    with _told(folder):
        _save(folder / "outcome.json", json.dumps(scores, indent=2, ensure_ascii=False) + "\n")


def new_id(scenario: str, *, now: str, chance: Callable[[int], bytes] = os.urandom) -> str:
    """Return an id that sorts by time; `now` is digits, as in `20260102-030405`."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    tail = "".join(letters[byte % len(letters)] for byte in chance(4))
    return f"{now}-{scenario}-{tail}"


def digest(scenario: Scenario, cast: Cast) -> str:
    """Return what tells one set of resolved definitions from another."""
    parts = [_frozen(scenario), *(_frozen(cast[name]) for name in sorted(cast))]
    return canonical.digest("\0".join(parts))


def _frozen(definition: BaseModel) -> str:
    return definition.model_dump_json(indent=1, by_alias=True) + "\n"


def _load(file: Path, form: type[M]) -> M:
    try:
        return form.model_validate_json(file.read_bytes())
    except OSError:
        raise RecordError(f"{file.parent} is not a run's folder: no {file.name} in it") from None
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, found["loc"]))
        raise RecordError(f"{file}: {place}: {found['msg'].lower()}") from None


def _save(file: Path, text: str, *, durable: bool = True) -> None:
    """Write a whole file so that it is there either as before or complete, whatever happens.

    Args:
        durable: Whether to wait until it is on disk; not for what can be made again.
    """
    fresh = file.with_name(f".{file.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(text.encode("utf-8", "surrogatepass"))
        stream.flush()
        if durable:
            os.fsync(stream.fileno())
    fresh.replace(file)
    if durable:
        _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RecordError(f"{folder.name} is being written by another process") from None


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn a failure of the file system into one line."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise RecordError(
            f"cannot write {folder}: {reason.lower()}",
            hint="what was written before stays as it is",
        ) from None
