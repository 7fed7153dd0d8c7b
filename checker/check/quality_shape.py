"""A shape of record quality: what a valid record meets, as a condition."""

from __future__ import annotations

from msgspec import Struct

from lovgraf.conditions.tree import Condition, facts_of
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column
from lovgraf.facts.vocabulary import FactVocabulary


class QualityShape(Struct, frozen=True):
    """A shape of record quality as a condition, with its message and the columns it reads."""

    iri: str
    condition: Condition
    severity: str
    message: Text
    columns: tuple[str, ...]
    reads: frozenset[str]
    """The columns by IRI."""
    timeless: Condition | None = None
    """The same without the day that is asked of, as far as that goes: everyone who could be is gone
    through by it, since each day that is compared with today makes more kinds of them."""

    @classmethod
    def of(
        cls, facts: FactVocabulary, iri: str, condition: Condition, severity: str, message: Text
    ) -> QualityShape:
        """A shape over some facts. Raises `InputError` for one that is not declared."""
        reads = frozenset().union(*map(facts.inputs, facts_of(condition)))
        columns = (facts[one] for one in reads)
        names = tuple(sorted(c.name for c in columns if isinstance(c, Column)))
        return cls(iri, condition, severity, message, names, reads)
