"""What came of a trial: a row of a suite's results."""

from collections.abc import Mapping
from typing import Literal

from roomsix.deal import Frozen, PartyId, SeatId
from roomsix.evaluation.trial import Trial
from roomsix.judging.verdicts import Kind
from roomsix.scoring import Value
from roomsix.suite import JUDGED

State = Literal["finished", "stopped", "failed"]


class Figures(Frozen):
    """A score as far as results keep it; the run's own outcome has formula, version and source."""

    value: Value
    parties: Mapping[PartyId, Value] = {}
    seats: Mapping[SeatId, Value] = {}


class Judgement(Frozen):
    """What a judge said of a run by one rubric; its word, and no score.

    Attributes:
        models: The names that the endpoint gave for what answered.
        value: In `[0, 1]`, from the least label to the most; None where there is no verdict.
        asked: How many verdicts were asked for; `none` of them could not be had.
        own_family: Whether it judged a model of its own family.
        usd: What it cost in US dollars, where anything had a price.
    """

    judge: str
    kind: Kind
    models: tuple[str, ...] = ()
    value: float | None
    parties: Mapping[PartyId, float | None] = {}
    seats: Mapping[SeatId, float | None] = {}
    asked: int
    none: int = 0
    own_family: bool = False
    usd: float = 0.0


class Row(Frozen):
    """What came of a trial.

    Attributes:
        run: The name of the run's folder.
        state: `stopped`: it was, and goes on with the same command; `failed`: so it will, but
            something kept it from going on.
        error: What did, in a line; empty for nothing.
        seats: `PERSONA@CHAT` by seat.
        counts: What is no score: turns, calls and so on, as `columns` names them.
        judged: What judges said, by rubric; their figures are called `judged-RUBRIC`.
    """

    run: str
    key: str
    suite: str
    scenario: str
    treatment: str
    seed: int
    repeat: int = 0
    labels: Mapping[str, str] = {}
    sides: Mapping[str, PartyId] = {}
    seats: Mapping[SeatId, str] = {}
    state: State
    error: str = ""
    ending: str = ""
    why: str = ""
    counts: Mapping[str, float] = {}
    scores: Mapping[str, Figures] = {}
    judged: Mapping[str, Judgement] = {}

    @property
    def described(self) -> Mapping[str, str]:
        """Everything that it can be chosen by."""
        return {**self.labels, "scenario": self.scenario, "seed": str(self.seed)}

    @property
    def judges(self) -> tuple[str, ...]:
        """What the figures are called that judges gave."""
        return tuple(f"{JUDGED}{rubric}" for rubric in self.judged)

    def figure(self, metric: str, who: str = "") -> Value:
        """Return a score, a count, or what a judge said; None where there is none.

        Args:
            who: A party, a seat, or a side wherever it sits; empty for all together.
        """
        if metric in self.counts and not who:
            return self.counts[metric]
        rubric = metric.removeprefix(JUDGED) if metric.startswith(JUDGED) else ""
        found = self.judged.get(rubric) if rubric else self.scores.get(metric)
        if found is None:
            return None
        if not who:
            return found.value
        whose = self.sides.get(who, who)
        return found.parties.get(whose, found.seats.get(whose))


def named(one: Row | Trial) -> str:
    """Return what a run is called among those of its suite and treatment."""
    scenario = one.scenario if isinstance(one.scenario, str) else one.scenario.id
    labels = [f"{name}={value}" for name, value in one.labels.items() if name != "treatment"]
    repeat = [f"repeat={one.repeat}"] if one.repeat else []
    return " ".join([scenario, f"seed={one.seed}", *labels, *repeat])


def unplayed(trial: Trial, state: State, error: str = "") -> Row:
    """Return the row of a trial that has not come to its end."""
    return Row(
        run=trial.name,
        key=trial.key,
        suite=trial.suite,
        scenario=trial.scenario.id,
        treatment=trial.treatment,
        seed=trial.seed,
        repeat=trial.repeat,
        labels=dict(trial.labels),
        sides=dict(trial.sides),
        seats=_seats(trial),
        state=state,
        error=error,
    )


def _seats(trial: Trial) -> dict[SeatId, str]:
    places = trial.scenario.seats
    return {seat: f"{places[seat].persona}@{spec}" for seat, spec in trial.specs.items()}
