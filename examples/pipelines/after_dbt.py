"""A test of what dbt built: python after_dbt.py WAREHOUSE.duckdb TABLE [DAY]

Checks a table of the warehouse and writes what was found beside it, as dbt keeps the failures of
its own tests: `lovgraf_findings` (row, norm, provision, verdict, cause) and `lovgraf_causes` (why).
Ends with 1 where there are findings.
"""

from __future__ import annotations

import sys

import duckdb

import lovgraf


def check_table(warehouse: str, table: str, day: str | None = None) -> int:
    """Check a table and keep what was found; how many findings there are."""
    found = lovgraf.check(f"duckdb:///{warehouse}", table=table, as_of=day)
    with duckdb.connect(warehouse) as connection:
        for name, rows in (("findings", found.findings), ("causes", found.causes)):
            connection.register("rows_found", rows)
            connection.execute(f"CREATE OR REPLACE TABLE lovgraf_{name} AS FROM rows_found")
            connection.unregister("rows_found")
    return int(found.findings.num_rows)


if __name__ == "__main__":
    sys.exit(int(check_table(*sys.argv[1:]) > 0))
