"""Recorded answers, given to the questions they were answers to and to no others."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from roomsix import running, session, store
from roomsix.calls import Chat, Outcome
from roomsix.chat.tape import Asking, TapeChat
from roomsix.errors import JournalMismatch, RecordError, UsageError
from roomsix.running import taping
from roomsix.session import Result, Talks
from roomsix.store import cassette
from roomsix.tape import Tape
from running_tables import folder_of, small
from tables import Answering


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> store.Run:
    return store.Run(folder_of(running.run(small(), tmp_path_factory.mktemp("runs"))))


@pytest.fixture
def tape(run: store.Run) -> Tape:
    return taping.tape(run)


def played(
    tape: Tape,
    talks: Talks | None = None,
    asking: Asking = "none",
    chats: Mapping[str, Chat] | None = None,
) -> Result:
    talks = talks or small()
    chat = TapeChat(tape, asking=asking, chats=chats)
    return asyncio.run(
        session.negotiate(replace(talks, chats=dict.fromkeys(talks.scenario.seats, chat)))
    )


def silent() -> dict[str, Chat]:
    chat = Answering(lambda _: {"act": "pass", "say": "No more."}, "silent", assesses=True)
    return dict.fromkeys(small().scenario.seats, chat)


def test_a_tape_gives_the_same_talks_again(run: store.Run, tape: Tape) -> None:
    assert list(played(tape).record) == list(run.record())


def test_a_cassette_says_all_that_the_tape_does(tape: Tape, tmp_path: Path) -> None:
    file = tmp_path / "talks.jsonl"

    cassette.save(file, tape)

    read = cassette.load(file)
    assert read.name == "cassette:talks"
    assert read.chats == tape.chats
    plain = Outcome()
    assert {key: replace(call, outcome=plain) for key, call in read} == {
        key: replace(call, outcome=plain) for key, call in tape
    }
    assert list(played(read).record) == list(played(tape).record)


def test_a_cassette_grows_with_the_talks_and_not_with_their_square(
    tape: Tape, tmp_path: Path
) -> None:
    file = tmp_path / "talks.jsonl"
    cassette.save(file, tape)

    seen: dict[str, int] = {}
    for (seat, _), call in tape:
        seen[seat] = call.user.count("\n{")
    new = [json.loads(line).get("new", []) for line in file.read_text().splitlines()]
    assert sum(map(len, new)) == sum(seen.values())


def test_another_question_is_refused_with_how_it_differs(tape: Tape) -> None:
    talks = small()
    theatre = talks.scenario.parties["theatre"].model_copy(update={"needs": "Peace and quiet."})
    parties = {**talks.scenario.parties, "theatre": theatre}
    scenario = talks.scenario.model_copy(update={"parties": parties})

    with pytest.raises(JournalMismatch) as refused:
        played(tape, replace(talks, scenario=scenario))

    first, *differences = str(refused.value).splitlines()
    assert first.startswith("call 0 of 'manager' is not the one recorded in 'replay:")
    new = [line for line in differences if line.startswith("+")]
    assert new == ['+"needs":"Peace and quiet.",']


def test_a_question_that_was_not_recorded_is_refused_unless_it_may_be_asked(tape: Tape) -> None:
    key = [key for key, _ in tape][-1]
    del tape.calls[key]

    with pytest.raises(JournalMismatch, match=f"holds no answer to call {key[1]} of '{key[0]}'"):
        played(tape)

    played(tape, asking="missing", chats=silent())
    assert tape.calls[key].chat == "silent"
    assert "No more." in tape.calls[key].outcome.text


def test_half_a_character_is_recorded_as_the_talks_had_it(tape: Tape, tmp_path: Path) -> None:
    file = tmp_path / "talks.jsonl"
    fresh = Tape("cassette:talks", tape.chats)
    half = Answering(lambda _: '{"act": "pass", "say": "Well \ud83d"}', assesses=True)
    result = played(fresh, asking="all", chats=dict.fromkeys(tape.chats, half))

    cassette.save(file, fresh)

    assert list(played(cassette.load(file)).record) == list(result.record)


def test_recording_anew_asks_for_everything(tape: Tape) -> None:
    fresh = Tape(tape.name, tape.chats)

    played(fresh, asking="all", chats=silent())

    assert {call.chat for _, call in fresh} == {"silent"}
    assert list(played(fresh).record) == list(played(fresh).record)


@pytest.mark.parametrize(
    "secret", ["sk-proj-abcdefghijklmnopqrstuvwx", "Bearer abcdefghijklmnop1234", "my own key"]
)
def test_a_cassette_with_a_key_in_it_is_not_written(
    tape: Tape, tmp_path: Path, secret: str
) -> None:
    key, call = next(iter(tape))
    outcome = call.outcome.model_copy(update={"text": f"Use {secret}, please."})
    tape.calls[key] = replace(call, outcome=outcome)

    with pytest.raises(UsageError, match="line 3 of the cassette holds what looks like a key"):
        cassette.save(tmp_path / "talks.jsonl", tape, secrets=["my own key", ""])

    assert not list(tmp_path.iterdir())


def test_a_damaged_cassette_is_told_by_its_line(tape: Tape, tmp_path: Path) -> None:
    file = tmp_path / "talks.jsonl"
    cassette.save(file, tape)
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join([*lines[:4], lines[4][:50] + "\n", *lines[5:]]))

    with pytest.raises(RecordError, match=r"talks.jsonl:5: not a line of a cassette"):
        cassette.load(file)
    with pytest.raises(UsageError, match="no cassette"):
        cassette.load(tmp_path / "other.jsonl")
