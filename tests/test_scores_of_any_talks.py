"""Whatever happened in talks, every measure says something of them, and in plain numbers."""

import asyncio
import json
from functools import cache, partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomsix import preferences, scoring, session
from roomsix.events import Record
from roomsix.scenario import Scenario
from roomsix.scoring import Ending, Scores
from simulation import answers
from strategies import checked, drawn, packages
from tables import Answering, talks_of

SEEDS = range(12)


@cache
def played(seed: int) -> tuple[Scenario, Record]:
    """Talks of random acts, legal or not, and random assessments, in a scenario so drawn."""
    luck = answers.Luck(seed)
    scenario = drawn(bytes(luck.pick(f"byte {n}", range(256)) for n in range(512)))
    chat = Answering(partial(answers.answer, seed=seed), assesses=True)
    return scenario, asyncio.run(session.negotiate(talks_of(scenario, chat, seed=seed))).record


@st.composite
def cases(draw: st.DrawFn, scenario: Scenario, record: Record) -> tuple[Ending, Record]:
    """Draw talks, cut off anywhere, and any ending of theirs."""
    return Ending(
        package=draw(st.one_of(st.none(), packages(scenario), packages(scenario))),
        ratified={party: draw(st.integers(0, 7)) > 0 for party in scenario.parties},
        level=draw(st.sampled_from(preferences.levels(scenario))),
        reason="it was over",
    ), Record(record[: draw(st.integers(0, len(record)))])


def bare(scenario: Scenario, end: Ending, record: Record) -> list[str]:
    """The measures that say nothing and do not say why; all must be of this scenario and JSON."""
    found = scoring.score(scenario, end, record=record)
    text = json.dumps(found.model_dump(mode="json"), allow_nan=False)
    assert Scores.model_validate_json(text) == found
    for score in found.scores.values():
        assert score.parties.keys() <= scenario.parties.keys(), score.name
        assert score.seats.keys() <= scenario.seats.keys(), score.name
    every = found.scores.values()
    return [s.name for s in every if s.value is None and not (s.span or s.notes)]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_measure_of_any_talks_has_a_value_or_a_reason(seed: int) -> None:
    scenario, record = played(seed)

    assert len(record) > 20
    assert bare(scenario, session.ending(scenario, record), record) == []


@settings(checked, max_examples=60)
@given(st.data())
def test_so_it_has_of_talks_cut_short_and_of_any_ending(data: st.DataObject) -> None:
    scenario, record = played(data.draw(st.sampled_from(SEEDS)))
    end, begun = data.draw(cases(scenario, record))

    assert bare(scenario, end, begun) == []
