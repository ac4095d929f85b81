"""How well the mocks negotiate the built-in talks, on seeds that stay the same.

`benchmarks/quality.py` draws other seeds, and more of them.
"""

from functools import cache
from pathlib import Path
from statistics import mean

import pytest
from benchmarks import quality

from roomsix import acts, preferences, rules
from roomsix.events import Opened, Record
from roomsix.scenario import Scenario
from roomsix.session import Result
from roomsix.workspace import Workspace

pytestmark = pytest.mark.xdist_group("quality")

ROOT = Path(__file__).parents[1]
FIRST = 4200
ALL, SOME = 14, 7
"""How many seeds are played as they are, and how many once more another way."""


def scenario(*, verification: bool = True) -> Scenario:
    """The built-in talks, if need be without points for what is checked and therefore kept."""
    whole = Workspace(ROOT).scenario("room-six")
    if verification:
        return whole
    parties = {
        name: side.model_copy(update={"card": side.card.model_copy(update={"bonuses": ()})})
        for name, side in whole.parties.items()
    }
    return whole.model_copy(update={"parties": parties})


@cache
def played(seed: int, *asked: str, verification: bool = True) -> Result:
    table = scenario(verification=verification)
    cast = Workspace(ROOT).cast(table)
    return quality.play(table, cast, FIRST + seed, asked, ROOT)


def gain(result: Result) -> float:
    """The share of the best joint gain there is; 0 without a deal."""
    capture = result.scores.scores["capture"].value
    deal = result.ended.outcome == "deal"
    return float(capture) if deal and isinstance(capture, int | float) else 0.0


def deals(results: list[Result]) -> float:
    return mean(result.ended.outcome == "deal" for result in results)


def results() -> list[Result]:
    return [played(seed) for seed in range(ALL)]


def test_most_talks_end_in_a_deal_not_all_and_none_crosses_a_line() -> None:
    assert 0.6 <= deals(results()) <= 0.95
    assert not any(quality.breaches(scenario(), result) for result in results())
    assert not any(result.record.of("invalid") for result in results())
    reasons = {"out of rounds", "out of time", "not ratified", "walk-out", "rupture", "adjourned"}
    assert {r.ended.why for r in results() if r.ended.outcome == "no deal"} <= reasons


def test_a_mediator_who_drafts_is_worth_more_than_one_who_only_listens() -> None:
    passive = "mediator=mock:passive"

    apart = [gain(played(seed)) - gain(played(seed, passive)) for seed in range(SOME)]

    assert mean(apart) > 0.1


def test_without_what_checking_is_worth_there_is_hardly_a_deal() -> None:
    without = [played(seed, verification=False) for seed in range(SOME)]

    assert deals(without) <= deals([played(seed) for seed in range(SOME)]) - 0.4


def test_an_agreement_is_only_ever_bettered() -> None:
    table = scenario()

    bettered = 0
    for result in results():
        worth: dict[str, int] = {}
        for event in result.record.of("accept"):
            assert isinstance(event.what, acts.Accept)
            papers = rules.papers(table, result.record, event.session or "")
            paper = next(paper for paper in papers if paper.seq == event.what.paper)
            if not paper.accepted >= set(table.parties):
                continue
            now = {
                party: preferences.points(table, side.card, paper.package)
                for party, side in table.parties.items()
            }
            # The first of its two acceptances is not yet an agreement.
            last = [e.seq for e in result.record.of("accept") if e.what == event.what]
            if event.seq == max(last):
                assert all(now[party] >= worth.get(party, 0) for party in now)
                bettered += any(now[party] > worth.get(party, 999) for party in now)
                worth = now
    assert bettered


def offers_after_agreeing(table: Scenario, record: Record) -> int:
    def agreed(seq: int) -> bool:
        return rules.agreement(table, Record(record[:seq])) is not None

    return sum(agreed(event.seq) for event in record.of("propose"))


def test_no_side_begins_to_better_an_agreement_where_no_mediator_drafts() -> None:
    table = scenario()
    alone = [played(seed, "mediator=mock:passive") for seed in range(SOME)]

    assert any(result.ended.package is not None for result in alone)
    assert sum(offers_after_agreeing(table, result.record) for result in results()) > 0
    assert sum(offers_after_agreeing(table, result.record) for result in alone) == 0


def test_a_mediator_takes_a_side_apart_that_refused_the_last_text_where_there_is_time() -> None:
    opened = [event.what for result in results() for event in result.record.of("opened")]
    apart = [what for what in opened if isinstance(what, Opened) and what.aside is not None]

    assert len(apart) >= ALL / 2
