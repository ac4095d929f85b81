"""Suites as tests: one for every run, then one for every gate."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from roomsix.budget import Limits
from roomsix.errors import RoomsixError, UsageError
from roomsix.evaluation import affording, playing, preparing
from roomsix.evaluation.again import again
from roomsix.evaluation.evaluating import Evaluation
from roomsix.evaluation.gating import Verdict
from roomsix.evaluation.offending import offenders
from roomsix.evaluation.results import FOLDER, Results
from roomsix.evaluation.row import Row, named
from roomsix.evaluation.trial import Trial
from roomsix.report.evaluation import told
from roomsix.seating import table
from roomsix.suite import gate
from roomsix.testing import plugin, talks
from roomsix.workspace import Workspace


class Failed(Exception):
    """A run could not be played, or a gate does not hold: shown as it is, without a traceback."""


class SuiteFile(pytest.File):
    """A suite: a test for every run, then one for every gate."""

    def collect(self) -> "Iterable[pytest.Item]":
        """Yield the tests; a suite that is wrong is told with every place.

        A gate is judged by all runs of the suite, whichever tests are selected.
        """
        try:
            trials = self.evaluation.trials
        except RoomsixError as error:
            raise self.CollectError(str(error)) from None
        for trial in trials:
            yield Run.from_parent(self, name=_name(trial), trial=trial)
        for text in self.evaluation.suite.gates:
            yield Held.from_parent(self, name=_plain(f"gate: {gate.gate(text)}"), gate=text)

    @property
    def root(self) -> Path:
        """The folder that the suite's names are looked up in."""
        here = self.path.parent
        return here.parent if here.name == "evals" else here

    @cached_property
    def evaluation(self) -> Evaluation:
        """The suite, ready to be played.

        Raises:
            RoomsixError: It cannot be.
        """
        wanted, workspace = str(self.path.relative_to(self.root)), Workspace(self.root)
        found = workspace.find("suite", wanted)
        into = plugin.runs(self.config) / found.name
        made = preparing.prepare(wanted, workspace, self.root / "runs", into=into)
        if made.models:
            self._admit(made)
        return made

    def _admit(self, made: Evaluation) -> None:
        """Have the suite ask its models: what is paid for is kept, and what it may cost holds.

        Raises:
            UsageError: No model may be asked, or each of several processes would hold the
                suite's limits by itself.
            RecordError: What was spent before cannot be read.
        """
        if not self.config.getoption("--roomsix-models"):
            table.refuse_models(made.models)
        workers = getattr(self.config, "workerinput", {}).get("workercount", 1)
        if workers > 1 and affording.caps(made, Limits()) != Limits():
            raise UsageError(
                f"{workers} workers cannot hold the limits of {made.suite.id!r} together",
                hint="without -n they hold; so they do in `roomsix eval`, with many runs at once",
            )
        made.kit = replace(made.kit, folder=self.root / "runs" / FOLDER / made.suite.id)
        made.kit = affording.kit(made, [made], Limits(), {})

    def row(self, trial: Trial) -> Row:
        """Return what came of a trial, which is played if no worker has done so."""
        rows = self.evaluation.rows
        if trial.key not in rows:
            # Another worker that plays it already is waited for; its run is then only read.
            rows[trial.key] = talks.at_once(playing.play(trial, self.evaluation.kit))
        return rows[trial.key]

    def results(self) -> Results:
        """Return what came of the whole suite."""
        for trial in self.evaluation.trials:
            self.row(trial)
        return self.evaluation.results()

    def again(self, results: Results, row: Row) -> str:
        """Return the line that plays a run again, from the folder that pytest was called in."""
        here = self.root.resolve() == self.config.invocation_params.dir.resolve()
        return again(results, row, root=None if here else self.root)


class _Test(pytest.Item):
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what is shown of a failure."""
        if isinstance(excinfo.value, Failed | RoomsixError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return where the test stands, and what its failure is headed by."""
        return self.path, None, f"{self.path.stem}, {self.name}"

    @property
    def suite(self) -> SuiteFile:
        """The suite it is of."""
        assert isinstance(self.parent, SuiteFile)
        return self.parent


class Run(_Test):
    """One run: it passes if it could be played to its end, whatever came of it."""

    def __init__(self, *, trial: Trial, **rest: Any) -> None:
        super().__init__(**rest)
        self.trial = trial

    def runtest(self) -> None:
        """Play it."""
        row = self.suite.row(self.trial)
        if row.state == "failed":
            line = self.suite.again(self.suite.evaluation.results(), row)
            raise Failed(f"could not be played: {row.error}\nto play it again: {line}")
        self.user_properties.append(("ending", f"{row.ending}: {row.why}"))


class Held(_Test):
    """One gate: it passes if it holds, given all runs of its suite."""

    def __init__(self, *, gate: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.gate = gate

    def runtest(self) -> None:
        """Hold the gate against all runs."""
        results = self.suite.results()
        at = list(results.suite.gates).index(self.gate)
        verdict = results.verdicts[at]
        self.user_properties += [("figure", told(verdict.figure)), ("n", verdict.figure.n)]
        self.user_properties += [(each.column, each.label(results.rows)) for each in results.judges]
        if verdict.passed is not True:
            raise Failed("\n".join(self._lines(results, verdict)))

    def _lines(self, results: Results, verdict: Verdict) -> Iterator[str]:
        figure = verdict.figure
        note = f" ({figure.note})" if figure.note and figure.value is not None else ""
        yield f"{verdict.word}: {verdict.gate}"
        if verdict.refused:
            yield verdict.refused
        yield f"it is {told(figure)}, n = {figure.n}{note}"
        for each in offenders(gate.gate(self.gate), results.rows, most=1):
            line = self.suite.again(results, each.row)
            yield f"{each.value:.3g} in {named(each.row)}; to play it again: {line}"


def _name(trial: Trial) -> str:
    return _plain(f"{trial.treatment}: {named(trial)}")


def _plain(name: str) -> str:
    """Return a name in which nothing is a sign to pytest, which reads its ids from text again."""
    return name.replace("::", ":").replace("[", "(").replace("]", ")")
