"""Drawn games: well formed, as asked, with something to agree on and something to find out."""

import asyncio
import hashlib
import os
import subprocess
import sys
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix import consistency, outcomes, preferences, session
from roomsix.canonical import line
from roomsix.chat.mock import MockChat
from roomsix.deal import inside
from roomsix.errors import UsageError
from roomsix.generator import CAST, Wanted, generate, wanted
from roomsix.generator.cards import LEAST, shared_out
from roomsix.generator.words import SIDES, TOPICS
from roomsix.outcomes import Feasibility, Zone
from roomsix.scenario import Scenario
from roomsix.workspace import Workspace
from strategies import checked

ROOT = Path(__file__).parents[1]

KINDS: tuple[dict[str, Any], ...] = (
    {},
    {"issues": 3, "interactions": 3},
    {"parties": 3, "advisers": True, "observer": True},
    {"interactions": 0, "opposition": (0.4, 0.6)},
    {"parties": 4, "mediator": False},
    {"parties": 6, "interactions": 1},
)
GAMES = [wanted(seed, **KINDS[seed % len(KINDS)]) for seed in range(1_000, 1_024)]
"""Measurements of every kind; what is not in them is left to the seed."""

games = st.sampled_from(GAMES)


@cache
def drawn(asked: Wanted) -> tuple[Scenario, Feasibility]:
    game = generate(asked)
    return game, outcomes.feasibility(game)


def zone(found: Feasibility) -> Zone:
    return found.levels["always"][">="]


@checked
@given(games)
def test_a_drawn_game_has_no_problem_and_gives_no_warning(asked: Wanted) -> None:
    game, _ = drawn(asked)
    cast = Workspace(ROOT).cast(game)

    assert consistency.problems(game) == ()
    assert consistency.deal_problems(game) == ()
    assert consistency.cast_problems(game, cast) == ()


@checked
@given(games)
def test_a_drawn_game_has_the_size_that_was_asked_for(asked: Wanted) -> None:
    game, found = drawn(asked)

    assert (len(game.parties), len(game.issues)) == (asked.parties, asked.issues)
    assert all(2 <= len(issue.options) <= 6 for issue in game.issues.values())
    assert game.sessions["plenary"].rounds == asked.rounds
    assert 40 <= found.size <= 20_000


@checked
@given(games)
def test_a_little_is_acceptable_to_everyone_and_leaves_everyone_something_to_gain(
    asked: Wanted,
) -> None:
    _, found = drawn(asked)
    solved = zone(found).solutions

    assert 0.01 <= zone(found).share <= 0.15
    assert zone(found).best_joint_gain is not None
    assert (zone(found).best_joint_gain or 0) >= 5 * asked.parties
    assert solved is not None and solved.nash.value > 0


@checked
@given(games)
def test_everyones_best_package_is_worth_a_hundred_and_beats_going_without(asked: Wanted) -> None:
    game, _ = drawn(asked)
    space = outcomes.space(game)

    assert space.utilities.max(axis=1).tolist() == [100] * asked.parties
    for party in game.parties:
        assert 20 <= preferences.reservation(game, party, "always") < 100


@checked
@given(games)
def test_everyone_asks_for_its_own_best_within_its_limits_and_for_more_than_all_can_bear(
    asked: Wanted,
) -> None:
    game, _ = drawn(asked)
    space = outcomes.space(game)
    agreeable = space.zone("always")

    for side, party in enumerate(game.parties.values()):
        number = space.index(party.position.opening)
        assert space.kept[side, number]
        assert space.utilities[side, number] == space.utilities[side, space.kept[side]].max()
        assert not agreeable[number]


@checked
@given(games)
def test_no_limits_settle_an_issue_by_themselves(asked: Wanted) -> None:
    game, _ = drawn(asked)

    for issue, what in game.issues.items():
        lines = [
            limit.never
            for party in game.parties.values()
            for limit in party.red_lines
            if set(limit.never) == {issue}
        ]
        left = [o for o in what.options if not any(inside({issue: o}, line) for line in lines)]
        assert len(left) >= 2


@checked
@given(games)
def test_interactions_join_as_many_pairs_of_issues_as_were_asked_for(asked: Wanted) -> None:
    game, _ = drawn(asked)
    pairs = {frozenset(b.when) for side in game.parties.values() for b in side.card.bonuses}
    space = outcomes.space(game)
    earned = [
        bool((space.box(b.when) & space.zone("always")).any())
        for side in game.parties.values()
        for b in side.card.bonuses
    ]

    assert len(pairs) == asked.interactions
    assert {len(pair) for pair in pairs} <= {2}
    assert any(earned) == bool(asked.interactions)


@checked
@given(games)
def test_somebody_professes_an_order_that_is_not_its_own(asked: Wanted) -> None:
    game, _ = drawn(asked)
    bluffs = []
    for side in game.parties.values():
        stake = {i: max(p.values()) - min(p.values()) for i, p in side.card.points.items()}
        true = sorted(stake, key=lambda issue: -stake[issue])
        assert sorted(side.position.order) == sorted(true)
        bluffs.append(list(side.position.order) != true)

    assert any(bluffs)


@checked
@given(games)
def test_every_side_knows_something_that_no_other_side_knows(asked: Wanted) -> None:
    game, _ = drawn(asked)

    for party in game.parties:
        own = set(game.seats_of(party))
        private = [f for f in game.facts.values() if set(f.known_to) <= own]
        assert 1 <= len(private) <= 2


@pytest.mark.parametrize(("parties", "figure"), [(2, 0.2), (2, 0.35), (2, 0.5), (3, 0.4), (6, 0.8)])
def test_opposition_is_what_was_asked_for_to_within_three_hundredths(
    parties: int, figure: float
) -> None:
    for seed in range(3):
        _, found = drawn(wanted(seed, parties=parties, issues=5, opposition=figure))

        # The generator rounds down to ten-thousandths.
        assert found.opposition == pytest.approx(figure, abs=0.0304)


def test_opposition_may_be_asked_for_as_a_range() -> None:
    found = [drawn(wanted(seed, opposition=(0.25, 0.3)))[1].opposition or 0 for seed in range(8)]

    assert min(found) >= 0.25
    assert max(found) <= 0.3004
    assert len({round(each, 3) for each in found}) > 4


def test_what_is_asked_for_in_vain_is_refused_with_the_nearest_there_was() -> None:
    with pytest.raises(UsageError, match="opposition from") as refused:
        generate(wanted(1, issues=3, opposition=1.0))

    assert "the nearest of 600 attempts" in refused.value.hint


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ({"parties": 1}, "parties: 1 is not from 2 to 6"),
        ({"parties": 7}, "parties: 7"),
        ({"issues": 9}, "issues: 9 is not from 3 to 8"),
        ({"issues": 3, "interactions": 4}, "interactions: 4 is not from 0 to 3"),
        ({"rounds": 0}, "rounds: 0"),
        ({"opposition": 1.2}, "an opposition of 1.2"),
        ({"opposition": (0.4, 0.2)}, "an opposition of 0.4-0.2"),
        ({"opposition": float("nan")}, "an opposition of nan"),
        ({"observer": True, "mediator": False}, "an observer sits beside a mediator"),
        ({"advisers": True, "parties": 4}, "six people are on hand"),
    ],
)
def test_measurements_that_no_game_can_have_are_refused(odd: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        wanted(1, **odd)

    assert said in refused.value.message


def test_seeds_give_different_games_and_a_negative_one_is_refused() -> None:
    told = {line(drawn(wanted(seed))[0].model_dump(mode="json")) for seed in range(8)}

    assert len(told) == 8
    with pytest.raises(UsageError, match="the seed: -1"):
        wanted(-1)


def test_what_the_seed_would_have_drawn_can_be_asked_for_and_changes_nothing() -> None:
    asked = wanted(11)
    assert asked.opposition is not None
    low, high = (each / 100 for each in asked.opposition)

    again = wanted(
        11,
        issues=asked.issues,
        opposition=(low, high),
        interactions=asked.interactions,
        rounds=asked.rounds,
    )

    assert again == asked


def test_games_are_the_same_in_every_process_whatever_the_hash_seed() -> None:
    program = (
        "import hashlib\n"
        "from roomsix.canonical import line\n"
        "from roomsix.generator import generate, wanted\n"
        "for n in (2, 4): print(hashlib.sha256(line(generate(wanted(5, parties=n))"
        ".model_dump(mode='json')).encode()).hexdigest()[:16])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": each},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for each in ("0", "4711")
    }
    here = [
        hashlib.sha256(
            line(generate(wanted(5, parties=n)).model_dump(mode="json")).encode()
        ).hexdigest()[:16]
        for n in (2, 4)
    ]

    assert told == {"".join(f"{each}\n" for each in here)}


@pytest.mark.parametrize(
    "asked",
    [
        wanted(1),
        wanted(2, mediator=False),
        wanted(3, parties=3, issues=4, advisers=True, observer=True),
        wanted(4, parties=4, issues=3, rounds=4),
        wanted(5, parties=6, issues=3, rounds=4, interactions=2),
    ],
    ids=lambda asked: f"{asked.parties}-parties-seed-{asked.seed}",
)
def test_a_drawn_game_can_be_played_to_its_end_and_nobody_crosses_its_own_lines(
    asked: Wanted,
) -> None:
    game, _ = drawn(asked)
    talks = session.Talks(
        scenario=game,
        cast=Workspace(ROOT).cast(game),
        seed=asked.seed,
        chats={seat: MockChat(asked.seed) for seat in game.seats},
    )

    result = asyncio.run(session.negotiate(talks))

    assert result.ended.outcome in ("deal", "no deal")
    assert result.record.of("invalid") == ()
    assert {event.seat for event in result.record if event.turn} == set(game.seats)
    if result.ended.package is not None:
        for side in game.parties.values():
            limits = side.red_lines + side.mandate
            assert preferences.breached(limits, result.ended.package) == ()


def test_those_who_sit_in_drawn_games_come_with_the_package() -> None:
    assert set(CAST) <= {file.name for file in Workspace(ROOT).files("persona")}


def test_names_and_options_are_different_and_fit_into_a_sentence() -> None:
    options = [option for topic in TOPICS for option in topic.options]
    names = [*(topic.name for topic in TOPICS), *(side.name for side in SIDES)]
    cases = [case for topic in TOPICS for case in (topic.less, topic.more)]

    for phrases in (options, names, cases):
        assert len(set(phrases)) == len(phrases)
    assert [phrase for phrase in options + names if len(phrase.split()) > 5] == []


@checked
@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=8), st.integers(40, 120))
def test_points_are_shared_out_to_the_last_one_and_more_goes_to_the_heavier(
    weights: list[int], total: int
) -> None:
    shares = shared_out(total, {f"issue-{n}": weight for n, weight in enumerate(weights)})
    by_weight = sorted(zip(weights, shares.values(), strict=True))

    assert sum(shares.values()) == total
    assert min(shares.values()) >= LEAST
    for (lighter, fewer), (heavier, more) in product(by_weight, by_weight):
        assert lighter >= heavier or fewer <= more
