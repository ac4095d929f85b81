"""Why there is no deal: who stood off, over what, and what the paper was to them."""

import pytest

from report.room import EVERYONE, Room
from roomsix import acts, events
from roomsix.deal import SeatId
from roomsix.report.reasons import reasons

HOUSE = {"pay": "o0", "sundays": "o2", "recordings": "o0"}
GOOD = {"pay": "o1", "sundays": "o2", "recordings": "o2"}
"""Worth enough to both sides."""


def told(room: Room, seat: SeatId | None = None) -> list[str]:
    return [line.plain for line in reasons(room.scene(seat=seat), room.log.events)]


def test_the_nearest_paper_is_the_one_that_others_accepted() -> None:
    room = Room()
    text = room.turn("chair", acts.Draft(package=HOUSE))
    room.turn("theatre-lead", acts.Accept(paper=text.seq))
    room.turn("orchestra-lead", acts.Reject(paper=text.seq, issue="pay"))
    room.turn("orchestra-lead", acts.Propose(package=HOUSE | {"pay": "o3"}))
    room.end("out of rounds")

    nearest, stood_off, *_ = told(room)

    assert nearest == "the nearest paper was #1, the text of ◆ Chair, accepted by ● theatre"
    assert stood_off.startswith("▲ orchestra rejected it over pay: ")
    assert stood_off.endswith("points to it then, and it needed 55; it crosses a line of its own")


def test_a_seat_is_told_who_stood_off_but_no_points_other_than_its_own() -> None:
    room = Room()
    text = room.turn("chair", acts.Draft(package=HOUSE))
    room.turn("theatre-lead", acts.Accept(paper=text.seq))
    room.end("out of time")

    assert "points" not in " ".join(told(room, "chair") + told(room, "theatre-lead"))
    assert any("it needed 55" in line for line in told(room, "orchestra-lead"))


def test_a_paper_that_everyone_could_have_lived_with_is_named() -> None:
    room = Room()
    room.turn("chair", acts.Draft(package=GOOD))
    last = room.turn("chair", acts.Draft(package=HOUSE))
    room.turn("theatre-lead", acts.Accept(paper=last.seq))
    room.end("out of rounds")

    assert "every side could have lived with #1, the text of ◆ Chair" in told(room)
    assert not any("lived with" in line for line in told(room, "chair"))


def test_it_is_said_when_there_was_no_such_paper() -> None:
    room = Room()
    room.turn("theatre-lead", acts.Propose(package=HOUSE))
    room.end("out of rounds")

    assert told(room)[-1] == "no paper was put forward that every side could have lived with"


def test_talks_without_any_paper_failed_for_want_of_one() -> None:
    room = Room()
    room.end("adjourned")

    assert told(room) == ["no offer and no text was put on the table"]


def test_whoever_walked_out_is_named_first() -> None:
    room = Room()
    room.turn("orchestra-lead", acts.WalkOut())
    room.end("walk-out")

    assert told(room)[0] == "▲ Envoy (orchestra-lead) walked out in round 1"


def test_principals_who_refused_are_named_with_their_reasons() -> None:
    room = Room()
    room.turn("chair", acts.Draft(package=HOUSE))
    for party, good in (("theatre", True), ("orchestra", False)):
        answer = events.Ratified(party=party, ratified=good, because="it is too little")
        room.log.add(answer, session="plenary", round_=1, audience=EVERYONE)
    room.end("not ratified", package=HOUSE)

    (line,) = told(room)

    assert line.endswith(" refused: it is too little")
    assert room.scene().principal("orchestra") in line


def test_a_rupture_is_put_down_to_what_happened_last() -> None:
    room = Room()
    for what in ("A cough.", "A bang."):
        happened = events.Happened(incident="bang", what=what, level="always")
        room.log.add(happened, session="plenary", round_=1, audience=EVERYONE)
    room.end("rupture")

    assert told(room)[0] == "A bang."


@pytest.mark.parametrize("seat", [None, "chair"])
def test_a_deal_needs_no_reasons(seat: SeatId | None) -> None:
    room = Room()
    room.turn("chair", acts.Draft(package=GOOD))
    ended = events.Ended(outcome="deal", why="ratified", package=GOOD, level="always")
    room.log.add(ended, session="plenary", round_=1, audience=EVERYONE)

    assert told(room, seat) == []
