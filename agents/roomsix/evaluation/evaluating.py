"""A suite played: its trials through an engine, its results kept, its rule of stopping asked."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from roomsix.errors import BudgetSpent, RecordError
from roomsix.evaluation import columns, figures, gating, playing, results, standing, stopping
from roomsix.evaluation.engines import Engine
from roomsix.evaluation.gating import Verdict
from roomsix.evaluation.playing import Halted, Kit
from roomsix.evaluation.provenance import Provenance, provenance
from roomsix.evaluation.results import Results
from roomsix.evaluation.row import Row
from roomsix.evaluation.standing import Standing
from roomsix.evaluation.trial import Trial, described
from roomsix.seating import answering
from roomsix.store import disk
from roomsix.suite import Suite, Term, gate

OVER = "outcome.json"
"""What the folder of a run that has come to its end holds."""

LOCK = ".results.lock"
"""Held while results are written; put away afterwards."""


@dataclass
class Evaluation:
    """A suite being played.

    Attributes:
        trials: Those to be played now, in order.
        plan: All there are, those among them; the folder's results are of all.
        rows: What has come of them so far, by key.
        told: Called with each row as it comes.
        fail_fast: The first run that fails, or that breaks a gate for good, is the last.
        words: What the command line had beside the suite, to be given again.
        part: Which part of how many the trials are; None for no part.
        minutes: How long it may take, by the clock on the wall; None for as long as it takes.
    """

    suite: Suite
    trials: Sequence[Trial]
    plan: Sequence[Trial]
    kit: Kit
    told: Callable[[Row], None] = lambda _: None
    fail_fast: bool = False
    part: tuple[int, int] | None = None
    minutes: float | None = None
    rows: dict[str, Row] = field(default_factory=dict)
    stopped_early: str = ""
    words: tuple[str, ...] = ()

    async def play(self, engine: Engine) -> None:
        """Play the trials, and keep the results whatever stops it.

        Raises:
            UsageError: A model's key is missing.
            BudgetSpent: A limit of the whole suite was reached.
            Halted: It was asked to stop.
            RecordError: The results cannot be written.
        """
        with disk.told(self.kit.folder, ""):
            disk.make_parents(self.kit.folder / "run")
        turnstile = self.kit.turnstile
        self._reach()
        try:
            with self.kit.halt.heard(lambda: turnstile.close(playing.halted)):
                await self._in_time(engine)
        except Halted:
            if not self.stopped_early:
                raise
        finally:
            await engine.close()
            self.keep()

    def _reach(self) -> None:
        """Make every model's chat once, so that a missing key is told of before any run."""
        wanted = set(self.models)
        for trial in self.trials:
            fresh = {seat: each for seat, each in trial.specs.items() if each in wanted}
            if fresh and not (self.kit.folder / trial.name / OVER).exists():
                answering.chats(
                    trial.scenario,
                    fresh,
                    seed=trial.seed,
                    workspace=self.kit.workspace,
                    tapes=self.kit.tapes,
                    meter=self.kit.meter(),
                )
                wanted -= set(fresh.values())
            if not wanted:
                return

    @property
    def done(self) -> list[Row]:
        """The rows there are, in the order of the trials."""
        return [self.rows[trial.key] for trial in self.trials if trial.key in self.rows]

    @property
    def models(self) -> list[str]:
        """The models that may be asked, by the specs of their chats; judges are among them."""
        specs = [each for trial in self.trials for each in trial.specs.values()]
        specs += [each.spec for each in self.kit.judges]
        return list(dict.fromkeys(each for each in specs if each.startswith("openai:")))

    def keep(self) -> None:
        """Write the results there are, beside those of trials that were not come to now.

        Others may be doing so for other parts, and none may lose what another has written.
        """
        folder = self.kit.folder
        with disk.told(folder), disk.held(folder / LOCK):
            known = {**self._known(), **self.rows}
            rows = tuple(known[trial.key] for trial in self.plan if trial.key in known)
            found = self.results().model_copy(update={"rows": rows, "planned": len(self.plan)})
            results.save(folder, found)

    def _known(self) -> dict[str, Row]:
        try:
            return {row.key: row for row in results.load(self.kit.folder).rows}
        except RecordError:
            return {}  # none yet, or none that can be read: the runs themselves are still there

    def verdicts(self) -> list[Verdict]:
        """Return what the gates say of the rows there are."""
        return list(self.results().verdicts)

    def results(self, *, judged: bool = True) -> Results:
        """Return what came of it so far.

        Args:
            judged: Whether gates are to be held against it; not against a part of the trials.
        """
        return Results(
            suite=self.suite,
            rows=tuple(self.done),
            planned=len(self.trials),
            judged=judged,
            stopped=self.stopped_early,
            folder=self.kit.folder,
            words=self.words,
            made=self._made,
            judges=self._judges,
            unselected=self._unselected,
        )

    @cached_property
    def _unselected(self) -> tuple[str, ...]:
        """The gates that speak of runs which are not among those to be played now."""
        if len(self.trials) == len(self.plan):
            return ()
        kinds = {tuple(described(trial).items()): described(trial) for trial in self.trials}
        return tuple(
            text
            for text in self.suite.gates
            for terms in [gate.gate(text).value.terms]
            if not all(any(_is_of(each, kind) for kind in kinds.values()) for each in terms)
        )

    @cached_property
    def _made(self) -> Provenance:
        return provenance(self.plan)

    async def _in_time(self, engine: Engine) -> None:
        """Play the parts one after the other.

        Raises:
            BudgetSpent: The time is up. Calls under way are given up, and asked again later.
        """
        timer = asyncio.timeout(self.minutes * 60 if self.minutes is not None else None)
        try:
            async with timer:
                for part in self._parts():
                    await engine.play(part, self.kit, self._came)
                    self.stopped_early = self._stops()
                    if self.stopped_early:
                        return
        except TimeoutError:
            if not timer.expired():
                raise  # somebody else's
            raise BudgetSpent(
                "the time is over: --max-minutes", hint="it counts anew when it goes on"
            ) from None

    @property
    def _judges(self) -> tuple[Standing, ...]:
        return tuple(each.standing for each in self.kit.judges)

    def _stops(self) -> str:
        """Return why the suite's rule stops it here, if it may; empty where it does not."""
        rule = self.suite.stop
        if rule and standing.decides(gate.value(rule.figure), self._judges, self.done):
            return ""
        return stopping.stops(self.suite, self.done)

    def _parts(self) -> Iterator[Sequence[Trial]]:
        """Yield the trials that are played before the rule of stopping is asked again."""
        if self.suite.stop is None:
            yield self.trials
            return
        for _, same in groupby(self.trials, lambda trial: trial.seed):
            yield list(same)

    def _came(self, row: Row) -> None:
        self.rows[row.key] = row
        self.told(row)
        if self.fail_fast and (row.state == "failed" or gating.broken(self.suite, [row])):
            self.stopped_early = self.stopped_early or f"--fail-fast, after {row.run}"
            self.kit.halt.ask()


def _is_of(term: Term, labels: Mapping[str, str]) -> bool:
    return all(labels.get(name) == value for name, value in term.given)


def named(suite: Suite) -> tuple[str, ...]:
    """Return the scores that a suite speaks of, with the usual ones."""
    from roomsix.scoring.table import METRICS

    said = [term.metric for _, term in figures.terms(suite)]
    return tuple(name for name in METRICS if name in {*columns.USUAL, *said})


def needed(suite: Suite) -> tuple[str, ...]:
    """Return the scores that are worked out of each run: those named, and any outcome's."""
    from roomsix.scoring.table import GROUPS, METRICS

    wanted = {*named(suite), *(metric.name for metric in GROUPS["outcome"])}
    return tuple(name for name in METRICS if name in wanted)
