"""Two raters."""

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from roomsix.statistics.agreement import Weights, kappa

ratings = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)

# Labels of 60 items by two raters, as counts: rows are the first rater's.
FOUR = [[6, 0, 1, 0], [3, 9, 1, 2], [0, 2, 13, 4], [0, 0, 1, 18]]


def told(table: list[list[int]]) -> tuple[list[int], list[int]]:
    cells = [
        (i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)
    ]
    return [i for i, _ in cells], [j for _, j in cells]


@pytest.mark.parametrize(
    ("weights", "value", "se"),
    [
        # By cohens_kappa of statsmodels.
        (None, 0.6784073506891273, 0.07408277852016776),
        ("linear", 0.7537421535490101, 0.0630067331295221),
        ("quadratic", 0.8248730964467005, 0.057015654885413596),
    ],
)
def test_kappa_and_its_error_are_those_of_another_implementation(
    weights: Weights | None, value: float, se: float
) -> None:
    found = kappa(*told(FOUR), labels=range(4), weights=weights)

    assert found.value == pytest.approx(value)
    assert found.se == pytest.approx(se)
    assert found.low is not None and found.high is not None
    assert found.low < value < found.high


def test_kappa_is_reckoned_by_hand_for_two_labels() -> None:
    # 35 of 50 agree; by chance 25 * 30 + 25 * 20 of 2,500 would.
    found = kappa(*told([[20, 5], [10, 15]]))

    assert found.value == pytest.approx((0.7 - 0.5) / 0.5)


def test_perfect_agreement_has_an_interval_the_narrower_the_more_items() -> None:
    few, many = (kappa(*told([[n, 0], [0, n]])) for n in (10, 100))

    assert few.value == many.value == few.high == 1
    assert few.low is not None and many.low is not None and few.low < many.low < 1


def test_one_and_the_same_label_everywhere_tells_nothing() -> None:
    found = kappa(["deal"] * 20, ["deal"] * 20)

    assert not found.enough and "chance" in found.notes[0]


@settings(max_examples=25)
@given(ratings, st.sampled_from([None, "linear", "quadratic"]), st.randoms(use_true_random=False))
def test_raters_items_and_the_direction_of_labels_can_be_exchanged(
    rows: list[tuple[int, int]], weights: Weights | None, chance: random.Random
) -> None:
    first, second = zip(*rows, strict=True)
    found = kappa(first, second, labels=range(4), weights=weights)
    assume(found.enough)
    chance.shuffle(rows)
    again, other = zip(*rows, strict=True)

    swapped = kappa(other, again, labels=range(3, -1, -1), weights=weights)

    assert found.low is not None and found.high is not None and found.low <= found.high <= 1
    assert swapped.value == pytest.approx(found.value)
    assert swapped.low == pytest.approx(found.low)
    assert swapped.se == pytest.approx(found.se, abs=1e-6)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="2 items against 1"):
        kappa(["a", "b"], ["a"])
    with pytest.raises(ValueError, match="no label 'c'"):
        kappa(["a", "c"], ["a", "a"], labels=["a", "b"])
    with pytest.raises(ValueError, match="need the labels"):
        kappa(["a", "b"], ["a", "a"], weights="linear")
