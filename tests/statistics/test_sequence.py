"""Intervals that may be looked at after every run."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomsix.statistics import estimate, sequence
from roomsix.statistics.estimate import Estimate
from roomsix.statistics.sequence import Rule


def found(low: float, high: float, n: int) -> Estimate:
    middle = (low + high) / 2
    return Estimate(
        value=middle, low=low, high=high, n=n, clusters=0, method="anytime t", level=0.95
    )


def test_with_many_values_it_is_the_asymptotic_confidence_sequence() -> None:
    # Waudby-Smith et al. 2024, theorem 2.2 and equation (24).
    n, aim, alpha = 100_000, 50_000, 0.05
    square = (-2 * log(alpha) + log(-2 * log(alpha)) + 1) / aim
    reach = sqrt((n * square + 1) / (n * square) * 2 * log(sqrt(n * square + 1) / alpha))

    assert sequence.reach(n, optimised_for=aim) == pytest.approx(reach, rel=1e-3)


def test_it_is_narrowest_against_others_where_it_was_declared_to_be() -> None:
    at_100 = {aim: sequence.reach(100, optimised_for=aim) for aim in (10, 30, 100, 300, 1000)}

    assert min(at_100, key=at_100.__getitem__) == 100
    assert 1.96 < at_100[100] < 3.5


def test_it_is_wider_than_an_interval_that_is_looked_at_once() -> None:
    values = np.random.default_rng(4).normal(size=60).tolist()

    anytime, once = sequence.mean(values, optimised_for=60), estimate.mean(values)

    assert anytime.low is not None and once.low is not None
    assert anytime.low < once.low and anytime.value == once.value


def test_looked_at_after_every_run_the_mean_is_missed_in_no_more_than_one_of_twenty() -> None:
    experiments, looks = 2000, 150
    values = np.random.default_rng(5).normal(size=(experiments, looks))
    n = np.arange(1, looks + 1)
    mean = values.cumsum(axis=1) / n
    squares = ((values**2).cumsum(axis=1) - n * mean**2)[:, 1:]
    errors = np.sqrt(squares / (n[1:] * (n[1:] - 1)))
    reach = [sequence.reach(look, optimised_for=50) for look in n[1:].tolist()]

    missed = (np.abs(mean[:, 1:]) > np.array(reach) * errors).any(axis=1).mean()
    naive = (np.abs(mean[:, 1:]) > 1.96 * errors).any(axis=1).mean()

    assert 0.005 < missed < 0.05 < 0.3 < naive
    whole = sequence.mean(values[0].tolist(), optimised_for=50)
    assert whole.high == pytest.approx(mean[0, -1] + reach[-1] * errors[0, -1])


@pytest.mark.parametrize("p", [0.03, 0.5])
def test_looked_at_after_every_run_a_rate_is_missed_in_no_more_than_one_of_twenty(
    p: float,
) -> None:
    rng = np.random.default_rng(6)
    looks, experiments = (1, 2, 3, 5, 8, 12, 20, 30, 50), 300
    missed = 0
    for _ in range(experiments):
        events = (rng.random(looks[-1]) < p).astype(float).tolist()
        intervals = [sequence.rate(events[:look]) for look in looks]
        missed += any(not one.low <= p <= one.high for one in intervals)  # type: ignore[operator]

    assert missed / experiments < 0.05


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_the_interval_of_a_rate_lies_in_nought_and_one_and_mirrors(values: list[float]) -> None:
    one, other = sequence.rate(values), sequence.rate([1 - value for value in values])

    assert one.low is not None and one.high is not None and other.low is not None
    assert 0 <= one.low <= one.value + 1e-9 and one.value - 1e-9 <= one.high <= 1
    assert other.low == pytest.approx(1 - one.high, abs=1e-6)


def test_no_event_bounds_a_rate_the_closer_the_longer() -> None:
    highs = [sequence.rate([0.0] * n).high or 1 for n in (1, 10, 100, 1000)]

    assert highs == sorted(highs, reverse=True) and highs[-1] < 0.01


def test_the_first_values_and_equal_ones_give_no_interval_of_a_mean() -> None:
    assert not sequence.mean([1.0], optimised_for=50).enough
    assert not sequence.mean([1.0, 2.0, 4.0], optimised_for=50).enough
    assert not sequence.mean([1.0] * 90, optimised_for=50).enough


def test_a_rule_stops_once_the_interval_is_narrow_or_lies_on_one_side_or_runs_are_out() -> None:
    rule = Rule(least=10, most=50, width=0.1, threshold=0.5)

    assert rule.reason(found(0.3, 0.7, 20)) is None
    assert rule.reason(found(0.51, 0.9, 20)) == "decided"
    assert rule.reason(found(0.46, 0.54, 20)) == "precise"
    assert rule.reason(found(0.51, 0.9, 9)) is None
    assert rule.reason(found(0.3, 0.7, 50)) == "exhausted"
    assert rule.reason(sequence.mean([1.0, 1.0], optimised_for=9)) is None


def test_what_cannot_be_meant_is_refused() -> None:
    with pytest.raises(ValueError, match="least is 9"):
        Rule(least=9, most=5)
    with pytest.raises(ValueError, match="expected 0 to 1"):
        sequence.rate([0.5, 3.0])
    with pytest.raises(ValueError, match="2 or more"):
        sequence.mean([0.5, 3.0], optimised_for=1)
