"""Forests: where an interval stands, how far an axis reaches, and what fits."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from roomsix.evaluation.contrasting import Half, Line, Terms, by_pairs
from roomsix.report import forest


def line(metric: str, *differences: float) -> Line:
    halves = [(n, Half(each, f"s{n}", 1), 0.0) for n, each in enumerate(differences)]
    return by_pairs(halves, Terms(), Line(metric=metric, family="explorative"))


HIGHER = line("gain", 1.8, 2.0, 2.2, 2.1, 1.9)
EITHER = line("utility", -2.0, 2.0, 1.0, -1.5, 0.0)


def page(*lines: Line, width: int = 80) -> str:
    console = Console(file=StringIO(), width=width, highlight=False, markup=False)
    console.print(forest.Forest(lines, head="looked at"))
    told: str = console.file.getvalue()  # type: ignore[attr-defined]
    return told


def test_an_interval_right_of_nought_is_drawn_right_of_it() -> None:
    drawn = forest.drawn(HIGHER, 3, 31)

    assert len(drawn) == 31
    assert drawn[15] == "│"
    assert 15 < drawn.index("├") < drawn.index("●") < drawn.index("┤")


def test_an_interval_about_nought_crosses_it_and_is_not_filled() -> None:
    drawn = forest.drawn(EITHER, 5, 31)

    assert drawn[15] in "┼○"
    assert drawn.index("├") < 15 < drawn.index("┤")
    assert "●" not in drawn


@given(st.floats(1e-6, 1e6))
def test_an_axis_ends_at_the_next_round_number(value: float) -> None:
    extent = next(iter(forest.extents([line("gain", value, value)]).values()))

    assert value * (1 - 1e-9) <= extent <= value * 1.6


def test_alike_figures_are_drawn_to_one_scale_and_others_to_their_own() -> None:
    found = forest.extents([HIGHER, line("gain", 9.0, 9.1), line("capture", 0.1, 0.2)])

    assert set(found) == {"gain", "share"}
    assert found["gain"] >= 9


def test_where_there_is_no_room_figures_stand_without_a_drawing() -> None:
    wide, narrow = page(HIGHER, EITHER), page(HIGHER, EITHER, width=50)

    assert "├" in wide and "├" not in narrow
    for text in (wide, narrow):
        assert "+2 [" in text
        assert all(len(each) <= 80 for each in text.splitlines())


def test_a_line_without_pairs_is_drawn_as_nothing() -> None:
    told = page(Line(metric="gain", family="explorative"))

    assert "—" in told and "?" in told


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.0, "0"), (0.1234, "0.123"), (-0.00001, "0"), (12.34, "12.3"), (-1234.5, "-1234"),
     (None, "—"), (1.0, "1"), (100.0, "100")],
)  # fmt: skip
def test_figures_have_three_digits(value: float | None, told: str) -> None:
    assert forest.number(value) == told


def test_differences_have_their_sign() -> None:
    assert [forest.number(each, signed=True) for each in (0.5, -0.5, 0.0)] == ["+0.5", "-0.5", "0"]
