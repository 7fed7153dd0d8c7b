"""Column expressions: typed SQL that knows which columns it reads.

The text is DuckDB's; a transpiler can turn it into another dialect. A general library of column
expressions took more than a third of a cold start (24,000 nodes, each validated), so this module
keeps to the few operations that the law needs. Every operation is null where an operand is null,
but for AND, OR, CASE, COALESCE, `greatest` and `least`, which follow SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import chain

from checker.absence import ALWAYS, NEVER, Absences, all_of, any_of

_Together = Callable[[Iterable[Absences]], Absences]
Value = bool | int | float | Decimal | str | date
"""What a literal can be."""


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """SQL of one value a row.

    `kind` is the engine's type (`DATE`, `VARCHAR[]`; empty for a bare NULL), `reads` the columns of
    the base relation that the value depends on; none for a constant. `null_without` holds sets of
    columns without any of which (all null) the value is null, `false_without` the same for "is
    not true"; not all such sets need be known.
    """

    sql: str
    kind: str
    reads: frozenset[str] = frozenset()
    null_without: Absences = NEVER
    false_without: Absences = NEVER

    @property
    def several(self) -> bool:
        """Whether a value is a list."""
        return self.kind.endswith("[]")

    def _with(self, operator: str, other: Operand, kind: str) -> Expression:
        right = as_expression(other)
        return _strict(f"({self.sql} {operator} {right.sql})", kind, (self, right))

    def _joined(self, operator: str, other: Operand, both: _Together) -> Expression:
        parts = self, as_expression(other)
        return Expression(
            f"({parts[0].sql} {operator} {parts[1].sql})",
            "BOOLEAN",
            _read(parts),
            all_of(part.null_without for part in parts),
            both(part.false_without for part in parts),
        )

    def __and__(self, other: Operand) -> Expression:
        return self._joined("AND", other, any_of)

    def __or__(self, other: Operand) -> Expression:
        return self._joined("OR", other, all_of)

    def __invert__(self) -> Expression:
        return _strict(f"(NOT {self.sql})", "BOOLEAN", (self,))

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
        return Expression(f"({self.sql} IS NULL)", "BOOLEAN", self.reads)

    def not_null(self) -> Expression:
        """Whether there is a value; never null."""
        return Expression(
            f"({self.sql} IS NOT NULL)", "BOOLEAN", self.reads, NEVER, self.null_without
        )

    def is_in(self, values: Iterable[Value]) -> Expression:
        """Whether the value is one of some literals; at least one."""
        listed = ", ".join(literal(value).sql for value in values)
        return _strict(f"({self.sql} IN ({listed}))", "BOOLEAN", (self,))

    def between(self, low: int, high: int) -> Expression:
        """Whether a number lies between two others, both included."""
        return _strict(f"({self.sql} BETWEEN {low} AND {high})", "BOOLEAN", (self,))

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
        return _strict(f"CAST({self.sql} AS {kind})", kind, (self,))

    def try_cast(self, kind: str) -> Expression:
        """The value in another type, null where that cannot be."""
        return _strict(f"TRY_CAST({self.sql} AS {kind})", kind, (self,))

    def call(self, function: str, *arguments: Operand, kind: str) -> Expression:
        """A function of the engine with this as its first argument."""
        return call(function, self, *arguments, kind=kind)

    def length(self) -> Expression:
        """The number of characters of a text, or of values of a list."""
        return self.call("len", kind="BIGINT")

    def first(self) -> Expression:
        """The first value of a list."""
        return _strict(f"{self.sql}[1]", self.kind.removesuffix("[]"), (self,))

    def contains(self, value: Value) -> Expression:
        """Whether a list has a value."""
        return self.call("list_contains", value, kind="BOOLEAN")

    def filter(self, test: Callable[[Expression], Expression]) -> Expression:
        """The values of a list that pass a test."""
        item = Expression("one", self.kind.removesuffix("[]"))
        passed = test(item)
        return _strict(f"list_filter({self.sql}, lambda one: {passed.sql})", self.kind, (self,))


Operand = Expression | Value


def as_expression(value: Operand) -> Expression:
    """An operand as an expression."""
    return value if isinstance(value, Expression) else literal(value)


def literal(value: Value) -> Expression:
    """A constant. Whole numbers are `BIGINT` only where they are too large for `INTEGER`."""
    match value:
        case bool():
            absent = NEVER if value else ALWAYS
            return Expression(str(value).lower(), "BOOLEAN", false_without=absent)
        case int():
            kind = "INTEGER" if -(1 << 31) <= value < 1 << 31 else "BIGINT"
            return Expression(str(value) if value >= 0 else f"({value})", kind)
        case float() | Decimal():
            return Expression(f"CAST({value} AS DOUBLE)", "DOUBLE")
        case date():
            return Expression(f"DATE '{value.isoformat()}'", "DATE")
    return Expression("'" + value.replace("'", "''") + "'", "VARCHAR")


def long(number: int) -> Expression:
    """A 64-bit number: sums of smaller ones would overflow."""
    return Expression(f"{number}::BIGINT" if number >= 0 else f"({number})::BIGINT", "BIGINT")


def null(kind: str = "") -> Expression:
    """No value, of a type."""
    sql = f"CAST(NULL AS {kind})" if kind else "NULL"
    return Expression(sql, kind, frozenset(), ALWAYS, ALWAYS)


def cases(*branches: tuple[Operand, Operand], otherwise: Operand) -> Expression:
    """The result of the first branch whose condition is true."""
    parts = [(as_expression(condition), as_expression(result)) for condition, result in branches]
    last = as_expression(otherwise)
    if not parts:
        return last
    when = " ".join(f"WHEN {condition.sql} THEN {result.sql}" for condition, result in parts)
    return Expression(
        f"CASE {when} ELSE {last.sql} END",
        _kind([result for _, result in parts] + [last]),
        _read([*chain.from_iterable(parts), last]),
        all_of([*(any_of((c.false_without, r.null_without)) for c, r in parts), last.null_without]),
        all_of(
            [*(any_of((c.false_without, r.false_without)) for c, r in parts), last.false_without]
        ),
    )


def switch(
    value: Expression, results: Iterable[tuple[Value, Operand]], otherwise: Operand
) -> Expression:
    """The result that a value stands for."""
    parts = [(literal(key), as_expression(result)) for key, result in results]
    last = as_expression(otherwise)
    if not parts:
        return last
    when = " ".join(f"WHEN {key.sql} THEN {result.sql}" for key, result in parts)
    found = [*(result for _, result in parts), last]
    return Expression(
        f"CASE {value.sql} {when} ELSE {last.sql} END",
        _kind(found),
        _read([value, *found]),
        all_of(
            [*(any_of((value.null_without, r.null_without)) for _, r in parts), last.null_without]
        ),
    )


def call(function: str, *arguments: Operand, kind: str) -> Expression:
    """A function of the engine that is null where an argument is."""
    parts = [as_expression(argument) for argument in arguments]
    return _strict(f"{function}({', '.join(p.sql for p in parts)})", kind, parts)


def coalesce(*values: Operand) -> Expression:
    """The first value that is not null."""
    return _first("coalesce", [as_expression(value) for value in values])


def greatest(*values: Expression) -> Expression:
    """The greatest of the values that are not null."""
    return _first("greatest", values)


def least(*values: Expression) -> Expression:
    """The least of the values that are not null."""
    return _first("least", values)


def _first(function: str, parts: Sequence[Expression]) -> Expression:
    return Expression(
        f"{function}({', '.join(p.sql for p in parts)})",
        _kind(parts),
        _read(parts),
        all_of(part.null_without for part in parts),
        all_of(part.false_without for part in parts),
    )


def listed(values: Iterable[Value]) -> Expression:
    """A constant list; at least one value."""
    parts = [literal(value) for value in values]
    return Expression(f"[{', '.join(part.sql for part in parts)}]", f"{parts[0].kind}[]")


def column(name: str, kind: str, of: Expression | None = None) -> Expression:
    """A column of the relation that is selected from: of the base relation, or with a value `of`
    an expression on it."""
    quoted = '"' + name.replace('"', '""') + '"'
    if of is not None:
        return replace(of, sql=quoted)
    absent = frozenset({frozenset({name})})
    return Expression(quoted, kind, frozenset({name}), absent, absent)


def given_only(value: Expression) -> Expression:
    """The same value, computed only on rows that have one of the columns it cannot be without."""
    if not value.null_without:
        return value
    if frozenset() in value.null_without:
        return null(value.kind)
    gates = (
        reduce(lambda a, b: a | b, (column(name, "").not_null() for name in sorted(names)))
        for names in sorted(value.null_without, key=sorted)
    )
    gate = reduce(lambda a, b: a & b, gates)
    return replace(value, sql=f"CASE WHEN {gate.sql} THEN {value.sql} END")


def _strict(sql: str, kind: str, parts: Sequence[Expression]) -> Expression:
    """What is null where any part is."""
    absent = any_of(part.null_without for part in parts)
    return Expression(sql, kind, _read(parts), absent, absent)


def _kind(parts: Iterable[Expression]) -> str:
    """The type of what is one of some values: the first that has one; BIGINT before INTEGER."""
    kinds = [part.kind for part in parts if part.kind]
    return "BIGINT" if "BIGINT" in kinds else kinds[0] if kinds else ""


def _read(parts: Iterable[Expression]) -> frozenset[str]:
    found = [part.reads for part in parts if part.reads]
    return found[0] if len(found) == 1 else frozenset().union(*found)
