"""The board as it is read: thought beside truth for all eyes, one's own rows for a seat."""

import re

import pytest

from handmade import theatre
from report.room import cast, printed
from roomsix import events
from roomsix.deal import SeatId
from roomsix.events import Assessed, Estimate
from roomsix.record import Log
from roomsix.report import board
from roomsix.report.scene import Scene, scene
from test_graph import story

EARLY = Estimate(
    priorities=("recordings", "pay", "sundays"),
    least=40,
    limits={"pay": "o0", "sundays": "o3"},
    red_lines=(("sundays", "o0"),),
    holds_back="A buyer for the house.",
)
LATE = Estimate(
    priorities=("sundays", "pay", "recordings"),
    least=61,
    limits={"pay": "o2", "sundays": "o1"},
    red_lines=(("pay", "o3"),),
    holds_back="A debt.",
)


class Watched:
    """Talks in which chair and watch each wrote two rows."""

    def __init__(self) -> None:
        self.scenario = story()
        self.log = Log(self.scenario)
        for session, of in (("meeting", EARLY), ("debrief", LATE)):
            here = ("chair", "watch", *(("theatre-lead",) if session == "meeting" else ()))
            opened = events.Opened(present=here)
            self.log.add(opened, session=session, round_=0, audience=here)
            for seat in ("chair", "watch"):
                other = of.model_copy(update={"holds_back": f"CANARY-{seat.upper()}"})
                row = Assessed(parties={"theatre": other}, facts={"debt": 60})
                self.log.add(row, session=session, round_=1, audience=(seat,), seat=seat)

    def scene(self, seat: SeatId | None = None) -> Scene:
        return scene(self.scenario, cast(self.scenario), seat=seat)

    def board(self, seat: SeatId | None = None, *, width: int = 80) -> str:
        return printed(*board.board(self.scene(seat), self.log.events), width=width)

    def short(self, seat: SeatId | None = None, *, width: int = 80) -> str:
        return printed(*board.short(self.scene(seat), self.log.events), width=width)


def test_what_was_thought_stands_beside_what_is_so() -> None:
    drawn = Watched().board()

    assert "matters most  ✓ recordings (3) · ✓ pay (2) · ✓ sundays (1)" in drawn
    assert "in truth    sundays · pay · recordings" in drawn
    assert "insists on    40 % of its best; in truth 61 % (-21)" in drawn
    assert "would go to   pay: o0 ✗ in truth o2 (2 short)" in drawn
    assert "never         sundays: o0 ✗ not so · pay: o3 ✗ not seen" in drawn
    assert "insists on    61 % of its best; in truth 61 % (✓)" in drawn


def test_a_doubted_claim_stands_beside_what_it_was_when_it_was_made() -> None:
    watched = Watched()
    here = ("chair", "watch", "theatre-lead")
    add = watched.log.add
    claims = [
        add(
            events.Claimed(fact="debt", holds=so),
            session="debrief",
            round_=1,
            audience=here,
            seat=seat,
            turn=turn,
        )
        for turn, (seat, so) in enumerate((("theatre-lead", False), ("watch", False)), start=1)
    ]
    row = Assessed(parties={}, doubts={claims[0].seq: 80, claims[1].seq: 20})
    add(row, session="debrief", round_=1, audience=("chair",), seat="chair")

    everything, own = " ".join(watched.board().split()), " ".join(watched.board("chair").split())

    assert "on There is a debt. 80 % ✓ a lie" in everything
    assert "on There is a debt. 20 % ✗ mistaken" in everything
    assert "on There is a debt. 80 %" in own
    assert "a lie" not in own and "mistaken" not in own and "20 %" not in own


def test_every_session_has_a_chapter_of_the_board_under_its_number() -> None:
    drawn = Watched().board()

    assert re.findall(r"^\d · \w+", drawn, re.MULTILINE)[:2] == ["1 · One", "2 · Between"]


def test_a_reading_that_got_better_is_marked_without_colour() -> None:
    lines = Watched().short().splitlines()

    later = [line for line in lines if line.startswith("2 · Between us")]
    assert len(later) == 2
    assert later[0].split()[4:] == (
        ["+1.00", "▲", "0", "%", "▲", "0.0", "▲", "100%", "▲", "100%", "▲", "+0.56", "=", "—"]
    )


def test_a_seat_is_shown_its_own_rows_and_no_truth() -> None:
    watched = Watched()

    for drawn in (watched.board("chair"), watched.short("chair")):
        assert "CANARY-CHAIR" in drawn
        assert "CANARY-WATCH" not in drawn and "◇ Watch" not in drawn
        for told in ("in truth", "✓", "✗", "true)", "▲ better", "+1.00"):
            assert told not in drawn


@pytest.mark.parametrize("seat", ["theatre-lead", "orchestra-lead"])
def test_a_seat_that_kept_no_board_is_shown_none(seat: str) -> None:
    watched = Watched()

    assert watched.board(seat) == "this seat kept no board\n"
    assert watched.short(seat) == ""


def test_the_short_board_holds_everyones_last_word() -> None:
    drawn = Watched().short()

    assert "● theatre: what matters most to it" in drawn
    assert "◆ Chair     ✓ sundays (1) · ✓ pay (2) · ✓ recordings (3)" in drawn
    assert "recordings (3) · ✓ pay (2) · ✓ sundays (1)" not in drawn


def test_the_board_fits_eighty_columns() -> None:
    watched = Watched()

    for seat in (None, "chair"):
        for drawn in (watched.board(seat), watched.short(seat)):
            assert max(map(len, drawn.splitlines())) <= 80


def test_talks_without_a_board_have_none_to_show() -> None:
    quiet = theatre()
    scene_ = scene(quiet, cast(quiet))

    assert printed(*board.board(scene_, Log(quiet).events)) == (
        "nobody kept a board in these talks\n"
    )
    assert printed(*board.short(scene_, Log(quiet).events)) == ""


def test_what_was_not_seen_through_is_named() -> None:
    drawn = Watched().board()

    assert "There is a debt. 60 % (true)" in drawn
