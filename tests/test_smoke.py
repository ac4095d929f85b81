"""The suite that shows that everything plays: part of every test run."""

from pathlib import Path

from roomsix.cli import main


def test_the_gates_of_the_smoke_suite_hold(tmp_path: Path) -> None:
    assert main(["eval", "smoke", "--quiet", "--into", str(tmp_path)]) == 0
