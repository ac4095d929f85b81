"""`eval` of suites that have judges: models asked once, money counted, labels in every output."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from chat.endpoint import Endpoint, serving
from cli.shell import Command, Said
from evaluation.conftest import HEAD
from evaluation.panel import JUDGES, THREE, rubric, script
from roomsix import store
from roomsix.chat import metering
from roomsix.cli import main
from roomsix.evaluation import judging
from roomsix.outputs import document

BRIEF = """\
scenarios: [theatre]
treatments: {t: {set: [sessions.plenary.rounds=1], seats: {all: "@mock:no-talk"}}}
"""

MODEL = "judges: [{rubric: manner, chat: 'openai:m'}]\n"

GATE = "gates: [mean(judged-manner) >= 0.3]\n"


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


def verdict(label: str) -> dict[str, str]:
    return {"raw": json.dumps({"reason": "So it seems.", "turns": [], "verdict": label})}


def suite(root: Path, text: str) -> None:
    (root / "evals").mkdir(exist_ok=True)
    (root / "evals/tried.yaml").write_text(HEAD + BRIEF + text, encoding="utf-8")


def values(root: Path) -> list[Any]:
    lines = (root / "runs/suites/tried/results.jsonl").read_text().splitlines()
    return [json.loads(line).get("judged", {}).get("manner", {}).get("value") for line in lines]


def test_a_model_is_asked_once_of_each_seat_and_goes_on_where_it_was_stopped(
    roomsix: Command, tmp_path: Path, endpoint: Endpoint
) -> None:
    rubric(tmp_path)
    suite(tmp_path, MODEL)
    endpoint.plan(verdict("kind"), {"status": 401, "error": {"message": "no"}})

    stopped = roomsix("eval", "tried", "--quiet")
    endpoint.plan(verdict("civil"))
    done = roomsix("eval", "tried", "--failed")
    again = roomsix("eval", "tried")

    assert (stopped.code, done.code, again.code) == (3, 0, 0)
    assert len(endpoint.received) == 2
    assert values(tmp_path) == [pytest.approx((1 + 0.5 + 0.5) / 3)]
    page = " ".join(again.out.split())
    assert "judged-manner: judged by openai:m (not calibrated: no agreement of openai:m" in page
    assert "mean, 0 to 1" in page


def test_an_endpoint_is_for_the_option_to_name(
    roomsix: Command, tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config/roomsix").mkdir(parents=True)
    settings = f'[endpoints.there]\nurl = "{endpoint.environ["OPENAI_BASE_URL"]}"\n'
    (tmp_path / "config/roomsix/settings.toml").write_text(settings)
    rubric(tmp_path)
    suite(tmp_path, JUDGES)
    script(tmp_path, *THREE)
    endpoint.plan(verdict("kind"))

    said = roomsix("eval", "tried", "--quiet", "--judge", "manner=openai:m@there", "--json")

    assert said.code == 0, said.err
    (told,) = json.loads(said.out)
    (row,) = told["rows"]
    assert row["judged"]["manner"]["judge"] == "openai:m@there"
    assert told["words"] == ["--judge", "manner=openai:m@there"]


@pytest.mark.parametrize(("engine", "stops"), [("asyncio", ["2", "2"]), ("process", [])])
def test_judges_keep_to_the_purse_of_the_suite_and_what_they_spent_counts_after_a_stop(
    roomsix: Command, tmp_path: Path, endpoint: Endpoint, engine: str, stops: list[str]
) -> None:
    rubric(tmp_path)
    suite(tmp_path, MODEL)
    endpoint.plan(verdict("kind"))
    command = ("eval", "tried", "--quiet", "--engine", engine, "--workers", "1", "--max-calls")

    codes = [roomsix(*command, calls).code for calls in (*stops, "3")]

    assert codes == [*(4 for _ in stops), 0]
    assert len(endpoint.received) == 3
    (folder,) = (tmp_path / "runs/suites/tried").glob("theatre-*")
    run = store.Run(folder)
    assert metering.spent(run.lines(judging.SPENDING)).calls == 3
    assert values(tmp_path) == [1.0]
    # What judges cost is no part of what the run did.
    assert not run.lines(store.SPENDING)
    assert json.loads((folder / "run.json").read_text())["totals"]["calls"] > 3
    assert roomsix("check", str(folder)).code == 0


def test_leave_is_asked_for_what_judges_may_cost_before_anything_is_played(
    roomsix: Command, tmp_path: Path, endpoint: Endpoint
) -> None:
    rubric(tmp_path)
    suite(tmp_path, MODEL + "seeds: 2\n")
    endpoint.plan(verdict("kind"))
    priced = ("eval", "tried", "--price", "openai:m=1000/1000")

    told = roomsix(*priced, "--dry-run")
    refused = roomsix(*priced)
    allowed = roomsix(*priced, "--yes", "--quiet")
    done = roomsix(*priced, "--dry-run")

    assert (told.code, refused.code, allowed.code) == (0, 2, 0)
    assert "6 questions to judges, at most $" in told.out
    assert "6 questions to judges, at most $" in refused.err
    assert "than the $1 that are spent without asking" in refused.err
    assert len(endpoint.received) == 6
    assert "0 questions to judges" in done.out


def test_a_cap_on_money_takes_a_price_of_the_judge(
    roomsix: Command, tmp_path: Path, endpoint: Endpoint
) -> None:
    rubric(tmp_path)
    suite(tmp_path, MODEL)
    endpoint.plan(verdict("kind"))

    said = roomsix("eval", "tried", "--max-usd", "1")

    assert said.code == 2
    assert "no price is known for 'openai:m'" in said.err
    assert not (tmp_path / "runs").exists()


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty-four runs judged seat by seat, labelled by hand, and the judge held against that."""
    root = tmp_path_factory.mktemp("measured")
    rubric(root)
    script(root, *THREE)
    suite(root, JUDGES + "seeds: 34\n")
    assert main(["-C", str(root), "eval", "tried", "--quiet"]) == 0
    label(root, wrong=6)
    command = ["-C", str(root), "agree", str(root / "labels.csv"), "--rubric", "manner"]
    assert main(command) == 0
    return root


def label(root: Path, wrong: int) -> None:
    """Label every seat by hand as the judge did, but for so many."""
    rows = ["run,seat,rubric,label,rater"]
    for folder in sorted((root / "runs/suites/tried").glob("theatre-*")):
        for seat, given in zip(("manager", "speaker", "conciliator"), THREE, strict=True):
            said = "civil" if len(rows) <= wrong else given
            rows.append(f"{folder},{seat},manner,{said},ann")
    (root / "labels.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def evaluated(roomsix: Command, root: Path, text: str, *options: str) -> Said:
    suite(root, f"{text}seeds: 34\n")
    return roomsix("eval", "tried", *options, root=root)


def test_a_judge_that_was_held_against_a_hundred_labels_may_gate(
    roomsix: Command, measured: Path
) -> None:
    passed = evaluated(roomsix, measured, JUDGES + GATE)
    failed = evaluated(roomsix, measured, JUDGES + "gates: [mean(judged-manner) >= 0.9]\n")

    assert (passed.code, failed.code) == (0, 1)
    page = " ".join(passed.out.split())
    assert "judged by a script, script:judge (agreement with people: kappa 0.9" in page
    assert "n = 102)" in page
    assert "✓ mean(judged-manner) >= 0.3" in page


def test_lint_and_eval_refuse_the_gate_of_any_other_judge_by_its_line(
    roomsix: Command, measured: Path
) -> None:
    said = evaluated(roomsix, measured, "judges: [{rubric: manner, chat: mock}]\n" + GATE)
    linted = roomsix("lint", "evals/tried.yaml", root=measured)
    instead = evaluated(roomsix, measured, JUDGES + GATE, "--judge", "manner=mock", "--dry-run")

    for each, what in ((said, said.err), (linted, linted.out), (instead, instead.err)):
        assert each.code == 2
        assert "evals/tried.yaml:7:9: " in what
        assert "mock draws its verdicts" in what
        assert "Traceback" not in each.err


def test_every_output_says_whose_word_it_is(roomsix: Command, measured: Path) -> None:
    files = [
        word for end in ("json", "jsonl", "csv", "md", "xml") for word in ("--out", f"o.{end}")
    ]

    said = evaluated(roomsix, measured, JUDGES + GATE, "--quiet", *files)

    assert said.code == 0
    by = "judged by a script, script:judge (agreement with people: kappa 0.9"
    (told,) = json.loads((measured / "o.json").read_text())
    (back,) = document.read(measured / "o.json")
    assert (back.judges[0].judge, back.passed) == ("script:judge", True)
    (judge,) = told["judges"]
    assert judge["label"].startswith(by)
    assert (judge["judge"], judge["kind"], judge["agrees"]["n"]) == ("script:judge", "script", 102)
    line = json.loads((measured / "o.jsonl").read_text().splitlines()[0])
    assert line["judged"]["manner"]["judge"] == "script:judge"
    with (measured / "o.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    assert (first["judge.manner"], first["judged-manner"]) == ("script:judge", "0.5")
    assert first["judged-manner.conciliator"] == "1"
    page = (measured / "o.md").read_text()
    assert "`judged-manner`: judged by a script, script:judge" in page
    root = ElementTree.parse(measured / "o.xml").getroot()
    properties = {each.get("name"): each.get("value") or "" for each in root.iter("property")}
    assert properties["judged-manner"].startswith(by)
    (gate,) = (each for each in root.iter("testcase") if each.get("classname") == "tried.gates")
    assert by in (gate.findtext("system-out") or "")


def test_a_comparison_says_whose_word_it_is_and_fails_by_no_other_than_a_measured_one(
    roomsix: Command, measured: Path
) -> None:
    treatments = "treatments: {a: {}, b: {set: [sessions.plenary.rounds=2]}}\n"
    # Six pairs are the fewest that tell any difference from none.
    text = HEAD + "scenarios: [theatre]\nseeds: 6\n" + treatments + JUDGES
    (measured / "evals/tried.yaml").write_text(text, encoding="utf-8")
    compare = ("compare", "tried:treatment=a", "tried:treatment=b", "--metric", "judged-manner")
    bound = ("--fail-if", "judged-manner < -0.5")

    def said(*judge: str) -> Said:
        roomsix("eval", "tried", "--quiet", *judge, root=measured)
        return roomsix(*compare, *bound, root=measured)

    good, drawn = said(), said("--judge", "manner=mock")

    assert good.code == 0, good.err
    page = " ".join(good.out.split())
    assert "judged-manner: judged by a script, script:judge (agreement with people" in page
    assert drawn.code == 2
    assert "mock draws its verdicts" in drawn.err
