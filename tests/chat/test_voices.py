"""The spoken words: each seat known by its voice, and nothing on an issue said out of its place.

Everything here is read off the same few runs of the built-in talks.
"""

import asyncio
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from statistics import mean

import pytest
from benchmarks import voices

from roomsix import acts, session
from roomsix.chat.mock import MockChat, speech
from roomsix.deal import IssueId, OptionId, SeatId
from roomsix.events import Event, Opened, Said, Whispered
from tables import talks_of
from tactical import built_in

pytestmark = pytest.mark.xdist_group("voices")

ROOT = Path(__file__).parents[2]
SEEDS = range(10)
LEAST = 0.8
"""The share of turns whose speaker must be known by the words alone."""

EVEN = 0.7
"""The same with every seat counted alike, however seldom it speaks; few runs are learnt from."""

CASES = {
    "Above all the": ("fleet",),
    "Mars may have": ("rep", "gov", "plat"),
    "Mars wants an": ("rep", "fleet"),
    "All nine platforms": ("plat",),
}
"""What each sentence of the two sides' cases is about, by how it begins."""

Named = tuple[IssueId, OptionId | None]


@cache
def record_of(seed: int) -> tuple[Event, ...]:
    scenario, cast = built_in("room-six")
    talks = talks_of(scenario, MockChat(seed), seed=seed, cast=cast)
    return tuple(asyncio.run(session.negotiate(talks)).record)


@cache
def spoken() -> tuple[voices.Turn, ...]:
    scenario, cast = built_in("room-six")
    runs = ((seed, record_of(seed)) for seed in SEEDS)
    return tuple(t for seed, run in runs for t in voices.spoken_turns(scenario, cast, seed, run))


def test_seats_are_told_apart_by_their_words_in_runs_never_heard() -> None:
    scenario, _ = built_in("room-six")
    found = voices.trials(scenario, spoken())

    assert set(found["all words"].seats) == set(scenario.seats)
    assert found["all words"].accuracy >= LEAST
    assert found["without issue words"].accuracy >= LEAST
    assert mean(found["without issue words"].recall().values()) >= EVEN
    assert found["all words"].majority < LEAST / 2


def test_no_name_is_left_in_the_words_that_are_judged() -> None:
    left = {word for turn in spoken() for word in turn.words}

    assert not left & {"chen", "kim", "park", "tanaka", "volkov", "quispe", "mars", "coalition"}
    assert not left & {"ambassador", "director", "delegate", "chief", "dr", "martian", "earth"}
    assert {"verification", "enforcement"} <= left


def test_seats_with_one_voice_are_not_told_apart() -> None:
    alike = [
        voices.Turn(run, seat, (("we", "take", "note"), ("go", "on")))
        for run in range(4)
        for seat in ("a", "b", "c")
    ]

    assert voices.judge(voices.learn(alike[:6]), alike[6:]).accuracy == pytest.approx(1 / 3)


def phrase(name: str) -> re.Pattern[str]:
    bare = re.sub(r"^(?:the|an?|our) ", "", name)
    return re.compile(rf"(?<![\w-]){re.escape(bare)}(?![\w-])", re.IGNORECASE)


@cache
def phrases() -> Mapping[Named, re.Pattern[str]]:
    """Return how every issue and every option is spoken of."""
    scenario, _ = built_in("room-six")
    found: dict[Named, re.Pattern[str]] = {}
    for name, issue in scenario.issues.items():
        found[name, None] = phrase(issue.name)
        for option, text in issue.options.items():
            found[name, option] = phrase(text)
    return found


@cache
def points(seat: SeatId) -> tuple[tuple[IssueId, str], ...]:
    scenario, _ = built_in("room-six")
    mine = scenario.seats[seat].talking_points
    return tuple((issue, " ".join(p.split())) for issue, said in mine.items() for p in said)


def mentions(seat: SeatId, text: str) -> Iterator[tuple[str, set[Named], bool]]:
    """Yield what is said of an issue: the words, what they are about, and if it is a set piece.

    A set piece is a talking point or a sentence of the side's case. What is left of the words
    speaks of an issue where it names it, or one of its options.
    """
    scenario, _ = built_in("room-six")
    for issue, point in points(seat):
        if point in text:
            text = text.replace(point, "")
            yield point, {(issue, None)}, True
    side = scenario.seats[seat].party
    case = " ".join(scenario.parties[side].position.says.split()) if side else ""
    for sentence in filter(None, re.split(r"(?<=[.!?]) +", case)):
        if sentence in text:
            text = text.replace(sentence, "")
            yield sentence, {(issue, None) for issue in CASES[" ".join(sentence.split()[:3])]}, True
    for named, pattern in phrases().items():
        if found := pattern.search(text):
            yield found[0], {named}, False


def before(record: tuple[Event, ...], place: int) -> Iterator[Event]:
    """Yield what happened in the session since the seat last had the floor, the latest first."""
    here = record[place]
    for event in reversed(record[:place]):
        if event.session == here.session and event.turn != here.turn:
            if event.seat == here.seat and event.turn is not None:
                return
            yield event


def turn_of(record: tuple[Event, ...], place: int) -> list[Event]:
    """Return every event of the turn in which some words are said."""
    return [event for event in record if event.turn == record[place].turn]


def at_hand(record: tuple[Event, ...], place: int) -> set[Named]:
    """Return what set pieces may be about: the act's issue, a question's, the last one named."""
    here = record[place]
    asked = {
        e.what.issue
        for e in before(record, place)
        if isinstance(e.what, acts.Ask) and e.what.to == here.seat
    }
    own = {getattr(event.what, "issue", None) for event in turn_of(record, place)}
    if built_in("room-six")[0].seats[here.seat or ""].role == "adviser":
        kinds = acts.Ask | acts.State | acts.Reject
        named = (e.what.issue for e in before(record, place) if isinstance(e.what, kinds))
        own.add(next(filter(None, named), None))
    return {(issue, None) for issue in asked | own if issue}


def moment(record: tuple[Event, ...], place: int) -> set[Named]:
    """Return what a turn may name: what its act, a question, a position or a paper is about.

    Sealed proposals are about what checks a promise; a debrief, about what was heard before it.
    """
    here = record[place]
    scenario, _ = built_in("room-six")
    kind = scenario.sessions[here.session].kind if here.session in scenario.sessions else "aside"
    if kind == "proposals":
        return {(promise.detection.issue, None) for promise in scenario.obligations.values()}
    if kind == "debrief":
        earlier = (e.what.issue for e in record[:place] if isinstance(e.what, acts.State))
        return {(issue, None) for issue in earlier}
    events = [*before(record, place), *turn_of(record, place)]
    return {named for event in events for named in about(record, event)}


def about(record: tuple[Event, ...], event: Event) -> set[Named]:
    what = event.what
    if isinstance(what, acts.Propose | acts.Draft):
        return {*what.package.items(), *((issue, None) for issue in what.package)}
    if isinstance(what, acts.Accept | acts.Reject | acts.Advise):
        return about(record, record[what.paper]) if what.paper is not None else set()
    issue, option = getattr(what, "issue", None), getattr(what, "option", None)
    return {(issue, None), (issue, option)} if issue else set()


def astray(record: tuple[Event, ...]) -> list[tuple[int | None, SeatId, str]]:
    """Return what is said of an issue where the talk is of something else."""
    return [
        (event.turn, event.seat, said)
        for place, event in enumerate(record)
        if isinstance(event.what, Said | Whispered) and event.seat is not None
        for said, named, piece in mentions(event.seat, event.what.text)
        if not named & (at_hand if piece else moment)(record, place)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_on_an_issue_is_said_where_the_talk_is_of_something_else(seed: int) -> None:
    assert astray(record_of(seed)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_asks_for_a_thing_and_speaks_against_it(seed: int) -> None:
    scenario, _ = built_in("room-six")
    record = record_of(seed)
    against = []
    for place, event in enumerate(record):
        if not isinstance(event.what, acts.State) or event.seat is None:
            continue
        side = scenario.parties[scenario.seats[event.seat].party or ""]
        issue, option = event.what.issue, event.what.option
        if scenario.sessions.get(event.session) is None or side.position.opening[issue] == option:
            continue
        text = next(e.what.text for e in turn_of(record, place) if isinstance(e.what, Said))
        asked = scenario.issues[issue].options[option]
        against += [p for i, p in points(event.seat) if p in text and speech.names(p, asked)]

    assert against == []


def test_a_talking_point_out_of_its_place_would_be_found() -> None:
    record = list(record_of(0))
    place = next(
        at
        for at, event in enumerate(record)
        if event.seat == "kim" and isinstance(event.what, Said) and at_hand(tuple(record), at)
    )
    point = next(
        p for issue, p in points("kim") if (issue, None) not in at_hand(tuple(record), place)
    )
    said = Said(text=f"Well then. {point}")

    record[place] = record[place].model_copy(update={"what": said})

    assert astray(tuple(record)) == [(record[place].turn, "kim", point)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_first_meeting_opens_with_a_question_and_closes_once(seed: int) -> None:
    scenario, cast = built_in("room-six")
    record = record_of(seed)
    for name, sitting in scenario.sessions.items():
        if sitting.kind == "preliminary":
            said = [
                event.what.text
                for event in record
                if event.session == name and event.seat == "chen" and isinstance(event.what, Said)
            ]
            closing = [line for line in cast["chen"].lines["close"] if speech.spoken(line, said)]
            assert "?" in said[0]
            assert len(closing) <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_makes_conversation_while_a_ruling_is_awaited(seed: int) -> None:
    record = record_of(seed)
    asked: SeatId | None = None
    for event in record:
        if isinstance(event.what, Opened):
            asked = None  # who meets apart meanwhile has talks of its own
        elif isinstance(event.what, acts.Object | acts.Request):
            asked = event.seat
        elif isinstance(event.what, acts.Rule):
            asked = None
        elif (
            isinstance(event.what, Said)
            and built_in("room-six")[0].seats[event.seat or ""].role == "adviser"
        ):
            assert asked is None


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_lead_does_at_the_table_it_puts_in_words(seed: int) -> None:
    record = record_of(seed)
    done = acts.State | acts.Propose | acts.Reject | acts.Accept | acts.Amend
    spoke = {(e.turn, e.seat) for e in record if isinstance(e.what, Said)}

    assert not [e for e in record if isinstance(e.what, done) and (e.turn, e.seat) not in spoke]
