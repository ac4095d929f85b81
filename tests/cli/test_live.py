"""The line on a terminal that says where the talks stand."""

from report.room import Room, printed
from roomsix import acts, events
from roomsix.cli.live import Status
from roomsix.cli.watching import STOPPING


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


def test_it_says_how_much_of_an_answer_has_come_and_never_what() -> None:
    room = Room()
    status = Status(room.scene())
    status.ask("chair", "plenary", 1)
    status.arrive("chair", 1240)
    status.arrive("theatre-lead", 9)

    assert "◆ Chair is thinking · 1,240 characters so far" in printed(status, width=80)

    status.ask("theatre-lead", "plenary", 1)
    assert "so far" not in printed(status, width=80)


def test_nobody_is_thinking_once_the_turn_is_over() -> None:
    room = Room()
    status = Status(room.scene())
    status.ask("chair", "plenary", 1)
    room.turn("chair", events.Said(text="Well."))
    status.take(room.log.events)

    assert "thinking" not in printed(status)


def test_the_latest_offer_of_each_side_stands_there_in_a_line() -> None:
    room = Room()
    status = Status(room.scene())
    house = {"pay": "o0", "sundays": "o2", "recordings": "o0"}
    room.turn("theatre-lead", acts.Propose(package=house))
    room.turn("orchestra-lead", acts.Propose(package=house | {"pay": "o3"}))
    room.turn("theatre-lead", acts.Propose(package=house | {"pay": "o1"}))
    status.take(room.log.events)

    shown = printed(status, width=60)

    assert "● Envoy (theatre-lead) proposes #3, against #1: pay: o0 → o1\n" in shown
    assert "▲ Envoy (orchestra-lead) proposes #2: pay: o3 · sundays: o2…\n" in shown
    assert "proposes #1" not in shown


def test_a_run_that_is_about_to_stop_says_so_there() -> None:
    room = Room()
    status = Status(room.scene())
    status.take(room.log.events)
    status.note = STOPPING

    assert STOPPING in printed(status)


def test_offers_stand_there_again_after_a_meeting_apart() -> None:
    room = Room(rounds=2)
    status = Status(room.scene())
    room.turn("theatre-lead", acts.Propose(package={"pay": "o0", "sundays": "o2"}))
    room.apart("chair", "theatre-lead")
    status.take(room.log.events)
    apart = printed(status)
    status.take([room.turn("chair", events.Said(text="Well."), round_=2)])

    assert "proposes #1" not in apart and "proposes #1" in printed(status)
