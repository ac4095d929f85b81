"""Beliefs as they are read: marked moves in the transcript, all of them in a turn."""

import pytest

from handmade import theatre
from report.room import EVERYONE, Room, printed
from roomsix import acts, events
from roomsix.record import Log
from roomsix.report import turn
from roomsix.report.beliefs import Beliefs, Move
from roomsix.report.markdown import markdown
from roomsix.report.papers import Papers

FACTS = {
    name: {"text": "x", "truth": True, "about": about, "known_to": "everyone", "share": "free"}
    for name, about in (("roof", "the roof"), ("debt", "the debt"))
}


@pytest.fixture
def room() -> Room:
    """A plenary in which the orchestra's lead has told of the roof and claimed the debt."""
    made = Room()
    facts = FACTS | {"debt": {**FACTS["debt"], "beliefs": {"theatre-lead": 55}}}
    made.scenario = theatre(facts=facts)
    made.log = Log(made.scenario)
    opened = events.Opened(present=EVERYONE)
    made.log.add(opened, session="plenary", round_=0, audience=EVERYONE)
    said = events.Said(text="It leaks.")
    claim = events.Claimed(fact="debt", holds=True)
    made.turn("orchestra-lead", said, claim, acts.Disclose(fact="roof"))
    return made


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [(45, 55, True), (55, 45, True), (50, 60, False), (40, 50, False), (50, 70, True),
     (10, 29, False), (10, 30, True), (90, 70, True)],
)  # fmt: skip
def test_a_move_is_marked_across_even_odds_or_from_twenty_points_on(
    before: int, after: int, marked: bool
) -> None:
    assert Move(before, after).marked == marked


def test_a_transcript_tells_of_marked_moves_in_a_quiet_line(room: Room) -> None:
    drawn = room.drawn()

    assert "believes: the roof 50 → 75 %" in drawn
    assert drawn.count("believes:") == 1  # neither the mediator nor the speaker, nor 55 → 65


def test_a_seat_reads_of_its_own_beliefs_alone(room: Room) -> None:
    assert "the roof 50 → 75 %" in room.drawn(seat="theatre-lead")
    for seat in ("chair", "orchestra-lead"):
        assert "believes:" not in room.drawn(seat=seat)


def test_the_story_in_markdown_tells_of_them_too(room: Room) -> None:
    told = markdown(room.scene(), room.log.events, seed=1)

    assert "Envoy (theatre-lead) believes: the roof 50 → 75 %" in told.replace("\\", "")


def test_a_turn_laid_open_shows_every_move(room: Room) -> None:
    several = [event for event in room.log.events if event.turn == 1]
    moves = Beliefs(room.scene()).moved(several)
    sitting = room.scenario.sessions["plenary"]

    drawn = printed(turn.turn(room.scene(), sitting, Papers(), 1, several, (), moves))

    assert "the roof 50 → 75 %" in drawn and "the debt 55 → 65 %" in drawn


def test_a_level_that_moved_between_sessions_is_drawn_when_the_next_opens() -> None:
    facts = {
        "them": {**FACTS["roof"], "beliefs": {"theatre-lead": 60}},
        "letter": {**FACTS["roof"], "known_to": ["orchestra-lead"]},
    }
    blamed = {"when": "once", "what": "x", "gravity": "violent", "score": 28}
    room = Room()
    room.scenario = theatre(
        facts=facts,
        tension={"levels": {"calm": 0, "hot": 15}},
        timeline=[{**blamed, "blames": {"theatre": "them"}}],
    )
    room.log = Log(room.scenario)
    add = room.log.add
    add(events.Opened(present=EVERYONE), session="plenary", round_=0, audience=EVERYONE)
    room.turn("orchestra-lead", events.Claimed(fact="them", holds=False))
    add(events.Closed(why="rounds"), session="plenary", round_=1, audience=EVERYONE)
    add(events.Opened(present=EVERYONE), session="vote", round_=0, audience=EVERYONE)

    assert room.drawn().count("tension: ") == 1 and "▮▯ calm" in room.drawn()
    assert "tension: " not in room.drawn(seat="theatre-lead")
