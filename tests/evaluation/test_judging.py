"""Suites whose runs are judged: asked once, kept apart from scores, trusted only if measured."""

import asyncio
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from evaluation.conftest import HEAD, After, Prepare
from evaluation.panel import BRIEF, JUDGES, THREE, calibrated, judged, rubric, script
from roomsix.errors import DefinitionError, NothingSelected, UsageError
from roomsix.evaluation import results
from roomsix.evaluation.engines.loop import Loop
from roomsix.evaluation.evaluating import Evaluation
from roomsix.evaluation.planning import Overrides
from roomsix.evaluation.playing import Halted
from roomsix.evaluation.preparing import Choice, prepare
from roomsix.evaluation.row import Row
from roomsix.workspace import Workspace

GATE = "gates: [mean(judged-manner) >= 0.1]\n"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs of the suite that nobody has judged; not to be changed."""
    root = tmp_path_factory.mktemp("unjudged")
    (root / "evals").mkdir()
    (root / "evals/tried.yaml").write_text(f"{HEAD}{BRIEF}seeds: 3\n", encoding="utf-8")
    ready = prepare("tried", Workspace(root), root / "runs")
    played(ready)
    return root / "runs"


@pytest.fixture(autouse=True)
def panel(tmp_path: Path, runs: Path) -> None:
    """A rubric, a script that goes by it, and runs to be judged."""
    shutil.copytree(runs, tmp_path / "runs")
    rubric(tmp_path)
    script(tmp_path, *THREE)


def played(evaluation: Evaluation) -> list[Row]:
    asyncio.run(evaluation.play(Loop(2)))
    return evaluation.done


def problem(make: Callable[[], Evaluation]) -> tuple[tuple[str | int, ...], str, int]:
    """The one thing that is wrong with a suite: its path, what, and the line."""
    with pytest.raises(DefinitionError) as caught:
        make()
    (found,) = caught.value.problems
    return found.path, found.message, found.line


@pytest.fixture
def trusted(made: Prepare, tmp_path: Path) -> None:
    """The script was held against 102 labels by hand, and agrees."""
    ready = made(BRIEF + JUDGES)
    played(ready)
    calibrated(tmp_path, judged(ready.kit.folder))


def test_what_judges_say_has_a_place_of_its_own_by_seat_party_and_run(made: Prepare) -> None:
    (row,) = played(made(BRIEF + JUDGES))

    said = row.judged["manner"]
    assert (said.judge, said.kind, said.asked, said.none) == ("script:judge", "script", 3, 0)
    assert said.seats == {"manager": 0.0, "speaker": 0.5, "conciliator": 1.0}
    assert said.parties == {"theatre": 0.0, "orchestra": 0.5}
    assert row.figure("judged-manner") == 0.5
    assert row.figure("judged-manner", "speaker") == 0.5
    assert row.figure("judged-manner", "orchestra") == 0.5
    assert row.figure("manner") is None
    assert not any("manner" in name for name in row.scores)


def test_a_seat_without_a_verdict_has_no_figure_and_is_counted(
    made: Prepare, tmp_path: Path
) -> None:
    script(tmp_path, "kind", "lukewarm", "kind")
    ready = made(BRIEF + JUDGES)
    (row,) = played(ready)

    assert row.figure("judged-manner", "speaker") is None
    assert row.figure("judged-manner") == 1.0
    assert (row.judged["manner"].asked, row.judged["manner"].none) == (3, 1)
    assert "1 of 3 without a verdict" in ready.results().judges[0].label([row])


def test_what_is_judged_decides_nothing_about_the_talks(made: Prepare) -> None:
    plain, with_judges = made(BRIEF), made(BRIEF + JUDGES)

    assert [each.key for each in plain.trials] == [each.key for each in with_judges.trials]
    (before,) = played(plain)
    (after,) = played(with_judges)
    # Runs that were there before are judged, and not played again.
    assert after.model_copy(update={"judged": {}}) == before
    assert after.judged


def test_a_run_that_was_judged_is_left_as_it_is(made: Prepare) -> None:
    ready = made(BRIEF + JUDGES)
    first = played(ready)
    (file,) = ready.kit.folder.glob("*/judged.json")
    before = file.stat()

    again = played(made(BRIEF + JUDGES + "seeds: 2\n"))

    # A verdict that was asked for anew would replace the file.
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert again[0] == first[0]
    assert again[1].judged["manner"].value == 0.5


def test_a_suite_stopped_between_two_verdicts_goes_on_with_the_next(made: Prepare) -> None:
    stopped = made(BRIEF + JUDGES)
    # Once before the run is looked at, and once after the first verdict.
    stopped.kit = replace(stopped.kit, halt=After(left=1))
    with pytest.raises(Halted):
        played(stopped)
    (kept,) = judged(stopped.kit.folder)

    chosen = made(BRIEF + JUDGES, choice=Choice(failed=True))
    (row,) = played(chosen)

    assert kept.seat == "manager"
    assert judged(stopped.kit.folder)[0] == kept
    assert row.judged["manner"].seats == {"manager": 0.0, "speaker": 0.5, "conciliator": 1.0}
    with pytest.raises(NothingSelected):
        made(BRIEF + JUDGES, choice=Choice(failed=True))


def test_another_text_of_the_rubric_is_another_question(made: Prepare, tmp_path: Path) -> None:
    played(made(BRIEF + JUDGES))
    rubric(tmp_path, "Is it polite?")
    script(tmp_path, "kind", "kind", "kind")

    (row,) = played(made(BRIEF + JUDGES))

    assert row.judged["manner"].value == 1.0


def test_an_option_says_who_judges_instead(made: Prepare) -> None:
    ready = made(BRIEF + JUDGES, overrides=Overrides(judges=("manner=mock",)))
    (row,) = played(ready)

    assert (row.judged["manner"].judge, row.judged["manner"].kind) == ("mock", "mock")
    assert ready.words == ("--judge", "manner=mock")
    label = ready.results().judges[0].label(ready.done)
    assert label.startswith("drawn by mock (not calibrated: mock draws its verdicts")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("manner", "names no judge"),
        ("manner=", "names no judge"),
        ("maner=mock", "did you mean 'manner'?"),
        ("manner=person", "'person' cannot judge"),
        ("manner=script:nobody", "nobody"),
    ],
)
def test_an_option_that_names_no_judge_is_told_in_a_line(
    made: Prepare, text: str, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        made(BRIEF + JUDGES, overrides=Overrides(judges=(text,)))

    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("judges", "path", "said"),
    [
        ("{rubric: manner, chat: 'openai:m@there'}", ("judges", 0, "chat"), "names no endpoint"),
        ("{rubric: maner, chat: mock}", ("judges", 0), "maner"),
        ("{rubric: manner, chat: 'mock:boulware'}", ("judges", 0), "cannot judge"),
        ("{rubric: manner, chat: 'cassette:theatre'}", ("judges", 0), "no recording of a judge"),
        (
            "{rubric: manner, chat: mock}, {rubric: manner, chat: mock}",
            ("judges", 1, "rubric"),
            "a judge by 'manner' already",
        ),
        ("{rubric: manner}", ("judges", 0, "chat"), "missing"),
    ],
)
def test_judges_that_cannot_be_had_are_told_of_at_their_place(
    made: Prepare, judges: str, path: tuple[str | int, ...], said: str
) -> None:
    found, message, line = problem(lambda: made(f"{BRIEF}judges: [{judges}]\n"))

    assert (found[: len(path)], line) == (path[: len(found)], 6)
    assert said in message or "chat" in message


def test_a_figure_that_nobody_judges_is_no_figure(made: Prepare) -> None:
    for text in (GATE, "primaries: [judged-manner]\n", "scores: [judged-manner]\n"):
        _, message, line = problem(partial(made, BRIEF + text))
        assert (message, line) == ("nobody judges by 'manner' in this suite", 6)
    assert made(BRIEF + JUDGES + "primaries: [judged-manner.speaker]\n").trials


def test_a_gate_is_refused_before_anything_is_played_if_its_judge_was_not_measured(
    made: Prepare,
) -> None:
    path, message, line = problem(lambda: made(BRIEF + JUDGES + GATE))

    assert (path, line) == (("gates", 0), 7)
    assert "no agreement of script:judge with labels by 'manner' was measured" in message


def test_a_rule_of_stopping_is_refused_as_a_gate_is(made: Prepare) -> None:
    rule = "stop: {figure: mean(judged-manner), width: 0.1}\n"

    path, message, _ = problem(lambda: made(BRIEF + JUDGES + rule))

    assert path == ("stop", "figure")
    assert "no agreement of script:judge" in message


@pytest.mark.usefixtures("trusted")
def test_a_gate_is_held_against_what_a_measured_judge_says(made: Prepare) -> None:
    ready = made(BRIEF + JUDGES + GATE + "seeds: 3\n")
    played(ready)

    (verdict,) = ready.results().verdicts
    assert (verdict.passed, verdict.refused, verdict.figure.value) == (True, "", 0.5)
    (standing,) = ready.results().judges
    label = standing.label(ready.done)
    assert label.startswith("judged by a script, script:judge (agreement with people: kappa 1.00 [")
    assert label.endswith("], n = 102)")


@pytest.mark.usefixtures("trusted")
def test_a_gate_is_refused_once_the_rubric_has_another_text(made: Prepare, tmp_path: Path) -> None:
    made(BRIEF + JUDGES + GATE)
    rubric(tmp_path, "Is it polite?")

    _, message, _ = problem(lambda: made(BRIEF + JUDGES + GATE))

    assert "was measured with another text of 'manner'" in message


@pytest.mark.usefixtures("trusted")
def test_a_mock_never_gates_and_neither_does_another_judge(made: Prepare, tmp_path: Path) -> None:
    script(tmp_path, *THREE, name="other")

    for named, said in (("mock", "draws its verdicts"), ("script:other", "no agreement of")):
        overrides = Overrides(judges=(f"manner={named}",))
        path, message, _ = problem(partial(made, BRIEF + JUDGES + GATE, overrides=overrides))
        assert path == ("gates", 0)
        assert said in message


def test_too_few_labels_or_too_little_agreement_do_not_gate(made: Prepare, tmp_path: Path) -> None:
    ready = made(BRIEF + JUDGES)
    played(ready)
    said = judged(ready.kit.folder)

    for things, wrong, why in (
        (99, 0, "rests on 99 labels"),
        (102, 60, "with people may be as low as"),
    ):
        calibrated(tmp_path, said, things, wrong)
        _, message, _ = problem(lambda: made(BRIEF + JUDGES + GATE))
        assert why in message
        label = made(BRIEF + JUDGES).results().judges[0].label([])
        assert f"(not calibrated: the agreement of script:judge {why}" in label


@pytest.mark.usefixtures("trusted")
def test_a_gate_is_not_decided_where_another_model_answered_than_was_measured(
    made: Prepare,
) -> None:
    ready = made(BRIEF + JUDGES + GATE + "seeds: 3\n")
    found = ready.results().model_copy(update={"rows": tuple(played(ready))})
    (known,) = ready.results().judges
    strange = found.model_copy(
        update={
            "judges": (known.model_copy(update={"models": ("m-1",)}),),
            "rows": tuple(
                row.model_copy(
                    update={
                        "judged": {
                            "manner": row.judged["manner"].model_copy(update={"models": ("m-2",)})
                        }
                    }
                )
                for row in found.rows
            ),
        }
    )

    (verdict,) = strange.verdicts
    assert (verdict.passed, verdict.word) == (None, "may not gate")
    assert "was measured of m-1, and this is m-2" in verdict.refused
    assert not strange.passed
    assert "answered as m-2" in strange.judges[0].label(strange.rows)


@pytest.mark.usefixtures("trusted")
def test_results_are_read_back_with_whose_word_is_in_them(made: Prepare) -> None:
    ready = made(BRIEF + JUDGES + GATE + "seeds: 3\n")
    played(ready)
    found = results.load(ready.kit.folder)

    assert found.rows == ready.results().rows
    assert found.judges == ready.results().judges
    assert found.verdicts == ready.results().verdicts


def test_who_judges_can_be_told_to_another_process(made: Prepare) -> None:
    ready = made(BRIEF + JUDGES)

    assert pickle.loads(pickle.dumps(ready.kit.judges)) == ready.kit.judges


def test_a_key_that_is_missing_is_told_before_a_run_is_played(
    made: Prepare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    shutil.rmtree(tmp_path / "runs")
    ready = made(BRIEF + "judges: [{rubric: manner, chat: 'openai:m'}]\n")

    (row,) = played(ready)

    assert (row.state, "no key for 'openai:m'" in row.error) == ("failed", True)
    assert not list(ready.kit.folder.glob("*/calls.jsonl"))


def test_a_damaged_run_that_was_judged_is_not_played_anew(made: Prepare) -> None:
    ready = made(BRIEF + JUDGES)
    played(ready)
    (file,) = ready.kit.folder.glob(f"{ready.trials[0].name}/judged.json")
    before = file.read_bytes()
    file.with_name("run.json").write_text("{")

    (row,) = played(made(BRIEF + JUDGES))

    assert row.state == "failed"
    assert file.read_bytes() == before


def test_recorded_answers_are_found_by_their_questions(made: Prepare, tmp_path: Path) -> None:
    from roomsix.cli import main

    ready = made(BRIEF + "seeds: 2\n")
    # In another order than that of the suite.
    runs = [str(ready.kit.folder / trial.name) for trial in reversed(ready.trials)]
    record = ("--rubric", "manner", "--chat", "script:judge", "--record", "kept")
    assert main(["-C", str(tmp_path), "judge", *runs, *record]) == 0
    for file in ready.kit.folder.glob("*/judged.json"):
        file.unlink()
    recorded = made(BRIEF + "seeds: 2\njudges: [{rubric: manner, chat: 'cassette:kept'}]\n")

    rows = played(recorded)

    assert [row.judged["manner"].value for row in rows] == [0.5, 0.5]
    assert {row.judged["manner"].judge for row in rows} == {"script:judge"}
    # Of a run that was not recorded there is no answer, and nothing stands in for one.
    more = made(BRIEF + "seeds: 3\njudges: [{rubric: manner, chat: 'cassette:kept'}]\n")
    assert [row.state for row in played(more)] == ["finished", "finished", "failed"]
