"""A scripted seat: what it says is in the file, and its turn number decides which line."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import JsonValue, ValidationError

from handmade import cake
from roomsix import prompts, replies
from roomsix.calls import Outcome, Request
from roomsix.chat import spec as specs
from roomsix.chat.script import ScriptChat
from roomsix.errors import ChatError, UsageError
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


# ---- over a mock ---------------------------------------------------------------------------


class Under:
    """A chat whose every turn is the same, and which keeps what it was asked."""

    name = "mock:under"
    sampling: Mapping[str, JsonValue] = {"seed": 4}

    def __init__(self) -> None:
        self.asked: list[Request] = []

    async def answer(self, request: Request) -> Outcome:
        self.asked.append(request)
        return Outcome(text=replies.complete(OWN))


OWN: dict[str, JsonValue] = {
    **{"thinking": "Hm.", "say": "Two for you.", "act": "propose", "package": {"cake": "o1"}},
    **{"issue": "cake", "claims": [{"fact": "oven", "holds": True}], "whisper": "Wait."},
}


def over(*turns: dict[str, JsonValue], **more: JsonValue) -> ScriptChat:
    made: dict[str, JsonValue] = {"script": 1, "id": "lines", "over": "mock", "turns": list(turns)}
    return ScriptChat(Script.model_validate(made | more), Under())


def fields(chat: ScriptChat, asked: Request) -> dict[str, JsonValue]:
    answered = json.loads(asyncio.run(chat.answer(asked)).text)
    return {name: value for name, value in answered.items() if value}


def test_what_a_turn_gives_replaces_that_part_of_the_mocks_and_the_rest_is_its_own() -> None:
    chat = over({"whisper": None, "thinking": "They will see."})

    own = {name: value for name, value in OWN.items() if name not in ("whisper", "claims")}
    assert fields(chat, request(1)) == own | {"thinking": "They will see."}


def test_words_come_without_the_claims_of_others_and_acts_without_their_fields() -> None:
    spoken = fields(over({"say": "All of it."}), request(1))
    acted = fields(over({"act": "accept", "number": 1}), request(1))

    assert "claims" not in spoken and spoken["package"] == {"cake": "o1"}
    assert acted == {name: OWN[name] for name in ("thinking", "say", "whisper", "claims")} | {
        "act": "accept",
        "number": 1,
    }


@pytest.mark.parametrize("turn", [2, 3, 9])
def test_empty_turns_and_those_after_the_last_are_the_mocks(turn: int) -> None:
    assert fields(over({"say": "Once."}, {}), request(turn)) == OWN


def test_asked_again_or_for_the_board_the_mock_answers() -> None:
    chat = over({"say": "Once."})
    assessed = request(1).model_copy(
        update={
            "prompt": prompts.assessment(HEAD, View(SCENARIO, "one-lead"), session="a", name="")
        }
    )

    assert fields(chat, request(1, again=True)) == fields(chat, assessed) == OWN


def test_turns_may_be_counted_by_the_rounds_of_some_sessions() -> None:
    turns: tuple[dict[str, JsonValue], ...] = ({"say": "First."}, {"say": "Second."})
    second = over(*turns, rounds_of=["plenary", "caucus"])
    elsewhere = over(*turns, rounds_of=["caucus"])

    assert fields(second, request(9))["say"] == "First."  # round 1 of the plenary
    assert fields(elsewhere, request(1)) == OWN


def test_named_characters_are_said_as_they_are() -> None:
    chat = over({"say": "a<U+202E>b<U+200b*3>c<U+110000><U+D800>"})

    assert fields(chat, request(1))["say"] == "a\u202eb\u200b\u200b\u200bc<U+110000><U+D800>"


def test_what_it_goes_over_is_part_of_the_request_and_plain_scripts_are_known_as_before() -> None:
    under, alone = over({"say": "x"}), ScriptChat(over({"say": "x"}).script)

    assert set(alone.sampling) == {"turns"} and alone.sampling["turns"] == under.sampling["turns"]
    assert under.sampling == {**alone.sampling, "over": "mock:under", "seed": 4}
    told = over({"say": "x"}, rounds_of=["plenary"])
    assert told.sampling["turns"] != under.sampling["turns"]


@pytest.mark.parametrize(
    "spec", ["openai:gpt", "mock:", "mock:a@b", "script:opening", "fault:huge"]
)
def test_a_script_goes_over_mocks_and_over_nothing_else(spec: str) -> None:
    with pytest.raises(ValidationError):
        over({}, over=spec)


def test_a_script_in_a_folder_is_known_by_its_whole_name_and_one_by_path_by_its_id() -> None:
    def none(*_: str) -> Any:
        raise AssertionError

    script = over({"say": "x"}).script
    sources = specs.Sources(seed=1, script=lambda _: script, tape=none, truths=none)

    made = [
        specs.make(f"script:{named}", sources) for named in ("a/lines", "lines", "x/lines.yaml")
    ]

    assert [chat.name for chat in made] == ["script:a/lines", "script:lines", "script:lines"]
    assert isinstance(made[0], ScriptChat) and made[0].over and made[0].over.name == "mock"


def test_a_tactic_under_a_script_has_to_suit_the_seat() -> None:
    def none(*_: str) -> Any:
        raise AssertionError

    script = over({"say": "x"}, over="mock:boulware,e=.5").script
    sources = specs.Sources(seed=1, script=lambda _: script, tape=none, truths=none)
    made = {"chair": specs.make("script:lines", sources)}

    specs.check_scripts(made, {"chair": "lead"})
    with pytest.raises(UsageError, match="is for lead seats, and 'chair'"):
        specs.check_scripts(made, {"chair": "mediator"})
