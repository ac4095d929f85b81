"""The figures that a suite speaks of: in its scores, primaries, gates and rule of stopping."""

from collections.abc import Iterator, Sequence

from roomsix.errors import UsageError, did_you_mean
from roomsix.evaluation import columns
from roomsix.evaluation.cells import Faults
from roomsix.evaluation.trial import Trial, described
from roomsix.suite import Suite, Term, gate
from roomsix.suite.gate import Value

Path = tuple[str | int, ...]

SHOWN = 12
"""How many names a hint holds at most."""


def terms(suite: Suite) -> Iterator[tuple[Path, Term]]:
    """Yield every figure with its place in the suite's file."""
    for key in ("scores", "primaries"):
        for index, name in enumerate(getattr(suite, key)):
            metric, _, who = name.partition(".")
            yield (key, index), Term("mean", metric, who)
    yield from ((path, term) for path, value in values(suite) for term in value.terms)


def values(suite: Suite) -> Iterator[tuple[Path, Value]]:
    """Yield every figure of a gate or of the rule of stopping with its place."""
    for index, text in enumerate(suite.gates):
        yield ("gates", index), gate.gate(text).value
    if suite.stop is not None:
        yield ("stop", "figure"), gate.value(suite.stop.figure)


def check(suite: Suite, trials: Sequence[Trial], faults: Faults, *, whole: bool) -> None:
    """Take down figures that no score has, no seat can have, or no trial is of.

    Args:
        whole: Whether these are all the trials; else nothing is said of which are chosen.
    """
    own = {name for trial in trials for name in trial.sides}
    for trial in {trial.scenario.id: trial for trial in trials}.values():
        own |= {*trial.scenario.parties, *trial.scenario.seats}
    there: dict[str, set[str]] = {}
    for trial in trials if whole else ():
        for name, label in described(trial).items():
            there.setdefault(name, set()).add(label)
    for path, term in terms(suite):
        with faults.at(*path):
            columns.known(term.metric, suite)
            if term.how == "rate" and not columns.counted(term.metric):
                raise UsageError(
                    f"{term.metric} is no event and no count, so no share of runs has it",
                    hint=f"`mean({term.column})`, or the rate of such as agreement or breaches",
                )
            if term.who and trials and term.who not in own:
                raise _none(f"nobody is called {term.who!r}", term.who, own)
            for name, label in term.given if whole else ():
                if name not in there:
                    raise _none(f"no trial has a {name!r}", name, there)
                if label not in there[name]:
                    raise _none(f"no trial has {name}={label}", label, there[name])
    for path, value in values(suite):
        with faults.at(*path):
            _apart(value, trials)


def _apart(value: Value, trials: Sequence[Trial]) -> None:
    """Make sure that no run is held against itself; two figures of the same runs may be.

    Raises:
        UsageError: Some run is on both sides of a difference.
    """
    first, second = value.first, value.second
    if second is None or (set(first.given) == set(second.given) and first.column != second.column):
        return
    both = sum(
        all(labels.get(name) == label for name, label in (*first.given, *second.given))
        for labels in map(described, trials)
    )
    if both:
        raise UsageError(
            f"{both:,} runs would be on both sides of {value}: nothing is compared with itself",
            hint="name other runs on each side, such as `mean(gain | a) - mean(gain | b)`",
        )


def _none(message: str, given: str, known: "set[str] | dict[str, set[str]]") -> UsageError:
    there = sorted(known)
    listed = ", ".join(there[:SHOWN]) + (", …" if len(there) > SHOWN else "")
    return UsageError(message, hint=did_you_mean(given, there) or f"there are: {listed}")
