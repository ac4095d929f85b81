"""What a seat answers is read strictly, and what cannot be used says why."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import theatre
from roomsix import acts, replies
from roomsix.replies import Reply, Unusable
from roomsix.views import View
from strategies import checked


def view() -> View:
    return View(theatre(), "theatre-lead")


def test_a_reply_is_read_from_plain_json() -> None:
    reply = replies.read('{"say": "Good day.", "act": "pass", "claims": []}')

    assert reply == Reply(say="Good day.")


@pytest.mark.parametrize(
    "text",
    [
        '{"say": "I accept.", "act": "accept", "number": 1, "package": {},}',
        '{"say": "I accept.", "act": "accept", "number": 1, "package": { },',
        'So: {"thinking": {}, "say": "No.',
    ],
)
def test_an_empty_object_in_one_that_broke_off_is_no_silent_pass(text: str) -> None:
    assert isinstance(replies.read(text), Unusable)
    assert isinstance(replies.read("{}"), Reply)
    assert isinstance(replies.read("A pass: {}"), Reply)


@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"say": "Hm.", "act": "pass"}\n```',
        'Here it is: {"say": "Hm.", "act": "pass"} I hope that helps.',
        '\n\n  {"say": "Hm.", "act": "pass"}',
    ],
)
def test_a_reply_is_found_among_other_words(text: str) -> None:
    assert replies.read(text) == Reply(say="Hm.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the reply was empty; answer with one JSON object"),
        ("I agree.", "the reply holds no JSON object; answer with one"),
        ('{"act": "pass", "say": ', "the reply holds no JSON object; answer with one"),
        ('{"act": "bribe"}', "'act' must be "),
        ('{"act": "pass", "sey": "x"}', "there is no field 'sey'; the fields are: thinking, say"),
        ('{"act": "pass", "number": "two"}', "'number': "),
        ('{"act": "pass", "claims": [{"fact": "x"}]}', "the field 'claims.0.holds' is missing"),
        (json.dumps({"say": "x" * 4001}), "'say' is longer than 4000 characters"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, reason: str) -> None:
    unusable = replies.read(text)

    assert isinstance(unusable, Unusable)
    assert unusable.reason.startswith(reason)


@checked
@given(st.text() | st.binary().map(lambda b: b.decode("latin-1")))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert isinstance(replies.read(text), Reply | Unusable)


def test_a_deeply_nested_reply_is_only_unusable() -> None:
    assert isinstance(replies.read('{"a":' * 100_000), Unusable)
    assert isinstance(replies.read("[" * 100_000), Unusable)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"act": "ask"}, "to"),
        ({"act": "state", "issue": "pay"}, "option"),
        ({"act": "propose"}, "package"),
        ({"act": "accept"}, "number"),
        ({"act": "inform"}, "fact"),
        ({"act": "advise"}, "advice"),
    ],
)
def test_an_act_without_its_arguments_says_which_is_missing(
    fields: dict[str, Any], missing: str
) -> None:
    act = replies.act(Reply(**fields), view())

    assert act == Unusable(reason=f"the act {fields['act']!r} needs {missing!r}")


def test_a_number_that_the_seat_never_saw_is_unusable() -> None:
    act = replies.act(Reply(act="accept", number=1), view())

    assert act == Unusable(reason="there is no offer or text with number 1")


def test_fields_that_an_act_does_not_need_are_left_alone() -> None:
    reply = Reply(act="ask", to="orchestra-lead", issue="pay", option="o1", number=9)

    assert replies.act(reply, view()) == acts.Ask(to="orchestra-lead", issue="pay")


def test_the_schema_is_strict_and_the_same_for_every_question_of_a_scenario() -> None:
    schema = replies.schema(theatre())
    body: Any = schema.body

    jsonschema.Draft202012Validator.check_schema(body)
    assert body["required"] == list(replies.FIELDS) == list(body["properties"])
    assert body["additionalProperties"] is False
    assert schema == replies.schema(theatre())


def test_the_schema_admits_what_the_reader_reads() -> None:
    body: Any = replies.schema(theatre()).body
    reply = Reply(act="propose", package={"pay": "o1", "sundays": "o0", "recordings": "o2"})

    jsonschema.validate(json.loads(reply.model_dump_json()), body)


def test_the_schema_names_no_fact() -> None:
    assert "survey" not in json.dumps(replies.schema(theatre()).body)
