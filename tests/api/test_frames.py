"""`roomsix.frame`: runs as columns."""

import asyncio
from pathlib import Path

import pytest

import roomsix
from outputs.made import failed, results, row
from roomsix import store
from roomsix.cli import main
from roomsix.errors import RecordError, UsageError
from roomsix.outputs import document
from roomsix.session import Result

NAMES = ("capture", "agreement")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a suite that was played, and a run of its own."""
    here = tmp_path_factory.mktemp("frames")
    text = 'suite: 1\nid: one\ntitle: One\nscenarios: [theatre]\ngates: ["count(breaches) == 0"]\n'
    (here / "evals").mkdir()
    (here / "evals" / "one.yaml").write_text(text, encoding="utf-8")
    main(["-C", str(here), "eval", "one", "--quiet", "--out", "one.json", "--out", "one.jsonl"])
    asyncio.run(roomsix.negotiate("theatre", root=here, runs="runs", scores=NAMES))
    return here


@pytest.fixture(scope="module")
def result(root: Path) -> Result:
    return asyncio.run(roomsix.negotiate("theatre", seed=3, root=root, scores=NAMES))


@pytest.mark.parametrize("named", ["one", "runs/suites/one", "one.json", "one.jsonl"])
def test_a_suite_is_found_by_its_name_its_folder_and_its_files(named: str, root: Path) -> None:
    columns = roomsix.frame(named, root=root)

    assert columns["suite"] == ["one"]
    assert columns["agreement"] == [True]
    assert "gain.theatre" in columns


def test_runs_are_found_by_their_folder_or_by_that_of_all(root: Path) -> None:
    (run,) = store.runs(root / "runs")

    alone, all_ = roomsix.frame(run.folder), roomsix.frame("runs", root=root)

    assert alone == all_ == roomsix.frame([run])
    assert alone["run"] == [run.info.id]
    assert alone["seat.manager"] == ["theatre-manager@mock"]
    assert alone["turns"] == [run.info.totals["turns"]]


def test_results_of_talks_need_no_folder(result: Result) -> None:
    columns = roomsix.frame([result, result])

    assert columns["seed"] == [3, 3]
    assert columns["capture"] == [result.scores.scores["capture"].value] * 2
    assert columns["ending"] == ["deal", "deal"]


def test_the_same_talks_say_the_same_kept_or_not(root: Path, result: Result) -> None:
    kept = roomsix.frame("runs", root=root)
    memory = roomsix.frame(result)

    same = [name for name in memory if name not in ("run", "seed", "turns", "capture")]
    assert {name: memory[name] for name in same} == {name: kept[name] for name in same}


def test_several_sources_make_one_frame(root: Path, result: Result) -> None:
    columns = roomsix.frame(["one", result, results(row(5), failed())], root=root)

    assert columns["scenario"] == ["theatre"] * 4
    assert columns["state"] == ["finished"] * 3 + ["failed"]
    assert {len(column) for column in columns.values()} == {4}


def test_the_long_form_is_a_row_for_each_party(root: Path) -> None:
    columns = roomsix.frame("one", long=True, root=root)

    assert columns["party"] == ["theatre", "orchestra"]
    assert len(columns["gain"]) == 2


def test_pandas_takes_it_as_it_is(root: Path) -> None:
    pandas = pytest.importorskip("pandas")

    made = pandas.DataFrame(roomsix.frame(["one", results(row(1))], root=root))

    assert made.groupby("suite")["capture"].mean()["quarrel"] == 0.1
    assert made["agreement"].all()


def test_polars_takes_it_as_it_is(root: Path) -> None:
    polars = pytest.importorskip("polars")

    made = polars.DataFrame(roomsix.frame(["one", results(row(1), failed())], root=root))

    assert made["capture"].dtype == polars.Float64
    assert made["agreement"].dtype == polars.Boolean


@pytest.mark.parametrize("named", ["nothing", "evals"])
def test_where_nothing_was_played_is_told(named: str, root: Path) -> None:
    with pytest.raises(UsageError, match=named):
        roomsix.frame(named, root=root)


def test_a_damaged_file_is_told_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(document.as_lines([results(row(1))]) + "{}\n", encoding="utf-8")

    with pytest.raises(RecordError, match=r"rows.jsonl:2: run: field required"):
        roomsix.frame(file)
