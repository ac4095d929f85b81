"""Chat messages: each seat's own conversation, and every call as it was sent."""

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import JsonValue

from exports.games import CANARY, caged, played
from roomsix import store, views
from roomsix.calls import Outcome, Request
from roomsix.chat.mock import MockChat
from roomsix.cli import main
from roomsix.errors import UsageError
from roomsix.exports import messages
from roomsix.exports.source import Source
from roomsix.store import Origin
from roomsix.workspace import Workspace
from tables import Answering, improvise
from wall import guards


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """The theatre's talks, played with mocks."""
    workspace = Workspace(Path())
    scenario = workspace.scenario("theatre")
    return played(scenario, workspace.cast(scenario), tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Room six with a canary for everything private."""
    return caged(guards.built_in(), tmp_path_factory.mktemp("runs"))


def test_every_seat_has_a_conversation_that_names_it_and_is_marked_private(theatre: Source) -> None:
    lines = list(messages.conversations(theatre.run, theatre.record))

    assert [line["metadata"]["seat"] for line in lines] == list(theatre.run.scenario.seats)
    assert all(line["metadata"]["private"] for line in lines)
    assert {line["metadata"]["run"] for line in lines} == {theatre.run.info.id}


def test_a_conversation_begins_with_what_the_seat_was_sent_and_then_takes_turns(
    theatre: Source,
) -> None:
    for line in messages.conversations(theatre.run, theatre.record):
        (system, *rest) = line["messages"]
        sent = next(messages.calls(theatre.run, theatre.record, line["metadata"]["seat"]))

        assert system == sent["messages"][0]
        assert {each["role"] for each in rest} == {"user", "assistant"}
        roles = [each["role"] for each in rest]
        assert all(one != following for one, following in pairwise(roles))


def test_own_words_are_the_assistants_and_those_of_others_the_users(theatre: Source) -> None:
    (line,) = messages.conversations(theatre.run, theatre.record, "manager")
    said = [event for event in theatre.record.of("said") if "manager" in event.audience]

    for event in said:
        role = "assistant" if event.seat == "manager" else "user"
        told = "\n".join(each["content"] for each in line["messages"] if each["role"] == role)
        assert getattr(event.what, "text", "?") in told
    assert "[proposes #1: " in "\n".join(each["content"] for each in line["messages"])


def test_a_conversation_holds_nothing_that_its_seat_did_not_perceive(secret: Source) -> None:
    """What one seat alone thinks, whispers, knows or is told is in no other's conversation."""
    run, record = secret.run, secret.record
    for line in messages.conversations(run, record):
        seat = line["metadata"]["seat"]
        own = "\n".join(views.seen(run.scenario, record, seat).lines)
        _, *rest = line["messages"]
        words = {word for each in rest for word in each["content"].split() if CANARY in word}

        assert words, f"{seat} heard no canary at all, so this shows nothing"
        assert {word for word in words if word.strip("[]().:,“”") not in own} == set()
        assert f"{CANARY}-thought" not in json.dumps(line)


def test_calls_are_the_messages_as_they_were_sent_and_the_answers_as_they_came(
    tmp_path: Path,
) -> None:
    workspace = Workspace(Path())
    scenario = workspace.scenario("theatre")
    chat = _Kept()
    source = played(scenario, workspace.cast(scenario), tmp_path, chat)

    lines = list(messages.calls(source.run, source.record))

    assert [line["messages"] for line in lines] == [
        [*request.messages, {"role": "assistant", "content": outcome.text}]
        for request, outcome in chat.kept
    ]
    assert [line["metadata"]["seat"] for line in lines] == [each.seat for each, _ in chat.kept]


def test_an_answer_that_was_of_no_use_is_there_and_marked(tmp_path: Path) -> None:
    def answer(request: Request) -> Mapping[str, JsonValue] | str:
        wrong = request.seat == "manager" and request.index in (0, 3, 4, 5)
        return "nothing that can be read" if wrong else improvise(request)

    workspace = Workspace(Path())
    scenario = workspace.scenario("theatre")
    source = played(scenario, workspace.cast(scenario), tmp_path, Answering(answer))

    own = list(messages.calls(source.run, source.record, "manager"))
    unused = [line["metadata"]["index"] for line in own if not line["metadata"]["used"]]
    (talk,) = messages.conversations(source.run, source.record, "manager")

    assert unused == [0, 3, 4, 5]
    assert sum(event.seat == "manager" for event in source.record.of("invalid")) == 4
    assert "nothing that can be read" not in json.dumps(talk)


def test_a_run_played_elsewhere_has_a_conversation_without_a_prompt_and_no_calls(
    theatre: Source,
) -> None:
    origin = Origin(format="x", source="their.json", digest="", turns=1, read=1, unread=0, none=0)
    run = type(theatre.run)(theatre.run.folder)
    run.info = run.info.model_copy(update={"imported": origin})

    (line,) = messages.conversations(run, theatre.record, "manager")

    assert line["messages"][0]["role"] == "user"
    assert line["metadata"]["imported"] == "their.json"
    assert line["metadata"]["seed"] is None
    with pytest.raises(UsageError, match="no calls"):
        list(messages.calls(run, theatre.record))


def test_where_a_person_was_changed_by_a_fork_a_new_system_message_stands(
    theatre: Source, tmp_path: Path
) -> None:
    words = ["fork", str(theatre.run.folder), "--at", "24", "--quiet"]
    change = ["--set", "persona.theatre-manager.traits.patience=0.05"]
    assert main(["-C", str(tmp_path), *words, *change]) == 0
    (run,) = store.runs(tmp_path / "runs")

    (changed,) = messages.conversations(run, run.record(), "manager")
    (same,) = messages.conversations(run, run.record(), "speaker")

    heads = [each["content"] for each in changed["messages"] if each["role"] == "system"]
    sent = [line["messages"][0]["content"] for line in messages.calls(run, run.record(), "manager")]
    assert len(heads) == 2 and heads == list(dict.fromkeys(sent))
    assert [each["role"] for each in same["messages"]].count("system") == 1


class _Kept(MockChat):
    """A mock that keeps what it was asked and what it answered."""

    def __init__(self) -> None:
        super().__init__(1)
        self.kept: list[tuple[Request, Outcome]] = []

    async def answer(self, request: Request) -> Outcome:
        outcome = await super().answer(request)
        self.kept.append((request, outcome))
        return outcome
