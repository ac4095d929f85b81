"""A person is shown what a draft means, can take it back, and sends nothing that is refused."""

import asyncio
import json

import pytest

import handmade
from cli.seat.sitting import Sheet, asked, drafted, sat, seen, talks
from roomsix import preferences
from roomsix.calls import Request
from roomsix.cli.seat import sheets
from roomsix.cli.seat import told as telling
from roomsix.cli.seat.completing import suggestions
from roomsix.cli.seat.person import Left
from roomsix.session import negotiate
from tables import Answering, talks_of

PLENARY = 7


def test_points_are_those_of_the_card_and_of_nobody_elses() -> None:
    known, scenario = seen("manager", PLENARY), talks().scenario
    side = scenario.parties["theatre"]

    for paper in known.history.papers.values():
        found = known.worth(paper.package)
        assert found is not None
        assert found.points == preferences.points(scenario, side.card, paper.package)
        assert found.least == preferences.reservation(scenario, "theatre", "always")
        assert found.crossed == preferences.breached(
            (*side.red_lines, *side.mandate), paper.package
        )


def test_whoever_has_no_card_is_told_of_no_points() -> None:
    _, shown = sat(asked("conciliator", 13), "/papers", "/card", "/draft 2 pay=two", "")

    assert "you have none" in shown
    assert "points" not in shown


def test_a_draft_is_shown_with_what_it_means() -> None:
    _, shown = sat(
        asked("manager", PLENARY),
        "/propose pay=six sundays=none recordings=half",
        "/propose pay=two sundays=sixteen recordings=house",
        "/disclose broadcaster-offer",
        "/claim broadcaster-offer no",
        "/walk-out",
        "",
    )

    assert "✗ 8 points to you, 49 below the least you need (57)" in shown
    assert "✗ crosses a limit of your side, pay: six per cent (The city would" in shown
    assert "✓ 80 points to you, 23 above the least you need (57)" in shown
    assert "may be told to anyone, only when: off-record" in shown
    assert "against what you believe: you hold it 98 % likely" in shown
    assert "no deal is worth 57 points to you" in shown


def test_an_acceptance_that_is_the_last_one_missing_is_said_to_make_an_agreement() -> None:
    request, number = next(
        (known.request, paper.number)
        for known in (seen(seat, turn) for turn in (6, 7, 8) for seat in ("speaker", "manager"))
        for paper in known.on_table()
        if {*paper.accepted, known.brief.party} == {*known.table.parties}
        and known.request.judge(f'{{"act": "accept", "number": {paper.number}}}') is None
    )

    _, shown = sat(request, f"/accept {number}", "/pass", "")

    assert "this makes an agreement, subject to ratification" in shown
    assert "your principal may ask for up to 2 points above the least" in shown


def test_what_was_typed_last_is_taken_back_first() -> None:
    text, shown = sat(
        asked("manager", 1), "/undo", "One.", "Two.", "/undo", "/pass", "/clear", "Three.", "/send"
    )

    assert json.loads(text)["say"] == "Three."
    assert "there is nothing to take back" in shown
    assert "taken back: Two." in shown


def test_nothing_is_sent_by_an_empty_line_alone() -> None:
    text, shown = sat(asked("manager", 1), "", "/send", "/pass", "")

    assert shown.count("there is nothing to send yet: say something, or /pass") == 2
    assert json.loads(text)["act"] == "pass"


def test_an_act_that_is_not_legal_is_refused_with_the_engines_reason_before_it_is_sent() -> None:
    request = asked("manager", PLENARY)
    illegal = next(
        paper.number for paper in seen("manager", PLENARY).on_table() if paper.party == "theatre"
    )

    text, shown = sat(request, "Agreed!", f"/accept {illegal}", "")

    assert "cannot be done: that paper is not on the table for you to answer" in shown
    assert json.loads(text) | {"say": "Agreed!", "act": "pass"} == json.loads(text)
    assert request.judge(text) is None


def test_sealed_proposals_are_put_together_term_by_term() -> None:
    turn = next(n for n in range(1, 30) if "submit" in seen("kim", n, "room-six").now.acts)
    known = seen("kim", turn, "room-six")
    own = [n for n, o in known.table.obligations.items() if o.debtor == known.brief.party]
    theirs = [n for n in known.table.obligations if n not in own]
    how = f"{known.table.measures[0]} {known.table.schedules[0]}"

    text, shown = sat(
        known.request, f"/allow {own[0]} {how}", "", f"/need {theirs[0]} {how}", "/send"
    )

    assert "not to be sent yet: 'need' names no mechanism" in shown
    sent = json.loads(text)
    assert sent["act"] == "submit"
    assert [term["obligation"] for term in (*sent["allow"], *sent["need"])] == [own[0], theirs[0]]


def test_everything_can_be_looked_up_before_anything_is_sent() -> None:
    _, shown = sat(
        asked("manager", PLENARY),
        *("/brief", "/card", "/facts", "/papers", "/offers", "/recap", "/help", "/help claim"),
        *("/help nonsense", "/show", "/pass", ""),
    )

    for told in (
        "You have budgeted two per cent.",
        "The city would withdraw its subsidy.",
        "you hold it 98 % likely; may be told to anyone, only when: off-record",
        "a recap",
        "declare that your words say a fact is so",
        "there is no /nonsense",
        "nothing drafted",
    ):
        assert told in shown


@pytest.mark.parametrize("lines", [("Well.", "/leave"), ("Well.",)])
def test_a_draft_is_nowhere_once_the_person_has_left(lines: tuple[str, ...]) -> None:
    with pytest.raises(Left, match="you left the table"):
        sat(asked("manager", 1), *lines)


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("Two per", []),
        ("/prop", ["propose"]),
        ("/state ", ["pay", "sundays", "recordings"]),
        ("/state sundays e", ["eight"]),
        ("/state sundays eight ", ["firm"]),
        ("/propose su", ["sundays="]),
        ("/propose pay=two ", ["sundays=", "recordings="]),
        ("/propose pay=t", ["two"]),
        ("/ask s", ["speaker"]),
        ("/ask speaker b", ["broadcaster-offer"]),
        ("/claim broadcaster-offer ", ["yes", "no"]),
        ("/request c", ["caucus", "corridor"]),
        ("/pass ", []),
        ("/nothing ", []),
    ],
)
def test_a_line_is_completed_by_what_can_follow(line: str, texts: list[str]) -> None:
    found = suggestions(seen("manager", PLENARY), line)

    assert [each.text for each in found] == texts
    assert all(line.endswith(each.text[: each.replaces]) for each in found)


def test_only_papers_on_the_table_are_offered_to_be_accepted() -> None:
    known = seen("manager", PLENARY)

    found = suggestions(known, "/accept ")

    assert [each.text for each in found] == [str(paper.number) for paper in known.on_table()]


def test_a_line_makes_the_same_draft_whenever_it_is_typed() -> None:
    known = seen("manager", PLENARY)

    assert drafted(known, "/state pay two") == drafted(known, "/state pay two")


def test_the_card_says_who_has_to_agree_and_what_it_is_worth_if_all_do() -> None:
    cards = {party: {"pay": (0, 4)} for party in ("one", "two", "three")}
    decision = {"rule": "quorum", "quorum": 2, "vetoes": ["one"], "bonus": {"two": 7}}
    scenario = handmade.talks(cards, dict.fromkeys(cards, 1), decision=decision)
    asked_of: list[Request] = []

    def answer(request: Request) -> str:
        asked_of.append(request)
        return json.dumps({"thinking": "", "say": "", "act": "pass"})

    asyncio.run(negotiate(talks_of(scenario, Answering(answer))))
    seats = {telling.told(request).brief.seat: telling.told(request) for request in asked_of}

    def card(seat: str) -> str:
        sheet = Sheet()
        sheet.show(*sheets.card(seats[seat]))
        return sheet.text

    assert "deal what 2 of 3 parties agree to, one among them" in card("two-lead")
    assert "bonus +7 if every party agrees" in card("two-lead")
    assert "every party agrees" not in card("one-lead")
