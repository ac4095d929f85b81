"""Comparisons: what is planted is found, what is not is not, and A less B is minus B less A."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.samples import both, row, sample, treated
from roomsix.errors import UsageError
from roomsix.evaluation import clustering, comparing, contrasting, gating
from roomsix.evaluation.comparing import Asked, Comparison
from roomsix.evaluation.row import Row
from roomsix.evaluation.sample import Sample

CAPTURE = Asked(metrics=("capture",))
SCENARIOS = tuple(f"game-{n}" for n in range(12))


def noisy(effect: float, seed: int, *, shared: float = 0.2, own: float = 0.05) -> list[Row]:
    """Rows in which a pair shares most of its luck; `default` has the effect more."""
    drawn = random.Random(seed)
    common = {(s, n): drawn.gauss(0.5, shared) for s in SCENARIOS for n in range(1, 5)}
    return both(
        lambda treatment, s, n: (
            common[s, n] + drawn.gauss(0, own) + effect * (treatment == "default")
        ),
        scenarios=SCENARIOS,
        seeds=range(1, 5),
    )


def compared(rows: list[Row], asked: Asked = CAPTURE) -> Comparison:
    return comparing.compare(*treated(rows), asked)


def only(found: Comparison) -> contrasting.Line:
    (line,) = found.lines
    return line


def test_a_planted_difference_is_found() -> None:
    line = only(compared(noisy(0.06, seed=1)))

    assert line.verdict == "higher"
    assert line.difference is not None
    assert line.difference.low is not None
    assert 0 < line.difference.low < 0.06 < (line.difference.high or 0)
    assert line.difference.n == 48
    assert line.difference.clusters == 12


def test_the_same_difference_is_lost_where_runs_are_taken_for_unrelated() -> None:
    found = compared(noisy(0.06, seed=1), Asked(metrics=("capture",), unpaired=True))

    assert only(found).verdict == "no difference shown"
    assert (found.pairs, found.unpaired) == (0, "asked for")


def test_rows_put_together_wrongly_would_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = noisy(0.06, seed=1)

    def mismatched(described: Mapping[str, str], apart: set[str]) -> tuple[str, ...]:
        shift = described["treatment"] == "other"
        return described["scenario"], str(int(described["seed"]) + shift)

    monkeypatch.setattr(gating, "key", mismatched)

    assert only(compared(rows)).verdict == "no difference shown"


def test_where_there_is_no_difference_one_is_found_as_seldom_as_stated() -> None:
    alarms = sum(
        only(compared(noisy(0, seed=seed))).verdict != "no difference shown" for seed in range(300)
    )

    # Of 300 at 5 %, four times the standard error about 15.
    assert 0 <= alarms <= 30
    assert alarms >= 3


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=12, max_size=12), st.booleans())
def test_b_less_a_is_minus_a_less_b(values: list[float], as_rate: bool) -> None:
    drawn = iter(values)
    rows = both(
        lambda *_: (v > 0.5 if as_rate else v) if (v := next(drawn)) is not None else 0,
        scenarios=("well", "mill"),
        seeds=(1, 2, 3),
    )
    one, other = treated(rows)
    there, back = (only(comparing.compare(*each, CAPTURE)) for each in ((one, other), (other, one)))

    assert there.difference is not None and back.difference is not None
    assert there.difference.value == pytest.approx(-back.difference.value)
    assert there.p == pytest.approx(back.p)
    assert (there.a, there.b) == (back.b, back.a)
    if there.difference.low is not None:
        assert back.difference.high == pytest.approx(-there.difference.low, abs=1e-9)
    turned = {"higher": "lower", "lower": "higher"}
    assert back.verdict == turned.get(there.verdict, there.verdict)


@given(st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_the_order_of_rows_says_nothing(order: random.Random) -> None:
    rows = noisy(0.03, seed=2)
    mixed = rows.copy()
    order.shuffle(mixed)

    assert compared(mixed) == compared(rows)


def test_repeats_count_once_and_by_their_mean() -> None:
    ours = [row(seed=s, repeat=n, scores={"capture": n * 0.5}) for s in (1, 2) for n in range(3)]
    theirs = [row(seed=s, scores={"capture": 0.1 * s}) for s in (1, 2)]
    line = only(comparing.compare(sample(ours), sample(theirs, place=Path("b")), CAPTURE))

    assert line.difference is not None
    assert line.difference.n == 2
    assert line.a == 0.5
    assert line.b == pytest.approx(0.15)


def test_what_is_so_or_not_goes_by_mcnemar_and_repeats_of_it_by_their_share() -> None:
    rows = both(lambda t, s, n: t == "default" or n > 4, scenarios=["well"], metric="agreement")
    asked = Asked(metrics=("agreement",))
    line = only(compared(rows, asked))

    assert line.rate
    assert line.difference is not None
    assert line.difference.discordant == (4, 0)
    assert line.difference.method == "mcnemar, newcombe"

    again = [*rows, row(seed=1, repeat=1, treatment="default", scores={"agreement": False})]
    assert not only(compared(again, asked)).rate


def test_declared_scores_and_those_looked_at_are_corrected_apart() -> None:
    rows = [
        each.model_copy(
            update={"scores": {n: each.scores["capture"] for n in ("capture", "utility", "gain")}}
        )
        for each in noisy(0.02, seed=4)
    ]
    one, other = treated(rows)
    suite = one.results.suite.model_copy(update={"primaries": ("capture", "utility")})
    first, second = (
        Sample(s.name, s.path, s.results.model_copy(update={"suite": suite}), s.given, s.rows)
        for s in (one, other)
    )
    found = comparing.compare(first, second, Asked(metrics=("gain",)))

    raw = [line.difference.p for line in found.lines if line.difference]
    assert [(line.metric, line.family) for line in found.lines] == [
        ("capture", "primary"),
        ("utility", "primary"),
        ("gain", "explorative"),
    ]
    assert raw[0] is not None and raw[0] == raw[1] == raw[2]
    assert [line.p for line in found.lines] == [
        pytest.approx(min(1, 2 * raw[0])),
        pytest.approx(min(1, 2 * raw[0])),
        raw[2],
    ]


def test_a_family_of_many_shows_less_than_one_alone() -> None:
    alone = compared(noisy(0.06, seed=1), Asked(metrics=("capture",), by=("scenario",)))

    raw = [line.difference.p for line in alone.parts if line.difference and line.difference.p]
    assert len(alone.parts) == 12
    assert all(
        line.p is not None and line.difference and line.p >= (line.difference.p or 0)
        for line in alone.parts
    )
    assert sum(p < 0.05 for p in raw) >= sum(
        line.verdict in ("higher", "lower") for line in alone.parts
    )


def test_runs_with_nothing_in_common_are_compared_as_groups_and_it_is_said() -> None:
    drawn = random.Random(5)
    ours = [row("well", n, scores={"capture": 0.8 + drawn.gauss(0, 0.1)}) for n in range(1, 13)]
    theirs = [row("mill", n, scores={"capture": 0.4 + drawn.gauss(0, 0.1)}) for n in range(1, 13)]
    found = comparing.compare(sample(ours), sample(theirs, place=Path("b")), CAPTURE)

    assert found.unpaired == "no runs belong together"
    assert only(found).difference is not None
    assert "welch" in only(found).difference.method  # type: ignore[union-attr]


def test_with_one_scenario_runs_of_a_seed_are_not_counted_as_unrelated() -> None:
    drawn = random.Random(6)
    luck = {n: drawn.gauss(0, 0.3) for n in range(1, 7)}
    rows = [
        row(
            "well",
            n,
            treatment=t,
            mediator=m,
            scores={"capture": 0.5 + (t == "default") * (luck[n] + drawn.gauss(0, 0.01))},
        )
        for n in luck
        for t in ("default", "other")
        for m in ("@a", "@b", "@c", "@d")
    ]
    line = only(compared(rows))

    assert line.difference is not None
    assert (line.difference.n, line.difference.clusters) == (24, 6)
    assert clustering.ONE_SCENARIO in line.difference.notes


# Sides that change places.


def games(first: float, better: float, seeds: int = 12) -> list[Row]:
    """Two players of which x is better by so much, on a table where it is good to sit first."""
    drawn = random.Random(7)
    rows = []
    for seed in range(1, seeds + 1):
        for swapped in ("0", "1"):
            at = ("upper", "lower") if swapped == "0" else ("lower", "upper")
            worth = {at[0]: 50 + better, at[1]: 50.0}
            worth = {
                party: value + (party == "upper") * first + drawn.gauss(0, 1)
                for party, value in worth.items()
            }
            rows.append(
                row(
                    seed=seed,
                    side_1="@x",
                    side_2="@y",
                    swapped=swapped,
                    sides={"side-1": at[0], "side-2": at[1]},
                    parties={"gain": dict(worth)},
                )
            )
    return rows


@pytest.mark.parametrize("turned", [False, True])
def test_what_going_first_is_worth_is_told_apart_from_who_goes_first(turned: bool) -> None:
    rows = games(first=4, better=20)
    there, back = sample(rows, swapped="0"), sample(rows, swapped="1")
    a, b = (back, there) if turned else (there, back)
    found = comparing.compare(a, b, Asked(metrics=("gain",)))
    lines = {line.metric: line for line in found.lines}

    first = lines["gain going first"]
    assert first.difference is not None
    assert first.difference.value == pytest.approx(4, abs=1)
    assert first.verdict == "higher"
    sign = -1 if turned else 1
    for side, expected in (("gain.side-1", 4), ("gain.side-2", -4)):
        told = lines[side].difference
        assert told is not None and told.value == pytest.approx(sign * expected, abs=1.5)


def test_a_better_player_gains_nothing_by_a_fair_table() -> None:
    rows = games(first=0, better=20)
    found = comparing.compare(
        sample(rows, swapped="0"), sample(rows, swapped="1"), Asked(metrics=("gain",))
    )

    assert found.lines[0].metric == "gain going first"
    assert found.lines[0].verdict == "no difference shown"


# What cannot be asked.


def test_a_figure_that_no_run_has_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no run compared has a figure for 'utility'"):
        compared(noisy(0, 1), Asked(metrics=("utility",)))
    with pytest.raises(UsageError, match="did you mean 'capture'"):
        compared(noisy(0, 1), Asked(metrics=("captur",)))


def test_parts_by_what_is_compared_or_by_nothing_there_is_are_refused() -> None:
    with pytest.raises(UsageError, match="that is what A and B differ by"):
        compared(noisy(0, 1), Asked(metrics=("capture",), by=("treatment",)))
    with pytest.raises(UsageError, match="no pair has such a label"):
        compared(noisy(0, 1), Asked(metrics=("capture",), by=("mediator",)))


def test_pairs_of_which_one_lacks_the_figure_are_left_out_and_counted() -> None:
    rows = both(lambda t, s, n: None if (t, n) == ("other", 1) else 0.1 * n)
    line = only(compared(rows))

    assert (line.without, line.difference and line.difference.n) == (3, 21)
