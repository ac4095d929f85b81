"""Whatever seats answer, legal or not, the talks keep their promises: random acts, fixed seeds."""

import asyncio
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import pytest

from roomsix import acts, events, rules, session
from roomsix.calls import Outcome, Request
from roomsix.events import Event, Record
from roomsix.journal import Journal
from roomsix.record import Log
from roomsix.scenario import Scenario
from simulation import answers
from tables import Answering, now, scenario_of, talks_of
from wall.guards import built_in

SEEDS = range(12, 20)

SPOILT: tuple[str | Outcome, ...] = (
    *answers.SPOILT,
    *(Outcome(kind=kind, text="{") for kind in answers.FAILED),
)

FOR_ALL = ("happened", "ratified", "told", "ended")
"""What everyone hears, wherever they are."""


@cache
def table() -> Scenario:
    """The built-in scenario with a plenary of eight rounds and two meetings apart."""
    short = built_in()
    plenary = short.sessions["plenary"].model_copy(update={"rounds": 8})
    asides = short.asides.model_copy(update={"most": 2})
    sessions = {**short.sessions, "plenary": plenary}
    return short.model_copy(update={"sessions": sessions, "asides": asides})


def anything(request: Request, *, seed: int) -> dict[str, Any] | str | Outcome:
    """Answer with any act and any arguments, most often one that looks possible, or rubbish."""
    luck = answers.Luck(seed, request.seat, request.index)
    if luck.happens(4, "rubbish"):
        return luck.pick("spoilt", SPOILT)
    own = answers.own(request.prompt.head)
    reply = answers.anything(now(request), scenario_of(request), list(own["facts"]), luck)
    whisper = luck.pick("whisper", (None, None, "Between us."))
    return {**reply, "thinking": luck.pick("thinking", ("", "So.")), "whisper": whisper}


@cache
def played(seed: int) -> tuple[session.Result, list[str], list[str], Log]:
    """Talks of random acts, with the lines of the record and of the journal."""
    kept: list[str] = []
    asked: list[str] = []
    log = Log(table(), lambda _, line: kept.append(line))
    talks = talks_of(table(), Answering(partial(anything, seed=seed)), seed=seed)
    result = asyncio.run(session.negotiate(talks, log=log, journal=Journal(sink=asked.append)))
    return result, kept, asked, log


def steps(record: Record) -> Iterator[tuple[Record, Event]]:
    """Each event with what went before it; the record that is handed out grows."""
    past = Record()
    for event in record:
        yield past, event
        past.append(event)


@pytest.fixture(params=SEEDS, ids=lambda seed: f"seed {seed}")
def seed(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


def test_random_acts_reach_every_corner() -> None:
    met = {e.what.kind for seed in SEEDS for e in played(seed)[0].record}
    apart = {e.session for seed in SEEDS for e in played(seed)[0].record}

    assert met >= {*acts.ACTS, "invalid", "fed", "conferred", "unsealed", "claimed", "showed"}
    assert {"plenary-caucus-1", "plenary-corridor-1"} & apart


def test_a_journal_of_random_acts_gives_the_record_again(seed: int) -> None:
    _, kept, asked, _ = played(seed)
    again: list[str] = []
    log = Log(table(), lambda _, line: again.append(line))
    nobody = Answering(lambda _: pytest.fail("asked again"))

    journal = Journal(asked, closed=True)
    asyncio.run(session.negotiate(talks_of(table(), nobody, seed=seed), log=log, journal=journal))

    assert again == kept


def test_sessions_open_and_close_in_order_and_meetings_apart_inside_one(seed: int) -> None:
    record = played(seed)[0].record
    held: list[str] = []
    seen: set[str] = set()
    for event in record:
        if isinstance(event.what, events.Opened):
            assert event.session not in seen
            assert len(held) == (1 if event.what.aside else 0)
            seen.add(event.session)
            held.append(event.session)
        elif isinstance(event.what, events.Closed):
            assert held.pop() == event.session
        elif event.turn is not None:
            assert event.session == held[-1]
    assert not held and isinstance(record[-1].what, events.Ended)
    assert len([e for e in record.of("opened") if getattr(e.what, "aside", None)]) <= 2


def test_nothing_is_perceived_by_someone_who_is_not_in_the_room(seed: int) -> None:
    for past, event in steps(played(seed)[0].record):
        assert len(set(event.audience)) == len(event.audience)
        if event.what.kind in FOR_ALL:
            assert set(event.audience) == set(table().seats)
        elif event.what.kind == "opened":
            continue
        elif event.what.kind == "closed":
            assert event.audience == rules.sitting(table(), past, event.session).present
        elif event.seat is not None and event.what.kind not in ("assessed", "thought", "invalid"):
            started = [e for e in past if e.turn == event.turn]
            before = Record(past[: len(past) - len(started)])  # a walk-out is heard by its author
            present = rules.present(table(), before, event.session)
            assert event.seat in present and set(event.audience) <= set(present)
        else:
            assert set(event.audience) <= set(rules.sitting(table(), past, event.session).present)


def test_every_random_act_that_stands_was_legal_and_in_time(seed: int) -> None:
    left: dict[str, int | None] = {}
    for past, event in steps(played(seed)[0].record):
        if event.what.kind == "opened":
            continue
        now_left = rules.time_left(table(), past, event.session)
        before = left.get(event.session)
        assert now_left is None or before is None or 0 <= now_left <= before
        left[event.session] = now_left
        first = event.turn is not None and all(e.turn != event.turn for e in past[-20:])
        if first and event.session != "proposals":
            assert now_left is None or now_left > 0 or _in_vote(past, event)
        own = event.seat is not None and event.seat in event.audience
        if own and event.what.kind in acts.ACTS and not _in_vote(past, event):
            act: Any = event.what
            asked = Record(e for e in past if e.turn != event.turn)
            seat = event.seat or ""
            assert rules.refusal(table(), asked, event.session, seat, act) is None
            can = rules.possible_acts(table(), asked, event.session, seat)
            assert act.kind in can


def _in_vote(past: Record, event: Event) -> bool:
    return any(c.what == "vote" for c in rules.callings(past, event.session, event.round))


def test_what_a_seat_can_do_follows_from_what_it_perceived(seed: int) -> None:
    asked: set[int] = set()
    for past, event in steps(played(seed)[0].record):
        if event.turn is None or event.seat is None or event.turn in asked:
            continue
        asked.add(event.turn)
        own = Record(e for e in past if event.seat in e.audience)
        whole = rules.possible_acts(table(), past, event.session, event.seat)
        assert rules.possible_acts(table(), own, event.session, event.seat) == whole


def test_whatever_is_called_for_is_held_or_the_session_ends_first(seed: int) -> None:
    record = played(seed)[0].record
    opened = [e for e in record.of("opened") if getattr(e.what, "aside", None)]
    for event in record.of("call", "rule"):
        if event.session not in table().sessions:
            continue
        past = Record(record[: event.seq + 1])
        summoned = [
            calling
            for calling in rules.callings(past, event.session, event.round)
            if calling.what in ("caucus", "corridor")
        ]
        if not summoned:
            continue
        held = [e for e in opened if e.session.startswith(f"{event.session}-{summoned[-1].what}")]
        closed = next(e for e in record.of("closed") if e.session == event.session)
        ends = closed.round == event.round
        assert ends or any(e.session.endswith(f"-{event.round}") for e in held)
        assert len(summoned) == 1


def test_views_and_rules_agree_on_who_knows_what(seed: int) -> None:
    result, _, _, log = played(seed)
    for seat, view in log.views.items():
        assert view.facts == rules.known_facts(table(), result.record, seat)
        perceived = [e for e in result.record if seat in e.audience]
        assert list(dict.fromkeys(view.seqs)) == [event.seq for event in perceived]
        papers = [e.seq for e in perceived if e.what.kind in ("propose", "draft")]
        assert [view.paper(n) for n in range(1, len(papers) + 1)] == papers
        assert view.paper(0) is view.paper(-1) is view.paper(len(papers) + 1) is None


def test_a_turn_counts_as_one_and_every_seat_s_turns_are_its_own(seed: int) -> None:
    record = played(seed)[0].record
    whose: dict[int, set[str | None]] = {}
    for event in record:
        if event.turn is not None:
            whose.setdefault(event.turn, set()).add(event.seat)
    assert list(whose) == list(range(1, len(whose) + 1))
    assert all(len(seats) == 1 and None not in seats for seats in whose.values())
