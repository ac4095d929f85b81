"""The frontier and solution points against another library's: utility vectors, to 1e-9.

negmas minimises the difference between the largest and the smallest relative gain for what it calls
Kalai-Smorodinsky, which is another problem; that one is held against brute force in
`test_bargaining` alone.
"""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import assume, given, settings

from bruteforce import Vector
from handmade import talks
from roomsix import outcomes, preferences
from roomsix.outcomes import Solution, Solutions
from roomsix.scenario import Scenario, Stakes
from strategies import checked, scenarios

Ops = Callable[..., Sequence[tuple[Sequence[float], int]]]
PICKS: dict[str, Callable[[Solutions], Solution]] = {
    "nash_points": lambda found: found.nash,
    "kalai_points": lambda found: found.egalitarian,
    "max_welfare_points": lambda found: found.utilitarian,
}


class Theirs:
    """A scenario at its start as negmas has it: packages within the lines, mapped to points."""

    def __init__(self, scenario: Scenario) -> None:
        from negmas.outcomes import make_issue
        from negmas.preferences import MappingUtilityFunction, ops

        space = outcomes.space(scenario)
        self.ops = ops
        numbers = space.allowed.nonzero()[0].tolist()
        self.outcomes = [tuple(space.package(number).values()) for number in numbers]
        issues = [make_issue(list(i.options), name) for name, i in scenario.issues.items()]
        level = preferences.start_level(scenario)
        self.ufuns = [
            MappingUtilityFunction(
                dict(zip(self.outcomes, space.utilities[row, numbers].tolist(), strict=True)),
                issues=issues,
                reserved_value=float(preferences.reservation(scenario, party, level)),
            )
            for row, party in enumerate(space.parties)
        ]

    def frontier(self) -> list[tuple[float, ...]]:
        found, _ = self.ops.pareto_frontier(self.ufuns, outcomes=self.outcomes)
        return [tuple(map(float, point)) for point in found]

    def points(self, name: str) -> list[tuple[float, ...]]:
        find: Any = getattr(self.ops, name)
        found = find(self.ufuns, self.frontier(), outcomes=self.outcomes)
        return [tuple(map(float, point)) for point, _ in found]


def ours(scenario: Scenario) -> tuple[set[Vector], Solutions | None]:
    space = outcomes.space(scenario)
    frontier = outcomes.pareto(space.utilities, space.allowed)
    level = preferences.start_level(scenario)
    solved = outcomes.solutions(space, frontier, level, ">=")
    # negmas leaves out of its frontier what is below somebody's reservation.
    rational = frontier & space.zone(level, ">=")
    return set(outcomes.vectors(space.utilities, rational)), solved


def agree(scenario: Scenario) -> None:
    frontier, solved = ours(scenario)
    theirs = Theirs(scenario)
    assert {tuple(map(round, point)) for point in theirs.frontier()} == frontier
    if solved is None:
        assert not frontier
        return
    for name, pick in PICKS.items():
        mine = [tuple(point.utilities.values()) for point in pick(solved).points]
        found = theirs.points(name)
        assert found, name
        # Of points that tie it lists some; ours are all there are.
        for point in found:
            assert any(point == pytest.approx(each, abs=1e-9) for each in mine), name
        if len(mine) == 1:
            assert {tuple(map(round, point)) for point in found} == set(mine)


def lifted(scenario: Scenario) -> Scenario:
    """Raise reservations below a party's worst package to that, as negmas does of itself.

    Where a party has nothing to gain from any package, negmas takes all of them for solutions.
    """
    space = outcomes.space(scenario)
    assume(space.allowed.any())
    levels, parties = preferences.levels(scenario), {}
    for party, top, span in zip(
        space.parties, outcomes.tops(space), outcomes.spans(space), strict=True
    ):
        stakes = {
            level: Stakes(no_deal=max(top - span, preferences.reservation(scenario, party, level)))
            for level in levels
        }
        assume(all(top > each.no_deal for each in stakes.values()))
        parties[party] = scenario.parties[party].model_copy(update={"stakes": stakes})
    return scenario.model_copy(update={"parties": parties})


@settings(checked, max_examples=40)
@given(scenarios(most_parties=4, most_issues=3))
def test_drawn_scenarios_have_the_frontier_and_the_points_that_negmas_finds(
    scenario: Scenario,
) -> None:
    agree(lifted(scenario))


@pytest.mark.parametrize(("parties", "issues", "options"), [(2, 3, 10), (2, 4, 8), (5, 3, 10)])
def test_larger_games_have_the_frontier_and_the_points_that_negmas_finds(
    parties: int, issues: int, options: int
) -> None:
    dice = random.Random(parties * 100 + issues)
    cards = {
        f"p{party}": {
            f"i{issue}": tuple(dice.randint(0, 300) for _ in range(options))
            for issue in range(issues)
        }
        for party in range(parties)
    }

    agree(talks(cards, dict.fromkeys(cards, 100 * issues)))
