"""Linting a whole workspace: everything at once, sorted, with an exit status."""

import json
from pathlib import Path

import pytest

from neighbours import FENCE, Write, writer
from roomsix.errors import NothingSelected, UsageError
from roomsix.lint import Report, lint
from roomsix.workspace import Workspace, files

ANN = "---\npersona: 1\nid: ann\nname: Ann\nsummary: Lives on the left.\n---\nYou are Ann.\n"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a file of the workspace, which is the current folder, from its path and text."""
    write = writer(tmp_path)
    monkeypatch.chdir(tmp_path)
    write("personas/ann.md", ANN)
    write("personas/bob.md", ANN.replace("ann", "bob").replace("Ann", "Bob"))
    write("scenarios/fence.yaml", FENCE)
    write("evals/scripts/nods.yaml", "script: 1\nid: nods\nturns: [{say: Hm.}]\n")
    return write


def linted(*paths: str) -> Report:
    return lint(Workspace(Path(), Path("bundled")), paths)


def lines(*paths: str) -> list[str]:
    return linted(*paths).text().splitlines()


def test_a_sound_workspace_passes(write: Write) -> None:
    report = linted()

    assert report == Report((), 4)
    assert (report.text(), report.code(strict=True)) == ("", 0)
    assert report.summary() == "4 definitions, 0 errors, 0 warnings"


def test_problems_of_all_files_come_sorted_by_place(write: Write) -> None:
    write(
        "scenarios/fence.yaml", FENCE.replace("rounds: 3", "ronds: 3").replace("id: fence", "id: a")
    )
    write("personas/ann.md", ANN.replace("name: Ann", "name: no"))
    write("evals/scripts/nods.yaml", "script: 1\nid: nods\nturns:\n  - {sya: Hm.}\n")

    assert lines() == [
        "evals/scripts/nods.yaml:4:6: error: no field called 'sya' (did you mean 'say'?)",
        "personas/ann.md:4:7: error: unquoted no means text to some readers of YAML and false to"
        ' others (write "no" or false)',
        "scenarios/fence.yaml:2:5: error: the id 'a' is not the file's name 'fence'"
        " (write id: fence, or rename the file)",
        "scenarios/fence.yaml:28:45: error: sessions.gate: unknown key 'ronds'"
        " (did you mean 'rounds'?)",
    ]
    assert linted().code() == 2


def test_a_seat_without_a_persona_is_an_error_at_its_line(write: Write) -> None:
    write("scenarios/fence.yaml", FENCE.replace("persona: bob", "persona: bobb"))

    assert lines("scenarios") == [
        "scenarios/fence.yaml:24:18: error: no persona called 'bobb' (did you mean 'bob'?)"
    ]


def test_a_broken_persona_is_said_once_where_it_stands(write: Write) -> None:
    write("personas/bob.md", "---\nid: bob\n---\n")

    assert {line.split(":")[0] for line in lines()} == {"personas/bob.md"}


def test_a_parents_mistake_is_said_once(write: Write) -> None:
    write("personas/base/calm.md", ANN.replace("id: ann", "id: calm").replace("Ann", "Calm") + "{{")
    for name in ("ann", "bob"):
        child = f"---\npersona: 1\nid: {name}\nname: {name}\nextends: base/calm\n---\n"
        write(f"personas/{name}.md", child)

    assert [line.split(" ")[0] for line in lines()] == ["personas/base/calm.md:8:1:"]


def test_warnings_fail_only_when_strict(write: Write) -> None:
    write("personas/cat.md", ANN.replace("ann", "cat").replace("Ann", "Cat"))
    report = linted()

    assert report.text() == (
        "personas/cat.md:3:5: warning: no scenario, persona or suite uses 'cat'\n"
    )
    assert (report.code(), report.code(strict=True)) == (0, 2)


def test_a_persona_that_a_suite_names_is_used(write: Write) -> None:
    write("personas/cat.md", ANN.replace("ann", "cat").replace("Ann", "Cat"))
    suite = "suite: 1\nid: swap\ntitle: Cats\nscenarios: [fence]\nseats: {ann: [cat]}\n"
    write("evals/swap.yaml", suite)

    assert lines() == []


def test_two_definitions_of_one_name_are_a_warning(write: Write) -> None:
    write("scenarios/hedge.yaml", FENCE.replace("id: fence", "id: hedge"))

    assert lines() == [
        "scenarios/hedge.yaml:3:8: warning: the title 'A fence' is that of scenarios/fence.yaml"
        " as well"
    ]


@pytest.mark.parametrize("path", ["personas/kim.yaml", "personas/Kim.md", "scenarios/a/b/c.yaml"])
def test_a_file_that_no_name_leads_to_is_a_warning(write: Write, path: str) -> None:
    write(path, "")

    (line,) = lines()
    assert line.startswith(f"{path}:1:1: warning: this file is never read")


def test_a_readme_among_the_definitions_is_fine(write: Write) -> None:
    write("personas/README.md", "Who is who.")

    assert lines() == []


def test_only_the_paths_given_are_checked(write: Write) -> None:
    write("personas/ann.md", "")

    assert linted("scenarios/fence.yaml").files == 1
    assert linted("personas").files == 2
    assert linted(".").files == 4
    assert linted("personas/bob.md", "scenarios", "scenarios/fence.yaml").files == 2


def test_a_definition_elsewhere_in_the_workspace_is_known_by_its_first_word(write: Write) -> None:
    write("drafts/fence.yaml", FENCE)
    write("drafts/nods.yaml", "script: 1\nid: nods\nturns: []\n")

    assert lines("drafts/fence.yaml") == []
    assert lines("drafts/nods.yaml") == [
        "drafts/nods.yaml:3:1: error: turns: expected at least 1 entry; found nothing in it"
    ]


@pytest.mark.parametrize("path", ["nowhere.yaml", "../x.yaml", "/etc/passwd", "drafts/a.yaml"])
def test_a_path_without_a_definition_is_refused(write: Write, path: str) -> None:
    write("drafts/a.yaml", "a: 1\n")

    with pytest.raises(UsageError):
        linted(path)


@pytest.mark.parametrize("path", ["/", "..", "/etc", "/etc/passwd", "../x.yaml", "out"])
def test_a_path_outside_the_workspace_is_one_clear_line(write: Write, path: str) -> None:
    Path("out").symlink_to("/etc")

    with pytest.raises(UsageError, match=r"lies outside the workspace '\.'$") as raised:
        linted(path)
    assert (raised.value.code, raised.value.message.count("\n")) == (2, 0)


def test_the_whole_workspace_can_be_named_by_its_full_path(write: Write, tmp_path: Path) -> None:
    assert linted(str(tmp_path)).files == 4


def test_a_scenario_in_which_nothing_suits_everyone_is_a_warning(write: Write) -> None:
    write("scenarios/fence.yaml", FENCE.replace("no_deal: 3", "no_deal: 5"))
    report = linted()

    assert report.text() == (
        "scenarios/fence.yaml:9:1: warning: no package is acceptable to every party: there can be"
        " no deal (`roomsix feasibility fence` says how near they come)\n"
    )
    assert (report.code(), report.code(strict=True)) == (0, 2)


def test_only_the_level_before_the_first_word_counts(write: Write) -> None:
    calm, war = "{no_deal: 5}", "{no_deal: -5}"
    tense = FENCE.replace("{always: {no_deal: 3}}", f"{{calm: {calm}, war: {war}}}")
    tense += "tension: {levels: {calm: 0, war: 10}}\n"
    write("scenarios/fence.yaml", tense)
    (line,) = lines()
    past = "timeline: [{when: May, what: A brick was thrown., gravity: violent, score: 10}]\n"
    write("scenarios/fence.yaml", tense + past)

    assert "acceptable to every party at the starting level 'calm'" in line
    assert lines() == []


def test_a_scenario_too_large_to_look_through_is_left_alone(write: Write) -> None:
    options = ", ".join(f"o{n}: x" for n in range(5001))
    points = ", ".join(f"o{n}: 0" for n in range(5001))
    large = FENCE.replace("green: green, white: white", options)
    large = large.replace("green: 10, white: 4", points).replace("green: 4, white: 10", points)
    write(
        "scenarios/fence.yaml",
        large.replace("colour: green", "colour: o1").replace("colour: white", "colour: o1"),
    )

    assert lines() == []


def test_seats_are_looked_up_in_a_scenario_that_cannot_be_read_in_full(write: Write) -> None:
    broken = FENCE.replace("persona: bob", "persona: bobb").replace("rounds: 3", "rounds: x")
    write("scenarios/fence.yaml", broken)

    assert [line.split(" ")[0] for line in lines("scenarios")] == [
        "scenarios/fence.yaml:24:18:",
        "scenarios/fence.yaml:28:53:",
    ]


def test_nothing_is_missing_from_a_scenario_whose_parent_is(write: Write) -> None:
    write("scenarios/wall.yaml", "scenario: 1\nid: wall\nextends: fense\ntitle: 3\n")

    assert lines("scenarios/wall.yaml") == [
        "scenarios/wall.yaml:3:10: error: no scenario called 'fense'; looked for"
        " scenarios/fense.yaml and bundled/scenarios/fense.yaml (did you mean 'fence'?)",
        "scenarios/wall.yaml:4:8: error: title: expected text; found 3",
    ]


def test_nothing_to_check_is_said(write: Write) -> None:
    Path("empty").mkdir()

    with pytest.raises(NothingSelected):
        linted("empty")


def test_a_link_out_of_the_workspace_is_an_error(write: Write, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-eve.md"
    outside.write_text(ANN, encoding="utf-8")
    Path("personas/eve.md").symlink_to(outside)

    assert lines("personas") == ["personas/eve.md:1:1: error: a link that leaves the workspace"]


def test_json_is_one_document_with_every_place(write: Write) -> None:
    write("personas/ann.md", ANN.replace("persona: 1", "persona: 2").replace("summary", "sumary"))
    found = json.loads(linted("personas").json())

    assert (found["files"], found["errors"], found["warnings"]) == (2, 2, 0)
    assert {(p["line"], p["severity"]) for p in found["problems"]} == {(2, "error"), (5, "error")}


def test_the_shipped_definitions_have_no_errors() -> None:
    report = lint(Workspace(files.bundled(), files.bundled()))

    assert [each for each in report.problems if each.severity == "error"] == []


OVER = "script: 1\nid: nods\nover: mock\nturns: [{say: Hm.}]\n"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("over: mock", "over: mock:bolware", "3:7: error: no tactic 'bolware' in 'mock:bolware'"),
        ("over: mock", "over: openai:gpt", "3:7: error: over: "),
        ("say: Hm.", "say: <U+D800>", "4:15: error: <U+D800> names no character"),
        ("say: Hm.", "say: <U+0041*9999>", "4:15: error: 9999 characters once they are written"),
        ("say: Hm.", "sya: Hm.", "4:10: error: no field called 'sya' (did you mean 'say'?)"),
        ("]\n", "]\nrounds_of: [plenery]\n", "5:13: error: rounds_of"),
        ("]\n", "]\nobeyed: {said: ['!!']}\n", "5:17: error: '!!' has no letter to look for"),
        ("]\n", "]\nobeyed: {}\n", "5:1: error: no sign to look for"),
        ("]\n", "]\nobeyed: {acts: [{act: agree}]}\n", "5:23: error: no act called 'agree'"),
        ("]\n", "]\nobeyed: {acts: [{act: ask, losing: true}]}\n", "no package goes with the act"),
        ("[{say: Hm.}]\n", "[{act: pass}]\nobeyed: {brief: true}\n", "nobody is told anything"),
    ],
)
def test_what_is_wrong_with_a_script_over_a_mock_is_said_at_its_place(
    write: Write, before: str, after: str, said: str
) -> None:
    write("evals/scripts/nods.yaml", OVER)
    assert lines("evals/scripts") == []

    write("evals/scripts/nods.yaml", OVER.replace(before, after))
    (found, *_) = lines("evals/scripts")

    assert said in found
