"""Text made safe to print."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix.report.text import one_line, visible
from strategies import checked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words — “quoted”, naïve, 日本 ✓", "plain words — “quoted”, naïve, 日本 ✓"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("bell\x07, delete\x7f, null\x00", "bell␇, delete␡, null␀"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("abc\u202edef\u2066", "abc⟨U+202E⟩def⟨U+2066⟩"),
        ("a\u200bb\ufeffc\u00add", "a⟨U+200B⟩b⟨U+FEFF⟩c⟨U+00AD⟩d"),
        ("tags \U000e0041", "tags ⟨U+E0041⟩"),
        ("blank \u3164\u2800", "blank ⟨U+3164⟩⟨U+2800⟩"),
        ("lines\r\nand\nlines\rover", "lines\nand\nlines␍over"),
        ("a\tb", "a    b"),
        ("lone \ud800", "lone ⟨U+D800⟩"),
        ("e\u0301 is fine", "e\u0301 is fine"),
        ("z" + "\u0301" * 9, "z" + "\u0301" * 4 + "⟨+5 marks⟩"),
        ("\u2028\u2029\x85", "⟨U+2028⟩⟨U+2029⟩⟨U+0085⟩"),
    ],
)
def test_what_would_act_on_a_terminal_is_shown_instead(text: str, shown: str) -> None:
    assert visible(text) == shown


@checked
@given(st.text())
def test_nothing_hidden_comes_through(text: str) -> None:
    left = {unicodedata.category(character) for character in visible(text) if character != "\n"}

    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@checked
@given(st.text())
def test_safe_text_stays_safe_and_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_a_line_holds_no_line_break() -> None:
    assert one_line("two\nlines  and\n\nspaces") == "two lines and spaces"
