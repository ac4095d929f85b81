"""What is written for Genius and NegMAS reads as the same game, up to a scale for each side."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from roomsix import preferences
from roomsix.deal import Package
from roomsix.exchange import assembly, genius, genius_writing, negmas, negmas_writing
from roomsix.exchange.account import Account
from roomsix.exchange.reading import Reading
from roomsix.scenario import Scenario
from strategies import checked, scenarios

Write = Callable[[Scenario, Account], Mapping[str, str]]
FORMS = {"genius": (genius_writing.written, genius), "negmas": (negmas_writing.written, negmas)}


def additive(scenario: Scenario) -> Scenario:
    """Return the scenario with nothing in its cards but points."""
    parties = {
        name: side.model_copy(update={"card": side.card.model_copy(update={"bonuses": ()})})
        for name, side in scenario.parties.items()
    }
    return scenario.model_copy(update={"parties": parties})


def again(scenario: Scenario, form: str) -> Scenario:
    """Write a scenario and read it again."""
    write, read = FORMS[form]
    with TemporaryDirectory() as folder:
        for name, text in write(scenario, Account()).items():
            Path(folder, name).write_text(text, encoding="utf-8")
        game = read.read(Path(folder), Reading(Account()))
    return assembly.assembled(game, scenario.id, Account(), form=form, source="x").scenario


def utilities(scenario: Scenario, party: str) -> list[int]:
    """Return what every package is worth to a party, in the order of issues and options."""
    card = scenario.parties[party].card
    options = [tuple(issue.options) for issue in scenario.issues.values()]
    packages: list[Package] = [
        dict(zip(scenario.issues, chosen, strict=True)) for chosen in product(*options)
    ]
    return [preferences.points(scenario, card, package) for package in packages]


def scaled(numbers: list[int]) -> list[Fraction]:
    """Return numbers from 0 to 1, however they were scaled."""
    low, span = min(numbers), max(numbers) - min(numbers)
    return [Fraction(number - low, span or 1) for number in numbers]


@pytest.mark.parametrize("form", FORMS)
@given(scenarios())
@checked
def test_utilities_are_the_same_up_to_a_scale(form: str, scenario: Scenario) -> None:
    plain = additive(scenario)

    back = again(plain, form)

    for party in plain.parties:
        assert scaled(utilities(back, party)) == scaled(utilities(plain, party))


@pytest.mark.parametrize("form", FORMS)
@given(scenarios())
@checked
def test_the_same_packages_are_worth_the_reservation(form: str, scenario: Scenario) -> None:
    plain = additive(scenario)
    start = preferences.start_level(plain)

    back = again(plain, form)

    for party in plain.parties:
        least = preferences.reservation(plain, party, start)
        worth = utilities(plain, party)
        # Genius knows no reservation above the best package's worth but that worth itself.
        wanted = [w >= (min(least, max(worth)) if form == "genius" else least) for w in worth]
        kept = preferences.reservation(back, party, preferences.ALWAYS)
        assert [w >= kept for w in utilities(back, party)] == wanted


@given(scenarios())
@checked
def test_all_that_is_left_out_is_told(scenario: Scenario) -> None:
    account = Account()
    negmas_writing.written(scenario, account)
    told = "\n".join(map(str, account.items))

    for party, side in scenario.parties.items():
        assert (f"of {party}: packages that earn it" in told) == bool(side.card.bonuses)
        assert (f"red line of {party}" in told) == bool(side.red_lines)
        assert (f"mandate of {party}" in told) == bool(side.mandate)
    assert ("facts and beliefs" in told) == bool(scenario.facts)
    assert ("above the reservation" in told) == (scenario.decision.equality == ">")
    assert ("obligations" in told) == bool(scenario.obligations)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ['<a> & "b"', "no", "12", "é: {x}", "#1", "it's"])
def test_odd_names_come_back_as_they_were(form: str, name: str) -> None:
    raw = {
        "scenario": 1,
        "id": "odd",
        "title": "Odd",
        "summary": "Odd names.",
        "issues": {"a": {"name": name, "options": {"b": name, "c": f"{name} too", "d": name}}},
        "parties": {
            party: {
                "name": party,
                "principal": {"name": "they"},
                "position": {"opening": {"a": "b"}},
                "card": {"points": {"a": {"b": 0, "c": 1, "d": 2}}},
                "stakes": {"always": {"no_deal": 1}},
            }
            for party in ("north", "south")
        },
        "seats": {
            f"{party}-lead": {"persona": party, "role": "lead", "party": party}
            for party in ("north", "south")
        },
        "sessions": {
            "talks": {"kind": "plenary", "title": "T", "turns": [["north-lead", "south-lead"]]}
        },
    }

    issue = next(iter(again(Scenario.model_validate(raw), form).issues.values()))

    assert issue.name == name
    assert list(issue.options.values()) == [f"{name} (b)", f"{name} too", f"{name} (d)"]
