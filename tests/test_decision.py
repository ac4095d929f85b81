"""Quorums, vetoes and bonuses: from the file through the talks to the scores."""

import json
from typing import Any

import pytest

from handmade import ending, talks, theatre
from roomsix import acts, consistency, events, prompts, rules, scoring, session, views
from roomsix.errors import Problem
from roomsix.record import Log
from roomsix.scenario import Decision, Scenario
from tables import cast_of, talks_of

PARTIES = ("a", "b", "c", "d")
CARDS = {party: {"site": (10, 8, 0), "fee": (0, 5, 9)} for party in PARTIES}
THREE = {"rule": "quorum", "quorum": 3}
PACKAGE = {"site": "o1", "fee": "o1"}
OTHER = {"site": "o0", "fee": "o1"}


def four(reservations: tuple[int, int, int, int] = (5, 5, 5, 5), **more: Any) -> Scenario:
    return talks(CARDS, dict(zip(PARTIES, reservations, strict=True)), **more)


def quorum(*vetoes: str, bonus: dict[str, int] | None = None, **more: Any) -> Scenario:
    return four(decision={**THREE, "vetoes": vetoes, "bonus": bonus or {}}, **more)


class Plenary:
    """A record in the making: one lead after another."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.log = scenario, Log(scenario)

    def do(self, party: str, act: Any, round_: int = 1) -> int:
        seat = f"{party}-lead"
        return self.log.add(
            act,
            turn=self.log.begin_turn(seat),
            session="plenary",
            round_=round_,
            seat=seat,
            audience=self.scenario.sessions["plenary"].present,
        ).seq

    def can(self, party: str, act: Any) -> bool:
        found = rules.refusal(self.scenario, self.log.events, "plenary", f"{party}-lead", act)
        return found is None

    def closing(self, round_: int = 1, *, round_over: bool) -> str | None:
        return rules.closing(
            self.scenario, self.log.events, "plenary", round_, round_over=round_over
        )

    def ratify(self, *against: str) -> events.Ended:
        for party in PARTIES:
            answer = events.Ratified(party=party, ratified=party not in against, because="so")
            self.log.add(answer, session="vote", round_=1, audience=())
        return rules.ending(self.scenario, self.log.events)


def test_a_scenario_that_says_nothing_of_it_is_written_as_before() -> None:
    written = json.loads(theatre().model_dump_json())["decision"]

    assert written == {"rule": "unanimity", "equality": ">="}
    assert views.public(theatre(), cast_of(theatre()))["decision"] == written
    assert "Here not every side" not in prompts.head(theatre(), cast_of(theatre()), "theatre-lead")


def test_a_quorum_is_written_and_read_again() -> None:
    scenario = quorum("a", bonus={"b": 3})

    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


@pytest.mark.parametrize(
    ("decision", "agreeing", "met"),
    [
        (Decision(), "abc", False),
        (Decision(), "abcd", True),
        (Decision(rule="quorum", quorum=3), "abd", True),
        (Decision(rule="quorum", quorum=3), "ab", False),
        (Decision(rule="quorum", quorum=2, vetoes=("c",)), "abd", False),
        (Decision(rule="quorum", quorum=2, vetoes=("c",)), "cd", True),
    ],
)
def test_a_rule_is_met_by_enough_parties_with_the_vetoes(
    decision: Decision, agreeing: str, met: bool
) -> None:
    assert decision.met_by(set(agreeing), PARTIES) is met


def test_leads_agree_once_there_are_enough_and_the_rest_can_still_join() -> None:
    table = Plenary(quorum())
    paper = table.do("a", acts.Propose(package=PACKAGE))
    table.do("b", acts.Accept(paper=paper))
    assert rules.agreement(table.scenario, table.log.events) is None

    table.do("c", acts.Accept(paper=paper))
    agreed = rules.agreement(table.scenario, table.log.events)
    assert agreed is not None and agreed.accepted == {"a", "b", "c"}
    assert not rules.is_unanimous(table.scenario, agreed)
    assert table.can("d", acts.Accept(paper=paper)) and table.can("d", acts.Reject(paper=paper))
    assert not table.can("b", acts.Reject(paper=paper))  # agreed is agreed
    assert table.closing(round_over=False) is None
    assert table.closing(round_over=True) == "agreed"

    table.do("d", acts.Accept(paper=paper))
    assert table.closing(round_over=False) == "agreed"


def test_an_acceptance_can_be_taken_back_until_there_are_enough() -> None:
    table = Plenary(quorum())
    paper = table.do("a", acts.Propose(package=PACKAGE))
    table.do("b", acts.Accept(paper=paper))

    assert table.can("b", acts.Reject(paper=paper))


def test_without_a_veto_s_party_nothing_is_agreed() -> None:
    table = Plenary(quorum("d"))
    paper = table.do("a", acts.Propose(package=PACKAGE))
    table.do("b", acts.Accept(paper=paper))
    table.do("c", acts.Accept(paper=paper))
    assert rules.agreement(table.scenario, table.log.events) is None

    table.do("d", acts.Accept(paper=paper))
    assert rules.agreement(table.scenario, table.log.events) is not None


def test_whoever_joins_late_does_not_bring_an_older_agreement_back() -> None:
    table = Plenary(quorum())
    old = table.do("a", acts.Propose(package=PACKAGE))
    for party in "bc":
        table.do(party, acts.Accept(paper=old))
    new = table.do("b", acts.Propose(package=OTHER))
    for party in "ac":
        table.do(party, acts.Accept(paper=new))
    table.do("d", acts.Accept(paper=old))

    agreed = rules.agreement(table.scenario, table.log.events)

    assert agreed is not None and agreed.package == OTHER


@pytest.mark.parametrize(
    ("vetoes", "against", "why"),
    [((), ("d",), "ratified"), ((), ("c", "d"), "not ratified"), (("d",), ("d",), "not ratified")],
)
def test_as_many_principals_have_to_ratify(
    vetoes: tuple[str, ...], against: tuple[str, ...], why: str
) -> None:
    table = Plenary(quorum(*vetoes))
    paper = table.do("a", acts.Propose(package=PACKAGE))
    for party in "bcd":
        table.do(party, acts.Accept(paper=paper))

    assert table.ratify(*against).why == why


def test_a_principal_counts_the_bonus_only_if_every_lead_has_accepted() -> None:
    table = Plenary(quorum(bonus={"a": 4}, reservations=(15, 5, 5, 5)))
    paper = table.do("a", acts.Propose(package=PACKAGE))
    answers = []
    for party in "bcd":
        table.do(party, acts.Accept(paper=paper))
        found = rules.ratification(table.scenario, table.log.events, "a", PACKAGE, seed=1)
        answers.append(found[0])

    assert answers == [False, False, True]  # 13 points, with the bonus 17, against 15


def test_a_bonus_is_told_to_its_own_lead_alone() -> None:
    scenario = quorum(bonus={"a": 777})
    cast = cast_of(scenario)
    knowing = [s for s in scenario.seats if "777" in prompts.head(scenario, cast, s)]

    assert knowing == ["a-lead"]
    assert views.public(scenario, cast)["decision"] == {
        "rule": "quorum", "equality": ">=", "quorum": 3,
    }  # fmt: skip


def test_everyone_is_told_who_has_to_agree() -> None:
    scenario = quorum("a", "b")

    for seat in scenario.seats:
        told = prompts.head(scenario, cast_of(scenario), seat)
        assert "the leads of 3 of the 4 parties accept, with a and b among them" in told


def problem(**decision: Any) -> Problem:
    (found,) = [p for p in consistency.problems(four(decision=decision)) if "decision" in p.path]
    return found


@pytest.mark.parametrize(
    ("decision", "path", "message"),
    [
        (
            {**THREE, "vetoes": ["e"]},
            ("decision", "vetoes", 0),
            "no party called 'e'",
        ),
        ({**THREE, "vetoes": ["a", "a"]}, ("decision", "vetoes", 1), "the party 'a' a second time"),
        ({**THREE, "bonus": {"e": 1}}, ("decision", "bonus", "e"), "no party called 'e'"),
        ({"quorum": 3}, ("decision", "quorum"), "`quorum` says nothing where all have to agree"),
        ({"vetoes": ["a"]}, ("decision", "vetoes"), "`vetoes` says nothing where all"),
        ({"bonus": {"a": 1}}, ("decision", "bonus"), "`bonus` says nothing where all"),
        ({"rule": "quorum"}, ("decision",), "how many have to agree is not said"),
        (
            {"rule": "quorum", "quorum": 5},
            ("decision", "quorum"),
            "5 have to agree, and there are 4 parties",
        ),
    ],
)
def test_what_makes_no_rule_is_an_error(
    decision: dict[str, Any], path: tuple[str, ...], message: str
) -> None:
    found = problem(**decision)

    assert (found.path, found.severity) == (path, "error")
    assert message in found.message


@pytest.mark.parametrize(
    "decision", [{"rule": "quorum", "quorum": 4}, {**THREE, "quorum": 2, "vetoes": ["a", "b", "c"]}]
)
def test_what_could_be_said_more_plainly_is_a_warning(decision: dict[str, Any]) -> None:
    assert problem(**decision).severity == "warning"


def test_a_lone_party_is_no_quorum() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 2"):
        Decision(rule="quorum", quorum=1)


def test_a_quorum_can_make_a_deal_possible() -> None:
    needy = (5, 5, 5, 99)

    (found,) = consistency.deal_problems(four(needy))
    assert found.message == "no package is acceptable to every party: there can be no deal"
    assert consistency.deal_problems(four(needy, decision=THREE)) == ()
    (found,) = consistency.deal_problems(four(needy, decision={**THREE, "vetoes": ["d"]}))
    assert "acceptable to 3 parties, d among them" in found.message


def test_a_deal_against_one_side_is_a_deal_where_a_quorum_decides() -> None:
    end = ending({"site": "o0", "fee": "o2"}, *"abc")
    found = scoring.score(four((5, 5, 5, 99), decision=THREE), end).scores

    assert found["agreement"].value is True
    assert found["utility"].parties == dict.fromkeys(PARTIES, 19)
    assert found["gain"].value == 3 * 14 - 80
    assert found["pareto"].value is True
    assert found["nash-ratio"].value is None  # every package costs the fourth something
    alone = scoring.score(four((5, 5, 5, 99)), end).scores["agreement"]
    assert alone.value is False and "not ratified by d" in alone.notes


def test_a_bonus_is_scored_if_all_stand_behind_the_deal() -> None:
    scenario = quorum(bonus={"a": 4})
    all_four = scoring.score(scenario, ending(PACKAGE, *PARTIES)).scores
    but_one = scoring.score(scenario, ending(PACKAGE, *"abc")).scores

    assert all_four["utility"].parties == {"a": 17, "b": 13, "c": 13, "d": 13}
    assert but_one["utility"].parties == dict.fromkeys(PARTIES, 13)
    less, more = (found["capture"].value for found in (but_one, all_four))
    assert isinstance(less, float) and isinstance(more, float) and less < more


def test_what_leads_agreed_on_without_ratification_counts_for_those_who_accepted() -> None:
    plain = quorum().model_dump(mode="json")
    del plain["sessions"]["vote"]
    table = Plenary(Scenario.model_validate(plain))
    paper = table.do("a", acts.Propose(package=PACKAGE))
    for party in "bc":
        table.do(party, acts.Accept(paper=paper))
    table.log.add(
        rules.ending(table.scenario, table.log.events),
        session="plenary", round_=1, audience=table.scenario.seats,
    )  # fmt: skip

    found = session.ending(table.scenario, table.log.events)

    assert found.ratified == {"a": True, "b": True, "c": True, "d": False}


@pytest.mark.parametrize("seed", range(3))
def test_improvised_talks_under_a_quorum_keep_their_rule(seed: int) -> None:
    import asyncio

    scenario = quorum("b", bonus={"c": 2})
    result = asyncio.run(session.negotiate(talks_of(scenario, seed=seed)))

    if result.ended.outcome == "deal":
        standing = [party for party, good in rules.ratified(result.record).items() if good]
        assert "b" in standing and len(standing) >= 3


def test_mocked_sides_settle_without_one_that_cannot_be_satisfied() -> None:
    import asyncio

    from roomsix.chat.mock import MockChat

    sessions = {
        "plenary": {
            "kind": "plenary",
            "title": "All",
            "rounds": 6,
            "turns": [["chair", *(f"{party}-lead" for party in PARTIES)]],
        },
        "vote": {"kind": "ratification", "title": "Vote", "turns": [["chair"]]},
    }
    scenario = four((8, 8, 8, 99), decision=THREE, sessions=sessions)
    chats = {seat: MockChat(3) for seat in scenario.seats}
    result = asyncio.run(session.negotiate(talks_of(scenario, seed=3, chats=chats)))

    assert result.ended.outcome == "deal"
    assert rules.ratified(result.record)["d"] is False
    assert not result.record.of("invalid")
