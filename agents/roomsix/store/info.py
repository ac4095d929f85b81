"""What is said of a run: `run.json`, the id, and the digests that tie a run to how it was made."""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field, JsonValue

from roomsix import canonical
from roomsix.budget import Limits
from roomsix.deal import Frozen, SeatId

if TYPE_CHECKING:
    from roomsix.scenario import Scenario
    from roomsix.views import Cast

Status = Literal["running", "finished", "paused"]

FORMAT = 1
"""The format of a run's folder that is written and read."""


class Lineage(Frozen):
    """Where a run comes from.

    Attributes:
        turn: The first turn that is its own; None for one that goes on where the other stopped.
    """

    run: str
    turn: int | None = None


class Origin(Frozen):
    """Where a run comes from that was played elsewhere.

    Attributes:
        format: The format it came in.
        source: The file's name there.
        digest: Of the file's content.
        turns: How many answers it holds; each is one of the next three.
        read: How many state a deal.
        unread: How many state one that could not be read; none was put in its place.
        none: How many state none.
    """

    format: str
    source: str
    digest: str
    turns: int
    read: int
    unread: int
    none: int


class TrialInfo(Frozen):
    """Which trial of a suite a run is.

    Attributes:
        key: What it is known by: a digest of everything that decides how it goes.
        labels: What it is told from others by, such as its treatment.
        sides: The party of each side: `side-1`, `side-2` and so on, wherever it sits.
        repeat: How often the same was played before.
    """

    suite: str
    key: str
    treatment: str
    labels: Mapping[str, str] = {}
    sides: Mapping[str, str] = {}
    repeat: int = 0


class EpochInfo(Frozen):
    """What decided the talks from one turn on.

    Attributes:
        turn: The first of them.
        said: The words that were put into the mouth of the seat whose turn that is.
    """

    turn: int
    seats: Mapping[SeatId, str]
    settings: tuple[str, ...] = ()
    definitions: str
    said: str | None = None


class RunInfo(Frozen):
    """What `run.json` says of a run.

    Attributes:
        run: The format's version.
        status: `paused`: it stopped before its end; what was done is kept.
        seats: Who answers for each seat, as a chat's spec.
        settings: The `--set` texts the definitions were changed by.
        definitions: A digest of the frozen definitions: equal for runs that can be compared.
        hash: A digest of everything that decides how the talks go; see `seal`.
        versions: Of Python and of the libraries that matter.
        started: UTC, to the second.
        lineage: The run it was forked from; None for one of its own.
        epochs: What decided the talks, from the first turn on; empty where it stayed the same.
            `seats`, `settings` and `definitions` are those of the last.
        limits: What it may spend; not part of the seal, since it decides when talks pause and
            not how they go.
        record: What may be asked anew for its cassettes; no part of the seal either.
        totals: Turns, calls, re-asks and tokens, once it has stopped.
        by_seat: What each seat's calls came to, and what could not be used, once it has stopped.
        usd: What counts as spent for each seat, in US dollars; empty where nobody was to be paid.
            More than its tokens cost where the cost of a request never became known.
        ending: `deal` or `no deal`, and why; None until it is over.
        trial: Which trial of a suite it is; None for a run of its own.
        imported: Where it was played; None for here. Nobody was asked anything in an imported run,
            so it cannot be replayed.
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
    hash: str = ""
    engine_version: int
    versions: Mapping[str, str]
    started: str
    finished: str | None = None
    lineage: Lineage | None = None
    epochs: tuple[EpochInfo, ...] = ()
    record: Literal["none", "missing", "all"] = "none"
    limits: Limits = Limits()
    totals: Mapping[str, int] = {}
    by_seat: Mapping[SeatId, Mapping[str, int]] = {}
    usd: Mapping[SeatId, str] = {}
    ending: tuple[str, str] | None = None
    note: str = ""
    imported: Origin | None = Field(default=None, exclude_if=lambda origin: origin is None)
    trial: TrialInfo | None = Field(default=None, exclude_if=lambda trial: trial is None)

    @property
    def seal(self) -> str:
        """The digest of seed, seats, settings, definitions and engine, as they stand here."""
        parts: list[JsonValue] = [
            self.seed,
            [[seat, chat] for seat, chat in self.seats.items()],
            list(self.settings),
            self.definitions,
            self.engine_version,
            *(epoch.model_dump(mode="json") for epoch in self.epochs),
        ]
        return canonical.digest(canonical.line(parts))

    @property
    def in_epochs(self) -> tuple[EpochInfo, ...]:
        """What decided the talks, from the first turn on; at least one."""
        whole = EpochInfo(
            turn=1, seats=self.seats, settings=self.settings, definitions=self.definitions
        )
        return self.epochs or (whole,)


def sealed(info: RunInfo) -> RunInfo:
    """Return the same with its `hash` filled in."""
    return info.model_copy(update={"hash": info.seal})


def new_id(scenario: str, *, now: str, chance: Callable[[int], bytes] = os.urandom) -> str:
    """Return an id that sorts by time; `now` is digits, as in `20260102-030405678`."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    tail = "".join(letters[byte % len(letters)] for byte in chance(4))
    return f"{now}-{scenario}-{tail}"


def digest(scenario: "Scenario", cast: "Cast") -> str:
    """Return what tells one set of resolved definitions from another."""
    return digest_of([frozen(scenario), *(frozen(cast[name]) for name in sorted(cast))])


def digest_of(texts: Iterable[str]) -> str:
    """Return the same of definitions as they are kept: the scenario, then personas by their ids."""
    return canonical.digest("\0".join(texts))


def frozen(definition: BaseModel) -> str:
    """Return a definition as it is kept with a run."""
    return definition.model_dump_json(indent=1, by_alias=True) + "\n"
