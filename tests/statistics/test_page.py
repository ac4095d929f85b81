"""docs/statistics.md says what the functions answer, and its tables what the benchmark plays."""

import doctest
from pathlib import Path

from benchmarks import intervals

from roomsix.statistics import power

PAGE = Path(__file__).resolve().parents[2] / "docs" / "statistics.md"


def test_the_examples_on_the_page_come_out_as_printed() -> None:
    ran = doctest.testfile(
        str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS, encoding="utf-8"
    )

    assert ran.attempted > 5 and not ran.failed


def test_the_plans_on_the_page_are_those_of_the_functions() -> None:
    page = PAGE.read_text(encoding="utf-8")

    for said, answer in [
        ("`power.pairs_needed(.05, .15)`: {}", power.pairs_needed(0.05, 0.15)),
        ("clusters=20, icc=.1)`: {}", power.pairs_needed(0.05, 0.15, clusters=20, icc=0.1)),
        (
            "per_cluster=5, icc=.2)`: {}",
            power.clusters_needed(0.05, 0.15, per_cluster=5, icc=0.2),
        ),
        ("`power.detectable(40, .15)`: {}", f"{power.detectable(40, 0.15):.3f}"[1:]),
        ("`power.rates_needed(.5, .7)`: {}", power.rates_needed(0.5, 0.7)),
        ("`power.paired_rates_needed(.2, .1)`: {}", power.paired_rates_needed(0.2, 0.1)),
    ]:
        assert said.format(answer) in page


def test_the_page_has_a_row_for_every_case_of_the_benchmark() -> None:
    page = PAGE.read_text(encoding="utf-8")

    missing = [
        case.name
        for case in intervals.cases()
        if f"**{case.group}**" not in page or f"| {case.name} |" not in page
    ]
    assert not missing


def test_a_case_is_played_the_same_again_and_by_its_own_draws() -> None:
    first = intervals.play(1, 40, seed=3)

    assert intervals.play(1, 40, seed=3) == first
    assert 0.7 < first.share <= 1 and first.width > 0
    assert f"| {first.name} |" in "\n".join(intervals.markdown([first]))
