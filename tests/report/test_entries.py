"""Offers as they move: how they are listed and compared, and what they are worth to whom."""

import pytest

from report.room import Room, printed
from roomsix import acts
from roomsix.deal import SeatId
from roomsix.report.entries import entries
from roomsix.report.ledger import ledger

HOUSE = {"pay": "o0", "sundays": "o2", "recordings": "o0"}
PAIR = ("chair", "theatre-lead")


def bargained() -> Room:
    """Two offers at the table and, between them, one that only the chair hears of."""
    room = Room(rounds=4)
    room.turn("theatre-lead", acts.Propose(package=HOUSE))
    room.apart(*PAIR)
    aside = acts.Propose(package=HOUSE | {"pay": "o3"})
    made = room.turn("theatre-lead", aside, session="caucus", audience=PAIR)
    room.turn("chair", acts.Reject(paper=made.seq), session="caucus", audience=PAIR)
    room.close("called", session="caucus")
    room.turn("theatre-lead", acts.Propose(package=HOUSE | {"pay": "o1"}), round_=2)
    return room


def test_a_paper_of_a_meeting_apart_is_listed_by_itself() -> None:
    room = bargained()

    found = entries(room.scene(), room.log.events)

    assert [(e.number, e.title, e.against, e.changes) for e in found] == [
        (1, "1 · All", None, None),
        (2, "2 · Apart", None, None),
        (3, "1 · All", 1, ("pay",)),
    ]


def test_whoever_was_not_there_does_not_even_count_it() -> None:
    room = bargained()
    scene = room.scene(seat="orchestra-lead")

    found = entries(scene, room.log.events)

    assert [(e.number, e.against) for e in found] == [(1, None), (2, 1)]
    assert "Apart" not in printed(ledger(scene, found))
    assert all("seq" not in e.model_dump(mode="json") for e in found)


def test_the_list_tells_what_moved_and_what_that_cost() -> None:
    room = bargained()

    shown = printed(ledger(room.scene(), entries(room.scene(), room.log.events)), width=120)

    first, *_, last = entries(room.scene(), room.log.events)
    gave = last.worth["theatre"].points - first.worth["theatre"].points
    assert "pay: o0 → o1" in shown and f"({gave:+}) {last.worth['theatre'].points}" in shown
    assert shown.index("2 · Apart") < shown.index("pay: o3")


@pytest.mark.parametrize(
    ("seat", "heads"),
    [
        (None, {"worth to ● (needs 57)", "worth to ▲ (needs 55)"}),
        ("theatre-lead", {"worth to you (needs 57)"}),
        ("orchestra-lead", {"worth to you (needs 55)"}),
        ("chair", set()),
    ],
)
def test_papers_on_the_table_are_worth_something_to_those_who_may_know(
    seat: SeatId | None, heads: set[str]
) -> None:
    room = Room(rounds=2)
    room.turn("theatre-lead", acts.Propose(package=HOUSE))
    room.turn("chair", acts.Pass(), round_=2)

    lines = [line.strip() for line in room.drawn(seat=seat).splitlines()]

    assert {" ".join(line.split()[:5]) for line in lines if line.startswith("worth")} == heads


def test_what_all_papers_share_goes_below_once_it_has_been_seen() -> None:
    room = Room(rounds=4)
    room.turn("theatre-lead", acts.Propose(package=HOUSE))
    room.turn("orchestra-lead", acts.Propose(package=HOUSE | {"pay": "o3"}))
    room.turn("theatre-lead", acts.Propose(package=HOUSE | {"pay": "o1"}), round_=2)
    room.turn("chair", acts.Pass(), round_=3)

    _, first, second = room.drawn().split("on the table")

    assert "sundays =" in first and "the same in all" not in first
    assert "sundays =" not in second
    assert "= the same in all: sundays: o2 · recordings: o0" in second
