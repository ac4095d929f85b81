"""Named tactics of leads: each does what its formula says, and none ever crosses a line."""

import asyncio
import itertools
import json
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bruteforce import every_package
from roomsix import events, preferences, session
from roomsix.calls import Request
from roomsix.chat.mock.turn import Turn
from roomsix.deal import Package, PartyId, SeatId
from roomsix.prompts import Prompt
from roomsix.scenario import Scenario
from strategies import checked, scenarios
from tables import cast_of
from tactical import LEADS, Asked, Played, chat, hall, play, rehearsal

pytestmark = pytest.mark.xdist_group("tactics")

SIDES = ("theatre", "orchestra")


def worth(scenario: Scenario, party: PartyId, package: Package) -> int:
    return preferences.points(scenario, scenario.parties[party].card, package)


def kept(scenario: Scenario, party: PartyId, package: Package) -> bool:
    side = scenario.parties[party]
    return not preferences.breached((*side.red_lines, *side.mandate), package)


def best(scenario: Scenario, party: PartyId) -> int:
    every = every_package(scenario)
    return max(worth(scenario, party, p) for p in every if kept(scenario, party, p))


def least(scenario: Scenario, party: PartyId, level: str = "always") -> int:
    """What must be taken home, half of what the principal's mood may add included."""
    mood = scenario.parties[party].principal.mood
    strict = scenario.decision.equality == ">"
    return preferences.reservation(scenario, party, level) + (mood + 1) // 2 + strict


def progress(turn: Turn) -> float:
    """How far talks of more than five rounds have come when they are settled a round early."""
    return min(1.0, (turn.now.round - 1) / (turn.now.rounds - 2))


def offers(played: Played, seat: SeatId) -> list[tuple[Turn, Package]]:
    return [
        (turn, reply["package"]) for turn, reply in played.turns(seat) if reply["act"] == "propose"
    ]


def taken(played: Played, seat: SeatId) -> list[tuple[Turn, Package]]:
    return [
        (turn, turn.past.papers[reply["number"]].package)
        for turn, reply in played.turns(seat)
        if reply["act"] == "accept"
    ]


@pytest.mark.parametrize(
    ("named", "e"),
    [("linear", 1.0), ("boulware", 0.25), ("boulware,e=0.5", 0.5), ("conceder", 4.0)],
)
def test_offers_follow_the_clock_by_the_formula(named: str, e: float) -> None:
    scenario = rehearsal()
    played = play(scenario, f"lead=mock:{named}", "mediator=mock:passive", seed=3)
    for party in SIDES:
        low, high = least(scenario, party), best(scenario, party)
        every = [p for p in every_package(scenario) if kept(scenario, party, p)]
        there = [worth(scenario, party, package) for package in every]
        made = offers(played, f"{party}-lead")
        assert made
        for turn, package in made:
            aim = low + (high - low) * (1 - progress(turn) ** (1 / e))
            asked = worth(scenario, party, package)
            above = min(points for points in there if points >= aim - 1e-9)
            assert aim - 1e-9 <= asked <= max(aim + 5, above)


@pytest.mark.parametrize("named", ["linear", "boulware", "conceder"])
def test_papers_are_accepted_at_the_curve_or_at_the_next_offer_and_not_below(named: str) -> None:
    seen = 0
    for seed in range(3):
        played = play(rehearsal(), f"lead=mock:{named}", seed=seed)
        for party in SIDES:
            for turn, reply in played.turns(f"{party}-lead"):
                if turn.past.agreed is not None:
                    continue
                stand = turn.tactic.bargain(turn)
                enough = max(stand.least, min(stand.aspiration, stand.worth(stand.offer)))
                open_ = [p for p in turn.papers() if p.party != party and stand.open(p)]
                good = [p for p in open_ if worth(played.scenario, party, p.package) >= enough]
                assert (reply["act"] == "accept") == bool(good)
                seen += bool(good)
    assert seen


def test_a_boulware_holds_out_for_more_than_a_linear_and_that_for_more_than_a_conceder() -> None:
    firmness = {}
    for named in ("boulware", "linear", "conceder"):
        turn, _ = play(rehearsal(), f"lead=mock:{named}").turns("theatre-lead")[3]
        firmness[named] = turn.tactic.bargain(turn).aspiration

    assert firmness["boulware"] > firmness["linear"] > firmness["conceder"]


@pytest.mark.parametrize("kindness", [0, 5, 9])
def test_tit_for_tat_gives_what_it_was_given_and_its_kindness(kindness: int) -> None:
    scenario = rehearsal()
    chats = (f"lead=mock:tit-for-tat,kindness={kindness}", "mediator=mock:passive")
    played = play(scenario, *chats, seed=1)

    assert offers(played, "theatre-lead")
    for party in SIDES:
        for made, (turn, package) in enumerate(offers(played, f"{party}-lead")):
            other = next(p for p in SIDES if p != party)
            theirs = [worth(scenario, party, p) for p in turn.past.offers(other)]
            given_ = max(theirs) - theirs[0] if theirs else 0
            aim = max(least(scenario, party), best(scenario, party) - given_ - kindness * made)
            assert turn.tactic.bargain(turn).aspiration == aim
            assert worth(scenario, party, package) >= aim


def test_without_kindness_two_who_mirror_each_other_never_move_far() -> None:
    chats = ("lead=mock:tit-for-tat,kindness=0", "mediator=mock:passive")
    played = play(rehearsal(), *chats)

    for party in SIDES:
        points = [worth(played.scenario, party, p) for _, p in offers(played, f"{party}-lead")]
        moved = max(points) - min(points)
        other = next(p for p in SIDES if p != party)
        theirs = [worth(played.scenario, party, p) for _, p in offers(played, f"{other}-lead")]
        assert moved <= max(theirs) - theirs[0] + 5


@pytest.mark.parametrize("seed", range(3))
def test_micro_goes_down_its_list_and_gives_a_new_offer_only_for_a_new_one(seed: int) -> None:
    scenario = rehearsal()
    played = play(scenario, "lead=mock:micro", "mediator=mock:passive", seed=seed)

    for party, other in (SIDES, SIDES[::-1]):
        fair = sorted(
            (
                worth(scenario, party, p)
                for p in every_package(scenario)
                if kept(scenario, party, p) and worth(scenario, party, p) >= least(scenario, party)
            ),
            reverse=True,
        )
        sent: list[Package] = []
        for turn, package in offers(played, f"{party}-lead"):
            received = {tuple(sorted(p.items())) for p in turn.past.offers(other)}
            if package not in sent:
                assert len(sent) <= len(received)
                sent.append(package)
            else:
                assert len(sent) > len(received)
        assert [worth(scenario, party, p) for p in sent] == fair[: len(sent)]
        assert len(sent) > 2


def test_micro_against_a_hardliner_stops_after_its_second_offer() -> None:
    scenario = rehearsal()
    chats = {"theatre-lead": "mock:micro", "orchestra-lead": "mock:hardliner"}
    played = _against(scenario, chats)

    sent = [tuple(sorted(p.items())) for _, p in offers(played, "theatre-lead")]
    assert len(sent) == 8
    assert len(set(sent)) == 2


def test_micro_in_steps_reaches_the_end_of_its_list_in_as_many_offers() -> None:
    scenario = rehearsal()
    played = play(scenario, "lead=mock:micro,steps=4", "mediator=mock:passive", seed=2)
    for party in SIDES:
        points = [worth(scenario, party, p) for _, p in offers(played, f"{party}-lead")]
        assert points[0] == best(scenario, party)
        fair = [
            worth(scenario, party, p)
            for p in every_package(scenario)
            if kept(scenario, party, p) and worth(scenario, party, p) >= least(scenario, party)
        ]
        if len(points) > 4:
            assert points[4] == min(fair)


@pytest.mark.parametrize("name", ["theatre", "room-six"])
def test_a_hardliner_never_moves_from_its_opening_and_takes_no_less(name: str) -> None:
    played = hall(name, "lead=mock:hardliner", seed=1)
    leads = [seat for seat, place in played.scenario.seats.items() if place.role == "lead"]
    for seat in leads:
        party = played.scenario.seats[seat].party or ""
        made = [package for _, package in offers(played, seat)]
        assert len(made) > 1
        assert all(package == made[0] for package in made)
        floor = worth(played.scenario, party, made[0])
        assert all(worth(played.scenario, party, p) >= floor for _, p in taken(played, seat))


@pytest.mark.parametrize("seed", range(4))
def test_one_issue_at_a_time_steps_to_the_middle_and_no_further(seed: int) -> None:
    scenario = rehearsal()
    played = play(scenario, "lead=mock:single-issue", "mediator=mock:passive", seed=seed)
    places = {name: list(issue.options) for name, issue in scenario.issues.items()}

    for party, other in (SIDES, SIDES[::-1]):
        made = [package for _, package in offers(played, f"{party}-lead")]
        start, theirs = made[0], offers(played, f"{other}-lead")[0][1]
        order = list(scenario.issues)
        for before, after in itertools.pairwise(made):
            moved = [i for i in order if before[i] != after[i]]
            if moved:  # whatever comes before what moves now has been gone through
                rest = order[order.index(moved[-1]) + 1 :]
                assert all(after[issue] == start[issue] for issue in rest)
        for issue, options in places.items():
            steps = [options.index(package[issue]) for package in made]
            gap = options.index(theirs[issue]) - steps[0]
            ways = [(step - steps[0]) * (1 if gap >= 0 else -1) for step in steps]
            assert ways == sorted(ways)
            assert 0 <= ways[-1] <= (abs(gap) + 1) // 2


def test_one_issue_at_a_time_accepts_only_what_gives_enough_on_every_issue() -> None:
    scenario = rehearsal()
    seen = 0
    for seed in range(4):
        chats = {"theatre-lead": "mock:single-issue", "orchestra-lead": "mock:conceder,e=40"}
        played = _against(scenario, chats, seed=seed)
        points = scenario.parties["theatre"].card.points
        for turn, package in taken(played, "theatre-lead"):
            ask = turn.tactic.bargain(turn).offer
            for issue, options in points.items():
                assert options[package[issue]] >= options[ask[issue]]
            seen += 1
    chats = {"theatre-lead": "mock:single-issue", "orchestra-lead": "mock:single-issue"}
    assert seen or not _against(scenario, chats).result.ended.package


def test_one_issue_at_a_time_leaves_the_gains_of_room_six_on_the_table() -> None:
    captures = []
    for seed in range(4):
        result = hall("room-six", "lead=mock:single-issue", seed=seed).result
        captures.append(float(result.scores.scores["capture"].value or 0))

    assert fmean(captures) <= 0.25


def test_chance_offers_anything_within_the_limits_and_accepts_as_often_as_it_is_told() -> None:
    scenario = rehearsal()
    made: set[tuple[tuple[str, str], ...]] = set()
    accepted = {1: 0, 99: 0}
    for seed in range(6):
        for percent in accepted:
            played = play(scenario, f"lead=mock:random,accepts={percent}", seed=seed)
            for party in SIDES:
                for _, package in offers(played, f"{party}-lead"):
                    assert kept(scenario, party, package)
                    made.add(tuple(sorted(package.items())))
                accepted[percent] += len(taken(played, f"{party}-lead"))
    assert len(made) > 20
    assert accepted[99] > 5 * accepted[1]


def test_no_talk_does_what_the_default_does_without_a_word() -> None:
    played = hall("theatre", "mock:no-talk", seed=2)
    default = chat("mock", seed=2)

    words = (events.Said, events.Whispered, events.Claimed)
    assert not [event for event in played.result.record if isinstance(event.what, words)]
    for kept_ in played.seats.values():
        for request, reply in kept_:
            if "act" in reply:
                told = asyncio.run(default.answer(request)).text
                silent = {**_fields(told), "say": "", "whisper": None, "claims": []}
                assert reply == silent


@settings(checked, max_examples=40)
@given(scenarios(), st.sampled_from(LEADS), st.integers(0, 1000))
def test_no_tactic_ever_crosses_a_line_or_says_what_cannot_be_used(
    scenario: Scenario, named: str, seed: int
) -> None:
    played = play(scenario, f"lead=mock:{named}", seed=seed, cast=cast_of(scenario))

    assert not played.result.record.of("invalid")
    for seat, place in scenario.seats.items():
        if place.role != "lead":
            continue
        party = place.party or ""
        for turn, package in (*offers(played, seat), *taken(played, seat)):
            assert kept(scenario, party, package)
            if named != "random":
                asked = preferences.reservation(scenario, party, turn.now.tension)
                assert preferences.suffices(
                    worth(scenario, party, package), asked, scenario.decision.equality
                )


@pytest.mark.parametrize("named", LEADS)
def test_the_same_messages_and_seed_give_the_same_text_whoever_is_asked(named: str) -> None:
    played = hall("theatre", f"lead=mock:{named}", seed=4)
    again = chat(f"mock:{named}", seed=4)

    for request, reply in played.seats["manager"]:
        prompt = Prompt(head=request.prompt.head, seen=0, user=request.prompt.user, tail="")
        alike = Request.model_construct(seat="nobody", index=99, prompt=prompt, form=request.form)
        assert _fields(asyncio.run(again.answer(alike)).text) == reply


def test_apart_from_the_joint_table_a_tactic_does_what_the_default_does() -> None:
    played = hall("room-six", "lead=mock:hardliner", seed=1)
    default = chat("mock", seed=1)

    compared = 0
    for request, reply in played.seats["kim"]:
        if '"kind":"plenary"' not in request.prompt.tail:
            assert _fields(asyncio.run(default.answer(request)).text) == reply
            compared += 1
    assert compared > 5


def _against(scenario: Scenario, chats: dict[str, str], seed: int = 0) -> Played:
    """Play two leads with a tactic each, and a mediator that never drafts."""
    made = {seat: chat(spec, seed=seed) for seat, spec in chats.items()}
    made["chair"] = chat("mock:passive", seed=seed)
    kept_: dict[SeatId, list[tuple[Request, dict[str, Any]]]] = {seat: [] for seat in made}
    talks = session.Talks(
        scenario=scenario,
        cast=cast_of(scenario),
        seed=seed,
        chats={seat: Asked(one, kept_[seat]) for seat, one in made.items()},
    )
    return Played(scenario, asyncio.run(session.negotiate(talks)), made, kept_, seed)


def _fields(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found
