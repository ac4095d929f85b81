"""Labels by hand, a judge held against them, and what may gate on its word."""

import json
from pathlib import Path
from typing import Any

import pytest

from judging.bench import judged, rubric
from roomsix.errors import DefinitionError, UsageError
from roomsix.judging import agreements, labels, noting, questions
from roomsix.judging.agreements import Agreement, Agreements
from roomsix.judging.gate import FEWEST, may_gate
from roomsix.judging.labels import Label, Place
from roomsix.judging.verdicts import Judged
from roomsix.rubric import Rubric
from roomsix.statistics import agreement

HEAD = "run,seat,rubric,label,rater\n"


def written(folder: Path, text: str, name: str = "labels.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def label(run: int, given: str, rater: str = "") -> Label:
    return Label(run=f"run-{run}", seat=None, label=given, rater=rater, line=run)


def measured(
    by_hand: list[Label], says: dict[int, str | None], one: Rubric | None = None
) -> Agreement:
    verdicts: dict[Place, Judged] = {
        (f"run-{run}", None): judged(verdict, prompt=questions.prompt(), model="m-1")
        for run, verdict in says.items()
    }
    return agreements.measured(one or rubric(), by_hand, verdicts)


def agreeing(things: int, wrong: int = 0, one: Rubric | None = None) -> Agreements:
    """A judge that gives the right label but for so many times, over so many things."""
    scale = rubric().labels
    given = {run: scale[run % 3] for run in range(things)}
    says: dict[int, str | None] = {
        run: scale[(run + 1) % 3] if run < wrong else given[run] for run in given
    }
    by_hand = [label(run, each) for run, each in given.items()]
    return Agreements(rubric="warmth", measured=(measured(by_hand, says, one),))


def test_the_table_counts_hands_by_judge_and_recall_is_of_the_hands() -> None:
    by_hand = [label(run, each) for run, each in enumerate(("cold", "cold", "warm", "civil"))]

    found = measured(by_hand, {0: "cold", 1: "civil", 2: "warm", 3: "civil"})

    assert found.confusion == ((1, 1, 0), (0, 1, 0), (0, 0, 1))
    assert dict(found.recall) == {"cold": 0.5, "civil": 1.0, "warm": 1.0}
    assert (found.agrees.n, found.agrees.runs, found.models) == (4, 4, ("m-1",))


def test_no_verdict_is_counted_and_left_out_and_never_taken_for_a_label() -> None:
    found = measured([label(0, "cold"), label(1, "warm")], {0: None, 1: "warm"})

    assert (found.none, found.agrees.n) == (1, 1)
    assert found.recall["cold"] is None


def test_where_raters_differ_the_label_of_most_counts_and_a_tie_is_left_out() -> None:
    by_hand = [
        *(label(0, given, who) for given, who in (("cold", "a"), ("warm", "b"))),
        *(label(1, given, who) for given, who in (("cold", "a"), ("warm", "b"), ("warm", "c"))),
    ]

    found = measured(by_hand, {0: "cold", 1: "warm"})

    assert (found.split, found.agrees.n) == (1, 1)
    assert found.confusion[2][2] == 1
    assert found.raters is not None and found.raters.n == 2


def test_one_rater_alone_has_nobody_to_agree_with() -> None:
    assert measured([label(0, "cold", "a")], {0: "cold"}).raters is None


def test_figures_are_reckoned_from_the_labels_and_change_with_them() -> None:
    good, bad = agreeing(120).measured[0], agreeing(120, 60).measured[0]

    assert good.agrees.kappa == 1.0
    assert bad.agrees.kappa is not None and bad.agrees.kappa < 0.5
    assert good.labels == bad.labels
    assert agreeing(119).measured[0].labels != good.labels


def test_things_of_one_run_tell_less_than_things_of_their_own() -> None:
    hands = [0] * 60 + [2] * 60
    judge = [0] * 40 + [1] * 20 + [2] * 40 + [0] * 20
    apart = agreement.kappa(hands, judge, labels=range(3), weights="linear")
    alone = agreement.kappa(hands, judge, labels=range(3), weights="linear", clusters=range(120))
    runs = [at // 10 for at in range(120)]
    together = agreement.kappa(hands, judge, labels=range(3), weights="linear", clusters=runs)

    lows = [each.low for each in (apart, alone, together)]
    assert apart.value == alone.value == together.value
    assert lows[0] == pytest.approx(lows[1], abs=0.01)
    assert lows[1] is not None and lows[2] is not None and lows[2] < lows[1] - 0.1


def test_full_agreement_in_few_runs_is_no_certainty() -> None:
    labels = [at % 2 for at in range(120)]
    few, many = (
        agreement.kappa(labels, labels, clusters=[at // size for at in range(120)])
        for size in (20, 1)
    )

    assert few.value == many.value == 1
    assert few.low is not None and many.low is not None
    assert few.low < 0.6 < 0.9 < many.low


def test_a_measured_judge_that_agrees_may_gate() -> None:
    assert may_gate(rubric(), "openai:m", agreeing(120, 5)) is None


@pytest.mark.parametrize(
    ("known", "judge", "one", "why"),
    [
        (Agreements(rubric="warmth"), "openai:m", {}, "no agreement of openai:m"),
        (agreeing(120), "openai:other", {}, "no agreement of openai:other"),
        (agreeing(120), "mock", {}, "draws its verdicts"),
        (agreeing(120), "openai:m", {"question": "Was anyone rude?"}, "another text"),
        (agreeing(FEWEST - 1), "openai:m", {}, f"rests on {FEWEST - 1} labels"),
        (agreeing(120, 50), "openai:m", {}, "may be as low as"),
        (agreeing(120, 5), "openai:m", {"kappa": 0.99}, "takes 0.99"),
    ],
)
def test_what_may_not_gate_says_why(
    known: Agreements, judge: str, one: dict[str, Any], why: str
) -> None:
    assert why in (may_gate(rubric(**one), judge, known) or "")


def test_another_prompt_or_another_model_under_the_same_name_has_to_be_measured_anew() -> None:
    known = agreeing(120)
    older = known.measured[0].model_copy(update={"prompt": "of another version"})

    assert "another prompt" in (may_gate(rubric(), "openai:m", known.added(older)) or "")
    assert "this is m-2" in (may_gate(rubric(), "openai:m", known, model="m-2") or "")
    assert may_gate(rubric(), "openai:m", known, model="m-1") is None


def test_labels_that_are_all_the_same_let_nothing_pass() -> None:
    by_hand = [label(run, "cold") for run in range(120)]
    known = Agreements(
        rubric="warmth", measured=(measured(by_hand, dict.fromkeys(range(120), "cold")),)
    )

    assert "all the same" in (may_gate(rubric(), "openai:m", known) or "")


def test_title_and_threshold_may_change_without_a_new_measurement() -> None:
    assert (
        may_gate(rubric(title="Warmth", summary="…", kappa=0.5), "openai:m", agreeing(120)) is None
    )


def test_what_was_measured_is_kept_and_read_back(tmp_path: Path) -> None:
    known = agreeing(10)
    file = noting.path(tmp_path, "warmth")

    noting.note(file, known)

    assert file == tmp_path / "evals/rubrics/warmth.agreement.json"
    assert noting.agreements(tmp_path, "warmth") == known
    assert file.stat().st_mode & 0o444 == 0o444


def test_labels_come_as_csv_or_as_lines_of_json(tmp_path: Path) -> None:
    rows = f"{HEAD}r1,-,warmth,cold,ann\nr1,-,warmth,warm,bob\nr2,kim,other,yes,ann\n"
    lines = [
        {"run": "r1", "seat": "-", "rubric": "warmth", "label": "cold", "rater": "ann"},
        {"run": "r1", "seat": "-", "rubric": "warmth", "label": "warm", "rater": "bob"},
    ]
    text = "".join(f"{json.dumps(line)}\n" for line in lines)

    plain = labels.read(written(tmp_path, rows), rubric())
    as_json = labels.read(written(tmp_path, text, "labels.jsonl"), rubric())

    assert [(each.run, each.seat, each.label, each.rater) for each in plain] == [
        ("r1", None, "cold", "ann"),
        ("r1", None, "warm", "bob"),
    ]
    assert [each.place for each in as_json] == [each.place for each in plain]


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        ("r1,-,warmth,hot,a\n", 2, "no label 'hot' in 'warmth'"),
        ("r1,kim,warmth,cold,a\n", 2, "the talks as a whole"),
        ("r1,,warmth,cold,a\n", 2, "'seat' is empty"),
        (",-,warmth,cold,a\n", 2, "'run' is empty"),
        ("r1,-,warmth,cold,a\nr1,-,warmth,warm,a\n", 3, "line 2 as well"),
        ("r1,-,warmth,cold,a,b\n", 2, "more fields than columns"),
        ("r1,-,warmth\n", 2, "'label' is no text"),
    ],
)
def test_a_wrong_row_is_named_by_its_line(
    tmp_path: Path, rows: str, line: int, message: str
) -> None:
    with pytest.raises(DefinitionError) as raised:
        labels.read(written(tmp_path, HEAD + rows), rubric())

    (problem,) = raised.value.problems
    assert message in problem.message
    assert (problem.line, problem.column) == (line, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no column 'run'"),
        ("run,seat,label\n", "no column 'rubric'"),
        ("\x00", "no column 'run'"),
    ],
)
def test_a_file_without_the_columns_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        labels.read(written(tmp_path, text), rubric())


def test_a_file_without_a_row_by_the_rubric_says_what_it_has(tmp_path: Path) -> None:
    file = written(tmp_path, f"{HEAD}r1,-,candour,yes,a\n")

    with pytest.raises(UsageError, match="its rows are for: candour"):
        labels.read(file, rubric())
    with pytest.raises(UsageError, match="no file"):
        labels.read(tmp_path / "nothing.csv", rubric())
    with pytest.raises(DefinitionError, match="not a JSON object"):
        labels.read(written(tmp_path, "[1]\n", "x.jsonl"), rubric())
