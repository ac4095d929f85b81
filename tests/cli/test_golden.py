"""Runs of old stay readable: shown and scored from the record alone, to the values they had."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli.shell import Command
from roomsix import ENGINE_VERSION, scoring, session, store
from roomsix.scoring import Scores
from roomsix.store.info import FORMAT

GOLDEN = Path(__file__).parents[1] / "golden"
OLD = sorted(path for path in GOLDEN.iterdir() if path.is_dir())

PROBE = """
import sys
from roomsix.cli import main
code = main(sys.argv[1:])
known = ("langgraph", "openai", "roomsix.graph", "roomsix.chat.mock", "roomsix.chat.model")
print([name for name in known if name in sys.modules], file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture(params=OLD, ids=lambda path: path.name)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of an old run, among the runs of a folder."""
    kept: Path = request.param
    return Path(shutil.copytree(kept, tmp_path / "runs" / kept.name))


def test_there_is_a_run_of_this_format_and_this_engine() -> None:
    assert f"format-{FORMAT}-engine-{ENGINE_VERSION}" in [path.name for path in OLD]


def test_an_old_run_is_whole_by_its_own_digests(old: Path) -> None:
    run = store.Run(old)

    assert run.info.hash == run.info.seal
    assert run.digest() == run.info.definitions
    assert len(run.record()) == run.info.totals["events"] > 0


def test_every_score_keeps_its_value_while_it_keeps_its_version(old: Path) -> None:
    run = store.Run(old)
    record = run.record()
    then = Scores.model_validate_json((old / "outcome.json").read_bytes()).scores

    now = scoring.score(run.scenario, session.ending(run.scenario, record), record=record).scores

    assert then.keys() <= now.keys(), "a score was dropped"
    kept = [name for name in then if then[name].version == now[name].version]
    assert kept
    for name in kept:
        assert (then[name].value, then[name].parties, then[name].seats, then[name].span) == (
            now[name].value,
            now[name].parties,
            now[name].seats,
            now[name].span,
        ), name


def test_an_old_run_is_scored_with_no_model_and_no_graph(old: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "-C", str(old.parents[1]), "score", old.name, "--dry-run"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == "[]"
    assert "capture" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("show",),
        ("show", "--offers"),
        ("show", "--board"),
        ("show", "--ledger"),
        ("show", "--turn", "7"),
        ("show", "--as", "manager"),
        ("export", "--to", "md"),
        ("sweep",),
    ],
    ids=" ".join,
)
def test_an_old_run_is_read_as_ever(
    roomsix: Command, old: Path, arguments: tuple[str, ...]
) -> None:
    verb, *more = arguments
    said = roomsix(verb, old.name, *more)

    assert (said.code, said.err) == (0, "")
    assert said.out.strip()


def test_a_newer_format_is_refused_in_a_line_that_says_so(roomsix: Command, old: Path) -> None:
    data = json.loads((old / "run.json").read_text("utf-8"))
    (old / "run.json").write_text(json.dumps(data | {"run": FORMAT + 1, "novel": 1}), "utf-8")

    said = roomsix("score", old.name)

    assert said.code == 3
    assert f"format {FORMAT + 1}" in said.err and said.err.count("\n") == 1
