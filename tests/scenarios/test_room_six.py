"""The built-in talks hold the figures they were designed with, most counted without the engine."""

import itertools
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from roomsix import preferences, rules
from roomsix.deal import Package, inside
from roomsix.events import Event, Happened, Record
from roomsix.scenario import Card, Scenario

PATH = Path(__file__).parents[2] / "scenarios" / "room-six.yaml"
NASH = (2, 2, 2, 2, 3, 2, 3, 2)
"""An option's number on each issue, in the scenario's order."""


class Worth(NamedTuple):
    """What a package is worth to each party, and whether each is free to take it."""

    at: tuple[int, ...]
    coalition: int
    mars: int
    coalition_may: bool
    mars_may: bool


@cache
def scenario() -> Scenario:
    data = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return Scenario.model_validate_json(json.dumps(data), strict=True)


def package(*at: int) -> dict[str, str]:
    return {
        issue: list(scenario().issues[issue].options)[number]
        for issue, number in zip(scenario().issues, at, strict=True)
    }


def deterred(obligation: str, held: Package) -> bool:
    promise = scenario().obligations[obligation]
    p = promise.detection.by[held[promise.detection.issue]]
    loss = promise.loss.by[held[promise.loss.issue]]
    return 100 * promise.gain <= p * (promise.gain + loss)


def worth(card: Card, held: Package, *, bonuses: bool = True) -> int:
    total = sum(card.points[issue][option] for issue, option in held.items())
    for bonus in card.bonuses if bonuses else ():
        checked = bonus.deterred is None or deterred(bonus.deterred, held)
        if checked and inside(held, bonus.when):
            total += bonus.points
    return total


def may(party: str, held: Package) -> bool:
    side = scenario().parties[party]
    return not any(inside(held, limit.never) for limit in (*side.red_lines, *side.mandate))


@cache
def space(*, bonuses: bool = True) -> tuple[Worth, ...]:
    parties = scenario().parties
    sizes = [range(len(issue.options)) for issue in scenario().issues.values()]
    rows = []
    for at in itertools.product(*sizes):
        held = package(*at)
        rows.append(
            Worth(
                at,
                worth(parties["coalition"].card, held, bonuses=bonuses),
                worth(parties["mars"].card, held, bonuses=bonuses),
                may("coalition", held),
                may("mars", held),
            )
        )
    return tuple(rows)


def reservations(level: str) -> tuple[int, int]:
    parties = scenario().parties
    return (
        parties["coalition"].stakes[level].reservation,
        parties["mars"].stakes[level].reservation,
    )


def zone(level: str, *, bonuses: bool = True) -> list[Worth]:
    coalition, mars = reservations(level)
    return [
        row
        for row in space(bonuses=bonuses)
        if row.coalition >= coalition and row.coalition_may and row.mars >= mars and row.mars_may
    ]


def gains(row: Worth, level: str = "tense") -> tuple[int, int]:
    coalition, mars = reservations(level)
    return row.coalition - coalition, row.mars - mars


def talking_points() -> Iterator[tuple[str, str, str]]:
    for name, seat in scenario().seats.items():
        for issue, lines in seat.talking_points.items():
            for line in lines:
                yield name, issue, line


def words(text: str) -> list[str]:
    return re.findall(r"[\w'-]+", text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}


# ---- the space and what it is worth --------------------------------------------------------


def test_there_are_57600_packages() -> None:
    assert len(space()) == 57_600


def test_no_package_is_worth_more_than_a_hundred_and_the_coalition_reaches_it() -> None:
    assert max(row.coalition for row in space() if row.coalition_may) == 100
    assert max(row.mars for row in space() if row.mars_may) == 95


def test_two_packages_in_five_break_no_red_line_and_no_mandate() -> None:
    free = sum(row.coalition_may and row.mars_may for row in space())
    assert round(100 * free / len(space())) == 42


def test_a_sixth_suits_the_coalition_and_a_quarter_suits_mars() -> None:
    suits = [
        sum(row.coalition >= 59 and row.coalition_may for row in space()),
        sum(row.mars >= 56 and row.mars_may for row in space()),
    ]
    assert [round(100 * n / len(space()), 1) for n in suits] == [16.2, 27.7]


def test_opening_packages_please_their_authors_and_hardly_anyone_else() -> None:
    parties = scenario().parties
    held = {name: party.position.opening for name, party in parties.items()}
    assert worth(parties["coalition"].card, held["coalition"]) == 85
    assert worth(parties["mars"].card, held["coalition"]) == 19
    assert worth(parties["mars"].card, held["mars"]) == 68
    assert worth(parties["coalition"].card, held["mars"]) == 0


def test_fleet_limits_are_deterred_in_five_cells_and_platform_limits_in_four() -> None:
    cells: dict[str, list[tuple[int, int]]] = {"fleet-limits": [], "platform-limits": []}
    for name, found in cells.items():
        for ver, enf in itertools.product(range(4), range(4)):
            if deterred(name, package(0, 0, 0, 0, 0, ver, enf, 0)):
                found.append((ver, enf))
    assert cells["fleet-limits"] == [(2, 2), (2, 3), (3, 1), (3, 2), (3, 3)]
    assert cells["platform-limits"] == [(2, 3), (3, 1), (3, 2), (3, 3)]


# ---- where a deal is possible --------------------------------------------------------------


def test_the_zone_widens_with_danger_and_then_closes_with_anger() -> None:
    sizes = {level: len(zone(level)) for level in ("calm", "tense", "alarmed", "crisis", "brink")}
    assert sizes == {"calm": 335, "tense": 678, "alarmed": 1311, "crisis": 290, "brink": 42}
    assert zone("rupture") == []


def test_reservations_are_the_worse_of_no_deal_and_the_principals_demand() -> None:
    levels = scenario().parties["mars"].stakes
    assert [reservations(level) for level in levels] == [
        (61, 59),
        (59, 56),
        (56, 54),
        (61, 60),
        (66, 65),
        (86, 86),
    ]


def test_the_best_joint_gain_is_27_points() -> None:
    assert max(sum(gains(row)) for row in zone("tense")) == 27


def test_the_nash_package_is_the_welfare_package_and_is_worth_74_and_68() -> None:
    best = max(zone("tense"), key=lambda row: gains(row)[0] * gains(row)[1])
    assert best.at == NASH
    assert (best.coalition, best.mars) == (74, 68)
    assert sum(gains(best)) == 27


def test_the_egalitarian_package_only_answers_less_quickly() -> None:
    best = max(zone("tense"), key=lambda row: (min(gains(row)), sum(gains(row))))
    assert best.at == (2, 2, 1, 2, 3, 2, 3, 2)
    assert (best.coalition, best.mars) == (72, 69)


def test_fourteen_packages_of_the_zone_are_among_35_that_nobody_could_better() -> None:
    frontier: dict[int, int] = {}
    free = [row for row in space() if row.coalition_may and row.mars_may]
    for row in free:
        frontier[row.coalition] = max(row.mars, frontier.get(row.coalition, row.mars))
    best = -1
    kept = set()
    for coalition in sorted(frontier, reverse=True):
        if frontier[coalition] > best:
            best = frontier[coalition]
            kept.add((coalition, best))
    assert sum((row.coalition, row.mars) in kept for row in free) == 35
    assert sum((row.coalition, row.mars) in kept for row in zone("tense")) == 14


def test_both_restraints_are_deterred_in_93_per_cent_of_the_zone() -> None:
    held = [package(*row.at) for row in zone("tense")]
    both = sum(all(deterred(name, each) for name in scenario().obligations) for each in held)
    assert round(100 * both / len(held)) == 93


def test_without_the_bonus_only_33_packages_are_left() -> None:
    left = zone("tense", bonuses=False)
    assert len(left) == 33
    assert max(sum(gains(row)) for row in left) == 4


def test_splitting_every_issue_down_the_middle_gets_nobody_a_deal() -> None:
    middles = itertools.product((1, 2), (1, 2), (1,), (2,), (2,), (1, 2), (1, 2), (1,))
    chosen = set(middles)
    rows = [row for row in space() if row.at in chosen]
    assert len(rows) == 16
    assert sum(row.coalition_may and row.coalition >= 59 for row in rows) == 0
    assert sum(row.mars_may and row.mars >= 56 for row in rows) == 6
    joint = [sum(gains(row)) for row in rows]
    assert round(sum(joint) / 16, 1) == -13.8
    assert max(joint) == 2


def test_escrow_in_place_of_the_guarantor_leaves_the_platforms_unchecked() -> None:
    parties = scenario().parties
    held = package(*NASH) | {"enf": "escrow"}
    assert not deterred("platform-limits", held)
    assert [worth(parties[name].card, held) for name in ("coalition", "mars")] == [63, 63]


def test_both_advisers_can_support_the_nash_package() -> None:
    leanings = [scenario().seats[name].leaning for name in ("park", "tanaka")]
    found = [worth(leaning.card, package(*NASH)) for leaning in leanings if leaning]
    assert found == [84, 82]
    assert [leaning.against_below for leaning in leanings if leaning] == [65, 65]


def test_advisers_agree_in_58_per_cent_of_the_zone_and_split_in_37() -> None:
    leanings = [scenario().seats[name].leaning for name in ("park", "tanaka")]
    counts = [0, 0, 0]
    for row in zone("tense"):
        held = package(*row.at)
        counts[sum(worth(one.card, held) >= one.against_below for one in leanings if one)] += 1
    assert [round(100 * n / sum(counts)) for n in counts] == [5, 37, 58]


# ---- how it came to this, and what may go wrong --------------------------------------------


def test_the_talks_begin_tense_at_34() -> None:
    tension = scenario().tension
    assert tension is not None
    score = rules.tension(scenario(), Record())
    assert score == 34
    assert [level for level, start in tension.levels.items() if start <= score][-1] == "tense"
    assert preferences.start_level(scenario()) == "tense"


def test_the_wreck_weighs_14_of_28_by_what_each_lead_holds_of_the_other() -> None:
    (wreck,) = (event for event in scenario().timeline if event.blames)
    assert wreck.blames is not None
    facts = scenario().facts
    held = [facts[wreck.blames["coalition"]].beliefs["kim"]]
    held += [facts[wreck.blames["mars"]].beliefs["envoy"]]
    assert (wreck.score, held) == (28, [60, 40])
    assert preferences.attributed(wreck.score, held) == 14


def test_the_exposure_of_the_ring_takes_11_points_of_blame_away() -> None:
    exposed = scenario().incidents["ring-exposed"]
    assert exposed.score == 0 and exposed.shows is not None
    event = Event(
        seq=0,
        session="plenary",
        round=5,
        turn=None,
        seat=None,
        audience=tuple(scenario().seats),
        what=Happened(incident="ring-exposed", what=exposed.what, level="tense"),
    )
    assert rules.tension(scenario(), Record([event])) == 34 - 11


def test_incidents_alone_never_bring_the_talks_to_rupture() -> None:
    tension = scenario().tension
    assert tension is not None and tension.rupture is not None
    worst = 34 + sum(max(0, each.score) for each in scenario().incidents.values())
    assert worst == 78
    assert worst < tension.levels[tension.rupture]


def test_neither_side_can_expose_the_sabotage_alone_but_mars_and_one_other_piece_can() -> None:
    averted = scenario().incidents["dock-sabotage"].unless
    assert averted is not None and averted.odds is not None
    assert averted.seats[0] in scenario().facts["docked-twice"].known_to
    enough = set()
    pieces = ("borrowed-tug", "fragment-metal", "stolen-sets")
    for count in range(4):
        for told in itertools.combinations(pieces, count):
            odds = averted.start[0]
            for fact in ("docked-twice", *told):
                odds *= scenario().facts[fact].odds
            if odds * averted.odds[1] >= averted.odds[0] * averted.start[1]:
                enough.add(told)
    assert enough == {
        ("borrowed-tug", "stolen-sets"),
        ("fragment-metal", "stolen-sets"),
        pieces,
    }


# ---- what is written -----------------------------------------------------------------------


def test_every_name_hangs_together() -> None:
    it = scenario()
    ids = [*it.parties, *it.seats, *it.issues, *it.sessions, *it.facts]
    assert len(ids) == len(set(ids))
    cards = [party.card for party in it.parties.values()]
    cards += [seat.leaning.card for seat in it.seats.values() if seat.leaning]
    options = {issue: set(each.options) for issue, each in it.issues.items()}
    for card in cards:
        assert {issue: set(points) for issue, points in card.points.items()} == options
    for party in it.parties.values():
        assert list(party.position.order) != list(it.issues)
        assert set(party.position.order) == set(party.position.opening) == set(it.issues)
    for fact in it.facts.values():
        assert set(fact.beliefs) == set(it.seats)
        assert fact.known_to == "everyone" or set(fact.known_to) <= set(it.seats)
    for incident in it.incidents.values():
        assert incident.before.round <= it.sessions[incident.before.session].rounds
    for session in it.sessions.values():
        assert set(session.present) <= set(it.seats)
        assert set(session.agenda) <= set(it.issues)


def test_names_and_phrases_are_four_words_at_most() -> None:
    for issue in scenario().issues.values():
        for phrase in (issue.name, *issue.options.values()):
            assert 1 <= len(phrase.split()) <= 4, phrase
            assert not phrase.endswith("."), phrase
            assert phrase[0].islower(), phrase


def test_phrases_name_one_option_each() -> None:
    phrases = [phrase for issue in scenario().issues.values() for phrase in issue.options.values()]
    assert len(phrases) == len(set(phrases))


def test_briefs_are_80_to_180_words_in_the_second_person() -> None:
    for name, seat in scenario().seats.items():
        assert 80 <= len(seat.brief.split()) <= 180, (name, len(seat.brief.split()))
        assert "you" in words(seat.brief), name


def test_talking_points_come_in_two_to_four_of_8_to_25_words() -> None:
    for name, seat in scenario().seats.items():
        assert set(seat.talking_points) <= set(scenario().issues)
        for issue, lines in seat.talking_points.items():
            assert 2 <= len(lines) <= 4, (name, issue)
    for _, _, line in talking_points():
        assert 8 <= len(line.split()) <= 25, line


def test_whoever_leads_or_mediates_has_something_to_say_on_every_issue() -> None:
    for name, seat in scenario().seats.items():
        if seat.role in ("lead", "mediator"):
            assert list(seat.talking_points) == list(scenario().issues), name


def test_no_five_words_occur_twice_among_the_talking_points() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for _, _, line in talking_points():
        for run in runs(line, 5):
            assert run not in seen, (line, seen[run])
            seen[run] = line


def test_talking_points_give_no_fact_away() -> None:
    facts = [fact.text for fact in scenario().facts.values()]
    secret = set().union(*(runs(text, 3) for text in facts))
    forbidden = {"bookkeeper", "clerk", "tug", "contractor", "passes", "sealed", "strike", "hulls"}
    forbidden |= {"families", "hollow", "guidance", "fragments", "stolen", "identity", "reserves"}
    forbidden |= {"points", "worth", "reservation"}
    for _, _, line in talking_points():
        assert not runs(line, 3) & secret, line
        assert forbidden.isdisjoint(words(line)), line
        assert not re.search(r"\d", line), line


def test_the_name_a_fact_goes_by_says_nothing_of_what_it_is() -> None:
    for fact in scenario().facts.values():
        assert 0 < len(fact.about.split()) <= 5, fact.about
        assert not runs(fact.about, 4) & runs(fact.text, 4), fact.about


def test_the_file_is_plain_yaml() -> None:
    text = PATH.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../.schemas/scenario.schema.json\n")
    body = text.split("\n", 1)[1]
    assert not any(mark in body for mark in ("{{", "{%", "${", "<<", "\t"))
    tokens = list(yaml.scan(text))
    special = (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)
    assert not any(isinstance(token, special) for token in tokens)
