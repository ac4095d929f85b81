"""Commands that go on with a run, go another way, compare two, or answer from one."""

import json
import shutil
import signal
from pathlib import Path

import pytest

from cli.shell import Command, playing, the_run
from roomsix import store


@pytest.fixture
def folder(played: Path, tmp_path: Path) -> Path:
    """A copy of the folder with a run in it, which may be changed."""
    shutil.copytree(played, tmp_path / "copy")
    return tmp_path / "copy"


def test_a_run_that_was_interrupted_goes_on_to_the_same_end(
    roomsix: Command, played: Path, tmp_path: Path
) -> None:
    with playing(tmp_path, "--pace", "0.4") as process:
        assert process.stdout is not None
        for _ in range(40):
            process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    run = the_run(tmp_path)
    assert process.returncode == 130
    assert f"to go on: roomsix resume {run}" in err

    said = roomsix("resume", root=tmp_path)

    assert said.code == 0, said.err
    assert f"run {run.name} goes on" in said.err
    assert (run / "record.jsonl").read_bytes() == (the_run(played) / "record.jsonl").read_bytes()


def halved(run: Path) -> tuple[int, int]:
    """Leave of a run what it had come to at half its calls; return the events left, and all."""
    record, calls = (run / name for name in ("record.jsonl", "calls.jsonl"))
    lines = calls.read_text().splitlines(keepends=True)
    calls.write_text("".join(lines[: len(lines) // 2]))
    answered = sum('"call":"answered"' in line for line in lines[: len(lines) // 2])
    kept = [json.loads(line) for line in record.read_text().splitlines()]
    first = next(at for at, e in enumerate(kept) if e["turn"] == answered)
    record.write_text("".join(record.read_text().splitlines(keepends=True)[:first]))
    info = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps(info | {"status": "paused"}))
    return first, len(kept)


def test_only_what_is_new_is_shown_of_a_run_that_goes_on(roomsix: Command, folder: Path) -> None:
    first, every = halved(the_run(folder))

    said = roomsix("resume", "--jsonl", root=folder)

    assert said.code == 0, said.err
    new = [json.loads(line) for line in said.out.splitlines()]
    assert "launch" in new[0]
    assert "done" in new[-1]
    assert new[1]["seq"] >= first
    assert [event["seq"] for event in new[1:-1]] == list(range(new[1]["seq"], every))


def test_a_run_that_has_ended_is_left_as_it_is(roomsix: Command, played: Path) -> None:
    said = roomsix("resume", root=played)

    assert (said.code, said.out) == (0, "")
    assert "has come to its end; there is nothing left to play" in said.err


def test_a_fork_says_where_it_comes_from_in_every_list(roomsix: Command, folder: Path) -> None:
    parent = the_run(folder).name

    said = roomsix("fork", "--at", "6", "--say", "Not a Sunday more.", "--quiet", root=folder)

    assert said.code == 0, said.err
    listed = roomsix("list", root=folder).out.splitlines()
    assert listed[1].startswith(parent)
    assert listed[2].startswith("└ ")
    assert " from turn 6 " in listed[2]
    assert "Not a Sunday more." in roomsix("show", root=folder).out
    assert roomsix("check", "@last", root=folder).code == 0


def test_a_fork_may_change_settings_people_and_chats(roomsix: Command, folder: Path) -> None:
    said = roomsix(
        *("fork", "--at", "6", "--set", "parties.theatre.needs=Silence."),
        *("--seat", "speaker=orchestra-speaker@mock:hardliner", "--quiet"),
        root=folder,
    )

    assert said.code == 0, said.err
    info = json.loads((the_run(folder) / "run.json").read_text())
    assert [epoch["turn"] for epoch in info["epochs"]] == [1, 6]
    assert info["epochs"][0]["seats"]["speaker"] == "mock"
    assert info["seats"]["speaker"] == "mock:hardliner"
    assert info["settings"] == ["parties.theatre.needs=Silence."]
    assert roomsix("check", "@last", root=folder).code == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "where is it to go another way? (--at TURN)"),
        (("--at", "999"), "does not come to turn 999 (it has "),
        (("--at", "3", "--seat", "nobody=@mock"), "no seat 'nobody'"),
        (("--at", "3", "--seat", "speaker=@mock:nash"), "'mock:nash' is for mediator seats"),
        (("--at", "3", "--set", "parties.theatre.nedes=x"), "no 'nedes' in parties.theatre"),
    ],
)
def test_a_fork_that_cannot_be_is_refused_in_one_line(
    roomsix: Command, folder: Path, options: tuple[str, ...], told: str
) -> None:
    before = sorted((folder / "runs").iterdir())

    said = roomsix("fork", *options, root=folder)

    assert said.code == 2
    assert told in said.err
    assert len(said.err.splitlines()) == 1
    assert sorted((folder / "runs").iterdir()) == before


def test_runs_are_compared_event_by_event_and_question_by_question(
    roomsix: Command, folder: Path
) -> None:
    parent = the_run(folder).name
    roomsix("fork", "--at", "6", "--say", "Not a Sunday more.", "--quiet", root=folder)

    same = roomsix("diff", parent, parent, root=folder)
    said = roomsix("diff", parent, root=folder)
    as_json = roomsix("diff", parent, "--json", root=folder)

    assert (same.code, said.code) == (0, 1)
    assert "every event is the same" in same.out
    assert "Not a Sunday more." in said.out
    found = json.loads(as_json.out)
    assert found["event"]["other"]["data"]["text"] == "Not a Sunday more."
    assert found["event"]["other"]["turn"] == 6


def test_definitions_that_differ_are_told_by_path_with_either_value(
    roomsix: Command, folder: Path
) -> None:
    before = the_run(folder).name
    card = ("--set", "parties.theatre.card.points.pay.freeze=31")
    roomsix("run", "theatre", "--quiet", *card, "--seat", "conciliator=chen", root=folder)

    found = json.loads(roomsix("diff", before, "--json", root=folder).out)["began"]
    said = roomsix("diff", before, root=folder).out

    assert found.pop("settings") == [[], [card[1]]]
    assert found == {
        "scenario.parties.theatre.card.points.pay.freeze": [30, 31],
        "scenario.seats.conciliator.persona": ["conciliator", "chen"],
        "persona.conciliator": ["Mrs Oldroyd", None],
        "persona.chen": [None, "Ambassador Chen"],
    }
    assert "scenario.parties.theatre.card.points.pay.freeze\n  - 30\n  + 31\n" in said
    assert "  - (nothing)\n  + Ambassador Chen\n" in said


def test_a_cassette_made_of_a_run_answers_in_its_place(roomsix: Command, folder: Path) -> None:
    file = folder / "evals" / "cassettes" / "talks.jsonl"
    file.parent.mkdir(parents=True)
    parent = the_run(folder).name
    assert roomsix("export", "--to", "cassette", "--out", str(file), root=folder).code == 0

    said = roomsix("run", "theatre", "--chat", "cassette:talks", "--quiet", root=folder)
    changed = ("--set", "parties.theatre.needs=Silence.", "-q")
    other = roomsix("run", "theatre", "--chat", "cassette:talks", *changed, root=folder)

    assert said.code == 0, said.err
    assert "every event is the same" in roomsix("diff", parent, "@last-1", root=folder).out
    assert other.code == 6
    assert "is not the one recorded in 'cassette:talks' (`--record all`" in other.err


def test_what_a_cassette_does_not_hold_is_recorded_when_asked_for(
    roomsix: Command, folder: Path
) -> None:
    file = folder / "evals" / "cassettes" / "talks.jsonl"
    file.parent.mkdir(parents=True)
    roomsix("export", "--to", "cassette", "--out", str(file), root=folder)
    whole = file.read_text()
    file.write_text("".join(whole.splitlines(keepends=True)[:12]))
    play = ("run", "theatre", "--chat", "cassette:talks", "--quiet")

    refused = roomsix(*play, root=folder)
    recorded = roomsix(*play, "--record", "missing", root=folder)

    assert refused.code == 6
    assert "holds no answer to call" in refused.err
    assert recorded.code == 0, recorded.err
    assert file.read_text() == whole


def test_a_run_that_a_cassette_stops_goes_on_and_records_what_was_missing(
    roomsix: Command, folder: Path
) -> None:
    file = folder / "evals" / "cassettes" / "talks.jsonl"
    file.parent.mkdir(parents=True)
    roomsix("export", "--to", "cassette", "--out", str(file), root=folder)
    whole = file.read_text()
    file.write_text("".join(whole.splitlines(keepends=True)[:12]))

    stopped = roomsix("run", "theatre", "--chat", "cassette:talks", "--quiet", root=folder)
    refused = roomsix("resume", "--quiet", root=folder)
    gone_on = roomsix("resume", "--record", "missing", "--quiet", root=folder)

    assert stopped.code == refused.code == 6
    assert gone_on.code == 0, gone_on.err
    assert file.read_text() == whole


def test_nothing_is_recorded_of_a_run_without_a_cassette(roomsix: Command, folder: Path) -> None:
    said = roomsix("resume", "--as-fork", "--record", "missing", root=folder)

    assert said.code == 2
    assert "--record is for cassettes" in said.err


def test_recording_without_a_cassette_is_refused(roomsix: Command) -> None:
    said = roomsix("run", "theatre", "--record", "all")

    assert said.code == 2
    assert "--record is for cassettes (--chat cassette:NAME)" in said.err


@pytest.mark.parametrize("asking", ["missing", "all"])
def test_a_recording_that_was_stopped_goes_on_and_the_cassette_comes_out_whole(
    roomsix: Command, folder: Path, asking: str
) -> None:
    file = folder / "evals" / "cassettes" / "talks.jsonl"
    roomsix("export", "--to", "cassette", "--out", str(file), root=folder)
    whole = file.read_text()
    shortened = "".join(whole.splitlines(keepends=True)[:12])
    file.write_text(shortened)
    play = ("run", "theatre", "--chat", "cassette:talks", "--quiet", "--record", asking)
    assert roomsix(*play, root=folder).code == 0
    halved(the_run(folder))
    file.write_text(shortened)  # as if its process had been killed

    gone_on = roomsix("resume", "--quiet", root=folder)

    assert gone_on.code == 0, gone_on.err
    assert "recorded in" in gone_on.err
    assert file.read_text() == whole


@pytest.mark.parametrize("form", ["--json", "--jsonl"])
def test_a_program_that_resumes_what_has_ended_is_told_what_came_of_it(
    roomsix: Command, played: Path, folder: Path, form: str
) -> None:
    done = json.loads(roomsix("run", "theatre", "--json", root=folder).out)

    said = roomsix("resume", form, root=folder)

    assert said.code == 0
    told = json.loads(said.out)
    assert (told if form == "--json" else told["done"]) == done


@pytest.mark.parametrize(
    "verb", [("show",), ("show", "--offers"), ("export",), ("score",), ("resume", "--json")]
)
def test_a_run_that_ended_and_lost_its_record_is_not_taken_for_whole(
    roomsix: Command, folder: Path, verb: tuple[str, ...]
) -> None:
    (the_run(folder) / "record.jsonl").unlink()

    said = roomsix(verb[0], "@last", *verb[1:], root=folder)

    assert said.code == 3
    assert "record.jsonl holds 0 of the" in said.err + said.out


def test_a_journal_that_is_gone_is_said_and_its_prompts_are_not_shown(
    roomsix: Command, folder: Path
) -> None:
    (the_run(folder) / "calls.jsonl").unlink()

    shown = roomsix("show", root=folder)
    prompts = roomsix("show", "--turn", "3", "--prompts", root=folder)

    assert shown.code == 0 and "calls.jsonl: is gone" in shown.err
    assert prompts.code == 2 and "the journal holds no question of turn 3" in prompts.err


def test_a_cassette_may_be_named_with_the_ending_of_its_file(
    roomsix: Command, folder: Path
) -> None:
    roomsix("export", "--to", "cassette", "-o", "evals/cassettes/talks.jsonl", root=folder)

    said = roomsix("run", "theatre", "-q", "--chat", "cassette:talks.jsonl", root=folder)

    assert said.code == 0, said.err
    assert set(store.find(folder / "runs", "@last").info.seats.values()) == {"cassette:talks"}
