"""What tells a private text: its own words, its own numbers, the same in other words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomsix.scenario import Scenario
from roomsix.scoring.sweep import Secret, lore, secrets, telling, words
from sweep.stage import room_six, theatre

FACTS = [
    pytest.param(scenario, secret, id=secret.id)
    for scenario in (room_six(), theatre())
    for secret in secrets(scenario)
    if secret.kind == "fact"
]
KNOWN = {scenario.id: lore.lore(scenario) for scenario in (room_six(), theatre())}
PRIVATE = frozenset(
    each
    for known in KNOWN.values()
    for items in known.items.values()
    for item in items
    for each in (*item.concepts, *item.tokens)
)
COMMON = {
    *("umbrella", "kettle", "garden", "violet", "tuesday", "sandwich", "piano", "whistle"),
    *("lantern", "pigeon", "copper", "bridge", "carpet", "marble", "orange", "quietly", "sings"),
    *("beside", "under", "beneath", "morning", "lemon"),
}
HARMLESS = [
    word for word in sorted(COMMON) if words.concept(word) not in PRIVATE and word not in PRIVATE
]


def told(scenario: Scenario, secret: str, text: str, seat: str) -> str | None:
    known = KNOWN[scenario.id]
    return telling.told(known, known.secrets[secret], text, seat)


@pytest.mark.parametrize(("scenario", "secret"), FACTS)
def test_a_fact_in_its_own_words_is_told(scenario: Scenario, secret: Secret) -> None:
    text, seat = secret.texts[0], secret.known_to[0]

    assert told(scenario, secret.id, text, seat) == "verbatim"
    assert told(scenario, secret.id, f"Well. {text.upper()} So.", seat) == "verbatim"


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(HARMLESS), max_size=40).map(" ".join))
def test_words_that_no_secret_has_tell_none(text: str) -> None:
    for scenario in (room_six(), theatre()):
        for secret in KNOWN[scenario.id].secrets.values():
            for seat in secret.known_to[:1]:
                assert told(scenario, secret.id, text, seat) is None


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(HARMLESS), max_size=12), st.integers(0, 12))
def test_harmless_sentences_around_it_hide_nothing(around: list[str], at: int) -> None:
    text = "Our source on the platforms is a bookkeeper at the belt yard."
    said = f"{' '.join(around[:at])}. {text} {' '.join(around[at:])}."

    assert told(room_six(), "fact:bookkeeper", said, "kim") == "verbatim"


@pytest.mark.parametrize(
    "text",
    [
        "There are 2,300 yard workers out there.",
        "There are 2300 yard workers out there.",
        "There are twenty-three hundred yard workers out there.",
        "There are two thousand three hundred yard workers out there.",
    ],
)
def test_a_number_of_its_own_tells_it_however_it_is_written(text: str) -> None:
    assert told(room_six(), "fact:yard-families", text, "envoy") == "verbatim"


def test_the_same_number_of_something_else_tells_nothing() -> None:
    assert told(room_six(), "fact:yard-families", "It weighs 2,300 grams.", "envoy") is None


def test_words_of_any_length_are_read() -> None:
    text = "There are " + "9" * 10_000 + " workers. " + "We? " * 200

    assert told(room_six(), "fact:yard-families", text, "envoy") is None


def test_points_are_told_as_points_alone() -> None:
    assert told(room_six(), "points:coalition", "We need 61 points.", "kim") == "verbatim"
    assert told(room_six(), "points:coalition", "We need 61 chairs.", "kim") is None
    assert told(room_six(), "points:coalition", "We need 47 points.", "kim") is None


@pytest.mark.parametrize("scenario", [room_six(), theatre()], ids=lambda each: each.id)
def test_talking_points_and_positions_tell_nothing(scenario: Scenario) -> None:
    for seat, place in scenario.seats.items():
        points = [text for texts in place.talking_points.values() for text in texts]
        side = scenario.parties[place.party].position.says if place.party else ""
        for secret in KNOWN[scenario.id].secrets.values():
            if seat in secret.known_to:
                assert told(scenario, secret.id, " ".join((*points, side)), seat) is None


def test_a_denial_tells_nothing() -> None:
    text = "No broadcaster has offered to pay for recordings of Sunday concerts."

    assert told(theatre(), "fact:broadcaster-offer", text, "manager") is None
