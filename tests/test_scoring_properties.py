"""What is true of the scores of any ending that can be drawn."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bruteforce import dominates, every_package, worth
from handmade import ending
from roomsix import outcomes, preferences, scoring
from roomsix.scenario import Scenario
from roomsix.scoring import Ending, Scores
from strategies import checked, packages, scenarios


@st.composite
def endings(draw: st.DrawFn, scenario: Scenario) -> Ending:
    return Ending(
        package=draw(st.one_of(st.none(), packages(scenario), packages(scenario))),
        ratified={
            party: draw(st.integers(0, 7)) > 0
            for party in (scenario.parties if draw(st.integers(0, 3)) else ())
        },
        level=draw(st.sampled_from(preferences.levels(scenario))),
        reason="it was over",
    )


@st.composite
def deals(draw: st.DrawFn) -> tuple[Scenario, Ending]:
    """Draw a scenario and an ending in which a package is in force, often an acceptable one."""
    scenario = draw(scenarios())
    level = draw(st.sampled_from(preferences.levels(scenario)))
    space = outcomes.space(scenario)
    zone = space.zone(level).nonzero()[0].tolist()
    inside = draw(st.integers(0, 3)) > 0
    numbers = zone if zone and inside else range(len(space))
    package = space.package(draw(st.sampled_from(numbers)))
    return scenario, ending(package, *scenario.parties, level=level)


@checked
@given(st.data())
def test_scores_survive_being_written_and_read(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())
    found = scoring.score(scenario, data.draw(endings(scenario)))

    text = json.dumps(found.model_dump(mode="json"), allow_nan=False)

    assert Scores.model_validate_json(text) == found


@checked
@given(st.data())
def test_the_same_ending_has_the_same_scores(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())
    end = data.draw(endings(scenario))
    copy = Scenario.model_validate_json(scenario.model_dump_json())

    first, second = scoring.score(scenario, end), scoring.score(copy, end)

    assert first.model_dump_json() == second.model_dump_json()


@checked
@given(st.data())
def test_a_value_is_never_missing_without_a_reason(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())

    for score in scoring.score(scenario, data.draw(endings(scenario))).scores.values():
        assert score.value is not None or score.notes


@checked
@given(deals())
def test_ratios_lie_between_nothing_and_all(case: tuple[Scenario, Ending]) -> None:
    found = scoring.score(*case).scores

    for name in ("capture", "nash-ratio"):
        value = found[name].value
        assert value is None or 0 <= float(value) <= 1
        assert found["agreement"].value or value in (None, 0.0)


@checked
@given(deals())
def test_a_deal_above_every_reservation_is_a_deal_at_least_as_well(
    case: tuple[Scenario, Ending],
) -> None:
    found = scoring.score(*case).scores
    above, at_least = found["agreement-above"].value, found["agreement-at-least"].value

    assert at_least or not above
    assert found["equality-decides"].value is (above != at_least)
    assert found["agreement"].value in (above, at_least)


@checked
@given(deals())
def test_the_frontier_is_where_nothing_dominates_and_no_way_is_left(
    case: tuple[Scenario, Ending],
) -> None:
    scenario, end = case
    assert end.package is not None
    found = scoring.score(scenario, end).scores
    space = outcomes.space(scenario)
    mine = worth(scenario, end.package)

    better = sum(
        bool(space.allowed[number]) and dominates(worth(scenario, other), mine)
        for number, other in enumerate(every_package(scenario))
    )
    allowed = bool(space.allowed[space.index(end.package)])
    assert found["dominated-by"].value == better
    assert found["pareto"].value is (allowed and better == 0)
    if found["pareto"].value:
        assert found["pareto-distance"].value == 0


@checked
@given(scenarios(), st.data())
def test_a_solution_point_is_at_no_distance_from_itself(
    scenario: Scenario, data: st.DataObject
) -> None:
    level = data.draw(st.sampled_from(preferences.levels(scenario)))
    space = outcomes.space(scenario)
    frontier = outcomes.pareto(space.utilities, space.allowed)
    solved = outcomes.solutions(space, frontier, level)
    if solved is None:
        return
    for name, solution in (
        ("nash", solved.nash),
        ("kalai-smorodinsky", solved.kalai_smorodinsky),
        ("egalitarian", solved.egalitarian),
    ):
        package = data.draw(st.sampled_from(solution.points)).packages[0]
        end = ending(package, *scenario.parties, level=level)
        found = scoring.score(scenario, end, space=space).scores
        assert found[f"{name}-distance"].value == 0
        assert found["pareto"].value is found["agreement"].value is True
