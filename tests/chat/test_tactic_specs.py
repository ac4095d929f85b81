"""How a tactic is spelt and refused, and what is written of each in docs/tactics.md."""

import re

import pytest

from roomsix.calls import hashed
from roomsix.chat import spec
from roomsix.chat.mock import tactics
from roomsix.chat.mock.tactics import TACTICS
from roomsix.errors import UsageError
from tactical import ROOT, chat, hall

PAGE = (ROOT / "docs" / "tactics.md").read_text(encoding="utf-8")


def test_a_parameter_that_is_not_told_has_its_default() -> None:
    assert tactics.read("mock:boulware").parameters == {"e": 0.25}
    assert tactics.read("mock:boulware,e=0.5").parameters == {"e": 0.5}
    told = tactics.read("mock:bayes,lies=10,calm=5").parameters
    assert told == {"calm": 5, "stirred": 30, "lies": 10, "fear": 20}


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("mock:bolware", "did you mean 'mock:boulware' (for a lead)"),
        ("mock:oracel", "did you mean 'mock:oracle' (for an observer)"),
        ("mock:", "no tactic ''"),
        ("mock:zebra", "`roomsix list chats` shows them all"),
        ("mock:boulware,x=1", "no parameter 'x' in 'mock:boulware,x=1' (it takes: e)"),
        ("mock:bayes,leis=1", "did you mean 'lies'?"),
        ("mock:linear,e=1", "it takes none"),
        ("mock:boulware,e", "'e' in 'mock:boulware,e' says nothing"),
        ("mock:boulware,e=1.5", "a number from 0.02 to 0.98"),
        ("mock:boulware,e=nan", "a number from 0.02 to 0.98"),
        ("mock:boulware,e=often", "e in 'mock:boulware,e=often' is 'often'"),
        ("mock:micro,steps=1.5", "a whole number from 0 to 1000"),
        ("mock:boulware,e=.3,e=.4", "'e' is given twice"),
    ],
)
def test_a_wrong_spec_is_told_in_a_line_that_says_how_to_mend_it(wrong: str, line: str) -> None:
    with pytest.raises(UsageError) as caught:
        tactics.read(wrong)

    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_tactic_in_a_seat_it_cannot_play_is_refused_with_those_that_can() -> None:
    with pytest.raises(UsageError) as caught:
        spec.check("mock:boulware", seat="chen", role="mediator")

    said = str(caught.value)
    assert "'mock:boulware' is for lead seats, and 'chen' has the role 'mediator'" in said
    assert "mock, mock:no-talk, mock:nash, mock:single-text, mock:passive" in said


@pytest.mark.parametrize("name", TACTICS)
def test_every_tactic_can_play_its_roles_and_no_others(name: str) -> None:
    for role in ("lead", "adviser", "mediator", "observer"):
        if role in TACTICS[name].roles:
            spec.check(f"mock:{name}", seat="someone", role=role)
        else:
            with pytest.raises(UsageError):
                spec.check(f"mock:{name}", seat="someone", role=role)


def test_a_tactic_is_named_as_it_was_spelt_and_its_parameters_are_part_of_every_request() -> None:
    request, _ = hall("theatre").seats["manager"][0]
    specs = ("mock", "mock:linear", "mock:boulware", "mock:boulware,e=0.3", "mock:boulware,e=0.30")
    made = [chat(each, seed=1) for each in specs]

    assert [one.name for one in made] == list(specs)
    assert made[3].sampling == {"seed": 1, "tactic": "boulware", "e": 0.3}
    assert len({hashed(request, one.name, one.sampling) for one in made}) == len(specs)


def test_the_page_on_tactics_has_a_row_for_every_tactic_and_no_other() -> None:
    rows = dict(re.findall(r"^\| `mock:([\w-]+)` \| ([^|]+) \|", PAGE, re.MULTILINE))
    roles = {n: "any" if len(t.roles) > 1 else t.roles[0] for n, t in TACTICS.items()}

    assert list(rows) == list(roles)
    assert {name: role.strip() for name, role in rows.items()} == roles


@pytest.mark.parametrize("name", TACTICS)
def test_the_page_says_of_every_tactic_where_it_comes_from_and_what_it_can_be_told(
    name: str,
) -> None:
    section = re.search(rf"^### `{name}`\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert section is not None
    text = " ".join(section[1].split())

    assert TACTICS[name].source.split(";")[0].lower() in text.lower()
    for key, parameter in TACTICS[name].parameters.items():
        range_ = f"`{key}` ({parameter.default:g}; {parameter.least:g} to {parameter.most:g})"
        assert range_ in text
