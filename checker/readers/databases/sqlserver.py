"""SQL Server through pymssql (FreeTDS). Nothing that a query does is committed."""

from __future__ import annotations

from typing import Any

from lovgraf.core.extras import not_installed
from lovgraf.readers.databases.address import Address
from lovgraf.readers.databases.dbapi import WAIT, Dialect, Place, open_dbapi
from lovgraf.readers.databases.reading import Known, Stream


def open_sqlserver(address: Address, known: Known) -> Stream:
    """See `open_dbapi`. Raises `InputError` where the driver is not installed."""
    try:
        import pymssql
    except ImportError:
        raise not_installed("mssql", "SQL Server", "SQL Server", address.database) from None

    def connect(place: Place) -> Any:
        return pymssql.connect(
            server=place.host, port=str(place.port or 1433), user=place.user or None,
            password=place.password or None, database=place.database, login_timeout=WAIT,
            charset="UTF-8", appname="lovgraf", autocommit=False, **place.options,
        )  # fmt: skip

    return open_dbapi(
        address,
        Dialect(
            "SQLCMDPASSWORD", frozenset({"encryption", "tds_version"}),
            connect, lambda connection: connection.cursor(), None,
            "SELECT table_schema, table_name FROM information_schema.tables ORDER BY 1, 2",
            "SELECT schema_name()",
            "SELECT k.column_name FROM information_schema.key_column_usage k JOIN "
            "information_schema.table_constraints c ON c.constraint_name = k.constraint_name AND "
            "c.table_schema = k.table_schema AND c.table_name = k.table_name WHERE "
            "c.constraint_type = 'PRIMARY KEY' AND k.table_schema = %s AND k.table_name = %s ORDER "
            "BY k.ordinal_position",
            lambda name: "[" + name.replace("]", "]]") + "]",
            lambda cursor: [one[1] == pymssql.BINARY for one in cursor.description],
            (frozenset({"18456", "18452"}), frozenset({"4060"})),
        ),
        known,
    )  # fmt: skip
