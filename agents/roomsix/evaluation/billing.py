"""What the judges of a suite will cost at most, as long as no question is put again."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from roomsix.budget import REPLY, Price
from roomsix.calls import Request
from roomsix.chat import metering
from roomsix.chat.metering import Meter
from roomsix.evaluation import affording, judging
from roomsix.evaluation.evaluating import Evaluation
from roomsix.evaluation.planning import answers_anew
from roomsix.evaluation.standing import Appointed
from roomsix.evaluation.trial import Trial
from roomsix.judging import questions
from roomsix.judging.asking import SEAT, Question
from roomsix.judging.sight import Played, shown
from roomsix.running import estimating


@dataclass(frozen=True)
class Bill:
    """What is still to be asked of judges that are models.

    Attributes:
        usd: US dollars; None where no price is known.
    """

    questions: int
    usd: Decimal | None


def bill(evaluation: Evaluation) -> Bill | None:
    """Return what the judges will cost; None where none of them is a model.

    Of runs that are over that is what their questions come to. The others are taken to be as long
    as talks of their kind can be: these are played in memory, and nobody is asked.
    """
    asked = [each for each in evaluation.kit.judges if answers_anew([each.spec])]
    if not asked:
        return None
    meter = evaluation.kit.meter()
    judging.ready(evaluation.kit, meter)
    sizes = [
        (each, size, times)
        for each, question, times in _questions(evaluation, asked)
        for size in (_size(question),)
    ]
    longest = meter.limits.most or REPLY
    usd = [
        price(size, 0, longest) * times
        for each, size, times in sizes
        if (price := _price(each, meter)) is not None
    ]
    return Bill(sum(times for _, _, times in sizes), sum(usd, Decimal(0)) if usd else None)


def _questions(
    evaluation: Evaluation, asked: list[Appointed]
) -> Iterator[tuple[Appointed, Question, int]]:
    """Yield what is to be asked of whom, and how many times something like it."""
    left = []
    for trial in evaluation.trials:
        run = affording.finished(evaluation.kit.folder / trial.name)
        if run is None:
            left.append(trial)
            continue
        for each in asked:
            for case in judging.cases(run, each, evaluation.kit):
                if case.known is None:
                    yield each, case.question, 1
    kinds = [list(same) for _, same in groupby(sorted(left, key=affording.kind), affording.kind)]
    tried = kinds[:: max(1, -(-len(kinds) // affording.KINDS))]
    covered = sum(map(len, tried))
    for same in tried:
        times = -(-len(same) * len(left) // covered)
        for each, question in _of_one(same[0], evaluation, asked):
            yield each, question, times


def _of_one(
    trial: Trial, evaluation: Evaluation, asked: list[Appointed]
) -> Iterator[tuple[Appointed, Question]]:
    talks = affording.talks(trial, evaluation, Meter())
    played = Played(trial.scenario, trial.cast, estimating.longest(talks).record)
    for each in asked:
        for number, one in enumerate(shown(each.rubric, played), start=1):
            yield each, questions.question(each.rubric, one, number)


def _size(question: Question) -> int:
    return metering.size(Request(seat=SEAT, index=0, prompt=question.prompt, form=question.form))


def _price(each: Appointed, meter: Meter) -> Price | None:
    return meter.models[each.standing.judge].price
