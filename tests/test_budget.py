"""The ledger: whatever is asked, answered or lost, a cap is never passed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix.budget import REPLY, Amount, Ledger, Limits, Rate
from roomsix.errors import BudgetSpent

cents = st.integers(0, 500).map(lambda cent: Decimal(cent) / 100)
amounts = st.builds(Amount, st.just(1), st.integers(0, 5000), cents)
caps = st.builds(
    Limits,
    usd=st.none() | cents,
    tokens=st.none() | st.integers(0, 20_000),
    calls=st.none() | st.integers(0, 12),
)
steps = st.lists(
    st.tuples(amounts, st.sampled_from(["send", "answer", "lose"]), st.integers(0, 9)),
    max_size=60,
)


@given(caps, steps)
def test_what_is_spent_and_reserved_never_passes_a_cap_in_any_order(
    limits: Limits, steps: list[tuple[Amount, str, int]]
) -> None:
    ledger = Ledger(limits)
    under_way: list[tuple[int, Amount]] = []

    for worst, what, which in steps:
        if what == "send":
            try:
                under_way.append((ledger.reserve(worst), worst))
            except BudgetSpent:
                assert (ledger.spent + ledger.held + worst).exceeds(limits)
        elif under_way:
            number, most = under_way.pop(which % len(under_way))
            part = Amount(1, most.tokens // 2, most.usd / 2)
            counted = ledger.settle(number, part if what == "answer" else None)
            assert counted == (part if what == "answer" else most)
        assert not (ledger.spent + ledger.held).exceeds(limits)


@given(caps, amounts, amounts)
def test_a_request_that_would_fit_once_others_are_answered_is_to_wait_not_to_fail(
    limits: Limits, first: Amount, second: Amount
) -> None:
    ledger = Ledger(limits)
    try:
        number = ledger.reserve(first)
        fits = ledger.fits(second)
    except BudgetSpent:
        return

    ledger.settle(number, Amount(0, 0, Decimal(0)))

    assert fits or ledger.fits(second)


def test_a_ledger_goes_on_from_what_was_spent_before() -> None:
    ledger = Ledger(Limits(calls=3), Amount(3, 10, Decimal(0)))

    with pytest.raises(BudgetSpent, match="--max-calls 3 would be passed"):
        ledger.reserve(Amount(1, 0, Decimal(0)))


def test_a_reply_is_limited_where_its_cost_must_be_known_beforehand() -> None:
    assert Limits().most is None
    assert Limits(calls=3, minutes=2).most is None
    assert Limits(usd=Decimal(1)).most == Limits(tokens=10).most == REPLY
    assert Limits(usd=Decimal(1), reply=300).most == Limits(reply=300).most == 300


def test_a_rate_is_for_a_million_tokens() -> None:
    rate = Rate(prompt=Decimal("0.5"), completion=Decimal(2))

    assert rate.cost(1_000_000, 300_000, 500_000) == Decimal("1.5")
