"""Everything an endpoint can do wrong, done by a real one: a server in a process of its own.

After each fault the run's record is valid, `check` replays it, its journal holds no word that the
server did not send, and every request is accounted for.
"""

import asyncio
import email.utils
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chat.endpoint import KEY, Endpoint, Table, serving
from handmade import theatre
from roomsix import prompts, replies
from roomsix.calls import Outcome, Request
from roomsix.chat.arrival import Limits
from roomsix.chat.model import ModelChat
from roomsix.chat.retrying import ATTEMPTS

Step = dict[str, Any]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving() as running:
        yield running


@pytest.fixture
def table(endpoint: Endpoint, tmp_path: Path) -> Iterator[Table]:
    table = Table(endpoint, tmp_path)
    yield table
    table.is_sound()


def error(message: str, **more: object) -> Step:
    return {"status": 400, "error": {"error": {"message": message, **more}}}


def test_without_a_fault_every_call_is_sent_once(table: Table) -> None:
    table.play({})

    assert table.stopped is None and table.told == []
    assert table.counts["calls"] == table.counts["attempts"] == len(table.outcomes) > 3
    assert {(o.kind, o.form, o.model) for o in table.outcomes} == {
        ("text", "json_schema", "tiny-of-today")
    }
    assert table.counts["prompt_tokens"] == 100 * len(table.outcomes)
    assert max(table.watcher.came) > 50


# ---- transient faults ----------------------------------------------------------------------


def test_a_pause_in_seconds_is_kept(table: Table) -> None:
    table.play({"status": 429, "headers": {"Retry-After": "3"}}, {})

    (slept,) = table.slept
    assert table.stopped is None and 3 <= slept <= 3.3


def test_a_pause_until_a_date_is_kept(table: Table) -> None:
    date = email.utils.formatdate(time.time() + 50, usegmt=True)
    table.play({"status": 429, "headers": {"Retry-After": date}}, {})

    (slept,) = table.slept
    assert table.stopped is None and 30 <= slept <= 55


@pytest.mark.parametrize(
    "step",
    [
        *({"status": status} for status in (408, 409, 429, 500, 502, 503, 504, 529)),
        {"status": 200, "error": "<html>", "headers": {"Content-Type": "text/html"}},
        {"status": 200, "error": {"error": {"message": "gone wrong"}}},
        {"stop": "reset"},
        {"stop": "half"},
    ],
    ids=str,
)
def test_a_transient_fault_is_survived(table: Table, step: Step) -> None:
    table.play(step, step, {})

    assert table.stopped is None
    assert len(table.slept) == len(table.told) == 2 and table.outcomes[0].attempts == 3
    assert "unusable_replies" in table.counts and table.counts["unusable_replies"] == 0


def test_a_server_that_says_nothing_in_time_is_asked_again(table: Table) -> None:
    table.limits = Limits(total=0.5)
    table.play({"wait": 1.5}, {})

    assert table.stopped is None and table.outcomes[0].attempts == 2
    assert "no answer in time" in table.told[0]


def test_a_stream_that_falls_silent_is_asked_for_again(table: Table) -> None:
    table.limits = Limits(idle=0.3)
    table.play({"drip": 1.5, "say": "word " * 300}, {})

    assert table.stopped is None and table.outcomes[0].attempts == 2
    assert "broke off: nothing came for" in table.told[0]


def test_a_server_that_stays_down_pauses_the_run_which_can_be_gone_on_with(table: Table) -> None:
    table.play({}, {}, {"status": 503})
    assert "HTTP 503" in str(table.stopped)
    assert len(table.outcomes) == 2 and table.lost == ATTEMPTS == 8
    table.is_sound()

    before = table.outcomes
    table.play({})
    assert table.stopped is None and table.outcomes[:2] == before


# ---- faults that stay ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "message", "more", "line"),
    [
        (400, "bad", {}, "HTTP 400: bad"),
        (401, f"Incorrect API key provided: {KEY}", {"code": "invalid_api_key"}, "[the key]"),
        (402, "pay", {}, "nothing left to spend"),
        (403, "no", {}, "may not use this model"),
        (404, "no model", {"code": "model_not_found"}, "no such model"),
        (429, "You exceeded", {"code": "insufficient_quota"}, "nothing left to spend"),
    ],
)
def test_what_no_second_sending_mends_is_sent_once(
    table: Table, status: int, message: str, more: Step, line: str
) -> None:
    refused = {"status": status, "error": {"error": {"message": message, **more}}}
    table.play({}, refused)

    assert table.stopped is not None and line in str(table.stopped)
    assert table.lost == 1 and table.slept == [] and len(table.outcomes) == 1
    table.is_sound()

    table.play({})
    assert table.stopped is None


TOO_LONG: dict[str, Step] = {
    "OpenAI": error("This model's maximum context length is 8192.", code="context_length_exceeded"),
    "vLLM": error(
        "This model's maximum context length is 6048 tokens. However, you requested 6616 tokens.",
        type="BadRequestError",
        code=400,
    ),
    "llama.cpp": error(
        "request (4390 tokens) exceeds the available context size (4096 tokens)",
        type="exceed_context_size_error",
        code=400,
    ),
    "llama.cpp, as a server error": {
        "status": 500,
        "error": {"error": {"code": 500, "message": "Context size has been exceeded."}},
    },
    "Ollama": {"status": 400, "error": {"error": "the input length exceeds the context length"}},
    "LM Studio": {
        "status": 400,
        "error": {"error": "Trying to keep the first 6547 tokens when context the overflows."},
    },
    "LM Studio, in a stream": {
        "status": 200,
        "headers": {"Content-Type": "text/event-stream"},
        "error": 'data: {"error": {"message": "Context size has been exceeded."}}\n\n',
    },
    "a proxy": {"status": 413, "error": "<html>"},
}


@pytest.mark.parametrize("server", TOO_LONG)
def test_a_prompt_that_is_too_long_is_made_shorter_once_and_stays_so(
    table: Table, server: str
) -> None:
    # The first turn's prompt still fits; from the second on only a shortened one does.
    table.play({}, {**TOO_LONG[server], "unless": "left_out"})

    assert table.stopped is None and table.slept == []
    assert table.counts["too_long"] == 1 and table.outcomes[1].kind == "too long"
    assert table.counts["unusable_replies"] == 0
    prompts = [each["messages"] for each in table.received]
    refused, shortened, later = prompts[1], prompts[2], prompts[3]
    assert shortened[0] == refused[0] == later[0]
    assert len(shortened[1]["content"]) < len(refused[1]["content"])
    assert '{"left_out":' in shortened[1]["content"].split("\n")[2]
    assert shortened[1]["content"].split("\n\n")[-2:] == refused[1]["content"].split("\n\n")[-2:]
    assert later[1]["content"].split("\n")[2] == shortened[1]["content"].split("\n")[2]


def test_a_prompt_that_is_too_long_even_then_pauses_the_run_until_the_server_takes_more(
    table: Table,
) -> None:
    table.play({}, TOO_LONG["llama.cpp"])
    assert "larger context" in str(table.stopped) and "even without" in str(table.stopped)
    assert [outcome.kind for outcome in table.outcomes] == ["text", "too long"]
    table.is_sound()

    table.play({})
    assert table.stopped is None and table.counts["too_long"] == 1


# ---- what a server does not know -----------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "more"),
    [
        ("no", {"code": "unsupported_value", "param": "response_format"}),
        ("'response_format' of type 'json_schema' is not supported with this model.", {}),
        ("guided decoding is not available", {}),
        ("failed to parse grammar", {}),
    ],
)
def test_a_server_without_schemas_is_asked_for_any_object_from_then_on(
    table: Table, message: str, more: Step
) -> None:
    table.play({**error(message, **more), "when": '"json_schema"'})

    assert table.stopped is None and len(table.told) == 1 and "json_object" in table.told[0]
    assert {outcome.form for outcome in table.outcomes} == {"json_object"}
    assert [o.attempts for o in table.outcomes] == [2, *[1] * (len(table.outcomes) - 1)]
    first, second = table.received[:2]
    told = second["messages"][1]["content"].removeprefix(first["messages"][1]["content"])
    assert told.startswith("\nSCHEMA {") and second["response_format"] == {"type": "json_object"}


def test_a_server_without_any_form_is_asked_for_plain_text_and_the_first_object_is_read(
    table: Table,
) -> None:
    reply = 'Well: {"say": "Good day.", "act": "pass"} or so. {"say": "And?"}'
    unknown = "'response_format.type' must be 'text'"
    table.play(
        {**error(unknown), "when": '"response_format"'},
        {**error(unknown), "when": '"response_format"'},
        {"raw": f"<think>{{}}</think>{reply}", "when": "SCHEMA"},
        {},
    )

    assert table.stopped is None
    assert {outcome.form for outcome in table.outcomes} == {"text"}
    assert table.outcomes[0].text == reply and table.outcomes[0].attempts == 3
    said = [event.what for event in table.run.record().of("said") if event.seat == "manager"]
    assert getattr(said[0], "text", "") == "Good day."


@pytest.mark.parametrize(
    ("step", "streams"),
    [
        ({**error("stream_options is not allowed"), "when": "include_usage"}, True),
        ({**error("Streaming is not supported"), "when": '"stream": true'}, False),
        ({"whole": True}, True),
    ],
)
def test_a_server_that_does_not_stream_is_asked_for_the_whole(
    table: Table, step: Step, streams: bool
) -> None:
    table.play(step)

    assert table.stopped is None and table.slept == []
    assert table.received[-1].get("stream", False) is streams
    assert {outcome.form for outcome in table.outcomes} == {"json_schema"}


# ---- answers that are none -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ({"refusal": "I would rather not."}, "refusal"),
        ({"raw": "", "finish": "content_filter"}, "refusal"),
        ({"raw": ""}, "empty"),
        ({"raw": '{"say": "And th', "finish": "length"}, "truncated"),
        ({"raw": '{"say": "Так не пойдёт, уважаемые господа.", "act": "pass"}'}, "wrong_language"),
        ({"many": 100_000}, "huge"),
    ],
)
def test_an_answer_that_is_none_is_asked_for_twice_more_and_counted(
    table: Table, step: Step, kind: str
) -> None:
    table.play(step, step, step, {})

    assert table.stopped is None and table.slept == []
    assert table.counts[kind] == table.counts["unusable_replies"] == 3
    passed = [e for e in table.run.record() if e.seat == "manager" and e.turn is not None][:4]
    assert [event.what.kind for event in passed] == ["invalid"] * 3 + ["pass"]
    assert all(len(outcome.text) < 2_000 for outcome in table.outcomes)


def test_the_same_words_again_are_no_turn_unless_something_is_done(table: Table) -> None:
    table.play({"say": "We have said what we have to say."})

    turns = table.counts["calls"] - table.counts["repeated"]
    assert table.stopped is None and table.counts["repeated"] >= 3 and turns >= 1
    said = [event for event in table.run.record().of("said") if event.seat == "manager"]
    assert len(said) == turns


def test_a_reply_that_takes_all_the_time_there_is_is_asked_for_again_more_briefly(
    table: Table,
) -> None:
    table.limits = Limits(total=0.8, idle=5)
    table.play({"drip": 0.3, "say": "word " * 800}, {})

    assert table.stopped is None and table.outcomes[0].kind == "timed out"
    assert table.counts["timed_out"] == 1 and table.outcomes[0].text == ""


def test_a_response_without_end_is_cut_off(table: Table) -> None:
    table.limits = Limits(wire=20_000)
    table.play({"many": 40_000, "whole": True}, {"many": 40_000}, {"status": 200, "error": {}}, {})

    assert table.stopped is None and table.counts["huge"] == 2


@pytest.mark.parametrize(
    "step",
    [
        {"raw": '{"say": "half'},
        {"raw": "I accept your offer."},
        {"raw": '{"act": "fly"}'},
        {"raw": '{"act": 7, "say": []}'},
        {"act": "accept", "fields": {"number": 99}},
        {"act": "state", "fields": {"issue": "pay", "option": "a million"}},
        {"act": "propose", "fields": {"package": {"pay": "six"}}},
        {"act": "ask", "fields": {"to": "somebody-else", "issue": "pay"}},
        {"act": "disclose", "fields": {"fact": "sunday-survey"}},
    ],
    ids=str,
)
def test_what_cannot_be_read_or_is_not_possible_is_asked_for_again_then_passed(
    table: Table, step: Step
) -> None:
    table.play(step, step, step, {})

    assert table.stopped is None and table.counts["unusable_replies"] == 3
    assert {outcome.kind for outcome in table.outcomes} == {"text"}
    own = [each["messages"][1]["content"] for each in table.received[:3]]
    assert "AGAIN" not in own[0] and "AGAIN" in own[1] and "AGAIN" in own[2]


# ---- the model itself ----------------------------------------------------------------------


@pytest.mark.parametrize("after", [{"model": "tiny-of-tomorrow"}, {"fingerprint": "fp-2"}])
def test_another_model_under_the_same_name_is_told_of_once(table: Table, after: Step) -> None:
    table.play({}, after, {}, after)

    (line,) = table.watcher.lines
    assert "openai:tiny" in line and "tiny-of-today (fp-1), now " in line
    assert next(iter(after.values())) in line
    assert table.outcomes[1].model == after.get("model", "tiny-of-today")
    assert table.outcomes[1].fingerprint == after.get("fingerprint", "fp-1")


ONE_IN_FIVE: Step = {
    "chance": 0.2,
    "among": [
        {"status": 503},
        {"status": 429, "headers": {"Retry-After": "1"}},
        {"stop": "reset"},
        {"stop": "half"},
    ],
}


def test_one_fault_in_five_stops_no_run(endpoint: Endpoint, tmp_path: Path) -> None:
    tables = [Table(endpoint, tmp_path / str(n), seats=None).play(ONE_IN_FIVE) for n in range(3)]

    for table in tables:
        assert table.stopped is None
        table.is_sound()
    assert sum(len(table.slept) for table in tables) > 3


def test_one_fault_in_five_leaves_every_one_of_many_calls_answered(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    table = Table(endpoint, tmp_path)
    endpoint.plan(ONE_IN_FIVE)

    answered = asyncio.run(many_calls(table.chat(), 100))

    assert {outcome.kind for outcome in answered} == {"text"} and len(answered) == 100
    assert sum(outcome.attempts for outcome in answered) == len(endpoint.received) > 110
    assert len(table.slept) == len(endpoint.received) - 100


async def many_calls(chat: ModelChat, count: int) -> list[Outcome]:
    prompt = prompts.build("You are Kim.", ['{"n":1}'], "\n\nWhat now?\n")
    form = replies.schema(theatre())
    asked = [Request(seat="kim", index=n, prompt=prompt, form=form) for n in range(count)]
    answered = []
    for first in range(0, count, 10):
        answered += await asyncio.gather(*map(chat.answer, asked[first : first + 10]))
    await chat.close()
    return answered
