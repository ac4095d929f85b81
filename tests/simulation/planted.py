"""Bugs planted one by one in what keeps runs, each of which some seed must find."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from roomsix import calls, events, journal, record, room, rules, store, turns
from roomsix.calls import Outcome, Request
from roomsix.running import playing
from roomsix.store import disk, writer

Bug = Callable[[pytest.MonkeyPatch], None]
BUGS: dict[str, Bug] = {}
"""By name, which says what is wrong."""


def bug(plant: Bug) -> Bug:
    """Count a function as one that plants a bug."""
    BUGS[plant.__name__] = plant
    return plant


@bug
def answers_are_journalled_after_they_are_used(patch: pytest.MonkeyPatch) -> None:
    written = writer.Writer.call

    def call(self: writer.Writer, line: str) -> None:
        late = vars(self).setdefault("late", [])
        if '"call":"answered"' in line:
            late.append(line)
            return
        while late:
            written(self, late.pop(0))
        written(self, line)

    patch.setattr(writer.Writer, "call", call)


@bug
def turns_are_shown_before_they_are_synced(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(writer.Writer, "sync", lambda self: None)


@bug
def a_torn_line_is_left_where_it_is(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk, "cut_torn", lambda file: False)


@bug
def the_record_is_not_compared_with_what_comes_again(patch: pytest.MonkeyPatch) -> None:
    """It is written once more behind what is there."""

    def event(self: Any, each: events.Event, line: str) -> None:
        self._writer.event(each, line)

    patch.setattr(playing._Regained, "event", event)


@bug
def gathered_answers_are_recorded_as_they_arrive(patch: pytest.MonkeyPatch) -> None:
    """Seats that are asked at once are recorded in the order in which they answer."""
    consult, commit = room.consult, turns.commit

    async def consulted(here: Any, seat: str, *rest: Any) -> Any:
        done = await consult(here, seat, *rest)
        vars(here).setdefault("arrived", []).append(seat)
        return done

    def committed(here: Any, session: str, round_: int, seat: str, turn: int, done: Any) -> None:
        arrived, waiting = here.arrived, vars(here).setdefault("waiting", [])
        waiting.append((here, session, round_, seat, turn, done))
        if len(waiting) == len(arrived):
            for each in sorted(waiting, key=lambda given: arrived.index(given[3])):
                commit(*each)
            waiting.clear()
            arrived.clear()

    patch.setattr(turns, "consult", consulted)
    patch.setattr(turns, "commit", committed)


@bug
def questions_are_not_journalled_before_they_are_asked(patch: pytest.MonkeyPatch) -> None:
    written = writer.Writer.call

    def call(self: writer.Writer, line: str) -> None:
        held = vars(self).setdefault("held", {})
        fields = json.loads(line)
        key = (fields["seat"], fields["index"])
        if fields["call"] == "asked":
            held[key] = line
            return
        if key in held:
            written(self, held.pop(key))
        written(self, line)

    patch.setattr(writer.Writer, "call", call)


@bug
def a_whisper_is_heard_by_all(patch: pytest.MonkeyPatch) -> None:
    add = record.Log.add

    def added(self: record.Log, what: Any, **where: Any) -> events.Event:
        if isinstance(what, events.Whispered):
            where["audience"] = tuple(self.views)
        return add(self, what, **where)

    patch.setattr(record.Log, "add", added)


@bug
def a_call_that_was_in_flight_is_made_again_every_time(patch: pytest.MonkeyPatch) -> None:
    ask = journal.Journal.ask

    async def asked(self: journal.Journal, chat: calls.Chat, request: Request) -> Outcome:
        call = self.calls.get((request.seat, request.index))
        if call is not None and call.asked > 1:
            call.outcome = None
        return await ask(self, chat, request)

    patch.setattr(journal.Journal, "ask", asked)


@bug
def what_failed_is_recorded_or_not_as_the_process_goes(patch: pytest.MonkeyPatch) -> None:
    consult = room.consult
    seen = [0]

    async def consulted(*given: Any) -> Any:
        seen[0] += 1
        done = await consult(*given)
        if done.failed and seen[0] % 2:
            return room.Consulted(done.answer, done.failed[:-1])
        return done

    patch.setattr(turns, "consult", consulted)


@bug
def the_clock_is_in_the_record(patch: pytest.MonkeyPatch) -> None:
    commit = turns.commit

    def committed(here: Any, session: str, round_: int, seat: str, turn: int, done: Any) -> None:
        now = getattr(vars(playing)["time"], "_now", 0)
        if done.answer is not None and done.answer[0].say:
            said = f"{done.answer[0].say} ({now})"
            reply = done.answer[0].model_copy(update={"say": said})
            done = room.Consulted((reply, done.answer[1]), done.failed)
        commit(here, session, round_, seat, turn, done)

    patch.setattr(turns, "commit", committed)


@bug
def the_run_s_folder_is_not_synced_into_its_parent(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk, "sync_folder", lambda folder: None)


@bug
def a_finished_record_is_left_to_the_cache(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(store.Writer, "sync_record", lambda self: None)


@bug
def a_system_message_is_left_to_the_cache(patch: pytest.MonkeyPatch) -> None:
    keep = store.Writer.keep

    def kept(self: store.Writer, text: str) -> None:
        fsync, vars(disk)["os"].fsync = vars(disk)["os"].fsync, lambda descriptor: None
        keep(self, text)
        vars(disk)["os"].fsync = fsync

    patch.setattr(store.Writer, "keep", kept)


@bug
def acts_are_not_looked_at_by_the_rules(patch: pytest.MonkeyPatch) -> None:
    class Lenient:
        """The rules, but for one."""

        def __getattr__(self, name: str) -> Any:
            return (lambda *_: None) if name == "refusal" else getattr(rules, name)

    patch.setattr(turns, "rules", Lenient())
