"""Plans: what the results there are say of how many more it takes."""

import random
from dataclasses import replace

import pytest

from evaluation.samples import both, row, suite
from roomsix.evaluation import gating, powering
from roomsix.evaluation.powering import Assumed, Plan
from roomsix.evaluation.row import Row
from roomsix.evaluation.trial import Trial
from roomsix.scenario import Scenario
from roomsix.statistics import paired
from roomsix.suite import Suite, gate

SCENARIOS = tuple(f"game-{n}" for n in range(8))
USUAL = Assumed()
DECLARED = {"primaries": ["capture"]}


def trials(
    names: tuple[str, ...] = SCENARIOS, seeds: int = 5, treatments: tuple[str, ...] = ()
) -> list[Trial]:
    """Trials as far as plans look at them."""
    return [
        Trial(
            suite="one",
            scenario=Scenario.model_construct(id=name),
            cast={},
            specs={},
            seed=seed,
            treatment=treatment,
            changes=(),
            labels={"treatment": treatment},
            sides={},
            repeat=0,
            sources=(),
            digest="",
        )
        for seed in range(1, seeds + 1)
        for name in names
        for treatment in treatments or ("default", "other")
    ]


def pilot(sd: float, between: float = 0.0, seed: int = 1, effect: float = 0.0) -> list[Row]:
    """Results whose differences vary by so much, a part of it by scenario."""
    drawn = random.Random(seed)
    by_scenario = {name: drawn.gauss(0, between) for name in SCENARIOS}
    return both(
        lambda treatment, name, _: (
            0.5 if treatment == "default" else 0.5 + effect + by_scenario[name] + drawn.gauss(0, sd)
        ),
        scenarios=SCENARIOS,
        seeds=range(1, 6),
    )


def plan(
    rows: list[Row],
    assumed: Assumed = USUAL,
    *,
    asked: Suite | None = None,
    of: list[Trial] | None = None,
) -> Plan:
    asked = asked or suite(**DECLARED)
    (found,) = powering.plans(asked, trials() if of is None else of, rows, assumed)
    return found


def test_the_figure_of_the_books_comes_out() -> None:
    assumed = Assumed(differences={"": (0.05,)}, sd={"": 0.15})
    found = plan([], assumed, of=trials(("well",), 40))

    # 71 by the normal quantiles of Miller 2024; two more by Student's.
    assert found.needed[0].pairs == found.needed[0].seeds == 73
    assert found.pairs == 40
    assert found.detectable == pytest.approx(0.0682, abs=0.001)


def test_results_there_are_say_how_much_differences_vary() -> None:
    found = plan(pilot(0.1))

    assert found.sd == pytest.approx(0.1, rel=0.3)
    assert found.source == "40 pairs there are"
    assert [each.difference for each in found.needed] == list(powering.SHARES)


def test_differences_that_go_by_scenario_ask_for_more_scenarios() -> None:
    alike = plan(pilot(0.1), Assumed(differences={"": (0.05,)}))
    apart = plan(pilot(0.1, between=0.3), Assumed(differences={"": (0.05,)}))

    assert alike.needed[0].seeds is not None
    assert apart.icc > 0.5
    assert apart.needed[0].seeds is None
    assert (apart.needed[0].scenarios or 0) > len(SCENARIOS)


def test_what_is_given_goes_before_what_results_say() -> None:
    found = plan(pilot(0.1), Assumed(sd={"capture": 0.4}, icc=0.2))

    assert (found.sd, found.icc, found.source) == (0.4, 0.2, "sd 0.4 given")


def test_without_results_or_a_spread_nothing_is_made_up() -> None:
    found = plan([], asked=suite(primaries=["gain"]))

    assert found.sd is found.detectable is None
    assert found.needed == ()
    assert "--sd" in found.source


def test_primaries_share_alpha_and_gates_have_their_own() -> None:
    asked = suite(
        primaries=["capture", "agreement"],
        gates=["mean(gain | default) - mean(gain | other) > 0", "count(breaches) == 0"],
    )
    found = powering.plans(asked, trials(), pilot(0.1), Assumed())

    assert [(each.metric, each.alpha, each.declared) for each in found] == [
        ("capture", 0.025, True),
        ("agreement", 0.025, True),
        ("gain", 0.05, False),
    ]
    assert found[0].what == "other less default"


def test_a_suite_of_one_treatment_is_planned_against_another_play() -> None:
    drawn = random.Random(1)
    rows = [
        row(name, n, scores={"capture": k + drawn.gauss(0, 0.1)})
        for k, name in enumerate(SCENARIOS)
        for n in range(1, 6)
    ]
    one = suite(treatments={}, **DECLARED)
    found = plan(rows, asked=one, of=trials(treatments=("default",)))

    assert found.pairs == 40
    # Scenarios differ by whole points, which pairs have in common.
    assert found.sd == pytest.approx(0.1 * 2**0.5, rel=0.3)
    assert "halves of a pair taken for unrelated" in found.source


def test_rates_are_planned_by_how_many_pairs_differ() -> None:
    rows = both(
        lambda t, _, seed: t == "default" or seed % 4 != 0,
        scenarios=["well"],
        seeds=range(1, 41),
        metric="agreement",
    )
    found = plan(
        rows,
        Assumed(differences={"": (0.1, 0.25)}),
        asked=suite(primaries=["agreement"]),
        of=trials(("well",), 40),
    )

    assert found.rate
    assert found.split == 0.25
    few, many = sorted(each.pairs or 0 for each in found.needed)
    assert 10 < few < 40 < many


def test_so_many_pairs_show_the_difference_as_often_as_is_said() -> None:
    """Play the plan: with the pairs it asks for, 80 of 100 experiments show the difference."""
    needed = plan(pilot(0.1), Assumed(differences={"": (0.05,)}, sd={"": 0.1}, icc=0.1)).needed[0]
    assert needed.pairs is not None
    per, shown = needed.pairs // len(SCENARIOS), 0
    for seed in range(400):
        drawn = random.Random(seed)
        middles = [drawn.gauss(0, 0.1 * 0.1**0.5) for _ in SCENARIOS]
        pairs = [
            paired.Pair(key=(s, n), cluster=s, a=0.05 + m + drawn.gauss(0, 0.1 * 0.9**0.5), b=0.0)
            for s, m in enumerate(middles)
            for n in range(per)
        ]
        shown += paired.difference(pairs).verdict == "higher"

    # Rounded up to whole seeds, and the standard error is a little cautious: some more or less.
    assert 0.7 <= shown / 400 <= 0.93


def test_a_gate_that_is_planned_for_is_the_gate_that_is_judged() -> None:
    asked = suite(gates=["mean(capture | default) - mean(capture | other) > -0.1"])
    rows = pilot(0.1)
    found = plan(rows, asked=asked)
    (gate_,) = asked.gates
    judged = gating.figure(gate.gate(gate_).value, rows)

    assert found.what == gate_
    assert found.source == f"{judged.n} pairs there are"


def test_repeats_are_no_further_pairs() -> None:
    again = [replace(trial, repeat=n) for trial in trials() for n in range(3)]

    assert plan(pilot(0.1), of=again).pairs == 40
