"""A trial: one run that a suite asks for, and everything that decides how it goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from roomsix import ENGINE_VERSION, canonical, store
from roomsix.deal import PartyId, SeatId
from roomsix.scenario import Scenario
from roomsix.views import Cast


@dataclass(frozen=True)
class Trial:
    """One run that a suite asks for.

    Attributes:
        suite: Its id.
        specs: Who answers for each seat.
        changes: The `--set` texts that scenario and cast were changed by already.
        labels: What the trial is told from others by: its treatment, and who was tried where.
        sides: The party that each side of `sides` plays: `side-1`, `side-2` and so on.
        repeat: How often the same is played before.
        sources: Digests of the scripts and tapes that chats answer from.
        origin: A digest of the scenario before any change.
    """

    suite: str
    scenario: Scenario
    cast: Cast
    specs: Mapping[SeatId, str]
    seed: int
    treatment: str
    changes: tuple[str, ...]
    labels: Mapping[str, str]
    sides: Mapping[str, PartyId]
    repeat: int
    sources: tuple[str, ...]
    digest: str
    origin: str = ""

    @cached_property
    def key(self) -> str:
        """What it is known by: another key is another run, the same key the same."""
        return canonical.digest(
            canonical.line(
                [
                    ENGINE_VERSION,
                    self.digest,
                    self.seed,
                    self.repeat,
                    [[seat, spec] for seat, spec in self.specs.items()],
                    [[name, label] for name, label in sorted(self.labels.items())],
                    [[name, party] for name, party in sorted(self.sides.items())],
                    list(self.sources),
                ]
            )
        )

    @property
    def name(self) -> str:
        """What its folder is called."""
        return f"{self.scenario.id}-{self.seed}-{self.key[:12]}"

    @property
    def info(self) -> store.TrialInfo:
        """The same as a run's account says it."""
        return store.TrialInfo(
            suite=self.suite,
            key=self.key,
            treatment=self.treatment,
            labels=dict(self.labels),
            sides=dict(self.sides),
            repeat=self.repeat,
        )


def chosen(trials: Iterable[Trial], wanted: Iterable[tuple[str, str]]) -> list[Trial]:
    """Return the trials that have every label wanted; of one name, any of the values will do."""
    by_name: dict[str, set[str]] = {}
    for name, value in wanted:
        by_name.setdefault(name, set()).add(value)
    return [
        trial
        for trial in trials
        if all(described(trial).get(name) in values for name, values in by_name.items())
    ]


def described(trial: Trial) -> Mapping[str, str]:
    """Return everything that a trial can be chosen by."""
    return {**trial.labels, "scenario": trial.scenario.id, "seed": str(trial.seed)}
