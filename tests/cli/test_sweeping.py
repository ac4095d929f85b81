"""`sweep`: the page, the data, the gate, and a judge."""

import json
import shutil
from pathlib import Path

import pytest

from chat.endpoint import serving
from cli.shell import Command, the_run
from roomsix import canonical

OFFER = "A broadcaster has offered to pay for recordings of Sunday concerts."


@pytest.fixture
def leaky(played: Path, tmp_path: Path) -> Path:
    """The same run, in which the manager says aloud what was to be told off the record."""
    shutil.copytree(played / "runs", tmp_path / "runs")
    file = the_run(tmp_path) / "record.jsonl"
    lines: list[str] = []
    previous, done = "", False
    for line in file.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        if fields["kind"] == "said" and fields["seat"] == "manager" and not done:
            fields["data"]["text"], done = OFFER, True
        lines.append(canonical.line(fields | {"prev": previous}))
        previous = canonical.digest(lines[-1])
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return tmp_path


def test_the_room_is_clean_after_mocked_talks(roomsix: Command, played: Path) -> None:
    said = roomsix("sweep", root=played)

    assert said.code == 0
    assert "✓ Room's clean: no engine breaches" in said.out


def test_a_leak_is_shown_with_who_told_whom_and_why_it_is_one(
    roomsix: Command, leaky: Path
) -> None:
    said = roomsix("sweep")
    page = " ".join(said.out.split())

    assert said.code == 0
    assert "✗ Room's not clean: no engine breaches, 1 leak" in page
    assert "fact:broadcaster-offer; verbatim; on the record" in page


def test_the_same_as_json(roomsix: Command, leaky: Path) -> None:
    (found,) = json.loads(roomsix("sweep", "--json").out)

    leaks = [finding for finding in found["findings"] if not finding["allowed"]]
    assert [(leak["seat"], leak["kind"], leak["learned"]) for leak in leaks] == [
        ("manager", "verbatim", ["conciliator"])
    ]
    assert found["breaches"] == []


@pytest.mark.parametrize(
    ("classes", "code"),
    [(("leak",), 1), (("verbatim",), 1), (("breach",), 0), (("relay", "paraphrase"), 0)],
)
def test_a_gate_fails_by_what_it_names(
    roomsix: Command, leaky: Path, classes: tuple[str, ...], code: int
) -> None:
    options = [each for name in classes for each in ("--fail-on", name)]

    assert roomsix("sweep", *options).code == code


def test_an_unknown_class_is_answered_with_the_nearest(roomsix: Command, played: Path) -> None:
    said = roomsix("sweep", "--fail-on", "leeks", root=played)

    assert said.code == 2
    assert "leak" in said.err


def test_leaks_are_scores_that_name_who_told(roomsix: Command, leaky: Path) -> None:
    (scored,) = json.loads(roomsix("score", "@last", "--dry-run", "--json").out)

    found = scored["scores"]
    assert (found["leaks"]["value"], found["leaks-verbatim"]["value"]) == (1, 1)
    assert found["leaks"]["parties"] == {"theatre": 1, "orchestra": 0}
    assert found["leaks"]["seats"] == {"manager": 1, "speaker": 0, "conciliator": 0}
    assert found["engine-breaches"]["value"] == 0


def test_a_run_ends_by_saying_whether_the_room_is_clean(roomsix: Command, played: Path) -> None:
    assert "✓ the room is clean" in roomsix("show", root=played).out


def test_a_judge_that_is_no_model_is_refused(roomsix: Command, played: Path) -> None:
    for named in ("mock", "person", "script:x", "nobody"):
        said = roomsix("sweep", "--judge", named, root=played)

        assert said.code == 2
        assert "cannot judge" in said.err


def test_a_judge_is_asked_no_more_often_than_is_allowed(
    roomsix: Command, played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")

    said = roomsix("sweep", "--judge", "openai:m", "--max-calls", "0", root=played)

    assert said.code == 4
    assert "--max-calls 0 would be passed" in said.err


def test_what_a_judge_says_is_labelled_as_its_word(
    roomsix: Command, played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as endpoint:
        endpoint.plan({"raw": '{"told": ["fact:broadcaster-offer"]}'})
        for name, value in endpoint.environ.items():
            monkeypatch.setenv(name, value)
        said = roomsix("sweep", "--judge", "openai:m", "--json", root=played)

    (found,) = json.loads(said.out)
    judged = [finding for finding in found["findings"] if finding["judge"] == "openai:m"]
    assert next((each["seat"], each["secret"], each["kind"]) for each in judged) == (
        "manager",
        "fact:broadcaster-offer",
        "paraphrase",
    )
