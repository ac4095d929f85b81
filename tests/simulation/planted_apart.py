"""Bugs planted in what a run spends, in forks and in cassettes; seeds that play those find them."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from roomsix import running, store
from roomsix.budget import Amount, Ledger
from roomsix.calls import Outcome, Request
from roomsix.chat.metering import Meter, Sink
from roomsix.chat.tape import TapeChat
from roomsix.running import account, forking
from roomsix.session import Epoch
from roomsix.store import disk
from roomsix.tape import Recorded
from simulation.planted import Bug

BUGS: dict[str, tuple[str, int, Bug]] = {}
"""By name: what a seed must play to find it, the first that is tried, how it is planted."""


def bug(part: str, *, first: int = 0) -> Callable[[Bug], Bug]:
    """Return what counts a function as one that plants a bug in a part of what seeds play.

    Args:
        first: The seed to begin with, where it takes long to find one that meets the bug.
    """

    def count(plant: Bug) -> Bug:
        BUGS[plant.__name__] = part, first, plant
        return plant

    return count


@bug("money")
def what_was_not_told_counts_as_free(patch: pytest.MonkeyPatch) -> None:
    settle = Ledger.settle
    free = Amount(calls=1)
    patch.setattr(Ledger, "settle", lambda self, number, cost: settle(self, number, cost or free))


@bug("money", first=108)
def what_is_under_way_leaves_room_for_more(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Ledger, "held", Amount())


@bug("money")
def what_was_spent_before_a_stop_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    opened = Meter.open

    def open_(self: Meter, lines: Iterable[str], sink: Sink) -> None:
        opened(self, (), sink)

    patch.setattr(Meter, "open", open_)


@bug("money")
def money_is_written_down_once_it_is_spent(patch: pytest.MonkeyPatch) -> None:
    write = Meter._write

    def written(self: Meter, what: str, *rest: Any) -> None:
        if what == "spent":
            write(self, what, *rest)

    patch.setattr(Meter, "_write", written)


@bug("money")
def the_name_of_the_file_on_money_is_left_to_the_cache(patch: pytest.MonkeyPatch) -> None:
    spend = store.Writer.spend

    def spent(self: Any, line: str) -> None:
        before, disk.sync_folder = disk.sync_folder, lambda folder: None
        spend(self, line)
        disk.sync_folder = before

    patch.setattr(store.Writer, "spend", spent)


@bug("fork")
def a_fork_keeps_one_answer_too_many(patch: pytest.MonkeyPatch) -> None:
    before = forking._before

    def late(line: str, asked: Any) -> bool:
        return before(line, {seat: count + 1 for seat, count in asked.items()})

    patch.setattr(forking, "_before", late)


@bug("fork")
def the_beginning_of_a_fork_is_played_under_its_changes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(forking, "epochs", lambda kept, chat: [])


@bug("fork")
def a_fork_goes_on_under_what_it_began_with(patch: pytest.MonkeyPatch) -> None:
    epochs = running.epochs

    def first(*given: Any) -> Sequence[Epoch]:
        return epochs(*given)[:1]

    patch.setattr(running, "epochs", first)


@bug("fork")
def a_fork_does_not_tell_from_which_turn_it_is_its_own(patch: pytest.MonkeyPatch) -> None:
    begun = account.begun

    def untold(parts: Any, limits: Any, lineage: Any = None) -> Any:
        lineage = lineage and lineage.model_copy(update={"turn": None})
        return begun(parts, limits, lineage)

    patch.setattr(account, "begun", untold)


@bug("cassette")
def a_cassette_is_written_over(patch: pytest.MonkeyPatch) -> None:
    save = disk.save

    def saved(file: Path, text: str) -> None:
        if file.name != "talks.jsonl":
            save(file, text)
            return
        real = vars(disk)["os"]
        descriptor = real.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        disk.append(descriptor, text.encode())
        real.fsync(descriptor)
        real.close(descriptor)

    patch.setattr(disk, "save", saved)


@bug("cassette")
def an_answer_is_given_to_any_question(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Recorded, "differs", lambda self, request: "")


@bug("cassette")
def recording_asks_again_for_what_is_there(patch: pytest.MonkeyPatch) -> None:
    answer = TapeChat.answer

    async def answered(self: TapeChat, request: Request) -> Outcome:
        self.asking = "all" if self.asking == "missing" else self.asking
        return await answer(self, request)

    patch.setattr(TapeChat, "answer", answered)


@bug("cassette")
def half_a_character_is_recorded_as_it_came(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Outcome, "writable", property(lambda self: self))
