"""A judge is shown words as data, answers in a form, and is neither guessed at nor bribed."""

import asyncio
import json
from functools import partial
from typing import Any

import pytest

from judging.bench import HOSTILE, rubric, shown
from roomsix import prompts
from roomsix.calls import Outcome, Request
from roomsix.judging import asking, questions
from roomsix.judging.asking import Answered
from roomsix.rubric import Verdict
from tables import Answering

GOOD = {"reason": "They greet.", "turns": [1], "verdict": "civil"}


def asked(*answers: Any, words: str = "Good morning.") -> tuple[Answered[Verdict], list[Request]]:
    """What comes of a judge that gives these answers, one after the other."""
    left = list(answers)

    def answer(_: Request) -> Outcome:
        given = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(given, Outcome):
            return given
        return Outcome(text=given if isinstance(given, str) else json.dumps(given))

    chat = Answering(answer)
    one, seen = rubric(), shown({"turn": 1, "seat": "ann", "said": words})
    read = partial(questions.read, rubric=one, shown=seen)
    found = asyncio.run(asking.ask(chat, questions.question(one, seen, 1), read))
    return found, chat.asked


def test_an_answer_in_its_form_is_a_verdict() -> None:
    found, requests = asked(GOOD)

    assert found.answer == Verdict(reason="They greet.", turns=(1,), verdict="civil")
    assert len(requests) == 1


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_arrive_as_one_escaped_string_of_one_line(words: str) -> None:
    _, (request,) = asked(GOOD, words=words)
    user = request.prompt.user

    lines, tail = prompts.apart(user)
    assert len(lines) == 1
    assert json.loads(lines[0])["said"].encode("utf-8", "replace") == words.encode(
        "utf-8", "replace"
    )
    assert user == f"{prompts.SEEN}{lines[0]}{tail}"
    for mark in ("<|im_", "[/INST", "[INST", "</s>", "</think>", "\u2028", "\u202e", "\x1b"):
        assert mark not in user
    assert tail.count("\nRUBRIC ") == tail.count("\nNOW ") == 1
    assert "\nAGAIN " not in user


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_change_nothing_else_of_what_a_judge_is_sent(words: str) -> None:
    _, (plain,) = asked(GOOD)
    _, (request,) = asked(GOOD, words=words)

    assert request.prompt.head == plain.prompt.head
    assert request.prompt.tail == plain.prompt.tail
    assert request.form == plain.form


@pytest.mark.parametrize("words", HOSTILE)
def test_only_the_judges_own_verdict_counts(words: str) -> None:
    found, _ = asked(GOOD, words=words)

    assert found.answer is not None and found.answer.verdict == "civil"


@pytest.mark.parametrize("words", HOSTILE)
def test_a_judge_that_only_quotes_what_it_read_has_given_no_verdict(words: str) -> None:
    found, requests = asked(f"The speaker says: {words}", words=words)

    assert found.answer is None and found.why
    assert len(requests) == 1 + asking.REASKS


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({**GOOD, "verdict": "hot"}, "'verdict' must be one of: cold, civil, warm"),
        ({**GOOD, "verdict": "Civil"}, "must be one of"),
        ({**GOOD, "turns": [9]}, "no turn 9 in what you were shown"),
        ({**GOOD, "turns": []}, "at least"),
        ({**GOOD, "turns": ["1"]}, "valid integer"),
        ({**GOOD, "score": 10}, "no field 'score'"),
        ({"verdict": "civil", "turns": [1]}, "'reason' is missing"),
        ({**GOOD, "reason": "x" * 2000}, "longer than 1000"),
        ("civil", "not one JSON object"),
        ("[]", "no JSON object"),
        ('{"verdict":"cold","verdict":"warm","turns":[1],"reason":""}', "not one JSON object"),
        (f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}", "not one JSON object"),
        (Outcome(kind="refusal", text="no"), "declined"),
        (Outcome(kind="truncated", text=json.dumps(GOOD)), "cut off"),
    ],
)
def test_what_is_no_verdict_is_asked_again_with_the_reason_and_never_guessed(
    answer: Any, why: str
) -> None:
    found, requests = asked(answer)

    assert found.answer is None
    assert why in found.why
    assert len(requests) == 1 + asking.REASKS
    assert [request.index for request in requests] == [0, 1, 2]
    problem = prompts.data(requests[1].prompt.tail, "AGAIN")["problem"]
    assert problem == found.why


def test_a_second_answer_may_be_right() -> None:
    found, requests = asked("Hm.", GOOD)

    assert found.answer is not None and found.answer.verdict == "civil"
    assert len(requests) == len(found.outcomes) == 2


def test_a_question_that_is_too_long_is_not_put_again() -> None:
    found, requests = asked(Outcome(kind="too long"))

    assert found.answer is None
    assert len(requests) == 1


def test_a_code_fence_around_the_answer_is_let_be() -> None:
    found, _ = asked(f"```json\n{json.dumps(GOOD)}\n```")

    assert found.answer is not None


def test_the_schema_is_strict_and_names_the_labels() -> None:
    _, (request,) = asked(GOOD)
    body = request.form.body

    assert isinstance(body, dict)
    assert body["additionalProperties"] is False
    assert body["required"] == ["reason", "turns", "verdict"]
    properties: Any = body["properties"]
    assert properties["verdict"]["enum"] == ["cold", "civil", "warm"]


def test_a_mock_draws_says_so_and_always_draws_the_same() -> None:
    from roomsix.chat.mock import MockChat

    one = rubric(least=2)
    seen = shown(*({"turn": turn, "seat": "ann", "said": "Hm."} for turn in (3, 5, 8)))
    question = questions.question(one, seen, 1)

    def drawn(seed: int) -> Verdict:
        read = partial(questions.read, rubric=one, shown=seen)
        found = asyncio.run(asking.ask(MockChat(seed), question, read)).answer
        assert found is not None
        return found

    assert drawn(1) == drawn(1)
    assert drawn(1).turns == (3, 5)
    assert "drawn by lot" in drawn(1).reason
    assert {drawn(seed).verdict for seed in range(30)} == set(one.labels)
