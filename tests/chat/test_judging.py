"""What an answer is taken for: a turn, or one of the ways not to give one."""

import json

import pytest

from handmade import theatre
from roomsix import prompts, replies
from roomsix.calls import OutcomeKind, Request
from roomsix.chat import judging
from roomsix.chat.arrival import Arrived

WORDS = "We cannot pay six per cent, and you know it."
RUSSIAN = "Так не пойдёт, уважаемые господа."
JAPANESE = "それは受け入れられません。別の案を出してください。"


def kind(text: str, *, head: str = "You are Kim.", lines: tuple[str, ...] = ()) -> OutcomeKind:
    prompt = prompts.build(head, list(lines), "\n\nWhat now?\n")
    request = Request(seat="kim", index=0, prompt=prompt, form=replies.schema(theatre()))
    return judging.kind(Arrived(text=text, finish="stop"), request)


def turn(say: str, **more: object) -> str:
    return json.dumps({"say": say, "act": "pass", **more}, ensure_ascii=False)


def said(seat: str, text: str) -> str:
    return json.dumps({"n": 1, "seat": seat, "said": text}, ensure_ascii=False)


@pytest.mark.parametrize("text", [turn(WORDS), turn(""), "no JSON", '{"say": 7}', "[]", '{"say":'])
def test_whatever_can_be_read_or_not_is_left_to_be_read(text: str) -> None:
    assert kind(text) == "text"


@pytest.mark.parametrize("text", ["", "  \n", "<think>Hm. {}</think>", "<think>a</think>\n "])
def test_thoughts_alone_are_no_answer(text: str) -> None:
    assert kind(text) == "empty"


def test_an_answer_after_thoughts_is_the_answer() -> None:
    assert judging.answer(f"<think>{{}}\n</think>{turn(WORDS)}") == turn(WORDS)
    assert judging.answer("The tag </think> is no thought.") == "The tag </think> is no thought."


def test_one_s_own_last_words_again_are_a_repetition() -> None:
    again = turn(WORDS.upper().replace(" ", "  "))

    assert kind(again, lines=(said("kim", WORDS), said("envoy", "No."))) == "repeated"


@pytest.mark.parametrize(
    ("text", "before"),
    [
        (turn(WORDS), said("envoy", WORDS)),  # somebody else's
        (turn(WORDS, act="accept", number=1), said("kim", WORDS)),  # something is done
        (turn("I do not think so."), said("kim", WORDS)),
        (turn("No, thank you."), said("kim", "No, thank you.")),  # too few to be one
    ],
)
def test_what_only_looks_like_a_repetition_is_none(text: str, before: str) -> None:
    assert kind(text, lines=(before,)) == "text"


def test_only_the_turn_before_counts() -> None:
    lines = (said("kim", WORDS), said("kim", "Let us talk about Sundays."))

    assert kind(turn(WORDS), lines=lines) == "text"


@pytest.mark.parametrize("words", [RUSSIAN, JAPANESE])
def test_words_in_a_script_the_seat_has_not_met_are_in_another_language(words: str) -> None:
    assert kind(turn(words)) == "wrong language"
    assert kind(turn("", whisper=words)) == "wrong language"


@pytest.mark.parametrize(
    "words",
    [
        "Wir zahlen keine sechs Prozent, gnädige Frau.",  # the same script
        "Да.",  # too little to tell
        f"{WORDS} {RUSSIAN[:12]}",  # less than half
        "6 %, 4 % and 2 %: 4 800 € · 12 000 € · ≥ 57",
    ],
)
def test_what_may_be_the_same_language_is_taken_for_it(words: str) -> None:
    assert kind(turn(words)) == "text"


def test_a_script_that_the_scenario_or_the_room_uses_is_no_other() -> None:
    assert kind(turn(RUSSIAN), head=f"You are Kim. {RUSSIAN}") == "text"
    assert kind(turn(RUSSIAN), lines=(said("envoy", RUSSIAN),)) == "text"
    assert kind(turn(JAPANESE), head=f"Your brief: {JAPANESE}") == "text"
