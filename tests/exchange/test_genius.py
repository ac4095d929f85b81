"""Genius's XML: read as Genius reads it, written so that both Genius and NegMAS read the same."""

from fractions import Fraction
from pathlib import Path

import pytest

from exchange.games import DOMAIN, genius, space
from roomsix.errors import DefinitionError, RoomsixError, UsageError
from roomsix.exchange import genius as form
from roomsix.exchange.account import Account
from roomsix.exchange.game import Game
from roomsix.exchange.reading import Evaluations, Reading


def read(folder: Path, evaluations: Evaluations = "genius", steps: int | None = None) -> Game:
    return form.read(folder, Reading(Account(), steps, evaluations))


def told(folder: Path, evaluations: Evaluations = "genius", steps: int | None = None) -> str:
    """Return what is said of a reading, in lines."""
    account = Account()
    form.read(folder, Reading(account, steps, evaluations))
    return "\n".join(map(str, account.items))


def test_issues_and_options_keep_their_names_and_order(tmp_path: Path) -> None:
    game = read(genius(tmp_path / "picnic"))

    assert [(t.name, t.options) for t in game.topics] == [
        ("Place", ("by the lake", "18:00")),
        ("Guests", ("2", "3", "4")),
    ]


def test_sides_are_called_by_their_files_without_the_domains_name(tmp_path: Path) -> None:
    assert [side.name for side in read(genius(tmp_path / "picnic")).sides] == ["a", "b"]


def test_evaluations_are_divided_by_the_largest_as_genius_does(tmp_path: Path) -> None:
    side = read(genius(tmp_path / "picnic")).sides[0]

    assert side.worth[0] == (Fraction(6, 10), Fraction(3, 10))


def test_raw_evaluations_are_taken_as_they_stand(tmp_path: Path) -> None:
    side = read(genius(tmp_path / "picnic"), "raw").sides[0]

    assert side.worth[0] == (Fraction(12, 10), Fraction(6, 10))


def test_that_evaluations_are_divided_is_told(tmp_path: Path) -> None:
    assert "divided by the largest of their issue" in told(genius(tmp_path / "picnic"))


def test_all_evaluations_of_an_issue_being_nought_leaves_them_so(tmp_path: Path) -> None:
    side = read(genius(tmp_path / "picnic", space((0, 0)), space())).sides[0]

    assert not any(side.worth[0])


def test_genius_counts_whole_numbers_from_their_lowest_and_keeps_them_below_one(
    tmp_path: Path,
) -> None:
    steep = space(evaluator='ftype="linear" slope="0.7" offset="0"')
    side = read(genius(tmp_path / "picnic", steep, space())).sides[0]

    assert side.worth[1] == (Fraction(0), Fraction(28, 100), Fraction(4, 10))


def test_raw_whole_numbers_are_counted_from_nought_and_kept_below_nothing(tmp_path: Path) -> None:
    side = read(genius(tmp_path / "picnic"), "raw").sides[0]

    assert side.worth[1] == tuple(Fraction(4, 10) * Fraction(1, 2) * n for n in (2, 3, 4))


def test_the_reservation_is_carried(tmp_path: Path) -> None:
    assert read(genius(tmp_path / "picnic")).sides[0].least == Fraction(1, 4)


def test_a_missing_reservation_is_taken_for_nought_and_told(tmp_path: Path) -> None:
    folder = genius(tmp_path / "picnic", space(ends=""), space())

    assert read(folder).sides[0].least == 0
    assert "a reservation of 0" in told(folder)


def test_a_discount_is_dropped_with_its_line(tmp_path: Path) -> None:
    ends = '<discount_factor value="0.9" />\n<reservation value="0" />'
    folder = genius(tmp_path / "picnic", space(ends=ends), space())

    assert "picnic_a.xml:14: not carried: the discount factor 0.9" in told(folder)


def test_costs_descriptions_and_options_that_stand_twice_are_dropped_and_told(
    tmp_path: Path,
) -> None:
    more = '<item index="1" value="by the lake" cost="5" description="wet" />\n'
    domain = DOMAIN.replace('<item index="1" value="by the lake"></item>\n', more + more)

    lines = told(genius(tmp_path / "picnic", domain=domain))

    assert "the cost of 'by the lake'" in lines
    assert "the description of 'by the lake'" in lines
    assert "'by the lake', which is there twice" in lines


def test_weights_that_do_not_add_up_to_one_are_told(tmp_path: Path) -> None:
    folder = genius(tmp_path / "picnic", space(weights=(0.9, 0.9)), space())

    lines = told(folder)

    assert "their sum is 1.8, not 1" in lines
    assert "Genius's ceiling" in lines


REAL = DOMAIN.replace("integer", "real")


def test_a_continuous_issue_is_refused_unless_it_is_to_be_cut(tmp_path: Path) -> None:
    folder = genius(tmp_path / "picnic", domain=REAL)

    with pytest.raises(
        DefinitionError, match=r"picnic\.xml:8:1: issue 'Guests' is continuous.*--steps"
    ):
        read(folder)


def test_a_continuous_issue_that_is_cut_has_both_ends_and_even_steps(tmp_path: Path) -> None:
    texts = [space(evaluator='ftype="linear" parameter1="0.25" parameter0="0"')] * 2
    texts = [text.replace("integer", "real") for text in texts]
    folder = genius(tmp_path / "picnic", *texts, domain=REAL)

    game = read(folder, steps=5)

    assert game.topics[1].options == ("2", "2.5", "3", "3.5", "4")
    assert game.sides[0].worth[1] == tuple(Fraction(n, 20) for n in (4, 5, 6, 7, 8))[:5]
    assert "5 options of it (--steps)" in told(folder, steps=5)


def test_ranges_that_count_together_become_bonuses(tmp_path: Path) -> None:
    boxes = """\
<utility_function maxutility="10"><ufun type="PlainUfun" weight="2" aggregation="sum">
<hyperRectangle utility="3"><INCLUDES index="2" min="3" max="9" /></hyperRectangle>
</ufun></utility_function></objective>"""
    folder = genius(tmp_path / "picnic", space().replace("</objective>", boxes), space())

    (extra,) = read(folder).sides[0].extras

    assert (extra.worth, dict(extra.where)) == (Fraction(6), {1: (1, 2)})


def test_more_ranges_than_a_card_can_hold_are_refused(tmp_path: Path) -> None:
    rule = '<hyperRectangle utility="3"><INCLUDES index="2" min="3" max="9" /></hyperRectangle>'
    boxes = f"<utility_function><ufun>{rule * 401}</ufun></utility_function></objective>"
    folder = genius(tmp_path / "picnic", space().replace("</objective>", boxes), space())

    with pytest.raises(DefinitionError, match="401 ranges that count together"):
        read(folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (space(("x", 1)), r"picnic_a\.xml:4:1: the evaluation of 'by the lake' is 'x'"),
        (space().replace('value="18:00"', 'value="19:00"'), r":5:1: 'Place' has no option '19:00'"),
        (space().replace('index="2" name', 'index="7" name'), r":7:1: no issue of the domain"),
        (space(evaluator='ftype="cosine"'), r":9:1: an evaluator of the kind 'cosine'"),
        (space()[:300], r":\d+:1: not well-formed XML: no element found"),
        (space().replace(' evaluation="1"', ""), r":3:1: '18:00' of 'Place' has no evaluation"),
    ],
)
def test_a_space_that_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    folder = genius(tmp_path / "picnic", text, space())

    with pytest.raises(DefinitionError, match=said):
        read(folder)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + DOMAIN.replace("root", "&b;"),
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + DOMAIN.replace("root", "&a;"),
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + DOMAIN,
    ],
)
def test_entities_and_document_types_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DefinitionError, match=r"picnic\.xml:1:1: declares a document type"):
        read(genius(tmp_path / "picnic", domain=text))


def test_elements_nested_without_end_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="nested more than 40 deep"):
        read(genius(tmp_path / "picnic", domain="<objective>" * 5000))


def test_a_file_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="more than 8 MiB"):
        read(genius(tmp_path / "picnic", domain=DOMAIN + " " * (9 << 20)))


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = genius(tmp_path / "picnic")
    (tmp_path / "secret.xml").write_text(space(), encoding="utf-8")
    (folder / "picnic_z.xml").symlink_to(tmp_path / "secret.xml")

    with pytest.raises(RoomsixError, match="leads out of"):
        read(folder)


def test_a_domain_with_one_space_is_no_game(tmp_path: Path) -> None:
    folder = genius(tmp_path / "picnic", space())

    with pytest.raises(UsageError, match="holds 1 utility spaces"):
        read(folder)
