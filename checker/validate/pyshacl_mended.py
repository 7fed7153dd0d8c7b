"""Where pySHACL 0.40 binds variables otherwise than SHACL says, so that constraints pass unseen."""

from __future__ import annotations

import importlib
import re
from typing import Any


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
