"""Where pySHACL 0.40 binds variables and rdflib compares terms otherwise than SHACL and SPARQL say.

Constraints would pass unseen.
"""

from __future__ import annotations

import importlib
import re
from typing import Any

from rdflib import XSD, Literal


def mend_binding() -> None:
    """Let pySHACL bind variables as SHACL has it.

    A SELECT validator is run once for a focus node and `?value` is a result of it (SHACL, section
    6.3); pySHACL runs it for each value node, so never where there is none, and binds `?value` to
    it. A variable is bound wherever it stands; pySHACL looks for it behind a space or bracket.
    """
    components: Any = importlib.import_module(
        "pyshacl.constraints.sparql.sparql_based_constraint_components"
    )
    components.SelectConstraintValidator.validate = _run_select
    helper: Any = importlib.import_module("pyshacl.helper.sparql_query_helper").SPARQLQueryHelper
    for name, variable in (
        ("bind_this_regex", "this"),
        ("bind_value_regex", "value"),
        ("bind_path_regex", "PATH"),
        ("bind_sg_regex", "shapesGraph"),
        ("bind_cs_regex", "currentShape"),
    ):
        setattr(helper, name, re.compile(rf"()[$?]{variable}\b"))


def _run_select(
    self: Any, executor: Any, focus: Any, value_nodes: Any, graph: Any, helper: Any, *_: Any
) -> set[Any]:
    """The violations at a focus node: each with what its row says of `this`, `path`, `value`."""
    bound = helper.param_bind_map
    binds, text = helper.pre_bind_variables(focus, extravars=bound.keys())
    answer = graph.query(helper.apply_prefixes(text), initBindings=binds | bound)
    found: set[Any] = set()
    for row in answer:
        said = row.asdict()
        failed = said.get("failure")
        if failed is not None and bool(failed.value):
            found.add((focus, True))
        elif failed is None:
            found.add((focus, (said.get("this"), said.get("path"), said.get("value"))))
    return found


# Where rdflib compares what SPARQL cannot compare, by an order of its own.

_ORDERED = (
    frozenset({XSD.string}),
    frozenset({
        XSD.integer, XSD.decimal, XSD.float, XSD.double, XSD.nonPositiveInteger,
        XSD.negativeInteger, XSD.long, XSD.int, XSD.short, XSD.byte, XSD.nonNegativeInteger,
        XSD.unsignedLong, XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte,
        XSD.positiveInteger,
    }),
    frozenset({XSD.boolean}),
    frozenset({XSD.dateTime, XSD.dateTimeStamp}),
    frozenset({XSD.date}),
    frozenset({XSD.time}),
    frozenset({XSD.duration, XSD.dayTimeDuration, XSD.yearMonthDuration}),
)  # fmt: skip
"""Datatypes whose values have an order among each other."""
_ORDER = ("<", ">", "<=", ">=")


def mend_comparison() -> None:
    """Let rdflib's SPARQL compare by order only what has one (SPARQL 1.1, section 17.3).

    All else is a type error, of which a filter makes nothing; rdflib puts texts after numbers.
    """
    from rdflib.plugins.sparql import operators, parser
    from rdflib.plugins.sparql.sparql import SPARQLError

    def compared(expression: Any, context: Any) -> Any:
        if expression.other is not None and expression.op in _ORDER:
            kinds = [_ordered_as(one) for one in (expression.expr, expression.other)]
            if kinds[0] is None or kinds[0] != kinds[1]:
                raise SPARQLError("Values that have no order among each other")
        return operators.RelationalExpression(expression, context)

    parser.RelationalExpression.setEvalFn(compared)


def _ordered_as(term: Any) -> int | None:
    """Among which datatypes a term has an order; None where it has none, or is none of its type."""
    if not isinstance(term, Literal) or term.language is not None or term.ill_typed:
        return None
    datatype = term.datatype or XSD.string
    return next((n for n, kinds in enumerate(_ORDERED) if datatype in kinds), None)
