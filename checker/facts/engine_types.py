"""The data engine's types of columns."""

from __future__ import annotations

from typing import Final

from lovgraf.facts.fact import Fact

ENGINE_TYPES: Final = {
    "date": "DATE", "boolean": "BOOLEAN", "integer": "BIGINT", "decimal": "DOUBLE",
    "string": "VARCHAR",
}  # fmt: skip


def engine_type(fact: Fact) -> str:
    """The engine's type of a fact's values; several are a list."""
    kind = ENGINE_TYPES[fact.datatype]
    return f"{kind}[]" if fact.multi else kind
