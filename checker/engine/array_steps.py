"""Column expressions as steps on arrays: made once for a law, run on every batch of rows.

What arrays cannot do (lists, and most of what can be done with texts) is left to the data engine:
of a column of few values the answer is tabulated for each value, of any other the smallest part
that is a number or a yes or no is selected by the engine itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import Struct, field

from lovgraf.engine.array_functions import FUNCTIONS, ON_CALENDAR
from lovgraf.engine.text_ops import Counts, answerable
from lovgraf.facts.columns import Expression, cases

_KINDS = frozenset({"DATE", "INTEGER", "BIGINT", "BOOLEAN"})
EPOCH = date(1970, 1, 1).toordinal()
_NUMBERS = frozenset({"INTEGER", "BIGINT", "BOOLEAN"})
Step = tuple[str, str, tuple[Any, ...]]
"""An operation, the type of its result, and the numbers of the steps that it is made of (for an
input its name, for a constant its value)."""


class _NoArrayError(Exception):
    """An expression is nothing that arrays can hold."""


class Steps(Struct):
    """Steps that are being made; `listed` says which columns have few values, `digits` how many
    digits the values of a column have (0 for others).

    `exported` are the expressions that the data engine computes for each row, `tabulated` those
    that it computes for each value of a column, `texts` the columns that are read as they are.
    """

    listed: Callable[[str], bool]
    digits: Counts = lambda _: 0
    found: list[Step] = field(default_factory=list)
    exported: dict[str, Expression] = field(default_factory=dict)
    tabulated: dict[str, tuple[str, Expression]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    _numbers: dict[Step, int] = field(default_factory=dict)
    _done: dict[int, tuple[Expression, int]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def add(self, expression: Expression) -> int:
        """The number of the step that computes an expression.

        Raises `_NoArrayError` where it is a list, or a text that arrays cannot be asked about.
        """
        if id(expression) not in self._done:
            self._done[id(expression)] = expression, self._add(expression)
        return self._done[id(expression)][1]

    def _add(self, node: Expression) -> int:
        if node.op == "same":
            return self.add(node.args[0])
        if node.op == "NULL":
            return self._step("NULL", node.kind)
        if node.kind == "VARCHAR":
            return self._text(node)
        if node.kind not in _KINDS:
            raise _NoArrayError
        if node.op == "literal":
            return self._step("literal", node.kind, _plain(node.args[0]))
        if len(node.reads) == 1 and self.listed(column := next(iter(node.reads))):
            name = self._named("t", node, len(self.tabulated))
            self.tabulated[name] = column, node
            return self._step("table", node.kind, name)
        if node.op == "column":
            return self._step("input", node.kind, node.args[0])
        try:
            return self._operation(node)
        except _NoArrayError:
            if (spread := _spread(node)) is not None:
                return self.add(spread)
            name = self._named("e", node, len(self.exported))
            self.exported[name] = node
            return self._step("input", node.kind, name)

    def _text(self, node: Expression) -> int:
        if node.op == "literal":
            return self._step("literal", node.kind, node.args[0])
        if node.op == "column" and not self.listed(node.args[0]):
            self.texts.add(node.args[0])
            return self._step("text", node.kind, node.args[0])
        return self._operation(node)

    def _operation(self, node: Expression) -> int:
        if node.op in ON_CALENDAR:
            closed = node.args[-1].args[0].text
            return self._step(node.op, node.kind, self.add(node.args[0]), closed)
        operands = [arg for arg in node.args if isinstance(arg, Expression)]
        if not self._supported(node, operands):
            raise _NoArrayError
        if node.op == "date_diff":
            operands = operands[1:]
        return self._step(node.op, node.kind, *map(self.add, operands))

    def _supported(self, node: Expression, operands: list[Expression]) -> bool:
        match node.op:
            case "date_diff":
                return operands[0].op == "literal" and operands[0].args[0] == "day"
            case _ if any(each.kind == "VARCHAR" for each in (node, *operands)):
                return answerable(node, self.digits)
            case "CASE" | "SWITCH":
                return True
            case "CAST":
                return node.kind in _NUMBERS and operands[0].kind in _NUMBERS | {""}
            case "//" | "%":
                divisor = operands[1]
                return divisor.op == "literal" and divisor.args[0] > 0
            case "-":
                return operands[1].kind != "DATE"
        return node.op in FUNCTIONS

    def _step(self, op: str, kind: str, *args: Any) -> int:
        step = op, kind, args
        if step not in self._numbers:
            self._numbers[step] = len(self.found)
            self.found.append(step)
        return self._numbers[step]

    def _named(self, prefix: str, node: Expression, number: int) -> str:
        return self._names.setdefault(prefix + node.sql, f"{prefix}{number}")


def _spread(node: Expression) -> Expression | None:
    """What is asked of a text that is one of several, asked of each of them instead; None where
    nothing such is asked. A presumed code is such a text."""
    text = node.args[0] if node.args and isinstance(node.args[0], Expression) else None
    while text is not None and text.op == "same":
        text = text.args[0]
    if text is None or text.op != "CASE" or text.kind != "VARCHAR":
        return None

    def asked(one: Any) -> Expression | None:
        found: Expression
        match node.op:
            case "=":
                found = one == node.args[1]
            case "<>":
                found = one != node.args[1]
            case "IS NULL":
                found = one.is_null()
            case "IS NOT NULL":
                found = one.not_null()
            case _:
                return None
        return found

    each = [asked(one) for one in (*text.args[1:-1:2], text.args[-1])]
    found = [one for one in each if one is not None]
    if len(found) != len(each):
        return None
    return cases(*zip(text.args[:-1:2], found[:-1], strict=True), otherwise=found[-1])


def _plain(value: Any) -> bool | int:
    return value.toordinal() - EPOCH if isinstance(value, date) else value
