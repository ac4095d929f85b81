"""A folder with a run in it, and commands given in this process."""

from pathlib import Path

import pytest

from cli.shell import Command, Said
from roomsix.cli import main


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the theatre's talks were played once, with mocks; not to be changed."""
    root = tmp_path_factory.mktemp("played")
    assert main(["-C", str(root), "run", "theatre", "--quiet"]) == 0
    return root


@pytest.fixture
def roomsix(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """Give a command in a folder, an empty one unless said otherwise."""

    def command(*arguments: str, root: Path = tmp_path) -> Said:
        capsys.readouterr()
        code = main(["-C", str(root), *arguments])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return command
