"""Files of other kinds than those that are read, each refused by the name of what it is."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lovgraf.core.errors import InputError

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_EMPTY_ZIP = b"PK\x05\x06"
_LOOK, _LOOK_XML = 4096, 1 << 16
RDF = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
"""The namespace that RDF/XML names."""
_SAVE = (
    "gem tabellen som CSV (UTF-8), Excel (.xlsx) eller Parquet",
    "save the table as CSV (UTF-8), Excel (.xlsx) or Parquet",
)
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"FEA1", "en Feather-fil i det gamle format", "a Feather file in the old format"),
    (b"SQLite format 3\x00", "en SQLite-database", "an SQLite database"),
    (b"%PDF-", "en PDF", "a PDF"),
    (b"{\\rtf", "et RTF-dokument", "an RTF document"),
    (b"7z\xbc\xaf\x27\x1c", "et 7z-arkiv", "a 7z archive"),
    (b"Rar!\x1a\x07", "et RAR-arkiv", "a RAR archive"),
    (b"\x1f\x9d", "en fil, der er pakket med compress", "a file packed by compress"),
    (b"\x89PNG\r\n", "et billede", "an image"),
    (b"\xff\xd8\xff", "et billede", "an image"),
    (b"GIF8", "et billede", "an image"),
    (b"\x89HDF\r\n", "en HDF5-fil", "an HDF5 file"),
    (b"RDX", "en R-fil", "an R file"),
    (b"PARE", "en krypteret Parquet-fil", "an encrypted Parquet file"),
    (b"\x00\x01\x00\x00Standard ", "en Access-database", "an Access database"),
    (b"X\n\x00\x00\x00", "en R-fil", "an R file"),
    *(
        (bytes([0x80, protocol]), "en fil fra Python (pickle)", "a file of Python (pickle)")
        for protocol in range(2, 6)
    ),
    (b"-----BEGIN PGP", "krypteret eller underskrevet (PGP)", "encrypted or signed (PGP)"),
    (b"-----BEGIN PKCS7", "krypteret eller underskrevet (PKCS 7)", "encrypted or signed (PKCS 7)"),
    (b"version https://git-lfs", "kun en henvisning (Git LFS)", "a pointer only (Git LFS)"),
)
"""How files begin, and what they are."""
_DBASE = (b"\x03", b"\x30", b"\x31", b"\x83", b"\x8b", b"\xf5")
_SQLITE_HINT = (
    "nævn den som sqlite:///sti med --table",
    "name it as sqlite:///path with --table",
)
_DUCKDB = b"DUCK"
"""What a database of DuckDB has at its ninth byte."""
_DUCKDB_HINT = (
    "nævn den som duckdb:///sti med --table",
    "name it as duckdb:///path with --table",
)
_MEMBERS = (
    ("word/document.xml", "et Word-dokument", "a Word document"),
    ("ppt/presentation.xml", "en PowerPoint-præsentation", "a PowerPoint presentation"),
)
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
"""What a spreadsheet of OpenDocument (.ods) says of itself."""
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": (
        "et OpenDocument-tekstdokument",
        "an OpenDocument text document",
    ),
}


def refuse_foreign(path: Path, name: str, as_rdf: bool) -> None:
    """Raise `InputError` for a file that begins as one of another kind; `as_rdf` says that it is
    named as RDF, which may be XML."""
    with path.open("rb") as stream:
        head = stream.read(_LOOK)
    for beginning, danish, english in _BEGINNINGS:
        if head.startswith(beginning):
            raise _refusal(danish, english, name, _SQLITE_HINT if b"SQLite" in beginning else _SAVE)
    if head[8:12] == _DUCKDB:
        raise _refusal("en DuckDB-database", "a DuckDB database", name, _DUCKDB_HINT)
    if head[257:262] == b"ustar":
        raise _refusal(
            "et tar-arkiv",
            "a tar archive",
            name,
            (
                "nævn det for sig, eller pak det ud, og angiv filen i det",
                "name it by itself, or unpack it and name the file in it",
            ),
        )
    if path.suffix.lower() == ".dbf" and head[:1] in _DBASE:
        raise _refusal("en dBase-fil", "a dBase file", name)
    if head.startswith(_OLE):
        _refuse_office(path, name)
        return
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        _refuse_archive(path, name)
        return
    _refuse_markup(head, name, as_rdf)
    if path.suffix.lower() == ".xml" and _is_xml(path):
        raise _xml(name)


def _refuse_office(path: Path, name: str) -> None:
    """Refuse a file of the old Office kind that is no workbook from before 2007."""
    with path.open("rb") as stream:
        content = stream.read(1 << 22)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise InputError(
            "Filen er en krypteret Excel-fil; gem den som .xlsx uden adgangskode.",
            "The file is an encrypted Excel file; save it as .xlsx without a password.",
            name,
        )
    if "WordDocument".encode("utf-16-le") in content:
        raise _refusal("et gammelt Word-dokument (.doc)", "an old Word document (.doc)", name)


def _refuse_archive(path: Path, name: str) -> None:
    """Refuse a ZIP that is no Excel workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
            if "mimetype" in members and archive.getinfo("mimetype").file_size < _LOOK:
                kind = _OPEN_DOCUMENTS.get(archive.read("mimetype").strip())
                if kind is not None:
                    raise _refusal(*kind, name)
                if archive.read("mimetype").strip() == SPREADSHEET:
                    return
    except InputError:
        raise
    except Exception:  # a damaged one: the reader of workbooks says so
        return
    for member, danish, english in _MEMBERS:
        if member in members:
            raise _refusal(danish, english, name)
    if not any(member.startswith("xl/") or member == "[Content_Types].xml" for member in members):
        raise InputError(
            "Filen er et ZIP-arkiv; nævn det for sig, eller pak det ud, og angiv filen i det.",
            "The file is a ZIP archive; name it by itself, or unpack it and name the file in it.",
            name,
        )


def _refuse_markup(head: bytes, name: str, as_rdf: bool) -> None:
    """Refuse HTML, and XML that is not named as RDF."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace").lstrip("\ufeff \t\r\n").lower().encode()
    if not text.startswith(b"<"):
        return
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise _refusal("et Excel-regneark i XML (2003)", "an Excel spreadsheet in XML (2003)", name)
    page = text.startswith((b"<!doctype html", b"<html", b"<table", b"<meta"))
    if page or (b"<html" in text and not as_rdf):
        raise InputError(
            "Filen er en HTML-side, selv om den kan hedde .xls; åbn den i Excel, og gem den som "
            ".xlsx eller CSV.",
            "The file is an HTML page, though it may be called .xls; open it in Excel and save it "
            "as .xlsx or CSV.",
            name,
        )
    if text.startswith(b"<?xml") and not (as_rdf and b"rdf" in text):
        if as_rdf and len(head) == _LOOK:
            return  # the root may come later
        raise _xml(name)


def _is_xml(path: Path) -> bool:
    """Whether a file is called XML and does not name the namespace of RDF where it begins."""
    with path.open("rb") as stream:
        start = stream.read(_LOOK_XML)
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and RDF not in start


def _xml(name: str) -> InputError:
    return InputError(
        "Filen er en XML-fil, og det kan ikke ses, hvad der er registreringer og kolonner; beskriv "
        "stierne i en mapping (--mapping). lovgraf map FIL foreslår en.",
        "The file is an XML file, and it does not show what are records and columns; describe the "
        "paths in a mapping (--mapping). lovgraf map FILE proposes one.",
        name,
    )


def _refusal(danish: str, english: str, name: str, advice: tuple[str, str] = _SAVE) -> InputError:
    return InputError(
        f"Filen er {danish}, som ikke læses; {advice[0]}.",
        f"The file is {english}, which is not read; {advice[1]}.",
        name,
    )
