"""What may be behind a difference though nobody asked about it."""

from dataclasses import replace
from pathlib import Path

from evaluation.samples import row, sample, suite
from roomsix.evaluation import likeness, pairing
from roomsix.evaluation.provenance import Provenance
from roomsix.evaluation.sample import Sample

ELSEWHERE = Path("elsewhere")
HERE = Provenance(engine=14, definitions={"scenario well": "a", "persona kim": "k"})


def warned(ours: Provenance, theirs: Provenance) -> str:
    one = sample([row()], made=ours)
    other = sample([row()], made=theirs, place=ELSEWHERE)
    return "\n".join(likeness.warnings(one, other))


def test_results_made_alike_are_warned_of_in_nothing() -> None:
    assert warned(HERE, HERE) == ""


def test_another_engine_is_told() -> None:
    other = HERE.model_copy(update={"engine": 15})

    assert warned(HERE, other) == "engine versions differ: 14 in A, 15 in B"


def test_another_definition_under_one_name_is_told() -> None:
    other = HERE.model_copy(update={"definitions": {"scenario well": "b", "persona kim": "k"}})

    told = warned(HERE, other)
    assert told == "defined otherwise in A and in B under the same name: scenario well"


def test_options_that_only_one_was_played_with_are_told() -> None:
    given = ("--set", "parley.rounds=2")
    one = sample([row()], made=HERE, words=given)
    other = sample([row()], made=HERE, words=("--chat", "openai:x", *given), place=ELSEWHERE)

    assert likeness.warnings(one, other) == ("only B was played with --chat openai:x",)


def test_results_that_tell_nothing_of_themselves_are_said_to() -> None:
    told = warned(HERE, Provenance())

    assert "14 in A, unknown in B" in told
    assert "not known whether the definitions are the same" in told


def test_unequal_seeds_are_told() -> None:
    rows = [row(seed=n, treatment=t) for n in range(1, 6) for t in ("default", "other")]
    one = sample(rows, treatment="default")
    other = sample([each for each in rows if each.seed in (1, 2, 4)], treatment="other")

    (told,) = likeness.warnings(one, other)
    assert told == "seeds are not the same: 1 to 5 in A, 3 between 1 and 4 in B"


def test_another_treatment_under_one_name_is_told() -> None:
    one, other = sample([row()], made=HERE), sample([row()], made=HERE, place=ELSEWHERE)
    changed = suite(treatments={"default": {"set": ["parley.rounds=2"]}}, seeds=4, swap=True)
    results = other.results.model_copy(update={"suite": changed})
    told = likeness.warnings(one, Sample("b", ELSEWHERE, results, (), other.rows))

    assert told == (
        "another treatment under the same name: default",
        "the suites differ in swap",
    )


def test_results_of_a_part_and_those_of_a_suite_that_stopped_early_are_told() -> None:
    one, other = sample([row()], made=HERE), sample([row()], made=HERE, place=ELSEWHERE)
    part, early = (
        replace(each, results=each.results.model_copy(update=changes))
        for each, changes in ((one, {"planned": 9}), (other, {"stopped": "it is narrow enough"}))
    )

    assert likeness.warnings(part, early) == (
        "A has 1 of the 9 runs that were to be played",
        "B was stopped early by its rule, which these intervals do not allow for",
    )


def test_who_sits_elsewhere_is_told_by_the_pairs() -> None:
    rows = [
        row(
            seed=n,
            treatment=t,
            seats={"kim": "kim@mock", "chen": "c@mock" if t == "default" else "c@mock:passive"},
        )
        for n in (1, 2)
        for t in ("default", "other")
    ]
    found = pairing.together(sample(rows, treatment="default"), sample(rows, treatment="other"))

    assert likeness.occupants(found.matches) == ("chen: c@mock against c@mock:passive",)
