"""Runs from their beginning, from where they stopped, or from their journal alone."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import JsonValue

from roomsix import calls, journal, session, store
from roomsix.calls import Arriving, Chat, Outcome, Remote, Request
from roomsix.chat.metering import Meter
from roomsix.deal import SeatId
from roomsix.errors import ChatError, JournalMismatch
from roomsix.journal import Call, Journal
from roomsix.record import Log
from roomsix.running import account, spending
from roomsix.running.playing import Play
from roomsix.scenario import Scenario
from roomsix.session import Epoch, Result, Talks, Watcher

ChatMaker = Callable[[Scenario, Mapping[SeatId, str]], Mapping[SeatId, Chat]]
"""Returns who answers for each seat, given the spec of each."""


def run(
    talks: Talks, runs: Path, *, watcher: Watcher | None = None, meter: Meter | None = None
) -> Result:
    """Play the talks and keep them in a folder of their own below `runs`.

    Whatever stops them, the folder holds all that happened, and `resume` goes on from there.

    Args:
        meter: What the models among the chats spend through; None for none.

    Raises:
        BudgetSpent: A limit was reached; the run is paused.
    """
    return begun(talks, runs, watcher=watcher, meter=meter).on()


def begun(
    talks: Talks,
    runs: Path,
    *,
    watcher: Watcher | None = None,
    meter: Meter | None = None,
    name: str | None = None,
    trial: store.TrialInfo | None = None,
    scores: Sequence[str] | None = None,
    seen: bool = True,
) -> Play:
    """Return the same as `run` does, folder and all, to be played.

    Args:
        name: Of the folder; None for the time and the scenario.
        trial: Which trial of a suite it is; None for none.
        scores: Those to be worked out at the end; None for all.
        seen: Whether somebody looks on, to whom nothing may be shown that could be lost. Else only
            a run in which models are asked has to outlive a power cut: what others answered, they
            answer again.
    """
    parts = [Epoch(1, talks)]
    meter = meter or Meter()
    info = account.begun(parts, meter.limits, name=name, trial=trial)
    writer = store.Writer.begin(
        runs / info.id, info, [(talks.scenario, talks.cast)], safe=seen or _costs(parts)
    )
    return Play(writer, parts, watcher=watcher, meter=meter, scores=scores)


def resume(
    kept: store.Run,
    parts: Sequence[Epoch],
    *,
    watcher: Watcher | None = None,
    meter: Meter | None = None,
) -> Result:
    """Go on with a run that was stopped, in its own folder.

    Args:
        parts: What `epochs` returned for it.
        meter: What the models among the chats spend through, under the limits from now on.

    Raises:
        RecordError: It is being written, or a file of it is damaged or cannot be written.
        JournalMismatch: The engine, the definitions or a chat would ask something else today.
    """
    return taken_up(kept, parts, watcher=watcher, meter=meter).on()


def taken_up(
    kept: store.Run,
    parts: Sequence[Epoch],
    *,
    watcher: Watcher | None = None,
    meter: Meter | None = None,
    scores: Sequence[str] | None = None,
    seen: bool = True,
) -> Play:
    """Return the same as `resume` does, with the folder locked, to be played.

    Args:
        scores: Those to be worked out at the end; None for all.
        seen: Whether somebody looks on, to whom nothing may be shown that could be lost. Else only
            a run in which models are asked has to outlive a power cut: what others answered, they
            answer again.
    """
    writer = store.Writer.reopen(kept, safe=seen or _costs(parts))
    try:
        sound(kept)
        spending.whole(kept)
        kept.record()  # damage is told by its place, before anything else comes of it
        play = Play(
            writer,
            parts,
            journalled=kept.lines("calls.jsonl"),
            record=kept.lines("record.jsonl"),
            watcher=watcher,
            meter=meter,
            scores=scores,
        )
    except BaseException:
        writer.close()
        raise
    return play


def _costs(parts: Sequence[Epoch]) -> bool:
    """Tell whether any answer is a model's, or anybody's who would not give it again."""
    chats = (chat for part in parts for chat in part.talks.chats.values())
    return any(isinstance(calls.behind(chat), Remote) for chat in chats)


def rerun(
    kept: store.Run,
    parts: Sequence[Epoch],
    runs: Path,
    *,
    watcher: Watcher | None = None,
    meter: Meter | None = None,
) -> Result:
    """Take a run as far as it has come as given, and go on as a new run.

    For a run that cannot be resumed since its prompts are not what they were: its answers are
    taken for answers to today's prompts, as long as the same events come of them. Nothing counts
    as spent yet, as in a fork.

    Raises:
        JournalMismatch: Other events come of them today.
    """
    recalled = journal.read(kept.lines("calls.jsonl"))

    def remembering(talks: Talks) -> Talks:
        chats = {seat: _Recalled(each, recalled) for seat, each in talks.chats.items()}
        return replace(talks, chats=chats)

    parts = [replace(part, talks=remembering(part.talks)) for part in parts]
    meter = meter or Meter()
    info = account.begun(parts, meter.limits, store.Lineage(run=kept.info.id))
    writer = store.Writer.begin(
        runs / info.id,
        info,
        [(part.talks.scenario, part.talks.cast) for part in parts],
    )
    like = kept.lines("record.jsonl")
    return Play(writer, parts, like=like, watcher=watcher, meter=meter).on()


def replay(kept: store.Run, *, log: Log | None = None, until: int | None = None) -> Result:
    """Play a run again from its journal alone, in memory; nobody is asked anything.

    Args:
        log: Filled as far as the journal goes, also where that is not to the end.
        until: The turn not to be played any more; None for all.

    Raises:
        JournalMismatch: The engine or the definitions would ask something else today.
        ChatError: The journal ends before the talks do.
        Reached: The turn given is about to begin.
    """
    parts = epochs(kept)
    answered = Journal(kept.lines("calls.jsonl"), closed=True, recall=kept.blob)
    return asyncio.run(
        session.negotiate(parts[0].talks, epochs=parts, until=until, log=log, journal=answered)
    )


def epochs(kept: store.Run, chat: ChatMaker | None = None) -> list[Epoch]:
    """Return what decided the talks of a run, from its first turn on.

    Args:
        chat: Makes whoever answers in the last epoch; None where nobody will be asked. Those of
            earlier ones are names only: all that they were asked is answered, and whoever was a
            model then need not be there any more.

    Raises:
        UsageError: It was played elsewhere.
    """
    parts = []
    told = kept.played().info.in_epochs
    gone = _gone(kept) if chat is None or len(told) > 1 else None
    for number, info in enumerate(told):
        scenario = kept.scenario_of(number)
        last = number + 1 == len(told)
        maker = chat if last and chat is not None else gone
        assert maker is not None
        talks = Talks(
            scenario=scenario,
            cast=kept.cast_of(number),
            seed=kept.info.seed,
            chats=maker(scenario, info.seats),
            settings=info.settings,
        )
        parts.append(Epoch(info.turn, talks, info.said))
    return parts


def _gone(kept: store.Run) -> ChatMaker:
    """Return what makes stand-ins for chats of which a journal holds every answer."""
    known = journal.read(kept.lines("calls.jsonl"))
    sampling = {(seat, call.chat): call.sampling for (seat, _), call in known.items()}

    def chats(_: Scenario, specs: Mapping[SeatId, str]) -> Mapping[SeatId, Chat]:
        return {seat: _Absent(spec, sampling.get((seat, spec), {})) for seat, spec in specs.items()}

    return chats


def sound(kept: store.Run) -> None:
    """Make sure that a run's account and definitions are those it began with."""
    kept.played()
    if kept.info.hash != kept.info.seal:
        raise JournalMismatch(
            "run.json is not as it was written: its hash is not that of seed, seats, settings,"
            " definitions and engine"
        )
    for number, info in enumerate(kept.info.in_epochs):
        if kept.digest(number) != info.definitions:
            raise JournalMismatch("the definitions are not the ones this run was played with")


@dataclass(frozen=True)
class _Recalled(calls.Around):
    """A chat that gives the answers it gave before, by seat and index, then new ones."""

    recalled: Mapping[tuple[SeatId, int], Call]

    async def answer(self, request: Request) -> Outcome:
        call = self.recalled.get((request.seat, request.index))
        if call is not None and call.outcome is not None:
            return call.outcome
        return await self.chat.answer(request)

    def tell(self, arriving: Arriving) -> None:
        """Have the chat behind tell of what arrives."""
        calls.tell([self.chat], arriving)

    async def close(self) -> None:
        """Let the chat behind let go of its connection."""
        await calls.close([self.chat])


@dataclass(frozen=True)
class _Absent:
    """Stands in for a chat whose answers are all in a journal."""

    name: str
    sampling: Mapping[str, JsonValue]

    async def answer(self, request: Request) -> Outcome:
        raise ChatError(f"{self.name!r} is not here to answer {request.seat!r}")
