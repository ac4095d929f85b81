"""The fifty fixed games: the same for good, and played well by the mocks."""

import hashlib
from functools import cache
from statistics import fmean
from typing import Any

import pytest
from benchmarks import games
from pydantic import JsonValue

from roomsix import outcomes
from roomsix.canonical import line
from roomsix.generator import generate, wanted
from roomsix.scenario import Scenario

pytestmark = pytest.mark.xdist_group("games")

SEEDS = range(games.FIRST, games.FIRST + games.GAMES)

FINGERPRINT = "039e7b4eb8566e12"
"""Of what decides the games. Another one means other games, with which no figure compares."""


@cache
def drawn() -> tuple[Scenario, ...]:
    return tuple(generate(wanted(seed)) for seed in SEEDS)


def bones(game: Scenario) -> str:
    """Return what decides how a game can end: options, cards, limits, stakes, rounds; no words."""
    whole = game.model_dump(mode="json")
    sides: list[Any] = [
        {part: side[part] for part in ("card", "red_lines", "mandate", "stakes", "position")}
        for side in whole["parties"].values()
    ]
    for side in sides:
        for limit in side["red_lines"] + side["mandate"]:
            del limit["because"]
        del side["position"]["says"]
    options: list[JsonValue] = [list(issue["options"]) for issue in whole["issues"].values()]
    rounds = [sitting["rounds"] for sitting in whole["sessions"].values()]
    told: dict[str, JsonValue] = {"options": options, "sides": sides, "rounds": rounds}
    return line(told)


def test_the_fixed_games_are_the_ones_that_were_fixed() -> None:
    told = "".join(map(bones, drawn()))

    assert hashlib.sha256(told.encode()).hexdigest()[:16] == FINGERPRINT


def test_the_fixed_games_are_of_every_size_and_length_with_and_without_interactions() -> None:
    asked = [wanted(seed) for seed in SEEDS]
    opposed = [outcomes.feasibility(game).opposition or 0 for game in drawn()]

    assert len(asked) == 50
    assert {each.parties for each in asked} == {2}
    assert {each.issues for each in asked} == set(range(3, 9))
    assert {each.rounds for each in asked} == set(range(4, 9))
    assert {each.interactions for each in asked} == set(range(4))
    assert min(opposed) < 0.2
    assert max(opposed) > 0.5


def test_mocks_agree_in_nearly_all_of_them_for_most_of_the_gain_and_cross_no_line() -> None:
    # One test, so that the games are played once however the tests are shared out.
    played = games.played(SEEDS)

    assert [game.wanted.seed for game in played if game.breaches or game.unusable] == []
    assert games.deals(played) >= games.DEALS
    assert fmean(game.capture for game in played) >= games.CAPTURE


def test_wilsons_interval_is_the_known_one() -> None:
    low, high = games.wilson(0.9, 10)

    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)
    assert games.wilson(1.0, 50)[1] == pytest.approx(1.0)
