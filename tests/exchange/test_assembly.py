"""Whatever things are called elsewhere, what is made of them is a scenario, and reads as itself."""

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from roomsix.consistency import problems
from roomsix.deal import LONGEST_ID
from roomsix.exchange import assembly, ids, people
from roomsix.exchange.account import Account
from roomsix.exchange.game import Game, Side, Topic
from roomsix.exchange.result import Imported
from roomsix.workspace import Workspace, writing
from strategies import checked

few = settings(checked, max_examples=25)
"""Whole files are written and read for each example."""

NAMES = st.sampled_from(["talks", "a", "b", "a-lead", "12", "", "été", "x" * 60]) | st.text()


def assembled(game: Game) -> Imported:
    return assembly.assembled(game, "game", Account(), form="negmas", source="x")


def games() -> st.SearchStrategy[Game]:
    topics = st.lists(
        st.builds(Topic, NAMES, st.lists(NAMES, min_size=2, max_size=4).map(tuple)),
        min_size=1,
        max_size=3,
    ).map(tuple)

    def with_sides(found: tuple[Topic, ...]) -> st.SearchStrategy[Game]:
        numbers = st.fractions(min_value=0, max_value=1)
        worth = st.tuples(*(st.tuples(*(numbers for _ in topic.options)) for topic in found))
        side = st.builds(Side, NAMES, st.just("f"), worth, st.just(()), st.none() | numbers)
        sides = st.lists(side, min_size=2, max_size=4).map(tuple)
        return st.builds(Game, NAMES, st.just(found), sides)

    return topics.flatmap(with_sides)


@given(games())
@few
def test_nothing_in_it_contradicts_itself(game: Game) -> None:
    assert problems(assembled(game).scenario) == ()


@given(games())
@few
def test_its_files_read_as_what_they_were_made_of(game: Game) -> None:
    made = assembled(game)
    with TemporaryDirectory() as name:
        root = Path(name)
        for folder in ("scenarios", "personas"):
            (root / folder).mkdir()
        text = writing.written(made.scenario)
        (root / "scenarios" / "game.yaml").write_text(text, encoding="utf-8")
        for person in made.personas:
            text = writing.written_persona(person)
            (root / "personas" / f"{person.id}.md").write_text(text, encoding="utf-8")
        workspace = Workspace(root)

        assert workspace.scenario("game") == made.scenario
        assert tuple(workspace.cast(made.scenario).values()) == made.personas


@given(st.lists(NAMES, max_size=30))
@checked
def test_ids_are_never_given_twice(names: list[str]) -> None:
    found = ids.unique(names, "option", ("a", "talks"))

    assert len({*found, "a", "talks"}) == len(names) + 2
    assert all(0 < len(one) <= LONGEST_ID for one in found)


def test_ids_resemble_the_names_they_are_made_of() -> None:
    names = ["By the lake", "18:00", "Café Noir", "By the lake", "日本"]

    assert ids.unique(names, "option") == [
        "by-the-lake",
        "option-18-00",
        "cafe-noir",
        "by-the-lake-2",
        "option",
    ]


def test_people_of_long_names_have_ids_of_their_own() -> None:
    parties = {f"{'n' * 34}{letter}": "North" for letter in "abc"}

    leads = people.leads("g" * 40, parties)

    assert len({lead.id for lead in leads}) == 3
    assert all(lead.id.startswith("gggg") for lead in leads)


def test_a_scale_that_is_not_exact_is_told() -> None:
    worth = ((Fraction(1, 100_003), Fraction(1)),)
    side = Side("a", "a.xml", worth, (), Fraction(0))

    made = assembled(Game("g", (Topic("t", ("x", "y")),), (side, side)))

    (told, *_) = [item for item in made.account.items if item.how == "changed"]
    assert told.what.startswith("utilities of 'a' in whole points, 1000 points for 1: off by")
    assert told.where == "a.xml"
