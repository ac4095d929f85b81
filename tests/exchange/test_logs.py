"""LLM-Deliberation's sessions as records: what was said, what was stated, and a counted vote."""

from pathlib import Path
from typing import Any

import pytest

from exchange.games import TALKS, answer, deliberation, session
from roomsix import acts, events, scoring
from roomsix.errors import DefinitionError, UsageError
from roomsix.events import Record
from roomsix.exchange import deliberation as games
from roomsix.exchange import gathering, logs
from roomsix.exchange.account import Account
from roomsix.scenario import Scenario
from roomsix.scoring import Scores
from roomsix.session import ending

FINAL = "This is an official and final voting session."


def recorded(
    tmp_path: Path, answers: tuple[dict[str, str], ...] = TALKS, **changes: Any
) -> tuple[Scenario, Record, logs.Counts, Account]:
    """Return a session's record, with the scenario it belongs to."""
    account = Account()
    game = games.read(deliberation(tmp_path / "pier"), Account())
    read = logs.read(session(tmp_path / "history.json", answers, **changes), game)
    made = gathering.gathered(
        game, "pier", Account(), source="pier", rounds=logs.rounds(read, game)
    )
    log, counts = logs.record(read, game, made.scenario, account)
    return made.scenario, log.events, counts, account


def scored(tmp_path: Path, answers: tuple[dict[str, str], ...] = TALKS) -> Scores:
    scenario, record, _, _ = recorded(tmp_path, answers)
    return scoring.score(scenario, ending(scenario, record), record=record)


def last(record: Record) -> events.Ended:
    what = record[-1].what
    assert isinstance(what, events.Ended)
    return what


def test_every_answer_is_a_turn_with_its_words(tmp_path: Path) -> None:
    _, record, _, _ = recorded(tmp_path)

    said = [e.what.text for e in record.of("said") if isinstance(e.what, events.Said)]
    assert said == [one["public_answer"] for one in TALKS]


def test_deals_are_proposals_just_as_they_were_stated(tmp_path: Path) -> None:
    _, record, _, _ = recorded(tmp_path)

    proposed = [
        (e.turn, dict(e.what.package))
        for e in record.of("propose")
        if isinstance(e.what, acts.Propose)
    ]
    assert proposed == [
        (1, {"a": "a2", "b": "b1"}),
        (2, {"a": "a2", "b": "b3"}),
        (5, {"a": "a2", "b": "b2"}),
        (9, {"a": "a2", "b": "b2"}),
    ]


def test_what_cannot_be_read_is_counted_and_never_taken_for_a_deal(tmp_path: Path) -> None:
    _, record, counts, account = recorded(tmp_path)

    assert counts == logs.Counts(read=4, unread=4, none=1)
    assert [event.turn for event in record.of("invalid")] == [3, 6, 7, 8]
    assert sum("the deal of turn" in str(item) for item in account.items) == 4


def test_nobody_accepts_anything(tmp_path: Path) -> None:
    _, record, _, _ = recorded(tmp_path)

    assert record.of("accept", "reject") == []


def test_thoughts_are_kept_and_perceived_by_nobody(tmp_path: Path) -> None:
    _, record, _, _ = recorded(tmp_path)

    thoughts = record.of("thought")
    assert [(event.turn, event.audience) for event in thoughts] == [(2, ()), (9, ())]
    assert isinstance(thoughts[0].what, events.Thought)
    assert thoughts[0].what.text == "B3 is worth 70."


def test_the_vote_on_the_last_word_of_p1_is_counted_from_the_sheets(tmp_path: Path) -> None:
    _, record, _, _ = recorded(tmp_path)

    votes = {
        event.what.party: event.what.ratified
        for event in record.of("ratified")
        if isinstance(event.what, events.Ratified)
    }
    assert votes == {"ferry-line": True, "town-hall": True, "fishers": True, "bird-club": False}
    assert (last(record).outcome, last(record).why) == ("deal", "ratified")


def test_both_readings_of_the_threshold_are_scored(tmp_path: Path) -> None:
    scores = scored(tmp_path).scores

    assert scores["agreement-at-least"].value is True
    assert scores["agreement-above"].value is False
    assert scores["equality-decides"].value is True


def test_deals_on_the_way_that_would_have_passed_are_named_by_both_readings(
    tmp_path: Path,
) -> None:
    scores = scored(tmp_path).scores

    assert scores["passing-at-least"].value == 2
    assert scores["passing-at-least"].notes == (
        "turn 5, by ferry-line-lead",
        "turn 9, by ferry-line-lead",
    )
    assert scores["passing-above"].value == 0


def test_unread_answers_are_scored_by_whose_they_are(tmp_path: Path) -> None:
    score = scored(tmp_path).scores["invalid-replies"]

    assert score.value == 4
    assert list(score.seats.values()) == [0, 1, 2, 1]


def test_offers_below_the_own_threshold_are_wrong(tmp_path: Path) -> None:
    poor = (*TALKS[:4], answer("Ferry Line", "<DEAL>A1,B3</DEAL>"), *TALKS[5:])

    score = scored(tmp_path, poor).scores["wrong-offers"]

    assert (score.value, score.notes) == (1, ("turn 5, by ferry-line-lead",))


@pytest.mark.parametrize("words", ["I agree with all.", "<DEAL>A2</DEAL>", "A2, B2, as ever"])
def test_a_last_word_that_cannot_be_read_is_no_deal(tmp_path: Path, words: str) -> None:
    scenario, record, _, account = recorded(tmp_path, (*TALKS[:-1], answer("Ferry Line", words)))

    assert (last(record).outcome, last(record).package) == ("no deal", None)
    assert record.of("ratified") == ()
    assert any("p1's last word holds no deal" in str(item) for item in account.items)
    scores = scoring.score(scenario, ending(scenario, record), record=record).scores
    assert scores["agreement-at-least"].value is False


def test_a_session_that_broke_off_has_no_ending(tmp_path: Path) -> None:
    planned = [one["agent"] for one in TALKS[1:-1]]

    _, record, _, account = recorded(tmp_path, TALKS[:4], slot_assignment=planned)

    assert last(record).package is None
    assert any("breaks off after 4 turns" in str(item) for item in account.items)


def test_a_turn_of_p1_that_was_planned_is_not_its_last_word(tmp_path: Path) -> None:
    planned = [one["agent"] for one in TALKS[1:-1]]

    _, record, _, _ = recorded(tmp_path, TALKS[:5], slot_assignment=planned)

    assert last(record).package is None


def test_fewer_turns_than_planned_are_whole_where_p1_was_asked_to_vote(tmp_path: Path) -> None:
    planned = [*(one["agent"] for one in TALKS[1:-1]), "Ferry Line", "Fishers"]
    answers = (*TALKS[:-1], answer("Ferry Line", "<DEAL>A2,B2</DEAL>", prompt=FINAL))

    _, record, _, _ = recorded(tmp_path, answers, slot_assignment=planned)

    assert last(record).outcome == "deal"


def test_everyones_turns_make_a_round_and_the_last_word_one_of_its_own(tmp_path: Path) -> None:
    scenario, record, _, _ = recorded(tmp_path)

    rounds = {event.turn: event.round for event in record.of("said")}
    assert rounds == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 2, 9: 3}
    assert scenario.sessions["talks"].rounds == 3


def test_everyone_agreeing_gives_p1_its_bonus(tmp_path: Path) -> None:
    # A1, B1 is worth 60 to p1: ten below its threshold, and not to be had of the others' either.
    _, record, _, _ = recorded(tmp_path, (*TALKS[:-1], answer("Ferry Line", "<DEAL>A1,B1</DEAL>")))

    votes = [e.what.ratified for e in record.of("ratified") if isinstance(e.what, events.Ratified)]
    assert votes == [False, False, True, True]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rounds": "none"}, "no session"),
        ({"rounds": [answer("Mayor", "No.")]}, "turn 1 is of 'Mayor', who is not in the game"),
        ({"rounds": [{"agent": "Fishers"}]}, "turn 1 has no `public_answer`"),
        ({"rounds": [3]}, "turn 1 is no map"),
    ],
)
def test_what_is_no_session_is_refused(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(DefinitionError, match=r"history\.json:1:1: " + said):
        recorded(tmp_path, **changes)


def test_a_session_finds_its_game_above_it(tmp_path: Path) -> None:
    folder = deliberation(tmp_path / "pier")
    file = session(folder / "output" / "first" / "history1.json", TALKS)

    assert logs.game_folder(file) == folder


def test_a_session_without_a_game_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nobody's points are known.*--game"):
        logs.game_folder(session(tmp_path / "history1.json", TALKS))
