"""The one-page scenario holds the figures it was designed with, counted here without the engine."""

import itertools
import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from roomsix.deal import inside
from roomsix.scenario import Scenario

PATH = Path(__file__).parents[2] / "scenarios" / "theatre.yaml"
SIDES = ("theatre", "orchestra")


class Worth(NamedTuple):
    """What a package is worth to each side, and whether each is free to take it."""

    at: tuple[int, ...]
    points: tuple[int, ...]
    may: tuple[bool, ...]


@cache
def scenario() -> Scenario:
    data = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return Scenario.model_validate_json(json.dumps(data), strict=True)


def price(at: tuple[int, ...], *, bonuses: bool = True) -> Worth:
    issues = scenario().issues
    held = {name: list(issues[name].options)[n] for name, n in zip(issues, at, strict=True)}
    points, may = [], []
    for name in SIDES:
        side = scenario().parties[name]
        total = sum(side.card.points[issue][option] for issue, option in held.items())
        for bonus in side.card.bonuses if bonuses else ():
            total += bonus.points if inside(held, bonus.when) else 0
        points.append(total)
        may.append(not any(inside(held, limit.never) for limit in side.red_lines))
    return Worth(at, tuple(points), tuple(may))


def space(*, bonuses: bool = True) -> list[Worth]:
    sizes = [range(len(issue.options)) for issue in scenario().issues.values()]
    return [price(at, bonuses=bonuses) for at in itertools.product(*sizes)]


def gains(row: Worth) -> list[int]:
    parties = scenario().parties
    return [
        worth - parties[name].stakes["always"].reservation
        for name, worth in zip(SIDES, row.points, strict=True)
    ]


def accepts(row: Worth, side: int) -> bool:
    return row.may[side] and gains(row)[side] >= 0


def zone(*, bonuses: bool = True) -> list[Worth]:
    return [row for row in space(bonuses=bonuses) if accepts(row, 0) and accepts(row, 1)]


def test_there_are_48_packages() -> None:
    assert len(space()) == 48


def test_three_packages_suit_both_sides() -> None:
    assert {row.at: row.points for row in zone()} == {
        (1, 2, 2): (62, 70),
        (1, 3, 2): (70, 58),
        (2, 3, 2): (58, 68),
    }


def test_a_fourth_would_but_for_the_red_lines() -> None:
    assert sum(min(gains(row)) >= 0 for row in space()) == 4


def test_each_side_alone_could_take_about_a_third() -> None:
    shares = [round(100 * sum(accepts(row, side) for row in space()) / 48, 1) for side in (0, 1)]
    assert shares == [37.5, 35.4]


def test_one_package_is_best_by_product_by_sum_and_for_the_worse_off() -> None:
    for rule in (
        lambda row: gains(row)[0] * gains(row)[1],
        lambda row: sum(gains(row)),
        lambda row: min(gains(row)),
    ):
        best = max(zone(), key=rule)
        assert best.at == (1, 2, 2)
        assert best.points == (62, 70)
        assert sum(gains(best)) == 20


def test_the_middle_of_everything_suits_nobody() -> None:
    middles = [price(at) for at in itertools.product((1, 2), (1, 2), (1,))]
    assert [row.points for row in middles] == [(46, 46), (68, 44), (34, 56), (56, 54)]
    assert not any(accepts(row, 0) and accepts(row, 1) for row in middles)


def test_without_recorded_sundays_there_is_no_deal_to_find() -> None:
    assert zone(bonuses=False) == []


def test_both_sides_say_that_it_is_all_about_pay() -> None:
    for party in scenario().parties.values():
        assert party.position.order[0] == "pay"
        assert party.position.says.startswith("It is all about pay")
        assert party.principal.mood == 2


def test_the_sittings_are_two_visits_a_plenary_and_a_vote() -> None:
    sessions = scenario().sessions.values()
    assert [(session.kind, session.minutes) for session in sessions] == [
        ("preliminary", 20),
        ("preliminary", 20),
        ("plenary", 40),
        ("ratification", 10),
    ]
    assert scenario().sessions["plenary"].rounds == 4


def test_no_id_is_used_for_two_things() -> None:
    it = scenario()
    ids = [*it.parties, *it.seats, *it.issues, *it.sessions, *it.facts]
    assert len(ids) == len(set(ids))


def test_the_file_fits_on_a_page() -> None:
    lines = PATH.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 90
    assert max(map(len, lines)) <= 110


def test_names_and_phrases_are_four_words_at_most() -> None:
    for issue in scenario().issues.values():
        for phrase in (issue.name, *issue.options.values()):
            assert 1 <= len(phrase.split()) <= 4, phrase


def test_talking_points_are_speakable_and_give_no_fact_away() -> None:
    def runs(text: str, length: int) -> list[tuple[str, ...]]:
        found = re.findall(r"[\w'-]+", text.lower())
        return [tuple(found[i : i + length]) for i in range(len(found) - length + 1)]

    secret = {run for fact in scenario().facts.values() for run in runs(fact.text, 3)}
    lines = [
        line
        for seat in scenario().seats.values()
        for points in seat.talking_points.values()
        for line in points
    ]
    said = [run for line in lines for run in runs(line, 5)]
    assert len(said) == len(set(said))
    for line in lines:
        assert 8 <= len(line.split()) <= 25, line
        assert not secret & set(runs(line, 3)), line
