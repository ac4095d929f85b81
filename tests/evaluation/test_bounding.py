"""Bounds: shown to be passed, or not shown to be kept."""

import pytest

from roomsix.errors import UsageError
from roomsix.evaluation import bounding
from roomsix.evaluation.contrasting import Half, Line, Terms, by_pairs

SPREAD = (-0.03, -0.01, 0.0, 0.01, 0.03, 0.02, -0.02, 0.0)


def line(middle: float, spread: tuple[float, ...] = SPREAD) -> Line:
    """A difference about a middle, give or take 0.017."""
    halves = [(n, Half(middle + off, f"s{n}", 1), 0.0) for n, off in enumerate(spread)]
    return by_pairs(halves, Terms(), Line(metric="capture", family="explorative"))


def word(text: str, found: Line, *, unless_shown: bool = False) -> str:
    return bounding.held(bounding.bound(text), found, unless_shown=unless_shown).word


@pytest.mark.parametrize(
    ("middle", "shown", "unless"),
    [(-0.2, "failed", "failed"), (-0.03, "passed", "failed"), (0.1, "passed", "passed")],
)
def test_a_loss_that_is_shown_fails_and_one_that_is_possible_only_if_asked(
    middle: float, shown: str, unless: str
) -> None:
    assert word("capture < -0.02", line(middle)) == shown
    assert word("capture < -0.02", line(middle), unless_shown=True) == unless
    # The same upside down, and turned round.
    assert word("capture > 0.02", line(-middle)) == shown
    assert word("capture > 0.02", line(-middle), unless_shown=True) == unless


def test_few_pairs_with_an_interval_show_nothing_and_prove_nothing() -> None:
    few = line(-0.2, (0.1, -0.1))

    assert word("capture < -0.02", few) == "passed"
    assert word("capture < -0.02", few, unless_shown=True) == "failed"


def test_differences_that_are_all_alike_stand_for_themselves_once_there_are_enough() -> None:
    assert word("capture < -0.02", line(-0.2, (0.0,) * 8)) == "failed"
    assert word("capture < -0.02", line(0.0, (0.0,) * 8), unless_shown=True) == "passed"


@pytest.mark.parametrize("unless_shown", [False, True])
def test_too_little_to_tell_by_is_no_pass_of_numbers_and_of_events_alike(
    unless_shown: bool,
) -> None:
    of_numbers = line(-0.2, (0.0,) * 3)
    events = [(n, Half(False, f"s{n}", 1), True) for n in range(3)]
    of_events = by_pairs(events, Terms(), Line(metric="capture", family="explorative"))

    assert of_events.difference is not None and of_events.difference.low is not None
    for each in (of_numbers, of_events, line(0.0, (0.0,))):
        assert word("capture < -0.02", each, unless_shown=unless_shown) == "not enough data"


def test_nothing_to_hold_a_bound_against_is_no_pass() -> None:
    nothing = Line(metric="capture", family="explorative")

    assert bounding.held(bounding.bound("capture < 0"), nothing, unless_shown=False).failed is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("capture", "is no bound"),
        ("capture <= 0", "is no bound"),
        ("capture < x", "is no bound"),
        ("captur < 0", "did you mean 'capture'"),
    ],
)
def test_what_is_no_bound_is_refused(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        bounding.bound(text)


@pytest.mark.parametrize("text", ["gain.side-1 < -2", "capture > .5", "turns>1e-3"])
def test_bounds_are_read_as_they_are_written(text: str) -> None:
    assert bounding.bound(text).metric in ("gain.side-1", "capture", "turns")
