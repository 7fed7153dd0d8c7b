"""One register in every format: the same verdicts, causes and findings, or refused by name."""

from __future__ import annotations

import gzip
import json
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import lovgraf
from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf.readers.formats import SUFFIXES
from tests.checker.records import other_formats as formats
from tests.examples import WHOLE
from tests.places import ROOT

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "files.md").read_text("utf-8")
MAPPED = {"tableSchema": {"columns": [{"titles": "inspect", "name": "inspected"}]}}


def checked(path: Path, law: Law, **more: Any) -> dict[str, Any]:
    """What is found in a register of ships."""
    found = lovgraf.check(
        path, as_of="2030-06-01", record_type="ship", law=law, show_values=True, **more
    )
    return found.as_dict()


def content(found: dict[str, Any]) -> list[Any]:
    """What the format of a file must not change."""
    findings = [(f["id"], f["cause"]) for f in found["findings"] + found["open_findings"]]
    return [found["records"], found["norms"], found["causes"], findings, found["record_quality"]]


@pytest.mark.parametrize("name", formats.WRITERS)
def test_every_format_says_the_same(name: str, tmp_path: Path, ship_law: Law) -> None:
    csv, path = tmp_path / "csv.csv", tmp_path / name
    csv.write_text(formats.CSV, encoding="utf-8")
    formats.WRITERS[name](path)
    more = {}
    if name.endswith(".xpt"):
        more = {"mapping": tmp_path / "m.json"}
        more["mapping"].write_text(json.dumps(MAPPED))
    assert content(checked(path, ship_law, **more)) == content(checked(csv, ship_law))


def test_the_documentation_has_every_format() -> None:
    """Each row of its table names endings; together they are those that are read and tested."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "`." in line]
    named = {word for row in rows for word in row.split("|")[2].split("`")[1::2]}
    assert named >= SUFFIXES
    tested = {Path(name).suffix for name in formats.WRITERS}
    assert {one for one in tested if one} <= named | {".gz"}


def test_an_archive_tells_its_files(tmp_path: Path, ship_law: Law) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/1.csv", formats.CSV)
        archive.writestr("2.csv", formats.CSV)
        archive.writestr("../../up.csv", formats.CSV)
        archive.writestr("__MACOSX/1.csv", "x")
        archive.writestr("notes.md", "x")
    found = checked(path, ship_law)
    assert [one["file"] for one in found["files"]] == ["2.csv", "a/1.csv"]
    left = [one["file"] for one in found["intake"]["not_read"]]
    assert left == ["../../up.csv", "__MACOSX/1.csv", "notes.md"]
    assert not (tmp_path.parent / "up.csv").exists()


def test_what_archives_must_not_hold(
    tmp_path: Path, ship_law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.csv", "0" * 5_000_000)
    monkeypatch.setattr("lovgraf.readers.bombs.FREE", 1000)
    with pytest.raises(InputError, match="unpacks to far more"):
        checked(path, ship_law)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.md", "x")
    with pytest.raises(InputError, match="no files that can be read"):
        checked(path, ship_law)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="password"):
        checked(path, ship_law)


_ENDLESS = ("ships.csv", "ships.xpt", "ships.tar")
"""Formats in which rows that are missing at the end cannot be known; of a tar two thirds are the
blocks that end it."""
BROKEN = [name for name in formats.WRITERS if "." in name and name not in _ENDLESS]


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_cut_short_is_refused(name: str, tmp_path: Path, ship_law: Law) -> None:
    path = tmp_path / name
    formats.WRITERS[name](path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(InputError):
        checked(path, ship_law)


def test_a_stream_that_does_not_end_is_refused(tmp_path: Path, ship_law: Law) -> None:
    """Cut between two batches it could be read."""
    path, whole = tmp_path / "ships.arrows", formats.table()
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, whole.schema) as writer:
        writer.write_table(whole.slice(0, 1))
        writer.write_table(whole.slice(1))
    first = tmp_path / "first.arrows"
    with pa.OSFile(str(first), "wb") as sink, pa.ipc.new_stream(sink, whole.schema) as writer:
        writer.write_table(whole.slice(0, 1))
    assert checked(path, ship_law)["records"] == len(formats.SHIPS)
    path.write_bytes(path.read_bytes()[: first.stat().st_size - 8])
    with pytest.raises(InputError, match="without its end mark"):
        checked(path, ship_law)


@pytest.mark.parametrize("packed", [False, True])
def test_a_tar_cut_between_two_members_is_refused(
    packed: bool, tmp_path: Path, ship_law: Law
) -> None:
    path, table = tmp_path / "ships.tar", tmp_path / "ships.csv"
    table.write_text(formats.CSV, encoding="utf-8")
    with tarfile.open(path, "w:") as archive:
        archive.add(table, "one.csv")
        second = archive.offset
        archive.add(table, "two.csv")
    path.write_bytes(path.read_bytes()[:second])
    if packed:
        path.with_suffix(".tar.gz").write_bytes(gzip.compress(path.read_bytes()))
        path = path.with_suffix(".tar.gz")
    with pytest.raises(InputError, match="cut short"):
        checked(path, ship_law)


def test_a_page_cut_short_anywhere_is_refused(tmp_path: Path, ship_law: Law) -> None:
    path = tmp_path / "page.xls"
    formats.WRITERS["page.xls"](path)
    data = path.read_bytes()
    inside = data.index(b"</table>")
    for end in range(80, inside, 7 if WHOLE else 49):
        path.write_bytes(data[:end])
        with pytest.raises(InputError):
            checked(path, ship_law)


def test_a_sheet_that_spans_too_much_is_refused(tmp_path: Path, ship_law: Law) -> None:
    """A cell far below and to the right would make the library hold all cells between."""
    row = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/>'
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    wide = '<table:table-cell table:number-columns-repeated="16000"/>'
    far = f"{row}</table:table-row><table:table-row>{wide}{cell}</table:table-row>"
    ods = tmp_path / "a.ods"
    formats.write_ods(ods, formats.as_ods([formats.NAMES, *formats.SHIPS], far))
    with pytest.raises(InputError, match="unpacks to far more"):
        checked(ods, ship_law)
    xlsb = tmp_path / "a.xlsb"
    rows: list[Any] = [[]] * 3_000
    formats.write_xlsb(xlsb, formats.binary_sheet([*rows, [None] * 16_000 + ["x"]]))
    with pytest.raises(InputError, match="unpacks to far more"):
        checked(xlsb, ship_law)


def test_rows_that_decode_to_too_much_are_refused(
    tmp_path: Path, ship_law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lovgraf.readers.spooled.spool.FREE_DECODED", 1 << 20)
    path = tmp_path / "a.orc"
    from pyarrow import orc

    orc.write_table(pa.table({"id": ["x" * 100] * 200_000}), path, compression="zlib")
    with pytest.raises(InputError, match="unpacks to far more"):
        checked(path, ship_law)


def test_a_log_that_names_other_places_is_refused(tmp_path: Path, ship_law: Law) -> None:
    path = tmp_path / "ships_delta"
    formats.write_delta(path)
    (log,) = (path / "_delta_log").glob("*0.json")
    moved = next(path.glob("*.parquet"))
    shutil.copy(moved, tmp_path / "elsewhere.parquet")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    for line in lines:
        if "add" in line:
            line["add"]["path"] = (tmp_path / "elsewhere.parquet").as_uri()
    log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with pytest.raises(InputError, match="outside its own folder|not read"):
        checked(path, ship_law)


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [
        ("ships.sav", "pyreadstat", "stat"),
        ("ships_delta", "deltalake", "lake"),
        ("ships_iceberg", "pyiceberg.table", "lake"),
    ],
)
def test_what_is_not_installed_says_how_to_get_it(
    name: str, package: str, extra: str, tmp_path: Path, ship_law: Law,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    formats.WRITERS[name](tmp_path / name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError, match=rf"lovgraf\[{extra}\]"):
        checked(tmp_path / name, ship_law)


@pytest.mark.parametrize("name", ["ships.sav", "ships.dta"])
def test_files_of_statistics_are_read_without_pandas(
    name: str, tmp_path: Path, ship_law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra does not bring it."""
    formats.WRITERS[name](tmp_path / name)
    expected = content(checked(tmp_path / name, ship_law))
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert content(checked(tmp_path / name, ship_law)) == expected


def test_a_page_is_read_or_refused_by_what_it_lacks(tmp_path: Path, ship_law: Law) -> None:
    path = tmp_path / "a.xls"
    head = "<table><tr><td>id</td><td>sails</td></tr>"
    row = "<tr><td>a</td><td>true</td></tr>"
    for text, said in (
        ("<html><p>nothing</p></html>", "without a table"),
        (f"{head}{row}</table>{head}{row}</table>", "several tables"),
        (f"{head}{row}<tr><td colspan=2>a</td></tr></table>", "merged cells, first in row 2"),
    ):
        path.write_text(text)
        with pytest.raises(InputError, match=said):
            checked(path, ship_law)


def test_several_sheets_are_chosen_as_in_excel(tmp_path: Path, ship_law: Law) -> None:
    sheet = formats.as_ods([formats.NAMES, *formats.SHIPS]).decode()
    start, end = sheet.index("<table:table "), sheet.index("</office:spreadsheet>")
    second = sheet[start:end].replace('"x"', '"y"')
    path = tmp_path / "a.ods"
    formats.write_ods(path, (sheet[:end] + second + sheet[end:]).encode())
    with pytest.raises(InputError, match="several sheets with records: x, y"):
        checked(path, ship_law)
    assert checked(path, ship_law, sheet="y")["records"] == 3
    assert checked(path, ship_law, sheet="all")["records"] == 6
