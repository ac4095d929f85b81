"""The table of the story's elements points to definitions and events that there are."""

from pathlib import Path

import pointers
import pytest

PAGE = (Path(__file__).parents[1] / "docs/story.md").read_text(encoding="utf-8")
MEND = "`python docs/refresh.py` finds the events again"


def test_every_place_in_the_definitions_is_there_and_says_so() -> None:
    wrong = [why for where in pointers.places(PAGE) for why in pointers.unresolved(where)]

    assert wrong == []


def test_every_element_happens_in_an_example_run_as_the_table_says() -> None:
    assert pointers.rendered(PAGE) == PAGE, MEND


def test_no_row_is_left_out() -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("| ") and "Element" not in line]
    elements = [what for what, _ in pointers.rows(PAGE)]

    assert len(list(pointers.places(PAGE))) == len(lines)
    assert len(elements) == PAGE.count("<!--") - 1
    assert len(set(elements)) == len(elements) > 40


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("`scenarios/room-six.yaml` `seats.nobody.brief`", "there is no seats.nobody.brief"),
        ("`scenarios/room-six.yaml` `seats.kim.tells.7`", "there is no seats.kim.tells.7"),
        ("`scenarios/room-six.yaml` `seats.kim.role` “adviser”", "does not stand there"),
        ("`personas/kim.md` `prose` “a true believer”", "does not stand there"),
        ("`seats.kim`", "in no file"),
    ],
)
def test_a_place_that_is_not_there_is_told(where: str, why: str) -> None:
    assert [why in told for told in pointers.unresolved(where)] == [True]


@pytest.mark.parametrize(
    "query",
    [
        "object by=chen",
        "object by=kim seat=park",
        "object by=kim in=plenary",
        "said by=kim says=/supercalifragilistic/",
        "said by=park says=seats.kim.talking_points.fleet",
    ],
)
def test_an_event_that_never_happens_is_not_found(query: str) -> None:
    assert pointers.found(query, pointers.seeds_of(PAGE)) is None


def test_a_page_whose_runs_lack_something_gets_others(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = pointers.seeds_of(PAGE)
    monkeypatch.setattr(pointers, "TRIED", seeds)
    named = f"Seeds {', '.join(map(str, seeds))}."

    assert pointers.rendered(PAGE.replace(named, f"Seeds {seeds[0]}.")) == PAGE


def test_what_no_run_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pointers, "TRIED", pointers.seeds_of(PAGE))
    lost = PAGE.replace("<!-- object by=kim seat=volkov", "<!-- object by=kim seat=park")

    with pytest.raises(pointers.Missing, match="object by=kim seat=park"):
        pointers.rendered(lost)
