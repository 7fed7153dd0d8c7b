"""A table of a database as a Parquet file that lies there for the time of a check.

Rows are written as they come, so that memory does not grow with them; the check then reads them as
often as it has to while the database is asked once.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from lovgraf.core.progress_rate import Progress
from lovgraf.core.terms import Text
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.databases.address import Address
from lovgraf.readers.databases.reading import Known, Stream, broken_off
from lovgraf.readers.delimited import empty
from lovgraf.readers.headers import book_of
from lovgraf.readers.temporary import not_kept


def read_database(
    address: Address, facts: FactVocabulary, folder: Path, progress: Progress | None = None
) -> tuple[Path, str]:
    """Read a table into a file in a folder; returns the file and what messages call the table.

    Raises `InputError` where the database, the table or the query cannot be used, and `NoRows`.
    """
    book = book_of(facts)
    stream = _open(address, lambda name: bool(book.candidates(name)))
    target = folder / "table.parquet"
    name = f"{address.database}/{address.table}" if address.table else address.database
    rows = 0
    try:
        with parquet.ParquetWriter(target, stream.schema, compression="snappy") as writer:
            for batch in stream.batches:
                writer.write_batch(batch)
                rows += batch.num_rows
                if progress is not None:
                    told = Text(
                        f"Læser databasen: {rows} rækker", f"Reading the database: {rows} rows"
                    )
                    progress(None, told)
    except pa.ArrowException:
        raise broken_off(address.database) from None
    except OSError as error:
        if error.errno is None:
            raise broken_off(address.database) from None
        raise not_kept(error, address.database) from None
    if not rows:
        raise empty(name)
    return target, name


def _open(address: Address, known: Known) -> Stream:
    if address.kind == "postgresql":
        from lovgraf.readers.databases.postgresql import open_postgresql

        return open_postgresql(address, known)
    if address.kind == "mysql":
        from lovgraf.readers.databases.mysql import open_mysql

        return open_mysql(address, known)
    if address.kind == "mssql":
        from lovgraf.readers.databases.sqlserver import open_sqlserver

        return open_sqlserver(address, known)
    if address.kind == "oracle":
        from lovgraf.readers.databases.oracle import open_oracle

        return open_oracle(address, known)
    from lovgraf.readers.formats import readable

    readable(Path(address.target), address.database)
    if address.kind == "sqlite":
        from lovgraf.readers.databases.sqlite_file import open_sqlite

        return open_sqlite(address, known)
    from lovgraf.readers.databases.duckdb_file import open_duckdb

    return open_duckdb(address, known)
