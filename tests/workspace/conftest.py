"""A small workspace on disk: two people who settle the colour of a fence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from roomsix.workspace import Workspace

FENCE = """\
scenario: 1
id: fence
title: A fence
summary: Two neighbours settle the colour of a fence.
issues:
  colour:
    name: colour
    options: {green: green, white: white}
parties:
  left:
    name: the left house
    principal: {name: Ann}
    position: {opening: {colour: green}}
    card: {points: {colour: {green: 10, white: 4}}}
    stakes: {always: {no_deal: 3}}
  right:
    name: the right house
    principal: {name: Bob}
    position: {opening: {colour: white}}
    card: {points: {colour: {green: 4, white: 10}}}
    stakes: {always: {no_deal: 3}}
seats:
  ann: {persona: ann, role: lead, party: left}
  bob: {persona: bob, role: lead, party: right}
facts:
  paint: {text: Paint is short., truth: true, known_to: [ann], share: free}
sessions:
  gate: {kind: plenary, title: At the gate, rounds: 3, turns: [[ann, bob]]}
"""
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

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of the workspace from its path and text."""

    def write(path: str, text: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def neighbours(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace that is sound, in the current folder, with nothing bundled."""
    write("scenarios/fence.yaml", FENCE)
    write("personas/ann.md", ANN)
    write("personas/bob.md", ANN.replace("ann", "bob").replace("Ann", "Bob"))
    write("evals/scripts/nods.yaml", "script: 1\nid: nods\nturns: [{act: pass, say: Hm.}]\n")
    monkeypatch.chdir(tmp_path)
    return Workspace(Path(), tmp_path / "bundled")
