"""The room while the talks go on: what stays fixed, the record, and how a seat is asked."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from roomsix import assessing, prompts, replies
from roomsix.calls import Judge, Outcome, OutcomeKind
from roomsix.deal import SeatId, SessionId
from roomsix.events import Invalid
from roomsix.prompts import Prompt
from roomsix.record import Log
from roomsix.replies import Schema, Unusable
from roomsix.scenario import Scenario
from roomsix.views import Cast

REASKS = 2
"""How often a seat is asked again about one thing before it is let be."""

T = TypeVar("T")

_FAILURES: Mapping[OutcomeKind, str] = {
    "refusal": "you declined to answer; stay in your role, or answer with the act 'pass'",
    "empty": "the reply was empty; answer with one JSON object",
    "truncated": "the reply was cut off before it ended; answer more briefly",
    "timed out": "no reply came in time; answer more briefly",
    "repeated": "these are the words of your turn before; go on from there, or say nothing",
    "wrong language": "this is not the language of these talks; answer in theirs",
    "huge": "the reply was far longer than a turn can be; answer more briefly",
    "too long": "there was too much to tell you",
}


@dataclass(repr=False)  # asyncio would spell out a whole room in a task's repr
class Room:
    """What nodes share.

    Attributes:
        ask: Puts a prompt to a seat, with the schema and the judge of its answer, and returns what
            came of it.
        asking: Called before a seat is asked.
        beginning: Called before turns begin, with the numbers of the first and the last of them;
            the room may have been entered anew when it returns.
        turned: Called when something that can be shown is wholly in the record.
        heads: Every seat's system message.
        left_out: How many of its oldest lines each seat is no longer sent, where there are any.
        turn_form: The schema of a turn.
        board_form: The schema of a row of the board.
    """

    scenario: Scenario
    cast: Cast
    seed: int
    log: Log
    ask: Callable[[SeatId, Prompt, Schema, Judge], Awaitable[Outcome]]
    asking: Callable[[SeatId, SessionId, int], None] = lambda *_: None
    beginning: Callable[[int, int], None] = lambda *_: None
    turned: Callable[[], None] = lambda: None
    heads: Mapping[SeatId, str] = field(init=False)
    left_out: dict[SeatId, int] = field(init=False)
    turn_form: Schema = field(init=False)
    board_form: Schema = field(init=False)

    def __post_init__(self) -> None:
        self.enter(self.scenario, self.cast)

    def enter(self, scenario: Scenario, cast: Cast) -> None:
        """Go on under other definitions; what has happened so far stays as it is."""
        self.scenario, self.cast = scenario, cast
        self.log.enter(scenario)
        self.left_out = {}  # whoever answers from now on may take in more
        self.heads = {seat: prompts.head(scenario, cast, seat) for seat in scenario.seats}
        self.turn_form = replies.schema(scenario)
        self.board_form = assessing.schema(scenario)

    def name(self, seat: SeatId) -> str:
        """The name of whoever sits there."""
        return self.cast[self.scenario.seats[seat].persona].name


@dataclass(frozen=True)
class Consulted(Generic[T]):
    """What came of asking a seat.

    Attributes:
        answer: None when no reply could be used.
        failed: The replies that could not, in order.
    """

    answer: T | None
    failed: tuple[Invalid, ...]


async def consult(
    room: Room,
    seat: SeatId,
    asked: Prompt,
    form: Schema,
    judge: Callable[[str], T | Unusable],
) -> Consulted[T]:
    """Ask a seat until a reply can be used, at most twice more; nothing is recorded yet.

    A question that is too long for whoever answers is asked once more in a shorter form, which
    its later ones keep.
    """
    lines = list(room.log.views[seat].lines[: asked.seen])
    failed: list[Invalid] = []

    def problem(text: str) -> str | None:
        judged = judge(text)
        return judged.reason if isinstance(judged, Unusable) else None

    if room.left_out.get(seat):
        asked = prompts.build(
            asked.head,
            lines,
            asked.tail,
            left_out=room.left_out[seat],
            digested=asked.digested,
        )
    prompt = asked
    for _ in range(1 + REASKS):
        outcome = await room.ask(seat, prompt, form, problem)
        if outcome.kind == "too long":
            prompt = prompts.shorter(prompt, lines)
            room.left_out[seat] = prompt.left_out
            asked = asked.model_copy(update={"left_out": prompt.left_out})
            outcome = await room.ask(seat, prompt, form, problem)
        judged: T | Unusable = (
            judge(outcome.text)
            if outcome.kind == "text"
            else Unusable(reason=_FAILURES[outcome.kind])
        )
        if not isinstance(judged, Unusable):
            return Consulted(judged, tuple(failed))
        failed.append(Invalid(reason=judged.reason, reply=outcome.text[: replies.SHOWN]))
        prompt = prompts.again(asked, lines, reply=outcome.text, reason=judged.reason)
    return Consulted(None, tuple(failed))


async def gather(waiting: Sequence[Awaitable[T]]) -> list[T]:
    """Wait for all, whatever becomes of each; then raise the first failure, if there was one."""
    if len(waiting) == 1:
        return [await waiting[0]]
    done = await asyncio.gather(*waiting, return_exceptions=True)
    for each in done:
        if isinstance(each, BaseException):
            raise each
    return [each for each in done if not isinstance(each, BaseException)]
