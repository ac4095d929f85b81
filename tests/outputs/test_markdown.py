"""Results as Markdown for a comment."""

from hypothesis import given
from hypothesis import strategies as st

from outputs.made import failed, results, row
from roomsix.outputs import markdown


def test_gates_treatments_and_how_to_see_the_worst_runs() -> None:
    text = markdown.as_markdown([results(row(1), row(2), row(4, "loud"))])

    assert text.startswith("## ❌ quarrel: Who gives way\n\n3 of 3 runs.\n")
    assert "| ❌ | `count(breaches) == 0` | 1 | 3 | failed |" in text
    assert "| `calm` | 2 |" in text
    (line,) = [each for each in text.splitlines() if each.endswith("# breaches: 1")]
    assert line.startswith("roomsix eval quarrel --select scenario=theatre --select seed=1 ")


def test_where_every_gate_holds_the_poorest_runs_are_named() -> None:
    suite = results().suite.model_copy(update={"gates": ("count(breaches) == 0",)})

    text = markdown.as_markdown([results(row(4), row(2), suite=suite)])

    assert text.startswith("## ✅")
    assert text.index("# capture: 0.2") < text.index("# capture: 0.4")


def test_runs_that_could_not_be_played_are_told_by_their_reason() -> None:
    text = markdown.as_markdown([results(failed(8), failed(9), failed(7, "no | key"))])

    assert "3 could not be played" in text
    assert "| 2 | `the endpoint went away` | `theatre-8-calm` |" in text
    assert "| 1 | `no \\| key` |" in text


def test_a_part_says_that_it_judges_nothing() -> None:
    text = markdown.as_markdown([results(row(1), judged=False)])

    assert text.startswith("## ❔")
    assert "No gate is judged here" in text


@given(st.text(max_size=30))
def test_whatever_an_endpoint_says_stays_in_its_cell(error: str) -> None:
    text = markdown.as_markdown([results(failed(error=error))])

    (line,) = [each for each in text.splitlines() if each.startswith("| 1 |")]
    assert line.replace("\\|", "").count("|") == 4
    assert line.count("`") == 4


def test_what_stopped_a_suite_is_said() -> None:
    text = markdown.as_markdown([results(row(2), planned=40, stopped="the mean is narrow_enough")])

    assert "1 of 40 runs.\nStopped early: the mean is narrow\\_enough." in text
