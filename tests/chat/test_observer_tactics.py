"""Tactics of observers: nothing learnt, exactly reckoned, and told the truth by one route alone."""

import ast
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import roomsix
from roomsix.chat.mock import beliefs
from roomsix.chat.mock.beliefs import Heard
from roomsix.chat.mock.tactics import TACTICS, bayes, oracle
from roomsix.chat.mock.tactics.bayes import Model
from roomsix.scoring import board
from roomsix.seating import answering
from strategies import checked
from tactical import Played, chat, hall, untold

MODEL = Model(calm=20, stirred=30, lies=40, fear=20)


def rows(played: Played) -> list[board.Row]:
    found = board.rows(played.scenario, played.result.record)
    return [row for row in found if row.seat == "volkov"]


@pytest.mark.parametrize("seed", [0, 2])
def test_the_prior_has_no_skill_and_never_more_than_even_odds(seed: int) -> None:
    played = hall("room-six", "observer=mock:prior", seed=seed)
    stated = {name: fact.beliefs.get("volkov", 50) for name, fact in played.scenario.facts.items()}
    skills = []
    for (turn, reply), row in zip(played.rows("volkov"), rows(played), strict=True):
        first = {name: known.belief for name, known in turn.brief.facts.items()}
        for held in reply["facts"]:
            assert held["true_percent"] == first.get(held["fact"], 50)
        skills.append(row.marks["doubts-skill"].value)
        # What it would have believed of a fact that it was not told of, nobody told it either.
        if all(held["true_percent"] == stated[held["fact"]] for held in reply["facts"]):
            skills.append(row.marks["facts-skill"].value)
    assert {value for value in skills if value is not None} == {0.0}


def test_an_oracle_s_rows_are_perfect_wherever_the_truth_is_known() -> None:
    found = rows(hall("room-six", "observer=mock:oracle", seed=1))

    assert len(found) > 3
    for row in found:
        assert row.marks["facts"].value == 0
        assert row.marks["doubts"].value in (0, None)
        assert row.marks["limits"].value == 0
        assert row.marks["red-lines-right"].value in (1, None)
        assert row.marks["red-lines-found"].value in (1, None)
        assert (row.marks["least"].value or 0) <= 0.5  # a whole number of per cents is asked for
        for side in row.sides.values():
            assert side.truth is not None
            assert side.estimate.holds_back == oracle.LABEL
            assert side.estimate.priorities == side.truth.order


def test_what_an_oracle_is_told_stays_on_its_board() -> None:
    told, default = hall("room-six", "observer=mock:oracle", seed=1), hall("room-six", seed=1)

    for seat, kept in told.seats.items():
        if seat != "volkov":
            assert [(r.messages, reply) for r, reply in kept] == [
                (r.messages, reply) for r, reply in default.seats[seat]
            ]


@pytest.mark.parametrize("name", [name for name in TACTICS if name != "oracle"])
def test_no_other_tactic_is_told_the_truth(name: str) -> None:
    assert "truths" not in chat(f"mock:{name}", seed=1, truths=untold).sampling


def test_an_oracle_is_told_once_and_says_so_in_every_request() -> None:
    scenario = hall("theatre").scenario
    asked = []

    def truths() -> oracle.Truths:
        asked.append(1)
        return answering.truths(scenario)

    made = chat("mock:oracle", seed=1, truths=truths)
    assert len(asked) == 1
    assert made.name == "mock:oracle"
    assert set(made.sampling) == {"seed", "tactic", "truths"}
    facts = {
        name: fact.model_copy(update={"truth": False}) for name, fact in scenario.facts.items()
    }
    other = scenario.model_copy(update={"facts": facts})
    assert (
        chat("mock:oracle", seed=1, truths=lambda: answering.truths(other)).sampling
        != made.sampling
    )


def test_no_chat_the_oracle_included_can_reach_anything_but_messages() -> None:
    """What a scenario holds is read from messages; other modules import its parts' types alone."""
    root = Path(roomsix.__file__).parent / "chat"
    barred = {"scoring", "outcomes", "preferences", "rules", "views", "record", "events", "store"}
    reaching = set()
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            names = {alias.name for alias in node.names}
            below = {*node.module.split(".")[1:2], *(names if node.module == "roomsix" else ())}
            if below & barred or "Scenario" in names:
                reaching.add(path.relative_to(root).as_posix())
    assert not reaching


def said(fact: str, holds: bool, *, shaken: bool = False, n: int = 1, told: bool = False) -> Heard:
    return Heard(n, "kim", fact, holds, shaken, told)


def test_a_claim_and_its_sign_are_weighed_as_reckoned_by_hand() -> None:
    # Honest 60 %, a sign then 20 * 80 % + 30 * 20 % = 22 %; false 40 %, a sign then 30 %.
    assert MODEL.likelihood([said("debt", True)], {"debt": True}) == pytest.approx(0.6 * 0.78)
    assert MODEL.likelihood([said("debt", True)], {"debt": False}) == pytest.approx(0.4 * 0.7)
    shaken = [said("debt", True, shaken=True)]
    assert MODEL.likelihood(shaken, {"debt": True}) == pytest.approx(0.6 * 0.22)
    assert MODEL.likelihood(shaken, {"debt": False}) == pytest.approx(0.4 * 0.3)
    confided = [said("debt", True, told=True)]
    assert MODEL.likelihood(confided, {"debt": False}) == pytest.approx(0.2 * 0.7)


def test_the_posterior_is_what_going_through_every_truth_at_once_finds() -> None:
    played = hall("room-six", "observer=mock:bayes", seed=1)
    turn, reply = played.rows("volkov")[-1]
    held = bayes.posterior(turn, MODEL)
    told = {each["fact"]: each["true_percent"] for each in reply["facts"]}
    assert told == {fact: pytest.approx(100 * held[fact], abs=0.51) for fact in told}

    claims = [*bayes._turns(beliefs.heard(turn)), *bayes._told(turn)]
    spoken = dict.fromkeys(claim.fact for uttered in claims for claim in uttered)
    assert len(spoken) > 1
    chance = {f: min(99, max(1, beliefs.prior(turn, f))) / 100 for f in spoken}
    weight: dict[str, float] = dict.fromkeys(spoken, 0.0)
    total = 0.0
    for truth in product((True, False), repeat=len(spoken)):
        so = dict(zip(spoken, truth, strict=True))
        here = 1.0
        for fact, holds in so.items():
            here *= chance[fact] if holds else 1 - chance[fact]
        for uttered in claims:
            here *= MODEL.likelihood(uttered, so)
        total += here
        for fact, holds in so.items():
            weight[fact] += here * holds
    assert {f: weight[f] / total for f in spoken} == pytest.approx({f: held[f] for f in spoken})


@checked
@given(st.booleans(), st.booleans(), st.integers(1, 99))
def test_where_signs_say_nothing_they_change_nothing(holds: bool, shaken: bool, lies: int) -> None:
    blunt = Model(calm=25, stirred=25, lies=lies, fear=20)

    odds = [
        blunt.likelihood([said("debt", holds, shaken=shaken)], {"debt": so}) for so in (True, False)
    ]
    expected = (1 - lies / 100) / (lies / 100)
    assert odds[0] / odds[1] == pytest.approx(expected if holds else 1 / expected)


def test_claims_of_one_turn_are_weighed_together() -> None:
    together = bayes._turns([said("a", True, n=4), said("b", True, n=5), said("a", False, n=9)])

    assert [[claim.n for claim in uttered] for uttered in together] == [[4, 5], [9]]
    groups = bayes._tied(dict.fromkeys("abcd"), [[said("a", True), said("c", True)]])
    assert sorted(groups) == [("a", "c"), ("b",), ("d",)]


@pytest.mark.parametrize("named", ["prior", "bayes", "oracle"])
def test_observers_differ_in_their_rows_and_nowhere_else(named: str) -> None:
    played, default = hall("room-six", f"observer=mock:{named}", seed=1), hall("room-six", seed=1)

    for (_, one), (_, two) in zip(played.seats["volkov"], default.seats["volkov"], strict=True):
        assert ("act" not in one) or one == two
