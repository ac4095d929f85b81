"""Tactics of mediators: the passive one never drafts, the annealing one anneals and cools."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix import acts
from roomsix.chat.mock.tactics import single_text
from strategies import checked
from tactical import Played, hall, play, rehearsal


def drafts(played: Played) -> list[dict[str, str]]:
    return [
        dict(event.what.package)
        for event in played.result.record
        if isinstance(event.what, acts.Draft)
    ]


@pytest.mark.parametrize("name", ["theatre", "room-six"])
def test_a_passive_mediator_asks_and_listens_and_never_drafts(name: str) -> None:
    played = hall(name, "mediator=mock:passive", seed=1)
    seat = next(s for s, place in played.scenario.seats.items() if place.role == "mediator")
    done = [event.what.kind for event in played.result.record if event.seat == seat]

    assert done.count("ask") > 5
    assert "draft" not in done


def test_nash_is_the_default_by_its_name() -> None:
    named, default = hall("theatre", "mediator=mock:nash"), hall("theatre")

    assert drafts(default)
    assert list(named.result.record) == list(default.result.record)


@checked
@given(st.floats(0.01, 4), st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 10))
def test_a_worse_text_is_kept_the_more_seldom_the_later_and_the_worse_it_is(
    worse: float, one: float, two: float, t0: float
) -> None:
    early, late = sorted((one, two))

    def chance(worse: float, time: float) -> float:
        return single_text.chance(worse, time, t0=t0)

    assert 0 <= chance(worse, late) <= chance(worse, early) <= 1
    assert chance(worse * 2, early) <= chance(worse, early)
    assert chance(worse, 1) == 0
    assert single_text.chance(worse, early, t0=0) == 0
    assert chance(0, late) == chance(-worse, late) == 1


def test_every_text_but_the_first_changes_one_clause_of_the_text_kept() -> None:
    changed = 0
    for seed in range(3):
        played = play(rehearsal(10), "mediator=mock:single-text", "lead=mock:hardliner", seed=seed)
        texts = drafts(played)
        assert len(texts) > 3
        assert len({tuple(sorted(text.items())) for text in texts}) == len(texts)
        for turn, reply in played.turns("chair"):
            held = single_text.kept(turn, t0=1.0)
            if reply["act"] == "draft" and held is not None:
                differs = [i for i, o in reply["package"].items() if held.package[i] != o]
                assert len(differs) == 1
                changed += 1
    assert changed > 5


def test_a_cold_mediator_keeps_the_text_with_the_best_votes_and_a_hot_one_also_others() -> None:
    others = {0: 0, 10: 0}
    for t0 in others:
        for seed in range(4):
            chats = (f"mediator=mock:single-text,t0={t0}", "lead=mock:random,accepts=30")
            played = play(rehearsal(12), *chats, seed=seed)
            for turn, _ in played.turns("chair"):
                held = single_text.kept(turn, t0=t0)
                if held is not None and turn.past.agreed is None:
                    best = max(single_text.votes(turn, text) for text in turn.past.texts())
                    others[t0] += single_text.votes(turn, held) < best

    assert others[0] == 0
    assert others[10] > 0


def test_the_first_text_lies_between_the_offers() -> None:
    played = play(rehearsal(10), "mediator=mock:single-text", "lead=mock:hardliner", seed=1)
    turn, reply = next((t, r) for t, r in played.turns("chair") if r["act"] == "draft")
    scenario = played.scenario

    for issue, option in reply["package"].items():
        options = list(scenario.issues[issue].options)
        ends = [options.index(turn.past.offers(p)[-1][issue]) for p in scenario.parties]
        assert min(ends) <= options.index(option) <= max(ends)
        assert abs(sum(ends) - 2 * options.index(option)) <= 1
