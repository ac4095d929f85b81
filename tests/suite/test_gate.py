"""Gates: one line of text, read into what is held against what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix.errors import UsageError
from roomsix.suite import gate
from roomsix.suite.gate import HOWS, Gate, Term, Value
from strategies import checked

NAMES = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)
LABELS = st.tuples(NAMES, st.from_regex(r"@?[a-z:.0-9=,/-]{1,12}", fullmatch=True))
TERMS = st.builds(
    Term,
    how=st.sampled_from(HOWS),
    metric=NAMES,
    who=st.just("") | NAMES,
    given=st.lists(LABELS, max_size=2).map(tuple),
)


def test_a_gate_names_a_figure_a_sign_and_a_bound() -> None:
    assert gate.gate("rate(agreement) >= 0.8") == Gate(Value(Term("rate", "agreement")), ">=", 0.8)


def test_a_figure_may_be_of_one_side_and_of_some_runs() -> None:
    asked = gate.gate("point mean(gain.side-1 | passive and side-2=@mock:boulware,e=0.3) < -2")

    assert asked.point
    assert asked.value.first == Term(
        "mean", "gain", "side-1", (("treatment", "passive"), ("side-2", "@mock:boulware,e=0.3"))
    )


def test_a_difference_has_two_terms() -> None:
    asked = gate.gate("mean(capture | a) - mean(capture | b) > 0")

    assert asked.value.second == Term("mean", "capture", "", (("treatment", "b"),))


@checked
@given(TERMS, st.sampled_from([">=", "<=", ">", "<"]), st.integers(-99, 99))
def test_what_a_gate_is_written_as_is_read_as_the_same(term: Term, sign: str, bound: int) -> None:
    asked = gate.gate(f"{term} {sign} {bound}")

    assert asked.value.first == term
    assert gate.gate(str(asked)) == asked


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("agreement >= 0.8", "is no gate"),
        ("rate(agreement) >= much", "is no gate"),
        ("share(agreement) >= 0.8", "no figure 'share'"),
        ("mean(capture) == 0.5", "never held to be one number exactly"),
        ("point count(breaches) == 0", "`point` says nothing"),
        ("count(a) - count(b) > 0", "a difference is of two rates or of two means"),
        ("rate(a) - mean(a) > 0", "a difference is of two rates or of two means"),
        ("mean(Capture) > 0", "'Capture' is no score"),
        ("mean(capture | =x) > 0", "picks no runs"),
    ],
)
def test_what_is_no_gate_is_told_in_a_line(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told.replace("(", r"\(")) as caught:
        gate.gate(text)
    assert "\n" not in str(caught.value)
