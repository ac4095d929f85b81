"""What follows from words and offers, by the rules that are stated."""

import pytest

from roomsix import acts
from sweep.stage import Stage, room_six, theatre


def hints(stage: Stage) -> set[str]:
    return {f.secret for f in stage.findings() if f.kind == "inferential"}


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("I could live with four per cent.", "limit:theatre:pay"),
        ("We can accept an even split.", "limit:theatre:recordings"),
        ("The Sunday concerts are worth more to us than pay.", "ranking:theatre"),
        ("Pay matters less to us than the Sunday concerts.", "ranking:theatre"),
    ],
)
def test_words_that_bound_or_rank_are_found(text: str, secret: str) -> None:
    assert hints(Stage(theatre()).open("plenary").say("manager", text)) == {secret}


@pytest.mark.parametrize(
    "text",
    [
        "I could not live with four per cent.",
        "Could you live with four per cent?",
        "Suppose the orchestra could live with four per cent.",
        "Pay matters more to us than the Sunday concerts.",  # as it professes
        "Four per cent is what my dentist gets.",
    ],
)
def test_denials_questions_and_professions_bound_nothing(text: str) -> None:
    assert not hints(Stage(theatre()).open("plenary").say("manager", text))


def test_an_opening_gives_no_limit_away() -> None:
    opening = room_six().parties["mars"].position.opening
    stage = Stage(room_six()).open("plenary").add("envoy", acts.Propose(package=opening))

    assert not stage.findings()


def test_an_offer_at_the_limit_bounds_it_and_is_bargaining() -> None:
    offer = {**room_six().parties["coalition"].position.opening, "fleet": "ceiling"}
    stage = Stage(room_six()).open("plenary").add("kim", acts.Propose(package=offer))

    (found,) = stage.findings()

    assert (found.secret, found.allowed) == ("limit:coalition:fleet", True)


def test_a_hint_is_counted_once() -> None:
    stage = Stage(theatre()).open("plenary")
    for _ in range(3):
        stage.say("manager", "I could live with four per cent.")

    assert len(stage.findings()) == 1
