"""Each seat sees its own brief and what it perceived, and nothing else."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from roomsix.calls import Request
from roomsix.persona import Persona
from roomsix.scenario import Digest, Scenario
from strategies import checked, scenarios
from tables import now
from wall import guards, labels


@pytest.mark.parametrize("guard", guards.GUARDS, ids=lambda guard: guard.__name__)
def test_the_wall_holds_in_the_built_in_scenario(guard: Callable[[Scenario], None]) -> None:
    guard(guards.built_in())


@pytest.mark.parametrize("guard", guards.OF_OLD_ROUNDS, ids=lambda guard: guard.__name__)
def test_the_wall_holds_where_old_rounds_are_told_in_short(
    guard: Callable[[Scenario], None],
) -> None:
    guard(guards.in_short())


@settings(checked, max_examples=40, phases=(Phase.generate,))
@given(scenarios(), st.sampled_from([None, Digest(keep=1, every=1)]))
def test_the_wall_holds_in_scenarios_nobody_planned(
    scenario: Scenario, digest: Digest | None
) -> None:
    scenario = scenario.model_copy(update={"digest": digest})
    guards.no_canary_leaves_its_cage(scenario)
    guards.secrets_change_nothing_for_others(scenario)
    guards.numbers_count_only_what_is_seen(scenario)


def test_every_field_of_a_scenario_says_who_may_see_it() -> None:
    for path, _ in labels.leaves(guards.built_in().model_dump(mode="json", exclude={"x"})):
        labels.label(guards.built_in(), path)


def test_every_field_of_a_persona_says_who_may_see_it() -> None:
    public = {"persona", "id", "name", "summary", "extends", "x"}
    own = {"voice", "traits", "lines", "body", "private"}

    assert set(Persona.model_fields) == public | own


def test_a_disclosed_fact_reaches_those_who_heard_it_and_nobody_else() -> None:
    scenario = guards.built_in()
    fact = scenario.facts["strike-group"].text

    def answer(request: Request) -> dict[str, JsonValue]:
        here = now(request)
        if request.seat == "park" and here["session"] == "prelim-coalition":
            return {"act": "disclose", "fact": "strike-group"}
        return {"act": "pass"}

    sent, _ = guards.heard(scenario, answer=answer)

    told = {seat for seat, every in sent.items() if fact in "\n".join(every)}
    assert told == {"park", "kim", "tanaka", "chen", "volkov"}
