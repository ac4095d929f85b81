"""One run from definitions to ending: graph, journal, record and folder, put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from pydantic import JsonValue

from roomsix import calls, replies, rules, scoring
from roomsix.calls import Chat, Judge, Outcome, Request
from roomsix.deal import SeatId, SessionId
from roomsix.drift import Drift
from roomsix.errors import RecordError, RoomsixError
from roomsix.events import Ended, Event, Record
from roomsix.journal import Journal
from roomsix.prompts import Prompt
from roomsix.record import Log
from roomsix.replies import Schema
from roomsix.room import Room
from roomsix.scenario import Scenario
from roomsix.scoring import Ending, Scores, Value
from roomsix.views import Cast


class Watcher(Protocol):
    """Someone who looks on while the talks go on."""

    def began(self, folder: Path) -> None:
        """The talks begin, and are kept in this folder."""

    def asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        """A seat has the floor and is being asked; not where its answer is journalled."""

    def arriving(self, seat: SeatId, characters: int) -> None:
        """So many characters of an answer have come so far; never which."""

    def noticed(self, what: str) -> None:
        """Something about whoever answers is worth a line, such as that a model has changed."""

    def turned(self, new: Sequence[Event]) -> None:
        """These events are in the record, and on disk where there is a folder."""

    def recalled(self, new: Sequence[Event]) -> None:
        """These events come of what was journalled before the run was taken up again."""


class Unwatched:
    """Nobody looks on."""

    def began(self, folder: Path) -> None:
        """Look away."""

    def asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        """Look away."""

    def arriving(self, seat: SeatId, characters: int) -> None:
        """Look away."""

    def noticed(self, what: str) -> None:
        """Look away."""

    def turned(self, new: Sequence[Event]) -> None:
        """Look away."""

    def recalled(self, new: Sequence[Event]) -> None:
        """Look away."""


HEADLINES = ("agreement", "utility", "gain", "capture", "breaches")
"""The scores that a result shows of itself."""


@dataclass(frozen=True)
class Talks:
    """Everything that decides how talks go.

    Attributes:
        chats: Who answers for each seat.
        settings: The texts the definitions were changed by, for the run's own account.
    """

    scenario: Scenario
    cast: Cast
    seed: int
    chats: Mapping[SeatId, Chat]
    settings: tuple[str, ...] = ()


@dataclass(repr=False)
class Result:
    """What came of a run.

    Attributes:
        scenario: As it was in the end.
        seats: Who sat and answered where in the end, as `PERSONA@CHAT`.
        measured: The scores wanted; None for all.
        folder: None for talks that were kept in memory only.
    """

    record: Record
    ended: Ended
    scenario: Scenario
    seed: int
    seats: Mapping[SeatId, str]
    measured: Sequence[str] | None = None
    folder: Path | None = None

    @cached_property
    def scores(self) -> Scores:
        """What it was worth; worked out when first asked for, which takes as long as the talks."""
        end = ending(self.scenario, self.record)
        return scoring.score(self.scenario, end, names=self.measured, record=self.record)

    def scored(self) -> "Result":
        """Work the scores out now and return this."""
        _ = self.scores
        return self

    def __repr__(self) -> str:
        """Return it in a few lines, for whoever plays at a prompt or in a notebook.

        Scores are among them once they are worked out: `asyncio.run` asks for this, to no end, of
        whatever its task returned.
        """
        turns = max((event.turn or 0 for event in self.record), default=0)
        head = f"{self.scenario.id}, seed {self.seed}: {self.ended.outcome} ({self.ended.why})"
        package = self.ended.package or {}
        agreed = ", ".join(f"{issue}: {option}" for issue, option in package.items())
        found = self.scores.scores if "scores" in vars(self) else {}
        values = ((name, found.get(name)) for name in HEADLINES)
        scores = " · ".join(f"{name} {_number(each.value)}" for name, each in values if each)
        where = f"kept in {self.folder}" if self.folder else ""
        lines = (f"<{head} after {turns} turns>", agreed, scores, where)
        return "\n  ".join(line for line in lines if line)


@dataclass(frozen=True)
class Epoch:
    """What decides the talks from one turn on, in place of what did before.

    Attributes:
        turn: The first turn it decides.
        said: Words for the seat whose turn that is, which is then not asked; None to ask it.
    """

    turn: int
    talks: Talks
    said: str | None = None


class Reached(RoomsixError):
    """The talks have come to the turn they were to be played to.

    Attributes:
        turn: The turn that would begin; before the one asked for where several begin at once.
        asked: How many calls each seat had by then.
    """

    def __init__(self, turn: int, asked: Mapping[SeatId, int]) -> None:
        super().__init__(f"turn {turn} is reached")
        self.turn = turn
        self.asked = dict(asked)


async def negotiate(
    talks: Talks,
    *,
    epochs: Sequence[Epoch] = (),
    until: int | None = None,
    log: Log | None = None,
    journal: Journal | None = None,
    watcher: Watcher | None = None,
    scores: Sequence[str] | None = None,
) -> Result:
    """Play the talks to their end, in memory unless the log and the journal write elsewhere.

    Args:
        epochs: What decides them from a turn on, in the order of the turns.
        until: The turn not to be played any more; None for the end.
        scores: Those to be worked out when asked for; None for all.

    Raises:
        ChatError: Someone who answers for a seat cannot go on.
        JournalMismatch: The journal holds another request.
        Reached: The turn given is about to begin.
    """
    from roomsix import graph

    log = log or Log(talks.scenario)
    journal = journal or Journal()
    watcher = watcher or Unwatched()
    table = _Table(talks, epochs, until, log, journal, watcher)
    parts = [talks, *(epoch.talks for epoch in epochs)]
    chats = [chat for part in parts for chat in _once(part)]
    calls.tell(chats, watcher.arriving)
    try:
        await graph.build().ainvoke(
            graph.START_CURSOR,
            {"recursion_limit": max(graph.steps(each) for each in table.scenarios)},
            context=table.room,
        )
    finally:
        await calls.close(chats)
    ended = log.events[-1].what
    assert isinstance(ended, Ended)
    last = table.scenarios[-1]
    return Result(log.events, ended, last, talks.seed, _seats(parts[-1]), scores)


def _once(talks: Talks) -> list[Chat]:
    return list({id(chat): chat for chat in talks.chats.values()}.values())


def _seats(talks: Talks) -> dict[SeatId, str]:
    places = talks.scenario.seats
    return {seat: f"{place.persona}@{talks.chats[seat].name}" for seat, place in places.items()}


def _number(value: Value) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


class _Table:
    """The talks under way: who is asked, under what, and who looks on."""

    def __init__(
        self,
        talks: Talks,
        epochs: Sequence[Epoch],
        until: int | None,
        log: Log,
        journal: Journal,
        watcher: Watcher,
    ) -> None:
        self.scenarios = [talks.scenario, *(epoch.talks.scenario for epoch in epochs)]
        self._talks = talks
        self._later = list(epochs)
        self._until = until
        self._log = log
        self._journal = journal
        self._watcher = watcher
        self._said: str | None = None
        self._asked = dict.fromkeys(talks.scenario.seats, 0)
        self._shown = 0
        self._drift = Drift()
        self.room = Room(
            scenario=talks.scenario,
            cast=talks.cast,
            seed=talks.seed,
            log=log,
            ask=self._ask,
            asking=self._asking,
            beginning=self._beginning,
            turned=self._turned,
        )

    async def _ask(self, seat: SeatId, prompt: Prompt, form: Schema, judge: Judge) -> Outcome:
        index = self._asked[seat]
        self._asked[seat] += 1
        chat = self._talks.chats[seat]
        if self._said is not None:
            chat, self._said = Spoken(self._said), None
        request = Request.model_construct(
            seat=seat, index=index, prompt=prompt, form=form, judge=judge
        )
        outcome = await self._journal.ask(chat, request)
        changed = self._drift.notice(chat.name, outcome)
        if changed:
            self._watcher.noticed(changed)
        return outcome

    def _asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        if not self._journal.answers(seat, self._asked[seat]):
            self._watcher.asking(seat, session, round_)

    def _beginning(self, first: int, last: int) -> None:
        if self._until is not None and self._until <= last:
            raise Reached(first, self._asked)
        while self._later and self._later[0].turn <= last:
            epoch = self._later.pop(0)
            self._talks, self._said = epoch.talks, epoch.said
            self.room.enter(epoch.talks.scenario, epoch.talks.cast)

    def _turned(self) -> None:
        new = self._log.events[self._shown :]
        self._shown = len(self._log.events)
        self._watcher.turned(new)


@dataclass(frozen=True)
class Spoken:
    """Words that are put into a seat's mouth for one turn; nothing is done with them."""

    text: str

    @property
    def name(self) -> str:
        return "said"

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        """The words themselves, so that others are another request."""
        return {"say": self.text}

    async def answer(self, request: Request) -> Outcome:
        """Return a turn of these words and a pass."""
        return Outcome(text=replies.complete({"say": self.text}))


def ending(scenario: Scenario, record: Record) -> Ending:
    """Return what scores are computed from, read off a finished record.

    Raises:
        RecordError: The record does not reach the end of the talks.
    """
    last = record[-1].what if record else None
    if not isinstance(last, Ended):
        raise RecordError("these talks have not come to their end, so there is nothing to score")
    # Where nobody is asked to ratify, what the leads agree on stands at once.
    agreed = rules.agreement(scenario, record) if last.why == "agreed" else None
    stands = {party: party in agreed.accepted for party in scenario.parties} if agreed else {}
    return Ending(
        package=last.package,
        ratified=stands or rules.ratified(record),
        level=last.level,
        reason=last.why,
    )
