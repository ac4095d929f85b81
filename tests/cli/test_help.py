"""Help: every verb, option and argument says what it is for."""

from typing import Any

import pytest
import typer

from roomsix.cli import main
from roomsix.cli.app import VERBS as MODULES
from roomsix.cli.app import app


def verbs(given: list[str] | None = None) -> dict[str, Any]:
    group: Any = typer.main.get_command(app(given))
    made: dict[str, Any] = group.commands
    return made


VERBS = verbs()


@pytest.mark.parametrize("module", MODULES)
def test_a_verb_is_made_ready_by_the_module_it_is_said_to_be_in(module: str) -> None:
    for verb in MODULES[module]:
        assert set(verbs([verb])) == set(MODULES[module])
    assert {verb for each in MODULES.values() for verb in each} == set(VERBS)


def test_there_are_the_verbs_that_are_promised() -> None:
    promised = {"run", "prompt", "list", "show", "feasibility", "score", "graph", "check"}

    assert promised | {"lint", "schema", "init", "generate"} <= VERBS.keys()


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_says_what_it_does(verb: str) -> None:
    assert VERBS[verb].help


@pytest.mark.parametrize(
    ("verb", "parameter"),
    [(verb, parameter) for verb, command in VERBS.items() for parameter in command.params],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_every_option_and_argument_says_what_it_is_for(verb: str, parameter: Any) -> None:
    assert parameter.help, f"{verb} {parameter.name}"


def test_nothing_asked_is_a_question_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "Usage: roomsix" in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_is_printed_and_is_no_error(verb: str, roomsix: Any) -> None:
    said = roomsix(*filter(None, [verb, "--help"]))

    assert said.code == 0
    assert "Usage: roomsix" in said.out


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_stands_in_one_of_the_panels(verb: str) -> None:
    panels = ("Play", "Read", "Measure", "Definitions", "Models")

    assert getattr(VERBS[verb], "rich_help_panel", None) in panels
