"""The same three ships in every format that is read, each as programs write it."""

from __future__ import annotations

import struct
import tarfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import feather, orc

NAMES = ("id", "built_on", "sails", "inspected", "name")
SHIPS: list[tuple[str, date, bool, bool | None, str]] = [
    ("a", date(1990, 5, 1), True, False, "007"),
    ("b", date(2015, 2, 3), True, True, "æ"),
    ("c", date(1980, 12, 31), True, None, "0012"),
]
CSV = "".join(
    ";".join("" if value is None else str(value) for value in row) + "\n" for row in [NAMES, *SHIPS]
)


def table() -> pa.Table:
    """The ships as a table with types."""
    return pa.table({name: [row[n] for row in SHIPS] for n, name in enumerate(NAMES)})


def as_ods(rows: list[Any], more: str = "") -> bytes:
    """A spreadsheet of OpenDocument, as LibreOffice writes it."""
    kinds: dict[type, Callable[[Any], str]] = {
        bool: lambda v: f'office:value-type="boolean" office:boolean-value="{str(v).lower()}"',
        date: lambda v: f'office:value-type="date" office:date-value="{v.isoformat()}"',
        str: lambda _: 'office:value-type="string"',
    }
    cells = "".join(
        "<table:table-row>"
        + "".join(
            "<table:table-cell/>"
            if v is None
            else f"<table:table-cell {kinds[type(v)](v)}><text:p>{v}</text:p></table:table-cell>"
            for v in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    return (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="x">{cells}{more}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    ).encode()


def write_ods(path: Path, content: bytes | None = None) -> None:
    """Write a spreadsheet of OpenDocument."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content or as_ods([NAMES, *SHIPS]))


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of a binary workbook."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = b""
    left = len(content)
    while True:
        length += bytes([left & 0x7F | (0x80 if left > 127 else 0)])
        left >>= 7
        if not left:
            return head + length + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_sheet(rows: list[Any]) -> bytes:
    """A sheet of a binary workbook: texts and truth values in cells."""
    body = record(129) + record(148, bytes(16)) + record(145)
    for number, row in enumerate(rows):
        body += record(0, struct.pack("<I", number) + bytes(21))
        for column, value in enumerate(row):
            head = struct.pack("<II", column, 0)
            if isinstance(value, bool):
                body += record(4, head + bytes([value]))
            elif value is not None:
                body += record(6, head + _wide(str(value)))
    return body + record(146) + record(130)


def write_xlsb(path: Path, sheet: bytes | None = None) -> None:
    """Write a binary workbook."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    book = record(131) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("x"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book + record(144) + record(132))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{space}"><Relationship Id="rId1" Type="{kind}" '
            'Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet or binary_sheet([NAMES, *SHIPS]))


def write_xls(path: Path) -> None:
    """Write a workbook as Excel did before 2007: days are numbers with a form."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    for number, row in enumerate([NAMES, *SHIPS]):
        for column, value in enumerate(row):
            day = [xlwt.easyxf(num_format_str="DD-MM-YYYY")] if isinstance(value, date) else []
            if value is not None:
                sheet.write(number, column, value, *day)
    book.save(str(path))


def write_html(path: Path) -> None:
    """Write a page with a table within a table of the page's layout."""
    rows = "".join(
        "<tr><td>" + "</td><td>".join(line.split(";")) + "</td></tr>" for line in CSV.splitlines()
    )
    path.write_text(
        f"<html><head><meta charset='utf-8'></head><table><tr><td>List<table>{rows}</table>"
        "</td></tr></table></html>",
        encoding="utf-8",
    )


def _stream(path: Path) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, table().schema) as writer:
        writer.write_table(table())


def write_avro(path: Path) -> None:
    """Write Avro with a day, and a field that may be null."""
    import fastavro

    day = {"type": "int", "logicalType": "date"}
    kinds: list[Any] = ["string", ["null", day], "boolean", ["null", "boolean"], "string"]
    fields = [{"name": name, "type": kind} for name, kind in zip(NAMES, kinds, strict=True)]
    with path.open("wb") as stream:
        schema = {"type": "record", "name": "ship", "fields": fields}
        fastavro.writer(stream, schema, table().to_pylist(), codec="deflate")


def _stat(kind: str) -> Callable[[Path], None]:
    """Write a file of a program for statistics: truth values are numbers, one of them with words
    for these."""

    def write(path: Path) -> None:
        import pandas as pd
        import pyreadstat

        rows = [
            {
                **dict(zip(NAMES, row, strict=True)),
                "sails": 1.0,
                "inspected": None if row[3] is None else 2.0 - row[3],
            }
            for row in SHIPS
        ]
        labels = {"inspected": {1: "true", 2: "false"}}
        more = {} if kind == "xport" else {"variable_value_labels": labels}
        frame = pd.DataFrame(rows)
        if kind == "xport":
            frame["inspected"] = 2.0 - frame["inspected"]
            frame = frame.rename(columns={"inspected": "inspect"})
        getattr(pyreadstat, f"write_{kind}")(frame, str(path), **more)

    return write


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/ships.csv", CSV)
        archive.writestr("notes.md", "no table")


def _tar(path: Path) -> None:
    whole = path.with_name("ships.csv")
    whole.write_text(CSV, encoding="utf-8")
    with tarfile.open(path, "w:gz" if path.name.endswith("gz") else "w:") as archive:
        archive.add(whole, "ships.csv")


def write_delta(path: Path) -> None:
    """Write a Delta table of which rows were deleted again."""
    from deltalake import DeltaTable, write_deltalake

    gone = table().slice(0, 1).set_column(0, "id", pa.array(["gone"]))
    write_deltalake(str(path), table())
    write_deltalake(str(path), gone, mode="append")
    DeltaTable(str(path)).delete("id = 'gone'")


def write_iceberg(path: Path) -> None:
    """Write an Iceberg table of which rows were deleted again."""
    from pyiceberg.catalog.memory import InMemoryCatalog

    catalog = InMemoryCatalog("here", warehouse=f"file://{path.parent}")
    catalog.create_namespace("n")
    found = catalog.create_table("n.t", schema=table().schema, location=f"file://{path}")
    found.append(table())
    found.append(table().slice(0, 1).set_column(0, "id", pa.array(["gone"])))
    found.delete("id = 'gone'")


WRITERS: dict[str, Callable[[Path], object]] = {
    "ships.csv": lambda path: path.write_text(CSV, encoding="utf-8"),
    "ships.parquet": lambda path: pq.write_table(table(), path),
    "ships.arrow": lambda path: feather.write_feather(table(), path),
    "ships.feather": lambda path: feather.write_feather(table(), path, compression="zstd"),
    "ships.ipc": _stream,
    "ships.orc": lambda path: orc.write_table(table(), path),
    "ships.avro": write_avro,
    "ships.xls": write_xls,
    "page.xls": write_html,
    "ships.xlsb": write_xlsb,
    "ships.ods": write_ods,
    "ships.sav": _stat("sav"),
    "ships.dta": _stat("dta"),
    "ships.xpt": _stat("xport"),
    "ships.zip": _zip,
    "ships.tar": _tar,
    "ships.tar.gz": _tar,
    "ships_delta": write_delta,
    "ships_iceberg": write_iceberg,
}
"""What writes a file of each name."""
