"""The spread within clusters and between them."""

import random
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix.statistics.spread import spread


def test_the_parts_of_the_variance_are_found_again() -> None:
    drawn = random.Random(1)
    middles = [drawn.gauss(0, 2) for _ in range(400)]
    values = [(drawn.gauss(middle, 1), n) for n, middle in enumerate(middles) for _ in range(3)]
    found = spread([value for value, _ in values], [n for _, n in values])

    assert found.icc == pytest.approx(0.8, abs=0.03)
    assert found.within == pytest.approx(1, abs=0.05)
    assert found.sd == pytest.approx(5**0.5, abs=0.1)


def test_a_balanced_table_comes_to_what_is_worked_out_by_hand() -> None:
    # Means 2 and 6 about 4; inside, each 1 off: MSB = 16, MSW = 2, so 7 between and 2 within.
    found = spread([1, 3, 5, 7], ["a", "a", "b", "b"])

    assert found.within**2 == pytest.approx(2)
    assert found.icc == pytest.approx(7 / 9)
    assert found.sd**2 == pytest.approx(9)


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=20))
def test_without_clusters_it_is_the_standard_deviation(values: list[float]) -> None:
    for clusters in ([0] * len(values), list(range(len(values)))):
        found = spread(values, clusters)
        assert found.sd == pytest.approx(stdev(values), abs=1e-6)
        assert found.icc == 0


def test_clusters_more_alike_than_chance_are_taken_for_alike_by_chance() -> None:
    found = spread([1, 3, 1, 3, 1, 3], ["a", "a", "b", "b", "c", "c"])

    assert found.icc == 0
    assert found.sd == found.within == pytest.approx(stdev([1, 3] * 3))


def test_equal_values_do_not_vary() -> None:
    assert spread([0.1] * 6, [1, 1, 2, 2, 3, 3]).sd == 0


def test_one_value_says_nothing() -> None:
    with pytest.raises(ValueError, match="two values or more"):
        spread([1], ["a"])
