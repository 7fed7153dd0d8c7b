"""Files of SAS, SPSS and Stata, some thousand rows at a time, by pyreadstat (the extra `stat`).

These hold numbers as decimals and days as numbers: what a column is follows from all its values. A
value that the file has a label for is read as the label: what `1` means stands nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lovgraf.core.extras import not_installed
from lovgraf.readers.spooled.spool import LABEL, Batches, Opened

_ROWS = 20_000


def opened_as(kind: str) -> Opened:
    """What opens a file of a kind: `sas7bdat`, `xport`, `sav` or `dta`."""

    def opened(path: Path, name: str) -> Batches:
        try:
            import pyreadstat
        except ImportError:
            raise not_installed("stat", "SAS, SPSS og Stata", "SAS, SPSS and Stata", name) from None
        read = getattr(pyreadstat, f"read_{kind}")

        def chunks() -> Iterator[dict[str, list[Any]]]:
            if kind == "xport":  # does not tell how many rows it has
                found = iter([read(str(path), output_format="dict")])
            else:
                found = pyreadstat.read_file_in_chunks(
                    read, str(path), chunksize=_ROWS, output_format="dict"
                )
            for columns, meta in found:
                labels = meta.variable_value_labels
                yield {
                    name: [_value(one, labels.get(name, {})) for one in values]
                    for name, values in columns.items()
                }

        _, about = read(str(path), metadataonly=True, output_format="dict")  # else it needs pandas
        labels = {name: label for name, label in about.column_names_to_labels.items() if label}
        return _typed(chunks(), chunks(), labels)

    return opened


def _value(value: Any, labels: Mapping[Any, str]) -> Any:
    """A value, or its label; None for what stands for a blank."""
    value = value.item() if hasattr(value, "item") else value
    if value is None or value != value or value == "":  # noqa: PLR0124 (not a number)
        return None
    return labels.get(value, value)


def _typed(
    first: Iterator[dict[str, list[Any]]],
    rows: Iterator[dict[str, list[Any]]],
    labels: Mapping[str, str],
) -> Batches:
    """The rows, each column of the type that all its values have, with the label that it has."""
    import pyarrow as pa

    kinds: dict[str, set[str]] = {}
    for columns in first:
        for name, values in columns.items():
            kinds.setdefault(name, set()).update(_kind(v) for v in values if v is not None)
    schema = pa.schema(
        [
            pa.field(name, _type(found), metadata={LABEL: labels[name]} if name in labels else None)
            for name, found in kinds.items()
        ]
    )

    def batches() -> Iterator[Any]:
        for columns in rows:
            arrays = [
                pa.array([_as(value, field.type) for value in columns[field.name]], field.type)
                for field in schema
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    return Batches(schema, batches())


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "text"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "whole"
    if isinstance(value, float):
        return "real"
    if isinstance(value, datetime):
        return "moment"
    return "day" if isinstance(value, date) else "text"


def _type(kinds: set[str]) -> Any:
    import pyarrow as pa

    if kinds and kinds <= {"whole"}:
        return pa.int64()
    if kinds and kinds <= {"whole", "real"}:
        return pa.float64()
    if kinds == {"day"}:
        return pa.date32()
    if kinds and kinds <= {"day", "moment"}:
        return pa.timestamp("us")
    return pa.string()


def _as(value: Any, kind: Any) -> Any:
    import pyarrow as pa

    if value is None:
        return None
    if pa.types.is_string(kind):
        whole = isinstance(value, float) and value.is_integer()
        return str(int(value)) if whole else str(value)
    return int(value) if pa.types.is_integer(kind) else value
