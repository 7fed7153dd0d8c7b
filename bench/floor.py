"""Child process: only what no check of a table can avoid.

Every column that the law asks for is read, each value of it becomes one of two answers, the answers
of a row become one word, and equal words are counted. No date, number or code is understood, no
flaw found, no row kept, no law applied: what any program does with this engine takes longer.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import duckdb

from bench.reading import relation

SHARE = 16
"""One of so many different values has the rarer answer: a register has few kinds of rows."""


def main(path: str, delimiter: str, columns: Sequence[str]) -> None:
    """Read columns of a CSV or Parquet file; prints the rows and the different words."""
    quoted = ('"' + column.replace('"', '""') + '"' for column in columns)
    bits = " + ".join(
        f"((hash({column}) % {SHARE} = 0)::BIGINT << {place})"
        for place, column in enumerate(quoted)
    )
    found = duckdb.connect().execute(
        f"SELECT sum(n)::BIGINT, count(*) FROM "
        f"(SELECT count(*) AS n FROM (SELECT {bits} AS word FROM {relation(path, delimiter)}) "
        f"GROUP BY word)"
    )
    print(*found.fetchall()[0])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
