"""Tables on a narrow page: the same figures one below the other, and nothing cut."""

from decimal import Decimal

import pytest
from rich.table import Table
from rich.text import Text

from report.room import printed
from roomsix.report import catalogue, costs
from roomsix.report.layout import Fitting

RUN = {
    "id": "20261123-022331453-room-six-f8cc",
    "seed": 12345678901234567890123,
    "totals": {"turns": 115},
    "ending": ("deal", "ratified"),
    "status": "finished",
    "usd": {"kim": "1.25"},
    "seats": {"kim": "openai:some-model-of-a-long-name", "park": "mock"},
    "lineage": None,
}


@pytest.mark.parametrize(("width", "shown"), [(4, "low\n"), (9, "aa  b\n"), (6, "aa  b\n")])
def test_a_table_gives_way_where_it_does_not_fit(width: int, shown: str) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row("aa", "b")

    assert printed(Fitting(table, Text("low")), width=width).replace(" \n", "\n") == shown


@pytest.mark.parametrize("width", [60, 79, 200])
def test_every_figure_of_an_estimate_is_whole_at_any_width(width: int) -> None:
    ranges: costs.Ranges = {
        "requests": (1_120, 1_344),
        "prompt tokens": (1_146_173, 2_185_633),
        "of these repeated": (933_683, 935_229),
        "US dollars": (Decimal("12.0297"), Decimal("34.2690")),
        "more dollars": None,
    }

    shown = printed(costs.expected([("manager", "openai:gpt-5", ranges)]), width=width)

    for figure in ("1,120 to 1,344", "1,146,173 to 2,185,633", "$12.03 to $34.27", "not known"):
        assert figure in shown
    assert max(map(len, shown.splitlines())) <= width


@pytest.mark.parametrize("width", [40, 60, 120, 200])
def test_an_id_in_a_list_is_never_cut(width: int) -> None:
    shown = printed(catalogue.runs([RUN, {**RUN, "seed": 1}]), width=width)

    assert shown.count(str(RUN["id"])) == 2
    assert str(RUN["seed"]) in shown and "115" in shown and "$1.25" in shown
    assert max(map(len, shown.splitlines())) <= width


@pytest.mark.parametrize("width", [60, 200])
def test_what_each_seat_took_is_whole_at_any_width(width: int) -> None:
    counts = dict.fromkeys(costs.COUNTS, 1_234_567)

    found = costs.taken({"kim": counts, "park": counts}, {"kim": "3", "park": "4"})

    assert found is not None
    shown = printed(found, width=width)
    assert shown.count("1,234,567") == 2 * len(counts) and "$7.00" in shown
    assert max(map(len, shown.splitlines())) <= width
