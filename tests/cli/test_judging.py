"""`judge` and `agree`: verdicts kept beside runs, labelled, asked once, held against people."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chat.endpoint import Endpoint, serving
from cli.shell import Command, the_run
from roomsix import store
from roomsix.judging import keeping

LABELS = "run,seat,rubric,label,rater\n"


@pytest.fixture
def root(played: Path, tmp_path: Path) -> Path:
    """A folder with a run of its own."""
    shutil.copytree(played / "runs", tmp_path / "runs")
    return tmp_path


@pytest.fixture(scope="module")
def server() -> Iterator[Endpoint]:
    """One server for all of these tests."""
    with serving() as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(server: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Endpoint:
    """A server that the model openai:m stands behind."""
    for name, value in server.environ.items():
        monkeypatch.setenv(name, value)
    return server


def verdict(label: str, *turns: int) -> dict[str, str]:
    return {"raw": json.dumps({"reason": "So it seems.", "turns": turns, "verdict": label})}


def script(root: Path, *turns: dict[str, Any], after: str = "repeat") -> None:
    file = root / "evals/scripts/judge.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"script": 1, "id": "judge", "turns": turns, "after": after}))


def kept(root: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((the_run(root) / keeping.NAME).read_text())["verdicts"]
    return found


def test_a_verdict_is_kept_beside_the_run_and_shown_as_a_models_word(
    roomsix: Command, root: Path, endpoint: Endpoint
) -> None:
    endpoint.plan(verdict("better", 22, 30))
    before = (the_run(root) / "outcome.json").read_bytes()

    said = roomsix("judge", "--rubric", "relationship", "--chat", "openai:m")
    shown = " ".join(roomsix("show").out.split())

    assert said.code == 0
    (found,) = kept(root)
    assert (found["verdict"], found["turns"], found["seat"]) == ("better", [22, 30], None)
    assert (found["judge"], found["kind"], found["asked"]) == ("openai:m", "model", 1)
    assert found["usage"]["prompt"] > 0 and found["digest"] and found["key"] and found["prompt"]
    assert "Judged by a model · openai:m · How the sides leave each other" in shown
    assert "the talks: better (4 of 5) turns 22, 30: So it seems." in shown
    assert (the_run(root) / "outcome.json").read_bytes() == before
    assert (the_run(root) / keeping.NAME).stat().st_mode & 0o077 == 0


def test_show_gives_it_to_programs_and_to_no_seat(roomsix: Command, root: Path) -> None:
    roomsix("judge", "--rubric", "relationship", "--chat", "mock")

    (found,) = json.loads(roomsix("show", "--json").out)["judged"]

    assert found["kind"] == "mock"
    assert "mock" not in roomsix("show", "--as", "manager").out


def test_a_mock_is_labelled_as_drawn_wherever_it_is_shown(roomsix: Command, root: Path) -> None:
    said = roomsix("judge", "--rubric", "in-character", "--chat", "mock")

    assert "draws its verdicts by lot" in said.err
    for page in (said.out, roomsix("show").out):
        assert "Drawn by a mock" in page
        assert "Judged by a model" not in page


def test_what_was_answered_is_not_asked_again(
    roomsix: Command, root: Path, endpoint: Endpoint
) -> None:
    endpoint.plan(verdict("better", 22, 30))
    judge = ("judge", "--rubric", "relationship", "--chat", "openai:m", "--json")

    first, second = roomsix(*judge), roomsix(*judge)

    assert len(endpoint.received) == 1
    assert json.loads(first.out) == json.loads(second.out)
    roomsix(*judge, "--again")
    assert len(endpoint.received) == 2


def test_an_edited_rubric_is_another_question(
    roomsix: Command, root: Path, endpoint: Endpoint
) -> None:
    endpoint.plan(verdict("better", 22, 30))
    judge = ("judge", "--rubric", "relationship", "--chat", "openai:m")
    roomsix(*judge)
    roomsix("init")
    file = root / "evals/rubrics/relationship.yaml"
    file.write_text(file.read_text().replace("How do they leave each other?", "How do they part?"))

    roomsix(*judge)

    assert len(endpoint.received) == 2
    assert len(kept(root)) == 1


def test_a_command_that_was_stopped_goes_on_where_it_stopped(
    roomsix: Command, root: Path, endpoint: Endpoint
) -> None:
    endpoint.plan(verdict("throughout", 2), {"status": 401, "error": {"message": "no"}})
    judge = ("judge", "--rubric", "in-character", "--chat", "openai:m")

    stopped = roomsix(*judge)
    endpoint.plan({"when": "Ferrand", **verdict("slips")}, verdict("mostly"))
    done = [each["seat"] for each in kept(root)]
    said = roomsix(*judge)

    assert stopped.code == 3
    assert "what was judged before is kept" in stopped.err
    assert done == ["manager"]
    assert said.code == 0
    assert [each["seat"] for each in kept(root)] == ["manager", "speaker", "conciliator"]
    assert kept(root)[0]["verdict"] == "throughout"


def test_a_limit_holds_and_what_came_before_it_is_kept(
    roomsix: Command, root: Path, endpoint: Endpoint
) -> None:
    endpoint.plan(verdict("throughout", 2))
    judge = ("judge", "--rubric", "in-character", "--chat", "openai:m")

    said = roomsix(*judge, "--max-calls", "1")

    assert said.code == 4
    assert "--max-calls 1 would be passed" in said.err
    assert len(endpoint.received) == len(kept(root)) == 1


def test_much_money_is_not_spent_without_leave(
    roomsix: Command, root: Path, endpoint: Endpoint
) -> None:
    dear = ("--chat", "openai:m", "--price", "openai:m=1000/1000")

    said = roomsix("judge", "--rubric", "relationship", *dear)

    assert said.code == 2
    assert "more than the $1" in said.err
    endpoint.plan(verdict("better", 22, 30))
    assert roomsix("judge", "--rubric", "relationship", *dear, "--yes").code == 0
    assert float(kept(root)[0]["usd"]) > 0


def test_no_verdict_is_said_to_be_none(roomsix: Command, root: Path, endpoint: Endpoint) -> None:
    endpoint.plan(verdict("better", 999, 1000))

    said = roomsix("judge", "--rubric", "relationship", "--chat", "openai:m")

    (found,) = kept(root)
    assert said.code == 0
    assert (found["verdict"], found["turns"], found["asked"]) == (None, [], 3)
    assert "no verdict (there is no turn 999" in " ".join(said.out.split())


def test_a_judge_of_the_family_it_judges_is_warned_of(
    roomsix: Command, root: Path, endpoint: Endpoint
) -> None:
    file = the_run(root) / "run.json"
    info = json.loads(file.read_text())
    info["seats"]["manager"] = "openai:gpt-4o-mini"
    file.write_text(json.dumps(info))
    endpoint.plan(verdict("throughout", 2), verdict("throughout", 12), verdict("throughout", 1))

    said = roomsix("judge", "--rubric", "in-character", "--chat", "openai:gpt-5", "--yes")

    assert "judges models of its own family (gpt)" in said.err
    assert [each["own_family"] for each in kept(root)] == [True, False, False]
    assert "of its own family" in " ".join(said.out.split())


def test_a_script_judges_offline(roomsix: Command, root: Path) -> None:
    script(root, {"reason": "Read.", "turns": [22, 24], "verdict": "worse"})

    said = roomsix("judge", "--rubric", "relationship", "--chat", "script:judge")

    assert said.code == 0
    assert (kept(root)[0]["verdict"], kept(root)[0]["kind"]) == ("worse", "script")
    assert "Judged by a script" in said.out


def test_recorded_verdicts_are_given_again_offline_as_their_judges_own(
    roomsix: Command, root: Path, endpoint: Endpoint
) -> None:
    endpoint.plan(verdict("better", 22, 30))
    judge = ("judge", "--rubric", "relationship")
    recorded = roomsix(*judge, "--chat", "openai:m", "--record", "tried")
    (before,) = kept(root)
    (the_run(root) / keeping.NAME).unlink()

    said = roomsix(*judge, "--chat", "cassette:tried")

    assert recorded.code == said.code == 0
    assert len(endpoint.received) == 1
    (after,) = kept(root)
    same = ("judge", "key", "verdict", "turns", "kind")
    assert [after[each] for each in same] == [before[each] for each in same]
    assert after["recorded"] == "cassette:tried"


def test_a_cassette_of_talks_is_no_judge(roomsix: Command, root: Path) -> None:
    said = roomsix("judge", "--rubric", "relationship", "--chat", "cassette:theatre")

    assert said.code == 2
    assert "is no recording of a judge" in said.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--chat", "mock"), "by which rubric?"),
        (("--rubric", "relationship"), "who judges?"),
        (("--rubric", "relationshp", "--chat", "mock"), "did you mean 'relationship'?"),
        (("--rubric", "candour", "--chat", "person"), "'person' cannot judge"),
        (("--rubric", "candour", "--chat", "mock:boulware"), "cannot judge"),
        (("nothing", "--rubric", "candour", "--chat", "mock"), "no run 'nothing'"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_line(
    roomsix: Command, root: Path, arguments: tuple[str, ...], message: str
) -> None:
    said = roomsix("judge", *arguments)

    assert said.code == 2
    assert message in said.err


def test_talks_that_are_not_over_are_not_judged(roomsix: Command, root: Path) -> None:
    file = the_run(root) / "record.jsonl"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))

    said = roomsix("judge", "--rubric", "relationship", "--chat", "mock")

    assert said.code == 2
    assert "the talks are not over" in said.err


def test_damaged_verdicts_are_told_of_in_a_line(roomsix: Command, root: Path) -> None:
    (the_run(root) / keeping.NAME).write_text('{"judged": 1, "verdicts": [{}]}')

    for command in (("show",), ("judge", "--rubric", "candour", "--chat", "mock")):
        said = roomsix(*command)
        assert said.code == 3
        assert "judged.json" in said.err and "Traceback" not in said.err


def test_one_judge_of_a_run_keeps_out_another(roomsix: Command, root: Path) -> None:
    with keeping.held(the_run(root)):
        said = roomsix("judge", "--rubric", "candour", "--chat", "mock")

    assert said.code == 3
    assert "is being written by another process" in said.err


def test_agreement_is_measured_kept_and_says_why_it_may_not_gate(
    roomsix: Command, root: Path
) -> None:
    script(
        root,
        {"reason": "Read.", "turns": [4], "verdict": "yes"},
        {"reason": "Read.", "turns": [12], "verdict": "no"},
    )
    run = store.find(root / "runs", "@last").info.id
    rows = f"{run},manager,candour,yes,a\n{run},speaker,candour,yes,a\n"
    (root / "labels.csv").write_text(LABELS + rows)
    roomsix("judge", "--rubric", "candour", "--chat", "script:judge")

    said = roomsix("agree", "labels.csv", "--rubric", "candour")

    page = " ".join(said.out.split())
    assert said.code == 0
    assert "script:judge by candour, against labels by hand" in page
    assert "may not gate: the agreement of script:judge rests on 2 labels, and takes 100" in page
    found = json.loads((root / "evals/rubrics/candour.agreement.json").read_text())
    (measured,) = found["measured"]
    assert measured["confusion"] == [[0, 0], [1, 1]]
    assert (measured["judge"], measured["agrees"]["n"]) == ("script:judge", 2)
    told = json.loads(roomsix("agree", "labels.csv", "--rubric", "candour", "--json").out)
    assert (told["may_gate"], told["confusion"]) == (False, [[0, 0], [1, 1]])


def test_labels_of_what_nobody_judged_are_refused_with_what_to_do(
    roomsix: Command, root: Path
) -> None:
    run = store.find(root / "runs", "@last").info.id
    (root / "labels.csv").write_text(f"{LABELS}{run},manager,candour,yes,a\n")

    said = roomsix("agree", "labels.csv", "--rubric", "candour")

    assert said.code == 2
    assert "1 of the things labelled were not judged by anybody" in said.err
    assert "roomsix judge RUN --rubric candour" in said.err


def test_where_several_judged_one_has_to_be_named(roomsix: Command, root: Path) -> None:
    script(root, {"reason": "Read.", "turns": [4], "verdict": "yes"})
    run = store.find(root / "runs", "@last").info.id
    (root / "labels.csv").write_text(f"{LABELS}{run},manager,candour,yes,a\n")
    for chat in ("mock", "script:judge"):
        roomsix("judge", "--rubric", "candour", "--chat", chat)
    agree = ("agree", "labels.csv", "--rubric", "candour", "--dry-run")

    assert "--chat: mock, script:judge" in roomsix(*agree).err
    assert roomsix(*agree, "--chat", "mock").code == 0
    assert not (root / "evals/rubrics/candour.agreement.json").exists()
