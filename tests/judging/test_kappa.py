"""Agreement beyond chance: against published formulas, and what must always hold."""

from math import fsum, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix.judging.kappa import kappa
from strategies import checked

SIZE = 4
Pairs = list[tuple[int, int]]

place = st.integers(0, SIZE - 1)
pairs_of = st.lists(st.tuples(place, place), min_size=2, max_size=40)


def table(rows: list[list[int]]) -> Pairs:
    """The pairs that a table of counts tells of."""
    return [(a, b) for a, row in enumerate(rows) for b, many in enumerate(row) for _ in range(many)]


def test_two_labels_give_cohens_own_kappa() -> None:
    found = kappa(table([[20, 5], [10, 15]]), 2)

    assert found.value == pytest.approx(0.4)
    assert (found.n, found.clusters) == (50, 50)


def test_weights_are_linear() -> None:
    rows = [[10, 4, 1], [3, 12, 2], [0, 5, 13]]
    n = sum(map(sum, rows))
    down = [sum(row) / n for row in rows]
    beside = [sum(row[at] for row in rows) / n for at in range(3)]
    credit = [[1 - abs(a - b) / 2 for b in range(3)] for a in range(3)]
    seen = fsum(credit[a][b] * rows[a][b] / n for a in range(3) for b in range(3))
    chance = fsum(credit[a][b] * down[a] * beside[b] for a in range(3) for b in range(3))

    assert kappa(table(rows), 3).value == pytest.approx((seen - chance) / (1 - chance))


def test_the_interval_is_wilsons_with_the_published_standard_error() -> None:
    # Fleiss, Cohen & Everitt 1969, for two labels; with n - 1 in the place of n.
    rows, n = [[20, 5], [10, 15]], 50
    p = [[many / n for many in row] for row in rows]
    down, beside = [sum(row) for row in p], [p[0][at] + p[1][at] for at in range(2)]
    chance, k = fsum(down[at] * beside[at] for at in range(2)), 0.4
    same = fsum(p[a][a] * (1 - (down[a] + beside[a]) * (1 - k)) ** 2 for a in range(2))
    other = fsum(p[a][1 - a] * (beside[a] + down[1 - a]) ** 2 for a in range(2))
    variance = (same + (1 - k) ** 2 * other - (k - chance * (1 - k)) ** 2) / (1 - chance) ** 2
    seen = p[0][0] + p[1][1]
    worth = seen * (1 - seen) / ((1 - chance) ** 2 * variance / (n - 1))
    t, worth = 2.0096, min(worth, n)
    middle = (seen + t**2 / (2 * worth)) / (1 + t**2 / worth)
    reach = t * sqrt(seen * (1 - seen) / worth + t**2 / (4 * worth**2)) / (1 + t**2 / worth)

    found = kappa(table(rows), 2)

    assert found.low == pytest.approx((middle - reach - chance) / (1 - chance), abs=1e-3)
    assert found.high == pytest.approx((middle + reach - chance) / (1 - chance), abs=1e-3)


@checked
@given(pairs_of)
def test_the_value_lies_in_its_interval_and_neither_is_above_one(pairs: Pairs) -> None:
    found = kappa(pairs, SIZE)

    if found.value is not None and found.low is not None and found.high is not None:
        assert found.low <= found.value + 1e-9
        assert found.value <= found.high + 1e-9 <= 1 + 2e-9


@checked
@given(pairs_of)
def test_it_does_not_matter_who_is_whom_nor_which_end_of_the_scale_comes_first(
    pairs: Pairs,
) -> None:
    found = kappa(pairs, SIZE).value

    assert kappa([(b, a) for a, b in pairs], SIZE).value == pytest.approx(found)
    turned = [(SIZE - 1 - a, SIZE - 1 - b) for a, b in pairs]
    assert kappa(turned, SIZE).value == pytest.approx(found)


def test_things_that_go_together_tell_less_than_things_of_their_own() -> None:
    pairs = [pair for pair in table([[20, 5], [10, 15]]) for _ in range(4)]
    together = [at // 4 for at in range(len(pairs))]

    alone, grouped = kappa(pairs, 2), kappa(pairs, 2, together)

    assert grouped.value == alone.value
    assert grouped.low is not None and alone.low is not None
    assert grouped.low < alone.low


def test_full_agreement_on_few_things_is_no_certainty() -> None:
    few, many = kappa(table([[2, 0], [0, 2]]), 2), kappa(table([[200, 0], [0, 200]]), 2)

    assert few.value == many.value == 1
    assert few.low is not None and many.low is not None
    assert few.low < 0.5 < 0.95 < many.low


def test_one_label_alone_and_one_run_alone_tell_nothing() -> None:
    assert kappa([(1, 1)] * 9, 2).value is None
    assert kappa([], 2).n == 0
    assert kappa(table([[3, 1], [1, 3]]), 2, ["run"] * 8).low is None
