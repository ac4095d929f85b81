"""The line on a terminal that says where the talks stand."""

from report.room import Room, printed
from roomsix import events
from roomsix.cli.live import Status


def test_nothing_is_said_before_the_talks_begin() -> None:
    assert printed(Status(Room().scene())).strip() == ""


def test_it_says_who_is_thinking_in_which_round() -> None:
    room = Room()
    status = Status(room.scene())
    status.take(room.log.events)
    status.ask("chair", "plenary", 1)

    shown = printed(status, width=80)

    assert "All · round 1 of 1" in shown
    assert "◆ Chair is thinking" in shown


def test_nobody_is_thinking_once_the_turn_is_over() -> None:
    room = Room()
    status = Status(room.scene())
    status.ask("chair", "plenary", 1)
    room.turn("chair", events.Said(text="Well."))
    status.take(room.log.events)

    assert "thinking" not in printed(status)
