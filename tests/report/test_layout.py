"""Columns: as wide as they must be, wrapped where they must, nothing behind the last word."""

import pytest
from rich.text import Text

from report.room import printed
from roomsix.report.layout import Columns


def rows(*lines: tuple[str, ...]) -> list[list[Text]]:
    return [[Text(cell) for cell in line] for line in lines]


def test_columns_stand_two_apart_and_end_where_their_words_end() -> None:
    shown = printed(Columns(rows(("a", "bb", "c"), ("aaa", "", "cc"))))

    assert shown == "a    bb  c\naaa      cc\n"


def test_columns_can_stand_to_the_right_and_be_ruled() -> None:
    shown = printed(Columns(rows(("", "n"), ("x", "10")), right=(1,), indent=2, ruled="dim"))

    assert shown == "\n      n\n  ─────\n  x  10\n"


def test_only_what_is_too_wide_is_wrapped() -> None:
    shown = printed(Columns(rows(("short", "rather a long cell"), ("b", "c"))), width=18)

    assert shown == "short  rather a\n       long cell\nb      c\n"


@pytest.mark.parametrize("width", [8, 20, 40, 80])
def test_columns_keep_to_the_width(width: int) -> None:
    long = "word " * 12 + "x" * 90

    shown = printed(Columns(rows((long, "b", long), ("a", long, "✓")), indent=1), width=width)

    assert max(map(len, shown.splitlines())) <= width


def test_wide_characters_count_as_two() -> None:
    shown = printed(Columns(rows(("日本", "a"), ("x", "b"))))

    assert shown == "日本  a\nx     b\n"


def test_words_are_kept_whole_as_long_as_another_column_can_give_way() -> None:
    shown = printed(Columns(rows(("representation", "a b c d e f"), ("x", "g"))), width=20)

    assert (
        shown
        == "representation  a b\n                c d\n                e f\nx               g\n"
    )
