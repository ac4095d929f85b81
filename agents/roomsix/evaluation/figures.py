"""The figures that a suite speaks of: in its scores, primaries, gates and rule of stopping."""

from collections.abc import Iterator, Sequence

from roomsix.errors import UsageError, did_you_mean
from roomsix.evaluation import columns
from roomsix.evaluation.cells import Faults
from roomsix.evaluation.trial import Trial, described
from roomsix.suite import Suite, Term, gate

Path = tuple[str | int, ...]

SHOWN = 12
"""How many names a hint holds at most."""


def terms(suite: Suite) -> Iterator[tuple[Path, Term]]:
    """Yield every figure with its place in the suite's file."""
    for key in ("scores", "primaries"):
        for index, name in enumerate(getattr(suite, key)):
            metric, _, who = name.partition(".")
            yield (key, index), Term("mean", metric, who)
    for index, text in enumerate(suite.gates):
        yield from ((("gates", index), term) for term in gate.gate(text).value.terms)
    if suite.stop is not None:
        for term in gate.value(suite.stop.figure).terms:
            yield ("stop", "figure"), term


def check(suite: Suite, trials: Sequence[Trial], faults: Faults, *, whole: bool) -> None:
    """Take down figures that no score has, no seat can have, or no trial is of.

    Args:
        whole: Whether these are all the trials; else nothing is said of which are chosen.
    """
    own = {name for trial in trials for name in trial.sides}
    for trial in {trial.scenario.id: trial for trial in trials}.values():
        own |= {*trial.scenario.parties, *trial.scenario.seats}
    values: dict[str, set[str]] = {}
    for trial in trials if whole else ():
        for name, value in described(trial).items():
            values.setdefault(name, set()).add(value)
    for path, term in terms(suite):
        with faults.at(*path):
            columns.known(term.metric, suite)
            if term.who and trials and term.who not in own:
                raise _none(f"nobody is called {term.who!r}", term.who, own)
            for name, value in term.given if whole else ():
                if name not in values:
                    raise _none(f"no trial has a {name!r}", name, values)
                if value not in values[name]:
                    raise _none(f"no trial has {name}={value}", value, values[name])


def _none(message: str, given: str, known: "set[str] | dict[str, set[str]]") -> UsageError:
    there = sorted(known)
    listed = ", ".join(there[:SHOWN]) + (", …" if len(there) > SHOWN else "")
    return UsageError(message, hint=did_you_mean(given, there) or f"there are: {listed}")
