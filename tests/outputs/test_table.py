"""Runs as columns, as CSV and as Parquet."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.made import failed, row
from roomsix.errors import UsageError
from roomsix.outputs import sheets, table
from roomsix.scoring import Value


def test_a_row_a_run_and_a_column_for_all_that_is_known() -> None:
    columns = table.table([row(1), row(2, "loud")])

    assert columns["treatment"] == ["calm", "loud"]
    assert columns["label.side-1"] == ["@mock:boulware"] * 2
    assert columns["side.side-1"] == ["orchestra"] * 2
    assert columns["seat.manager"] == ["haddad@mock"] * 2
    assert columns["turns"] == [30, 30]
    assert columns["capture"] == [0.1, 0.2]
    assert columns["capture.theatre"] == [2.0, 2.0]
    assert columns["breaches.manager"] == [1.0, 0.0]
    assert "label.treatment" not in columns


def test_columns_of_one_score_stand_beside_each_other() -> None:
    small = row(1, scores={"gain": {"value": 1, "parties": {"mars": 1}}, "capture": {"value": 1}})
    large = row(2, scores={"gain": {"value": 2, "parties": {"venus": 2}}})

    names = list(table.table([small, large]))

    assert names[-4:] == ["gain", "gain.mars", "gain.venus", "capture"]


def test_a_run_that_was_not_played_has_no_figures() -> None:
    columns = table.table([row(1), failed()])

    assert columns["capture"] == [0.1, None]
    assert columns["error"] == ["", "the endpoint went away"]


def test_the_long_form_has_a_row_for_each_party() -> None:
    columns = table.long([row(1), failed(), row(3)])

    assert columns["party"] == ["theatre", "orchestra"] * 2
    assert columns["capture"] == [2.0, 3.0] * 2
    assert columns["seed"] == [1, 1, 3, 3]
    assert "breaches" not in columns


def test_types_do_not_depend_on_the_runs_there_are() -> None:
    whole = row(1, scores={"capture": {"value": 1}})

    assert [table.kind(table.table([each])["capture"]) for each in (whole, row(1))] == [float] * 2


@given(st.lists(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())))
def test_what_a_column_holds_fits_every_value_in_it(values: list[Value]) -> None:
    mixed = {type(value) for value in values} - {type(None)}

    found = table.kind(values)

    assert found in (bool, int, float, str)
    assert mixed <= {found} or found is str or (found is float and mixed <= {int, float})


def test_csv_reads_back_as_it_was() -> None:
    text = sheets.as_csv(table.table([row(1), failed(error='he said "no",\nthen left')]))

    first, second = csv.DictReader(io.StringIO(text, newline=""))
    assert (first["capture"], first["agreement"], first["turns"]) == ("0.1", "true", "30")
    assert second["error"] == 'he said "no",\nthen left'
    assert second["capture"] == ""


@pytest.mark.parametrize("sign", sheets.FORMULA)
def test_no_text_is_a_formula_to_a_spreadsheet(sign: str) -> None:
    text = sheets.as_csv({"error": [f"{sign}cmd|' /C calc'!A0"], "gain": [-3.0]})

    (read,) = csv.DictReader(io.StringIO(text, newline=""))
    assert read["error"].startswith(f"'{sign}")
    assert read["gain"] == "-3"


def test_parquet_has_typed_columns() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = table.table([row(1), failed()])

    read = parquet.read_table(io.BytesIO(sheets.as_parquet(columns)))

    assert read.to_pydict() == columns
    named = {name: str(read.schema.field(name).type) for name in ("seed", "capture", "agreement")}
    assert named == {"seed": "int64", "capture": "double", "agreement": "bool"}
    assert str(read.schema.field("error").type) == "string"


def test_parquet_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "find_spec", lambda _: None)

    with pytest.raises(UsageError, match=r"pip install 'roomsix\[parquet\]'"):
        sheets.can_parquet()
