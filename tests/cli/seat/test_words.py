"""What is typed becomes one reply: words, an act, and what goes with it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.seat.sitting import drafted, seen
from roomsix import assessing, replies
from roomsix.cli.seat import draft, forms
from roomsix.cli.seat.draft import Unclear, edited
from roomsix.cli.seat.told import Told
from roomsix.replies import Reply

PLENARY = 7
"""A turn of the manager's in which papers are on the table."""


def reply(known: Told, *lines: str) -> Reply:
    found = replies.read(draft.turn(drafted(known, *lines)))
    assert isinstance(found, Reply), found
    return found


@pytest.mark.parametrize(
    ("seat", "line", "fields"),
    [
        ("manager", "/pass", {"act": "pass"}),
        ("manager", "/ask speaker pay", {"act": "ask", "to": "speaker", "issue": "pay"}),
        ("manager", "/ask speaker", {"act": "ask", "to": "speaker"}),
        (
            "manager",
            "/ask conciliator broadcaster-offer",
            {"act": "ask", "to": "conciliator", "fact": "broadcaster-offer"},
        ),
        (
            "manager",
            "/state pay two firm",
            {"act": "state", "issue": "pay", "option": "two", "firm": True},
        ),
        ("manager", "/state pay=two", {"act": "state", "issue": "pay", "option": "two"}),
        (
            "manager",
            "/present broadcaster-offer",
            {"act": "present", "exhibit": "broadcaster-offer"},
        ),
        (
            "manager",
            "/disclose broadcaster-offer",
            {"act": "disclose", "fact": "broadcaster-offer"},
        ),
        ("manager", "/accept #3", {"act": "accept", "number": 3}),
        ("manager", "/reject 3 pay", {"act": "reject", "number": 3, "issue": "pay"}),
        ("manager", "/amend pay=two", {"act": "amend", "issue": "pay", "option": "two"}),
        ("manager", "/amend pay", {"act": "amend", "issue": "pay", "option": None}),
        ("manager", "/request corridor", {"act": "request", "request": "corridor"}),
        ("manager", "/walk-out", {"act": "walk-out"}),
        (
            "conciliator",
            "/call caucus speaker bring your figures",
            {"act": "call", "call": "caucus", "to": "speaker", "homework": "bring your figures"},
        ),
        ("conciliator", "/call vote", {"act": "call", "call": "vote", "to": None}),
    ],
)
def test_every_act_is_typed_as_its_form_says(seat: str, line: str, fields: dict[str, Any]) -> None:
    known = seen(seat, PLENARY if seat == "manager" else 13)

    found = reply(known, line)

    assert {name: getattr(found, name) for name in fields} == fields


def test_there_is_a_form_for_every_act_there_is() -> None:
    from roomsix import acts

    assert {*forms.ACTS} - {"allow", "need"} == {*acts.ACTS} - {"submit"}


def test_lines_without_a_slash_are_said_in_the_order_they_were_typed() -> None:
    found = reply(seen("manager", 1), "Well.", "//slash", "We shall see.")

    assert found.say == "Well. /slash We shall see."
    assert found.act == "pass"


def test_the_last_act_typed_is_the_one_that_counts() -> None:
    assert reply(seen("manager", 1), "/state pay two", "/pass").act == "pass"


def test_whatever_goes_with_an_act_stays_when_the_act_changes() -> None:
    found = reply(
        seen("manager", PLENARY),
        "/whisper hold on",
        "/claim broadcaster-offer no",
        "/off",
        "/think he will not like it",
        "/claim broadcaster-offer yes",
        "/pass",
    )

    assert (found.whisper, found.off_record) == ("hold on", True)
    assert found.thinking == "he will not like it"
    assert [(claim.fact, claim.holds) for claim in found.claims] == [("broadcaster-offer", True)]


def test_an_offer_changes_only_what_is_named_of_the_last_one() -> None:
    known = seen("manager", PLENARY)
    own = known.own()
    assert own is not None

    found = reply(known, "/propose pay=four")
    of_theirs = reply(known, "/propose 2 pay=four")
    twice = reply(known, "/propose pay=four", "/propose sundays=none")

    assert found.package == {**own.package, "pay": "four"}
    assert of_theirs.package == {**known.history.papers[2].package, "pay": "four"}
    assert twice.package == {**own.package, "pay": "four", "sundays": "none"}


def test_a_text_keeps_its_brackets_until_the_issue_is_named_again() -> None:
    known = seen("conciliator", 13)
    whole = "/draft pay=[two] sundays=[none] recordings=half"

    first, second = reply(known, whole), reply(known, whole, "/draft pay=four")

    assert first.brackets == ("pay", "sundays")
    assert first.package == {"pay": "two", "sundays": "none", "recordings": "half"}
    assert second.brackets == ("sundays",)
    assert second.package == {"pay": "four", "sundays": "none", "recordings": "half"}


@pytest.mark.parametrize(
    ("seat", "line", "told"),
    [
        ("manager", "/propse", "no word 'propse' (did you mean 'propose'?)"),
        ("manager", "/draft pay=two", "/draft is not for you now (you can: /pass, /ask"),
        ("manager", "/least theatre 5", "/least is not for you now"),
        ("manager", "/ask", "/ask (/ask SEAT [ISSUE or FACT])"),
        ("manager", "/ask wenz", "no seat here 'wenz' (there are: conciliator, speaker)"),
        ("manager", "/ask speaker money", "no issue or fact 'money'"),
        ("manager", "/state pay tow", "no option of pay 'tow' (did you mean 'two'?)"),
        ("manager", "/accept 99", "there is no paper #99 (there are: #1, "),
        ("manager", "/accept the last", "/accept NUMBER"),
        ("manager", "/propose pay", "/propose [NUMBER]"),
        ("manager", "/propose pay=[two]", "an offer has no brackets"),
        ("manager", "/disclose sunday-survey", "no fact 'sunday-survey'"),
        ("manager", "/claim broadcaster-offer perhaps", "no answer 'perhaps'"),
        ("manager", "/request nap", "no request 'nap'"),
        ("manager", "/pass the salt", "/pass the salt (/pass)"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_line_with_how_to_mend_it(
    seat: str, line: str, told: str
) -> None:
    with pytest.raises(Unclear) as unclear:
        drafted(seen(seat, PLENARY), line)

    assert told in str(unclear.value)


OPTIONS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.lists(st.sampled_from("uvwxyz"), min_size=1, unique=True).map(
        lambda some: {each: each.upper() for each in some}
    ),
    min_size=1,
)


@given(OPTIONS, st.data())
def test_editing_a_package_changes_what_is_named_and_nothing_else(
    options: dict[str, dict[str, str]], data: st.DataObject
) -> None:
    def some(issues: list[str]) -> dict[str, str]:
        return {issue: data.draw(st.sampled_from(sorted(options[issue]))) for issue in issues}

    base = some(list(options))
    changes = some(data.draw(st.lists(st.sampled_from(sorted(options)), unique=True)))

    found = edited(options, base, changes)

    assert list(found) == list(options)
    assert all(found[issue] == option for issue, option in changes.items())
    assert all(found[issue] == base[issue] for issue in options if issue not in changes)
    assert edited(options, found, changes) == found
    assert edited(options, {}, found) == found


@given(OPTIONS, st.data())
def test_a_package_that_leaves_an_issue_out_is_never_made(
    options: dict[str, dict[str, str]], data: st.DataObject
) -> None:
    out = data.draw(st.sampled_from(sorted(options)))
    base = {issue: min(each) for issue, each in options.items() if issue != out}

    with pytest.raises(Unclear, match=f"missing for: {out}"):
        edited(options, base, {})


def test_a_row_of_the_board_is_typed_part_by_part() -> None:
    known = seen("volkov", 1, "room-six")
    request = known.request
    tail = '\n\n# What you make of it\n\nNOW {"question":"assess","session":"debrief-earth"}\n'
    prompt = request.prompt.model_copy(
        update={"tail": tail, "user": request.prompt.user.replace(request.prompt.tail, tail)}
    )
    from roomsix.cli.seat.told import told

    board = told(request.model_copy(update={"prompt": prompt}))
    first, second, *_ = board.table.names
    option = next(iter(board.table.options[first]))
    party = next(iter(board.table.parties))
    fact = next(iter(board.facts))

    text = draft.assessment(
        drafted(
            board,
            "a note",
            f"/priorities {party} {second} {first}",
            f"/least {party} 60%",
            f"/least {party} 70",
            f"/limit {party} {first} {option}",
            f"/red-line {party} {first} {option}",
            f"/holds-back {party} what it cannot afford",
            f"/belief {fact} 40",
        )
    )

    found = json.loads(text)
    assert assessing.Answer.model_validate_json(text, strict=True)
    assert found["thinking"] == "a note"
    assert found["parties"] == [
        {
            "party": party,
            "priorities": [second, first],
            "least": 70,
            "limits": [{"issue": first, "option": option}],
            "red_lines": [{"issue": first, "option": option}],
            "holds_back": "what it cannot afford",
        }
    ]
    assert found["facts"] == [{"fact": fact, "true_percent": 40}]
    with pytest.raises(Unclear, match="no claim that you heard"):
        drafted(board, "/doubt 1 50")
    with pytest.raises(Unclear, match="/least"):
        drafted(board, f"/least {party} 101")
