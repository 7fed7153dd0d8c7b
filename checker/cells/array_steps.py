"""Column expressions as steps on arrays: made once for a law, run on every batch of rows.

What arrays cannot do (texts and lists, above all) is left to the data engine: of a column of few
values the answer is tabulated for each value, of any other the smallest part that is a number or
a yes or no is selected by the engine itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from checker.cells.array_ops import (
    FUNCTIONS,
    NOTHING,
    Number,
    Operand,
    Truth,
    anywhere,
    as_truth,
    choose,
)
from checker.columns import Expression

_KINDS = {"DATE": np.int32, "INTEGER": np.int32, "BIGINT": np.int64, "BOOLEAN": np.bool_}
EPOCH = date(1970, 1, 1).toordinal()
_NUMBERS = frozenset({"INTEGER", "BIGINT", "BOOLEAN"})
Step = tuple[str, str, tuple[Any, ...]]
"""An operation, the type of its result, and the numbers of the steps that it is made of (for an
input its name, for a constant its value)."""


class _NoArrayError(Exception):
    """An expression is nothing that arrays can hold."""


@dataclass
class Steps:
    """Steps that are being made; `listed` says which columns have few values.

    `exported` are the expressions that the data engine computes for each row, `tabulated` those
    that it computes for each value of a column.
    """

    listed: Callable[[str], bool]
    found: list[Step] = field(default_factory=list)
    exported: dict[str, Expression] = field(default_factory=dict)
    tabulated: dict[str, tuple[str, Expression]] = field(default_factory=dict)
    _numbers: dict[Step, int] = field(default_factory=dict)
    _done: dict[int, tuple[Expression, int]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def add(self, expression: Expression) -> int:
        """The number of the step that computes an expression.

        Raises `_NoArrayError` where it is a text or a list.
        """
        if id(expression) not in self._done:
            self._done[id(expression)] = expression, self._add(expression)
        return self._done[id(expression)][1]

    def _add(self, node: Expression) -> int:
        if node.op == "same":
            return self.add(node.args[0])
        if node.op == "NULL":
            return self._step("NULL", node.kind)
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
            name = self._named("e", node, len(self.exported))
            self.exported[name] = node
            return self._step("input", node.kind, name)

    def _operation(self, node: Expression) -> int:
        operands = [arg for arg in node.args if isinstance(arg, Expression)]
        if not _supported(node, operands):
            raise _NoArrayError
        if node.op == "date_diff":
            operands = operands[1:]
        return self._step(node.op, node.kind, *map(self.add, operands))

    def _step(self, op: str, kind: str, *args: Any) -> int:
        step = op, kind, args
        if step not in self._numbers:
            self._numbers[step] = len(self.found)
            self.found.append(step)
        return self._numbers[step]

    def _named(self, prefix: str, node: Expression, number: int) -> str:
        return self._names.setdefault(prefix + node.sql, f"{prefix}{number}")


def _supported(node: Expression, operands: list[Expression]) -> bool:
    match node.op:
        case "CASE" | "SWITCH":
            return True
        case "CAST":
            return node.kind in _NUMBERS and operands[0].kind in _NUMBERS | {""}
        case "//" | "%":
            divisor = operands[1]
            return divisor.op == "literal" and divisor.args[0] > 0
        case "date_diff":
            return operands[0].op == "literal" and operands[0].args[0] == "day"
        case "-":
            return operands[1].kind != "DATE"
    return node.op in FUNCTIONS


def _plain(value: Any) -> bool | int:
    return value.toordinal() - EPOCH if isinstance(value, date) else value


class Run:
    """The steps on one batch: each is computed when it is asked for, and once.

    `inputs` are the columns of the batch by name, `tables` what is tabulated, with the column of
    values that it is looked up by.
    """

    def __init__(
        self,
        steps: tuple[Step, ...],
        inputs: Mapping[str, Operand],
        tabulated: Callable[[str], Operand],
    ) -> None:
        self._steps, self._inputs, self._tabulated = steps, inputs, tabulated
        self._found: dict[int, Operand] = {}

    def value(self, number: int) -> Operand:
        """The result of a step."""
        if number not in self._found:
            self._found[number] = self._compute(*self._steps[number])
        return self._found[number]

    def _compute(self, op: str, kind: str, args: tuple[Any, ...]) -> Operand:
        match op:
            case "input":
                return self._inputs[args[0]]
            case "table":
                return self._tabulated(args[0])
            case "NULL":
                return Truth(False, False) if kind == "BOOLEAN" else NOTHING
            case "literal":
                if kind == "BOOLEAN":
                    return Truth(bool(args[0]), True)
                return Number(_KINDS[kind](args[0]), True)
            case "CASE":
                return self._cases(args, lambda condition: self.value(condition))
            case "SWITCH":
                equal = FUNCTIONS["="]
                of = self.value(args[0])
                return self._cases(args[1:], lambda key: equal(of, self.value(key)))
        return FUNCTIONS[op](*map(self.value, args))

    def _cases(self, args: tuple[int, ...], condition: Callable[[int], Operand]) -> Operand:
        """The first branch whose condition holds; a branch that holds nowhere is not computed."""
        branches = []
        for at in range(0, len(args) - 1, 2):
            which = as_truth(condition(args[at])).yes
            if anywhere(which):
                branches.append((which, self.value(args[at + 1])))
            if which is True:
                break
        found = self.value(args[-1])
        for which, result in reversed(branches):
            found = choose(which, result, found)
        return found
