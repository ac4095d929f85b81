"""What is meant by `RESULTS:LABELS`: folders and files, treatments, chats with their commas."""

from pathlib import Path

import pytest

from evaluation.samples import both, kept, row, suite
from roomsix.errors import NothingSelected, RecordError, RoomsixError, UsageError
from roomsix.evaluation.provenance import Provenance
from roomsix.evaluation.results import Results
from roomsix.evaluation.sample import sample
from roomsix.outputs import document

RUNS = Path("runs")
READ = document.read
CHAT = "@mock:boulware,e=0.3"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a suite that was played."""
    rows = [
        row(s, seed, treatment=t, mediator=chat, scores={"capture": 0.5})
        for s in ("well", "mill")
        for seed in (1, 2)
        for t in ("default", "other")
        for chat in (CHAT, "@mock:passive")
    ]
    kept(tmp_path / "runs/suites/one", rows)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("one", 16),
        ("runs/suites/one", 16),
        ("one:other", 8),
        ("one:treatment=other", 8),
        ("one:other and scenario=well", 4),
        (f"one:mediator={CHAT}", 8),
        (f"one:mediator={CHAT} and default and seed=2", 2),
    ],
)
def test_results_are_named_by_suite_or_path_and_narrowed_by_labels(
    root: Path, name: str, rows: int
) -> None:
    assert len(sample(name, root, root / RUNS, READ).rows) == rows


def test_labels_of_both_sides_may_be_alternatives(root: Path) -> None:
    found = sample("one:other", root, root / RUNS, READ, (("seed", "1"), ("seed", "2")))

    assert len(found.rows) == 8
    assert found.given == (("treatment", "other"),)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("on", "no results of a suite are called 'on' (did you mean 'one'?)"),
        ("one:othr", "is treatment=othr (did you mean 'other'?)"),
        ("one:mediators=x", "has a 'mediators' (did you mean 'mediator'?)"),
        ("one:seed=7", "is seed=7 (there are: 1, 2)"),
        ("one:=x", "'=x' picks no runs"),
        (".", "holds no results of a suite"),
    ],
)
def test_a_slip_is_told_with_what_there_is(root: Path, name: str, told: str) -> None:
    with pytest.raises(RoomsixError) as error:
        sample(name, root, root / RUNS, READ)

    assert told in str(error.value)


def test_where_nothing_was_played_the_command_that_does_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="eval SUITE"):
        sample("one", tmp_path, tmp_path / RUNS, READ)


def test_labels_that_no_row_has_together_select_nothing(root: Path) -> None:
    kept(root / "runs/suites/two", [row(treatment="default"), row("mill", 2, treatment="other")])

    with pytest.raises(NothingSelected):
        sample("two:other and seed=1", root, root / RUNS, READ)


def test_runs_of_which_none_has_ended_are_no_sample(root: Path) -> None:
    kept(root / "runs/suites/two", [row(state="stopped")])

    with pytest.raises(NothingSelected, match="none of the 1 runs"):
        sample("two", root, root / RUNS, READ)


def test_a_file_of_results_is_read_as_it_is_written(tmp_path: Path) -> None:
    told = Results(
        suite=suite(),
        rows=(row(scores={"agreement": True}),),
        planned=1,
        made=Provenance(engine=3),
    )
    (tmp_path / "one.json").write_text(document.as_json([told]), "utf-8")
    found = sample("one.json:default", tmp_path, tmp_path / RUNS, READ)

    assert found.results.made.engine == 3
    assert found.rows[0].figure("agreement") is True


@pytest.mark.parametrize("text", ["", "[1, 2", "[]", "{}", '"x"', '[{"rows": []}]'])
def test_a_file_that_holds_no_results_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "one.json").write_text(text, "utf-8")

    with pytest.raises(RecordError) as error:
        sample("one.json", tmp_path, tmp_path / RUNS, READ)
    assert str(tmp_path / "one.json") in str(error.value)
    assert "\n" not in str(error.value)


def test_a_trial_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    kept(tmp_path / "runs/suites/one", [*both(lambda *_: 0.5), row(treatment="other")])

    with pytest.raises(RecordError, match="more than once"):
        sample("one", tmp_path, tmp_path / RUNS, READ)
