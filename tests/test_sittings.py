"""Sessions as they are really held: who is called apart, sent out, gone and back."""

import asyncio
from typing import Any

import pytest

from roomsix import acts, events, rules, session
from roomsix.calls import Request
from roomsix.deal import LONGEST_ID
from roomsix.scenario import Scenario, Session
from tables import Answering, now, talks_of
from test_graph import LONG, story
from test_rules import EVEN, Table, scenario

CAUCUS = acts.Call(what="caucus", to="north-lead")
CORRIDOR = acts.Request(what="corridor")


@pytest.fixture
def plenary() -> Table:
    return Table(scenario())


def hold_apart(table: Table, round_: int = 1) -> events.Event:
    """Open the meeting that was called for."""
    found = rules.aside(table.scenario, table.log.events, table.session, round_)
    assert found is not None
    name, sitting = found
    opened = events.Opened(present=sitting.present, aside=sitting)
    return table.log.add(opened, session=name, round_=0, audience=sitting.present)


def test_one_meeting_apart_is_called_for_after_a_round(plenary: Table) -> None:
    plenary.do("chair", CAUCUS)
    again = plenary.refusal("chair", acts.Call(what="corridor", to="south-lead"))
    assert again == "a meeting apart is called already, for after this round"

    hold_apart(plenary)
    assert plenary.refusal("chair", CAUCUS) is None
    assert rules.aside(plenary.scenario, plenary.log.events, "plenary", 1) is None


def test_no_more_meetings_apart_are_called_or_granted_than_there_may_be() -> None:
    table = Table(scenario(asides={"most": 1}))
    table.do("chair", CAUCUS)
    hold_apart(table)
    assert table.refusal("chair", CAUCUS) == "no further meeting apart is held: there have been 1"

    table.do("south-lead", CORRIDOR)
    assert "no further" in (table.refusal("chair", acts.Rule(granted=True)) or "")
    assert table.refusal("chair", acts.Rule(granted=False)) is None


def test_nobody_is_called_apart_from_a_meeting_apart(plenary: Table) -> None:
    plenary.do("chair", CAUCUS)
    apart = hold_apart(plenary).session
    refused = rules.refusal(plenary.scenario, plenary.log.events, apart, "chair", CAUCUS)
    assert refused == "a caucus is called in a plenary session"

    plenary.log.add(CORRIDOR, session=apart, round_=1, seat="north-lead", audience=("chair",))
    granted = acts.Rule(granted=True)
    refused = rules.refusal(plenary.scenario, plenary.log.events, apart, "chair", granted)
    assert refused == "this is a meeting apart already"
    back = acts.Call(what="plenary")
    assert rules.refusal(plenary.scenario, plenary.log.events, apart, "chair", back) is None


def test_whoever_was_sent_out_is_not_let_into_the_caucus(plenary: Table) -> None:
    plenary.do("south-lead", acts.Object(seat="watch"))
    plenary.do("chair", acts.Rule(granted=True))
    plenary.do("chair", CAUCUS)

    assert hold_apart(plenary).audience == ("chair", "north-lead", "north-aide")


def test_an_observer_nobody_sent_out_sits_in_on_a_caucus_and_not_in_the_corridor(
    plenary: Table,
) -> None:
    plenary.do("chair", CAUCUS)
    assert hold_apart(plenary).audience == ("chair", "north-lead", "north-aide", "watch")

    plenary.do("chair", acts.Call(what="corridor", to="north-aide"), 2)
    assert hold_apart(plenary, 2).audience == ("chair", "north-aide")


def test_a_ruling_answers_the_last_open_matter_and_leaves_those_before_it(plenary: Table) -> None:
    objection = plenary.do("south-lead", acts.Object(seat="watch"))
    request = plenary.do("north-lead", CORRIDOR)
    assert rules.open_matter(plenary.log.events, "plenary") == request

    plenary.do("chair", acts.Rule(granted=False))
    assert rules.open_matter(plenary.log.events, "plenary") == objection

    plenary.do("chair", acts.Rule(granted=True))
    assert rules.open_matter(plenary.log.events, "plenary") is None
    assert "watch" not in rules.present(plenary.scenario, plenary.log.events, "plenary")


def test_a_granted_wish_is_called_in_the_round_of_the_ruling(plenary: Table) -> None:
    plenary.do("north-lead", acts.Request(what="caucus"), 1)
    plenary.do("chair", acts.Rule(granted=True), 2)

    assert rules.callings(plenary.log.events, "plenary", 1) == ()
    (calling,) = rules.callings(plenary.log.events, "plenary", 2)
    assert (calling.what, calling.to) == ("caucus", "north-lead")


def test_a_granted_break_adjourns_and_a_refused_one_does_not(plenary: Table) -> None:
    plenary.do("north-aide", acts.Request(what="adjournment"))
    assert plenary.closing(1) is None
    plenary.do("chair", acts.Rule(granted=False))
    assert plenary.closing(1) is None
    plenary.do("north-aide", acts.Request(what="adjournment"))
    plenary.do("chair", acts.Rule(granted=True))
    assert plenary.closing(1, round_over=False) == "adjourned"


def test_an_objection_in_one_session_says_nothing_in_the_next() -> None:
    turns = (("chair", "north-lead", "watch"),)
    first = scenario()
    meeting = first.sessions["with-north"].model_copy(update={"turns": turns})
    first = first.model_copy(update={"sessions": {**first.sessions, "with-north": meeting}})
    table = Table(first, "with-north")
    table.do("north-lead", acts.Object(seat="watch"))

    assert table.refusal("north-lead", acts.Object(seat="watch")) is not None
    table.session = "plenary"
    assert table.refusal("south-lead", acts.Object(seat="watch")) is None


def test_objections_are_over_with_the_first_round_even_where_someone_left_in_it(
    plenary: Table,
) -> None:
    objection = acts.Object(seat="watch")
    for seat, act in (
        ("chair", acts.Pass()),
        ("north-aide", acts.Pass()),
        ("north-lead", acts.Pass()),
    ):
        plenary.do(seat, act)
        assert plenary.refusal("south-lead", objection) is None
    plenary.do("south-lead", acts.WalkOut())
    assert plenary.refusal("north-lead", objection) is None  # the observer's turn is to come
    plenary.do("watch", acts.Pass())
    assert plenary.refusal("north-lead", objection) is not None


def test_an_opening_does_not_wait_for_the_turn_of_someone_who_left() -> None:
    order = (("chair", "north-lead", "north-aide", "watch", "south-lead"),)
    first = scenario()
    sitting = first.sessions["plenary"].model_copy(update={"turns": order})
    table = Table(first.model_copy(update={"sessions": {**first.sessions, "plenary": sitting}}))
    table.do("chair", acts.Pass())
    table.do("north-lead", acts.WalkOut())
    table.do("watch", acts.Pass())
    assert "object" in table.can("south-lead")
    table.do("south-lead", acts.Pass())

    assert "object" not in table.can("south-lead")


def test_a_side_answers_only_what_was_put_on_the_table_while_it_was_there(plenary: Table) -> None:
    plenary.do("north-lead", acts.WalkOut())
    here = rules.present(plenary.scenario, plenary.log.events, "plenary")
    text = plenary.log.add(
        acts.Draft(package=EVEN), session="plenary", round_=1, seat="chair", audience=here
    )
    plenary.do("chair", CAUCUS, 2)
    hold_apart(plenary, 2)

    assert {"accept", "amend"}.isdisjoint(plenary.can("north-lead"))
    assert plenary.refusal("north-lead", acts.Accept(paper=text.seq)) is not None
    assert plenary.refusal("north-lead", acts.Amend(issue="land")) is not None
    assert {"accept", "reject", "amend"} <= set(plenary.can("south-lead"))


def test_a_walk_out_gives_the_mediator_until_the_end_of_the_next_round(plenary: Table) -> None:
    plenary.do("north-lead", acts.WalkOut())
    assert plenary.closing(1) is None
    assert plenary.closing(2, round_over=False) is None
    assert plenary.closing(2) == "walk-out"

    plenary.do("chair", CAUCUS, 2)
    assert plenary.closing(2) is None
    hold_apart(plenary, 2)
    assert plenary.closing(2) is None
    assert rules.present(plenary.scenario, plenary.log.events, "plenary")[1:3] == (
        "north-aide",
        "north-lead",
    )


def test_a_meeting_with_the_other_side_brings_nobody_back(plenary: Table) -> None:
    plenary.do("north-lead", acts.WalkOut())
    plenary.do("chair", acts.Call(what="corridor", to="south-lead"), 2)
    hold_apart(plenary, 2)

    assert plenary.closing(2) == "walk-out"


def test_a_mediator_who_adjourns_after_a_walk_out_ends_the_session_by_it(plenary: Table) -> None:
    plenary.do("north-lead", acts.WalkOut())
    plenary.do("chair", acts.Call(what="adjourn"))

    assert plenary.closing(1, round_over=False) == "walk-out"


def test_a_side_can_leave_again_after_it_was_brought_back(plenary: Table) -> None:
    plenary.do("north-lead", acts.WalkOut())
    plenary.do("chair", CAUCUS, 2)
    hold_apart(plenary, 2)
    plenary.do("north-lead", acts.WalkOut(), 3)

    assert rules.walked_out(plenary.log.events) == "north-lead"
    assert rules.walked_out(plenary.log.events, before=3) is None


def test_a_meeting_apart_has_a_name_of_its_own_whatever_the_others_are_called() -> None:
    long = "a-session-with-a-name-of-forty-character"
    assert len(long) == LONGEST_ID
    first = scenario()
    sitting = first.sessions["plenary"]
    taken = f"{long[: LONGEST_ID - len('-caucus-1')].rstrip('-')}-caucus-1"
    sessions = {long: sitting, taken: sitting}
    table = Table(first.model_copy(update={"sessions": sessions}), long)
    table.do("chair", CAUCUS)

    name = hold_apart(table).session
    assert len(name) <= LONGEST_ID and name not in sessions and name.endswith("-caucus-1-2")


def test_sealed_proposals_take_the_same_time_however_much_is_said() -> None:
    clocks = set()
    for words in ("", "At length. " * 30):
        table = Table(story(), "sealed")
        for seat in ("theatre-lead", "orchestra-lead"):
            table.do(seat, acts.Pass())
            said = events.Said(text=words)
            turn, heard = table.log.turn, (seat,)
            table.log.add(said, session="sealed", round_=1, seat=seat, turn=turn, audience=heard)
        clocks.add(rules.clock(table.scenario, table.log.events, "sealed"))
    assert clocks == {story().floor.ms_per_turn}


def test_why_the_parties_parted_is_not_what_ended_a_debrief_after_it(plenary: Table) -> None:
    debrief = Session(kind="debrief", title="After", turns=(("chair", "watch"),))
    sessions = {**plenary.scenario.sessions, "after": debrief}
    talks = plenary.scenario.model_copy(update={"sessions": sessions})
    for name, why in (("plenary", "time"), ("after", "rounds")):
        closed = events.Closed.model_validate({"why": why})
        plenary.log.add(closed, session=name, round_=1, audience=())

    assert rules.ending(talks, plenary.log.events).why == "out of time"


def test_a_rupture_ends_what_a_walk_out_began() -> None:
    levels = {"levels": {"calm": 0, "war": 10}, "rupture": "war"}
    stakes = {level: {"no_deal": 8} for level in levels["levels"]}
    parties = {name: side.model_dump(mode="json") for name, side in scenario().parties.items()}
    parties = {name: side | {"stakes": stakes} for name, side in parties.items()}
    table = Table(scenario(tension=levels, parties=parties))
    table.do("north-lead", acts.WalkOut())

    assert table.closing(1, round_over=False) == "rupture"
    assert rules.ending(table.scenario, table.log.events).why == "rupture"


def played(table: Scenario, answer: Any) -> tuple[session.Result, Answering]:
    chat = Answering(answer)
    return asyncio.run(session.negotiate(talks_of(table, chat))), chat


def sealed_only(**more: Any) -> Scenario:
    sealed = story().sessions["sealed"].model_dump(mode="json")
    seat = "theatre-lead"
    feed = {"session": "sealed", "minute": 0, "text": "Hold.", "fact": "debt", "holds": 5}
    seats = {name: place.model_dump(mode="json") for name, place in story().seats.items()}
    seats[seat] |= {"feed": [feed]}
    return story(sessions={"sealed": sealed | more, **LONG}, seats=seats, assess=False)


def test_what_is_due_reaches_a_seat_in_sealed_proposals_and_only_its_side_could_see() -> None:
    record = played(sealed_only(), lambda _: {"act": "pass"})[0].record

    (fed,) = record.of("fed")
    assert (fed.session, fed.audience) == ("sealed", ("theatre-lead",))
    assert not [e for e in record.of("showed") if e.session == "sealed"]


def test_a_seat_named_twice_in_sealed_proposals_is_asked_once_a_round() -> None:
    order = ["theatre-lead", "orchestra-lead", "theatre-lead"]
    chat = played(sealed_only(turns=[order]), lambda _: {"act": "pass"})[1]

    asked = [r.seat for r in chat.asked if now(r)["kind"] == "proposals"]
    assert asked == ["theatre-lead", "orchestra-lead"]


def test_nobody_is_asked_for_a_sealed_proposal_after_a_rupture() -> None:
    levels = {"levels": {"calm": 0, "war": 10}, "rupture": "war"}
    stakes = {level: {"no_deal": 8} for level in levels["levels"]}
    shot = {"before": {"session": "sealed", "round": 1}, "what": "A shot.", "gravity": "violent"}
    table = sealed_only()
    parties = {
        name: side.model_dump(mode="json") | {"stakes": stakes}
        for name, side in table.parties.items()
    }
    raw = table.model_dump(mode="json")
    raw |= {"tension": levels, "parties": parties, "incidents": {"shot": shot | {"score": 20}}}
    result, chat = played(Scenario.model_validate(raw), lambda _: {"act": "pass"})

    assert chat.asked == [] and result.ended.why == "rupture"


def test_one_seat_that_fails_in_a_vote_passes_and_the_other_s_vote_counts() -> None:
    package = {"pay": "o1", "sundays": "o2", "recordings": "o2"}

    def answer(request: Request) -> Any:
        moment = now(request)
        if moment["kind"] != "plenary":
            return {"act": "pass"}
        if set(moment["acts"]) <= {"pass", "accept", "reject"}:
            bad = request.seat == "orchestra-lead"
            return "no" if bad else {"act": "accept", "number": 1}
        if request.seat == "chair":
            first = moment["round"] == 1
            return (
                {"act": "draft", "package": package} if first else {"act": "call", "call": "vote"}
            )
        return {"act": "pass"}

    record = played(story(assess=False), answer)[0].record

    (taken,) = record.of("accept")
    assert (taken.seat, taken.round) == ("theatre-lead", 2)
    failed = [e for e in record.of("invalid") if (e.seat, e.round) == ("orchestra-lead", 2)]
    assert len(failed) == 3
    passed = [e for e in record.of("pass") if e.turn == failed[0].turn]
    assert passed and set(passed[0].audience) >= {"theatre-lead", "chair"}


def test_words_in_the_corridor_are_off_the_record_as_in_a_caucus(plenary: Table) -> None:
    for round_, what in enumerate(("caucus", "corridor"), start=1):
        plenary.do("chair", acts.Call.model_validate({"what": what, "to": "north-lead"}), round_)
        name = hold_apart(plenary, round_).session
        assert rules.sitting(plenary.scenario, plenary.log.events, name).off_record


def test_a_side_s_last_sealed_word_is_the_one_that_is_opened() -> None:
    table = Table(story(), "sealed")
    first = acts.Term(obligation="ours", measure="visits", schedule="yearly")
    last = first.model_copy(update={"schedule": "once"})
    for term in (first, last):
        table.do("theatre-lead", acts.Submit(allow=(term,), need=()))

    (opened,) = rules.sealed(table.scenario, table.log.events)
    assert (opened.party, opened.allow) == ("theatre", (last,))


def test_nobody_who_left_is_polled_in_a_vote(plenary: Table) -> None:
    assert rules.voters(plenary.scenario, plenary.log.events, "plenary") == (
        "north-lead",
        "south-lead",
    )
    plenary.do("north-lead", acts.WalkOut())
    assert rules.voters(plenary.scenario, plenary.log.events, "plenary") == ("south-lead",)


def test_nothing_is_made_of_a_ratification_and_nothing_by_those_sent_out() -> None:
    table = Table(scenario(assess=True))
    assert rules.assessors(table.scenario, table.log.events, "vote") == ()
    assert rules.assessors(table.scenario, table.log.events, "plenary") == ("chair", "watch")

    table.do("south-lead", acts.Object(seat="watch"))
    table.do("chair", acts.Rule(granted=True))
    assert rules.assessors(table.scenario, table.log.events, "plenary") == ("chair",)


def test_the_same_words_can_reach_a_seat_in_two_sessions_and_once_in_each() -> None:
    feeds = [{"session": s, "minute": 0, "text": "Hold."} for s in ("with-north", "plenary")]
    seats = {name: place.model_dump(mode="json") for name, place in scenario().seats.items()}
    seats["north-lead"] |= {"feed": feeds}
    table = Table(scenario(seats=seats))
    for name in ("with-north", "plenary"):
        due = rules.feeds_due(table.scenario, table.log.events, name)
        assert [(seat, feed.session) for seat, feed in due] == [("north-lead", name)]
        fed = events.Fed(text="Hold.")
        table.log.add(fed, session=name, round_=1, audience=("north-lead",))
        assert rules.feeds_due(table.scenario, table.log.events, name) == ()


@pytest.mark.parametrize(
    ("seat", "act", "heard"),
    [
        ("north-aide", acts.Advise(advice="hold"), {"north-aide", "north-lead"}),
        ("north-lead", acts.Inform(fact="secret"), {"north-lead", "watch"}),
        ("south-lead", acts.Submit(allow=(), need=()), {"south-lead"}),
        ("south-lead", acts.Ask(to="chair"), {"chair", "north-aide", "north-lead", "south-lead",
                                              "watch"}),
    ],
)  # fmt: skip
def test_an_act_is_perceived_by_those_it_is_for(
    plenary: Table, seat: str, act: acts.AnyAct, heard: set[str]
) -> None:
    told = rules.audience(plenary.scenario, plenary.log.events, "plenary", seat, act)

    assert set(told) == heard


def test_a_whisper_reaches_the_own_side_in_the_room_and_a_neutral_s_only_itself(
    plenary: Table,
) -> None:
    def own(seat: str) -> tuple[str, ...]:
        return rules.delegation(plenary.scenario, plenary.log.events, "plenary", seat)

    assert own("north-lead") == ("north-aide", "north-lead")
    assert own("chair") == ("chair",) and own("watch") == ("watch",)
    plenary.do("north-lead", acts.WalkOut())
    assert own("south-lead") == ("south-lead",)


def test_a_claim_reaches_only_hearers_who_know_what_it_is_about(plenary: Table) -> None:
    def told() -> tuple[str, ...]:
        table, record = plenary.scenario, plenary.log.events
        return rules.informed(table, record, "plenary", "north-lead", "secret")

    assert told() == ("north-lead",)
    plenary.log.add(
        acts.Disclose(fact="secret"),
        session="plenary",
        round_=1,
        seat="north-lead",
        audience=("north-lead", "chair"),
    )
    assert told() == ("chair", "north-lead")


def test_one_objection_waits_for_the_other_and_nobody_is_objected_to_twice() -> None:
    two = {"persona": "watch", "role": "observer"}
    seats = {name: place.model_dump(mode="json") for name, place in scenario().seats.items()}
    order = ["chair", "north-aide", "north-lead", "south-lead", "watch", "other"]
    plenary = {"kind": "plenary", "title": "All", "rounds": 3, "turns": [order]}
    table = Table(scenario(seats=seats | {"other": two}, sessions={"plenary": plenary}))
    table.do("north-lead", acts.Object(seat="watch"))
    assert "object" not in table.can("south-lead")

    table.do("chair", acts.Rule(granted=False))
    assert table.refusal("south-lead", acts.Object(seat="watch")) is not None
    assert table.refusal("south-lead", acts.Object(seat="other")) is None


def test_what_every_side_has_accepted_is_off_the_table(plenary: Table) -> None:
    text = plenary.do("chair", acts.Draft(package=EVEN))
    for lead in ("north-lead", "south-lead"):
        plenary.do(lead, acts.Accept(paper=text.seq))

    assert rules.on_table(plenary.scenario, plenary.log.events, "plenary") == ()
    assert plenary.refusal("north-lead", acts.Reject(paper=text.seq)) is not None


def test_a_side_that_promises_nothing_has_nothing_to_allow() -> None:
    promises = {"theirs": story().obligations["theirs"].model_dump(mode="json")}
    table = Table(story(obligations=promises), "sealed")
    term = acts.Term(obligation="theirs", measure="visits", schedule="yearly")

    assert table.refusal("theatre-lead", acts.Submit(allow=(), need=(term,))) is None
    assert table.refusal("theatre-lead", acts.Submit(allow=(term,), need=(term,))) is not None
    assert table.refusal("orchestra-lead", acts.Submit(allow=(term,), need=())) is None
    for wrong in ({"measure": "prayer"}, {"schedule": "never"}):
        terms = (term.model_copy(update=wrong),)
        assert table.refusal("theatre-lead", acts.Submit(allow=(), need=terms)) is not None
