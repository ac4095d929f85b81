"""The personas that ship: whole, speakable, no two alike, and ready for their seats."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from roomsix.persona import SLOTS, Occasion, Persona
from roomsix.scenario import Role
from roomsix.workspace import Workspace

ROOT = Path(__file__).parents[1]
WORKSPACE = Workspace(ROOT)
PATHS = sorted((ROOT / "personas").rglob("*.md"))
SCENARIOS = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))

RUN = 5
"""How many words in a row no two lines may share."""

PHRASE = 5
"""How many words may stand in a slot: a scenario's names and phrases are no longer."""

NEEDS: Mapping[Role, tuple[Occasion, ...]] = {
    "lead": (
        "open", "ask", "answer", "state", "present", "disclose", "propose", "trade", "amend",
        "accept", "reject", "confer", "inform", "walk-out", "remark", "close",
    ),
    "adviser": (
        "open", "ask", "answer", "state", "present", "disclose", "accept", "reject", "advise",
        "confer", "inform", "remark", "close",
    ),
    "mediator": ("open", "ask", "draft", "present", "remark", "close"),
    "observer": ("open", "ask", "remark", "close"),
}  # fmt: skip


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "personas").with_suffix("").as_posix()


@cache
def personas() -> Mapping[str, Persona]:
    """Return every persona by name, parents merged in."""
    return {name_of(path): WORKSPACE.persona(name_of(path)) for path in PATHS}


def lines() -> Iterator[tuple[str, str]]:
    """Yield every line with the persona whose file it is written in."""
    for name, persona in personas().items():
        parent = personas()[persona.extends].lines if persona.extends else {}
        for occasion, said in persona.lines.items():
            inherited = parent.get(occasion, ())
            yield from ((name, line) for line in said if line not in inherited)


def words(line: str) -> list[str]:
    """Return the words of a line; a slot is one."""
    plain = line.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return re.findall(r"\{\w+\}|[\w'-]+", plain)


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_a_persona_is_valid_against_the_types_and_gives_no_warning(path: Path) -> None:
    checked = WORKSPACE.check(WORKSPACE.find("persona", name_of(path)), Persona)

    assert checked.problems == ()
    assert checked.value is not None


def test_every_persona_can_be_found_by_name() -> None:
    assert {file.name for file in WORKSPACE.files("persona")} >= set(map(name_of, PATHS))
    assert PATHS


def test_everyone_has_something_that_others_know_and_something_that_they_do_not() -> None:
    silent = [name for name, each in personas().items() if not (each.body and each.private)]

    assert silent == []


def test_a_line_leaves_only_known_slots_open() -> None:
    wrong = []
    for name, line in lines():
        rest = line
        for slot in SLOTS:
            rest = rest.replace(f"{{{slot}}}", "")
        if "{" in rest or "}" in rest:
            wrong.append((name, line))

    assert wrong == []


def test_no_five_words_in_a_row_occur_twice_among_all_lines() -> None:
    found: defaultdict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for name, line in lines():
        said = words(line)
        for start in range(max(1, len(said) - RUN + 1)):
            found[tuple(said[start : start + RUN])].append((name, line))

    assert {" ".join(run): where for run, where in found.items() if len(where) > 1} == {}


def test_a_line_is_never_longer_than_its_speaker_talks_even_with_its_slots_filled() -> None:
    long = []
    for name, persona in personas().items():
        for line in (line for said in persona.lines.values() for line in said):
            spoken = len(words(line)) + (PHRASE - 1) * line.count("{")
            if spoken > persona.voice.max_words:
                long.append((name, spoken, line))

    assert long == []


def test_a_slot_is_never_followed_by_a_verb_or_a_pronoun_that_counts() -> None:
    """What stands in a slot may be one thing or several: `the platforms`, `verification`."""
    slot = r"\{(?:other_)?(?:issue|option)\}"
    counts = re.compile(rf"{slot} (?:is|was|has|does|matters|means)\b|{slot}, it\b")
    subject = re.compile(r"\b(?:of|on|over|to|about|for|and) $")

    wrong = [
        (name, line)
        for name, line in lines()
        for found in counts.finditer(line)
        if not subject.search(line[: found.start()])
    ]

    assert wrong == []


def test_no_line_holds_a_digit() -> None:
    assert [(name, line) for name, line in lines() if re.search(r"\d", line)] == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_everyone_seated_exists_and_has_lines_for_what_the_role_asks_for(scenario: str) -> None:
    table = WORKSPACE.scenario(scenario)
    missing = {}
    for name, seat in table.seats.items():
        persona = personas().get(seat.persona)
        if persona is None:
            missing[name] = [f"persona {seat.persona}"]
        elif lacking := [each for each in NEEDS[seat.role] if not persona.lines.get(each)]:
            missing[name] = [f"{occasion} lines" for occasion in lacking]

    assert missing == {}
