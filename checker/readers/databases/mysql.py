"""MySQL and MariaDB through PyMySQL, in a transaction that cannot write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lovgraf.core.extras import not_installed
from lovgraf.readers.databases.address import Address
from lovgraf.readers.databases.dbapi import WAIT, Dialect, Place, open_dbapi
from lovgraf.readers.databases.reading import Known, Stream

_BYTES = 63
"""The character set of what is no text."""


def open_mysql(address: Address, known: Known) -> Stream:
    """See `open_dbapi`. Raises `InputError` where the driver is not installed."""
    try:
        import pymysql
    except ImportError:
        raise not_installed("mysql", "MySQL", "MySQL", address.database) from None
    from pymysql.constants import FIELD_TYPE
    from pymysql.converters import conversions

    texts = {FIELD_TYPE.BLOB, FIELD_TYPE.TINY_BLOB, FIELD_TYPE.MEDIUM_BLOB, FIELD_TYPE.LONG_BLOB,
             FIELD_TYPE.STRING, FIELD_TYPE.VAR_STRING, FIELD_TYPE.VARCHAR,
             FIELD_TYPE.GEOMETRY}  # fmt: skip
    read = {**conversions, FIELD_TYPE.BIT: lambda value: int.from_bytes(value, "big")}

    def connect(place: Place) -> Any:
        options = dict(place.options)
        authority = options.pop("ssl_ca", None)
        more: dict[str, Any] = {"ssl_ca": authority, "ssl_verify_identity": True}
        return pymysql.connect(
            host=place.host, port=place.port or 3306, user=place.user, password=place.password,
            database=place.database or None, connect_timeout=WAIT, charset="utf8mb4", conv=read,
            local_infile=False, autocommit=False, program_name="lovgraf",
            **(more if authority else {}), **options,
        )  # fmt: skip

    def binary(cursor: Any) -> Sequence[bool]:
        fields = cursor._result.fields
        return [one.charsetnr == _BYTES and one.type_code in texts for one in fields]

    return open_dbapi(
        address,
        Dialect(
            "MYSQL_PWD", frozenset({"ssl_ca", "unix_socket", "read_default_file"}),
            connect, lambda connection: connection.cursor(pymysql.cursors.SSCursor),
            "START TRANSACTION READ ONLY",
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema NOT "
            "IN ('information_schema', 'mysql', 'performance_schema', 'sys') ORDER BY 1, 2",
            "SELECT coalesce(database(), '')",
            "SELECT column_name FROM information_schema.key_column_usage WHERE constraint_name = "
            "'PRIMARY' AND table_schema = %s AND table_name = %s ORDER BY ordinal_position",
            lambda name: "`" + name.replace("`", "``") + "`",
            binary, (frozenset({"1045", "1698"}), frozenset({"1049", "1044"})),
        ),
        known,
    )  # fmt: skip
