"""What is said of a definition with mistakes: each of them once, and nothing that follows."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from roomsix import consistency
from roomsix.errors import Problem
from roomsix.persona import Persona
from roomsix.scenario import Scenario
from roomsix.workspace import source
from roomsix.workspace.node import placed
from roomsix.workspace.typed import typed
from sound import SOUND

Path = tuple[str | int, ...]
Slip = Callable[[Any, Any], None]

FREE = {"because", "id", "name", "options", "persona", "source", "summary", "talking_points"}
FREE |= {"text", "title", "what"}
"""Keys whose texts need not be found anywhere else."""


def wrong_type(inner: Any, key: Any) -> None:
    inner[key] = 2 if key == "scenario" else 3.5


def wrong_key(inner: Any, key: Any) -> None:
    entries = {f"{name}X" if name == key else name: value for name, value in inner.items()}
    inner.clear()
    inner.update(entries)


def wrong_name(inner: Any, key: Any) -> None:
    inner[key] += "x"


def paths(data: Any, path: Path = ()) -> Iterator[Path]:
    for key, below in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*path, key)
        if isinstance(below, dict | list):
            yield from paths(below, (*path, key))


def above(data: Any, path: Path) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data


def slips(kind: Slip) -> list[Path]:
    """Every path at which a slip of a kind can be made."""

    def fits(path: Path) -> bool:
        inner = above(SOUND, path)
        if kind is wrong_name:
            return isinstance(inner[path[-1]], str) and not FREE.intersection(path)
        return kind is wrong_type or isinstance(inner, dict)

    return [path for path in paths(SOUND) if fits(path)]


def told(*made: tuple[Slip, Path]) -> list[Problem]:
    data = json.loads(json.dumps(SOUND))
    # From the inside out, so that a path still leads where it led.
    for slip, path in sorted(made, key=lambda each: -len(each[1])):
        slip(above(data, path), path[-1])
    node = source.read(json.dumps(data, indent=1).encode(), "x").node
    assert node is not None
    found = typed(Scenario, node)
    assert found.draft is not None
    further = consistency.problems(found.draft, found.doubt)
    return [*found.problems, *(placed(each, found.node) for each in further)]


@pytest.mark.parametrize("kind", [wrong_type, wrong_key, wrong_name])
def test_one_slip_is_one_problem_wherever_it_is_made(kind: Slip) -> None:
    odd = {path: found for path in slips(kind) if len(found := told((kind, path))) != 1}

    assert odd == {}


def test_two_slips_are_told_apart() -> None:
    chance = random.Random(6)
    places = [(kind, path) for kind in (wrong_type, wrong_key, wrong_name) for path in slips(kind)]
    pairs = (chance.sample(places, 2) for _ in range(300))
    apart = [
        (one, two)
        for one, two in pairs
        if one[1][: len(two[1])] != two[1] and two[1][: len(one[1])] != one[1]
    ]
    counts = [len(told(one, two)) for one, two in apart]

    assert set(counts) <= {1, 2}
    # One may hide the other only where the other's name may be defined in what cannot be read.
    assert counts.count(2) >= 0.98 * len(counts)


def test_a_key_that_is_no_id_is_read_as_the_nearest_one() -> None:
    found = typed(Persona, _node('{"persona": 1, "id": "a", "name": 3, "lines": {"aks": ["{o}"]}}'))

    assert found.draft is not None
    further = consistency.persona_problems(found.draft, found.doubt)
    assert [each.path for each in further] == [("lines", "aks", 0)]


@pytest.mark.parametrize("text", ["3", "[]", '""'])
def test_what_is_no_map_has_no_draft(text: str) -> None:
    assert typed(Persona, _node(text)).draft is None


def _node(text: str) -> Any:
    return source.read(text.encode(), "x").node
