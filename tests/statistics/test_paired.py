"""Two sides compared."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from roomsix.statistics import paired
from roomsix.statistics.paired import Difference, Pair


def pairs(
    a: Sequence[float], b: Sequence[float], clusters: Sequence[object] | None = None
) -> list[Pair]:
    of = clusters if clusters is not None else [None] * len(a)
    return [
        Pair(key=("scenario", seed), cluster=cluster, a=x, b=y)
        for seed, (x, y, cluster) in enumerate(zip(a, b, of, strict=True))
    ]


def events(both: int, gained: int, lost: int, neither: int) -> list[Pair]:
    return pairs(
        [True] * (both + gained) + [False] * (lost + neither),
        [True] * both + [False] * gained + [True] * lost + [False] * neither,
    )


def ends(found: Difference) -> tuple[float, float]:
    assert found.low is not None and found.high is not None
    return found.low, found.high


values = st.integers(-30, 30).map(lambda tenth: tenth / 10)
tables = st.lists(st.tuples(values, values, st.integers(0, 4)), min_size=3, max_size=30)
counts = st.tuples(*[st.integers(0, 12)] * 4).filter(any)

A = [0.62, 0.55, 0.71, 0.66, 0.58, 0.69, 0.73, 0.60]
B = [0.52, 0.56, 0.60, 0.61, 0.49, 0.65, 0.62, 0.57]


def test_unrelated_pairs_have_students_paired_test_and_interval() -> None:
    expected = stats.ttest_rel(A, B)

    found = paired.difference(pairs(A, B))

    assert (found.method, found.n, found.clusters, found.verdict) == ("t", 8, 0, "higher")
    assert found.p == pytest.approx(expected.pvalue)
    assert ends(found) == pytest.approx(tuple(expected.confidence_interval()))
    assert found.correlation == pytest.approx(stats.pearsonr(A, B).statistic)


def test_the_effect_is_cohens_dz_with_the_interval_of_the_noncentral_t() -> None:
    found = paired.difference(pairs(A, B))
    ratio = float(stats.ttest_rel(A, B).statistic)

    assert found.effect is not None and found.effect.low is not None and found.effect.high
    assert found.effect.value == pytest.approx(ratio / 8**0.5)
    assert stats.nct.cdf(ratio, 7, found.effect.low * 8**0.5) == pytest.approx(0.975, abs=1e-6)
    assert stats.nct.cdf(ratio, 7, found.effect.high * 8**0.5) == pytest.approx(0.025, abs=1e-6)


def test_a_true_difference_of_the_least_visible_size_is_seen_four_times_in_five() -> None:
    found = paired.difference(pairs(A, B))
    spread = stats.tstd([x - y for x, y in zip(A, B, strict=True)]) / 8**0.5

    assert found.mde is not None
    assert stats.nct.sf(stats.t.ppf(0.975, 7), 7, found.mde / spread) == pytest.approx(0.8)


@settings(max_examples=25)
@given(tables)
def test_swapping_the_sides_turns_everything_round(rows: list[tuple[float, float, int]]) -> None:
    a, b, clusters = zip(*rows, strict=True)

    found = paired.difference(pairs(a, b, clusters))
    other = paired.difference(pairs(b, a, clusters))

    assert other.value == pytest.approx(-found.value)
    assert (other.method, other.n, other.clusters) == (found.method, found.n, found.clusters)
    assert (found.low is None) == (other.high is None)
    if found.low is not None:
        assert ends(other) == pytest.approx((-ends(found)[1], -ends(found)[0]))
        assert other.p == pytest.approx(found.p)
    turned = {"higher": "lower", "lower": "higher"}
    assert other.verdict == turned.get(found.verdict, found.verdict)


@settings(max_examples=25)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(
    rows: list[tuple[float, float, int]], chance: random.Random
) -> None:
    listed = pairs(*zip(*rows, strict=True))
    shuffled = list(listed)
    chance.shuffle(shuffled)

    one, other = paired.difference(listed), paired.difference(shuffled)

    assert (one.verdict, one.method) == (other.verdict, other.method)
    assert one.p == pytest.approx(other.p)


@settings(max_examples=25)
@given(tables)
def test_the_verdict_goes_by_p_and_p_agrees_with_the_interval(
    rows: list[tuple[float, float, int]],
) -> None:
    found = paired.difference(pairs(*zip(*rows, strict=True)))
    assume(found.low is not None and found.p is not None and abs(found.p - 0.05) > 0.002)

    low, high = ends(found)

    assert (found.verdict in ("higher", "lower")) == (not low <= 0 <= high)


def test_copies_of_a_pair_in_its_cluster_add_nothing() -> None:
    found = paired.difference(pairs(A * 5, B * 5, [*range(8)] * 5))

    assert found.method == "clustered t"
    assert ends(found) == pytest.approx(ends(paired.difference(pairs(A, B))))


def test_differences_that_are_all_nought_show_none() -> None:
    found = paired.difference(pairs(A, A))

    assert (found.p, found.verdict, found.low) == (1.0, "no difference shown", None)


def test_differences_that_are_all_alike_go_by_their_signs() -> None:
    shifted = [x + 0.125 for x in A]

    found = paired.difference(pairs(shifted, A))

    assert (found.p, found.verdict, found.low) == (2**-7, "higher", None)
    assert paired.ALIKE in found.notes


@pytest.mark.parametrize("n", [1, 3, 5])
def test_a_few_equal_differences_are_not_enough(n: int) -> None:
    assert paired.difference(pairs([1.0] * n, [0.5] * n)).verdict == "not enough data"


def test_a_difference_in_one_pair_of_twenty_is_not_enough() -> None:
    found = paired.difference(pairs([0.0] * 19 + [0.5], [0.0] * 20))

    assert (found.verdict, found.p) == ("not enough data", None)
    assert found.notes


def test_two_pairs_with_the_same_key_are_refused() -> None:
    twice = [Pair(key="k", cluster=None, a=1.0, b=0.0)] * 2

    with pytest.raises(ValueError, match="2 pairs have the key 'k'"):
        paired.difference(twice)


def test_paired_rates_have_the_published_interval_and_the_exact_p() -> None:
    # Bentur et al. 2009, airway hyper-responsiveness before and after transplantation; the
    # interval is that of Fagerland, Lydersen & Laake (2014, Statistics in Medicine 33:2850).
    found = paired.mcnemar(events(1, 1, 7, 12))

    assert ends(found) == pytest.approx((-0.507, -0.026), abs=0.0005)
    assert found.p == pytest.approx(stats.binomtest(1, 8).pvalue)
    assert found.discordant == (1, 7)
    assert found.value == pytest.approx(-6 / 21)


@settings(max_examples=25)
@given(counts)
def test_paired_rates_mirror_and_stay_within_one(counts: tuple[int, int, int, int]) -> None:
    both, gained, lost, neither = counts
    assume(sum(counts) > 1)

    found = paired.mcnemar(events(both, gained, lost, neither))
    other = paired.mcnemar(events(both, lost, gained, neither))

    low, high = ends(found)
    assert -1 <= low <= found.value <= high <= 1
    assert ends(other) == pytest.approx((-high, -low)) and other.p == found.p


def test_five_pairs_cannot_show_anything_by_mcnemar_and_six_can() -> None:
    assert paired.mcnemar(events(0, 5, 0, 0)).verdict == "not enough data"
    assert paired.mcnemar(events(0, 6, 0, 0)).verdict == "higher"


def test_paired_rates_in_clusters_go_by_the_clusters() -> None:
    gained = [True, True, False, True, False, True, False, False, True, True] * 3
    lost = [False, True, False, False, False, False, True, False, False, True] * 3
    listed = pairs(gained, lost, [*range(10)] * 3)

    found = paired.mcnemar(listed)

    assert (found.method, found.discordant) == ("clustered t", (12, 3))
    assert ends(found) == ends(paired.difference(listed))


def test_groups_of_values_have_welchs_test_and_interval() -> None:
    expected = stats.ttest_ind(A, B[:5], equal_var=False)

    found = paired.unpaired(A, B[:5])

    assert (found.method, found.n) == ("welch", 13)
    assert found.p == pytest.approx(expected.pvalue)
    assert ends(found) == pytest.approx(tuple(expected.confidence_interval()))


def test_groups_of_events_have_newcombes_interval() -> None:
    # 56 of 70 against 48 of 80 is Newcombe's own example (1998, table II, a; here by statsmodels).
    found = paired.unpaired([True] * 56 + [False] * 14, [True] * 48 + [False] * 32)

    assert ends(found) == pytest.approx((0.05243147, 0.33387265))
    uncorrected = stats.chi2_contingency([[56, 14], [48, 32]], correction=False)
    by_less_one = stats.chi2.sf(uncorrected.statistic * 149 / 150, 1)
    assert found.p == pytest.approx(by_less_one)


def test_groups_that_share_clusters_are_taken_for_unrelated_and_said_to_be() -> None:
    clusters = [0, 0, 1, 1, 2, 2, 3, 3]

    found = paired.unpaired(A, B, clusters=(clusters, clusters))

    assert found.method == "clustered welch" and found.clusters == 4
    assert paired.SHARED in found.notes
    rates = paired.unpaired(
        [x > 0.6 for x in A], [x > 0.6 for x in B], clusters=(clusters, clusters)
    )
    assert rates.method == "clustered welch, newcombe" and paired.SHARED in rates.notes


def test_groups_without_a_spread_are_not_enough_but_equal_rates_are() -> None:
    assert paired.unpaired([1.0], [2.0, 3.0]).verdict == "not enough data"
    assert paired.unpaired([1.0, 1.0], [2.0, 2.0]).verdict == "not enough data"
    assert paired.unpaired([False] * 9, [False] * 9).verdict == "no difference shown"


def test_rates_of_groups_are_told_apart_where_neither_side_varies() -> None:
    of = [cluster for cluster in range(12) for _ in range(3)]

    found = paired.unpaired([True] * 36, [False] * 36, clusters=(of, of))

    assert found.verdict == "higher" and found.p is not None
    assert found.p == pytest.approx(paired.unpaired([True] * 12, [False] * 12).p)


def test_rates_of_groups_that_no_outcome_could_tell_apart_are_not_enough() -> None:
    assert paired.unpaired([True] * 2, [False] * 2).verdict == "not enough data"
    assert paired.unpaired([True] * 3, [False] * 3).verdict == "higher"
