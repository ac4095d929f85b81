"""Words as they are compared: numbers in digits, endings off, idioms as what they say."""

from hypothesis import given
from hypothesis import strategies as st

from roomsix.scoring.sweep import words

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"


def spelt(number: int) -> str:
    """A number in English words."""
    if number < 20:
        return UNITS.split(" ")[number]
    if number < 100:
        unit = f"-{spelt(number % 10)}" if number % 10 else ""
        return TENS.split(" ")[number // 10] + unit
    for scale, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            joint = " and " if rest and rest < 100 else " "
            return f"{spelt(number // scale)} {name}" + (f"{joint}{spelt(rest)}" if rest else "")
    raise AssertionError


@given(st.integers(2, 999_999))
def test_a_number_in_words_is_the_number_in_digits(number: int) -> None:
    assert words.tokens(f"there are {spelt(number)} of them") == words.tokens(
        f"there are {number:,} of them"
    )


def test_hundreds_may_be_counted_past_nine() -> None:
    assert words.tokens("twenty-three hundred people") == ("2300", "people")


def test_two_numbers_side_by_side_stay_two() -> None:
    assert words.tokens("two three") == ("2", "3")


@given(st.text())
def test_any_text_has_words(text: str) -> None:
    assert all(word == word.casefold() for word in words.tokens(text))


def test_a_number_of_any_length_is_read() -> None:
    assert all(len(word) < 40 for word in words.tokens("9" * 10_000))


def test_idioms_are_put_as_what_they_say() -> None:
    assert "cheap" in words.concepts(words.tokens("It costs us next to nothing."))


def test_a_contraction_turns_what_is_said_round() -> None:
    assert words.turned(words.tokens("We don't, and we can't.")) == 2
    assert words.turned(words.tokens("It costs next to nothing.")) == 0


def test_a_side_is_itself_by_name_and_in_the_first_person() -> None:
    said = words.tokens("We of the orchestra mind our Sundays.")

    named = words.about_self(said, [("the", "orchestra")], speaks=True)

    assert named == ["@", "of", "@", "mind", "@", "sundays"]
