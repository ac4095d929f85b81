"""Runs that stop, by a fault, a signal or a power cut, and go on."""

import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from roomsix import running, store
from roomsix.calls import Chat
from roomsix.chat.mock import MockChat
from roomsix.errors import ChatError, JournalMismatch, RecordError
from roomsix.events import Thought
from roomsix.room import Room
from roomsix.scenario import Scenario
from running_tables import SEED, broken_after, folder_of, small


def mocks(_: Scenario, seats: Mapping[str, str]) -> Mapping[str, Chat]:
    return dict.fromkeys(seats, MockChat(SEED))


def stopped(runs: Path, calls: int = 9) -> store.Run:
    """A run whose endpoint went away after so many answers."""
    with pytest.raises(ChatError, match="went away"):
        running.run(broken_after(small(), calls), runs)
    (run,) = store.runs(runs)
    return run


def taken_up(run: store.Run) -> store.Run:
    running.resume(run, running.epochs(run, mocks))
    return store.Run(run.folder)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> store.Run:
    return store.Run(folder_of(running.run(small(), tmp_path_factory.mktemp("runs"))))


def test_a_paused_run_goes_on_to_the_record_it_would_have_had(
    whole: store.Run, tmp_path: Path
) -> None:
    run = stopped(tmp_path)
    assert run.info.status == "paused"

    done = taken_up(run)

    assert done.lines("record.jsonl") == whole.lines("record.jsonl")
    assert (done.folder / "outcome.json").read_bytes() == (
        whole.folder / "outcome.json"
    ).read_bytes()
    assert done.info.status == "finished"
    assert done.info.note == ""
    assert done.info.totals == whole.info.totals


def test_a_call_in_flight_when_it_stopped_is_marked_as_asked_again(tmp_path: Path) -> None:
    done = taken_up(stopped(tmp_path))

    again = [json.loads(line) for line in done.lines("calls.jsonl") if '"again"' in line]
    assert [call["again"] for call in again] == [2]


@pytest.mark.parametrize("name", ["calls.jsonl", "record.jsonl"])
def test_a_torn_last_line_is_cut_and_comes_again(
    whole: store.Run, tmp_path: Path, name: str
) -> None:
    run = stopped(tmp_path)
    file = run.folder / name
    file.write_bytes(file.read_bytes()[:-20])

    done = taken_up(run)

    assert done.lines("record.jsonl") == whole.lines("record.jsonl")


@pytest.mark.parametrize("name", ["calls.jsonl", "record.jsonl"])
def test_a_damaged_line_before_the_last_is_refused_by_its_number(tmp_path: Path, name: str) -> None:
    run = stopped(tmp_path)
    file = run.folder / name
    lines = file.read_text().splitlines(keepends=True)
    lines[4] = lines[4].replace('"', "'", 3)
    file.write_text("".join(lines))
    before = {each: each.read_bytes() for each in run.folder.iterdir() if each.is_file()}

    with pytest.raises((RecordError, JournalMismatch), match=rf"{name}:5: "):
        taken_up(run)

    assert {each: each.read_bytes() for each in run.folder.iterdir() if each.is_file()} == before


def test_a_turn_that_a_power_cut_took_from_the_journal_is_cut_from_the_record_too(
    whole: store.Run, tmp_path: Path
) -> None:
    run = stopped(tmp_path)
    file = run.folder / "calls.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:-2]))  # the question in flight, and the answer before it

    done = taken_up(run)

    assert done.lines("record.jsonl") == whole.lines("record.jsonl")


def test_a_journal_that_lost_more_than_a_turn_is_refused(tmp_path: Path) -> None:
    run = stopped(tmp_path)
    file = run.folder / "calls.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:-7]))

    with pytest.raises(RecordError, match=r"record.jsonl:\d+: the journal holds no answers"):
        taken_up(run)


def test_a_run_that_stopped_between_its_last_answer_and_its_outcome_needs_nobody(
    whole: store.Run, tmp_path: Path
) -> None:
    folder = tmp_path / whole.folder.name
    shutil.copytree(whole.folder, folder)
    (folder / "outcome.json").unlink()
    info = json.loads((folder / "run.json").read_text())
    info.update(status="running", ending=None, totals={})
    (folder / "run.json").write_text(json.dumps(info))

    def nobody(_: Scenario, seats: Mapping[str, str]) -> Mapping[str, Chat]:
        return broken_after(small(), 0).chats

    running.resume(store.Run(folder), running.epochs(store.Run(folder), nobody))

    assert store.Run(folder).info.status == "finished"
    assert (folder / "outcome.json").is_file()


def test_two_processes_do_not_go_on_with_one_run(tmp_path: Path) -> None:
    run = stopped(tmp_path)
    writer = store.Writer.reopen(run)

    with pytest.raises(RecordError, match="is being written by another process"):
        taken_up(run)

    writer.close()
    assert taken_up(run).info.status == "finished"


def test_an_edited_definition_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    run = stopped(tmp_path)
    file = run.definitions(0) / "scenario.json"
    file.write_text(file.read_text().replace("players", "fiddlers"))

    with pytest.raises(JournalMismatch, match="not the ones this run was played with"):
        taken_up(run)

    assert store.Run(run.folder).info.status == "paused"


def test_a_question_that_would_be_put_otherwise_today_is_shown_with_its_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from roomsix import prompts

    run = stopped(tmp_path)
    head = prompts.head
    monkeypatch.setattr(prompts, "head", lambda *given: head(*given) + "Be brief.\n")

    with pytest.raises(JournalMismatch, match=r"its system message differs\n(?s:.*)\+Be brief\."):
        taken_up(run)

    assert store.Run(run.folder).info.status == "paused"


def test_such_a_run_can_be_taken_up_as_a_new_one(
    whole: store.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from roomsix import prompts

    run = stopped(tmp_path)
    head = prompts.head
    monkeypatch.setattr(prompts, "head", lambda *given: head(*given) + "Be brief.\n")

    result = running.rerun(run, running.epochs(run, mocks), tmp_path)

    new = store.Run(folder_of(result))
    assert new.info.lineage == store.Lineage(run=run.info.id)
    assert new.lines("record.jsonl")[:9] == whole.lines("record.jsonl")[:9]
    assert store.Run(run.folder).info.status == "paused"
    assert list(running.replay(new).record) == list(new.record())


def test_answers_from_which_other_events_would_come_today_are_not_taken_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from roomsix import turns

    run = stopped(tmp_path)
    commit = turns.commit

    def noted(room: Room, session: str, round_: int, seat: str, *rest: Any) -> None:
        commit(room, session, round_, seat, *rest)
        room.log.add(Thought(text="Hm."), session=session, round_=round_, audience=())

    monkeypatch.setattr(turns, "commit", noted)

    with pytest.raises(JournalMismatch, match=r"record.jsonl:\d+: another event") as raised:
        running.rerun(run, running.epochs(run, mocks), tmp_path)

    # The first line alone goes into results and other people's reports: nothing private is in it.
    first, _, rest = raised.value.message.partition("\n")
    assert re.fullmatch(r"record.jsonl:\d+: another event would be recorded today", first)
    assert "Hm." in rest


class Failing:
    """`os`, with one call that fails for good once it has been made often enough."""

    def __init__(self, call: str, after: int, error: int) -> None:
        self._call = call
        self._left = after
        self._error = error

    def __getattr__(self, name: str) -> object:
        if name != self._call:
            return getattr(os, name)

        def called(*given: object, **more: object) -> object:
            self._left -= 1
            if self._left < 0:
                raise OSError(self._error, os.strerror(self._error))
            return getattr(os, name)(*given, **more)

        return called


@pytest.mark.parametrize(
    ("call", "error", "told"),
    [
        ("write", 28, "no space left on device"),
        ("fsync", 5, "input/output error"),
        ("replace", 30, "read-only file system"),
    ],
)
@pytest.mark.parametrize("after", [12, 17, 21])
def test_a_disk_that_fails_stops_the_run_in_one_line_and_it_goes_on_once_mended(
    whole: store.Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    error: int,
    told: str,
    after: int,
) -> None:
    from roomsix.store import disk

    with monkeypatch.context() as patched:
        patched.setitem(vars(disk), "os", Failing(call, after if call != "replace" else 5, error))
        with pytest.raises(RecordError, match=rf"cannot write .*: {told}"):
            running.run(small(), tmp_path)
    (run,) = store.runs(tmp_path)

    assert run.status in ("stopped", "paused")
    assert taken_up(run).lines("record.jsonl") == whole.lines("record.jsonl")
