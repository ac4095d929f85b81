"""Folders of trials: played into by one at a time, and never removed with work in them."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.conftest import Prepare
from roomsix import store
from roomsix.evaluation import folding, results
from roomsix.evaluation.engines.loop import Loop
from roomsix.evaluation.evaluating import Evaluation
from roomsix.evaluation.playing import Halt, Halted
from roomsix.evaluation.preparing import Choice
from roomsix.evaluation.row import Row
from roomsix.store import disk

BRIEF = "scenarios: [theatre]\ntreatments: {t: {set: [sessions.plenary.rounds=2]}}\n"
PAID = BRIEF + "seats: {manager: ['@openai:m']}\n"


def played(evaluation: Evaluation) -> Row:
    asyncio.run(evaluation.play(Loop(1)))
    return evaluation.done[0]


def folder_of(evaluation: Evaluation) -> Path:
    return evaluation.kit.folder / evaluation.trials[0].name


def heard(evaluation: Evaluation, tell: Callable[[str], None]) -> Evaluation:
    evaluation.kit = replace(evaluation.kit, notify=tell)
    return evaluation


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "STEP", 0.01)
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")  # nobody is there


@pytest.mark.parametrize(
    "name",
    ["calls.jsonl", "record.jsonl", "spending.jsonl", "judged.json", "judged-spending.jsonl"],
)
def test_what_was_paid_for_is_never_removed_for_want_of_a_file(made: Prepare, name: str) -> None:
    ready = made(PAID)
    file = folder_of(ready) / name
    file.parent.mkdir(parents=True)
    file.write_text("{}\n")

    row = played(ready)

    assert row.state == "failed"
    assert "has no run.json, but holds what was played there (move it away)" in row.error
    assert file.read_text() == "{}\n"


def test_a_folder_that_is_being_written_is_not_taken_for_half_made(made: Prepare) -> None:
    ready = made(PAID)
    file = folder_of(ready) / "calls.jsonl"
    file.parent.mkdir(parents=True)
    descriptor = disk.to_append(file)
    disk.lock(descriptor, file.parent)

    assert played(ready).state == "failed"
    assert file.exists()


def test_a_damaged_run_is_put_aside_with_whatever_is_in_it(made: Prepare) -> None:
    said: list[str] = []
    first = made(BRIEF)
    row = played(first)
    folder = folder_of(first)
    for number in (1, 2):
        (folder / "run.json").write_text("{")
        (folder / "notes.txt").write_text(f"mine, {number}")

        assert played(heard(made(BRIEF), said.append)) == row

        assert (folder.with_name(f"{folder.name}.damaged-{number}") / "notes.txt").read_text() == (
            f"mine, {number}"
        )
        assert f"is played anew; {folder.name}.damaged-{number} holds the old one" in said[-1]
        assert "\n" not in said[-1]


def test_two_at_once_play_a_run_once_and_the_second_says_that_it_waits(
    made: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_made, go_on = threading.Event(), threading.Event()
    write_info = store.Writer.write_info

    def slow(writer: store.Writer, info: store.RunInfo) -> None:
        if not half_made.is_set():
            half_made.set()
            assert go_on.wait(60)
        write_info(writer, info)

    def waits(line: str) -> None:
        said.append(line)
        go_on.set()

    monkeypatch.setattr(store.Writer, "write_info", slow)
    said: list[str] = []
    first, second = made(BRIEF), heard(made(BRIEF), waits)
    beside = threading.Thread(target=played, args=[first])
    beside.start()
    assert half_made.wait(60)
    try:
        row = played(second)
    finally:
        go_on.set()
        beside.join()

    assert [row] == first.done
    assert row.state == "finished"
    name = second.trials[0].name
    assert said == [f"{name} is being played by another process, which is waited for"]
    assert [each.name for each in second.kit.folder.glob("*theatre*")] == [name]


def test_whoever_waits_for_another_stops_when_asked_to(made: Prepare) -> None:
    halt = Halt()
    ready = heard(made(BRIEF), lambda _: halt.ask())
    ready.kit = replace(ready.kit, halt=halt)
    lock = folder_of(ready).with_name(f".{folder_of(ready).name}.lock")
    lock.parent.mkdir(parents=True)
    taken = disk.take(lock)
    assert taken is not None

    with pytest.raises(Halted):
        played(ready)

    disk.let_go(lock, taken)
    assert not folder_of(ready).exists()


def test_what_the_file_system_refuses_fails_its_own_run_alone(made: Prepare) -> None:
    ready = made(BRIEF + "seeds: 2\n")
    folder_of(ready).parent.mkdir(parents=True)
    folder_of(ready).write_text("in the way")
    played(ready)

    assert [row.state for row in ready.done] == ["failed", "finished"]
    assert "not a directory" in ready.done[0].error
    assert folder_of(ready).read_text() == "in the way"


def test_a_mistake_of_the_callers_is_raised_as_it_is(made: Prepare) -> None:
    ready = made(BRIEF)

    def told(row: Row) -> None:
        raise KeyError(row.run)

    ready.told = told

    with pytest.raises(KeyError, match="theatre"):
        played(ready)


def test_results_of_a_whole_suite_that_is_stopped_keep_the_rows_there_were(made: Prepare) -> None:
    whole = made(BRIEF + "seeds: 2\n")
    played(whole)
    again = made(BRIEF + "seeds: 2\n")
    again.fail_fast = True
    again.kit = replace(again.kit, halt=Halt())
    again.kit.halt.ask()
    with pytest.raises(Halted):
        asyncio.run(again.play(Loop(1)))

    assert list(results.load(whole.kit.folder).rows) == whole.done


def test_two_parts_that_end_together_keep_the_rows_of_both(
    made: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [made(BRIEF + "seeds: 2\n", choice=Choice(part=(number, 2))) for number in (1, 2)]
    for part in parts:
        played(part)
    folder = parts[0].kit.folder
    for name in (results.ROWS, results.SUITE):
        (folder / name).unlink()
    save, beside = results.save, threading.Thread(target=parts[1].keep)

    def slow(folder: Path, found: results.Results) -> None:
        if not beside.ident:
            beside.start()
            beside.join(0.3)  # long enough for whoever does not wait
        save(folder, found)

    monkeypatch.setattr(results, "save", slow)
    parts[0].keep()
    beside.join()

    assert [row.seed for row in results.load(folder).rows] == [1, 2]
    assert not list(folder.glob(".*"))
