"""Suites played by every engine, and killed in the middle: workers, and whoever sent for them."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluation import paid
from evaluation.conftest import Prepare
from evaluation.paid import Server
from roomsix.cli import main
from roomsix.errors import UsageError
from roomsix.evaluation.engines import engine, worker
from roomsix.evaluation.engines.crew import Crew, Hand, Lost
from roomsix.evaluation.playing import Kit
from roomsix.evaluation.row import Row
from roomsix.evaluation.trial import Trial

try:
    import ray
except ImportError:
    ray = None

ENGINES = [
    "asyncio",
    "process",
    pytest.param(
        "ray", marks=pytest.mark.skipif(ray is None, reason="Ray is not installed (make test-ray)")
    ),
]
HANDS = ENGINES[1:]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that the environment names, in this process and in those it begins."""
    with paid.serving() as running, pytest.MonkeyPatch.context() as patch:
        for name, value in paid.environment(running).items():
            patch.setenv(name, value)
        yield running


@pytest.fixture(scope="module")
def whole(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the suite was played without a break."""
    root = paid.workspace(tmp_path_factory.mktemp("whole"))
    assert play(root) == 0
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return paid.workspace(tmp_path / "there")


def play(root: Path, *more: str) -> int:
    return main(["-C", str(root), "eval", "paid", "--quiet", "-j", "4", *more])


def results(root: Path) -> bytes:
    return (root / "runs/suites/paid/results.jsonl").read_bytes()


def answered(root: Path) -> Counter[tuple[str, str, int]]:
    return paid.answers(root)


@pytest.mark.parametrize("engine", ENGINES)
def test_when_everything_is_killed_nothing_is_lost_and_no_answered_call_is_made_again(
    whole: Path, root: Path, server: Server, engine: str
) -> None:
    before = server.came
    server.keep_back(after=5)
    driver = paid.playing(root, server, "--engine", engine, "--workers", "2")
    server.until(before + 5 + 4)  # five were answered, and four are waited for
    workers = paid.begun_by(driver.pid)
    paid.wait_for(lambda: answered(root).total() == 5)
    paid.kill(driver.pid)
    driver.communicate()
    paid.wait_for(lambda: all(map(paid.gone, workers)))
    server.keep_back(None)

    assert play(root) == 0

    assert results(root) == results(whole)
    assert answered(root) == answered(whole)
    assert server.came - before == answered(whole).total() + 4


@pytest.mark.parametrize("engine", HANDS)
def test_a_worker_that_is_killed_is_replaced_and_its_runs_are_gone_on_with(
    whole: Path, root: Path, server: Server, engine: str
) -> None:
    before = server.came
    server.keep_back(after=5)
    driver = paid.playing(root, server, "--engine", engine, "--workers", "1")
    server.until(before + 5 + 4)
    paid.wait_for(lambda: answered(root).total() == 5)
    paid.kill(the_worker(driver.pid, engine))
    server.keep_back(None)
    _, said = driver.communicate(timeout=60)

    assert driver.returncode == 0, said
    assert results(root) == results(whole)
    assert answered(root) == answered(whole)
    assert server.came - before == answered(whole).total() + 4


def the_worker(driver: int, engine: str) -> int:
    """Return the process in which the runs are played."""
    name = {"process": b"engines.worker", "ray": b"ray::Player"}[engine]
    there = {each: Path(f"/proc/{each}/cmdline").read_bytes() for each in paid.begun_by(driver)}
    (found,) = (each for each, command in there.items() if name in command)
    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_asked_to_stop_every_run_stops_after_its_turn(
    whole: Path, root: Path, server: Server, engine: str
) -> None:
    before = server.came
    server.keep_back(after=5)
    driver = paid.playing(root, server, "--engine", engine, "--workers", "2")
    server.until(before + 5 + 4)
    driver.terminate()
    assert driver.stderr is not None
    assert any("stops after its turn" in line for line in iter(driver.stderr.readline, ""))
    server.keep_back(None)
    driver.communicate(timeout=60)

    assert driver.returncode == 130
    assert server.came - before == answered(root).total() == 9
    states = {json.loads(file.read_text())["status"] for file in (root / "runs").rglob("run.json")}
    assert states == {"paused"}
    assert play(root) == 0
    assert results(root) == results(whole)
    assert server.came - before == answered(whole).total()


def test_what_dies_again_and_again_is_given_up_for_now(made: Prepare) -> None:
    class Dying:
        async def play(self, trial: Trial) -> Row:
            played.append(trial.seed)
            raise Lost

        async def close(self) -> None:
            closed.append(True)

    class Careless(Crew):
        async def hire(self, kit: Kit) -> Hand:
            return Dying()

    played: list[int] = []
    closed: list[bool] = []
    evaluation = made("scenarios: [theatre]\nseeds: 2\n")
    asyncio.run(evaluation.play(Careless(1, 1)))

    assert [row.state for row in evaluation.done] == ["failed", "failed"]
    assert evaluation.done[0].error == "whoever played it died 3 times"
    assert played == [1, 1, 1, 2, 2, 2]


def test_a_worker_that_cannot_begin_is_told_of_at_once(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(worker, "__name__", "this.module.is.not.there")

    assert play(root, "--engine", "process") == 3
    assert "ended before it began" in capsys.readouterr().err


def test_a_cassette_is_recorded_by_one_process(
    made: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluation = made("scenarios: [theatre]\n")
    monkeypatch.setattr(evaluation.kit.tapes, "asking", "missing")

    with pytest.raises(UsageError, match="recorded by one process"):
        asyncio.run(evaluation.play(engine("process", jobs=2, workers=2)))


def test_without_ray_its_engine_is_refused_in_a_line(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "ray", None)

    assert play(root, "--engine", "ray") == 2
    assert "pip install 'roomsix[ray]'" in capsys.readouterr().err
