"""Column expressions: typed SQL that knows which columns it reads.

The text is DuckDB's; a transpiler can turn it into another dialect. Each expression also knows what
it is made of (`op`, `args`), so that it can be computed on arrays as well (`checker/arrays`). A
general library of column expressions took more than a third of a cold start (24,000 nodes, each
validated), so this module keeps to the few operations that the law needs. Every operation is null
where an operand is null, but for AND, OR, CASE, COALESCE, `greatest` and `least`, which follow SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from msgspec import Struct

Value = bool | int | float | Decimal | str | date
"""What a literal can be."""


class Expression(Struct, frozen=True, eq=False):
    """SQL of one value a row.

    `kind` is the engine's type (`DATE`, `VARCHAR[]`; empty for a bare NULL), `reads` the columns of
    the base relation that the value depends on; none for a constant. `op` names the operation as
    SQL writes it, `args` are its operands: expressions, or the values of a literal.
    """

    sql: str
    kind: str
    reads: frozenset[str] = frozenset()
    op: str = ""
    args: tuple[Any, ...] = ()

    @property
    def constant(self) -> bool:
        """Whether every row has the same value, or none."""
        return self.op in ("literal", "NULL")

    @property
    def plain(self) -> bool:
        """Whether this is a constant, or a column as it is."""
        return self.op in ("literal", "NULL", "column", "same")

    @property
    def several(self) -> bool:
        """Whether a value is a list."""
        return self.kind.endswith("[]")

    def _with(self, operator: str, other: Operand, kind: str) -> Expression:
        right = as_expression(other)
        known = _folded(operator, self, right, kind)
        if known is not None:
            return known
        return _made(f"({self.sql} {operator} {right.sql})", kind, operator, self, right)

    def __and__(self, other: Operand) -> Expression:
        return self._with("AND", other, "BOOLEAN")

    def __or__(self, other: Operand) -> Expression:
        return self._with("OR", other, "BOOLEAN")

    def __invert__(self) -> Expression:
        if self.op == "literal":
            return literal(not self.args[0])
        if self.op == "NULL":
            return null("BOOLEAN")
        return _made(f"(NOT {self.sql})", "BOOLEAN", "NOT", self)

    def __eq__(self, other: object) -> Expression:  # type: ignore[override]
        return self._with("=", other, "BOOLEAN")  # type: ignore[arg-type]

    def __ne__(self, other: object) -> Expression:  # type: ignore[override]
        return self._with("<>", other, "BOOLEAN")  # type: ignore[arg-type]

    __hash__ = object.__hash__

    def __lt__(self, other: Operand) -> Expression:
        return self._with("<", other, "BOOLEAN")

    def __le__(self, other: Operand) -> Expression:
        return self._with("<=", other, "BOOLEAN")

    def __gt__(self, other: Operand) -> Expression:
        return self._with(">", other, "BOOLEAN")

    def __ge__(self, other: Operand) -> Expression:
        return self._with(">=", other, "BOOLEAN")

    def __add__(self, other: Operand) -> Expression:
        return self._with("+", other, self.kind)

    def __sub__(self, other: Operand) -> Expression:
        return self._with("-", other, self.kind)

    def __mul__(self, other: Operand) -> Expression:
        return self._with("*", other, self.kind)

    def __mod__(self, other: Operand) -> Expression:
        return self._with("%", other, self.kind)

    def __floordiv__(self, other: Operand) -> Expression:
        return self._with("//", other, self.kind)

    def bits_or(self, other: Operand) -> Expression:
        """The bits that are set in either of two numbers."""
        return self._with("|", other, self.kind)

    def is_null(self) -> Expression:
        """Whether there is no value; never null."""
        if self.constant:
            return literal(self.op == "NULL")
        return _made(f"({self.sql} IS NULL)", "BOOLEAN", "IS NULL", self)

    def not_null(self) -> Expression:
        """Whether there is a value; never null."""
        if self.constant:
            return literal(self.op != "NULL")
        return _made(f"({self.sql} IS NOT NULL)", "BOOLEAN", "IS NOT NULL", self)

    def is_in(self, values: Iterable[Value]) -> Expression:
        """Whether the value is one of some literals; at least one."""
        parts = [literal(value) for value in values]
        if self.op == "NULL":
            return null("BOOLEAN")
        if self.op == "literal":
            return literal(self.args[0] in [part.args[0] for part in parts])
        listed = ", ".join(part.sql for part in parts)
        return _made(f"({self.sql} IN ({listed}))", "BOOLEAN", "IN", self, *parts)

    def between(self, low: int, high: int) -> Expression:
        """Whether a number lies between two others, both included."""
        if self.op == "NULL":
            return null("BOOLEAN")
        sql = f"({self.sql} BETWEEN {low} AND {high})"
        return _made(sql, "BOOLEAN", "BETWEEN", self, literal(low), literal(high))

    def fill_null(self, value: Operand) -> Expression:
        """The value, or another where there is none."""
        return coalesce(self, value)

    def if_else(self, then: Operand, otherwise: Operand) -> Expression:
        """One thing where this is true, another where it is false or null."""
        return cases((self, then), otherwise=otherwise)

    def cast(self, kind: str) -> Expression:
        """The value in another type; the same expression where it has it."""
        if self.kind == kind:
            return self
        if self.op == "NULL":
            return null(kind)
        return _made(f"CAST({self.sql} AS {kind})", kind, "CAST", self)

    def try_cast(self, kind: str) -> Expression:
        """The value in another type, null where that cannot be."""
        if self.op == "NULL":
            return null(kind)
        return _made(f"TRY_CAST({self.sql} AS {kind})", kind, "TRY_CAST", self)

    def add_months(self, months: int) -> Expression:
        """The date so many months later; the last day of a month that has no such day."""
        if self.op == "NULL":
            return null("DATE")
        sql = f"CAST(({self.sql} + to_months({months})) AS DATE)"
        return _made(sql, "DATE", "to_months", self, literal(months))

    def call(self, function: str, *arguments: Operand, kind: str) -> Expression:
        """A function of the engine with this as its first argument."""
        return call(function, self, *arguments, kind=kind)

    def length(self) -> Expression:
        """The number of characters of a text, or of values of a list."""
        return self.call("len", kind="BIGINT")

    def first(self) -> Expression:
        """The first value of a list."""
        kind = self.kind.removesuffix("[]")
        if self.op == "NULL":
            return null(kind)
        return _made(f"{self.sql}[1]", kind, "[1]", self)

    def contains(self, value: Value) -> Expression:
        """Whether a list has a value."""
        return self.call("list_contains", value, kind="BOOLEAN")

    def filter(self, test: Callable[[Expression], Expression]) -> Expression:
        """The values of a list that pass a test."""
        if self.op == "NULL":
            return self
        passed = test(Expression("one", self.kind.removesuffix("[]")))
        sql = f"list_filter({self.sql}, lambda one: {passed.sql})"
        return _made(sql, self.kind, "list_filter", self, passed)


Operand = Expression | Value


def as_expression(value: Operand) -> Expression:
    """An operand as an expression."""
    return value if isinstance(value, Expression) else literal(value)


def literal(value: Value) -> Expression:
    """A constant. Whole numbers are `BIGINT` only where they are too large for `INTEGER`."""
    match value:
        case bool():
            return _constant(str(value).lower(), "BOOLEAN", value)
        case int():
            kind = "INTEGER" if -(1 << 31) <= value < 1 << 31 else "BIGINT"
            return _constant(str(value) if value >= 0 else f"({value})", kind, value)
        case float() | Decimal():
            return _constant(f"CAST({value} AS DOUBLE)", "DOUBLE", value)
        case date():
            return _constant(f"DATE '{value.isoformat()}'", "DATE", value)
    return _constant("'" + value.replace("'", "''") + "'", "VARCHAR", value)


def _constant(sql: str, kind: str, value: Value) -> Expression:
    return Expression(sql, kind, frozenset(), "literal", (value,))


def long(number: int) -> Expression:
    """A 64-bit number: sums of smaller ones would overflow."""
    return _constant(
        f"{number}::BIGINT" if number >= 0 else f"({number})::BIGINT", "BIGINT", number
    )


def null(kind: str = "") -> Expression:
    """No value, of a type."""
    return Expression(f"CAST(NULL AS {kind})" if kind else "NULL", kind, frozenset(), "NULL")


def cases(*branches: tuple[Operand, Operand], otherwise: Operand) -> Expression:
    """The result of the first branch whose condition is true."""
    parts = [(as_expression(condition), as_expression(result)) for condition, result in branches]
    last = as_expression(otherwise)
    kind = _kind([result for _, result in parts] + [last])
    parts = [part for part in parts if not _never(part[0])]
    always = next((n for n, (condition, _) in enumerate(parts) if condition.op == "literal"), None)
    if always is not None:
        last, parts = parts[always][1], parts[:always]
    if not parts:
        return _typed(last, kind)
    when = " ".join(f"WHEN {condition.sql} THEN {result.sql}" for condition, result in parts)
    if kind != _kind([result for _, result in parts] + [last]):
        last = _typed(last, kind)
    operands = [*chain.from_iterable(parts), last]
    return _made(f"CASE {when} ELSE {last.sql} END", kind, "CASE", *operands)


def switch(
    value: Expression, results: Iterable[tuple[Value, Operand]], otherwise: Operand
) -> Expression:
    """The result that a value stands for."""
    parts = [(literal(key), as_expression(result)) for key, result in results]
    last = as_expression(otherwise)
    if not parts:
        return last
    if value.op == "NULL":
        return _typed(last, _kind([*(result for _, result in parts), last]))
    when = " ".join(f"WHEN {key.sql} THEN {result.sql}" for key, result in parts)
    kind = _kind([*(result for _, result in parts), last])
    sql = f"CASE {value.sql} {when} ELSE {last.sql} END"
    return _made(sql, kind, "SWITCH", value, *chain.from_iterable(parts), last)


def call(function: str, *arguments: Operand, kind: str) -> Expression:
    """A function of the engine that is null where an argument is."""
    parts = [as_expression(argument) for argument in arguments]
    if any(part.op == "NULL" for part in parts):
        return null(kind)
    return _made(f"{function}({', '.join(p.sql for p in parts)})", kind, function, *parts)


def coalesce(*values: Operand) -> Expression:
    """The first value that is not null."""
    parts = [as_expression(value) for value in values]
    known = next((n for n, part in enumerate(parts) if part.op == "literal"), len(parts))
    return _first("coalesce", parts, parts[: known + 1])


def greatest(*values: Expression) -> Expression:
    """The greatest of the values that are not null."""
    return _first("greatest", values, values)


def least(*values: Expression) -> Expression:
    """The least of the values that are not null."""
    return _first("least", values, values)


def _first(function: str, parts: Sequence[Expression], chosen: Sequence[Expression]) -> Expression:
    """A function of the values that are not null; those that are `chosen` decide."""
    kind = _kind(parts)
    known = [part for part in chosen if part.op != "NULL"]
    if len(known) < 2:
        return _typed(known[0], kind) if known else null(kind)
    sql = f"{function}({', '.join(p.sql for p in known)})"
    found = _made(sql, _kind(known), function, *known)
    return found if found.kind == kind else found.cast(kind)


def listed(values: Iterable[Value]) -> Expression:
    """A constant list; at least one value."""
    parts = [literal(value) for value in values]
    sql = f"[{', '.join(part.sql for part in parts)}]"
    return _made(sql, f"{parts[0].kind}[]", "list", *parts)


def on_calendar(
    op: str, sql: str, kind: str, calendar: object, day: Expression, *more: Expression
) -> Expression:
    """A day by the closed days of a calendar; `more` is what the SQL rests on besides."""
    return _made(
        sql, kind, op, day, *more, Expression("", "CALENDAR", op="literal", args=(calendar,))
    )


def column(name: str, kind: str, of: Expression | None = None) -> Expression:
    """A column of the relation that is selected from: of the base relation, or with a value `of`
    an expression on it."""
    quoted = '"' + name.replace('"', '""') + '"'
    if of is not None:
        return Expression(quoted, of.kind, of.reads, "same", (of, name))
    return Expression(quoted, kind, frozenset({name}), "column", (name,))


def used_columns(expressions: Iterable[Expression]) -> frozenset[str]:
    """The names of the columns with a value of their own that expressions are made of."""
    names: set[str] = set()
    seen: set[int] = set()
    rest = list(expressions)
    while rest:
        node = rest.pop()
        if id(node) not in seen:
            seen.add(id(node))
            if node.op == "same":
                names.add(node.args[1])
            rest += [arg for arg in node.args if isinstance(arg, Expression)]
    return frozenset(names)


def selected_columns(expressions: Iterable[Expression]) -> frozenset[str]:
    """The names of the columns that the SQL of expressions selects, and not what these are made
    of."""
    names: set[str] = set()
    seen: set[int] = set()
    rest = list(expressions)
    while rest:
        node = rest.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.op in ("same", "column"):
            names.add(node.args[-1])
        else:
            rest += [arg for arg in node.args if isinstance(arg, Expression)]
    return frozenset(names)


def _made(sql: str, kind: str, op: str, *parts: Expression) -> Expression:
    return Expression(sql, kind, _read(parts), op, parts)


def _never(condition: Expression) -> bool:
    """Whether a condition is true of no row."""
    return condition.op == "NULL" or (condition.op == "literal" and not condition.args[0])


def _typed(value: Expression, kind: str) -> Expression:
    """A value in the type of those that it stands among."""
    if value.op == "literal" and kind == "BIGINT":
        return long(value.args[0])
    return value.cast(kind) if kind else value


def _folded(operator: str, left: Expression, right: Expression, kind: str) -> Expression | None:
    """What an operation on constants gives; None where it has to be asked of each row.

    What the record cannot say stands in the law as a constant, and most of a law may be such.
    """
    if operator in ("AND", "OR"):
        decides = operator == "OR"
        for one, other in ((left, right), (right, left)):
            if one.op == "literal":
                return literal(decides) if one.args[0] is decides else _typed(other, "BOOLEAN")
        return null("BOOLEAN") if left.op == right.op == "NULL" else None
    if "NULL" in (left.op, right.op):
        return null(kind)
    if left.op == right.op == "literal" and type(left.args[0]) is type(right.args[0]):
        a, b = left.args[0], right.args[0]
        if operator in _COMPARED:
            return literal(_COMPARED[operator](a, b))
        if operator == "+" and left.kind == right.kind == kind == "BIGINT" and a + b < 1 << 63:
            return long(a + b)
    return None


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge
}  # fmt: skip


def _kind(parts: Iterable[Expression]) -> str:
    """The type of what is one of some values: the first that has one; BIGINT before INTEGER."""
    kinds = [part.kind for part in parts if part.kind]
    return "BIGINT" if "BIGINT" in kinds else kinds[0] if kinds else ""


def _read(parts: Iterable[Expression]) -> frozenset[str]:
    found = [part.reads for part in parts if part.reads]
    return found[0] if len(found) == 1 else frozenset().union(*found)
