"""`explain`: every score can be asked after."""

import json

import pytest

from cli.shell import Command
from roomsix.scoring.table import GROUPS, METRICS


@pytest.mark.parametrize("name", METRICS)
def test_a_score_is_explained_with_formula_source_and_version(roomsix: Command, name: str) -> None:
    said = roomsix("explain", name)

    assert said.code == 0
    words = " ".join(said.out.split())
    metric = METRICS[name]
    assert words.startswith(name)
    assert all(" ".join(each.split()) in words for each in (metric.formula, metric.source))
    assert f"version {metric.version}" in words and "u is points" in words


def test_without_a_name_every_score_is_listed_by_group(roomsix: Command) -> None:
    said = roomsix("explain")

    lines = said.out.splitlines()
    assert said.code == 0
    assert [
        name for name in METRICS if not any(line.startswith(f"{name} ") for line in lines)
    ] == []
    assert [line for line in lines if line in GROUPS] == list(GROUPS)


def test_as_json_it_is_the_table(roomsix: Command) -> None:
    every = json.loads(roomsix("explain", "--json").out)
    one = json.loads(roomsix("explain", "capture", "--json").out)

    assert list(every) == list(METRICS)
    assert one == every["capture"]
    assert (one["formula"], one["version"]) == (
        METRICS["capture"].formula,
        METRICS["capture"].version,
    )


def test_a_score_nobody_takes_gets_the_nearest_for_an_answer(roomsix: Command) -> None:
    said = roomsix("explain", "capturre")

    assert said.code == 2
    assert said.err == "roomsix: no score is called 'capturre' (did you mean 'capture'?)\n"
