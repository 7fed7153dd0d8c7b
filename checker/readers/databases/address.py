"""Where a table of a database is: by connection URL, or the file of a database.

A URL may hold a password. It is kept out of whatever is shown: only `Address.name` is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from lovgraf.core.errors import InputError

Kind = Literal["duckdb", "sqlite", "postgresql", "mysql", "mssql", "oracle"]
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_KINDS: dict[str, Kind] = {
    "duckdb": "duckdb", "sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql",
    "mysql": "mysql", "mariadb": "mysql", "mssql": "mssql", "sqlserver": "mssql",
    "oracle": "oracle",
}  # fmt: skip
_FILES = ("duckdb", "sqlite")
_MAGIC: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"SQLite format 3\0", "sqlite"),
    (8, b"DUCK", "duckdb"),
)


@dataclass(frozen=True)
class Address:
    """A database and what is to be read of it: a table, a query, or its only table.

    `target` is the path of its file, or the URL of its server with whatever that holds; `database`
    is how it is called in messages.
    """

    kind: Kind
    target: str = field(repr=False)
    database: str
    table: str | None = None
    query: str | None = field(default=None, repr=False)

    @property
    def subquery(self) -> str | None:
        """The query in parentheses, to select from; its last line may end with a comment."""
        return None if self.query is None else f"({self.query.strip().rstrip(';')}\n)"


def find_address(dataset: str, table: str | None, query: str | None) -> Address | None:
    """The database that a dataset names; None where it is none.

    A URL is `postgresql://user@host/database` (so too `mysql`, `mssql` and `oracle`, whose database
    is a service), `sqlite:///file` or `duckdb:///file` (a fourth slash
    begins an absolute path), with `?table=NAME` where no table is given apart. Raises `InputError`
    for a URL of another kind, and where a table is asked of what is no database.
    """
    if table is not None and query is not None:
        raise InputError(
            "Angiv enten --table eller --query, ikke begge.",
            "Give either --table or --query, not both.",
        )
    scheme = _SCHEME.match(dataset)
    found = _by_url(dataset, scheme[1].lower()) if scheme else _by_file(Path(dataset))
    if found is None:
        if table is not None or query is not None:
            raise InputError(
                "--table og --query gælder kun databaser.",
                "--table and --query are for databases only.",
                Path(dataset).name,
            )
        return None
    named = found.table if query is None else None
    return Address(found.kind, found.target, found.database, table or named, query)


def _by_url(url: str, scheme: str) -> Address:
    kind = _KINDS.get(scheme.partition("+")[0])
    if kind is None:
        known = (
            "duckdb://, sqlite://, postgresql://, mysql://, mssql://, oracle://, file://, s3://, "
            "gs://, abfs://, hdfs://"
        )
        raise InputError(
            f"Adressen er af en ukendt slags; mulighederne er {known}. Filer andre steder skal "
            "hentes eller monteres, så de har en sti. (--table og --query gælder kun databaser.)",
            f"The address is of an unknown kind; the choices are {known}. Files elsewhere must be "
            "fetched or mounted, so that they have a path. (--table and --query are for databases "
            "only.)",
        )
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise InputError(
            "Databasens adresse kan ikke læses; skriv den som postgresql://bruger@vært/database.",
            "The address of the database cannot be read; write it as "
            "postgresql://user@host/database.",
        ) from None
    asked = parse_qsl(parts.query, keep_blank_values=True)
    table = next((value for key, value in asked if key == "table" and value), None)
    if kind in _FILES:
        path = unquote(parts.netloc + parts.path.removeprefix("/" if not parts.netloc else ""))
        return Address(kind, path, Path(path).name or scheme, table)
    others = urlencode([pair for pair in asked if pair[0] != "table"], safe="/")
    target = urlunsplit((kind, parts.netloc, parts.path, others, ""))
    return Address(kind, target, unquote(parts.path.strip("/")) or kind, table)


def _by_file(path: Path) -> Address | None:
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            head = stream.read(16)
    except (OSError, ValueError):
        return None
    for start, magic, kind in _MAGIC:
        if head[start : start + len(magic)] == magic:
            return Address(kind, str(path), path.name)
    return None
