"""Runs that go another way from one of their turns."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import JsonValue

from handmade import theatre
from roomsix import acts, events, running, scoring, session, store
from roomsix.calls import Chat, Request
from roomsix.chat.mock import MockChat
from roomsix.errors import ChatError, UsageError
from roomsix.scenario import Scenario
from roomsix.session import Talks
from running_tables import SEED, broken_after, folder_of, small
from tables import Answering, now, talks_of

AT = 7


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> store.Run:
    return store.Run(folder_of(running.run(small(), tmp_path_factory.mktemp("runs"))))


def mocks(_: Scenario, seats: Mapping[str, str]) -> Mapping[str, Chat]:
    return dict.fromkeys(seats, MockChat(SEED))


def forked(
    run: store.Run, runs: Path, talks: Talks, at: int = AT, said: str | None = None
) -> store.Run:
    result = running.fork(run, running.cut(run, at), talks, runs, said=said)
    return store.Run(folder_of(result))


def before(run: store.Run, turn: int) -> list[str]:
    """The lines of a record before a turn."""
    record = run.record()
    first = next(event.seq for event in record if event.turn == turn)
    return run.lines("record.jsonl")[:first]


def test_a_fork_without_a_change_comes_to_the_same(whole: store.Run, tmp_path: Path) -> None:
    fork = forked(whole, tmp_path, small())

    assert fork.lines("record.jsonl") == whole.lines("record.jsonl")
    assert fork.info.lineage == store.Lineage(run=whole.info.id, turn=AT)


def test_words_put_into_a_mouth_are_said_and_the_seat_is_not_asked(
    whole: store.Run, tmp_path: Path
) -> None:
    fork = forked(whole, tmp_path, small(), said="We came for Sundays, and for nothing else.")

    said = [e.what.text for e in fork.record() if e.turn == AT and isinstance(e.what, events.Said)]
    assert said == ["We came for Sundays, and for nothing else."]
    assert before(fork, AT) == before(whole, AT)
    assert fork.lines("record.jsonl") != whole.lines("record.jsonl")


@pytest.mark.parametrize("at", [1, 2, AT, 11])
def test_the_beginning_is_kept_word_for_word_and_the_whole_can_be_replayed(
    whole: store.Run, tmp_path: Path, at: int
) -> None:
    fork = forked(whole, tmp_path, small(), at, said="Let us begin again.")

    assert before(fork, at) == before(whole, at)
    assert list(running.replay(fork).record) == list(fork.record())


def test_other_definitions_hold_from_the_turn_on_and_score_the_end(
    whole: store.Run, tmp_path: Path
) -> None:
    talks = small()
    theatre = talks.scenario.parties["theatre"]
    stakes = {"always": theatre.stakes["always"].model_copy(update={"no_deal": 71})}
    parties = {
        **talks.scenario.parties,
        "theatre": theatre.model_copy(update={"stakes": stakes}),
    }
    harder = replace(talks, scenario=talks.scenario.model_copy(update={"parties": parties}))

    fork = forked(whole, tmp_path, harder)

    assert before(fork, AT) == before(whole, AT)
    assert fork.scenario_of(0).parties["theatre"].stakes["always"].no_deal == 57
    assert fork.scenario.parties["theatre"].stakes["always"].no_deal == 71
    scored = json.loads((fork.folder / "outcome.json").read_text())
    record = fork.record()
    first, last = (
        scoring.score(scenario, session.ending(scenario, record), record=record)
        for scenario in (fork.scenario_of(0), fork.scenario)
    )
    assert scored == last.model_dump(mode="json") != first.model_dump(mode="json")
    assert list(running.replay(fork).record) == list(fork.record())


def test_a_fork_that_stops_goes_on_under_both_definitions(whole: store.Run, tmp_path: Path) -> None:
    said = "Let us begin again."
    uninterrupted = forked(whole, tmp_path / "one", small(), said=said)
    cut = running.cut(whole, AT)
    with pytest.raises(ChatError):
        broken = broken_after(small(), 2)
        running.fork(whole, cut, broken, tmp_path / "two", said=said)
    (stopped,) = store.runs(tmp_path / "two")

    running.resume(stopped, running.epochs(stopped, mocks))

    assert stopped.lines("record.jsonl") == uninterrupted.lines("record.jsonl")


def test_a_fork_can_be_forked(whole: store.Run, tmp_path: Path) -> None:
    fork = forked(whole, tmp_path, small(), said="Let us begin again.")

    later = forked(fork, tmp_path, small(), AT + 3, said="And again.")
    sooner = forked(fork, tmp_path, small(), AT - 2, said="Before all that.")

    assert [epoch.turn for epoch in later.info.epochs] == [1, AT, AT + 3]
    assert before(later, AT + 3) == before(fork, AT + 3)
    assert [epoch.turn for epoch in sooner.info.epochs] == [1, AT - 2]
    assert list(running.replay(later).record) == list(later.record())


def test_what_a_seat_said_as_it_did_something_does_not_stand_against_it(tmp_path: Path) -> None:
    """The last to speak in a first round can still object then; their own words end that."""
    seats = {
        "chair": {"persona": "chair", "role": "mediator"},
        "watch": {"persona": "watch", "role": "observer"},
        "theatre-lead": {"persona": "envoy", "role": "lead", "party": "theatre"},
        "orchestra-lead": {"persona": "envoy", "role": "lead", "party": "orchestra"},
    }
    order = ["chair", "watch", "orchestra-lead", "theatre-lead"]
    plenary = {"kind": "plenary", "title": "All", "rounds": 2, "turns": [order]}
    table = theatre(seats=seats, sessions={"plenary": plenary})

    def answer(request: Request) -> dict[str, JsonValue]:
        if request.seat == order[-1] and "object" in now(request).get("acts", []):
            return {"act": "object", "seat": "watch", "say": "Who is this? " * 40}
        return {"act": "pass"}

    talks = talks_of(table, Answering(answer))
    run = store.Run(folder_of(running.run(talks, tmp_path)))
    objected = next(event.turn for event in run.record().of("object"))
    cut = running.cut(run, (objected or 0) + 1)

    fork = running.fork(run, cut, talks, tmp_path)

    assert list(fork.record) == list(run.record())


def test_a_turn_the_run_never_came_to_is_refused(whole: store.Run) -> None:
    with pytest.raises(UsageError, match=r"does not come to turn 900 \(it has \d+\)"):
        running.cut(whole, 900)


def test_a_change_under_which_the_beginning_could_not_have_been_is_refused(
    whole: store.Run, tmp_path: Path
) -> None:
    talks = small()
    stated = next(e.what for e in whole.record() if isinstance(e.what, acts.State))
    issue = talks.scenario.issues[stated.issue]
    fewer = {name: text for name, text in issue.options.items() if name != stated.option}
    issues = {
        **talks.scenario.issues,
        stated.issue: issue.model_copy(update={"options": fewer}),
    }
    without = replace(talks, scenario=talks.scenario.model_copy(update={"issues": issues}))

    with pytest.raises(UsageError, match=r"did 'state' in turn \d+, before the cut, and could not"):
        forked(whole, tmp_path, without, 12)

    assert not list(tmp_path.iterdir())
