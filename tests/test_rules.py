"""The rules: who speaks, what is legal, what is agreed, how sessions and talks end."""

from typing import Any

import pytest

from handmade import talks
from roomsix import acts, events, rules
from roomsix.events import Event, Record
from roomsix.record import Log
from roomsix.scenario import Scenario

POINTS = {
    "north": {"land": [0, 5, 10], "water": [10, 4, 0]},
    "south": {"land": [10, 5, 0], "water": [0, 6, 9]},
}
EVEN = {"land": "o1", "water": "o1"}
GOOD_FOR_NORTH = {"land": "o2", "water": "o0"}


def scenario(**more: Any) -> Scenario:
    base: dict[str, Any] = {
        "seats": {
            "chair": {"persona": "chair", "role": "mediator"},
            "watch": {"persona": "watch", "role": "observer"},
            "north-lead": {"persona": "envoy", "role": "lead", "party": "north"},
            "north-aide": {
                "persona": "aide",
                "role": "adviser",
                "party": "north",
                "leaning": {
                    "card": {"points": {i: {"o0": 0, "o1": 1, "o2": 2} for i in ("land", "water")}},
                    "against_below": 1,
                },
            },
            "south-lead": {"persona": "envoy", "role": "lead", "party": "south"},
        },
        "facts": {
            "secret": {
                "text": "So it is.",
                "truth": True,
                "known_to": ["north-lead"],
                "share": "free",
            }
        },
        "sessions": {
            "with-north": {
                "kind": "preliminary",
                "title": "North",
                "party": "north",
                "minutes": 2,
                "rounds": 4,
                "turns": [["chair", "north-lead", "north-aide"]],
            },
            "plenary": {
                "kind": "plenary",
                "title": "All",
                "rounds": 3,
                "turns": [["chair", "north-aide", "north-lead", "south-lead", "watch"]],
            },
            "vote": {"kind": "ratification", "title": "Vote", "turns": [["chair"]]},
        },
    }
    return talks(POINTS, {"north": 8, "south": 8}, **(base | more))


class Table:
    """A record in the making, one act at a time."""

    def __init__(self, scenario: Scenario, session: str = "plenary") -> None:
        self.scenario = scenario
        self.session = session
        self.log = Log(scenario)

    def do(self, seat: str, act: Any, round_: int = 1) -> Event:
        return self.log.add(
            act,
            turn=self.log.begin_turn(seat),
            session=self.session,
            round_=round_,
            seat=seat,
            audience=self.scenario.sessions[self.session].present,
        )

    def refusal(self, seat: str, act: Any) -> str | None:
        return rules.refusal(self.scenario, self.log.events, self.session, seat, act)

    def can(self, seat: str) -> tuple[acts.ActName, ...]:
        return rules.possible_acts(self.scenario, self.log.events, self.session, seat)

    def closing(self, round_: int, *, round_over: bool = True) -> str | None:
        return rules.closing(
            self.scenario, self.log.events, self.session, round_, round_over=round_over
        )


@pytest.fixture
def plenary() -> Table:
    return Table(scenario())


def test_only_a_lead_proposes_and_only_the_mediator_drafts(plenary: Table) -> None:
    offer, text = acts.Propose(package=EVEN), acts.Draft(package=EVEN)

    assert plenary.refusal("north-lead", offer) is None
    assert plenary.refusal("chair", text) is None
    assert plenary.refusal("north-aide", offer) == (
        "'propose' is not for a seat with the role 'adviser'"
    )
    assert plenary.refusal("north-lead", text) is not None


def test_an_offer_is_made_in_plenary_only() -> None:
    meeting = Table(scenario(), "with-north")

    assert meeting.refusal("north-lead", acts.Propose(package=EVEN)) == (
        "'propose' cannot be done in a preliminary session"
    )


def test_a_package_names_an_option_for_every_issue(plenary: Table) -> None:
    assert plenary.refusal("north-lead", acts.Propose(package={"land": "o1"})) == (
        "a package names an option for every issue; missing: water"
    )
    assert plenary.refusal("north-lead", acts.Propose(package=EVEN | {"land": "o7"})) == (
        "'land' has no option 'o7'; its options: o0, o1, o2"
    )


def test_a_lead_answers_the_other_side_s_papers_and_not_its_own(plenary: Table) -> None:
    offer = plenary.do("north-lead", acts.Propose(package=EVEN))

    assert plenary.refusal("south-lead", acts.Accept(paper=offer.seq)) is None
    assert plenary.refusal("north-lead", acts.Accept(paper=offer.seq)) is not None
    assert "accept" in plenary.can("south-lead") and "accept" not in plenary.can("north-lead")


def test_a_seat_s_new_offer_takes_its_old_one_off_the_table(plenary: Table) -> None:
    old = plenary.do("north-lead", acts.Propose(package=GOOD_FOR_NORTH))
    new = plenary.do("north-lead", acts.Propose(package=EVEN))

    assert plenary.refusal("south-lead", acts.Accept(paper=old.seq)) is not None
    assert plenary.refusal("south-lead", acts.Accept(paper=new.seq)) is None


def test_a_side_may_think_better_of_a_refusal_but_not_refuse_twice(plenary: Table) -> None:
    offer = plenary.do("north-lead", acts.Propose(package=EVEN))
    plenary.do("south-lead", acts.Reject(paper=offer.seq))

    assert plenary.refusal("south-lead", acts.Reject(paper=offer.seq)) is not None
    assert plenary.refusal("south-lead", acts.Accept(paper=offer.seq)) is None


def test_a_text_with_brackets_cannot_be_accepted(plenary: Table) -> None:
    text = plenary.do("chair", acts.Draft(package=EVEN, brackets=("water",)))

    assert plenary.refusal("north-lead", acts.Accept(paper=text.seq)) == (
        "the text still has brackets, on water; it cannot be accepted yet"
    )
    assert "accept" not in plenary.can("north-lead") and "reject" in plenary.can("north-lead")


def test_a_lead_cannot_accept_across_its_own_red_line() -> None:
    limit = {"never": {"land": ["o1"]}, "because": "the land is sworn"}
    table = Table(scenario(parties={"south": {"red_lines": [limit]}}))
    offer = table.do("north-lead", acts.Propose(package=EVEN))

    assert table.refusal("south-lead", acts.Accept(paper=offer.seq)) == (
        "your mandate does not allow you to accept it: the land is sworn"
    )


def test_only_known_facts_and_held_exhibits_are_shown(plenary: Table) -> None:
    assert plenary.refusal("north-lead", acts.Disclose(fact="secret")) is None
    assert plenary.refusal("south-lead", acts.Disclose(fact="secret")) == (
        "you know of no fact 'secret'; you know of: none"
    )
    assert plenary.refusal("south-lead", acts.Present(exhibit="secret")) is not None

    plenary.do("north-lead", acts.Disclose(fact="secret"))

    assert plenary.refusal("south-lead", acts.Disclose(fact="secret")) is None


def test_a_question_goes_to_someone_else_who_is_present(plenary: Table) -> None:
    assert plenary.refusal("chair", acts.Ask(to="watch")) is None
    assert plenary.refusal("chair", acts.Ask(to="chair")) is not None
    meeting = Table(scenario(), "with-north")
    assert meeting.refusal("chair", acts.Ask(to="south-lead")) is not None


def test_nothing_is_amended_before_there_is_a_text(plenary: Table) -> None:
    change = acts.Amend(issue="land", option="o1")

    assert plenary.refusal("north-lead", change) == "there is no text on the table to amend"
    assert "amend" not in plenary.can("north-lead")

    plenary.do("chair", acts.Draft(package=EVEN))

    assert plenary.refusal("north-lead", change) is None


def test_what_a_seat_can_do_is_never_refused_for_its_kind(plenary: Table) -> None:
    plenary.do("chair", acts.Draft(package=EVEN))
    for seat in plenary.scenario.seats:
        for name in plenary.can(seat):
            assert plenary.scenario.seats[seat].role in acts.WHO[name]


def test_talks_are_agreed_when_every_party_has_accepted_one_paper(plenary: Table) -> None:
    text = plenary.do("chair", acts.Draft(package=EVEN))
    plenary.do("north-lead", acts.Accept(paper=text.seq))
    assert rules.agreement(plenary.scenario, plenary.log.events) is None
    assert plenary.closing(1) is None

    plenary.do("south-lead", acts.Accept(paper=text.seq))

    agreed = rules.agreement(plenary.scenario, plenary.log.events)
    assert agreed is not None and agreed.package == EVEN
    assert plenary.closing(1, round_over=False) == "agreed"


def test_an_acceptance_is_withdrawn_by_a_rejection(plenary: Table) -> None:
    text = plenary.do("chair", acts.Draft(package=EVEN))
    plenary.do("north-lead", acts.Accept(paper=text.seq))
    plenary.do("north-lead", acts.Reject(paper=text.seq))
    plenary.do("south-lead", acts.Accept(paper=text.seq))

    assert rules.agreement(plenary.scenario, plenary.log.events) is None


def test_a_later_agreement_replaces_an_earlier_one_while_there_are_rounds_to_improve_it() -> None:
    table = Table(scenario())
    sitting = table.scenario.sessions["plenary"].model_copy(update={"improve": 1})
    sessions = {**table.scenario.sessions, "plenary": sitting}
    table.scenario = table.scenario.model_copy(update={"sessions": sessions})
    first = table.do("north-lead", acts.Propose(package=EVEN))
    table.do("south-lead", acts.Accept(paper=first.seq))
    assert table.closing(1, round_over=False) is None
    assert table.closing(1) is None

    better = table.do("chair", acts.Draft(package={"land": "o1", "water": "o2"}), 2)
    table.do("north-lead", acts.Accept(paper=better.seq), 2)
    agreed = rules.agreement(table.scenario, table.log.events)
    assert agreed is not None and agreed.package == EVEN
    table.do("south-lead", acts.Accept(paper=better.seq), 2)

    agreed = rules.agreement(table.scenario, table.log.events)
    assert agreed is not None and agreed.seq == better.seq
    assert table.closing(2) == "agreed"


def test_a_session_ends_with_its_last_round(plenary: Table) -> None:
    assert plenary.closing(2) is None
    assert plenary.closing(3) == "rounds"


def test_no_turn_starts_once_the_floor_time_is_spent() -> None:
    meeting = Table(scenario(), "with-north")
    assert rules.time_left(meeting.scenario, meeting.log.events, "with-north") == 120_000

    meeting.do("chair", events.Said(text="x" * 1000))
    meeting.do("north-lead", events.Said(text="x" * 300))

    left = 120_000 - 2 * 20_000 - 1300 * 60
    assert rules.time_left(meeting.scenario, meeting.log.events, "with-north") == left
    meeting.do("chair", events.Said(text="x"))
    assert rules.time_left(meeting.scenario, meeting.log.events, "with-north") == 0
    assert meeting.closing(1, round_over=False) == "time"


def test_a_whisper_takes_no_time_of_its_own() -> None:
    one, other = Table(scenario(), "with-north"), Table(scenario(), "with-north")
    one.do("chair", acts.Pass())
    other.do("chair", events.Whispered(text="x" * 999))

    clocks = {rules.clock(t.scenario, t.log.events, "with-north") for t in (one, other)}
    assert clocks == {20_000}


def test_a_walk_out_ends_the_talks_whatever_was_agreed(plenary: Table) -> None:
    offer = plenary.do("north-lead", acts.Propose(package=EVEN))
    plenary.do("south-lead", acts.Accept(paper=offer.seq))
    plenary.do("north-lead", acts.WalkOut())

    assert plenary.closing(1) is None  # the mediator has a round to bring them back
    assert plenary.closing(2) == "walk-out"
    assert not rules.is_held(plenary.scenario, plenary.log.events, "vote")
    ended = rules.ending(plenary.scenario, plenary.log.events)
    assert (ended.outcome, ended.why) == ("no deal", "walk-out")


def test_a_deal_is_made_when_every_principal_ratifies(plenary: Table) -> None:
    offer = plenary.do("north-lead", acts.Propose(package=EVEN))
    plenary.do("south-lead", acts.Accept(paper=offer.seq))
    assert rules.is_held(plenary.scenario, plenary.log.events, "vote")

    for party in ("north", "south"):
        good, because = rules.ratification(
            plenary.scenario, plenary.log.events, party, EVEN, seed=1
        )
        assert (good, because) == (True, "it meets the mandate")
        plenary.log.add(
            events.Ratified(party=party, ratified=good, because=because),
            session="vote",
            round_=1,
            audience=(),
        )

    assert rules.ending(plenary.scenario, plenary.log.events).outcome == "deal"


def test_the_equality_rule_decides_at_the_reservation_itself() -> None:
    exact = {"north": {"stakes": {"always": {"no_deal": 9}}}}
    strict = scenario(parties=exact, decision={"equality": ">"})
    lenient = scenario(parties=exact, decision={"equality": ">="})

    answers = [
        rules.ratification(each, Record(), "north", EVEN, seed=1)[0] for each in (strict, lenient)
    ]

    assert answers == [False, True]


def test_a_principal_s_mood_is_drawn_once_a_run_within_its_range() -> None:
    moody = {
        "north": {"principal": {"name": "them", "mood": 3}, "stakes": {"always": {"no_deal": 7}}}
    }
    table = scenario(parties=moody)

    answers = {
        seed: rules.ratification(table, Record(), "north", EVEN, seed)[0] for seed in range(200)
    }

    assert answers == {
        seed: rules.ratification(table, Record(), "north", EVEN, seed)[0] for seed in range(200)
    }
    assert 110 <= sum(answers.values()) <= 190  # worth 9 against 7 plus 0 to 3: three moods in four


def test_a_principal_refuses_what_its_mandate_rules_out() -> None:
    limit = {"never": {"land": ["o1"]}}
    table = scenario(parties={"north": {"mandate": [limit]}})

    assert rules.ratification(table, Record(), "north", EVEN, 1) == (
        False,
        "it goes beyond the mandate",
    )


def tense(**incident: Any) -> Scenario:
    return scenario(
        tension={"levels": {"calm": 0, "hot": 10, "war": 20}, "rupture": "war"},
        parties={
            name: {"stakes": {level: {"no_deal": 1} for level in ("calm", "hot", "war")}}
            for name in POINTS
        },
        incidents={
            "shot": {
                "before": {"session": "plenary", "round": 2},
                "what": "A shot.",
                "gravity": "violent",
                "score": 12,
                **incident,
            }
        },
    )


def test_an_incident_comes_about_in_its_share_of_runs() -> None:
    table = tense(chance=30)

    struck = sum(
        bool(rules.incidents_due(table, Record(), "plenary", 2, seed)) for seed in range(400)
    )

    assert 85 <= struck <= 155
    assert not any(rules.incidents_due(table, Record(), "plenary", 1, seed) for seed in range(50))


def test_an_incident_raises_the_tension_and_rupture_ends_the_talks() -> None:
    table = Table(tense(score=25))
    level = rules.level_after(table.scenario, table.log.events, "shot")
    assert (rules.level(table.scenario, table.log.events), level) == ("calm", "war")

    shot = events.Happened(incident="shot", what="A shot.", level=level)
    table.log.add(shot, session="plenary", round_=2, audience=())

    assert rules.tension(table.scenario, table.log.events) == 25
    assert table.closing(2, round_over=False) == "rupture"
    assert rules.ending(table.scenario, table.log.events).why == "rupture"


def test_an_incident_is_averted_by_what_one_seat_knows() -> None:
    table = Table(tense(unless={"seats": ["watch"], "facts": ["secret"]}))
    assert rules.incidents_due(table.scenario, table.log.events, "plenary", 2, 1) == ("shot",)

    table.do("north-lead", acts.Inform(fact="secret"))

    assert rules.incidents_due(table.scenario, table.log.events, "plenary", 2, 1) == ()


def test_evidence_averts_an_incident_once_its_odds_suffice() -> None:
    pieces = {
        name: {
            "text": name,
            "truth": True,
            "known_to": ["north-lead"],
            "share": "free",
            "odds": odds,
        }
        for name, odds in (("track", 4), ("shard", 4))
    }
    table = Table(
        tense(unless={"seats": ["watch"], "start": [1, 3], "odds": [5, 1]}).model_copy(
            update={"facts": {n: _fact(f) for n, f in pieces.items()}}
        )
    )
    table.do("north-lead", acts.Inform(fact="track"))  # 4:3
    assert rules.incidents_due(table.scenario, table.log.events, "plenary", 2, 1) == ("shot",)

    table.do("north-lead", acts.Inform(fact="shard"))  # 16:3

    assert rules.incidents_due(table.scenario, table.log.events, "plenary", 2, 1) == ()


def test_odds_that_just_reach_the_threshold_are_enough_and_the_least_bit_less_are_not() -> None:
    def due(start: list[int]) -> tuple[str, ...]:
        knowing = {"seats": ["watch"], "start": start, "odds": [5, 1]}
        return rules.incidents_due(tense(unless=knowing), Record(), "plenary", 2, 1)

    assert due([5, 1]) == ()
    assert due([499, 100]) == ("shot",)


def test_an_incident_that_needs_someone_to_know_comes_only_then() -> None:
    table = Table(tense(only_if={"seats": ["watch"], "facts": ["secret"]}))
    assert rules.incidents_due(table.scenario, table.log.events, "plenary", 2, 1) == ()

    table.do("north-lead", acts.Inform(fact="secret"))

    assert rules.incidents_due(table.scenario, table.log.events, "plenary", 2, 1) == ("shot",)


def test_a_seat_knows_only_what_was_told_in_its_hearing() -> None:
    table = Table(scenario())
    table.log.add(
        acts.Disclose(fact="secret"),
        session="plenary",
        round_=1,
        seat="north-lead",
        turn=table.log.begin_turn("north-lead"),
        audience=("north-lead", "chair"),
    )
    record = table.log.events

    assert "secret" in rules.known_facts(table.scenario, record, "chair")
    assert "secret" not in rules.known_facts(table.scenario, record, "south-lead")
    assert "secret" in rules.exhibits(table.scenario, record, "chair")
    assert "secret" not in rules.exhibits(table.scenario, record, "south-lead")


def test_whoever_informs_the_observer_perceives_it_too(plenary: Table) -> None:
    told = rules.audience(
        plenary.scenario, Record(), "plenary", "north-lead", acts.Inform(fact="secret")
    )

    assert set(told) == {"north-lead", "watch"}


def test_nobody_is_informed_where_no_observer_sits() -> None:
    meeting = Table(scenario(), "with-north")

    assert "inform" not in meeting.can("north-lead")
    assert meeting.refusal("north-lead", acts.Inform(fact="secret")) == (
        "no observer is present to be informed"
    )


def test_a_mandate_forbids_accepting_as_a_red_line_does() -> None:
    table = Table(scenario(parties={"south": {"mandate": [{"never": {"land": ["o1"]}}]}}))
    offer = table.do("north-lead", acts.Propose(package=EVEN))

    refused = table.refusal("south-lead", acts.Accept(paper=offer.seq))

    assert refused is not None and refused.startswith("your mandate does not allow you")


def test_an_acceptance_takes_back_a_refusal_of_the_same_side(plenary: Table) -> None:
    text = plenary.do("chair", acts.Draft(package=EVEN))
    plenary.do("north-lead", acts.Reject(paper=text.seq))
    plenary.do("north-lead", acts.Accept(paper=text.seq))

    (paper,) = rules.papers(plenary.scenario, plenary.log.events, "plenary")
    assert (set(paper.accepted), set(paper.refused)) == ({"north"}, set())
    assert plenary.refusal("north-lead", acts.Reject(paper=text.seq)) is None


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (acts.Draft(package=EVEN, brackets=("lnd",)), "there is no issue 'lnd'"),
        (acts.Reject(paper=1, issue="lnd"), "there is no issue 'lnd'"),
        (acts.Advise(advice="hold", paper=9), "there is no paper of that number"),
        (acts.Advise(advice="hold", issue="lnd"), "there is no issue 'lnd'"),
        (acts.Ask(to="chair", fact="scret"), "you know of no fact 'scret'"),
        (acts.Call(what="caucus"), "say in 'to' who is called apart"),
        (acts.Call(what="plenary"), "you are not apart from anything"),
        (acts.Rule(granted=True), "nothing was requested or objected to"),
    ],
)
def test_arguments_that_name_nothing_are_refused(
    plenary: Table, act: acts.AnyAct, why: str
) -> None:
    plenary.do("chair", acts.Pass())
    plenary.do("north-lead", acts.Propose(package=EVEN))
    actor = {"draft": "chair", "call": "chair", "rule": "chair", "advise": "north-aide"}

    refused = plenary.refusal(actor.get(act.kind, "south-lead"), act)

    assert refused is not None and refused.startswith(why)


def test_an_agreement_dates_from_the_acceptance_that_completed_it() -> None:
    table = Table(scenario())
    text = table.do("chair", acts.Draft(package=EVEN), 1)
    table.do("north-lead", acts.Accept(paper=text.seq), 1)
    table.do("south-lead", acts.Accept(paper=text.seq), 3)

    assert rules.table.agreed_in_round(table.scenario, table.log.events, "plenary") == 3


def test_no_session_is_held_after_a_rupture() -> None:
    table = Table(tense(score=25))
    shot = events.Happened(incident="shot", what="A shot.", level="war")
    table.log.add(shot, session="plenary", round_=2, audience=())

    for session in table.scenario.sessions:
        assert not rules.is_held(table.scenario, table.log.events, session)


def test_a_time_that_ran_out_earlier_does_not_say_why_the_talks_ended() -> None:
    table = Table(scenario())
    for session, why in (("with-north", "time"), ("plenary", "rounds")):
        closed = events.Closed.model_validate({"why": why})
        table.log.add(closed, session=session, round_=1, audience=())

    assert rules.ending(table.scenario, table.log.events).why == "out of rounds"


def _fact(raw: dict[str, Any]) -> Any:
    from roomsix.scenario import Fact

    return Fact.model_validate(raw)


def test_leads_take_turns_in_going_first_where_that_is_drawn() -> None:
    table = scenario()
    drawn = table.sessions["plenary"].model_copy(update={"first_mover": "drawn"})
    table = table.model_copy(update={"sessions": {**table.sessions, "plenary": drawn}})

    orders = [rules.speaking_order(table, Record(), "plenary", round_, 1) for round_ in (1, 2, 3)]

    assert orders[0] == orders[2] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])
    firsts = {rules.speaking_order(table, Record(), "plenary", 1, seed)[2] for seed in range(20)}
    assert firsts == {"north-lead", "south-lead"}


def test_the_orders_of_a_session_come_round_again() -> None:
    table = scenario()
    sitting = table.sessions["plenary"].model_copy(update={"turns": (("chair",), ("watch",))})
    table = table.model_copy(update={"sessions": {**table.sessions, "plenary": sitting}})

    orders = [rules.speaking_order(table, Record(), "plenary", r, 1) for r in (1, 2, 3)]

    assert orders == [("chair",), ("watch",), ("chair",)]
