"""Which runs keep a gate from holding."""

import pytest

from outputs.made import failed, row
from roomsix.evaluation.offending import offenders
from roomsix.suite import gate

ROWS = [row(seed, treatment) for seed in (1, 2, 3) for treatment in ("calm", "loud")] + [failed()]


@pytest.mark.parametrize(
    ("text", "seeds"),
    [
        ("count(breaches) == 0", [1, 1, 3]),
        ("count(breaches | calm) <= 1", [1, 3]),
        ("count(breaches | calm) >= 9", [2]),
        ("rate(breaches | calm) <= 0.5", [1, 3]),
        ("rate(breaches | calm) >= 0.9", [2]),
        ("mean(capture | loud) >= 0.25", [1, 2]),
        ("mean(capture | loud) <= 0.15", [3, 2]),
        ("min(capture | loud) > 0.2", [1, 2]),
        ("max(capture | loud) < 0.2", [3, 2]),
        ("mean(capture | calm) - mean(capture | loud) > 0", [1, 2, 3]),
        ("mean(capture | calm) - mean(capture | loud) >= 0", []),
        ("mean(utility) >= 1", []),
    ],
)
def test_the_worst_runs_come_first(text: str, seeds: list[int]) -> None:
    assert [each.row.seed for each in offenders(gate.gate(text), ROWS)] == seeds


def test_of_many_only_the_worst_are_named() -> None:
    found = offenders(gate.gate("min(capture) > 1"), ROWS, most=2)

    assert [(each.row.seed, each.value) for each in found] == [(1, 0.1), (1, 0.1)]
