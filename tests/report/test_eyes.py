"""Whose eyes: whatever a seat did not perceive leaves no trace in anything it is shown."""

import asyncio
from collections.abc import Mapping
from functools import cache
from typing import get_args

import pytest

from report.room import cast, printed
from roomsix import acts, events, session
from roomsix.deal import SeatId
from roomsix.events import Record, What
from roomsix.record import Log
from roomsix.report import board, heading, ledger
from roomsix.report.entries import entries
from roomsix.report.markdown import markdown
from roomsix.report.scene import Scene, scene
from roomsix.report.transcript import Transcript
from roomsix.scenario import Scenario
from tables import Answering, improvise, talks_of
from wall.guards import built_in

CANARY = "CANARY"
INSIDERS = ("kim", "park")


def room_six() -> Scenario:
    """The built-in scenario, in which every word that an act may name sings."""
    scenario = built_in()
    issues = {
        name: issue.model_copy(
            update={"options": {o: f"{CANARY} {o}" for o in issue.options}, "name": f"the {name}"}
        )
        for name, issue in scenario.issues.items()
    }
    facts = {
        name: fact.model_copy(update={"text": f"{CANARY} {name}.", "about": f"{CANARY} {name}"})
        for name, fact in scenario.facts.items()
    }
    return scenario.model_copy(update={"issues": issues, "facts": facts})


SCENARIO = room_six()
PACKAGE = {issue: next(iter(known.options)) for issue, known in SCENARIO.issues.items()}
FACT = next(iter(SCENARIO.facts))
ISSUE = next(iter(SCENARIO.issues))
PARTY = next(iter(SCENARIO.parties))
assert SCENARIO.verification is not None
TERM = acts.Term(
    obligation=next(iter(SCENARIO.obligations)),
    measure=next(iter(SCENARIO.verification.measures)),
    schedule=next(iter(SCENARIO.verification.schedules)),
)
APART = SCENARIO.sessions["plenary"].model_copy(update={"title": CANARY, "off_record": True})
LEVEL = next(iter(SCENARIO.tension.levels)) if SCENARIO.tension else "always"

TURNS: tuple[What, ...] = (
    acts.Pass(),
    acts.Ask(to="envoy", fact=FACT),
    acts.State(issue=ISSUE, option=PACKAGE[ISSUE]),
    acts.Present(exhibit=FACT),
    acts.Disclose(fact=FACT),
    acts.Inform(fact=FACT),
    acts.Propose(package=PACKAGE),
    acts.Draft(package=PACKAGE, brackets=(ISSUE,)),
    acts.Amend(issue=ISSUE, option=PACKAGE[ISSUE]),
    acts.Accept(paper=1),
    acts.Reject(paper=1, issue=ISSUE),
    acts.Advise(advice="accept", paper=1, issue=ISSUE),
    acts.Submit(allow=(TERM,), need=(TERM,)),
    acts.Request(what="corridor"),
    acts.Call(what="adjourn", homework=CANARY),
    acts.Object(seat="volkov"),
    acts.Rule(granted=True),
    acts.WalkOut(),
    events.Thought(text=CANARY, claims=(events.Claim(fact=FACT, holds=True),)),
    events.Said(text=CANARY, off_record=True),
    events.Whispered(text=CANARY),
    events.Conferred(),
    events.Claimed(fact=FACT, holds=not SCENARIO.facts[FACT].truth),
    events.Invalid(reason=CANARY, reply=CANARY),
)
OTHERS: tuple[What, ...] = (
    events.Opened(present=INSIDERS, aside=APART),
    events.Fed(text=CANARY, fact=FACT),
    events.Showed(of="envoy", sign=CANARY),
    events.Unsealed(party=PARTY, allow=(TERM,), need=(TERM,)),
    events.Assessed(parties={PARTY: events.Estimate(holds_back=CANARY)}),
    events.Told(text=CANARY),
    events.Happened(incident="dock-sabotage", what=CANARY, level=LEVEL),
    events.Ratified(party=PARTY, ratified=False, because=CANARY),
    events.Closed(why="called"),
    events.Ended(outcome="no deal", why="rupture", package=PACKAGE, level=LEVEL),
)
KINDS: dict[str, What] = {what.kind: what for what in (*TURNS, *OTHERS)}
BARE = {
    "pass",
    "accept",
    "reject",
    "advise",
    "submit",
    "request",
    "object",
    "rule",
    "walk-out",
    "conferred",
    "closed",
    "ended",
    "unsealed",
    "claimed",
}
"""Kinds that hold no words of their own, or whose words stand nowhere in a story."""


def everything(shown: Scene, record: Record) -> Mapping[str, str]:
    """Return all there is to read of a record, as text, for whoever looks on."""
    return {
        "transcript": printed(*Transcript(shown).draw(record)),
        "contents": printed(*heading.contents(shown, record)),
        "offers": printed(ledger.ledger(shown, entries(shown, record))),
        "board": printed(*board.board(shown, record), *board.short(shown, record)),
        "markdown": markdown(shown, record, seed=1),
    }


def looking(scenario: Scenario, seat: SeatId | None) -> Scene:
    return scene(scenario, cast(scenario), seat=seat)


def talks(what: What | None) -> Record:
    """Return talks in which something happens that only the insiders perceive, or nothing does."""
    log = Log(SCENARIO)
    all_ = tuple(SCENARIO.seats)
    log.add(events.Opened(present=all_), session="plenary", round_=0, audience=all_)
    offer = {issue: list(known.options)[-1] for issue, known in SCENARIO.issues.items()}

    def turn(seat: SeatId, what: What, audience: tuple[SeatId, ...], round_: int) -> None:
        log.begin_turn(seat)
        log.add(what, session="plenary", round_=round_, audience=audience, seat=seat, turn=log.turn)

    turn("envoy", acts.Propose(package=offer), all_, 1)
    if what is not None:
        heard: tuple[SeatId, ...] = () if what.kind in ("thought", "invalid") else INSIDERS
        heard = INSIDERS[:1] if what.kind in ("fed", "assessed") else heard
        apart = "plenary-caucus-1" if what.kind == "opened" else "plenary"
        if what in TURNS:
            turn("kim", what, heard, 1)
        else:
            who = "kim" if what.kind == "assessed" else None
            log.add(what, session=apart, round_=1, audience=heard, seat=who)
    if what is None or what.kind != "ended":
        turn("chen", events.Said(text="Well."), all_, 2)
    return log.events


def test_an_example_is_held_of_every_kind_there_is() -> None:
    union, _ = get_args(What)

    assert KINDS.keys() == {kind.model_fields["kind"].default for kind in get_args(union)}


@pytest.mark.parametrize("kind", KINDS)
def test_what_only_some_perceived_leaves_no_trace_for_the_others(kind: str) -> None:
    record = talks(KINDS[kind])
    fewer = Record(event for event in record if event.what is not KINDS[kind])

    for seat in set(SCENARIO.seats) - set(record[2].audience):
        assert everything(looking(SCENARIO, seat), record) == everything(
            looking(SCENARIO, seat), fewer
        )


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - BARE))
def test_words_are_told_to_all_eyes_and_to_those_they_were_meant_for(kind: str) -> None:
    record, before = talks(KINDS[kind]), talks(None)

    for seat in (None, *record[2].audience):
        shown, without = (everything(looking(SCENARIO, seat), r) for r in (record, before))
        more = {name: text.count(CANARY) - without[name].count(CANARY) for name, text in
                shown.items()}  # fmt: skip
        assert any(count > 0 for count in more.values()), (seat, more)


@cache
def played() -> Record:
    """Return whole talks at the built-in table, with every act that chance comes upon."""
    return asyncio.run(session.negotiate(talks_of(built_in(), Answering(improvise)))).record


@pytest.mark.parametrize("seat", built_in().seats)
def test_a_seat_is_shown_whole_talks_as_if_nothing_else_had_happened(seat: SeatId) -> None:
    record = played()
    perceived = Record(event for event in record if seat in event.audience)

    shown = everything(looking(built_in(), seat), record)

    assert shown == everything(looking(built_in(), seat), perceived)
    assert len(perceived) < len(record)
