"""`export` and `show --board`: a run to read elsewhere, and what was made of each side."""

import json
import re
import shutil
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest

from cli.shell import Command, elsewhere, the_run
from roomsix import exports, store
from roomsix.cli import main


class _Missing(MetaPathFinder):
    """Finds that inspect-ai is not installed."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "inspect_ai":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the theatre's talks were played once with a board; not to be changed."""
    root = tmp_path_factory.mktemp("assessed")
    assert main(["-C", str(root), "run", "theatre", "--quiet", "--set", "assess=true"]) == 0
    return root


def test_a_run_is_written_out_with_a_chapter_for_every_session(
    roomsix: Command, played: Path
) -> None:
    said = roomsix("export", "@last", "--to", "md", root=played)

    sessions = store.Run(the_run(played)).scenario.sessions.values()
    chapters = re.findall(r"^## (\d.*)$", said.out, re.MULTILINE)
    assert chapters == [f"{at}. {sitting.title}" for at, sitting in enumerate(sessions, start=1)]
    assert said.out.startswith("# ") and said.out.index("## How it ended") > 0
    assert said.err == ""


def test_a_seats_file_holds_what_it_perceived_alone(roomsix: Command, played: Path) -> None:
    said = roomsix("export", "--as", "manager", root=played)

    run = store.Run(the_run(played))
    elsewhere_ = [e.what for e in run.record().of("said") if "manager" not in e.audience]
    assert elsewhere_
    for what in elsewhere_:
        assert getattr(what, "text", "") not in said.out
    assert "The orchestra's side" not in said.out and "reservation" not in said.out
    assert "thinks:" not in said.out


def test_a_file_is_new_and_its_owners_alone(roomsix: Command, played: Path, tmp_path: Path) -> None:
    file = tmp_path / "story.md"

    first = roomsix("export", "--out", str(file), root=played)
    written = file.read_text(encoding="utf-8")
    again = roomsix("export", "--as", "manager", "--out", str(file), root=played)

    assert (first.code, first.out) == (0, "")
    assert file.stat().st_mode & 0o777 == 0o600
    assert again.code == 2 and "is there already" in again.err
    assert file.read_text(encoding="utf-8") == written == roomsix("export", root=played).out


def test_a_file_is_replaced_where_that_is_wanted_and_folders_above_it_are_made(
    roomsix: Command, played: Path, tmp_path: Path
) -> None:
    file = tmp_path / "evals" / "cassettes" / "one.jsonl"
    words = ("export", "@last", "--to", "cassette", "-o", str(file))

    first = roomsix(*words, root=played)
    whole = file.read_bytes()
    file.write_text("old")
    again = roomsix(*words, "--force", root=played)

    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert file.read_bytes() == whole
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["one.jsonl"]


@pytest.mark.parametrize("form", [("--to", "md"), ("--to", "cassette"), ("--to", "messages")])
def test_a_key_that_was_said_is_not_written_out(
    roomsix: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]
) -> None:
    key = "house_of-[many]_words"
    monkeypatch.setenv("HOUSE_API_KEY", key)
    assert roomsix("run", "theatre", "--quiet").code == 0
    words = ("fork", "--at", "1", "--say", f"It is {key} and no other.", "--quiet")
    assert roomsix(*words).code == 0

    said = roomsix("export", *form, "--out", "story")

    assert said.code == 2 and "holds what looks like a key" in said.err
    assert key not in said.out + said.err and not (tmp_path / "story").exists()


def test_a_file_that_cannot_be_made_is_the_askers_problem(
    roomsix: Command, played: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    said = roomsix("export", "--out", str(tmp_path / "file" / "story.md"), root=played)

    assert said.code == 2
    assert said.err.endswith("story.md: a file is in the way\n")


def test_messages_are_a_line_of_json_a_seat_or_a_call(roomsix: Command, played: Path) -> None:
    seats = store.Run(the_run(played)).scenario.seats
    calls = store.Run(the_run(played)).info.totals["calls"]

    talks = roomsix("export", "--to", "messages", root=played)
    asked = roomsix("export", "@last", "--to", "messages", "--calls", root=played)
    own = roomsix("export", "@last", "--to", "messages", "--as", "manager", root=played)

    assert [json.loads(line)["metadata"]["seat"] for line in talks.out.splitlines()] == list(seats)
    assert len(asked.out.splitlines()) == calls
    assert [json.loads(line)["metadata"]["seat"] for line in own.out.splitlines()] == ["manager"]
    assert talks.err + asked.err + own.err == ""


def test_several_runs_make_one_file_of_messages_and_a_run_named_twice_stands_once(
    roomsix: Command, played: Path, assessed: Path, tmp_path: Path
) -> None:
    names = [str(the_run(played)), str(the_run(assessed)), str(the_run(played))]

    said = roomsix("export", *names, "--to", "messages", "-o", "all.jsonl")

    lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    runs = list(dict.fromkeys(json.loads(line)["metadata"]["run"] for line in lines))
    assert said.code == 0 and said.err.startswith("roomsix: written to ")
    assert runs == [the_run(played).name, the_run(assessed).name]
    assert (tmp_path / "all.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_question_without_an_answer_is_left_out_and_told_of(
    roomsix: Command, played: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "runs" / the_run(played).name
    shutil.copytree(the_run(played), folder)
    journal = folder / "calls.jsonl"
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.write_text("".join(lines[:-1]), encoding="utf-8")

    said = roomsix("export", "--to", "messages", "--calls")

    assert len(said.out.splitlines()) == len(lines) // 2 - 1
    assert said.err == f"roomsix: {folder.name}: 1 without an answer, left out\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("@last", "@last"), "--to md writes one at a time, not 2 (messages and inspect take"),
        (("--calls",), "--calls is not for md (--to messages --calls)"),
        (("--to", "messages", "--public-only"), "--public-only is not for messages"),
        (("--to", "inspect", "--as", "manager"), "a log of Inspect is whole or public"),
        (("--to", "inspect"), "--to inspect writes a file of its own (say where: --out FILE.eval)"),
        (("--to", "inspect", "-o", "x.txt"), "--to inspect writes a file of its own"),
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_told_in_one_line(
    words: tuple[str, ...], told: str, roomsix: Command, played: Path
) -> None:
    said = roomsix("export", *words, root=played)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"roomsix: {told}") and said.err.count("\n") == 1


def test_without_inspect_ai_one_line_says_how_to_have_it(
    roomsix: Command, played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in list(sys.modules):
        if name.startswith(("inspect_ai", "roomsix.exports.evallog")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(exports, "evallog", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_Missing(), *sys.meta_path])

    said = roomsix("export", "--to", "inspect", "-o", str(tmp_path / "x.eval"), root=played)

    assert said.code == 2 and not (tmp_path / "x.eval").exists()
    assert said.err == (
        "roomsix: --to inspect needs inspect-ai, which is not installed"
        ' (pip install "roomsix[inspect]")\n'
    )


def test_only_what_is_known_can_be_written(roomsix: Command, played: Path) -> None:
    assert roomsix("export", "--to", "pdf", root=played).code == 2
    assert roomsix("export", "--as", "nobody", root=played).code == 2


def test_a_program_gets_the_story_as_json(roomsix: Command, played: Path) -> None:
    told = json.loads(roomsix("export", "--json", root=played).out)

    assert told["to"] == "md" and told["text"].startswith("# ")


def test_a_board_is_shown_beside_the_truth_and_after_the_outcome(
    roomsix: Command, assessed: Path
) -> None:
    board = roomsix("show", "--board", root=assessed).out
    whole = roomsix("run", "theatre", "--set", "assess=true", root=assessed).out

    assert "in truth" in board and "matters most" in board
    assert whole.index("joint gain") < whole.index("The board") < whole.index("in truth")


def test_a_seat_is_shown_its_own_board_without_truth(roomsix: Command, assessed: Path) -> None:
    board = roomsix("show", "--board", "--as", "conciliator", root=assessed).out
    other = roomsix("show", "--board", "--as", "manager", root=assessed).out

    assert "matters most" in board and "in truth" not in board
    assert other == "this seat kept no board\n"
    assert "in truth" not in roomsix("export", "--as", "conciliator", root=assessed).out
    assert "in truth" in roomsix("export", root=assessed).out


def test_a_program_gets_the_board_with_its_formulas(roomsix: Command, assessed: Path) -> None:
    told = json.loads(roomsix("show", "--board", "--json", root=assessed).out)
    seat = json.loads(
        roomsix("show", "--board", "--json", "--as", "conciliator", root=assessed).out
    )

    assert told["rows"] and all(
        row["marks"].keys() == told["measures"].keys() for row in told["rows"]
    )
    assert all(measure["formula"] and measure["source"] for measure in told["measures"].values())
    assert len(seat["rows"]) == len(told["rows"])
    assert "truth" not in json.dumps(seat)


def test_the_boards_scores_are_kept_with_the_run(roomsix: Command, assessed: Path) -> None:
    stored = json.loads((the_run(assessed) / "outcome.json").read_bytes())["scores"]
    again = roomsix("score", "@last", "--dry-run", root=assessed)

    assert stored["board-priorities"]["value"] is not None
    assert "all as stored" in again.out


def test_talks_without_a_board_say_so(roomsix: Command, played: Path) -> None:
    assert roomsix("show", "--board", root=played).out == "nobody kept a board in these talks\n"
    assert "The board" not in roomsix("show", root=played).out


@pytest.mark.parametrize("command", [("show", "--board"), ("export",)])
def test_reading_a_board_loads_no_engine_and_no_numpy(
    command: tuple[str, ...], assessed: Path
) -> None:
    ran = elsewhere(command, root=assessed, PYTHONPROFILEIMPORTTIME="1")

    loaded = {line.rsplit("|", 1)[-1].strip() for line in ran.stderr.splitlines()}
    assert ran.returncode == 0
    assert "roomsix.report.board" in loaded
    assert not loaded & {"numpy", "langgraph", "openai"}
