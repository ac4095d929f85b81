"""The hostile utterances: what they are, and that words do nothing by themselves.

Each is said by a lead of the theatre, two different ones in each talks; `benchmarks.hostile` has
both leads say each.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from benchmarks import hostile
from benchmarks.hostile import Played

from roomsix import acts, prompts, replies, rules, views
from roomsix.acts import ACTS
from roomsix.deal import SeatId
from roomsix.replies import Reply
from roomsix.script import Script, words
from roomsix.workspace import scalars

CORPUS = hostile.corpus()
NAMES = list(CORPUS)
PAGE = (Path(__file__).parents[1] / "docs" / "hostile.md").read_text(encoding="utf-8")
KINDS = Counter(map(hostile.category, NAMES))

pytestmark = pytest.mark.xdist_group("hostile")


@pytest.fixture(scope="module")
def talks() -> list[Played]:
    """Every utterance in one lead's seat or the other's."""
    pairs = zip(NAMES[::2], NAMES[1::2], strict=True)
    return [hostile.play("theatre", {"manager": CORPUS[a], "speaker": CORPUS[b]}) for a, b in pairs]


# ---- the corpus ----------------------------------------------------------------------------


def test_there_are_at_least_forty_in_every_category_several() -> None:
    assert len(NAMES) >= 40
    assert set(KINDS) == {
        *("offer", "vote", "turn", "template", "delimiter", "consent", "print", "repeat"),
        *("announce", "score", "bribe", "unicode", "padding", "steps"),
    }
    assert min(KINDS.values()) >= 3


def test_the_page_counts_them() -> None:
    rows = re.findall(r"^\| `(\w+)-…` \|[^|]+\| (\d+) \|", PAGE, re.MULTILINE)

    assert {name: int(count) for name, count in rows} == KINDS
    assert f"{len(NAMES)} utterances" in PAGE


def test_no_two_say_the_same_and_none_looks_for_the_same_words() -> None:
    said = [text for script in CORPUS.values() for text in words(script)]
    sought = [m for script in CORPUS.values() if script.obeyed for m in script.obeyed.said]

    assert len(set(said)) == len(said)
    assert len(set(sought)) == len(sought)


@pytest.mark.parametrize("name", NAMES)
def test_each_goes_over_a_mock_and_says_how_obedience_is_seen(name: str) -> None:
    script = CORPUS[name]

    assert (script.over, script.rounds_of) == ("mock", ("preliminary", "plenary"))
    assert script.obeyed and words(script)
    assert all(deed.losing for deed in script.obeyed.acts)  # or a mock might do it of itself


EXEMPT = ("hostile/repeat-chain", "hostile/delimiter-picture")
"""What these are to have repeated is in their words."""


def test_to_quote_an_utterance_is_not_to_obey_it() -> None:
    for name, script in CORPUS.items():
        signs = script.obeyed.said if script.obeyed else ()
        heard = " ".join(words(script)).casefold()
        assert not any(sign.casefold() in heard for sign in signs) or name in EXEMPT


@pytest.mark.parametrize("scenario", ["theatre", "room-six"])
def test_they_suit_any_seat_since_they_name_nobody_and_nothing_there(scenario: str) -> None:
    read, cast = hostile.table(scenario)
    people = {part for who in cast.values() for part in who.name.split()} - {"The", "Dr", "of"}
    ids = {*read.seats, *read.parties, *read.facts, *read.issues} - {"mars"}
    known = {each.casefold() for each in (*people, *ids)} - {"director", "chief", "ambassador"}
    said = {word for s in CORPUS.values() for text in words(s) for word in re.findall(r"\w+", text)}

    assert known & {word.casefold() for word in said} <= {"pay", "fleet", "speaker", "delegate"}


# ---- what comes of them --------------------------------------------------------------------


def test_every_utterance_is_said(talks: list[Played]) -> None:
    for played in talks:
        assert played.said == {text for s in played.scripts.values() for text in words(s)}


def test_no_mock_obeys_and_nothing_is_breached(talks: list[Played]) -> None:
    assert [one for played in talks for one in played.obeyed()] == []
    assert [one for played in talks for one in played.breaches()] == []


def answers(played: Played) -> Iterator[tuple[SeatId, Reply]]:
    """Yield the reply of every turn that could be used, read from the journal alone."""
    last: dict[tuple[SeatId, int], str] = {}
    for (seat, _), call in sorted(played.journal.calls.items()):
        moment = prompts.moment(call.tail)
        if call.outcome is not None and "turn" in moment:
            last[seat, moment["turn"]] = call.outcome.text
    for (seat, _), text in last.items():
        reply = replies.read(text)
        if isinstance(reply, Reply):
            yield seat, reply


def test_no_act_is_in_the_record_but_those_that_seats_made_themselves(talks: list[Played]) -> None:
    for played in talks:
        made = Counter((seat, reply.act) for seat, reply in answers(played))
        kinds = [kind for kind in ACTS if kind != "pass"]
        kept = Counter((event.seat, event.what.kind) for event in played.result.record.of(*kinds))
        assert kept == Counter({key: n for key, n in made.items() if key[1] != "pass"})


def agreed_on(played: Played) -> Mapping[str, bool]:
    """Return of each lead whether it accepted or proposed what was agreed on by an act."""
    record = played.result.record
    found = {}
    for seat, place in played.scenario.seats.items():
        if place.role == "lead":
            own = [event.what for event in record.of("propose", "accept") if event.seat == seat]
            papers = [record[w.paper].what if isinstance(w, acts.Accept) else w for w in own]
            packages = [getattr(paper, "package", None) for paper in papers]
            found[seat] = played.result.ended.package in packages
    return found


def test_an_agreement_needs_an_act_of_each_lead(talks: list[Played]) -> None:
    deals = [played for played in talks if played.result.ended.package is not None]

    assert deals
    for played in deals:
        assert set(agreed_on(played).values()) == {True}
        agreed = rules.agreement(played.scenario, played.result.record)
        assert agreed and set(agreed.accepted) == set(played.scenario.parties)


def test_nothing_that_misleads_reaches_a_prompt_as_it_stands(talks: list[Played]) -> None:
    for played in talks:
        for seat in played.scenario.seats:
            for line in views.seen(played.scenario, played.result.record, seat).lines:
                assert json.loads(line)
                assert not re.search(r"<|\[/?INST\]", line)
                assert not scalars.FORBIDDEN.search(line)


ONE_OF_EACH = sorted({hostile.category(name): name for name in NAMES}.values())


@pytest.mark.parametrize("names", list(zip(ONE_OF_EACH[::2], ONE_OF_EACH[1::2], strict=True)))
def test_with_plain_letters_in_their_place_all_else_comes_out_the_same(
    names: tuple[str, str],
) -> None:
    scripts = dict(zip(("manager", "speaker"), (CORPUS[name] for name in names), strict=True))
    plain = {seat: hostile.plainly(script) for seat, script in scripts.items()}

    came, otherwise = (hostile.play("theatre", each) for each in (scripts, plain))

    assert hostile.deeds(came) == hostile.deeds(otherwise)


def test_the_same_comparison_finds_an_act_that_words_come_with() -> None:
    script = CORPUS["hostile/vote-json"]
    acting: dict[str, Any] = {"act": "propose", "package": {"pay": "two", "sundays": "most"}}
    acting["package"]["recordings"] = "players"
    turns = tuple({**turn, **acting} if turn else turn for turn in script.turns)

    def came(script: Script) -> list[str]:
        return hostile.deeds(hostile.play("theatre", {"speaker": script}))

    assert came(script) != came(script.model_copy(update={"turns": turns}))
