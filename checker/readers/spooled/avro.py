"""Avro files, some thousand records at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, cast

from lovgraf.readers.spooled.spool import Batches

_ROWS = 20_000
_PLAIN = {
    "boolean": "bool_", "int": "int64", "long": "int64", "float": "float64", "double": "float64",
    "string": "string", "bytes": "binary", "enum": "string", "fixed": "binary", "null": "string",
}  # fmt: skip


def open_avro(path: Path, _name: str) -> Batches:
    """The records of a file, whose schema says what each field is."""
    import fastavro
    import pyarrow as pa

    def batches(schema: Any) -> Iterator[Any]:
        with path.open("rb") as stream:
            records = iter(fastavro.reader(stream))
            while some := cast(list[dict[str, Any]], list(islice(records, _ROWS))):
                arrays = [
                    pa.array([_value(row[field.name], field.type) for row in some], field.type)
                    for field in schema
                ]
                yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    with path.open("rb") as stream:
        written: Any = fastavro.reader(stream).writer_schema
    schema = pa.schema([(field["name"], _type(field["type"])) for field in written["fields"]])
    return Batches(schema, batches(schema))


def _type(written: Any) -> Any:
    """The type of a field; text (JSON) for what has no type of its own in a table."""
    import pyarrow as pa

    if isinstance(written, list):
        others = [one for one in written if one != "null"]
        return _type(others[0]) if len(others) == 1 else pa.string()
    if isinstance(written, str):
        return getattr(pa, _PLAIN[written])() if written in _PLAIN else pa.string()
    match written.get("logicalType"):
        case "date":
            return pa.date32()
        case "timestamp-millis" | "timestamp-micros":
            return pa.timestamp("us", "UTC")
        case "local-timestamp-millis" | "local-timestamp-micros":
            return pa.timestamp("us")
        case "timestamp-nanos":
            return pa.timestamp("ns", "UTC")
        case "local-timestamp-nanos":
            return pa.timestamp("ns")
        case "decimal":
            return pa.decimal128(written["precision"], written.get("scale", 0))
        case "uuid":
            return pa.string()
    if written["type"] == "array":
        return pa.list_(_type(written["items"]))
    return _type(written["type"])


def _value(value: Any, kind: Any) -> Any:
    """A value as its column holds it."""
    import pyarrow as pa

    if value is None or not pa.types.is_string(kind) or isinstance(value, str):
        return value
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
