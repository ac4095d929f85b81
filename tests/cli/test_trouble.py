"""What goes wrong outside the talks: outputs, targets, damaged runs, runs still being written."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli.shell import Command, the_run
from roomsix import running, session, store
from roomsix.errors import RecordError
from tables import talks_of
from wall.guards import built_in


@pytest.fixture
def copied(played: Path, tmp_path: Path) -> Path:
    """A run, to be changed."""
    shutil.copytree(played / "runs", tmp_path / "runs")
    return tmp_path


def another(root: Path, name: str) -> Path:
    """Put a copy of the run beside it."""
    return Path(shutil.copytree(the_run(root), root / "runs" / name))


def shell(line: str, root: Path) -> subprocess.CompletedProcess[str]:
    """Give a command through a shell, for its redirections."""
    command = line.replace("roomsix", f"{sys.executable} -m roomsix -C {root}")
    return subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    "line",
    [
        "roomsix run theatre >/dev/full",
        "roomsix run theatre --json >/dev/full",
        "roomsix show @last >/dev/full",
        "roomsix --help >/dev/full",
        "roomsix lint >/dev/full",
        "roomsix list >&-",
        "roomsix list --json >&-",
    ],
)
def test_an_output_that_cannot_be_written_is_one_line(line: str, copied: Path) -> None:
    if "lint" in line:
        (copied / "scenarios").mkdir()
        (copied / "scenarios" / "a.yaml").write_text("a: no\n")

    ran = shell(line, copied)

    assert ran.returncode == 3
    assert ran.stderr.splitlines()[-1].startswith("roomsix: cannot write the output: ") or (
        "run theatre >" in line and "cannot write the output: " in ran.stderr
    )
    assert "Traceback" not in ran.stderr and "Exception ignored" not in ran.stderr


def test_a_closed_stderr_is_no_trouble(copied: Path) -> None:
    ran = shell("roomsix list 2>&-", copied)

    assert ran.returncode == 0
    assert the_run(copied).name in ran.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("init", "taken"),
        ("init", "/proc/foo"),
        ("schema", "--out", "taken"),
        ("schema", "--out", "/proc/x"),
        ("list", "--runs", "taken"),
        ("run", "theatre", "--runs", "taken"),
        ("run", "theatre", "--json", "--jsonl"),
    ],
    ids=" ".join,
)
def test_a_target_that_cannot_be_used_is_one_line(
    arguments: tuple[str, ...], roomsix: Command, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("mine")

    said = roomsix(*arguments)

    assert said.code == 2
    assert (said.out + said.err).count("\n") == 1
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_damaged_run_is_passed_over_by_name_and_the_one_before_is_the_last(
    roomsix: Command, copied: Path
) -> None:
    sound = the_run(copied).name
    (another(copied, "zzz-damaged") / "run.json").write_text("{")

    shown, listed = roomsix("show", "@last"), roomsix("list")

    assert shown.code == 0
    for said in (shown, listed):
        assert said.err.startswith("roomsix: passed over: ")
        assert "zzz-damaged/run.json: invalid json" in said.err
        assert said.err.count("\n") == 1
    assert sound in listed.out


def test_a_folder_without_a_run_json_is_told_from_one_that_is_not_there(
    roomsix: Command, copied: Path
) -> None:
    (copied / "runs" / "bare").mkdir()

    said = roomsix("show", "bare")

    assert (said.code, said.err.count("\n")) == (3, 1)
    assert "runs/bare is there, but has no run.json" in said.err


def test_a_run_of_a_newer_version_says_so(roomsix: Command, copied: Path) -> None:
    file = the_run(copied) / "run.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"run": 2, "mood": "good"}))

    said = roomsix("show", the_run(copied).name)

    assert said.code == 3
    assert "was written by a newer version (format 2); this one reads 1" in said.err


def test_a_run_that_is_being_written_is_not_checked(roomsix: Command, tmp_path: Path) -> None:
    class Checking(session.Unwatched):
        def __init__(self) -> None:
            self.said: list[tuple[int, str]] = []

        def began(self, folder: Path) -> None:
            found = roomsix("check", str(folder))
            self.said = [(found.code, found.err)]

        def asking(self, *_: object) -> None:
            """Look away."""

        def turned(self, _: object) -> None:
            """Look away."""

    checking = Checking()
    running.run(talks_of(built_in()), tmp_path / "runs", watcher=checking)

    assert checking.said[0][0] == 3
    assert "is being written" in checking.said[0][1]


@pytest.mark.parametrize(
    ("key", "value"), [("seed", 999), ("settings", ["issues.pay.name=x"]), ("engine_version", 9)]
)
def test_an_edited_run_json_is_found_out(
    key: str, value: object, roomsix: Command, copied: Path
) -> None:
    file = the_run(copied) / "run.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {key: value}))

    said = roomsix("check", "@last")

    assert said.code == 6
    assert "run.json is not as it was written" in said.err


def test_a_run_whose_process_is_gone_is_shown_as_stopped(roomsix: Command, copied: Path) -> None:
    file = the_run(copied) / "run.json"
    killed: dict[str, object] = {
        "status": "running",
        "ending": None,
        "finished": None,
        "totals": {},
    }
    file.write_text(json.dumps(json.loads(file.read_text()) | killed))

    assert "… stopped" in roomsix("list").out
    assert "… stopped" in roomsix("show").out
    assert json.loads(roomsix("list", "--json").out)[0]["status"] == "stopped"
    assert roomsix("check", "@last").code == 0


def test_changed_definitions_are_scored_only_when_that_is_meant(
    roomsix: Command, copied: Path
) -> None:
    file = the_run(copied) / "definitions" / "0" / "scenario.json"
    file.write_text(file.read_text().replace("broadcaster has offered", "baker has offered"))

    refused = roomsix("score", "@last", "--dry-run")
    meant = roomsix("score", "@last", "--dry-run", "--anyway")

    assert (refused.code, refused.out, refused.err.count("\n")) == (6, "", 1)
    assert meant.code == 0
    assert "the definitions are not the ones" in meant.err


def test_what_is_piped_is_neither_cut_nor_wrapped(roomsix: Command, copied: Path) -> None:
    long = another(copied, "20991231-235959-" + "a-very-long-name-" * 12)
    info = json.loads((long / "run.json").read_text())
    seats = {seat: f"openai:a-model-with-quite-a-name-{seat}" for seat in info["seats"]}
    (long / "run.json").write_text(json.dumps(info | {"id": long.name, "seats": seats}))

    runs = roomsix("list").out.splitlines()
    personas = roomsix("list", "personas").out

    assert len(runs) == 3
    assert runs[-1].startswith(long.name)
    assert runs[-1].endswith(list(seats.values())[-1])
    assert "…" not in personas
    summaries = [each["summary"] for each in json.loads(roomsix("list", "personas", "--json").out)]
    assert all(" ".join(summary.split()) in personas for summary in summaries)


@pytest.mark.parametrize("given", ["personas/kim.md", "kim"])
def test_a_persona_goes_by_its_path_as_by_its_name(
    given: str, roomsix: Command, tmp_path: Path
) -> None:
    roomsix("init")

    said = roomsix(
        "run", "theatre", "-q", "--seat", f"manager={given}", "--set", "persona.kim.name=Ms Kim"
    )

    assert said.code == 0, said.err
    run = the_run(tmp_path)
    assert (run / "definitions" / "0" / "personas" / "kim.json").is_file()
    assert store.Run(run).scenario.seats["manager"].persona == "kim"
    assert store.Run(run).cast["kim"].name == "Ms Kim"


def test_a_persona_outside_its_folder_is_kept_under_its_id(
    roomsix: Command, tmp_path: Path
) -> None:
    text = "---\npersona: 1\nid: ann\nname: Ann\nsummary: Sits down.\n---\n"
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "ann.md").write_text(text)

    said = roomsix("run", "theatre", "-q", "--seat", "manager=people/ann.md")

    assert said.code == 0, said.err
    assert store.Run(the_run(tmp_path)).scenario.seats["manager"].persona == "ann"


def test_two_people_of_one_id_are_refused_before_there_is_a_folder(
    roomsix: Command, tmp_path: Path
) -> None:
    text = "---\npersona: 1\nid: kim\nname: Another Kim\nsummary: Sits down.\n---\n"
    (tmp_path / "kim.md").write_text(text)

    said = roomsix("run", "theatre", "--seat", "manager=kim", "--seat", "speaker=kim.md")

    assert (said.code, said.err.count("\n")) == (2, 1)
    assert not (tmp_path / "runs").exists()


def test_half_a_folder_is_taken_away_again(tmp_path: Path) -> None:
    talks = talks_of(built_in())
    cast = {"no/such/folder": next(iter(talks.cast.values()))}
    info = store.RunInfo(
        id="one",
        status="running",
        scenario="room-six",
        title="t",
        seed=1,
        seats={},
        definitions="d",
        engine_version=1,
        versions={},
        started="2026-01-01T00:00:00Z",
    )

    with pytest.raises(RecordError, match="cannot write"):
        store.Writer.begin(tmp_path / "one", info, [(talks.scenario, cast)])

    assert list(tmp_path.iterdir()) == []
