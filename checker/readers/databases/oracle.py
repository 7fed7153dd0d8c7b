"""Oracle through python-oracledb without its client (thin), in a transaction that cannot write."""

from __future__ import annotations

from typing import Any

from lovgraf.core.extras import not_installed
from lovgraf.readers.databases.address import Address
from lovgraf.readers.databases.dbapi import WAIT, Dialect, Place, open_dbapi
from lovgraf.readers.databases.reading import Known, Stream

_ROWS = 5_000
_OWN = "(SELECT username FROM all_users WHERE oracle_maintained = 'Y')"


def open_oracle(address: Address, known: Known) -> Stream:
    """See `open_dbapi`. Raises `InputError` where the driver is not installed."""
    try:
        import oracledb
    except ImportError:
        raise not_installed("oracle", "Oracle", "Oracle", address.database) from None

    def connect(place: Place) -> Any:
        connection = oracledb.connect(
            user=place.user, password=place.password, host=place.host, port=place.port or 1521,
            service_name=place.database, tcp_connect_timeout=WAIT, **place.options,
        )  # fmt: skip
        connection.outputtypehandler = handler
        return connection

    def handler(cursor: Any, metadata: Any) -> Any:
        """Numbers with all their digits, long texts as texts."""
        if metadata.type_code is oracledb.DB_TYPE_NUMBER:
            return cursor.var(oracledb.DB_TYPE_VARCHAR, 255, cursor.arraysize, outconverter=_number)
        if metadata.type_code in (oracledb.DB_TYPE_CLOB, oracledb.DB_TYPE_NCLOB):
            return cursor.var(oracledb.DB_TYPE_LONG, arraysize=cursor.arraysize)
        return None

    def streamed(connection: Any) -> Any:
        cursor = connection.cursor()
        cursor.arraysize = cursor.prefetchrows = _ROWS
        return cursor

    odd = {oracledb.DB_TYPE_BLOB, oracledb.DB_TYPE_RAW, oracledb.DB_TYPE_LONG_RAW,
           oracledb.DB_TYPE_BFILE}  # fmt: skip
    return open_dbapi(
        address,
        Dialect(
            "ORACLE_PASSWORD", frozenset({"protocol", "wallet_location"}),
            connect, streamed, "SET TRANSACTION READ ONLY",
            f"SELECT owner, table_name FROM all_tables WHERE owner NOT IN {_OWN} UNION ALL SELECT "
            f"owner, view_name FROM all_views WHERE owner NOT IN {_OWN} ORDER BY 1, 2",
            "SELECT sys_context('USERENV', 'CURRENT_SCHEMA') FROM dual",
            "SELECT k.column_name FROM all_constraints c JOIN all_cons_columns k ON k.owner = "
            "c.owner AND k.constraint_name = c.constraint_name WHERE c.constraint_type = 'P' AND "
            "c.owner = :1 AND c.table_name = :2 ORDER BY k.position",
            lambda name: '"' + name.replace('"', '""') + '"',
            lambda cursor: [one[1] in odd for one in cursor.description],
            (frozenset({"ORA-01017", "ORA-01005"}),
             frozenset({"ORA-12514", "ORA-12505", "DPY-6001", "DPY-6003"})),
            upper=True,
        ),
        known,
    )  # fmt: skip


def _number(text: str | None) -> Any:
    from decimal import Decimal

    return None if text is None else Decimal(text)
