"""Definitions by name: where they are found, what they become, and every way they are refused."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roomsix.errors import DefinitionError, Problem, UsageError
from roomsix.workspace import Workspace, files

Write = Callable[[str, str], Path]


def refused(call: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(DefinitionError) as raised:
        call()
    return raised.value.problems


def changed(path: str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert text.count(old) == 1
    Path(path).write_text(text.replace(old, new), encoding="utf-8")


def fence(neighbours: Workspace, old: str, new: str) -> tuple[Problem, ...]:
    """The problems of the scenario after one change."""
    changed("scenarios/fence.yaml", old, new)
    return refused(lambda: neighbours.scenario("fence"))


def test_a_sound_scenario_is_read(neighbours: Workspace) -> None:
    scenario = neighbours.scenario("fence")

    assert scenario.title == "A fence"
    assert scenario.sessions["gate"].turns == (("ann", "bob"),)


def test_a_sound_persona_is_read(neighbours: Workspace) -> None:
    ann = neighbours.persona("ann")

    assert ann.lines == {"propose": ("{issue}: {option}?",)}
    assert (ann.body, ann.private) == ("You are Ann.", "You like green.")


def test_a_script_is_read(neighbours: Workspace) -> None:
    assert neighbours.script("nods").turns == ({"act": "pass", "say": "Hm."},)


def test_a_path_inside_the_workspace_is_a_name_too(neighbours: Workspace) -> None:
    assert neighbours.scenario("scenarios/fence.yaml").id == "fence"
    assert neighbours.scenario(str(Path("scenarios/fence.yaml").absolute())).id == "fence"


def test_notes_are_kept_as_they_are(neighbours: Workspace) -> None:
    changed("personas/ann.md", "name: Ann", "name: Ann\nx-notes: {a: [1, {b: null}]}")

    assert neighbours.persona("ann").x == {"x-notes": {"a": [1, {"b": None}]}}


def test_a_workspaces_own_file_wins_over_the_bundled_one(
    neighbours: Workspace, write: Write
) -> None:
    text = Path("personas/ann.md").read_text(encoding="utf-8")
    write("bundled/personas/ann.md", text.replace("Lives on the left", "Bundled"))
    write("bundled/personas/cat.md", text.replace("ann", "cat").replace("Ann", "Cat"))

    assert neighbours.persona("ann").summary == "Lives on the left."
    assert neighbours.persona("cat").name == "Cat"
    assert [(e.id, e.origin) for e in neighbours.catalogue("persona")] == [
        ("ann", "workspace"),
        ("bob", "workspace"),
        ("cat", "bundled"),
    ]


def test_the_catalogue_shows_titles_and_survives_a_broken_file(
    neighbours: Workspace, write: Write
) -> None:
    write("scenarios/broken.yaml", "a: b: c")

    assert [(e.id, e.title, e.summary) for e in neighbours.catalogue("scenario")] == [
        ("broken", "", ""),
        ("fence", "A fence", "Two neighbours settle the colour of a fence."),
    ]


def test_a_missing_name_says_where_it_was_looked_for(neighbours: Workspace) -> None:
    with pytest.raises(UsageError) as raised:
        neighbours.persona("anne")

    places = f"{Path('personas/anne.md')} and {Path('bundled/personas/anne.md')}"
    assert raised.value.message == f"no persona called 'anne'; looked for {places}"
    assert raised.value.hint == "did you mean 'ann'?"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "..",
            "../fence",
            "a/../fence",
            "/etc/passwd",
            "/etc/x.yaml",
            "../../x.yaml",
            "",
            "Fence",
        ),
        *(
            "scenarios/../../x.yaml",
            "fence\0",
            "\0.yaml",
            "a/b/c",
            "x" * 5000,
            "x" * 5000 + ".yaml",
        ),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_in_one_line(
    neighbours: Workspace, name: str
) -> None:
    with pytest.raises(UsageError) as raised:
        neighbours.scenario(name)

    assert "\n" not in str(raised.value)
    assert "\0" not in str(raised.value)


def test_a_link_out_of_the_workspace_is_refused(neighbours: Workspace, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.md"
    outside.write_text(Path("personas/ann.md").read_text(encoding="utf-8"), encoding="utf-8")
    Path("personas/eve.md").symlink_to(outside)

    for name in ("eve", "personas/eve.md"):
        with pytest.raises(UsageError):
            neighbours.persona(name)
    assert {e.id: e.title for e in neighbours.catalogue("persona")}["eve"] == ""


def test_links_that_go_round_lead_nowhere(neighbours: Workspace) -> None:
    Path("personas/eve.md").symlink_to("eve.md")

    for name in ("eve", "personas/eve.md"):
        with pytest.raises(UsageError):
            neighbours.persona(name)


def test_a_folder_is_no_definition(neighbours: Workspace) -> None:
    Path("personas/eve.md").mkdir()

    with pytest.raises(UsageError):
        neighbours.persona("eve")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_says_so(neighbours: Workspace) -> None:
    Path("personas/ann.md").chmod(0)

    (found,) = refused(lambda: neighbours.persona("ann"))
    assert found.message.startswith("cannot be read")


def test_the_id_must_be_the_files_name(neighbours: Workspace) -> None:
    (found,) = fence(neighbours, "id: fence", "id: hedge")

    assert str(found) == (
        "scenarios/fence.yaml:2:5: the id 'hedge' is not the file's name 'fence'"
        " (write id: fence, or rename the file)"
    )


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "hint"),
    [
        ("summary:", "sumary:", (4, 1), "unknown key 'sumary'", "did you mean 'summary'?"),
        ("role: lead, party: left", "rule: lead, role: lead, party: left", (23, "rule"),
         "seats.ann: unknown key 'rule'", "did you mean 'role'?"),
        ("role: lead, party: left", "role: led, party: left", (23, "led"),
         "seats.ann.role: expected one of lead, adviser, mediator, observer; found 'led'",
         "did you mean 'lead'?"),
        ("role: lead, party: left", "party: left", (23, "ann:"),
         "seats.ann: 'role' is missing", ""),
        ("title: A fence\n", "", (1, 1), "'title' is missing", ""),
        ("title: A fence", "title: 3", (3, 8), "title: expected text; found 3", ""),
        ("title: A fence", "title:", (3, 7), "title: expected text; found nothing", ""),
        ("title: A fence", "title: ''", (3, 8), "title: expected some text; found nothing", ""),
        ("scenario: 1", "scenario: 2", (1, 11), "scenario: expected '1'; found 2", ""),
        ("scenario: 1", "scenario: true", (1, 11), "scenario: expected '1'; found true", ""),
        ("rounds: 3", "rounds: 0", (28, "0, turns"),
         "sessions.gate.rounds: expected at least 1; found 0", ""),
        ("rounds: 3", "rounds: '3'", (28, "'3'"),
         "sessions.gate.rounds: expected a whole number; found '3'", ""),
        ("rounds: 3", "rounds: 3.0", (28, "3.0"),
         "sessions.gate.rounds: expected a whole number; found 3.0", ""),
        ("truth: true", "truth: 1", (26, "1, known"),
         "facts.paint.truth: expected true or false; found 1", ""),
        ("known_to: [ann]", "known_to: evryone", (26, "evryone"),
         "facts.paint.known_to: expected 'everyone', or a list; found 'evryone'",
         "did you mean 'everyone'?"),
        ("share: free", "share: fre", (26, "fre}"),
         "facts.paint.share: expected one of free, never, or a map of keys and values; found 'fre'",
         "did you mean 'free'?"),
        ("share: free", "share: {when: [askd]}", (26, "askd"),
         "facts.paint.share.when.0: expected one of asked, off-record; found 'askd'",
         "did you mean 'asked'?"),
        ("share: free", "share: {wen: [asked]}", (26, "wen"),
         "facts.paint.share: unknown key 'wen'", "did you mean 'when'?"),
        ("turns: [[ann, bob]]", "turns: [[]]", (28, "[]]"),
         "sessions.gate.turns.0: expected at least 1 entry; found nothing in it", ""),
        ("turns: [[ann, bob]]", "turns: ann", (28, "ann}"),
         "sessions.gate.turns: expected a list; found 'ann'", ""),
        ("{name: Ann}", "Ann", (12, "Ann"),
         "parties.left.principal: expected a map of keys and values; found 'Ann'", ""),
        ("{green: green, white: white}", "{Dark green: green, white: white}", (8, "Dark"),
         "issues.colour.options: the key 'Dark green' is not an id (lower-case words joined by"
         " hyphens)",
         "write 'dark-green'"),
        ("persona: ann", "persona: Ann", (23, "Ann, role"),
         "seats.ann.persona: expected an id (lower-case words joined by hyphens); found 'Ann'",
         "write 'ann'"),
        ("summary:", "x: {}\nsummary:", (4, 1), "unknown key 'x'", None),
    ],
)  # fmt: skip
def test_each_mismatch_is_one_plain_sentence_at_its_place(
    neighbours: Workspace,
    old: str,
    new: str,
    place: tuple[int, str | int],
    message: str,
    hint: str | None,
) -> None:
    found = next(p for p in fence(neighbours, old, new) if p.message == message)

    line, mark = place
    written = Path("scenarios/fence.yaml").read_text(encoding="utf-8").splitlines()[line - 1]
    column = mark if isinstance(mark, int) else written.index(mark) + 1
    assert (found.file, found.line, found.column) == ("scenarios/fence.yaml", line, column)
    assert hint is None or found.hint == hint


def test_no_sentence_shows_the_validators_own_words(neighbours: Workspace, write: Write) -> None:
    write(
        "scenarios/fence.yaml",
        "scenario: []\nid: {}\nissues: 3\nfacts: {a: {share: [], odds: x}}\n",
    )

    text = "\n".join(map(str, refused(lambda: neighbours.scenario("fence"))))
    assert not any(word in text for word in ("pydantic", "Input", "http", "literal", "tuple"))


def test_everything_wrong_is_said_at_once(neighbours: Workspace) -> None:
    changed("scenarios/fence.yaml", "name: colour\n", "name: no\n")
    changed("scenarios/fence.yaml", "truth: true", "truth: maybe")
    found = fence(neighbours, "rounds: 3", "ronds: 3")

    assert [each.line for each in found] == [7, 26, 28]


def test_contradictions_have_their_place(neighbours: Workspace) -> None:
    (found,) = fence(neighbours, "opening: {colour: white}", "opening: {colour: blue}")

    assert (found.line, found.column) == (19, 34)
    assert found.message == "no option called 'blue'"


def test_a_child_takes_over_what_it_leaves_unsaid(neighbours: Workspace, write: Write) -> None:
    write(
        "personas/base/calm.md", Path("personas/ann.md").read_text().replace("id: ann", "id: calm")
    )
    write(
        "personas/joe.md",
        "---\npersona: 1\nid: joe\nname: Joe\nextends: base/calm\ntraits: {warmth: 1}\n"
        'lines:\n  propose+: ["Well?"]\n---\nYou are Joe.\n',
    )
    joe = neighbours.persona("joe")

    assert (joe.name, joe.extends, joe.summary) == ("Joe", "base/calm", "Lives on the left.")
    assert (joe.traits.patience, joe.traits.warmth) == (0.9, 1)
    assert joe.lines["propose"] == ("{issue}: {option}?", "Well?")
    assert (joe.body, joe.private) == ("You are Joe.", "You like green.")


def test_a_scenario_may_extend_another(neighbours: Workspace, write: Write) -> None:
    write(
        "scenarios/wall.yaml", "scenario: 1\nid: wall\nextends: fence\ntitle: A wall\nfacts: null\n"
    )
    wall = neighbours.scenario("wall")

    assert (wall.title, wall.facts, wall.extends) == ("A wall", {}, "fence")
    assert wall.parties == neighbours.scenario("fence").parties


def test_a_mistake_in_a_parent_is_placed_in_the_parents_file(
    neighbours: Workspace, write: Write
) -> None:
    write("scenarios/wall.yaml", "scenario: 1\nid: wall\nextends: fence\n")
    changed("scenarios/fence.yaml", "rounds: 3", "rounds: none")

    (found,) = refused(lambda: neighbours.scenario("wall"))
    assert (found.file, found.line) == ("scenarios/fence.yaml", 28)


def test_a_circle_is_named_in_order(neighbours: Workspace, write: Write) -> None:
    for name, parent in (("aa", "bb"), ("bb", "cc"), ("cc", "aa")):
        write(f"scenarios/{name}.yaml", f"scenario: 1\nid: {name}\nextends: {parent}\n")

    found = next(p for p in refused(lambda: neighbours.scenario("aa")) if p.path == ("extends",))
    assert found.message == "`extends` goes round in a circle: aa → bb → cc → aa"
    assert (found.file, found.line) == ("scenarios/cc.yaml", 3)


def test_a_definition_that_extends_itself_goes_round(neighbours: Workspace, write: Write) -> None:
    write("scenarios/aa.yaml", "scenario: 1\nid: aa\nextends: aa\n")

    assert "aa → aa" in str(refused(lambda: neighbours.scenario("aa"))[0])


def test_a_workspaces_own_persona_may_extend_the_bundled_one_of_its_name(
    neighbours: Workspace, write: Write
) -> None:
    write("bundled/personas/ann.md", Path("personas/ann.md").read_text(encoding="utf-8"))
    write("personas/ann.md", "---\npersona: 1\nid: ann\nextends: ann\nname: Anne\n---\n")

    assert neighbours.persona("ann").name == "Anne"
    assert neighbours.persona("ann").body == "You are Ann."


@pytest.mark.parametrize(("parents", "fits"), [(8, True), (9, False)])
def test_a_chain_has_at_most_eight_parents(
    neighbours: Workspace, write: Write, parents: int, fits: bool
) -> None:
    write("scenarios/s0.yaml", Path("scenarios/fence.yaml").read_text().replace("fence", "s0", 1))
    for n in range(1, parents + 1):
        write(f"scenarios/s{n}.yaml", f"scenario: 1\nid: s{n}\nextends: s{n - 1}\n")

    if fits:
        assert neighbours.scenario(f"s{parents}").title == "A fence"
    else:
        problems = refused(lambda: neighbours.scenario(f"s{parents}"))
        assert "more than 8" in problems[0].message


def test_a_missing_parent_is_named_at_the_line_that_asks_for_it(
    neighbours: Workspace, write: Write
) -> None:
    write("scenarios/wall.yaml", "scenario: 1\nid: wall\nextends: fense\n")

    found = refused(lambda: neighbours.scenario("wall"))[0]
    assert (found.line, found.column, found.hint) == (3, 10, "did you mean 'fence'?")


@pytest.mark.parametrize("parent", ["../fence", "scenarios/fence.yaml", "/etc/passwd"])
def test_a_parent_is_a_name_never_a_path(neighbours: Workspace, write: Write, parent: str) -> None:
    write("scenarios/wall.yaml", f"scenario: 1\nid: wall\nextends: {parent}\n")

    assert refused(lambda: neighbours.scenario("wall"))[0].line == 3


def test_a_cast_is_everyone_at_the_table(neighbours: Workspace) -> None:
    cast = neighbours.cast(neighbours.scenario("fence"), {"ann": "bob"})

    assert list(cast) == ["bob"]


def test_a_cast_takes_the_settings_of_each_persona(neighbours: Workspace) -> None:
    given = ("persona.ann.traits.candour=0.1", "parties.left.name=x", "persona.bob.name=Rob")
    cast = neighbours.cast(neighbours.scenario("fence"), {}, given)

    assert (cast["ann"].traits.candour, cast["bob"].name) == (0.1, "Rob")


def test_a_setting_for_nobody_at_the_table_is_refused(neighbours: Workspace) -> None:
    scenario = neighbours.scenario("fence")
    (found,) = refused(lambda: neighbours.cast(scenario, {}, ("persona.an.name=x",)))

    assert str(found) == "--set #1:1:9: nobody at the table is 'an' (did you mean 'ann'?)"


def test_a_replacement_for_an_unknown_seat_is_refused(neighbours: Workspace) -> None:
    with pytest.raises(UsageError, match="no seat called 'an'"):
        neighbours.cast(neighbours.scenario("fence"), {"an": "bob"})


@pytest.mark.parametrize("prefix", ["", "scenario."])
def test_a_setting_changes_one_value(neighbours: Workspace, prefix: str) -> None:
    scenario = neighbours.scenario("fence", (f"{prefix}parties.left.stakes.always.no_deal=5",))

    assert scenario.parties["left"].stakes["always"].no_deal == 5


def test_settings_reach_what_the_file_leaves_unsaid(neighbours: Workspace) -> None:
    scenario = neighbours.scenario("fence", ("floor.ms_per_turn=7", "decision.equality='>'"))

    assert (scenario.floor.ms_per_turn, scenario.decision.equality) == (7, ">")


def test_settings_reach_into_lists_append_and_delete(neighbours: Workspace) -> None:
    given = (
        "sessions.gate.turns.0=[bob, ann]",
        "sessions.gate.turns.0.1=ann",
        "sessions.gate.turns+=[[ann, bob]]",
        "facts.paint=null",
    )
    scenario = neighbours.scenario("fence", given)

    assert scenario.sessions["gate"].turns == (("bob", "ann"), ("ann", "bob"))
    assert scenario.facts == {}


def test_a_setting_may_add_to_a_map_of_the_authors_own_keys(neighbours: Workspace) -> None:
    ann = neighbours.persona("ann", ("persona.ann.lines.ask=['Why {issue}?']",))

    assert ann.lines["ask"] == ("Why {issue}?",)


@pytest.mark.parametrize(
    ("setting", "place", "message"),
    [
        ("partes.left.name=x", 1, "no 'partes' (did you mean 'parties'?)"),
        ("parties.lft.name=x", 9, "no 'lft' in parties (did you mean 'left'?)"),
        ("scenario.parties.lft.name=x", 18, "no 'lft' in parties (did you mean 'left'?)"),
        ("floor.ms_per_tun=1", 7, "no 'ms_per_tun' in floor (did you mean 'ms_per_turn'?)"),
        ("title.x=1", 7, "title has no keys: it is a single value"),
        ("sessions.gate.turns.7=[ann]", 21,
         "sessions.gate.turns has 1 items, numbered from 0; '7' is none of them"),
        ("title+=[x]", 1, "'title+' adds to what is not a list"),
        ("id=x", 1, "'id' cannot be set"),
        ("x-notes.url=x", 9, "'url' cannot be a key here"),
        ("x-notes.a.b=x", 9, "no 'a' in x-notes"),
        ("title", 1, "expected path.to.key=value, found 'title'"),
        ("a..b=1", 1, "expected path.to.key=value, found 'a..b=1'"),
        ("title=no", 7, "unquoted no means text"),
        ("title={{ x }}", 8, "a key that is not text"),
        ("title='{{ x }}'", 8, "{{ looks like a template"),
        ("title=!x y", 7, "the tag '!x'"),
        ("title=a: b", 7, "only one value fits here"),
        ("title=[a", 1, "not YAML"),
        ("title=\x1b[0m", 7, "U+001B"),
        ("title=3", 7, "title: expected text; found 3"),
    ],
)  # fmt: skip
def test_a_setting_that_does_not_fit_is_named_by_its_number(
    neighbours: Workspace, setting: str, place: int, message: str
) -> None:
    found = refused(lambda: neighbours.scenario("fence", ("title=Ok", setting)))[0]

    assert found.file == "--set #2"
    assert message in f"{found.message} ({found.hint})"
    assert found.column == place


def test_the_bundled_definitions_of_a_checkout_are_the_checkouts() -> None:
    assert (files.bundled() / "pyproject.toml").is_file() or files.bundled().name == "_bundled"


YAMLISH = st.text(
    alphabet=st.sampled_from(" \n\n:-[]{},&*!|>'\"%#?<~\t\rabnoy01._") | st.characters(),
    max_size=150,
)
LINES = st.lists(
    st.sampled_from(
        [
            *("scenario: 1", "persona: 1", "id: fuzz", "extends: fuzz", "extends: [a]", "x-a: {}"),
            *("issues:", "  a: {name: no, options: [x]}", "issues: {a: {options: {b: c, d: e}}}"),
            *("parties: {a: 1, b: {}}", "seats: {a: {persona: [], role: 3}, b: ~}", "facts+: [1]"),
            *("sessions: {s: {kind: plenary, turns: [[a, 1], []]}}", "---", "## Private", "title:"),
            *("tension: {levels: {}}", "lines: {propose: ['{x}', '{']}", "traits: {candour: 2}"),
        ]
    ),
    max_size=12,
).map("\n".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=YAMLISH | LINES | LINES.map(lambda lines: f"---\n{lines}\n---\n"))
def test_no_text_raises_anything_but_a_definition_error(
    neighbours: Workspace, write: Write, text: str
) -> None:
    for path in ("scenarios/fuzz.yaml", "personas/fuzz.md", "evals/scripts/fuzz.yaml"):
        Path(path).write_bytes(text.encode("utf-8", "surrogatepass"))

    for read in (neighbours.scenario, neighbours.persona, neighbours.script):
        for problem in refused(partial(read, "fuzz")):
            assert problem.line >= 1
            assert problem.message


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=YAMLISH, path=st.sampled_from(["title", "facts.paint", "sessions.gate.turns.0", "x"]))
def test_no_setting_raises_anything_but_a_definition_error(
    neighbours: Workspace, text: str, path: str
) -> None:
    for setting in (text, f"{path}={text}", f"{path}.{text}"):
        try:
            neighbours.scenario("fence", (setting,))
        except DefinitionError as error:
            assert error.problems
