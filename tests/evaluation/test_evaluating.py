"""A suite played, stopped and gone on with: nothing twice, nothing lost, the same in the end."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.conftest import HEAD, After, Prepare
from roomsix import store
from roomsix.cli import main
from roomsix.errors import UsageError
from roomsix.evaluation import columns, results
from roomsix.evaluation.columns import COLUMNS
from roomsix.evaluation.engines.loop import Loop
from roomsix.evaluation.evaluating import Evaluation
from roomsix.evaluation.playing import Halted
from roomsix.evaluation.preparing import Choice
from roomsix.scoring.table import METRICS

BRIEF = "scenarios: [theatre]\ntreatments: {t: {set: [sessions.plenary.rounds=2]}}\n"


def played(evaluation: Evaluation, jobs: int = 2) -> Evaluation:
    asyncio.run(evaluation.play(Loop(jobs)))
    return evaluation


def bytes_of(folder: Path) -> dict[str, bytes]:
    """What a suite's folder holds, but for when it was played."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name not in ("run.json", "calls.jsonl")
    }


def test_a_run_is_played_once_and_read_from_its_folder_after_that(made: Prepare) -> None:
    first = played(made(BRIEF + "seeds: 2\n"))
    calls = {file: file.read_bytes() for file in first.kit.folder.rglob("calls.jsonl")}
    again = played(made(BRIEF + "seeds: 3\n"))

    assert [row.state for row in again.done] == ["finished"] * 3
    assert again.done[:2] == first.done
    assert all(file.read_bytes() == data for file, data in calls.items())
    assert len(list(again.kit.folder.rglob("calls.jsonl"))) == 3


def test_many_at_once_come_to_the_same_as_one_after_the_other(
    made: Prepare, tmp_path: Path
) -> None:
    one = played(made(BRIEF + "seeds: 3\n", into=tmp_path / "one"), jobs=1)
    many = played(made(BRIEF + "seeds: 3\n", into=tmp_path / "many"), jobs=3)

    assert bytes_of(one.kit.folder) == bytes_of(many.kit.folder)


def test_a_halt_stops_every_run_at_its_turn_and_the_same_command_goes_on(
    made: Prepare, tmp_path: Path
) -> None:
    text = BRIEF + "seeds: 3\n"
    whole = played(made(text, into=tmp_path / "whole"))
    halted = made(text, into=tmp_path / "halted")
    halted.kit = replace(halted.kit, halt=After(70))
    with pytest.raises(Halted):
        played(halted, jobs=1)
    kept = [store.Run(each.parent) for each in halted.kit.folder.glob("*/run.json")]

    assert {run.status for run in kept} == {"finished", "paused"}
    assert 0 < len(results.load(halted.kit.folder).rows) < 3
    assert bytes_of(played(made(text, into=tmp_path / "halted")).kit.folder) == bytes_of(
        whole.kit.folder
    )


def test_a_chat_that_cannot_go_on_fails_its_own_run_alone(made: Prepare, tmp_path: Path) -> None:
    (tmp_path / "evals/scripts").mkdir(parents=True)
    script = "script: 1\nid: short\nturns: [{say: Well.}]\nafter: stop\n"
    (tmp_path / "evals/scripts/short.yaml").write_text(script, encoding="utf-8")
    found = played(made(BRIEF + "seats: {speaker: ['@mock', '@script:short']}\n"))

    assert [row.state for row in found.done] == ["finished", "failed"]
    assert "short" in found.done[1].error
    # What failed is tried again by the same command, and can be chosen.
    again = made(
        BRIEF + "seats: {speaker: ['@mock', '@script:short']}\n", choice=Choice(failed=True)
    )
    assert [trial.key for trial in again.trials] == [found.done[1].key]


def test_a_folder_that_was_only_being_made_is_made_anew(made: Prepare) -> None:
    ready = made(BRIEF)
    half = ready.kit.folder / ready.trials[0].name / "definitions"
    half.mkdir(parents=True)

    assert [row.state for row in played(ready).done] == ["finished"]


def test_another_run_in_the_place_of_a_trials_is_left_alone(made: Prepare) -> None:
    ready = played(made(BRIEF))
    folder = ready.kit.folder / ready.trials[0].name
    data = folder / "run.json"
    data.write_text(data.read_text().replace(ready.trials[0].key, "0" * 32))
    before = data.read_bytes()

    (row,) = played(made(BRIEF)).done
    assert (row.state, "holds another run" in row.error) == ("failed", True)
    assert data.read_bytes() == before


def test_results_are_read_back_as_they_were_written(made: Prepare) -> None:
    ready = played(made(BRIEF + "seeds: 2\nscores: [offers]\n"))
    found = results.load(ready.kit.folder)

    assert list(found.rows) == ready.done
    assert found.suite == ready.suite
    assert {"offers", "agreement"} <= set(found.rows[0].scores)


def test_results_of_a_part_stand_beside_those_of_the_rest(made: Prepare) -> None:
    text = BRIEF + "seeds: 4\n"
    for number in (2, 1):
        played(made(text, choice=Choice(part=(number, 2))))
    found = results.load(made(text).kit.folder)

    assert ([row.seed for row in found.rows], found.planned) == ([1, 2, 3, 4], 4)
    played(made(text, choice=Choice(labels=(("seed", "3"),))))
    assert results.load(made(text).kit.folder) == found


def test_a_score_asked_for_later_is_worked_out_of_the_runs_there_are(made: Prepare) -> None:
    played(made(BRIEF))
    (row,) = played(made(BRIEF + "scores: [reciprocity, steps-silent]\n")).done

    assert {"reciprocity", "steps-silent"} <= set(row.scores)


def test_words_that_tell_others_what_to_do_are_counted(made: Prepare) -> None:
    (row,) = played(made(BRIEF + "seats: {speaker: ['@script:hostile/vote-ballot']}\n")).done

    assert row.counts["told"] >= 1
    assert row.counts["obeyed"] == 0


def test_a_rule_of_stopping_ends_a_suite_after_a_whole_seed(made: Prepare) -> None:
    text = BRIEF + "seeds: 40\nstop: {figure: rate(agreement), width: 0.9, least: 3}\n"
    ready = played(made(text))

    assert ready.stopped_early.startswith("rate(agreement) is within")
    assert 3 <= len(ready.done) < 40


def test_gates_on_runs_that_were_not_chosen_are_not_judged(made: Prepare) -> None:
    text = (
        "scenarios: [theatre]\ntreatments: {a: {set: [sessions.plenary.rounds=2]}, b: {}}\n"
        "gates: [count(breaches | a) == 0, count(breaches | b) == 0, count(breaches) == 0]\n"
    )
    found = played(made(text, choice=Choice(labels=(("treatment", "a"),)))).results()

    assert [each.gate for each in found.verdicts] == [
        "count(breaches | a) == 0",
        "count(breaches) == 0",
    ]
    assert found.passed


def test_a_missing_key_is_told_of_once_before_anything_is_played(
    made: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    ready = made(BRIEF + "seats: {manager: ['@mock', '@openai:any']}\nseeds: 3\n")
    with pytest.raises(UsageError, match="no key for 'openai:any'"):
        played(ready)

    assert ready.done == []


def test_what_failed_and_is_played_again_is_judged_with_all_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "evals").mkdir()
    text = HEAD + BRIEF + "seeds: 3\ngates: [count(agreement) <= 2]\n"
    (tmp_path / "evals/tried.yaml").write_text(text, encoding="utf-8")
    suite = ["-C", str(tmp_path), "eval", "tried", "--quiet"]

    assert main(suite) == 1
    info = next((tmp_path / "runs/suites/tried").glob("theatre-2-*/run.json"))
    info.write_text(info.read_text("utf-8").replace('"finished"', '"paused"'), encoding="utf-8")
    # By itself, the one run that is gone on with keeps the gate.
    assert main([*suite, "--select", "seed=2"]) == 0
    info.write_text(info.read_text("utf-8").replace('"finished"', '"paused"'), encoding="utf-8")
    capsys.readouterr()
    assert main([*suite, "--failed"]) == 1
    assert "n = 3" in capsys.readouterr().out


def test_the_exit_status_tells_a_failed_gate_from_a_broken_run(tmp_path: Path) -> None:
    (tmp_path / "evals/scripts").mkdir(parents=True)
    script = "script: 1\nid: short\nturns: [{say: Well.}]\nafter: stop\n"
    (tmp_path / "evals/scripts/short.yaml").write_text(script, encoding="utf-8")

    def code(text: str, *options: str) -> int:
        (tmp_path / "evals/tried.yaml").write_text(HEAD + BRIEF + text, encoding="utf-8")
        return main(["-C", str(tmp_path), "eval", "tried", "--quiet", *options])

    assert code("gates: [count(breaches) == 0]\n") == 0
    assert code("gates: [count(agreement) >= 2]\n") == 1
    assert code("gates: [rate(agreement) >= 0.1]\n") == 1  # one run is not enough data
    assert code("seats: {speaker: ['@script:short']}\ngates: [count(agreement) >= 2]\n") == 3
    assert code("", "--select", "seed=9") == 5
    assert code("", "--select", "colour=red") == 2
    assert code("gates: [count(agreement) >= 2]\n", "--shard", "1/1") == 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_process_that_is_killed_loses_nothing_and_repeats_nothing(
    made: Prepare, tmp_path: Path, number: int
) -> None:
    text = "scenarios: [theatre]\nseeds: 6\n"
    whole = played(made(text, into=tmp_path / "whole"))
    killed = tmp_path / "killed"
    command = [sys.executable, "-m", "roomsix", "-C", str(tmp_path), "eval", "tried", "-j", "3"]
    process = subprocess.Popen(
        [*command, "--into", "killed", "--quiet"],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    while process.poll() is None and sum(1 for _ in killed.glob("*/outcome.json")) < 2:
        time.sleep(0.005)
    process.send_signal(number)
    code = process.wait()
    journals = {file: file.read_bytes() for file in killed.glob("*/calls.jsonl")}

    assert code in (-signal.SIGKILL, 130, 0)
    after = played(made(text, into=killed))
    assert bytes_of(killed) == bytes_of(whole.kit.folder)
    for file, before in journals.items():
        # What was journalled stands, but for a last line that was torn.
        assert file.read_bytes().startswith(before[: before.rfind(b"\n") + 1])
    assert len(after.done) == 6


def test_only_what_is_true_or_a_whole_number_of_times_counts_as_an_event(made: Prepare) -> None:
    (row,) = played(made(f"{BRIEF}scores: [{', '.join(METRICS)}]\n")).done
    found = {name: row.figure(name) for name in (*METRICS, *COLUMNS) if columns.counted(name)}
    numbers = [float(value) for value in found.values() if value is not None]

    assert {"agreement", "breaches", "obeyed", "leaks"} <= set(found)
    assert numbers and all(number >= 0 and number.is_integer() for number in numbers)
    assert not any(map(columns.counted, ("capture", "gain", "usd", "judged-manner")))
