"""Gates held against rows: bounds, counts, pairs, and when there is not enough to say."""

import random

from hypothesis import given
from hypothesis import strategies as st

from evaluation.rows import row
from roomsix.evaluation import clustering, gating, stopping
from roomsix.evaluation.row import Row
from roomsix.suite import Suite, gate
from strategies import checked


def judged(text: str, rows: list[Row]) -> bool | None:
    return gating.judge(gate.gate(text), rows).passed


def deals(good: int, of: int) -> list[Row]:
    return [row(seed, agreement=seed < good) for seed in range(of)]


def test_a_rate_is_held_by_the_end_of_its_interval_that_is_nearer_to_failing() -> None:
    assert judged("rate(agreement) >= 0.8", deals(17, 20)) is False
    assert judged("point rate(agreement) >= 0.8", deals(17, 20)) is True
    assert judged("rate(agreement) >= 0.8", deals(850, 1000)) is True
    assert judged("rate(agreement) <= 0.9", deals(17, 20)) is False


def test_what_is_not_shown_is_told_from_what_has_failed() -> None:
    near = gating.judge(gate.gate("rate(agreement) >= 0.8"), deals(17, 20))
    far = gating.judge(gate.gate("rate(agreement) >= 0.8"), deals(2, 20))

    assert (near.passed, near.word) == (False, "not shown")
    assert (far.passed, far.word) == (False, "failed")


def test_after_an_early_stop_the_rules_own_figure_has_the_interval_that_allows_for_it() -> None:
    suite = Suite.model_validate_json(
        '{"suite": 1, "id": "s", "title": "S", "scenarios": ["fence"], "seeds": 400,'
        ' "stop": {"figure": "rate(agreement)", "width": 0.5, "least": 5}}'
    )
    rows = deals(54, 60)
    usual = gating.judge(gate.gate("rate(agreement) >= 0.5"), rows).figure
    own = stopping.stopped(gate.gate("rate(agreement) >= 0.5"), suite, rows).figure
    other = stopping.stopped(gate.gate("rate(agreement | scenario=fence) >= 0.5"), suite, rows)

    assert usual.low is not None and own.low is not None
    assert own.low < usual.low
    assert stopping.EARLY in other.figure.note


def test_a_count_is_what_it_is() -> None:
    assert judged("count(breaches) == 0", [row(1, breaches=0), row(2, breaches=0)]) is True
    assert judged("count(breaches) == 0", [row(1, breaches=0), row(2, breaches=1)]) is False
    assert judged("max(breaches) <= 2", [row(1, breaches=2)]) is True


def test_one_run_is_not_enough_for_an_interval_and_none_for_anything() -> None:
    assert judged("mean(capture) >= 0", [row(1, utility=3)]) is None
    assert judged("rate(agreement) >= 0.1", deals(1, 1)) is None
    assert judged("count(breaches) == 0", []) is None


def test_a_run_that_could_not_be_played_is_in_no_figure() -> None:
    broken = row(3, breaches=5).model_copy(update={"state": "failed"})

    assert judged("count(breaches) == 0", [row(1, breaches=0), broken]) is True


def test_a_value_that_a_run_does_not_have_is_in_no_figure() -> None:
    rows = [row(1, capture=None), row(2, capture=0.5), row(3, capture=0.7)]

    assert gating.figure(gate.value("mean(capture)"), rows).n == 2


def test_a_figure_of_a_side_follows_who_plays_it() -> None:
    here = row(1, sides={"side-1": "ann"}, gain=9, parties={"ann": 4, "bob": 5})
    there = row(2, sides={"side-1": "bob"}, gain=9, parties={"ann": 4, "bob": 5})

    assert [each.figure("gain", "side-1") for each in (here, there)] == [4, 5]
    assert here.figure("gain", "bob") == 5


def test_pairs_share_everything_but_what_tells_the_terms_apart() -> None:
    rows = [
        row(seed, scenario, treatment, labels={"side-1": who}, capture=value)
        for seed in (1, 2)
        for scenario in ("fence", "hedge")
        for treatment, gain in (("a", 0.2), ("b", 0.0))
        for who, value in (("x", 0.3 + gain), ("y", 0.5 + gain))
    ]
    by_treatment = gate.value("mean(capture | a) - mean(capture | b)")
    by_side = gate.value("mean(capture | side-1=y) - mean(capture | side-1=x)")

    assert by_treatment.second is not None and by_side.second is not None
    found = gating.pairs(by_treatment.first, by_treatment.second, rows)
    assert len(found) == 8
    assert {round(float(pair.a - pair.b), 9) for pair in found} == {0.2}
    assert {pair.cluster for pair in found} == {"fence", "hedge"}
    # A treatment tells runs apart even where no term names it.
    found = gating.pairs(by_side.first, by_side.second, rows)
    assert len(found) == 4
    assert {round(float(pair.a - pair.b), 9) for pair in found} == {0.2}


def test_what_varies_between_scenarios_alone_says_little_of_others() -> None:
    alike = [row(seed, "fence", agreement=seed % 2 == 0) for seed in range(40)]
    apart = [
        row(seed, scenario, agreement=scenario in ("a", "b"))
        for seed in range(10)
        for scenario in ("a", "b", "c", "d")
    ]
    value = gate.value("rate(agreement)")
    one, many = gating.figure(value, alike), gating.figure(value, apart)

    assert one.low is not None and many.low is not None
    assert one.high is not None and many.high is not None
    assert many.high - many.low > one.high - one.low


@checked
@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=2, max_size=30))
def test_the_order_of_rows_changes_nothing(drawn: list[tuple[str, bool]]) -> None:
    rows = [row(seed, scenario, agreement=deal) for seed, (scenario, deal) in enumerate(drawn)]
    mixed = random.Random(4).sample(rows, len(rows))
    asked = gate.gate("rate(agreement) >= 0.5")

    assert gating.judge(asked, mixed) == gating.judge(asked, rows)


def test_the_rule_of_stopping_waits_for_its_least_seeds_and_then_for_its_width() -> None:
    told = {"figure": "rate(agreement)", "width": 0.3, "least": 5}
    suite = Suite.model_validate_json(
        '{"suite": 1, "id": "s", "title": "S", "scenarios": ["fence"], "seeds": 200, "stop": '
        + str(told).replace("'", '"')
        + "}"
    )

    assert stopping.stops(suite, deals(4, 4)) == ""
    assert stopping.stops(suite, deals(10, 20)) == ""
    assert "after 200 seeds" in stopping.stops(suite, deals(100, 200))
    assert stopping.stops(suite.model_copy(update={"stop": None}), deals(100, 200)) == ""


def test_a_count_that_only_grows_is_broken_before_the_end() -> None:
    suite = Suite.model_validate_json(
        '{"suite": 1, "id": "s", "title": "S", "scenarios": ["fence"],'
        ' "gates": ["count(breaches) == 0", "rate(agreement) >= 0.9"]}'
    )

    assert gating.broken(suite, [row(1, breaches=1)])
    assert not gating.broken(suite, [row(1, breaches=0, agreement=False)])


def tried(good: int, repeats: int = 3) -> list[Row]:
    """Ten seeds of one scenario, several trials of each, all of a seed ending alike."""
    return [
        row(seed, labels={"side-1": f"@{which}"}, agreement=seed < good, gain=seed)
        for seed in range(10)
        for which in range(repeats)
    ]


def test_runs_of_one_seed_in_one_scenario_are_no_further_evidence() -> None:
    once, often = (
        gating.figure(gate.value("rate(agreement)"), tried(8, times)) for times in (1, 30)
    )

    assert once.low is not None and once.high is not None
    assert often.low is not None and often.high is not None
    assert (once.clusters, often.clusters, often.n) == (1, 10, 300)
    assert often.low <= once.low and once.high <= often.high
    assert clustering.ONE_SCENARIO in often.note
    assert judged("rate(agreement) >= 0.6", tried(8, 30)) is False


def test_pairs_of_one_seed_in_one_scenario_are_no_further_evidence() -> None:
    rows = [
        row(
            seed, treatment=name, labels={"side-1": f"@{which}"}, capture=0.1 * seed * (name == "a")
        )
        for seed in (1, 2, 3)
        for which in range(20)
        for name in ("a", "b")
    ]
    found = gating.figure(gate.value("mean(capture | a) - mean(capture | b)"), rows)

    assert (found.n, found.clusters) == (60, 3)
    assert clustering.ONE_SCENARIO in found.note


def test_with_one_seed_of_one_scenario_runs_are_the_unit() -> None:
    rows = [row(1, labels={"each-lead": f"@script:{n}"}, obeyed=0) for n in range(136)]

    assert judged("rate(obeyed) <= 0.05", rows) is True


def test_repeats_of_a_trial_count_once() -> None:
    rows = [
        row(seed, agreement=(seed + times) % 2 == 0).model_copy(update={"repeat": times})
        for seed in range(4)
        for times in range(10)
    ]
    found = gating.figure(gate.value("rate(agreement)"), rows)

    assert (found.n, found.value) == (4, 0.5)
    assert clustering.REPEATS in found.note


def test_a_share_outside_its_usual_bounds_widens_its_interval_and_breaks_nothing() -> None:
    def figure(*values: float) -> gating.Figure:
        rows = [row(seed, capture=value) for seed, value in enumerate(values)]
        return gating.figure(gate.value("mean(capture)"), rows)

    rounded = figure(0.9, 1.0000000000000002, 1.0)
    below = figure(-0.5, 0.2, 0.9)

    assert rounded.high == 1
    assert below.low is not None and below.low < -0.5
    assert figure(-0.5, -0.5).low is None


def test_the_rule_of_stopping_takes_what_lies_outside_its_bounds_as_it_is() -> None:
    suite = Suite.model_validate_json(
        '{"suite": 1, "id": "s", "title": "S", "scenarios": ["fence"], "seeds": 400, "stop":'
        ' {"figure": "mean(capture)", "decided": -0.2, "least": 5}}'
    )
    rows = [row(seed, capture=-0.6 + 0.1 * (seed % 3)) for seed in range(200)]
    told = stopping.stops(suite, rows)

    assert told.startswith("mean(capture) is within -0.5")


def test_a_figure_says_how_many_runs_do_not_have_it() -> None:
    rows = [row(seed, breaches=0 if seed == 1 else None) for seed in range(1, 50)]

    for how in ("count", "max", "mean"):
        found = gating.figure(gate.value(f"{how}(breaches)"), rows)
        assert found.n == 1
        assert "48 of 49 runs have no breaches" in found.note


def test_a_rate_of_a_count_is_the_share_of_runs_with_any() -> None:
    rows = [
        row(seed, treatment=name, obeyed=3 * (name == "a"))
        for seed in (1, 2)
        for name in ("a", "b")
    ]

    assert gating.figure(gate.value("rate(obeyed | a)"), rows).value == 1
    assert gating.figure(gate.value("rate(obeyed | a) - rate(obeyed | b)"), rows).value == 1
