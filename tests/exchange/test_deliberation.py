"""LLM-Deliberation's games, as scenarios that can be played."""

from pathlib import Path

import pytest

from exchange.games import CONFIG, SHEETS, deliberation
from roomsix import preferences
from roomsix.consistency import problems
from roomsix.errors import DefinitionError, RoomsixError, UsageError
from roomsix.exchange import formats
from roomsix.exchange.account import Account
from roomsix.exchange.result import Imported


def read(folder: Path) -> Imported:
    return formats.read(folder, "deliberation", None, Account())


def told(folder: Path) -> str:
    return "\n".join(map(str, read(folder).account.items))


def test_issues_are_the_games_letters_with_the_names_of_its_instructions(tmp_path: Path) -> None:
    issues = read(deliberation(tmp_path / "pier")).scenario.issues

    assert {name: (i.name, dict(i.options)) for name, i in issues.items()} == {
        "a": ("The shore", {"a1": "north shore", "a2": "south shore"}),
        "b": (
            "The bill",
            {"b1": "Town Hall pays Ferry Line for all of it", "b2": "half each", "b3": "Own means"},
        ),
    }


def test_points_and_thresholds_are_those_of_the_sheets(tmp_path: Path) -> None:
    side = read(deliberation(tmp_path / "pier")).scenario.parties["fishers"]

    assert side.card.points == {"a": {"a1": 50, "a2": 0}, "b": {"b1": 0, "b2": 50, "b3": 20}}
    assert side.stakes["always"].reservation == 45


def test_all_but_one_must_agree_p1_and_p2_among_them(tmp_path: Path) -> None:
    decision = read(deliberation(tmp_path / "pier")).scenario.decision

    assert (decision.rule, decision.quorum, decision.equality) == ("quorum", 3, ">=")
    assert decision.vetoes == ("ferry-line", "town-hall")


def test_p1_has_ten_points_more_if_all_agree(tmp_path: Path) -> None:
    assert dict(read(deliberation(tmp_path / "pier")).scenario.decision.bonus) == {"ferry-line": 10}


def test_p1_speaks_first_and_opens_with_the_initial_deal(tmp_path: Path) -> None:
    config = "\n".join(reversed(CONFIG.strip().split("\n")))
    scenario = read(deliberation(tmp_path / "pier", config=config)).scenario

    assert scenario.sessions["talks"].turns[0][0] == "ferry-line-lead"
    assert scenario.parties["ferry-line"].position.opening == {"a": "a2", "b": "b1"}


def test_private_instructions_become_briefs_with_the_points_in_them(tmp_path: Path) -> None:
    seats = read(deliberation(tmp_path / "pier")).scenario.seats

    assert "You are fishers: A1 (50), B2 (50) of 50." in seats["fishers-lead"].brief
    assert "150 points" in seats["bird-club-lead"].brief


def test_the_first_names_of_the_roles_are_known(tmp_path: Path) -> None:
    config = CONFIG.replace("p1", "voting_moderator").replace("p2", "veto")

    assert read(deliberation(tmp_path / "pier", config=config)).scenario.decision.vetoes


def test_nothing_in_it_contradicts_itself(tmp_path: Path) -> None:
    assert problems(read(deliberation(tmp_path / "pier")).scenario) == ()


def test_what_the_format_has_and_ours_has_not_is_told(tmp_path: Path) -> None:
    lines = told(deliberation(tmp_path / "pier"))

    for said in (
        "who answers (model-a, model-b)",
        "the order of speaking",
        "scratchpads, plans and the window",
        "that 'Fishers' is greedy",
        "150 points for 'Bird Club' without a deal",
    ):
        assert said in lines


def test_missing_files_and_names_are_told(tmp_path: Path) -> None:
    folder = deliberation(tmp_path / "pier", global_instructions="Settle it.")
    (folder / "initial_deal.txt").unlink()
    (folder / "individual_instructions" / "greedy" / "fishers.txt").unlink()

    lines = told(folder)

    assert "there is no initial_deal.txt" in lines
    assert "'issue A' for a name" in lines and "'B3' for a name" in lines
    assert "config.txt:3: not carried: private instructions of 'Fishers'" in lines


def test_a_deal_of_just_the_threshold_divides_the_two_readings(tmp_path: Path) -> None:
    scenario = read(deliberation(tmp_path / "pier")).scenario
    package = {"a": "a2", "b": "b2"}

    loose, strict = (
        preferences.suited(scenario, package, level="always", equality=rule) for rule in (">=", ">")
    )

    assert loose == {"ferry-line", "town-hall", "fishers"}
    assert strict == {"town-hall", "fishers"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"config": CONFIG.replace("p1", "player")},
            r"config\.txt:1:1: 0 parties have the role p1",
        ),
        ({"config": CONFIG.replace("p2", "p1")}, "2 parties have the role p1"),
        ({"config": CONFIG.replace("p2", "p9")}, r"config\.txt:2:1: no role 'p9'"),
        ({"config": CONFIG.replace("greedy", "kind")}, r"config\.txt:3:1: no incentive 'kind'"),
        ({"config": CONFIG + "x,y\n"}, r"config\.txt:5:1: 2 entries; there must be five"),
        ({"config": CONFIG.replace("Fishers", "Town Hall")}, "two parties are called 'Town Hall'"),
        ({"config": CONFIG.replace(",town,", ",../town,")}, r":2:1: .*no file's name"),
        ({"town": "10, 30\n0, 40\n40"}, r"town\.txt:1:1: options by issue are \(2, 2\)"),
        ({"town": "10, many\n0, 40, 70\n40"}, r"town\.txt:1:1: a score is ' many'"),
        ({"town": "10, 30\n0, 40, 70\n"}, r"town\.txt:2:1: the threshold is '0, 40, 70'"),
        ({"town": "10, 3000\n0, 40, 70\n40"}, r"town\.txt:1:1: a score beyond 1000"),
        ({"initial_deal": "A2"}, r"initial_deal\.txt:1:1: no deal: nothing is said of issue B"),
    ],
)
def test_a_game_that_cannot_be_is_refused_with_its_line(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    folder = deliberation(tmp_path / "pier", **changes)

    with pytest.raises(DefinitionError, match=said):
        read(folder)


def test_a_sheet_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = deliberation(tmp_path / "pier")
    (folder / "scores_files" / "birds.txt").unlink()

    with pytest.raises(UsageError, match=r"has no scores_files/birds\.txt"):
        read(folder)


def test_a_sheet_that_leads_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = deliberation(tmp_path / "pier")
    (tmp_path / "elsewhere.txt").write_text(SHEETS["birds"], encoding="utf-8")
    (folder / "scores_files" / "birds.txt").unlink()
    (folder / "scores_files" / "birds.txt").symlink_to(tmp_path / "elsewhere.txt")

    with pytest.raises(RoomsixError, match="leads out of"):
        read(folder)
