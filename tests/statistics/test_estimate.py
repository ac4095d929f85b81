"""Rates and means over runs, and the intervals they are given."""

import random
from collections.abc import Sequence
from itertools import pairwise, repeat
from typing import TypeVar

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from roomsix.statistics import estimate
from roomsix.statistics.estimate import Estimate

T = TypeVar("T")

runs = st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=40)
numbers = st.lists(
    st.tuples(st.integers(-50, 50).map(lambda tenth: tenth / 10), st.integers(0, 5)),
    min_size=3,
    max_size=40,
)


def ends(found: Estimate) -> tuple[float, float]:
    assert found.low is not None and found.high is not None
    return found.low, found.high


def split(rows: Sequence[tuple[T, int]]) -> tuple[list[T], list[int]]:
    return [value for value, _ in rows], [cluster for _, cluster in rows]


@pytest.mark.parametrize(("hits", "n"), [(0, 20), (1, 50), (30, 60), (97, 97)])
def test_a_rate_of_unrelated_runs_has_wilsons_interval(hits: int, n: int) -> None:
    wilson = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")

    found = estimate.rate([True] * hits + [False] * (n - hits))

    assert ends(found) == pytest.approx((wilson.low, wilson.high))
    assert (found.value, found.n, found.clusters, found.method) == (hits / n, n, 0, "wilson")


def test_no_event_in_three_thousand_runs_bounds_the_rate_near_one_in_a_thousand() -> None:
    assert ends(estimate.rate([False] * 3000)) == pytest.approx((0, 0.00128), abs=1e-5)


def test_no_event_in_clusters_counts_each_cluster_as_one_run_and_says_so() -> None:
    found = estimate.rate([False] * 300, list(range(30)) * 10)

    assert estimate.NO_EVENT in found.notes
    assert ends(found)[1] > ends(estimate.rate([False] * 30))[1]


@settings(max_examples=25)
@given(runs)
def test_the_interval_of_a_rate_lies_in_nought_and_one_and_holds_the_rate(
    rows: list[tuple[bool, int]],
) -> None:
    low, high = ends(found := estimate.rate(*split(rows)))

    assert 0 <= low <= found.value <= high <= 1


@settings(max_examples=25)
@given(runs, st.randoms(use_true_random=False))
def test_a_rate_does_not_depend_on_the_order_of_runs_or_the_names_of_clusters(
    rows: list[tuple[bool, int]], chance: random.Random
) -> None:
    shuffled = [(hit, -cluster) for hit, cluster in rows]
    chance.shuffle(shuffled)

    assert estimate.rate(*split(shuffled)) == estimate.rate(*split(rows))


@settings(max_examples=25)
@given(runs)
def test_the_rates_of_what_happened_and_what_did_not_mirror_each_other(
    rows: list[tuple[bool, int]],
) -> None:
    hits, clusters = split(rows)

    low, high = ends(estimate.rate(hits, clusters))

    missed = ends(estimate.rate([not hit for hit in hits], clusters))
    assert missed == pytest.approx((1 - high, 1 - low))


@settings(max_examples=25)
@given(runs, st.integers(2, 6))
def test_playing_every_run_again_word_for_word_does_not_narrow_a_rate(
    rows: list[tuple[bool, int]], times: int
) -> None:
    hits, _ = split(rows)
    once = ends(estimate.rate(hits, range(len(hits))))

    again = ends(estimate.rate(hits * times, [*range(len(hits))] * times))

    assert again[0] <= once[0] + 1e-12 and again[1] >= once[1] - 1e-12


@settings(max_examples=20)
@given(numbers, st.integers(2, 5))
def test_playing_every_run_again_word_for_word_does_not_narrow_a_mean(
    rows: list[tuple[float, int]], times: int
) -> None:
    values, _ = split(rows)
    assume(len(set(values)) > 1)
    once = estimate.mean(values, range(len(values)))
    assume(once.enough)

    again = estimate.mean(values * times, [*range(len(values))] * times)

    assert again.method == f"clustered {once.method}"
    assert ends(again) == pytest.approx(ends(once), abs=1e-9)


@settings(max_examples=25)
@given(numbers)
def test_clusters_of_one_run_each_are_no_clusters(rows: list[tuple[float, int]]) -> None:
    values, _ = split(rows)
    alone, named = estimate.mean(values), estimate.mean(values, range(len(values)))
    hits = [value > 0 for value in values]

    assert (named.low, named.high, named.method) == (alone.low, alone.high, alone.method)
    assert ends(estimate.rate(hits, range(len(hits)))) == ends(estimate.rate(hits))


@settings(max_examples=25)
@given(numbers, st.randoms(use_true_random=False))
def test_a_mean_does_not_depend_on_the_order_of_runs(
    rows: list[tuple[float, int]], chance: random.Random
) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)

    one, other = estimate.mean(*split(rows)), estimate.mean(*split(shuffled))

    assert one.method == other.method
    assert one.low == pytest.approx(other.low) and one.high == pytest.approx(other.high)


@settings(max_examples=25)
@given(numbers, st.booleans())
def test_a_higher_level_never_gives_a_narrower_interval(
    rows: list[tuple[float, int]], rate: bool
) -> None:
    values, clusters = split(rows)
    hits = [value > 0 for value in values]
    found = [
        estimate.rate(hits, clusters, level=level)
        if rate
        else estimate.mean(values, clusters, level=level)
        for level in (0.8, 0.9, 0.95, 0.99)
    ]
    assume(all(one.enough for one in found))

    for narrow, wide in pairwise(found):
        assert ends(wide)[0] <= ends(narrow)[0] and ends(wide)[1] >= ends(narrow)[1]


@settings(max_examples=25)
@given(numbers, st.integers(-20, 20), st.sampled_from([-2.0, -1.0, 0.5, 4.0]))
def test_a_mean_moves_with_the_scale_of_its_values(
    rows: list[tuple[float, int]], shift: int, factor: float
) -> None:
    values, clusters = split(rows)
    found = estimate.mean(values, clusters)
    assume(found.enough)

    moved = estimate.mean([shift + factor * value for value in values], clusters)

    expected = sorted(shift + factor * end for end in ends(found))
    assert ends(moved) == pytest.approx(expected, abs=1e-6)


def test_a_mean_of_normal_runs_has_the_interval_of_students_t() -> None:
    values = [4.1, 5.2, 3.9, 4.7, 5.0, 4.4]
    expected = stats.ttest_1samp(values, 0).confidence_interval()

    found = estimate.mean(values)

    assert found.method == "t"
    assert ends(found) == pytest.approx((expected.low, expected.high))


def test_equal_clusters_have_the_t_interval_of_their_own_means() -> None:
    by_cluster = [(1.0, 1.5, 2.0), (3.0, 3.5, 2.5), (2.0, 2.2, 2.7), (4.0, 4.1, 3.2)]
    values = [value for cluster in by_cluster for value in cluster]
    clusters = [name for name in "abcd" for _ in repeat(None, 3)]
    expected = stats.ttest_1samp([sum(one) / 3 for one in by_cluster], 0).confidence_interval()

    found = estimate.mean(values, clusters)

    assert found.method == "clustered t"
    assert ends(found) == pytest.approx((expected.low, expected.high))


def test_unequal_clusters_have_the_cr2_error_worked_by_hand() -> None:
    # Deviations from the mean of 4 sum to -4 in the cluster of two and to 4 in that of four:
    # se = sqrt(16 / (1 - 1/3) + 16 / (1 - 2/3)) / 6.
    found = estimate.mean([2, 2, 5, 5, 5, 5], ["a", "a", "b", "b", "b", "b"])

    assert found.se == pytest.approx(72**0.5 / 6)


def test_skewed_values_have_a_longer_arm_on_the_side_of_the_tail() -> None:
    values = [0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.5, 0.5, 0.7, 0.9, 1.4, 4.8]

    low, high = ends(found := estimate.mean(values))

    assert found.method == "bootstrap-t"
    assert high - found.value > 1.5 * (found.value - low)
    assert ends(estimate.mean(values)) == (low, high)
    assert ends(estimate.mean(values, seed=1)) != (low, high)


@pytest.mark.parametrize("values", [[3.0], [0.7] * 30, [0.1 + 0.2, 0.3, 0.3]])
def test_a_mean_without_a_spread_gives_no_interval_and_says_why(values: list[float]) -> None:
    found = estimate.mean(values)

    assert (found.low, found.high, found.method, found.enough) == (None, None, "none", False)
    assert found.notes


def test_a_mean_that_hangs_on_one_run_gives_no_interval_unless_its_bounds_are_known() -> None:
    values = [0.0] * 39 + [0.6]

    assert not estimate.mean(values).enough
    low, high = ends(found := estimate.mean(values, bounds=(0, 1)))
    assert 0 <= low < 0.015 < high < 0.13
    assert found.method == "bounded wilson"


def test_equal_values_within_bounds_are_bounded_like_a_rate() -> None:
    as_rate = ends(estimate.rate([False] * 50))

    assert ends(estimate.mean([10.0] * 50, bounds=(10, 20))) == pytest.approx(
        tuple(10 + 10 * end for end in as_rate)
    )


@settings(max_examples=20)
@given(st.lists(st.integers(0, 4).map(lambda q: q / 4), min_size=2, max_size=30))
def test_an_interval_never_leaves_the_bounds_and_always_holds_the_mean(
    values: list[float],
) -> None:
    low, high = ends(found := estimate.mean(values, bounds=(0, 1)))

    assert 0 <= low <= found.value <= high <= 1


def test_one_cluster_leaves_runs_as_the_unit_and_says_so() -> None:
    values = [1.0, 2.0, 2.5, 4.0]

    one, none = estimate.mean(values, ["a"] * 4), estimate.mean(values)

    assert ends(one) == ends(none)
    assert "this cluster only" in " ".join(one.notes) and not none.notes


def test_few_clusters_are_said_to_be_few() -> None:
    found = estimate.rate([True, False] * 10, list(range(5)) * 4)

    assert "fewer than 10 clusters" in " ".join(found.notes)


def test_one_run_gives_no_interval_for_a_rate() -> None:
    assert not estimate.rate([True]).enough


@pytest.mark.parametrize(
    ("values", "clusters"), [([], None), ([1.0, float("nan")], None), ([1.0, 2.0], ["a"])]
)
def test_what_cannot_be_reckoned_with_is_refused(
    values: list[float], clusters: list[str] | None
) -> None:
    with pytest.raises(ValueError, match="value"):
        estimate.mean(values, clusters)


def test_a_level_in_per_cent_and_values_out_of_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="a level of 95"):
        estimate.rate([True, False], level=95)
    with pytest.raises(ValueError, match="expected \\(0, 1\\)"):
        estimate.mean([0.5, 1.5], bounds=(0, 1))
