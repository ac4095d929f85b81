"""Scenarios written as files: they read as what they were, and people can read them too."""

from pathlib import Path

import pytest

from roomsix.generator import generate, wanted
from roomsix.scenario import Scenario
from roomsix.workspace import Workspace, writing

ROOT = Path(__file__).parents[2]


def read_again(scenario: Scenario, root: Path) -> Scenario:
    path = root / "scenarios" / f"{scenario.id}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(writing.written(scenario, ["a word", "and another"]), encoding="utf-8")
    return Workspace(root).scenario(scenario.id)


@pytest.mark.parametrize("name", ["room-six", "theatre"])
def test_a_bundled_scenario_reads_as_itself_once_written(name: str, tmp_path: Path) -> None:
    scenario = Workspace(ROOT).scenario(name)

    assert read_again(scenario, tmp_path) == scenario


@pytest.mark.parametrize("parties", range(2, 7))
def test_a_drawn_game_reads_as_itself_once_written(parties: int, tmp_path: Path) -> None:
    for seed in range(4):
        game = generate(wanted(seed, parties=parties, observer=seed == 1))

        assert read_again(game, tmp_path) == game


def test_texts_that_yaml_takes_for_something_else_stay_texts(tmp_path: Path) -> None:
    odd = (
        "no",
        "on",
        "12",
        "1e3",
        "null",
        "~",
        "0x1F",
        "1:30",
        "- a: b",
        "# not",
        "{x}",
        "it's: so",
    )
    game = generate(wanted(1))
    for text in odd:
        changed = game.model_copy(update={"situation": text})

        assert read_again(changed, tmp_path).situation == text


def test_notes_of_the_users_own_are_kept(tmp_path: Path) -> None:
    game = generate(wanted(1)).model_copy(update={"x": {"x-source": {"from": ["me"]}}})

    assert read_again(game, tmp_path) == game


def test_sections_are_explained_and_no_line_of_a_drawn_game_is_long() -> None:
    text = writing.written(generate(wanted(7, parties=3)), ["Drawn."])
    lines = text.splitlines()

    assert lines[1] == "# Drawn."
    assert "# What everyone at the table knows." in lines
    assert [line for line in lines if len(line) > 100] == []
