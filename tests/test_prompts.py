"""Prompts: a head that never changes, a view that only grows, a question at the end."""

import asyncio
import itertools
import json
import re
from pathlib import Path

import pytest

from roomsix import prompts, session
from roomsix.acts import ACTS
from roomsix.calls import Outcome, Request
from roomsix.chat.mock import MockChat
from roomsix.replies import FIELDS
from roomsix.workspace import Workspace
from tables import Answering, cast_of, improvise, talks_of
from wall.guards import built_in

ROOT = Path(__file__).parents[1]


class Noting(MockChat):
    """A mock that notes what it was asked."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.asked: list[Request] = []

    async def answer(self, request: Request) -> Outcome:
        self.asked.append(request)
        return await super().answer(request)


@pytest.fixture(scope="module")
def asked() -> Answering:
    chat = Answering(improvise)
    asyncio.run(session.negotiate(talks_of(built_in(), chat)))
    return chat


def test_a_seat_s_prompt_begins_with_its_last_one_less_the_question(asked: Answering) -> None:
    for seat in built_in().seats:
        own = [r.prompt for r in asked.asked if r.seat == seat]
        assert len(own) > 2
        for before, after in itertools.pairwise(own):
            assert before.head == after.head
            if before.seen:
                assert after.user.startswith(before.user.removesuffix(before.tail))


def test_four_fifths_of_what_a_seat_is_sent_was_sent_before() -> None:
    """Providers keep the beginning of a prompt: measured over the whole of the built-in talks."""
    chat = Noting(5)
    workspace = Workspace(ROOT)
    scenario = workspace.scenario("room-six")
    talks = talks_of(scenario, chat, seed=5, cast=workspace.cast(scenario))
    asyncio.run(session.negotiate(talks))

    kept = sent = 0
    for seat in scenario.seats:
        texts = ["".join(m["content"] for m in r.messages) for r in chat.asked if r.seat == seat]
        if len(texts) < 10:
            continue
        for before, after in itertools.pairwise(texts):
            pairs = zip(before, after, strict=False)
            kept += next((at for at, (a, b) in enumerate(pairs) if a != b), len(before))
            sent += len(after)

    assert sent > 1_000_000
    assert kept / sent >= 0.8


def test_two_messages_are_sent(asked: Answering) -> None:
    assert all([m["role"] for m in r.messages] == ["system", "user"] for r in asked.asked)


def test_the_question_comes_last_and_names_the_seat(asked: Answering) -> None:
    cast = cast_of(built_in())
    for request in asked.asked:
        name = cast[built_in().seats[request.seat].persona].name
        if "AGAIN " not in request.prompt.tail and "assess" not in request.prompt.tail:
            end = f"You are {name}; speak only for yourself. Answer with one JSON object.\n"
            assert request.prompt.user.endswith(end)


def test_a_re_ask_quotes_the_reply_and_says_what_was_wrong(asked: Answering) -> None:
    again = [r for r in asked.asked if "AGAIN " in r.prompt.tail]

    assert again
    for request in again:
        found = re.search(r"^AGAIN (.*)$", request.prompt.tail, re.MULTILINE)
        assert found is not None
        told = json.loads(found[1])
        assert told["problem"] and len(told["your_reply"]) <= 500


def test_the_rules_name_every_act_and_every_field() -> None:
    head = prompts.head(built_in(), cast_of(built_in()), "kim")

    for name in ACTS:
        assert f"`{name}`" in head
    for field in FIELDS:
        assert f"`{field}`" in head


def test_a_changed_sentence_of_a_persona_changes_the_prompt() -> None:
    before = prompts.head(built_in(), cast_of(built_in()), "kim")
    after = prompts.head(built_in(), cast_of(built_in(), body="You collect stamps."), "kim")

    assert "You collect stamps." in after and "You collect stamps." not in before


def test_braces_and_dollars_in_definitions_are_only_characters() -> None:
    odd = "{seat.__class__} $party ${party} {{ 7 * 7 }} %s"

    head = prompts.head(built_in(), cast_of(built_in(), body=odd, private=odd), "kim")

    assert head.count(odd) == 2


LINES = [f'{{"n":{n},"said":"{"word " * (n % 7)}"}}' for n in range(1, 30)]


def test_a_shortened_prompt_keeps_the_head_the_newest_lines_and_the_question() -> None:
    whole = prompts.build("head", LINES, "\n\nWhat now?\n")

    short = prompts.shorter(whole, LINES)

    told, *kept = prompts.apart(short.user)[0]
    assert short.head == whole.head and short.user.endswith("\n\nWhat now?\n")
    assert json.loads(told)["left_out"] == short.left_out == len(LINES) - len(kept)
    assert kept == LINES[short.left_out :]
    assert len("".join(kept)) <= len("".join(LINES)) / 2 and len(kept) > 8
    assert short.shortened and short.seen == whole.seen


def test_a_prompt_can_be_shortened_until_nothing_of_the_view_is_left() -> None:
    prompt, left = prompts.build("head", LINES, "\n\nWhat now?\n"), [0]
    while left[-1] < len(LINES):
        prompt = prompts.shorter(prompt, LINES)
        left.append(prompt.left_out)

    assert left == sorted(set(left)) and len(left) < 10
    assert prompt.user.count("left_out") == 1


def test_a_re_ask_leaves_out_what_its_question_left_out() -> None:
    short = prompts.shorter(prompts.build("head", LINES, "\n\nWhat now?\n"), LINES)

    again = prompts.again(short, LINES, reply="Eh?", reason="no")

    assert again.left_out == short.left_out and not again.shortened
    assert again.user.startswith(short.user.removesuffix(short.tail))
