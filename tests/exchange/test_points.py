"""Utilities become whole points: exactly where that can be, and else by no more than is stated."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from roomsix.exchange import points
from roomsix.exchange.game import Extra, Side
from strategies import checked

REAL = st.fractions(min_value=-3, max_value=3)
SMALL = st.fractions(min_value=-3, max_value=3, max_denominator=12)


def sides(numbers: st.SearchStrategy[Fraction]) -> st.SearchStrategy[Side]:
    topics = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=3).map(tuple)
    extra = st.builds(Extra, numbers, st.just({0: (0, 1)}))
    return st.builds(
        Side,
        name=st.just("a"),
        file=st.just("a.xml"),
        worth=topics,
        extras=st.lists(extra, max_size=1).map(tuple),
        least=st.none() | numbers,
    )


def worths(side: Side, made: points.Scaled) -> list[tuple[Fraction, int]]:
    """Return every package's utility beside its points."""
    found = []
    for chosen in product(*(range(len(topic)) for topic in side.worth)):
        worth = sum((t[c] for t, c in zip(side.worth, chosen, strict=True)), Fraction(0))
        mine = sum(t[c] for t, c in zip(made.points, chosen, strict=True))
        for extra, of in zip(side.extras, made.extras, strict=True):
            if all(chosen[topic] in some for topic, some in extra.where.items()):
                worth, mine = worth + extra.worth, mine + of
        found.append((worth, mine))
    return found


@given(sides(REAL))
@checked
def test_no_package_is_off_by_more_than_is_stated(side: Side) -> None:
    made = points.scaled(side)

    assert all(abs(mine / made.scale - worth) <= made.error for worth, mine in worths(side, made))


@given(sides(SMALL))
@checked
def test_numbers_with_small_denominators_are_scaled_exactly(side: Side) -> None:
    made = points.scaled(side)

    exact = all(mine == worth * made.scale for worth, mine in worths(side, made))
    assert exact == (made.error == 0)


@given(sides(REAL))
@checked
def test_packages_that_rounding_moves_over_the_reservation_are_counted(side: Side) -> None:
    made = points.scaled(side)

    low, _ = points.bounds(side)
    least = low if side.least is None else side.least
    moved = sum((worth >= least) != (mine >= made.least) for worth, mine in worths(side, made))
    assert moved == made.moved


@given(sides(REAL))
@checked
def test_points_stay_within_what_a_card_may_hold(side: Side) -> None:
    made = points.scaled(side)

    given_ = [point for topic in made.points for point in topic]
    assert max(map(abs, [*given_, *made.extras, made.least])) <= points.MOST


def test_thirds_and_tenths_need_thirty_points_for_one() -> None:
    side = Side("a", "a.xml", ((Fraction(1, 3), Fraction(1, 10)),), least=Fraction(1, 10))

    made = points.scaled(side)

    assert (made.scale, made.error) == (Fraction(30), Fraction(0))
    assert (made.points, made.least) == (((10, 3),), 3)


def test_without_a_reservation_every_package_is_good_enough() -> None:
    side = Side("a", "a.xml", ((Fraction(1), Fraction(-2)),), least=None)

    assert points.scaled(side).least == -2
