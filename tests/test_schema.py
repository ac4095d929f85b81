"""JSON Schemas for editors, held against real definitions and broken ones."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from roomsix.schema import KINDS, schema
from roomsix.workspace import Kind, Workspace, files, markdown, source
from roomsix.workspace.node import plain

PERSONA: dict[str, Any] = {"persona": 1, "id": "ann", "name": "Ann", "summary": "Lives here."}
SCRIPT: dict[str, Any] = {"script": 1, "id": "nods", "turns": [{"say": "Hm."}]}
CHILD: dict[str, Any] = {"scenario": 1, "id": "wall", "extends": "fence"}


def fits(kind: Kind, data: Any) -> bool:
    return bool(Draft202012Validator(schema(kind)).is_valid(data))


def shipped() -> list[files.File]:
    workspace = Workspace(files.bundled(), files.bundled())
    return [file for kind in KINDS for file in workspace.files(kind)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema(kind: Kind) -> None:
    Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize("file", shipped(), ids=lambda file: file.name)
def test_every_shipped_definition_fits_its_schema(file: files.File) -> None:
    reader = markdown if file.kind == "persona" else source
    node = reader.read(file.path.read_bytes(), file.name).node
    assert node
    data = plain(node)
    for prose in ("body", "private"):
        data.pop(prose, None)

    assert [e.message for e in Draft202012Validator(schema(file.kind)).iter_errors(data)] == []


def test_notes_are_allowed_and_other_keys_are_not() -> None:
    assert fits("persona", PERSONA | {"x-notes": [1]})
    assert not fits("persona", PERSONA | {"notes": [1]})
    assert not fits("persona", PERSONA | {"x": {}})


@pytest.mark.parametrize(
    "change",
    [
        {"id": "Ann"},
        {"name": ""},
        {"persona": 2},
        {"body": "prose stands below"},
        {"traits": {"candour": 2}},
        {"traits": {"candor": 1}},
        {"voice": {"register": "loud"}},
        {"lines": {"shout": ["x"]}},
        {"lines": {"ask": "x"}},
        {"lines": {"ask+": ["x"]}},
        {"traits": None},
    ],
)
def test_a_broken_persona_does_not_fit(change: dict[str, Any]) -> None:
    assert fits("persona", PERSONA)
    assert not fits("persona", PERSONA | change)


@pytest.mark.parametrize("field", ["persona", "id", "name", "summary"])
def test_what_must_be_there_is_asked_for(field: str) -> None:
    assert not fits("persona", {key: PERSONA[key] for key in PERSONA if key != field})


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Anne"},
        {"lines": {"ask+": ["x"]}},
        {"traits": None},
        {"traits": {"candour": None}},
        {"lines": {"ask": None}},
    ],
)
def test_a_persona_that_extends_another_may_be_partial(change: dict[str, Any]) -> None:
    assert fits("persona", {"persona": 1, "id": "ann", "extends": "base/calm"} | change)


@pytest.mark.parametrize(
    "change",
    [
        {"parties": {"left": {"stakes": {"always": {"no_deal": 3}}}}},
        {"parties": {"left": {"red_lines+": [{"never": {"colour": ["white"]}}]}}},
        {"seats": {"ann": {"talking_points": {"colour+": ["x"]}}}},
        {"facts": {"paint": None}},
        {"timeline+": [{"when": "today", "what": "It rains.", "gravity": "neutral"}]},
        {"tension": None},
    ],
)
def test_a_scenario_that_extends_another_may_be_partial(change: dict[str, Any]) -> None:
    assert fits("scenario", CHILD | change)


@pytest.mark.parametrize(
    "change",
    [
        {"parties": {"left": {"stake": {}}}},
        {"parties": {"left": {"red_lines+": [{"because": "x"}]}}},
        {"title+": ["x"]},
        {"seats": {"ann": {"role": "boss"}}},
        {"seats": {"Ann": {}}},
        {"id": None, "extends": "fence"},
    ],
)
def test_a_broken_partial_scenario_does_not_fit(change: dict[str, Any]) -> None:
    assert not fits("scenario", CHILD | change)


def test_a_scripted_turn_has_the_fields_of_a_reply() -> None:
    assert fits("script", SCRIPT)
    assert not fits("script", SCRIPT | {"turns": [{"sya": "Hm."}]})
    assert fits("script", SCRIPT | {"turns": [{"act": "advise", "advice": "hold", "to": None}]})
    assert not fits("script", SCRIPT | {"turns": [{"act": "propse"}]})
    assert not fits("script", SCRIPT | {"turns": [{"act": "advise", "advice": "acept"}]})


def test_a_script_may_go_over_a_mock_and_name_signs() -> None:
    over = SCRIPT | {"over": "mock:linear", "rounds_of": ["plenary"], "turns": [{}, {"say": "x"}]}
    signs = {"said": ["x"], "acts": [{"act": "accept", "by": "lead", "losing": True}]}

    assert fits("script", over | {"obeyed": signs})
    assert not fits("script", over | {"over": "openai:gpt"})
    assert not fits("script", over | {"rounds_of": ["lunch"]})
    assert not fits("script", over | {"obeyed": {"did": ["x"]}})


def test_every_field_that_a_docstring_explains_has_its_hover_text() -> None:
    seat = schema("scenario")["$defs"]["Seat"]
    partial = schema("scenario")["$defs"]["SeatPart"]

    assert seat["description"] == "A place at the table."
    assert seat["properties"]["persona"]["description"] == "Who sits there."
    assert partial["properties"]["persona"]["description"] == "Who sits there."


def test_hover_texts_have_no_list_of_attributes() -> None:
    assert "Attributes:" not in str(schema("scenario"))
