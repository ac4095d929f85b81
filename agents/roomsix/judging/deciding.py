"""Judging a run by rubrics: what is to be asked, and the asking of what was not asked before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from pydantic import JsonValue

from roomsix import calls
from roomsix.calls import Chat
from roomsix.errors import UsageError
from roomsix.judging import asking, family, keeping, questions
from roomsix.judging.asking import Answered, Question
from roomsix.judging.sight import Played, Shown, shown
from roomsix.judging.verdicts import Judged, Kind, Verdicts
from roomsix.rubric import Rubric, Verdict

if TYPE_CHECKING:
    from roomsix.store import Run

Spent = Callable[[], Decimal | None]
"""Returns what was spent so far, in US dollars; None where nothing has a price."""


@dataclass(frozen=True)
class Judge:
    """Who judges.

    Attributes:
        name: Whose word its verdicts are, as a spec: for a cassette the chat that was recorded.
        recorded: The cassette, or empty.
        sampling: Of whoever is recorded meanwhile; None for the chat's own.
    """

    chat: Chat
    name: str
    kind: Kind
    recorded: str = ""
    sampling: Mapping[str, JsonValue] | None = None

    def key(self, question: Question) -> str:
        """Return what a verdict is known by: a digest of the very question and of who is asked."""
        request = calls.Request(
            seat=asking.SEAT, index=0, prompt=question.prompt, form=question.form
        )
        own = self.chat.sampling if self.sampling is None else self.sampling
        return calls.hashed(request, self.name, own)


@dataclass(frozen=True)
class Case:
    """One question on one run.

    Attributes:
        known: What came of it before; None while it was not asked.
        specs: Who answered for those that are judged.
    """

    rubric: Rubric
    shown: Shown
    question: Question
    key: str
    known: Judged | None
    specs: Sequence[str]


def cases(run: "Run", rubrics: Sequence[Rubric], judge: Judge) -> list[Case]:
    """Return everything that a judge is to be asked of a run, and what it was asked before.

    That is nothing where the talks hold no turn that can be judged so.

    Raises:
        UsageError: The talks are not over.
        RecordError: The run's files are damaged.
    """
    record = run.record()
    if not record.of("ended"):
        raise UsageError("the talks are not over", hint=f"`roomsix resume {run.info.id}`")
    later = tuple(run.later_scenarios())
    played = Played(run.scenario_of(0), run.cast, record, later)
    known = keeping.verdicts(run.folder)
    return [case for rubric in rubrics for case in _cases(run, rubric, played, judge, known)]


def _cases(
    run: "Run", rubric: Rubric, played: Played, judge: Judge, known: Verdicts
) -> Iterator[Case]:
    for number, each in enumerate(shown(rubric, played), start=1):
        question = questions.question(rubric, each, number)
        key = judge.key(question)
        seats = run.info.seats
        specs = [chat for seat, chat in seats.items() if each.seat in (None, seat)]
        yield Case(rubric, each, question, key, known.find(key), specs)


async def decide(
    run: "Run",
    found: Sequence[tuple[int, Case]],
    judge: Judge,
    *,
    spent: Spent = lambda: None,
    tell: Callable[[Judged], None] = lambda _: None,
) -> None:
    """Ask a judge about a run, one question after the other; each verdict is kept as it comes.

    Args:
        found: The questions to ask, numbered among all that this chat is asked.
        tell: Told of each verdict once it is kept.

    Raises:
        ChatError: The judge cannot be reached or cannot go on; what it said before is kept.
        BudgetSpent: The next request could pass a limit.
        RecordError: The verdicts cannot be written, or somebody else is judging the run.
    """
    with keeping.held(run.folder):
        for number, case in found:
            before = spent()
            read = partial(questions.read, rubric=case.rubric, shown=case.shown)
            answered = await asking.ask(judge.chat, case.question, read, number=number)
            after = spent()
            usd = str(after - before) if after is not None and before is not None else ""
            judged = _judged(case, judge, answered, usd)
            keeping.keep(run.folder, keeping.verdicts(run.folder).added(judged))
            tell(judged)


def _judged(case: Case, judge: Judge, answered: Answered[Verdict], usd: str) -> Judged:
    answer, rubric = answered.answer, case.rubric
    return Judged(
        rubric=rubric.id,
        digest=rubric.digest,
        title=rubric.title,
        judges=rubric.judges,
        labels=tuple(rubric.labels),
        seat=case.shown.seat,
        judge=judge.name,
        kind=judge.kind,
        recorded=judge.recorded,
        model=answered.outcomes[-1].model,
        prompt=questions.prompt(),
        key=case.key,
        verdict=answer.verdict if answer else None,
        none=answered.why,
        turns=answer.turns if answer else (),
        reason=answer.reason if answer else "",
        asked=len(answered.outcomes),
        own_family=family.shared(judge.name, case.specs),
        usage=answered.usage,
        usd=usd,
    )
