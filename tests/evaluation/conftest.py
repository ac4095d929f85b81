"""A folder with a suite of the theatre in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from roomsix.evaluation.evaluating import Evaluation
from roomsix.evaluation.playing import Halt
from roomsix.evaluation.preparing import prepare
from roomsix.workspace import Workspace

Prepare = Callable[..., Evaluation]

HEAD = "suite: 1\nid: tried\ntitle: Tried out\n"


class After(Halt):
    """Asks every run to stop once it was asked so often itself."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self._left = left

    def check(self) -> None:
        self._left -= 1
        if self._left < 0:
            self.ask()
        super().check()


@pytest.fixture
def made(tmp_path: Path) -> Prepare:
    """Makes a suite of its text ready to be played, in a folder of its own."""

    def make(text: str, **more: object) -> Evaluation:
        (tmp_path / "evals").mkdir(exist_ok=True)
        (tmp_path / "evals/tried.yaml").write_text(HEAD + text, encoding="utf-8")
        return prepare("tried", Workspace(tmp_path), tmp_path / "runs", **more)  # type: ignore[arg-type]

    return make
