"""Input that cannot be used: one line in both languages, no traceback, no personal value."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import resource
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf.readers import bombs
from lovgraf.readers.bombs import check_parquet
from lovgraf.readers.connection import connect
from tests.checker.records.vocabulary import FACTS, Opened
from tests.examples import cells, one_in

SECRET = "6101901234"


def refused(path: Path, **options: Any) -> InputError:
    """The error with which a file is refused."""
    with pytest.raises(InputError) as caught:
        Opened(path, **options)
    error = caught.value
    for lang in ("da", "en"):
        line = error.in_language(lang)
        assert line
        assert "\n" not in line
        assert SECRET not in line
    assert error.message.da != error.message.en
    assert error.__suppress_context__ or error.__context__ is None
    return error


def file(folder: Path, name: str, content: bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content)
    return path


BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("t.csv", b"", "empty"),
    "blank": ("t.csv", b"\xef\xbb\xbf \r\n\r\n", "empty"),
    "header alone": ("t.csv", b"id;birth_date\n", "no rows"),
    "nothing known": ("t.csv", f"navn1;tal\n{SECRET};2\n".encode(), "nothing to check"),
    "long line": ("t.csv", b"id,birth_date\n" + b"x" * (9 << 20), "too long"),
    "control characters": ("t.csv", b"\x01\x02ab\x03\n\x01;" * 99, "not a table"),
    "cut short bz2": ("t.csv.bz2", bz2.compress(b"id,birth_date\n1,\n" * 999)[:60], "packed"),
    "cut short xz": ("t.csv.xz", lzma.compress(b"id,birth_date\n1,\n" * 999)[:80], "packed"),
    "id alone": ("t.csv", b"id\n1\n", "nothing to check"),
    "no header": ("t.csv", f"{SECRET};1990-02-01\n{SECRET};1990-02-01\n".encode(), "no"),
    "binary": ("t.csv", bytes(range(256)) * 400, "not a table"),
    "zeros": ("t.csv", b"\0" * 5000, ""),
    "odd encoding": ("t.csv", b"id;name\n1;\x81\x8d\xff\n", "encoding"),
    "broken parquet": ("t.parquet", b"PAR1" + b"\0" * 100 + b"PAR1", "damaged"),
    "renamed image": ("t.parquet", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "an image"),
    "broken xlsx": ("t.xlsx", b"PK\x03\x04" + b"x" * 200, "damaged"),
    "old excel": ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cannot be read"),
    "broken gzip": ("t.csv.gz", gzip.compress(b"id;fee\n" * 5000)[:40], "damaged"),
    "empty gzip": ("t.csv.gz", gzip.compress(b""), "empty"),
    "json of nothing": ("t.jsonl", b"  \n", "empty"),
    "json scalar": ("t.json", b'"x"', ""),
    "broken json array": ("t.json", b'[{"id": 1, "fee": 2', ""),
    "broken turtle": ("t.ttl", f'<a> <b> "{SECRET}'.encode(), "syntax"),
    "turtle without records": ("t.ttl", b"<urn:a> <urn:b> <urn:c> .", "none of its properties"),
    "turtle of types alone": (
        "t.nt",
        b"<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        b"<https://w3id.org/lovgraf/record#Person> .",
        "none of its properties",
    ),
    "broken rdf": ("t.rdf", b"<rdf:RDF", "syntax"),
    "remote context": (
        "t.jsonld",
        b'{"@context": "http://127.0.0.1:9/c.jsonld", "a": 1}',
        "remote context, which is not fetched; put",
    ),
    "entity bomb": (
        "t.rdf",
        b'<?xml version="1.0"?><!-- c --><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        "DOCTYPE",
    ),
}


@pytest.mark.parametrize("kind", one_in(3, sorted(BAD)))
def test_bad_files(tmp_path: Path, kind: str) -> None:
    name, content, word = BAD[kind]
    error = refused(file(tmp_path, name, content))
    assert word in error.in_language("en")
    assert error.file == name


def test_paths(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "missing.csv").in_language("en")
    assert "folder" in refused(tmp_path).in_language("en")
    refused(tmp_path / ("x" * 300))
    refused(Path("/dev/null"))


def test_permissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, "t.csv", b"id;fee\n1;2\n")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    assert "permissions" in refused(path).in_language("en")


def workbook(folder: Path, members: dict[str, bytes], name: str = "t.xlsx") -> Path:
    """A zip file with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return file(folder, name, buffer.getvalue())


def test_a_workbook_with_a_doctype(tmp_path: Path) -> None:
    doctype = b'<?xml version="1.0"?>' + b" " * 70_000 + b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'
    path = workbook(tmp_path, {"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": doctype})
    assert "DOCTYPE" in refused(path).in_language("en")


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    refused(workbook(tmp_path, {"a.txt": b"x"}, "t.zip"))


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bombs, "FREE", 1 << 20)
    path = workbook(tmp_path, {"xl/workbook.xml": b"<x>" + b" " * (3 << 20) + b"</x>"})
    assert "unpacks" in refused(path).in_language("en")
    packed = file(tmp_path, "t.csv.gz", gzip.compress(b"id;fee\n" + b"1;2\n" * (1 << 20)))
    assert "unpacks" in refused(packed).in_language("en")


@pytest.mark.slow
def test_parquet_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="unpacks"):
        check_parquet(1_000_000_000, 20, 2_100_000, "t.parquet")
    check_parquet(10_000_000, 39, 370_000_000, "t.parquet")
    monkeypatch.setattr(bombs, "FREE_CELLS", 5_000_000)
    path = tmp_path / "t.parquet"
    connect().execute(
        f"COPY (SELECT 1 AS id, 'x' AS name, true AS passport FROM range(3000000)) TO '{path}' "
        "(FORMAT parquet, ROW_GROUP_SIZE 3000000)"
    )
    assert "unpacks" in refused(path).in_language("en")


def test_options(tmp_path: Path) -> None:
    path = file(tmp_path, "t.csv", b"id;fee\n1;2\n")
    assert "person" in refused(path, record_type="persn").in_language("en")
    assert "left_on" in refused(path, complete=["left_onn"]).in_language("en")


def test_a_suggestion_for_a_header(tmp_path: Path) -> None:
    path = file(tmp_path, "t.csv", b"id;birth_dat\n1;2\n")
    assert "birth_date" in refused(path).in_language("en")


@pytest.mark.slow
# The data engine has a word of its own for the second size.
@pytest.mark.parametrize(("end", "size"), cells([b'"\n', b'"\n3;none\n'], [5, 34]))
def test_a_line_that_never_ends(tmp_path: Path, law: Law, size: int, end: bytes) -> None:
    path = file(tmp_path, "t.csv", b'id;eid\n1;none\n2;"' + b"x" * (size << 20) + end)
    with pytest.raises(InputError) as caught:
        check_dataset(path, CheckRequest(date(2014, 12, 1), law))
    assert "too long" in caught.value.in_language("en")


def test_a_connection_fetches_nothing() -> None:
    connection = connect("1GB")
    settings = dict(connection.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    assert settings["autoinstall_known_extensions"] == "false"
    assert settings["autoload_known_extensions"] == "false"
    assert FACTS.columns


def test_a_first_line_that_is_no_line_of_headers(tmp_path: Path) -> None:
    long = refused(file(tmp_path, "d.csv", b"id;" + b"a" * 200_000 + b"\n1;2\n"))
    assert "far too long" in str(long)
    wide = refused(file(tmp_path, "w.csv", b";".join(b"c%d" % n for n in range(5001)) + b"\n"))
    assert "more than 5000 columns" in str(wide)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_room_for_what_is_kept_of_a_file_meanwhile(tmp_path: Path, encoding: str) -> None:
    """A limit on the size of files stands in for a full disk: the sample of a large file does not
    fit, nor does what is transcoded."""
    text = "id,birth_date\n" + "1,1990-02-01\n" * 400_000
    path = file(tmp_path, "t.csv", text.encode(encoding))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        error = refused(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "no room" in error.in_language("en")
