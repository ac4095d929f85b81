"""Numbers of others are taken for just what they mean."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix.exchange import numbers
from strategies import checked


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=numbers.DENOMINATOR))
@checked
def test_a_fraction_written_as_a_double_is_read_as_that_fraction(number: Fraction) -> None:
    assert numbers.exact(numbers.decimal(number)) == number


@given(st.floats(min_value=-1e6, max_value=1e6))
@checked
def test_a_double_is_read_as_a_number_that_is_nearest_to_it(number: float) -> None:
    read = numbers.exact(number)

    assert read is not None and float(read) == number


@pytest.mark.parametrize(
    "text", ["", "nan", "inf", "-Infinity", "1_000", "0x10", "1e400", "٣", "a"]
)
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    assert numbers.exact(text) is None


def test_truth_is_no_number() -> None:
    assert numbers.exact(True) is None
