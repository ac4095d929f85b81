"""A table of runs as CSV, for spreadsheets, and as Parquet, with typed columns."""

import csv
import io
from importlib.util import find_spec

from roomsix.errors import UsageError
from roomsix.outputs import table
from roomsix.outputs.table import Columns
from roomsix.scoring import Value

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula, and run."""


def as_csv(columns: Columns) -> str:
    """Return the table as CSV (RFC 4180).

    A text that would be a formula begins with an apostrophe, which spreadsheets take for a mark of
    text: errors of endpoints and names of files are in there, and may be anybody's.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in columns])
    writer.writerows([_cell(value) for value in row] for row in zip(*columns.values(), strict=True))
    return out.getvalue()


def as_parquet(columns: Columns) -> bytes:
    """Return the table as Parquet: bool, int64, double and string columns, all nullable.

    Raises:
        UsageError: What writes it is not installed.
    """
    can_parquet()
    import pyarrow as arrow
    from pyarrow import parquet

    types = {bool: arrow.bool_(), int: arrow.int64(), float: arrow.float64(), str: arrow.string()}
    arrays = [arrow.array(values, types[table.kind(values)]) for values in columns.values()]
    sink = io.BytesIO()
    parquet.write_table(arrow.Table.from_arrays(arrays, names=list(columns)), sink)
    return sink.getvalue()


def can_parquet() -> None:
    """Make sure that Parquet can be written.

    Raises:
        UsageError: It cannot.
    """
    if find_spec("pyarrow") is None:
        raise UsageError(
            "Parquet needs a library that is not installed", hint="pip install 'roomsix[parquet]'"
        )


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if value == int(value) else repr(value)
