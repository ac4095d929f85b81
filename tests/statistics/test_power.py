"""Plans: how many runs, or how small a difference."""

from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from roomsix.statistics import power


def achieved(n: int, effect: float, alpha: float = 0.05) -> float:
    """The power of the two-sided t test by the distribution itself."""
    edge = stats.t.ppf(1 - alpha / 2, n - 1)
    shifted = stats.nct(n - 1, effect * sqrt(n))
    return float(shifted.sf(edge) + shifted.cdf(-edge))


def test_a_twentieth_with_a_spread_of_three_takes_73_pairs() -> None:
    # 71 by the normal approximation, 72.58 by statsmodels' TTestPower.
    assert power.pairs_needed(0.05, 0.15) == 73


@pytest.mark.parametrize(("effect", "n"), [(0.2, 199), (0.5, 34), (0.8, 15)])
def test_the_published_numbers_of_pairs_come_out(effect: float, n: int) -> None:
    # G*Power 3: two-sided paired t, alpha .05, power .8.
    assert power.pairs_needed(effect, 1) == n


@settings(max_examples=25)
@given(st.floats(0.15, 2), st.sampled_from([0.01, 0.05]), st.sampled_from([0.8, 0.9]))
def test_so_many_pairs_are_enough_and_one_fewer_is_not(
    effect: float, alpha: float, aim: float
) -> None:
    n = power.pairs_needed(effect, 1, alpha=alpha, power=aim)

    assert n is not None and achieved(n, effect, alpha) >= aim - 1e-6
    assert n == 2 or achieved(n - 1, effect, alpha) < aim + 1e-4


@settings(max_examples=25)
@given(st.integers(3, 500), st.floats(0.01, 10))
def test_what_is_detectable_needs_just_so_many_pairs(n: int, sd: float) -> None:
    assert power.pairs_needed(power.detectable(n, sd) * (1 + 1e-9), sd) == n


def test_half_against_seventy_per_cent_takes_93_runs_a_side() -> None:
    assert power.rates_needed(0.5, 0.7) == power.rates_needed(0.7, 0.5) == 93
    assert power.detectable_rate(93, 0.5) == pytest.approx((0.3, 0.7), abs=1e-4)


def test_a_rate_of_nought_cannot_be_undercut_and_few_runs_tell_nothing_from_a_half() -> None:
    below, above = power.detectable_rate(50, 0)

    assert below is None and above is not None and 0.1 < above < 0.2
    assert power.detectable_rate(3, 0.5) == (None, None)


def test_clusters_ask_for_more_runs_by_the_design_effect() -> None:
    assert power.design_effect(1, 0.5) == 1
    assert power.design_effect(11, 0.2) == 3
    assert power.rates_needed(0.5, 0.7, per_cluster=11, icc=0.2) == pytest.approx(3 * 93, abs=2)


def test_too_few_clusters_can_never_show_a_small_difference() -> None:
    assert power.pairs_needed(0.05, 0.15, clusters=5, icc=0.3) is None
    assert power.pairs_needed(0.05, 0.15, clusters=1) is None
    assert power.clusters_needed(0.05, 0.15, per_cluster=1000, icc=0.3) > 20


def test_pairs_in_clusters_are_enough_by_the_same_reckoning_turned_round() -> None:
    n = power.pairs_needed(0.05, 0.15, clusters=20, icc=0.1)

    assert n is not None and n % 20 == 0
    assert power.detectable(n, 0.15, clusters=20, icc=0.1) <= 0.05
    assert power.detectable(n - 20, 0.15, clusters=20, icc=0.1) > 0.05


def test_clusters_of_one_pair_without_a_correlation_are_pairs() -> None:
    assert power.clusters_needed(0.05, 0.15, per_cluster=1, icc=0) == 73


def test_pairs_for_mcnemar_and_the_least_visible_difference_agree() -> None:
    n = power.paired_rates_needed(0.2, 0.1)

    assert power.paired_rates_needed(0.1, 0.2) == n
    assert power.detectable_paired_rate(n, 0.3) == pytest.approx(0.1, abs=0.001)
    assert power.detectable_paired_rate(5, 0.2) is None


@pytest.mark.parametrize(
    ("difference", "sd", "alpha", "icc"),
    [(0, 1, 0.05, 0), (0.1, 0, 0.05, 0), (0.1, 1, 1.5, 0), (0.1, 1, 0.05, 2)],
)
def test_plans_for_nothing_are_refused(
    difference: float, sd: float, alpha: float, icc: float
) -> None:
    with pytest.raises(ValueError, match="expected"):
        power.pairs_needed(difference, sd, alpha=alpha, icc=icc)
    with pytest.raises(ValueError, match="two of each"):
        power.detectable(1, 1)
