"""Files of other kinds are refused by the name of what they are, lakes by theirs."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from lovgraf.core.errors import InputError
from lovgraf.readers.inputs import find_inputs
from tests.checker.records.vocabulary import Opened

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def zipped(**members: bytes) -> bytes:
    """A ZIP with some members; two underscores stand for a slash, `_dot_` for a dot."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return found.getvalue()


FOREIGN: dict[str, tuple[str, bytes, str]] = {
    "zip": (
        "t.zip",
        zipped(t_dot_csv=b"id;fee\n1;2\n"),
        "ZIP archive; name it by itself, or unpack it",
    ),
    "zip called csv": ("t.csv", zipped(t_dot_csv=b"id;fee\n1;2\n"), "ZIP archive"),
    "empty zip": ("t.zip", zipped(), "ZIP archive"),
    "ods": (
        "t.ods",
        zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        "damaged|cannot be read",
    ),
    "xlsb": ("t.xlsx", zipped(xl__workbook_dot_bin=b"x"), "cannot be read"),
    "docx": ("t.docx", zipped(word__document_dot_xml=b"<x/>"), "Word document"),
    "html called xls": (
        "t.xls",
        b"\r\n<html><table><tr><td>id</td></tr></table>",
        "HTML page without a table",
    ),
    "html in utf-16": ("t.xls", "<html><table/></html>".encode("utf-16"), "HTML page"),
    "xml spreadsheet": (
        "t.xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "spreadsheet in XML",
    ),
    "xml": ("t.xml", b'<?xml version="1.0"?><personer><person/></personer>', "an XML file"),
    "old excel": ("t.xls", _OLE, "cannot be read"),
    "encrypted": ("t.xlsx", _OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted Excel"),
    "feather": ("t.feather", b"ARROW1\0\0" + b"\0" * 99, "damaged"),
    "avro": ("t.avro", b"Obj\x01" + b"\0" * 99, "damaged"),
    "avro whose text is longer than any memory": (
        "t.avro",
        b"Obj\x01\x02" + b"\xfe" + b"\xff" * 7 + b"\x7f" + b"\0" * 99,
        "far more than its size",
    ),
    "orc": ("t.orc", b"ORC" + b"\0" * 99, "damaged"),
    "stata": ("t.dta", b"<stata_dta><header>" + b"\0" * 99, "damaged"),
    "old stata": ("t.dta", b"\x72\x02\x01\x00" + b"\0" * 99, "damaged"),
    "sas": ("t.sas7bdat", b"\0" * 12 + b"\xc2\xea\x81\x60" + b"\0" * 99, "damaged"),
    "spss": ("t.sav", b"$FL2@(#) SPSS DATA FILE" + b" " * 99, "damaged"),
    "sqlite": ("t.db", b"SQLite format 3\0" + b"\0" * 99, "sqlite:///"),
    "tar": ("t.tar", b"t.csv".ljust(257, b"\0") + b"ustar" + b"\0" * 250, "tar archive"),
    "arrow stream": ("t.arrows", b"\xff\xff\xff\xff\x10\1\0\0" + b"\0" * 99, "cut short"),
    "access": ("t.mdb", b"\0\1\0\0Standard Jet DB\0" + b"\0" * 99, "Access"),
    "dbase": ("t.dbf", b"\x03\x7c\x01\x01" + b"\0" * 99, "dBase"),
    "r": ("t.rds.gz", gzip.compress(b"X\n\0\0\0\3\0\4"), "an R file"),
    "duckdb": ("t.db", b"\xb2" * 8 + b"DUCK\xe7\x03" + b"\0" * 99, "duckdb:///"),
    "duckdb called csv": ("t.csv", b"\0" * 8 + b"DUCK" + b"\0" * 9999, "a DuckDB database"),
    "pickle of now": ("t.pkl", b"\x80\x05\x95" + b"\0" * 9999, "Python"),
    "old pickle": ("t.pkl", b"\x80\x02}q\0X\n\0\0\0birth_date", "Python"),
    "bytes of no kind": ("t.csv", bytes(range(7)) * 500 + b"\0" * 4000, "is not a table"),
    "pickle": ("t.pkl", b"\x80\x04\x95" + b"\0" * 99, "Python"),
    "pgp": ("t.csv.asc", b"-----BEGIN PGP MESSAGE-----\n\nabc\n", "encrypted or signed"),
    "git lfs": ("t.csv", b"version https://git-lfs.github.com/spec/v1\noid sha256:a\n", "pointer"),
    "pdf": ("t.pdf", b"%PDF-1.7\n", "PDF"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_not_read_is_called_what_it_is(tmp_path: Path, name: str) -> None:
    file, content, word = FOREIGN[name]
    path = tmp_path / file
    path.write_bytes(content)
    with pytest.raises(InputError, match=word):
        Opened(path)


LAKES = {
    "Delta": ("_delta_log/00000000000000000000.json", "part-0.parquet"),
    "Iceberg": ("metadata/00000-a.metadata.json", "data/part-0.parquet"),
    "Hudi": (".hoodie/hoodie.properties", "p/part-0.parquet"),
}


@pytest.mark.parametrize("kind", LAKES)
@pytest.mark.parametrize("asked", ["folder", "pattern", "file", "above", "deep pattern"])
def test_tables_with_a_log_are_no_loose_files(tmp_path: Path, kind: str, asked: str) -> None:
    log, data = LAKES[kind]
    table = tmp_path / "lake" / "persons"
    for name in (log, data):
        (table / name).parent.mkdir(parents=True, exist_ok=True)
        (table / name).write_bytes(b"PAR1x")
    named = {
        "folder": table,
        "pattern": (table / data).parent / "*.parquet",
        "file": table / data,
        "above": tmp_path / "lake",
        "deep pattern": tmp_path / "**" / "*.parquet",
    }[asked]
    with pytest.raises(InputError, match=f"{kind} table"):
        Opened(find_inputs(str(named)).files[0].path)
