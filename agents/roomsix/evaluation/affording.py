"""What a suite may spend and has spent, and what the rest of it will take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from roomsix import store
from roomsix.budget import Amount, Ledger, Limits
from roomsix.chat import metering
from roomsix.chat.metering import Meter
from roomsix.chat.turnstile import Line, Turnstile
from roomsix.errors import RecordError
from roomsix.evaluation import judging
from roomsix.evaluation.evaluating import Evaluation
from roomsix.evaluation.planning import answers_anew
from roomsix.evaluation.playing import Kit
from roomsix.evaluation.trial import Trial
from roomsix.running import estimating
from roomsix.running.estimating import Share, Span
from roomsix.seating import answering
from roomsix.session import Talks

KINDS = 12
"""Of how many kinds of talks an estimate is made; the others are taken to be like these."""


@dataclass(frozen=True)
class Rest:
    """What the rest of a suite will take.

    Attributes:
        runs: Those that models are asked in and that have not come to their end.
        requests: To models.
        usd: None where no price is known.
        unpriced: Chats without a known price; `usd` is without them.
        kinds: How many kinds of talks there are, told apart by definitions and chats.
        tried: Of how many of them that was worked out.
    """

    runs: int
    requests: Span[int]
    usd: Span[Decimal] | None
    unpriced: tuple[str, ...]
    kinds: int
    tried: int


def caps(evaluation: Evaluation, given: Limits) -> Limits:
    """Return the caps of a suite's own that nothing given takes the place of.

    A part of a suite has its part of them.
    """
    own = evaluation.suite.limits
    _, of = evaluation.part or (1, 1)
    return Limits(
        usd=None if own.usd is None or given.usd is not None else own.usd / of,
        tokens=None if own.tokens is None or given.tokens is not None else own.tokens // of,
        calls=None if own.calls is None or given.calls is not None else own.calls // of,
    )


def kit(
    evaluation: Evaluation, among: Sequence[Evaluation], given: Limits, lines: dict[str, Line]
) -> Kit:
    """Return what a suite is played with; its purses begin with what was spent before.

    Args:
        among: All the suites that what is given is for together.
        given: Caps on all of them, and prices.
        lines: Those who wait at endpoints, for all of them.

    Raises:
        RecordError: A run's lines on money are damaged.
    """
    own = caps(evaluation, given)
    purses = [Ledger(own, spent(evaluation))] if _capped(own) else []
    if _capped(given):
        # Looked up for each suite: the one before it has spent since.
        purses.append(Ledger(given, sum(map(spent, among), Amount())))
    return replace(
        evaluation.kit,
        limits=per_run(evaluation, given),
        turnstile=Turnstile(purses, lines),
    )


def per_run(evaluation: Evaluation, given: Limits) -> Limits:
    """Return what holds for every run by itself: prices, and how long a reply may be."""
    own = caps(evaluation, given)
    most = Limits(usd=own.usd, tokens=own.tokens, reply=given.most).most
    return Limits(reply=most, unpriced=given.unpriced, rates=given.rates)


def spent(evaluation: Evaluation) -> Amount:
    """Return what counts as spent by the runs of a suite, or of the part of it that is played.

    What its judges spent is in it.

    Raises:
        RecordError: A run's lines on money are damaged.
    """
    folder = evaluation.kit.folder
    if evaluation.part is None:
        folders: Iterable[Path] = folder.glob("*/")
    else:
        folders = (folder / trial.name for trial in evaluation.trials)
    files = (each / name for each in folders for name in (store.SPENDING, judging.SPENDING))
    found = Amount()
    for file in files:
        if file.exists():
            lines = file.read_text("utf-8").split("\n")[:-1]
            found += metering.spent(lines, file=str(file))
    return found


def rest(evaluation: Evaluation) -> Rest | None:
    """Return what the rest of a suite will take of models; None where no model is asked.

    The talks are played by mocks, as `estimating` does it, once for each kind of them.
    """
    asked = [each for each in evaluation.trials if answers_anew(each.specs.values())]
    left = [each for each in asked if not finished(evaluation.kit.folder / each.name)]
    if not asked:
        return None
    kinds = [list(same) for _, same in groupby(sorted(left, key=kind), key=kind)]
    tried = kinds[:: max(1, -(-len(kinds) // KINDS))]
    meter = Meter(evaluation.kit.limits)
    found = [
        (estimating.estimate(talks(same[0], evaluation, meter), meter), same) for same in tried
    ]
    runs = sum(len(same) for _, same in found)
    usd = [(each.total.usd, len(same)) for each, same in found if each.total.usd is not None]
    return Rest(
        runs=len(left),
        requests=_calls([(each.total, len(same)) for each, same in found], len(left), runs),
        usd=Span(
            sum((span.low * n for span, n in usd), Decimal(0)) * len(left) / runs,
            sum((span.high * n for span, n in usd), Decimal(0)) * len(left) / runs,
        )
        if usd
        else None,
        unpriced=tuple(dict.fromkeys(name for each, _ in found for name in each.unpriced)),
        kinds=len(kinds),
        tried=len(tried),
    )


def priced(evaluation: Evaluation) -> bool:
    """Tell whether a price is known for any model that may be asked.

    Raises:
        UsageError: One has none, and its cost is to be limited.
    """
    meter = evaluation.kit.meter()
    met: set[str] = set()
    for trial in evaluation.trials:
        if not met.issuperset(trial.specs.values()):
            met.update(trial.specs.values())
            talks(trial, evaluation, meter)
    judging.ready(evaluation.kit, meter)
    return any(model.price is not None for model in meter.models.values())


def _calls(shares: Sequence[tuple[Share, int]], left: int, runs: int) -> Span[int]:
    low = sum(share.calls.low * n for share, n in shares)
    high = sum(share.calls.high * n for share, n in shares)
    return Span(low * left // max(1, runs), high * left // max(1, runs))


def kind(trial: Trial) -> tuple[str, list[tuple[str, str]]]:
    """Return what talks of one kind share: definitions and chats."""
    return trial.digest, list(trial.specs.items())


def talks(trial: Trial, evaluation: Evaluation, meter: Meter) -> Talks:
    """Return the talks of a trial, to be looked at; its models have no keys."""
    chats = answering.chats(
        trial.scenario,
        trial.specs,
        seed=trial.seed,
        workspace=evaluation.kit.workspace,
        tapes=evaluation.kit.tapes,
        meter=meter,
        keyless=True,
    )
    return Talks(trial.scenario, trial.cast, trial.seed, chats)


def _capped(limits: Limits) -> bool:
    return (limits.usd, limits.tokens, limits.calls) != (None, None, None)


def finished(folder: Path) -> store.Run | None:
    """Return the run in a folder, if there is one that has come to its end."""
    try:
        run = store.Run(folder) if folder.exists() else None
        return run if run and run.info.status == "finished" else None
    except RecordError:
        return None
