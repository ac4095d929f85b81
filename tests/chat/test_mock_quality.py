"""What the default mocks are held to: enough deals, none against a limit, agreements bettered.

Fixed seeds, each played once; `benchmarks/quality.py` and `benchmarks/games.py` measure the rest.
"""

from functools import cache
from pathlib import Path

from benchmarks import quality

from roomsix import acts, preferences, rules, session
from roomsix.events import Opened, Record
from roomsix.scenario import Scenario
from roomsix.workspace import Workspace

WORKSPACE = Workspace(Path(__file__).parents[2])
SEEDS = range(40, 50)


@cache
def played(*, checked: bool = True) -> tuple[Scenario, tuple[session.Result, ...]]:
    """Return talks in room six, with or without what deterrence is worth to the sides."""
    scenario = WORKSPACE.scenario("room-six")
    cast = WORKSPACE.cast(scenario)
    if not checked:
        parties = {
            name: side.model_copy(update={"card": side.card.model_copy(update={"bonuses": ()})})
            for name, side in scenario.parties.items()
        }
        scenario = scenario.model_copy(update={"parties": parties})
    seeds = SEEDS if checked else SEEDS[::3]
    return scenario, tuple(quality.play(scenario, cast, seed) for seed in seeds)


def deals(results: tuple[session.Result, ...]) -> float:
    return sum(result.ended.outcome == "deal" for result in results) / len(results)


def test_most_talks_in_room_six_end_in_a_deal_but_not_all() -> None:
    _, results = played()

    assert 0.6 <= deals(results) <= 0.95
    assert all(result.ended.why for result in results)


def test_nobody_in_room_six_agrees_to_what_its_side_rules_out() -> None:
    scenario, results = played()

    assert [quality.breaches(scenario, result) for result in results] == [0] * len(results)
    assert not any(result.record.of("invalid") for result in results)


def test_without_what_checking_is_worth_there_is_hardly_a_deal() -> None:
    _, checked = played()
    _, unchecked = played(checked=False)

    assert deals(unchecked) < deals(checked) - 0.3


def test_an_agreement_is_only_ever_bettered() -> None:
    scenario, results = played()

    bettered = 0
    for result in results:
        worth: dict[str, int] = {}
        for event in result.record.of("accept"):
            assert isinstance(event.what, acts.Accept)
            papers = rules.papers(scenario, result.record, event.session or "")
            paper = next(paper for paper in papers if paper.seq == event.what.paper)
            if not paper.accepted >= set(scenario.parties):
                continue
            now = {
                party: preferences.points(scenario, side.card, paper.package)
                for party, side in scenario.parties.items()
            }
            # The first of its two acceptances is not yet an agreement.
            last = [e.seq for e in result.record.of("accept") if e.what == event.what]
            if event.seq == max(last):
                assert all(now[party] >= worth.get(party, 0) for party in now)
                bettered += any(now[party] > worth.get(party, 999) for party in now)
                worth = now
    assert bettered


def offers_after_agreeing(scenario: Scenario, record: Record) -> int:
    def agreed(seq: int) -> bool:
        before = Record(tuple(event for event in record if event.seq < seq))
        return rules.agreement(scenario, before) is not None

    return sum(agreed(event.seq) for event in record.of("propose"))


def test_no_side_begins_to_better_an_agreement_where_no_mediator_drafts() -> None:
    scenario, results = played()
    cast = WORKSPACE.cast(scenario)
    alone = [quality.play(scenario, cast, seed, ("mediator=mock:passive",)) for seed in SEEDS[:3]]

    assert any(result.ended.package is not None for result in alone)
    assert sum(offers_after_agreeing(scenario, result.record) for result in results) > 0
    assert sum(offers_after_agreeing(scenario, result.record) for result in alone) == 0


def test_a_mediator_takes_a_side_apart_that_refused_the_last_text_where_there_is_time() -> None:
    _, results = played()

    opened = [event.what for result in results for event in result.record.of("opened")]
    apart = [what for what in opened if isinstance(what, Opened) and what.aside is not None]

    assert len(apart) >= len(results) / 2
