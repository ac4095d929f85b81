"""Small games in others' formats, written for these tests."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CONFIG = """\
Ferry Line,ferry,p1,cooperative,model-a
Town Hall,town,p2,cooperative,model-a
Fishers,fishers,player,greedy,model-b
Bird Club,birds,player,untargeted_adv,model-b
"""
GLOBAL = """\
The "Ferry Line" wants a new pier.

Issue A: "The shore"
Where the pier is built.
A1 "north shore": far from the nests.
A2 "south shore": close to "Town Hall".
=====
Issue B: "The bill"
B1: "Town Hall" pays "Ferry Line" for all of it.
B2: half each.
B3: "Own means": "Ferry Line" pays.
"""
SHEETS = {
    "ferry": "0, 40\n60, 30, 0\n70\n",
    "town": "10, 30\n0, 40, 70\n40",
    "fishers": "50, 0\n0, 50, 20 \n45\n\n",
    "birds": "100, 0\n0, 0, 0\n60\n",
}
"""Points; A2, B2 is worth 70, 70, 50 and 0: just the threshold to p1, enough for three of four."""

DOMAIN = """\
<negotiation_template>
<utility_space number_of_issues="2">
<objective index="0" etype="objective" type="objective" description="" name="root">
<issue index="1" name="Place" type="discrete" etype="discrete" vtype="discrete">
<item index="1" value="by the lake"></item>
<item index="2" value="18:00"></item>
</issue>
<issue index="2" name="Guests" type="integer" etype="integer" vtype="integer"
 lowerbound="2" upperbound="4" />
</objective>
</utility_space>
</negotiation_template>
"""


def deliberation(folder: Path, **changes: str) -> Path:
    """Write a game of LLM-Deliberation into a folder.

    Args:
        changes: Texts to stand for those of files, by name without ending; sheets by party.
    """
    texts = {"config": CONFIG, "global_instructions": GLOBAL, "initial_deal": "A2,B1\n", **SHEETS}
    texts |= changes
    (folder / "scores_files").mkdir(parents=True)
    for name, text in texts.items():
        inside = folder / "scores_files" if name in SHEETS else folder
        (inside / f"{name}.txt").write_text(text, encoding="utf-8")
    for name, how in (
        ("ferry", "cooperative"),
        ("town", "cooperative"),
        ("fishers", "greedy"),
        ("birds", "untargeted_adv"),
    ):
        private = folder / "individual_instructions" / how
        private.mkdir(parents=True, exist_ok=True)
        told = f"You are {name}: A1 (#A1_NUM), B2 (#B2_NUM) of #B_MAX_NUM.\n"
        (private / f"{name}.txt").write_text(told, encoding="utf-8")
    return folder


def answer(agent: str, public: str, thoughts: str = "", *, prompt: str = "") -> dict[str, str]:
    """Return one answer as a session's file holds it."""
    full = f"<SCRATCHPAD>{thoughts}</SCRATCHPAD><ANSWER>{public}</ANSWER>" if thoughts else public
    return {"agent": agent, "prompt": prompt, "full_answer": full, "public_answer": public}


def session(file: Path, answers: Sequence[Mapping[str, str]], **changes: Any) -> Path:
    """Write a session of LLM-Deliberation, whose planned turns are those between first and last."""
    data = {
        "slot_assignment": [one["agent"] for one in answers[1:-1]],
        "rounds": list(answers),
        "plan": {},
        "finished_rounds": len(answers) - 1,
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data | changes), encoding="utf-8")
    return file


TALKS = (
    answer("Ferry Line", "<DEAL> A2, B1 </DEAL>"),
    answer("Town Hall", "We would take <DEAL>A2,B3</DEAL>.", "B3 is worth 70."),
    answer("Fishers", "A1 and B2 suit us."),
    answer("Bird Club", "No pier at all."),
    answer("Ferry Line", "Then <DEAL>A2,B2</DEAL>"),
    answer("Town Hall", "<DEAL>A2,B4</DEAL>"),
    answer("Fishers", "<DEAL>A1,B2</DEAL> or <DEAL>A2,B2</DEAL>"),
    answer("Bird Club", "<DEAL>A1</DEAL>"),
    answer("Ferry Line", "At last: <DEAL>A2, B2</DEAL>", "70 for us"),
)
"""Nine answers: four state a deal, four state one that cannot be read, one states none."""


def space(
    evaluations: Sequence[object] = (2, 1),
    weights: Sequence[object] = (0.6, 0.4),
    *,
    evaluator: str = 'ftype="linear" slope="0.5" offset="0"',
    ends: str = '<discount_factor value="1.0" />\n<reservation value="0.25" />',
) -> str:
    """Return a utility space over `DOMAIN`, as Genius writes them."""
    first, second = evaluations
    return f"""\
<utility_space>
<objective index="0" etype="objective" type="objective" description="" name="any">
<issue index="1" name="Place" type="discrete" etype="discrete" vtype="discrete">
<item index="1" value="by the lake" evaluation="{first}"></item>
<item index="2" value="18:00" evaluation="{second}"></item>
</issue>
<issue index="2" name="Guests" type="integer" etype="integer" vtype="integer"
 lowerbound="2" upperbound="4">
<evaluator {evaluator}></evaluator>
</issue>
<weight index="1" value="{weights[0]}"></weight>
<weight index="2" value="{weights[1]}"></weight>
</objective>
{ends}
</utility_space>
"""


def genius(folder: Path, *spaces: str, domain: str = DOMAIN) -> Path:
    """Write a domain of Genius, and utility spaces for it."""
    folder.mkdir(parents=True)
    (folder / "picnic.xml").write_text(domain, encoding="utf-8")
    for number, text in enumerate(spaces or (space(), space((1, 4)))):
        (folder / f"picnic_{'abcdefgh'[number]}.xml").write_text(text, encoding="utf-8")
    return folder


OUTCOMES: dict[str, Any] = {
    "type": "DiscreteCartesianOutcomeSpace",
    "name": "picnic",
    "issues": [
        {"type": "CategoricalIssue", "name": "Place", "values": ["lake", "hill"]},
        {"type": "ContiguousIssue", "name": "Guests", "values": [2, 4]},
    ],
}


def ufun(*values: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a linear additive utility function over `OUTCOMES`, as NegMAS writes them."""
    given = values or (
        {"type": "TableFun", "mapping": {"lake": 1.0, "hill": 0.25}},
        {"type": "AffineFun", "slope": 0.5, "bias": -1.0},
    )
    made = {
        "type": "LinearAdditiveUtilityFunction",
        "values": list(given),
        "weights": [0.6, 0.4],
        "reserved_value": 0.25,
    }
    return made | changes


def negmas(
    folder: Path, *ufuns: Mapping[str, Any], space: Any = None, ending: str = "json"
) -> Path:
    """Write a scenario of NegMAS: JSON, which is YAML as well."""
    folder.mkdir(parents=True)
    files = {"picnic": space or OUTCOMES}
    for number, one in enumerate(ufuns or (ufun(), ufun(reserved_value=0.5))):
        files["abcdefgh"[number]] = dict(one)
    for name, data in files.items():
        (folder / f"{name}.{ending}").write_text(json.dumps(data), encoding="utf-8")
    return folder
