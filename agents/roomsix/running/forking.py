"""Runs that go another way from one of their turns."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from roomsix import acts, events, journal, rules, store
from roomsix.chat.metering import Meter
from roomsix.deal import SeatId
from roomsix.errors import ChatError, UsageError
from roomsix.events import Event, Record
from roomsix.record import Log
from roomsix.running import account
from roomsix.running.playing import Play
from roomsix.running.resuming import epochs, replay
from roomsix.scenario import Scenario
from roomsix.session import Epoch, Reached, Result, Talks, Watcher


@dataclass(frozen=True)
class Cut:
    """Where a run is cut to go on another way.

    Attributes:
        turn: The first turn that is not kept; before the one asked for where several are taken at
            once.
        calls: The lines of the journal that lead there.
        record: The events that lead there.
    """

    turn: int
    calls: tuple[str, ...]
    record: Record


def cut(kept: store.Run, turn: int) -> Cut:
    """Find what leads up to a turn.

    Raises:
        UsageError: The run does not come to that turn.
        JournalMismatch: The engine would ask something else today.
    """
    lines = kept.lines("calls.jsonl")
    log = Log(kept.scenario_of(0))
    try:
        replay(kept, log=log, until=turn)
    except Reached as reached:
        calls = tuple(line for line in lines if _before(line, reached.asked))
        return Cut(reached.turn, calls, log.events)
    except ChatError:
        pass
    raise UsageError(f"{kept.info.id} does not come to turn {turn}", hint=f"it has {log.turn}")


def fork(
    kept: store.Run,
    at: Cut,
    talks: Talks,
    runs: Path,
    *,
    said: str | None = None,
    watcher: Watcher | None = None,
    meter: Meter | None = None,
) -> Result:
    """Play a run's beginning again, word for word, and go on from a turn under other talks.

    Args:
        talks: What decides them from the cut on.
        said: Words for the seat whose turn it is; None to ask it.

    Raises:
        UsageError: What was done before the cut could not have been done in those talks.
    """
    _allows(talks.scenario, kept, at.record)
    earlier = [epoch for epoch in epochs(kept) if epoch.turn < at.turn]
    parts = [*earlier, Epoch(at.turn, talks, said)]
    meter = meter or Meter()
    info = account.begun(parts, meter.limits, store.Lineage(run=kept.info.id, turn=at.turn))
    heads = {call.head for call in journal.read(at.calls).values()}
    writer = store.Writer.begin(
        runs / info.id,
        info,
        [(part.talks.scenario, part.talks.cast) for part in parts],
        calls=at.calls,
        texts=[kept.blob(head) for head in heads],
    )
    return Play(writer, parts, journalled=at.calls, watcher=watcher, meter=meter).on()


def _allows(scenario: Scenario, kept: store.Run, record: Record) -> None:
    """Make sure that what was done so far could be done in a scenario.

    Raises:
        UsageError: It could not; the message names the first thing done that is in the way.
    """
    then = [(1, kept.scenario_of(0)), *kept.later_scenarios()]
    before, turn = Record(), list[Event]()
    for event in record:
        if turn and event.turn != turn[0].turn:
            # What a seat says in its turn does not bear on what it does there.
            for each in turn:
                before.append(each)
            turn.clear()
        act = event.what
        held = isinstance(act, events.Opened) and act.aside is None
        if held and event.session not in scenario.sessions:
            raise UsageError(f"session {event.session!r} was held before the cut, and is gone")
        if event.seat is not None and isinstance(act, acts.AnyAct):
            problem = _problem(scenario, before, event, event.seat, act)
            own = next(each for first, each in reversed(then) if first <= (event.turn or 1))
            # Seats that were asked at once did not know what the record holds of one another.
            if problem is not None and problem != _problem(own, before, event, event.seat, act):
                raise UsageError(
                    f"{event.seat!r} did {act.kind!r} in turn {event.turn}, before the cut, and"
                    f" could not under this change: {problem}"
                )
        turn.append(event)


def _problem(
    scenario: Scenario, before: Record, event: Event, seat: SeatId, act: acts.AnyAct
) -> str | None:
    if seat not in scenario.seats:
        return f"there is no seat {seat!r}"
    return rules.refusal(scenario, before, event.session, seat, act)


def _before(line: str, asked: Mapping[SeatId, int]) -> bool:
    fields = json.loads(line)
    before: bool = fields["index"] < asked.get(fields["seat"], 0)
    return before
