"""Deals are read just as they are stated, and nothing stands in for what cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix.exchange import deals
from strategies import checked

SHAPE = (2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "<DEAL>A2,B1</DEAL>",
        "So: <DEAL> A2, B1 </DEAL> it is, not A1.",
        "<DEAL>B1; A2.</DEAL>",
        "<deal>A2\n and B1</deal>",
        "<DEAL>A2,B1</DEAL> I repeat: <DEAL>B1,A2</DEAL>",
    ],
)
def test_a_deal_is_read_however_it_is_spaced(text: str) -> None:
    assert deals.stated(text, SHAPE) == deals.Stated((1, 0))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<DEAL>A2</DEAL>", "nothing is said of issue B"),
        ("<DEAL></DEAL>", "nothing is said of issue A, B"),
        ("<DEAL>A2,B4</DEAL>", "issue B has no option 4"),
        ("<DEAL>A0,B1</DEAL>", "issue A has no option 0"),
        ("<DEAL>A2,B1,C1</DEAL>", "there is no issue C"),
        ("<DEAL>A1,A2,B1</DEAL>", "issue A has two options"),
        ("<DEAL>A2 or A1, B1</DEAL>", "'A2 or A1, B1' is more than a list of options"),
        ("<DEAL>A2,B1</DEAL><DEAL>A1,B1</DEAL>", "2 different deals in one answer"),
        ("<DEAL>A2,B1", "a <DEAL> that is not closed"),
        ("I say A2 and B1.", "options for every issue, and no <DEAL> around them"),
    ],
)
def test_what_is_no_single_whole_deal_is_not_read(text: str, why: str) -> None:
    assert deals.stated(text, SHAPE) == deals.Stated(None, why)


@pytest.mark.parametrize("text", ["", "We agree with everyone.", "A2 would be nice.", "B12A1"])
def test_an_answer_without_a_deal_states_none(text: str) -> None:
    assert deals.stated(text, SHAPE) == deals.Stated(None)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=26).flatmap(
    lambda shape: st.tuples(
        st.just(shape), st.tuples(*(st.integers(0, most - 1) for most in shape))
    )
))  # fmt: skip
@checked
def test_every_package_is_read_as_it_is_written(
    drawn: tuple[list[int], tuple[int, ...]],
) -> None:
    shape, chosen = drawn
    letters = (chr(ord("A") + place) for place in range(len(shape)))
    text = ", ".join(
        f"{letter}{number + 1}" for letter, number in zip(letters, chosen, strict=True)
    )

    assert deals.stated(f"<DEAL> {text} </DEAL>", shape).package == chosen


@given(st.text())
@checked
def test_any_text_is_read_or_refused(text: str) -> None:
    stated = deals.stated(text, SHAPE)

    assert stated.package is None or not stated.why
