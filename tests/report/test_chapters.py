"""Chapters: where a session goes on, who was there when something happened, how long it was."""

import pytest

from report.room import EVERYONE, Room, printed
from roomsix import acts, events
from roomsix.deal import SeatId
from roomsix.report import heading
from roomsix.report.chapters import contents
from roomsix.report.markdown import markdown

HOUSE = {"pay": "o0", "sundays": "o2", "recordings": "o0"}
PAIR = ("chair", "theatre-lead")


def interrupted() -> Room:
    """A plenary with a caucus of two in the middle, in which an incident happens."""
    room = Room(rounds=4)
    room.turn("theatre-lead", acts.Propose(package=HOUSE))
    room.apart(*PAIR)
    room.turn("chair", events.Said(text="Between us."), session="caucus", audience=PAIR)
    bang = events.Happened(incident="bang", what="A bang.", level="always")
    room.log.add(bang, session="caucus", round_=2, audience=EVERYONE)
    room.close("called", session="caucus")
    room.turn("chair", events.Said(text="All again."), round_=2)
    room.close("rounds")
    return room


def stories(room: Room, seat: SeatId | None = None) -> tuple[str, str]:
    return room.drawn(seat=seat), markdown(room.scene(seat=seat), room.log.events, seed=1)


@pytest.mark.parametrize("seat", [None, *PAIR])
def test_it_is_told_that_a_session_goes_on_after_a_meeting_apart(seat: SeatId | None) -> None:
    drawn, file = stories(interrupted(), seat)

    assert drawn.index("2 · Apart") < drawn.index("back in 1 · All") < drawn.index("All again.")
    assert file.index("## 2. Apart") < file.index("### Back in 1. All") < file.index("All again.")
    assert drawn.index("back in") < drawn.index("round 2 of 4")


def test_whoever_was_not_in_the_meeting_apart_never_left() -> None:
    for told in stories(interrupted(), "orchestra-lead"):
        assert "Apart" not in told and "ack in" not in told


def test_an_incident_elsewhere_begins_no_round_for_those_who_are_not_there() -> None:
    drawn, file = stories(interrupted(), "orchestra-lead")
    inside, _ = stories(interrupted(), "chair")

    assert "A bang." in drawn and "A bang." in file
    assert "round 2 of 2" not in drawn and "round 2 of 2" not in file
    assert inside.index("round 2 of 2") < inside.index("A bang.")


def test_a_side_that_has_left_is_told_of_incidents_but_of_no_rounds() -> None:
    room = Room(rounds=3)
    room.turn("theatre-lead", acts.WalkOut())
    bang = events.Happened(incident="bang", what="A bang.", level="always")
    room.log.add(bang, session="plenary", round_=2, audience=EVERYONE)

    for told in stories(room, "theatre-lead"):
        assert "A bang." in told and "round 2" not in told
    for told in stories(room, "chair"):
        assert told.index("round 2 of 3") < told.index("A bang.")


def test_papers_are_compared_before_those_who_made_them_go_apart() -> None:
    drawn = interrupted().drawn()

    assert drawn.index("on the table") < drawn.index("2 · Apart")
    assert drawn.count("on the table") == 1


def test_what_moved_is_marked_across_a_meeting_apart() -> None:
    room = interrupted()
    room.turn("theatre-lead", acts.Propose(package=HOUSE | {"pay": "o1"}), round_=3)
    room.turn("chair", acts.Pass(), round_=4)

    assert "» o1" in room.drawn()


def test_a_meeting_off_the_record_says_so_once() -> None:
    room = Room(rounds=2)
    room.apart(*PAIR, off_record=True)
    words = events.Said(text="Psst.", off_record=True)
    room.turn("chair", words, session="caucus", audience=PAIR)
    room.turn("chair", events.Said(text="Hush.", off_record=True), round_=2)

    drawn, file = stories(room)

    assert drawn.count("nothing said here may be repeated") == 1
    assert file.count("Nothing said here may be repeated.") == 1
    assert "Psst.  (off" not in drawn and "Hush.  (off the record)" in drawn
    assert "“Psst.”\n" in file and "“Hush.” *(off the record)*" in file


def test_the_chapters_are_listed_with_turns_rounds_and_how_they_ended() -> None:
    room = interrupted()

    rows = [(x.chapter.title, x.span, x.rounds, x.ended) for x in contents(
        room.scene(), room.log.events)]  # fmt: skip

    assert rows == [
        ("1 · All", "1 to 3", 2, "that was the last round"),
        ("2 · Apart", "2", 1, "back to the table"),
    ]
    assert "| 1. All | 1 to 3 | 2 | that was the last round |" in stories(room)[1]


def test_a_seat_is_listed_its_own_chapters_with_turns_as_it_counts() -> None:
    room = interrupted()

    (only,) = contents(room.scene(seat="orchestra-lead"), room.log.events)

    assert only.span == "1 to 2"
    assert printed(*heading.contents(room.scene(seat="orchestra-lead"), room.log.events)) == ""
