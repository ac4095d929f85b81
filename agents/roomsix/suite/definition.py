"""The file of a suite: scenarios, seats, sides, treatments, seeds, scores and gates."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from roomsix.deal import Definition, Frozen, Id, Line, Text

ROLES = ("lead", "adviser", "mediator", "observer")

DEFAULT = "default"
"""The treatment of a suite that names none."""

JUDGED = "judged-"
"""How the name of a figure begins that a judge gives; no score's does."""

Occupant = Annotated[str, Field(min_length=1, pattern=r"^[^\s@]*(@\S+)?$")]
"""`PERSONA`, `PERSONA@CHAT` or `@CHAT`; what is left out is as the scenario has it, or a mock."""


class Whom(NamedTuple):
    """Whose place a key of `seats` means.

    Attributes:
        role: Only seats of this role; None for any.
        seat: One seat by its id; None for what the others say.
        in_turn: One seat after the other, the rest left alone; else all of them at once.
    """

    role: str | None
    seat: str | None
    in_turn: bool


def whom(key: str) -> Whom:
    """Read a key of `seats`: `all`, a role, `each`, `each-ROLE`, or the id of a seat."""
    if key in ("all", "each"):
        return Whom(None, None, key == "each")
    if key in ROLES:
        return Whom(key, None, False)
    if found := re.fullmatch(f"each-({'|'.join(ROLES)})", key):
        return Whom(found[1], None, True)
    return Whom(None, key, False)


class Drawn(Frozen):
    """Games drawn by seed, as `roomsix generate` draws them; None is drawn as well.

    Attributes:
        count: How many games.
        seed: Of the first; the next has the next.
        opposition: How far the best package is from everyone's best, 0 to 1: the least, the most.
    """

    count: Annotated[int, Field(ge=1, le=100_000)]
    seed: Annotated[int, Field(ge=0)] = 1
    parties: Annotated[int, Field(ge=2, le=6)] = 2
    issues: Annotated[int, Field(ge=3, le=8)] | None = None
    opposition: (
        Annotated[
            tuple[Annotated[float, Field(ge=0, le=1)], ...], Field(min_length=2, max_length=2)
        ]
        | None
    ) = None
    interactions: Annotated[int, Field(ge=0, le=8)] | None = None
    rounds: Annotated[int, Field(ge=1, le=50)] | None = None
    mediator: bool = True
    observer: bool = False
    advisers: bool = False


class SeedRange(Frozen):
    """So many seeds from the first on."""

    first: Annotated[int, Field(ge=0)] = 1
    count: Annotated[int, Field(ge=1, le=1_000_000)]


class Treatment(Frozen):
    """What is done otherwise in a part of the runs, everything else being the same.

    Attributes:
        changes: As `--set` takes them: `PATH=VALUE` of the scenario, or of `persona.ID.…`.
        seats: Who sits where, or answers there, before what the suite's own `seats` say.
    """

    about: str = ""
    changes: tuple[Text, ...] = Field(default=(), alias="set")
    seats: Mapping[Id, Occupant] = {}


class Caps(Frozen):
    """What the whole suite may spend on models; None where nothing limits it.

    Attributes:
        usd: US dollars.
        tokens: Of prompts and replies together.
        calls: Requests.
    """

    usd: Annotated[Decimal, Field(ge=0, allow_inf_nan=False)] | None = None
    tokens: Annotated[int, Field(ge=0)] | None = None
    calls: Annotated[int, Field(ge=0)] | None = None


class Stop(Frozen):
    """When to stop before every seed is played, by a rule that keeps the interval honest.

    It is asked after every seed whose runs are all done. The interval is a confidence sequence,
    which holds at all of these looks together.

    Attributes:
        figure: A rate, a mean or a difference of two, as in a gate, without a bound.
        width: Stop once the interval is no wider than this.
        decided: Stop once the interval no longer holds this value.
        least: Seeds to be played in any case.
    """

    figure: Text
    width: Annotated[float, Field(gt=0)] | None = None
    decided: float | None = None
    least: Annotated[int, Field(ge=2)] = 20


class Judging(Frozen):
    """Who judges every run by a rubric, once it is over; what comes of it is no score.

    Attributes:
        rubric: A rubric's name; its figure is called `judged-` and that.
        chat: `openai:MODEL`, `cassette:NAME`, `script:NAME`, or `mock`, which draws.
    """

    rubric: Id
    chat: Text

    @property
    def column(self) -> str:
        """What its figure is called."""
        return f"{JUDGED}{self.rubric}"


class Suite(Definition):
    """Everything that is played is a product of the parts; the unit is one run.

    Attributes:
        suite: The format's version.
        id: The file's name without its ending.
        scenarios: Names, or patterns of names such as `*`.
        drawn: Games drawn by seed, beside those.
        seats: Who may sit where: every one of a list is tried with every one of the others. A key
            is a seat, a role (all its seats at once), `all`, `each` or `each-ROLE` (one seat after
            the other). The narrower goes before the wider.
        sides: Who leads for the first side, for the second, and so on, in the scenario's order of
            parties: every combination of the lists is played.
        swap: Whether each combination of `sides` is played from every side of the table.
        treatments: What is compared; each is played with the same seeds. One, `default`, if none
            is named.
        seeds: How many, from 1 on; or from where.
        limits: Of all runs together.
        scores: Those kept in the results, beside what gates and `primaries` speak of; none for a
            usual few. All can be had of the runs later.
        primaries: The scores that comparisons are declared for; at most three, and corrected for
            their number.
        gates: What has to hold, such as `rate(agreement) >= 0.8` or `count(breaches) == 0`.
        stop: When to stop early; None to play every seed.
        judges: Who judges the runs, one for each rubric. Labelled as a judge's word; gates and
            `stop` go by it only where its agreement with people was measured.
    """

    suite: Literal[1]
    id: Id
    title: Line
    summary: str = ""
    scenarios: tuple[Text, ...] = ()
    drawn: Drawn | None = None
    seats: Mapping[Id, Annotated[tuple[Occupant, ...], Field(min_length=1)]] = {}
    sides: tuple[Annotated[tuple[Occupant, ...], Field(min_length=1)], ...] = ()
    swap: bool = False
    treatments: Mapping[Id, Treatment] = {}
    seeds: Annotated[int, Field(ge=1, le=1_000_000)] | SeedRange = 1
    limits: Caps = Caps()
    scores: tuple[Text, ...] = ()
    primaries: Annotated[tuple[Text, ...], Field(max_length=3)] = ()
    gates: tuple[Text, ...] = ()
    stop: Stop | None = None
    judges: tuple[Judging, ...] = ()

    @property
    def seed_range(self) -> range:
        """The seeds, in the order in which they are played."""
        asked = self.seeds if isinstance(self.seeds, SeedRange) else SeedRange(count=self.seeds)
        return range(asked.first, asked.first + asked.count)

    @property
    def compared(self) -> Mapping[str, Treatment]:
        """The treatments; at least one."""
        return self.treatments or {DEFAULT: Treatment()}
