"""The wall for judges: what a rubric lets them see, and nothing else."""

import json
import re
from functools import cache
from typing import Any, get_args

import pytest

from judging.bench import HOSTILE, rubric
from roomsix import acts, events
from roomsix.events import Event, Record
from roomsix.judging import questions, sight
from roomsix.judging.sight import Played
from roomsix.rubric import Sight
from sweep.stage import Stage, theatre
from tables import cast_of
from wall import guards

NOT_FOR_JUDGES = ("private", "line")
"""Parts of a persona that are never told: what only it knows, and what mocks say."""


@cache
def caged() -> tuple[Played, guards.Caged]:
    """Talks of the built-in scenario in which every private word is unmistakable."""
    marked, people, cage = guards.with_canaries(guards.built_in())
    _, record = guards.heard(marked, people)
    return Played(marked, people, record), cage


def found(judges: Sight, **changes: Any) -> dict[str | None, set[str]]:
    """The private words that a judge is shown, by whose view or turns it is."""
    played, cage = caged()
    seen = sight.shown(rubric(judges=judges, **changes), played)
    words = {each.seat: set(re.findall(r"-?\w+(?:-\w+)*", "\n".join(each.lines))) for each in seen}
    return {seat: there & set(cage) for seat, there in words.items()}


def test_the_record_holds_nothing_private() -> None:
    assert found("record") == {None: set()}


@pytest.mark.parametrize("judges", ["view", "turns"])
def test_without_leave_a_judge_is_told_no_secret_of_the_seat(judges: Sight) -> None:
    _, cage = caged()

    for seat, there in found(judges).items():
        private = {word for word in there if "feed" not in cage[word][0]}
        assert seat is not None
        assert private == set()


def test_with_leave_it_is_told_the_brief_of_that_seat_alone() -> None:
    _, cage = caged()

    for seat, there in found("turns", told=["brief"]).items():
        assert there
        assert all(seat in cage[word][1] for word in there)


def test_with_leave_it_is_told_the_persona_less_what_only_it_knows() -> None:
    played, _ = caged()

    for seat, there in found("turns", told=["persona"]).items():
        assert seat is not None
        persona = played.scenario.seats[seat].persona
        assert there == {f"canary-body-{persona}-bird"}
        assert not any(f"canary-{part}-{persona}-bird" in there for part in NOT_FOR_JUDGES)


def test_secrets_change_nothing_of_what_is_shown_of_the_record() -> None:
    played, _ = caged()
    plain = Played(guards.built_in(), cast_of(played.scenario), played.record)

    assert list(sight.shown(rubric(), plain)) == list(sight.shown(rubric(), played))


def test_the_record_leaves_out_what_one_side_did_not_perceive_or_was_off_the_record() -> None:
    stage = Stage(theatre()).open("house-call").say("manager", "apart")
    stage.open("plenary").say("manager", "aloud").say("speaker", "between us", off_record=True)
    stage.add("manager", events.Whispered(text="whispered"), "manager")
    stage.corridor("conciliator", "manager", "speaker").say("speaker", "in the corridor")
    stage.open("plenary").say("speaker", "aloud too")

    (seen,) = sight.shown(rubric(), Played(stage.scenario, cast_of(stage.scenario), stage.record))

    said = [json.loads(line).get("said") for line in seen.lines]
    assert [each for each in said if each] == ["aloud", "aloud too"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_of_a_record_stay_within_the_one_string_that_they_are(words: str) -> None:
    def user(said: str) -> str:
        stage = Stage(theatre()).open("plenary").say("manager", "first")
        stage.say("speaker", said).say("manager", "last")
        played = Played(stage.scenario, cast_of(stage.scenario), stage.record)
        (seen,) = sight.shown(rubric(), played)
        return questions.question(rubric(), seen, 1).prompt.user

    plain, hostile = user("plain").split("\n"), user(words).split("\n")
    differing = [at for at, line in enumerate(plain) if hostile[at] != line]

    assert len(hostile) == len(plain) and len(differing) == 1
    told = json.loads(hostile[differing[0]])
    assert {**told, "said": "plain"} == json.loads(plain[differing[0]])
    assert told["said"] == words


def test_offers_are_counted_among_what_is_shown() -> None:
    package = {name: next(iter(each.options)) for name, each in theatre().issues.items()}
    stage = Stage(theatre()).open("house-call")
    stage.add("manager", acts.Propose(package=package))
    stage.open("plenary").add("manager", acts.Propose(package=package))

    (seen,) = sight.shown(rubric(), Played(stage.scenario, cast_of(stage.scenario), stage.record))

    assert [json.loads(line)["number"] for line in seen.lines if "propose" in line] == [1]


def test_a_seats_own_turns_hold_nobody_elses_words() -> None:
    played, _ = caged()

    for each in sight.shown(rubric(judges="turns"), played):
        lines = [json.loads(line) for line in each.lines[1:]]
        assert {line["seat"] for line in lines} == {each.seat}
        assert each.turns == tuple(dict.fromkeys(line["turn"] for line in lines))


def test_turns_have_the_numbers_of_the_record() -> None:
    played, _ = caged()
    spoke: dict[str | None, set[int]] = {}
    for event in played.record:
        if event.turn is not None and event.seat is not None and event.audience:
            spoke.setdefault(event.seat, set()).add(event.turn)

    for each in sight.shown(rubric(judges="turns"), played):
        assert set(each.turns) <= spoke[each.seat]


def test_only_seats_of_the_roles_asked_for_are_judged() -> None:
    played, _ = caged()

    seats = [each.seat for each in sight.shown(rubric(judges="view", roles=["lead"]), played)]

    assert seats == [s for s, place in played.scenario.seats.items() if place.role == "lead"]


def test_whoever_took_no_turn_is_not_judged() -> None:
    stage = Stage(theatre()).open("plenary").say("manager", "alone")

    seen = sight.shown(
        rubric(judges="turns"), Played(stage.scenario, cast_of(stage.scenario), stage.record)
    )

    assert [each.seat for each in seen] == ["manager"]


@pytest.mark.parametrize("judges", get_args(Sight))
def test_no_thought_and_no_failed_reply_is_ever_shown(judges: Sight) -> None:
    played, _ = caged()
    hidden = (events.Thought(text="xyzzy"), events.Invalid(reason="xyzzy", reply="xyzzy"))
    record = Record(played.record)
    for what in hidden:
        record.append(
            Event(
                seq=len(record),
                session=played.record[-1].session,
                round=1,
                turn=1,
                seat="kim",
                audience=(),
                what=what,
            )
        )

    shown = sight.shown(rubric(judges=judges), Played(played.scenario, played.cast, record))

    assert not any("xyzzy" in line for each in shown for line in each.lines)
