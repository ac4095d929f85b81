"""The pytest plugin, in tests of its own. Most are played in this process."""

import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evaluation import paid
from roomsix.cli import main
from roomsix.testing import plugin, suites, talks

pytest_plugins = ["pytester"]

SUITE = """\
suite: 1
id: two
title: Two runs
scenarios: [theatre]
treatments: {plain: {}, passive: {seats: {mediator: "@mock:passive"}}}
gates: ["count(breaches) == 0", "min(capture | plain) > 0.9"]
"""
GATE = "gate: min(capture | plain) > 0.9"


@pytest.fixture(autouse=True, scope="module")
def _imported(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Import what inner sessions use: they put away whatever they brought, at their end."""
    assert "collect" in vars(suites.SuiteFile)
    root = tmp_path_factory.mktemp("imported")
    (root / "evals").mkdir()
    (root / "evals" / "two.yaml").write_text(SUITE, encoding="utf-8")
    assert main(["-C", str(root), "eval", "two", "--quiet"]) == 1
    assert talks.played("theatre", scores=[])


@pytest.fixture(autouse=True)
def _alone(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the plugins of others, which take a second each time."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p roomsix.testing.plugin")


def test_pytest_finds_the_plugin_by_itself() -> None:
    (found,) = entry_points(group="pytest11", name="roomsix")

    assert found.load() is plugin


@pytest.fixture
def suite(pytester: pytest.Pytester) -> Path:
    """A workspace with a suite of which a gate fails."""
    pytester.mkdir("evals")
    file = pytester.path / "evals" / "two.yaml"
    file.write_text(SUITE, encoding="utf-8")
    pytester.makepyfile("def test_nothing(): pass")
    return file


def outcomes(ran: pytest.RunResult | pytest.HookRecorder) -> dict[str, int]:
    if isinstance(ran, pytest.RunResult):
        return ran.parseoutcomes()
    passed, skipped, failed = ran.countoutcomes()
    return {"passed": passed, "skipped": skipped, "failed": failed}


def test_a_named_suite_is_a_test_a_run_and_a_test_a_gate(
    pytester: pytest.Pytester, suite: Path
) -> None:
    ran = pytester.inline_run("evals/two.yaml", "--junitxml=junit.xml")

    assert outcomes(ran) == {"passed": 3, "skipped": 0, "failed": 1}
    names = [case.get("name") for case in ElementTree.parse("junit.xml").iter("testcase")]
    assert names == [
        "plain: theatre seed=1",
        "passive: theatre seed=1",
        "gate: count(breaches) == 0",
        GATE,
    ]
    assert not (pytester.path / "runs").exists()


def test_a_failed_gate_shows_its_figure_and_how_to_play_a_run_again(
    pytester: pytest.Pytester, suite: Path
) -> None:
    ran = pytester.runpytest_inprocess("evals/two.yaml", "-k", "capture")

    ran.stdout.fnmatch_lines(
        [
            "failed: min(capture | plain) > 0.9",
            "it is 0.8, n = 1",
            "0.8 in theatre seed=1; to play it again: roomsix eval two --select scenario=theatre*",
        ]
    )
    assert "Traceback" not in ran.stdout.str()
    assert "suites.py" not in ran.stdout.str()


def test_last_failed_and_selection_work_as_ever(pytester: pytest.Pytester, suite: Path) -> None:
    first = pytester.inline_run("evals/two.yaml", "-x", "-k", "gate")
    second = pytester.inline_run("evals/two.yaml", "--lf")
    third = pytester.inline_run(f"evals/two.yaml::{GATE}")

    assert outcomes(first) == {"passed": 1, "skipped": 0, "failed": 1}
    assert outcomes(second) == outcomes(third) == {"passed": 0, "skipped": 0, "failed": 1}


def test_no_suite_is_collected_by_surprise(pytester: pytest.Pytester, suite: Path) -> None:
    for arguments in ((), ("evals",), (".",)):
        items, _ = pytester.inline_genitems(*arguments)

        assert all("yaml" not in item.nodeid for item in items)


def test_configured_suites_are_collected_where_nothing_is_named(
    pytester: pytest.Pytester, suite: Path
) -> None:
    pytester.mkdir("tests").joinpath("test_x.py").write_text("def test_x(): pass\n")
    pytester.makeini("[pytest]\nroomsix_suites = evals/*.yaml\ntestpaths = tests\n")

    everything, _ = pytester.inline_genitems()
    one, _ = pytester.inline_genitems("tests/test_x.py")

    assert [item.name for item in everything][:2] == ["test_x", "plain: theatre seed=1"]
    assert len(everything) == 5
    assert [item.name for item in one] == ["test_x"]


def test_a_configured_suite_is_collected_once_from_the_folder_above(
    pytester: pytest.Pytester, suite: Path
) -> None:
    pytester.makeini("[pytest]\nroomsix_suites = evals/*.yaml\n")

    items, _ = pytester.inline_genitems()

    assert len([item for item in items if "yaml" in item.nodeid]) == 4


def test_other_yaml_files_are_left_to_others(pytester: pytest.Pytester) -> None:
    pytester.makefile(".yaml", other="scenario: 1\n")

    ran = pytester.runpytest_inprocess("other.yaml")

    assert ran.ret == pytest.ExitCode.USAGE_ERROR or "no tests ran" in ran.stdout.str()


def test_a_suite_that_is_wrong_is_told_with_its_place(
    pytester: pytest.Pytester, suite: Path
) -> None:
    suite.write_text(SUITE.replace("theatre", "theatr"), encoding="utf-8")

    ran = pytester.runpytest_inprocess("evals/two.yaml")

    ran.stdout.fnmatch_lines(["*no scenario called 'theatr'*did you mean 'theatre'?*"])
    assert ran.parseoutcomes() == {"errors": 1}
    assert "Traceback" not in ran.stdout.str()


def test_no_model_is_asked_unless_that_is_asked_for(
    pytester: pytest.Pytester, suite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    suite.write_text(SUITE.replace("mock:passive", "openai:gpt"), encoding="utf-8")

    refused = pytester.runpytest_inprocess("evals/two.yaml")
    asked, _ = pytester.inline_genitems("evals/two.yaml", "--roomsix-models")

    refused.stdout.fnmatch_lines(["*'openai:gpt' is a model, and none may be asked here*"])
    assert len(asked) == 4


PAID = """\
suite: 1
id: two
title: A model is asked
scenarios: [theatre]
seats: {manager: ["@openai:m"]}
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[paid.Server]:
    with paid.serving() as running:
        for name, value in paid.environment(running).items():
            monkeypatch.setenv(name, value)
        yield running


def test_what_was_paid_for_is_kept_and_not_paid_for_again(
    pytester: pytest.Pytester, suite: Path, server: paid.Server
) -> None:
    suite.write_text(PAID, encoding="utf-8")

    first = pytester.inline_run("evals/two.yaml", "--roomsix-models")
    came = server.came
    again = pytester.inline_run("evals/two.yaml", "--roomsix-models")

    assert outcomes(first) == outcomes(again) == {"passed": 1, "skipped": 0, "failed": 0}
    assert server.came == came > 0
    (spent,) = (pytester.path / "runs/suites/two").glob("*/spending.jsonl")
    assert spent.read_text(encoding="utf-8")


def test_the_limits_of_a_suite_hold_however_often_it_is_tested(
    pytester: pytest.Pytester, suite: Path, server: paid.Server
) -> None:
    suite.write_text(PAID + "limits: {calls: 2}\n", encoding="utf-8")

    for _ in range(2):
        ran = pytester.runpytest_inprocess("evals/two.yaml", "--roomsix-models")

        ran.stdout.fnmatch_lines(["--max-calls 2 would be passed*"])
        assert ran.parseoutcomes() == {"failed": 1}
        assert "Traceback" not in ran.stdout.str()
        assert server.came == 2


def test_limits_that_several_workers_would_each_hold_are_refused(
    pytester: pytest.Pytester,
    suite: Path,
    server: paid.Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    suite.write_text(PAID + "limits: {calls: 2}\n", encoding="utf-8")

    class OfTwo:
        def pytest_configure(self, config: pytest.Config) -> None:
            monkeypatch.setattr(config, "workerinput", {"workercount": 2}, raising=False)
            config.stash[plugin.RUNS] = pytester.path / "there"

    ran = pytester.inline_run("evals/two.yaml", "--roomsix-models", plugins=[OfTwo()])

    (failed,) = ran.getfailedcollections()
    assert "2 workers cannot hold the limits of 'two' together" in str(failed.longrepr)
    assert server.came == 0


def test_the_fixture_plays_talks_at_once_in_a_loop_or_out_of_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import asyncio
        import pytest
        from roomsix.errors import UsageError

        def test_deal(negotiate, tmp_path):
            result = negotiate("theatre", seats={"manager": "@mock:boulware"}, scores=["capture"])
            assert result.ended.outcome == "deal"
            assert result.folder is None
            kept = negotiate("theatre", scores=[], runs=tmp_path)
            assert (kept.folder / "record.jsonl").exists()

        def test_loop(negotiate):
            async def inside():
                return negotiate("theatre", scores=[])
            assert asyncio.run(inside()).ended.outcome == "deal"

        def test_model(negotiate):
            with pytest.raises(UsageError, match="none may be asked here"):
                negotiate("theatre", chats="openai:gpt")
        """
    )

    assert outcomes(pytester.inline_run("-W", "error")) == {"passed": 3, "skipped": 0, "failed": 0}


def test_the_example_of_the_page_passes(pytester: pytest.Pytester) -> None:
    page = Path(__file__).parents[2].joinpath("docs/tools.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(def test.*?)^```$", page, re.MULTILINE | re.DOTALL)
    pytester.makepyfile(example)

    assert outcomes(pytester.inline_run()) == {"passed": 1, "skipped": 0, "failed": 0}


def test_workers_share_what_is_played_and_nothing_is_imported_before_it_is_used(
    pytester: pytest.Pytester, suite: Path
) -> None:
    pytester.makepyfile(
        test_light="""
        import sys

        def test_light():
            known = ("roomsix", "roomsix.testing", "roomsix.testing.plugin")
            heavy = ("langgraph", "numpy", "openai", "pydantic", "yaml")
            found = [name for name in sys.modules if name.split(".")[0] == "roomsix"]
            assert sorted(found) == sorted(known)
            assert [name for name in heavy if name in sys.modules] == []
        """
    )
    light = pytester.runpytest_subprocess("test_light.py")
    spread = pytester.runpytest_subprocess(
        "-p", "xdist", "evals/two.yaml", "-n", "2", "-W", "error"
    )

    assert light.parseoutcomes() == {"passed": 1}
    assert spread.parseoutcomes() == {"passed": 3, "failed": 1}
