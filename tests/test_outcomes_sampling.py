"""Estimates by drawing: intervals that hold what they say, and nothing taken for exact."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bruteforce import worth
from handmade import talks, theatre
from roomsix import outcomes, preferences
from roomsix.outcomes.drawn import drawn
from roomsix.outcomes.intervals import beta, clopper_pearson
from roomsix.scenario import Scenario
from strategies import checked, scenarios


def tail(hits: int, drawn: int, share: Fraction) -> Fraction:
    """Return the chance of so many hits or more, term by term."""
    return sum(
        (
            math.comb(drawn, k) * share**k * (1 - share) ** (drawn - k)
            for k in range(hits, drawn + 1)
        ),
        Fraction(0),
    )


@checked
@given(st.integers(1, 60), st.data())
def test_the_ends_of_an_interval_leave_a_fortieth_on_either_side(
    count: int, data: st.DataObject
) -> None:
    hits = data.draw(st.integers(0, count))
    low, high = clopper_pearson(hits, count)

    assert 0 <= low <= hits / count <= high <= 1
    if hits:
        assert float(tail(hits, count, Fraction(low))) == pytest.approx(0.025, abs=1e-9)
    if hits < count:
        fewer = 1 - tail(hits + 1, count, Fraction(high))
        assert float(fewer) == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5])
def test_intervals_hold_the_truth_at_least_as_often_as_they_say(share: float) -> None:
    count, exact = 100, Fraction(share)
    holds = [
        hits
        for hits in range(count + 1)
        if clopper_pearson(hits, count)[0] <= share <= clopper_pearson(hits, count)[1]
    ]

    held = sum(math.comb(count, k) * exact**k * (1 - exact) ** (count - k) for k in holds)

    assert float(held) >= 0.95


def test_no_hit_at_all_still_leaves_room() -> None:
    low, high = clopper_pearson(0, 200_000)

    assert low == 0
    assert high == pytest.approx(1 - 0.025 ** (1 / 200_000), rel=1e-9)


@pytest.mark.parametrize(("x", "a", "b"), [(0.5, 3, 4), (0.01, 2000, 198_001), (0.7, 1, 1)])
def test_the_beta_function_is_symmetrical(x: float, a: int, b: int) -> None:
    assert beta(x, a, b) == pytest.approx(1 - beta(1 - x, b, a), abs=1e-9)


@checked
@given(scenarios(most_issues=3))
def test_packages_drawn_are_worth_what_they_are_worth(scenario: Scenario) -> None:
    space = drawn(scenario, 40, 1)

    for number in range(len(space)):
        package = space.package(number)
        assert tuple(space.worth(number).values()) == worth(scenario, package)
        for row, side in enumerate(scenario.parties.values()):
            crossed = preferences.breached(side.red_lines + side.mandate, package)
            assert space.kept[row, number] == (not crossed)


def test_the_same_packages_are_drawn_every_time_and_others_by_another_seed() -> None:
    one, again, other = (drawn(theatre(), 50, seed) for seed in (1, 1, 2))

    assert (one.choices == again.choices).all()
    assert (one.choices != other.choices).any()
    # These are the first three for good: a change of draws would be a change of results.
    assert [tuple(one.package(n).values()) for n in range(3)] == [
        ("o2", "o3", "o2"),
        ("o1", "o2", "o2"),
        ("o3", "o0", "o0"),
    ]


def test_every_option_is_drawn_about_as_often() -> None:
    counts = [(drawn(theatre(), 12_000, 0).choices[0] == option).sum() for option in range(4)]

    assert all(2_800 < count < 3_200 for count in counts)


@pytest.mark.parametrize("seed", range(8))
def test_estimates_lie_around_what_counting_gives(seed: int) -> None:
    scenario = theatre()
    whole, found = outcomes.feasibility(scenario), outcomes.sample(scenario, count=4_000, seed=seed)
    zone, guess = whole.levels["always"][">="], found.levels["always"][">="]

    wide = 1.5  # eight seeds, several shares each: an interval may just miss
    for party, count in zone.acceptable.items():
        share, each = count / whole.size, guess.acceptable[party]
        assert abs(share - each.value) <= wide * (each.high - each.low) / 2
    assert abs(zone.share - guess.acceptable_to_all.value) <= wide * (
        guess.acceptable_to_all.high - guess.acceptable_to_all.low
    )
    assert zone.best_joint_gain is not None and guess.best_joint_gain is not None
    assert guess.best_joint_gain <= zone.best_joint_gain
    assert not guess.exact
    space = outcomes.space(scenario)
    assert all(
        most >= top for most, top in zip(found.most.values(), outcomes.tops(space), strict=True)
    )


def tangled(issues: int = 22) -> Scenario:
    """A scenario whose issues all count together: too much to enumerate or to build."""
    cards = {
        "one": {f"i{n}": (0, 1) for n in range(issues)},
        "two": {f"i{n}": (1, 0) for n in range(issues)},
    }
    whole = {"points": 3, "when": {f"i{n}": ["o0"] for n in range(issues)}}
    return talks(cards, {"one": 11, "two": 11}, bonuses={"one": [whole]})


def test_what_can_be_neither_counted_nor_built_is_drawn_and_says_so() -> None:
    found = outcomes.survey(tangled())

    assert isinstance(found, outcomes.Sample)
    assert (found.method, found.size, found.drawn) == ("drawn", 2**22, 200_000)
    zone = found.levels["always"][">="]
    exact = math.comb(22, 11) / 2**22
    assert zone.acceptable_to_all.low <= exact <= zone.acceptable_to_all.high
    assert not zone.exact
    assert found.most == {"one": 25, "two": 22}
    assert found.verdict[0].startswith("estimated: 200,000 of 4,194,304 packages were drawn")
    assert found.verdict[1].endswith("; the best joint gain is at least 0")


def test_a_bonus_beyond_enumeration_is_drawn_too() -> None:
    cards = {f"p{party}": {f"i{n}": (0, 1, 2, 3) for n in range(11)} for party in range(3)}
    decision = {"rule": "quorum", "quorum": 2, "bonus": {"p0": 5}}
    found = outcomes.survey(talks(cards, dict.fromkeys(cards, 20), decision=decision))

    assert isinstance(found, outcomes.Sample)
    assert found.most["p0"] == 38
    assert "acceptable to 2 of 3" in found.verdict[1]
