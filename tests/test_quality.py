"""How well the mocks negotiate the built-in talks, on seeds that stay the same.

`benchmarks/quality.py` draws other seeds, and more of them.
"""

from functools import cache
from pathlib import Path
from statistics import mean

from benchmarks import quality

from roomsix.scenario import Scenario
from roomsix.session import Result
from roomsix.workspace import Workspace

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


def test_most_talks_end_in_a_deal_not_all_and_none_crosses_a_line() -> None:
    results = [played(seed) for seed in range(ALL)]

    assert 0.6 <= deals(results) <= 0.95
    assert not any(quality.breaches(scenario(), result) for result in results)
    assert not any(result.record.of("invalid") for result in results)
    reasons = {"out of rounds", "out of time", "not ratified", "walk-out", "rupture", "adjourned"}
    assert {r.ended.why for r in results if r.ended.outcome == "no deal"} <= reasons


def test_a_mediator_who_drafts_is_worth_more_than_one_who_only_listens() -> None:
    passive = "mediator=mock:passive"

    apart = [gain(played(seed)) - gain(played(seed, passive)) for seed in range(SOME)]

    assert mean(apart) > 0.1


def test_without_what_checking_is_worth_there_is_hardly_a_deal() -> None:
    without = [played(seed, verification=False) for seed in range(SOME)]

    assert deals(without) <= deals([played(seed) for seed in range(SOME)]) - 0.4
