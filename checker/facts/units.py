"""Units of numbers: years, bank days, euro."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct
from rdflib import Graph, URIRef

from lovgraf.core.terms import RECORD, Text, label, text_of
from lovgraf.core.written import number_text
from lovgraf.facts.fact import Derived
from lovgraf.facts.vocabulary import FactVocabulary


class Unit(Struct, frozen=True):
    """A unit's name for several and for just one."""

    many: Text
    one: Text

    def said(self, number: int | float | Decimal) -> Text:
        """A number with its unit: "15 år", "1 day"."""
        name = self.one if abs(number) == 1 else self.many
        written = number_text(number)
        return Text(f"{written.da} {name.da}", f"{written.en} {name.en}")


def unit_of(graph: Graph, facts: FactVocabulary, iri: str) -> Unit | None:
    """The unit of a fact: its own, that of its operator, else that of what it is derived from.

    None for a fact that is no number, or whose operands have none.
    """
    fact = facts.facts.get(iri)
    if fact is None or fact.datatype not in ("integer", "decimal"):
        return None
    named = [URIRef(iri)]
    if isinstance(fact, Derived):
        named.append(RECORD[fact.operator])
    for subject in named:
        unit = graph.value(subject, RECORD.unit)
        if unit is not None:
            many = label(graph, unit)
            return Unit(many, text_of(graph, unit, RECORD.singular) or many)
    operands = fact.operand_facts if isinstance(fact, Derived) else []
    return next((found for other in operands if (found := unit_of(graph, facts, other))), None)
