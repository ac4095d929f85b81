"""NegMAS itself reads the same utilities from the same files."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from exchange.games import genius, negmas, space, ufun
from exchange.test_writing import additive
from roomsix import preferences
from roomsix.exchange import genius as genius_form
from roomsix.exchange import genius_writing, negmas_writing
from roomsix.exchange import negmas as negmas_form
from roomsix.exchange.account import Account
from roomsix.exchange.game import Game
from roomsix.exchange.reading import Reading
from roomsix.scenario import Scenario
from roomsix.workspace import Workspace

ROOT = Path(__file__).parents[2]


def theirs(folder: Path) -> Any:
    """Return what NegMAS makes of a folder."""
    from negmas.inout import Scenario as Theirs

    return Theirs.load(folder, ignore_discount=True)


def same(game: Game, loaded: Any) -> None:
    """Hold every package's utility to what NegMAS says of it, for every side."""
    values = [list(issue.all) for issue in loaded.outcome_space.issues]
    shape = [range(len(topic.options)) for topic in game.topics]
    assert [len(each) for each in values] == [len(each) for each in shape]
    assert len(loaded.ufuns) == len(game.sides)
    for side, ufun_ in zip(game.sides, loaded.ufuns, strict=True):
        assert float(side.least or 0) == pytest.approx(ufun_.reserved_value, abs=1e-9)
        for chosen in product(*shape):
            mine = sum(topic[c] for topic, c in zip(side.worth, chosen, strict=True))
            outcome = tuple(each[c] for each, c in zip(values, chosen, strict=True))
            assert float(mine) == pytest.approx(float(ufun_(outcome)), abs=1e-9)


def test_genius_files_read_raw_are_what_negmas_reads(tmp_path: Path) -> None:
    folder = genius(tmp_path / "picnic", space(), space((1, 4), (0.123456789, 0.5)))

    same(genius_form.read(folder, Reading(Account(), evaluations="raw")), theirs(folder))


def test_negmas_files_are_what_negmas_reads(tmp_path: Path) -> None:
    other = ufun(weights=[0.7, 0.1], reserved_value=-1.5)
    folder = negmas(tmp_path / "picnic", ufun(), other, ending="yml")

    same(negmas_form.read(folder, Reading(Account())), theirs(folder))


@pytest.mark.parametrize("form", ["genius", "negmas"])
def test_negmas_reads_what_is_written_for_either(form: str, tmp_path: Path) -> None:
    scenario = additive(Workspace(ROOT).scenario("theatre"))
    writing = {"genius": genius_writing, "negmas": negmas_writing}[form]
    for name, text in writing.written(scenario, Account()).items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    loaded = theirs(tmp_path)

    for ufun_, party in zip(loaded.ufuns, sorted(scenario.parties), strict=True):
        hold(scenario, party, loaded, ufun_)


def hold(scenario: Scenario, party: str, loaded: Any, ufun_: Any) -> None:
    """Hold NegMAS's utilities, from 0 to 1, to a party's points, from 0 to 1."""
    card = scenario.parties[party].card
    values = [list(issue.all) for issue in loaded.outcome_space.issues]
    shown = [tuple(issue.options) for issue in scenario.issues.values()]
    pairs = []
    for chosen in product(*(range(len(each)) for each in values)):
        outcome = tuple(each[c] for each, c in zip(values, chosen, strict=True))
        package = {
            issue: options[c]
            for (issue, options), c in zip(
                zip(scenario.issues, shown, strict=True), chosen, strict=True
            )
        }
        pairs.append((float(ufun_(outcome)), preferences.points(scenario, card, package)))
    low, top = min(pairs), max(pairs)
    for utility, points in pairs:
        place = (utility - low[0]) / (top[0] - low[0])
        assert place == pytest.approx((points - low[1]) / (top[1] - low[1]), abs=1e-9)
