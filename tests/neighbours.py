"""A small workspace on disk: two people who settle the colour of a fence."""

from collections.abc import Callable
from pathlib import Path

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

Write = Callable[[str, str], Path]
"""Writes a file from its path and text."""


def writer(folder: Path) -> Write:
    """Return what writes files of a workspace in a folder."""

    def write(path: str, text: str) -> Path:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write
