"""Tests as boolean column expressions, and conditions read as plain SHACL on columns.

`closed` is the second mode of the one tree: a blank is no value (closed world), so the result is
true or false for every row, never null.
"""

from __future__ import annotations

from functools import reduce

from lovgraf.conditions.tree import (
    And,
    Compare,
    Condition,
    Constant,
    Count,
    Excludes,
    Leaf,
    Length,
    Matches,
    Named,
    Not,
    OneOf,
    Or,
    Range,
    Scalar,
    Test,
    Typed,
)
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.facts.columns import Expression, call, literal, null
from lovgraf.facts.states import FactTable


def test_expression(test: Test, value: Expression) -> Expression:
    """A test on one value; null where the value is null."""
    match test:
        case OneOf(values):
            fitting = [v for v in sorted(values, key=repr) if _fits(v, value)]
            return value.is_in(fitting) if fitting else _always(False, value)
        case Range(low, high, low_included, high_included):
            parts = []
            if low is not None:
                parts.append(value >= low if low_included else value > low)
            if high is not None:
                parts.append(value <= high if high_included else value < high)
            return reduce(lambda a, b: a & b, parts) if parts else _always(True, value)
        case Matches(pattern, flags):
            inline = "".join(flag for flag in flags if flag in "ims")
            regex = f"(?{inline}){pattern}" if inline else pattern
            return call("regexp_matches", value.cast("VARCHAR"), regex, kind="BOOLEAN")
        case Length(low, high):
            size = value.cast("VARCHAR").length()
            enough = size >= low
            return enough if high is None else enough & (size <= high)
        case Typed(datatype):
            return _always(_datatype(value) == datatype, value)
        case Excludes(inner):
            return ~test_expression(inner, value)


def _always(answer: bool, value: Expression) -> Expression:
    """The same answer for every value; null where there is none."""
    return value.is_null().if_else(null("BOOLEAN"), answer)


def _fits(scalar: Scalar, value: Expression) -> bool:
    if value.kind == "BOOLEAN":
        return isinstance(scalar, bool)
    if value.kind == "VARCHAR":
        return isinstance(scalar, str)
    return not isinstance(scalar, bool | str)


_DATATYPES = {
    "BOOLEAN": "boolean", "INTEGER": "integer", "BIGINT": "integer", "DATE": "date",
    "VARCHAR": "string",
}  # fmt: skip


def _datatype(value: Expression) -> str:
    return _DATATYPES.get(value.kind, "decimal")


def closed(condition: Condition, table: FactTable) -> Expression:
    """A condition as a boolean expression that is never null.

    Raises `NotCompilable` for comparisons that columns cannot express.
    """
    if condition in table.violations:
        return ~table.table[table.violations[condition]]
    match condition:
        case Constant(answer):
            return literal(answer)
        case Named(_, part):
            return closed(part, table)
        case Not(part):
            return ~closed(part, table)
        case And(parts):
            return reduce(lambda a, b: a & b, (closed(p, table) for p in parts))
        case Or(parts):
            return reduce(lambda a, b: a | b, (closed(p, table) for p in parts))
        case Count():
            return _count(condition, table)
        case Compare():
            return _compare(condition, table)
        case Leaf(fact, test, every):
            value = table.state(fact).value
            if every and isinstance(test, Typed) and _datatype(value) == test.datatype:
                return literal(True)
            if value.several:
                return _among(test, value, every).fill_null(every)
            return test_expression(test, value).fill_null(every)


def _among(test: Test, value: Expression, every: bool) -> Expression:
    """A test on several values; null where there is no list. Nearly all lists have one value."""
    alone = value.length() == 1
    if every:
        several = value.filter(lambda v: ~test_expression(test, v)).length() == 0
    else:
        several = value.filter(lambda v: test_expression(test, v)).length() > 0
    return alone.if_else(test_expression(test, value.first()), several)


def violated(condition: Condition, table: FactTable) -> Expression:
    """Where a record does not meet a condition, read as plain SHACL; null counts as no.

    The same as the negation of `closed`, with cheaper expressions for the common forms.
    """
    if condition in table.violations:
        return table.table[table.violations[condition]]
    match condition:
        case Named(_, part):
            return violated(part, table)
        case And(parts):
            return reduce(lambda a, b: a | b, (violated(p, table) for p in parts))
        case Leaf(fact, test, True):
            value = table.state(fact).value
            if isinstance(test, Typed) and _datatype(value) == test.datatype:
                return literal(False)
            if value.several:
                return ~_among(test, value, True)
            return ~test_expression(test, value)
        case Compare(fact, "less", other) if _single(condition, table):
            return table.state(fact).value >= table.state(other).value
        case Compare(fact, "less-or-equal", other) if _single(condition, table):
            return table.state(fact).value > table.state(other).value
        case _:
            return ~closed(condition, table)


def _single(condition: Compare, table: FactTable) -> bool:
    """Whether both sides of a comparison have one value at most."""
    sides = (table.state(condition.fact).value, table.state(condition.other).value)
    return not any(side.several for side in sides)


def _count(condition: Count, table: FactTable) -> Expression:
    written = condition.written
    value = table.written(condition.fact) if written else table.state(condition.fact).value
    if value.several:
        number = value.call("list_distinct", kind=value.kind).length().fill_null(0)
    else:
        return _one_at_most(condition, value)
    enough = number >= condition.low
    return enough if condition.high is None else enough & (number <= condition.high)


def _one_at_most(condition: Count, value: Expression) -> Expression:
    """A count of a fact that has one value at most."""
    if condition.low > 1 or (condition.high is not None and condition.high < condition.low):
        return literal(False)
    if condition.low == 1:
        return value.not_null()
    return value.is_null() if condition.high == 0 else literal(True)


def _compare(condition: Compare, table: FactTable) -> Expression:
    a, b = table.state(condition.fact).value, table.state(condition.other).value
    if a.several or b.several:
        raise NotCompilable(
            condition.fact,
            Text(
                "en sammenligning af oplysninger med flere værdier",
                "a comparison of facts with several values",
            ),
        )
    match condition.relation:
        case "less":
            return (a < b).fill_null(True)
        case "less-or-equal":
            return (a <= b).fill_null(True)
        case "disjoint":
            return (a != b).fill_null(True)
        case _:
            return (a == b).fill_null(a.is_null() & b.is_null())
