"""Every mistake of a file in one go, each once, at its place."""

import re
from pathlib import Path

import pytest

from roomsix.lint import lint
from roomsix.workspace import Workspace

ANN = "---\npersona: 1\nid: ann\nname: Ann\nsummary: Lives on the left.\n---\n"

SCENARIO = """\
scenario: §2
id: §hedge
§title: [A, fence]
summary: Two neighbours settle a fence.
§situaton: They have not spoken since May.
issues:
  colour: {name: colour, options: {green: green, white: white}}
  height: {name: §, options: {low: low, high: high}}
obligations:
  painting:
    name: painting
    debtor: §leftt
    restrains: {colour: [§whit]}
    gain: §-3
    detection: {issue: height, by: {low: 10, high: §101}}
    loss: {issue: height, §by: {low: 10}}
parties:
  left:
    name: the left house
    principal: {name: Ann, mood: §51}
    position: {opening: {colour: §blue, height: low}, order: [§heigth]}
    card: {points: {colour: {green: 10, §whte: 4}, height: {low: §ten, high: 2}}}
    red_lines: [{never: {height: [§hihg]}, §becuase: roses}]
    stakes: {calm: {no_deal: 3}, §wor: {no_deal: 1}}
  right:
    name: the right house
    principal: {name: §no}
    position: {opening: {colour: white, height: low}}
    §card: {}
    stakes: {calm: {no_deal: §2000}, war: {no_deal: 1}}
seats:
  ann: {persona: §an, role: lead, party: left}
  abe: {persona: ann, role: §advisor, party: left, §leanings: none}
  bob: {persona: §Ann, role: lead, party: §rigt}
  §eve: {persona: ann}
  §Old Tom: {persona: §tommy, role: mediator}
facts:
  paint:
    text: Paint is short.
    truth: §maybe
    known_to: [ann, §kmi, old-tom]
    share: {§wen: [asked], to: [bob, §max]}
    rating: §Z9
    beliefs: {§bobb: 20, ann: §120}
tension: {levels: {calm: 0, war: §0}, rupture: §wars}
incidents:
  hail: {before: {session: §gaet, round: 9}, what: It hails., gravity: §mild}
sessions:
  gate: {kind: plenary, title: Gate, §ronds: 3, turns: [[ann, bob, §annn, abe, eve, old-tom]]}
  tea: {kind: preliminary, title: Tea, party: left, minutes: §0, turns: [[old-tom, ann]]}
"""

PERSONA = """\
---
persona: 1
id: §Cat
§name: []
summary: §Likes $400.
§vioce: {register: plain}
traits: {patience: §2, §calm: 1}
lines:
  §aks: [§"{isue}?"]
  ask: ["Well?", §"{why}?", §3]
---
§{{ name }}
"""

SCRIPT = """\
script: 1
id: nods
§sumary: Nods.
turns:
  - {say: Hm., act: §propse}
  - {act: §propose}
  - {act: advise, advice: §acept, §sya: x}
  - {act: accept, number: §first, firm: §"yes"}
  - §nod
  - {say: §, claims: [{fact: paint, §hold: true}]}
  - {act: draft, §packag: {colour: green}}
after: §stopp
"""


def told(workspace: Path, path: str, marked: str) -> tuple[list[tuple[int, int]], list[str]]:
    """The places marked in a text, and what is said of the text without its marks."""
    marks = []
    for number, line in enumerate(marked.splitlines(), start=1):
        starts = [found.start() for found in re.finditer("§", line)]
        marks += [(number, start - before + 1) for before, start in enumerate(starts)]
    for name, text in (("personas/ann.md", ANN), (path, marked.replace("§", ""))):
        file = workspace / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    found = lint(Workspace(workspace, workspace / "bundled"), [path]).problems
    return marks, [f"{each.line}:{each.column}: {each.message}" for each in found]


@pytest.mark.parametrize(
    ("path", "marked", "least"),
    [
        ("scenarios/fence.yaml", SCENARIO, 40),
        ("personas/cat.md", PERSONA, 10),
        ("evals/scripts/nods.yaml", SCRIPT, 10),
    ],
    ids=["scenario", "persona", "script"],
)
def test_every_mistake_is_said_once_at_its_place(
    path: str, marked: str, least: int, tmp_path: Path
) -> None:
    marks, found = told(tmp_path, path, marked)

    assert len(marks) >= least
    assert [tuple(map(int, each.split(":")[:2])) for each in found] == marks, "\n".join(found)
