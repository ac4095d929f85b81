"""Several tests at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from roomsix.statistics import families

ps = st.lists(st.floats(0, 1), max_size=12)


def test_holm_multiplies_the_smallest_by_all_and_never_goes_down() -> None:
    # The same five by statsmodels' multipletests.
    adjusted = families.holm([0.01, 0.04, 0.03, 0.005, 0.2])

    assert adjusted == pytest.approx([0.04, 0.09, 0.09, 0.025, 0.2])


@given(ps.filter(bool))
def test_benjamini_hochberg_is_scipys(found: list[float]) -> None:
    assert families.benjamini_hochberg(found) == pytest.approx(stats.false_discovery_control(found))


@given(ps)
def test_adjusting_never_lowers_a_p_and_holm_raises_it_most(found: list[float]) -> None:
    by_holm, by_discovery = families.holm(found), families.benjamini_hochberg(found)

    for p, strict, mild in zip(found, by_holm, by_discovery, strict=True):
        assert p <= mild + 1e-12 and mild <= strict + 1e-12 and strict <= 1


@given(ps)
def test_adjusted_p_keep_their_order(found: list[float]) -> None:
    for adjusted in (families.holm(found), families.benjamini_hochberg(found)):
        ranked = [p for _, p in sorted(zip(found, adjusted, strict=True))]
        assert ranked == sorted(ranked)


def test_what_is_no_p_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a p of 1\.2"):
        families.holm([0.2, 1.2])
