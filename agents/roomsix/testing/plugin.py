"""The pytest plugin: a fixture that plays talks, and suites that are collected as tests.

A suite is collected where its file is named on the command line, or matches `roomsix_suites` in
pytest's own configuration; never by surprise. Whatever plays talks is imported by the first test
that needs it.
"""

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from roomsix.session import Result

_SUITE = re.compile(rb"^suite:", re.MULTILINE)

RUNS = pytest.StashKey[Path]()
"""Where the suites of this session are played; the same for all workers of pytest-xdist."""

_INPUT = "roomsix_runs"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what can be asked for."""
    parser.getgroup("roomsix").addoption(
        "--roomsix-models",
        action="store_true",
        help="Let suites and the fixture `negotiate` ask models; otherwise nothing leaves here.",
    )
    parser.addini(
        "roomsix_suites",
        "Suites that are tests, as paths or patterns from the root: evals/*.yaml",
        type="linelist",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Have the configured suites collected where nobody names what is to be tested."""
    if config.args_source is not config.ArgsSource.TESTPATHS:
        return  # what is named is meant, and a whole folder is walked through anyway
    homes = [Path(config.invocation_params.dir, arg).resolve() for arg in config.args]
    for file in _configured(config):
        if not any(file.is_relative_to(home) for home in homes):
            config.args.append(str(file))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "pytest.Collector | None":
    """Take a file for a suite if it is one, and is meant."""
    if file_path.suffix not in (".yaml", ".yml"):
        return None
    if not (parent.session.isinitpath(file_path) or file_path in _configured(parent.config)):
        return None
    if not _SUITE.search(file_path.read_bytes()):
        return None
    from roomsix.testing.suites import SuiteFile

    made: pytest.Collector = SuiteFile.from_parent(parent, path=file_path)
    return made


@pytest.fixture
def negotiate(request: pytest.FixtureRequest) -> "Callable[..., Result]":
    """Play talks and return what came of them, as `roomsix.negotiate` does, but at once.

    Definitions are those of pytest's root folder, or of `root`. Talks are kept in memory, or in
    the folder `runs`. No model is asked without `models=True` or --roomsix-models, and whoever is
    not named is a mock.
    """
    config = request.config

    def play(scenario: Any, **wanted: Any) -> "Result":
        from roomsix.testing import talks

        usual = {"root": config.rootpath, "models": config.getoption("--roomsix-models")}
        return talks.played(scenario, **{**usual, **wanted})

    return play


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where suites are played."""
    node.workerinput[_INPUT] = str(runs(node.config))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Put away the runs of suites."""
    folder = config.stash.get(RUNS, None)
    if folder is not None and not hasattr(config, "workerinput"):
        shutil.rmtree(folder, ignore_errors=True)


def runs(config: pytest.Config) -> Path:
    """Return where the suites of this session are played."""
    if RUNS not in config.stash:
        told = getattr(config, "workerinput", {}).get(_INPUT)
        config.stash[RUNS] = Path(told or tempfile.mkdtemp(prefix="roomsix-"))
    return config.stash[RUNS]


def _configured(config: pytest.Config) -> list[Path]:
    patterns: list[str] = config.getini("roomsix_suites")
    return [file for pattern in patterns for file in sorted(config.rootpath.glob(pattern))]
