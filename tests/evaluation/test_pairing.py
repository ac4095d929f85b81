"""Pairs: the same scenario, seed and everything else by which the samples do not differ."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.samples import both, row, sample, treated
from roomsix.errors import UsageError
from roomsix.evaluation import pairing
from roomsix.evaluation.row import Row

ELSEWHERE = Path("elsewhere")


def tournament() -> list[Row]:
    return [
        row(seed=seed, side_1=one, side_2=two, swapped=swapped)
        for seed in (1, 2, 3)
        for one in ("@x", "@y")
        for two in ("@x", "@y")
        for swapped in ("0", "1")
    ]


def test_the_two_rows_of_a_pair_share_all_but_what_is_compared() -> None:
    rows = tournament()
    found = pairing.together(
        sample(rows, side_1="@x"),
        sample(rows, side_1="@y"),
    )

    assert found.compared == {"side-1": ("@x", "@y")}
    assert len(found.matches) == 12
    for match in found.matches:
        (one,), (other,) = match.a, match.b
        assert {n for n in one.labels if one.labels[n] != other.labels[n]} == {"side-1"}
        assert (one.scenario, one.seed) == (other.scenario, other.seed)
    assert found.alone == ()


def test_another_play_of_the_same_suite_is_paired_by_all_labels() -> None:
    rows = tournament()
    found = pairing.together(sample(rows), sample(rows, place=ELSEWHERE))

    assert found.compared == {}
    assert all(match.a == match.b for match in found.matches)
    assert len(found.matches) == len(rows)


def test_a_label_that_only_one_suite_has_does_not_keep_rows_apart() -> None:
    found = pairing.together(
        sample([row(mediator="@mock:passive")]), sample([row()], place=ELSEWHERE)
    )

    assert found.compared == {"mediator": ("@mock:passive", None)}
    assert len(found.matches) == 1


def test_repeats_are_one_half_of_one_pair() -> None:
    again = [row(repeat=n) for n in range(3)]
    found = pairing.together(sample(again), sample([row()], place=ELSEWHERE))

    (match,) = found.matches
    assert (len(match.a), len(match.b)) == (3, 1)


@pytest.mark.parametrize(
    ("left", "why"),
    [
        (row(seed=9), "no such seed in B"),
        (row("ford"), "no such scenario in B"),
        (row(side_1="@z"), "no such side-1 in B"),
        (row("mill", 3, side_1="@x"), "not played in B"),
        (row(seed=3, side_1="@x", state="failed"), "did not come to their end"),
        (row(seed=2, side_1="@x"), "the like of it in B did not come to its end"),
    ],
)
def test_a_row_without_a_partner_is_counted_with_the_reason(left: Row, why: str) -> None:
    others = [
        row(side_1="@x"),
        row(side_1="@y"),
        row("mill", 3, side_1="@y"),
        row(seed=2, side_1="@x", state="stopped"),
    ]
    mine = [row(side_1="@x"), row(side_1="@y"), left]
    found = pairing.together(sample(mine), sample(others, place=ELSEWHERE))

    assert [(each.rows, each.why) for each in found.alone if each.side == "A"] == [(1, why)]


def test_nothing_is_compared_with_itself() -> None:
    rows = both(lambda *_: 0.5)

    with pytest.raises(UsageError, match="48 runs would be on both sides"):
        pairing.together(sample(rows), sample(rows))
    with pytest.raises(UsageError, match="24 runs would be on both sides"):
        pairing.together(sample(rows, treatment="other"), sample(rows))


def test_one_treatment_against_several_is_refused() -> None:
    rows = both(lambda *_: 0.5)

    with pytest.raises(UsageError, match="B has several: default, other"):
        pairing.together(sample(rows, treatment="other"), sample(rows, place=ELSEWHERE))


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(order: random.Random) -> None:
    rows = both(lambda _, scenario, seed: len(scenario) * seed)
    mixed = rows.copy()
    order.shuffle(mixed)

    assert pairing.together(*treated(mixed)) == pairing.together(*treated(rows))
