"""Which columns the results of an SQL query depend on, by its own text."""

from __future__ import annotations


def dependence(sql: str) -> dict[str, frozenset[str]]:
    """For each column that a query selects, the columns of the relation `records` that it reads.

    The query is DuckDB's, a chain of steps each over the one before (see `FactTable.sql`).
    """
    import sqlglot
    from sqlglot import exp

    def reads(node: exp.Expression, above: dict[str, frozenset[str]]) -> frozenset[str]:
        names = {column.name for column in node.find_all(exp.Column)}
        return frozenset().union(*(above.get(name, frozenset({name})) for name in names))

    tree = sqlglot.parse_one(sql, read="duckdb")
    assert isinstance(tree, exp.Select)
    above: dict[str, frozenset[str]] = {}
    for step in [*tree.ctes, tree]:
        select = step.this if isinstance(step, exp.CTE) else step
        above = {e.alias_or_name: reads(e, above) for e in select.expressions}
    return above
