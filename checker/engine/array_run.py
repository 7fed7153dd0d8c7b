"""Steps on a batch of rows (`array_steps`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from lovgraf.engine.array_functions import FUNCTIONS, ON_CALENDAR
from lovgraf.engine.array_ops import (
    NOTHING,
    Number,
    Operand,
    Truth,
    anywhere,
    as_truth,
    choose,
)
from lovgraf.engine.array_steps import Step
from lovgraf.engine.text_ops import TEXT_FUNCTIONS, Some, choose_text, is_text
from lovgraf.facts.closed_days import Calendar

_KINDS = {"DATE": np.int32, "INTEGER": np.int32, "BIGINT": np.int64, "BOOLEAN": np.bool_}


def operand(found: Some) -> Operand:
    """What is no text."""
    assert isinstance(found, Number | Truth)
    return found


class Run:
    """The steps on one batch: each is computed when it is asked for, and once.

    `inputs` are the columns of the batch by name, `texts` those that are read as they are;
    `tabulated` gives what is tabulated, by name.
    """

    def __init__(
        self,
        steps: tuple[Step, ...],
        inputs: Mapping[str, Some],
        tabulated: Callable[[str], Some],
        texts: Mapping[str, Some] = MappingProxyType({}),
    ) -> None:
        self._steps, self._inputs, self._tabulated = steps, inputs, tabulated
        self._texts = texts
        self._found: dict[int, Some] = {}

    def value(self, number: int) -> Some:
        """The result of a step."""
        if number not in self._found:
            self._found[number] = self._compute(*self._steps[number])
        return self._found[number]

    def _compute(self, op: str, kind: str, args: tuple[Any, ...]) -> Some:
        match op:
            case "input":
                return self._inputs[args[0]]
            case "text":
                return self._texts[args[0]]
            case "table":
                return self._tabulated(args[0])
            case "NULL":
                return Truth(False, False) if kind == "BOOLEAN" else NOTHING
            case "literal":
                if kind == "BOOLEAN":
                    return Truth(bool(args[0]), True)
                if kind == "VARCHAR":
                    return str(args[0])
                return Number(_KINDS[kind](args[0]), True)
            case "CASE":
                return self._cases(args, lambda condition: self.value(condition))
            case "SWITCH":
                equal = FUNCTIONS["="]
                of = self.value(args[0])
                return self._cases(args[1:], lambda key: equal(of, self.value(key)))
        if op in ON_CALENDAR:
            return ON_CALENDAR[op](operand(self.value(args[0])), Calendar.of_text(args[1]))
        operands = [self.value(arg) for arg in args]
        if op not in FUNCTIONS or (op in TEXT_FUNCTIONS and any(map(is_text, operands))):
            return TEXT_FUNCTIONS[op](*operands)
        return FUNCTIONS[op](*operands)

    def _cases(self, args: tuple[int, ...], condition: Callable[[int], Some]) -> Some:
        """The first branch whose condition holds; a branch that holds nowhere is not computed."""
        branches = []
        for at in range(0, len(args) - 1, 2):
            which = as_truth(operand(condition(args[at]))).yes
            if anywhere(which):
                branches.append((which, self.value(args[at + 1])))
            if which is True:
                break
        found = self.value(args[-1])
        for which, result in reversed(branches):
            if is_text(result) or is_text(found):
                found = choose_text(which, result, found)
            else:
                found = choose(which, operand(result), operand(found))
        return found
