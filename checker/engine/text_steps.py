"""Which texts arrays can answer questions about (`text_ops`)."""

from __future__ import annotations

from collections.abc import Callable

from lovgraf.facts.columns import Expression

LONGEST = 9
"""Digits that surely make a number of 32 bits."""
Counts = Callable[[str], int]
"""How many digits the values of a column have, by its name; 0 for all other columns."""


def digit_count(node: Expression, digits: Counts) -> int:
    """How many digits a text has wherever it has a value; 0 for all other texts.

    `digits` gives that count for a column by name.
    """
    match node.op:
        case "column":
            return int(digits(node.args[0]))
        case "same":
            return digit_count(node.args[0], digits)
        case "left":
            count, length = digit_count(node.args[0], digits), node.args[1]
            return length.args[0] if length.op == "literal" and 0 < length.args[0] <= count else 0
        case "replace":
            out = node.args[1]
            kept = out.op == "literal" and out.args[0] and not any(c.isdigit() for c in out.args[0])
            return digit_count(node.args[0], digits) if kept else 0
        case "CASE":
            results = [*node.args[1:-1:2], node.args[-1]]
            counts = {digit_count(r, digits) for r in results if r.op != "NULL"}
            return counts.pop() if len(counts) == 1 else 0
    return 0


def answerable(node: Expression, digits: Counts) -> bool:
    """Whether arrays can tell what an expression is that is a text or rests on one directly."""
    first = node.args[0] if node.args and isinstance(node.args[0], Expression) else None
    match node.op:
        case "CASE":
            return node.kind != "VARCHAR" or _one_sort(node, digits)
        case "IS NULL" | "IS NOT NULL" | "len":
            return first is not None and first.op != "literal"
        case "=" | "<>" | "IN":
            others = node.args[1:]
            return first is not None and first.op != "literal" and _constants(others)
        case "left" | "replace":
            return digit_count(node, digits) > 0
        case "CAST" | "TRY_CAST":
            number = node.kind in ("INTEGER", "BIGINT") and first is not None
            return number and 0 < digit_count(first, digits) <= LONGEST  # type: ignore[arg-type]
    return False


def _constants(nodes: tuple[Expression, ...]) -> bool:
    return all(node.op == "literal" and node.kind == "VARCHAR" for node in nodes)


def _one_sort(node: Expression, digits: Counts) -> bool:
    """Whether all results are texts of the same count of digits, or none is."""
    results = [r for r in (*node.args[1:-1:2], node.args[-1]) if r.op != "NULL"]
    if any(r.op == "literal" for r in results):
        return False
    return len({digit_count(r, digits) for r in results}) <= 1
