"""NegMAS's YAML and JSON, read as NegMAS reads them."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from exchange.games import OUTCOMES, negmas, ufun
from roomsix.errors import DefinitionError, UsageError
from roomsix.exchange import negmas as form
from roomsix.exchange.account import Account
from roomsix.exchange.game import Game
from roomsix.exchange.reading import Reading

TABLE = {"type": "TableFun", "mapping": {"lake": 1.0, "hill": 0.25}}


def read(folder: Path, steps: int | None = None) -> Game:
    return form.read(folder, Reading(Account(), steps))


def told(folder: Path, steps: int | None = None) -> str:
    account = Account()
    form.read(folder, Reading(account, steps))
    return "\n".join(map(str, account.items))


@pytest.mark.parametrize("ending", ["json", "yml", "yaml"])
def test_a_folder_is_read_in_either_form(tmp_path: Path, ending: str) -> None:
    game = read(negmas(tmp_path / "picnic", ending=ending))

    assert [topic.options for topic in game.topics] == [("lake", "hill"), ("2", "3", "4")]
    assert game.sides[0].worth == (
        (Fraction(3, 5), Fraction(3, 20)),
        (Fraction(0), Fraction(1, 5), Fraction(2, 5)),
    )
    assert [side.least for side in game.sides] == [Fraction(1, 4), Fraction(1, 2)]


def test_one_file_may_hold_everything(tmp_path: Path) -> None:
    import json

    file = tmp_path / "all.json"
    file.write_text(json.dumps({"domain": OUTCOMES, "ufuns": [ufun(), ufun()], "n_steps": 9}))

    assert len(read(file).sides) == 2
    assert "all.json: not carried: `n_steps`" in told(file)


@pytest.mark.parametrize(
    ("value", "worth"),
    [
        ({"type": "IdentityFun"}, (2, 3, 4)),
        ({"type": "LinearFun", "slope": 2}, (4, 6, 8)),
        ({"type": "negmas.preferences.value_fun.ConstFun", "bias": 7}, (7, 7, 7)),
        ({"type": "QuadraticFun", "a2": 1, "a1": -1, "bias": 1}, (3, 7, 13)),
        ({"type": "TableFun", "mapping": {"2": 1, "3": 5, "4": 2}}, (1, 5, 2)),
    ],
)
def test_value_functions_are_worked_out_for_each_option(
    tmp_path: Path, value: dict[str, Any], worth: tuple[int, ...]
) -> None:
    folder = negmas(tmp_path / "p", ufun(TABLE, value, weights=[1, 1]), ufun())

    assert read(folder).sides[0].worth[1] == worth


def test_no_reservation_means_that_any_deal_will_do(tmp_path: Path) -> None:
    folder = negmas(tmp_path / "p", ufun(reserved_value=float("-inf")), ufun())

    assert read(folder).sides[0].least is None
    assert "a reservation of minus infinity" in told(folder)


def test_a_bias_is_taken_off_the_reservation(tmp_path: Path) -> None:
    folder = negmas(tmp_path / "p", ufun(bias=0.2), ufun())

    assert read(folder).sides[0].least == Fraction(1, 20)
    assert "the bias 0.2" in told(folder)


def test_a_discounted_utility_is_carried_without_its_discount(tmp_path: Path) -> None:
    outer = {"type": "ExpDiscountedUFun", "discount": 0.9, "reserved_value": 0.1, "ufun": ufun()}
    folder = negmas(tmp_path / "p", outer, ufun())

    side = read(folder).sides[0]

    assert side.worth == read(folder).sides[1].worth
    assert side.least == Fraction(1, 10)
    assert "ExpDiscountedUFun: what time costs" in told(folder)


def test_a_table_over_outcomes_becomes_bonuses(tmp_path: Path) -> None:
    folder = negmas(tmp_path / "p", ending="yml")
    rows = "\n".join(
        f"  ? [{place}, {guests}]\n  : {guests if place == 'lake' else 0}"
        for place in ("lake", "hill")
        for guests in (2, 3, 4)
    )
    text = f"type: MappingUtilityFunction\nreserved_value: 1\nmapping:\n{rows}\n"
    (folder / "a.yml").write_text(text, encoding="utf-8")

    side = read(folder).sides[0]

    found = [(extra.worth, dict(extra.where)) for extra in side.extras]
    assert found == [(Fraction(n), {0: (0,), 1: (n - 2,)}) for n in (2, 3, 4)]
    assert "a bonus for each of them" in told(folder)


def test_a_continuous_issue_is_refused_unless_it_is_to_be_cut(tmp_path: Path) -> None:
    share = {"type": "ContinuousIssue", "name": "Share", "values": [0.0, 1.0]}
    space = OUTCOMES | {"issues": [OUTCOMES["issues"][0], share]}
    folder = negmas(tmp_path / "p", space=space)

    with pytest.raises(DefinitionError, match=r"picnic\.json.*'Share' is continuous.*--steps"):
        read(folder)
    assert read(folder, steps=3).topics[1].options == ("0", "0.5", "1")


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (ufun(type="HyperRectangleUtilityFunction"), "'HyperRectangleUtilityFunction' is not read"),
        (ufun(weights=[1]), "`weights` must have one for each of the 2 issues"),
        (ufun(TABLE, {"type": "CosFun"}), "'CosFun' is not read"),
        (ufun({"type": "TableFun", "mapping": {"lake": 1}}, TABLE), "lacks 'hill'"),
        (ufun({"type": "IdentityFun"}, TABLE), "whose options are no numbers"),
        (ufun(reserved_value="much"), "reserved_value is 'much', which is no number"),
        (ufun(weights=[0.5, float("nan")]), "a weight is nan, which is no number"),
    ],
)
def test_what_cannot_be_carried_is_refused_with_its_file(
    tmp_path: Path, one: dict[str, Any], said: str
) -> None:
    folder = negmas(tmp_path / "p", one, ufun())

    with pytest.raises(DefinitionError, match=r"a\.json:1:1: .*" + said):
        read(folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("type: a fun\nvalues: &a [1]\nweights: *a\n", "a.yml:3:1: an alias"),
        ("type: fun\nx: !!python/object/apply:os.system [echo]\n", "a.yml:2:1: not YAML"),
        ("type: fun\ntype: fun\n", "a.yml:2:1: not YAML that is read here: 'type' stands there"),
        ("type: fun\nx: " + "[" * 60 + "]" * 60, "too deep or too long"),
        ("type: fun\nx: {a\n", "a.yml:3:1: not YAML"),
    ],
)
def test_yaml_that_does_more_than_hold_data_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    folder = negmas(tmp_path / "p", ending="yml")
    (folder / "a.yml").write_text(text, encoding="utf-8")

    with pytest.raises(DefinitionError, match=said):
        read(folder)


def test_options_that_are_no_numbers_are_words(tmp_path: Path) -> None:
    odd = {"type": "CategoricalIssue", "name": "Place", "values": [float("nan"), True, 2]}
    space = OUTCOMES | {"issues": [odd, OUTCOMES["issues"][1]]}
    table = {"type": "TableFun", "mapping": {"nan": 0, "True": 1, "2": 2}}
    one = ufun(table, {"type": "IdentityFun"})

    game = read(negmas(tmp_path / "p", one, one, space=space))

    assert game.topics[0].options == ("nan", "True", "2")


def test_a_folder_without_an_outcome_space_is_no_game(tmp_path: Path) -> None:
    folder = negmas(tmp_path / "p", space={"type": "Nothing"})

    with pytest.raises(UsageError, match="holds 0 outcome spaces"):
        read(folder)
