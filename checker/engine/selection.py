"""What a plan selects from a relation of records, apart from how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct, field

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.tree import Condition, facts_of
from lovgraf.core.cache import stable_text
from lovgraf.engine.layout import Slot
from lovgraf.facts.dispute import Dispute
from lovgraf.facts.fact import Derived, Ref
from lovgraf.facts.ready import Ready
from lovgraf.facts.vocabulary import FactVocabulary


class Selection(Struct, frozen=True):
    """What a plan selects (see `make_plan`)."""

    facts: FactVocabulary
    as_of: date
    present: tuple[str, ...]
    complete: tuple[str, ...]
    carry: Mapping[str, str]
    atoms: Mapping[str, Atom]
    slots: Mapping[str, Slot]
    quality: Mapping[str, Condition]
    values: tuple[str, ...]
    ready: Ready = field(default_factory=Ready)
    stated: Mapping[str, Atom] = field(default_factory=dict)
    """What is coded as it is stated, without presumptions, by the keys of its slots."""
    stated_ready: Ready = field(default_factory=Ready)
    of_cells: bool = False
    """Whether the records are cells, whose rows may contradict themselves (see `Doubts`)."""

    def disputes(self) -> list[Dispute]:
        """What records may contradict themselves about, of the columns that there are."""
        there = {c.iri for name in self.present if (c := self.facts.columns.get(name))}
        return [d for d in self.facts.disputes if there.issuperset(d.pair)]

    def key(self) -> list[str]:
        """All that the SQL depends on, as texts for the key of the cache."""
        quality = self.quality
        ready = self.ready
        return [
            str(self.as_of), "columns", *self.present, "complete", *self.complete, "carry",
            *(f"{name} {kind}" for name, kind in self.carry.items()),
            "atoms", *(atom.text for atom in self.atoms.values()),
            "quality", *(iri + stable_text(quality[iri]) for iri in sorted(quality)),
            "values", *self.values,
            "facts", *definitions(self.facts, self.atoms, quality.values(), self.values),
            "cells", str(self.of_cells), *map(stable_text, self.disputes()),
            "ready", *(f"{k} {v}" for k, v in ready.values.items()),
            *(f"{k} {v}" for k, v in ready.classes.items()),
            *(f"{stable_text(k)} {v}" for k, v in ready.violations.items()),
            "stated", *sorted(self.stated),
            *(f"{k} {v}" for k, v in self.stated_ready.values.items()),
            *(f"{k} {v}" for k, v in self.stated_ready.classes.items()),
        ]  # fmt: skip


def definitions(
    facts: FactVocabulary,
    atoms: Mapping[str, Atom],
    quality: Iterable[Condition],
    values: Iterable[str],
) -> list[str]:
    """All that the SQL's facts are defined by, as texts for the key of the cache."""
    iris = {iri for condition in quality for iri in facts_of(condition)} | set(values)
    for atom in atoms.values():
        compare = atom.compare
        iris |= {compare.fact, compare.other} if compare else {atom.coding.key}
        iris |= {*atom.coding.asks, *atom.coding.behind}
    lineage = facts.lineage(iris)
    texts = [facts.definition(fact.iri) for fact in lineage]
    groups = {
        ref.iri
        for fact in lineage
        if isinstance(fact, Derived)
        for ref in fact.roles.get("group", ())
        if isinstance(ref, Ref) and ref.iri in facts.groups
    }
    return [*texts, *(stable_text(facts.groups[iri]) for iri in sorted(groups))]
