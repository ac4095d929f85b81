"""The neighbours' workspace, in the current folder."""

from pathlib import Path

import pytest

from neighbours import FENCE, Write, writer
from roomsix.workspace import Workspace

ANN = """\
---
persona: 1
id: ann
name: Ann
summary: Lives on the left.
traits: {patience: 0.9}
lines:
  propose: ["{issue}: {option}?"]
---
You are Ann.

## Private
You like green.
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of the workspace from its path and text."""
    return writer(tmp_path)


@pytest.fixture
def neighbours(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace that is sound, in the current folder, with nothing bundled."""
    write("scenarios/fence.yaml", FENCE)
    write("personas/ann.md", ANN)
    write("personas/bob.md", ANN.replace("ann", "bob").replace("Ann", "Bob"))
    write("evals/scripts/nods.yaml", "script: 1\nid: nods\nturns: [{act: pass, say: Hm.}]\n")
    monkeypatch.chdir(tmp_path)
    return Workspace(Path(), tmp_path / "bundled")
