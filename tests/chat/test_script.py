"""A scripted seat: what it says is in the file, and its turn number decides which line."""

import asyncio
import json

import pytest

from handmade import cake
from roomsix import prompts, replies
from roomsix.calls import Request
from roomsix.chat.script import ScriptChat
from roomsix.errors import ChatError
from roomsix.script import Script
from roomsix.views import View
from tables import cast_of

SCENARIO = cake((10, 0), (0, 10))
HEAD = prompts.head(SCENARIO, cast_of(SCENARIO), "one-lead")


def request(turn: int, *, again: bool = False) -> Request:
    view = View(SCENARIO, "one-lead")
    now = prompts.Now(
        session="plenary",
        kind="plenary",
        round=1,
        rounds=1,
        turn=turn,
        minutes_left=None,
        tension="always",
        acts=("pass", "propose"),
        papers=(),
    )
    asked = prompts.question(HEAD, view, now, name="Envoy")
    if again:
        asked = prompts.again(asked, view.lines, reply="{", reason="it is not JSON")
    return Request(seat="one-lead", index=0, prompt=asked, form=replies.schema(SCENARIO))


def chat(after: str = "pass", turns: int = 2) -> ScriptChat:
    said = [{"say": f"turn {number}"} for number in range(1, turns + 1)]
    script = Script.model_validate({"script": 1, "id": "lines", "turns": said, "after": after})
    return ScriptChat(script)


def said(chat: ScriptChat, turn: int, *, again: bool = False) -> str:
    outcome = asyncio.run(chat.answer(request(turn, again=again)))
    found: str = json.loads(outcome.text)["say"]
    return found


def test_a_turn_is_found_by_its_number_alone() -> None:
    scripted = chat()

    assert [said(scripted, turn) for turn in (2, 1, 2)] == ["turn 2", "turn 1", "turn 2"]


def test_a_reply_is_completed_so_that_it_can_be_read() -> None:
    outcome = asyncio.run(chat().answer(request(1)))

    reply = replies.read(outcome.text)

    assert isinstance(reply, replies.Reply)
    assert (reply.act, reply.say, reply.package) == ("pass", "turn 1", None)
    assert tuple(json.loads(outcome.text)) == replies.FIELDS


@pytest.mark.parametrize(("after", "expected"), [("pass", ""), ("repeat", "turn 1")])
def test_a_script_that_has_run_out_passes_or_begins_again(after: str, expected: str) -> None:
    assert said(chat(after), 3) == expected


def test_a_script_may_stop_the_run_and_says_which_turn_outran_it() -> None:
    with pytest.raises(ChatError, match="has 2 turns, and 'one-lead' has turn 3"):
        said(chat("stop"), 3)


def test_asked_again_in_a_turn_it_passes() -> None:
    assert said(chat(), 1, again=True) == ""


def test_an_edited_script_is_another_request() -> None:
    assert chat(turns=2).sampling != chat(turns=3).sampling
    assert chat("pass").sampling != chat("stop").sampling
