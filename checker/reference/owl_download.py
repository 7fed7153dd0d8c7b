"""What a reasoner needs beside the law to say whom norms bind: axioms, as far as OWL 2 has them.

Each norm of a date binds a class (`core:boundBy` some value), and derived facts follow from others
where that can be said without "unknown": OWL draws no conclusion from what it was not told. What is
left out is counted by operator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from lovgraf.conditions.atoms import can_be_none
from lovgraf.core.terms import CORE, Text, short
from lovgraf.facts.vocabulary import AS_OF, Column, Derived, Fact, FactVocabulary, Operand, Ref
from lovgraf.law.view import LawView
from lovgraf.reference.plan import Lift, lifts

Scalar = bool | int | str | Decimal
_ORDER = ("first", "second", "third", "fourth")


@dataclass
class Said:
    """The axioms, and how many derived facts of each operator they say nothing of."""

    axioms: Graph
    unsaid: Counter[str]


def axioms_of(view: LawView) -> Said:
    """The axioms of a date."""
    writer = _Writer(view)
    for norm in view.judged():
        if norm.addressee is not None:
            writer.bind(norm.iri, norm.label, norm.addressee, lifts(view, norm, (norm.iri,)))
    unsaid: Counter[str] = Counter()
    for fact in view.law.facts.facts.values():
        if isinstance(fact, Derived) and not writer.derive(fact):
            unsaid[short(fact.operator)] += 1
    return Said(writer.graph, unsaid)


class _Writer:
    def __init__(self, view: LawView) -> None:
        self._view = view
        self._facts: FactVocabulary = view.law.facts
        self.graph = Graph(bind_namespaces="none")
        for link in (CORE.addressedBy, CORE.boundBy):
            self.graph.add((link, RDF.type, OWL.ObjectProperty))

    # Norms

    def bind(self, norm: str, label: Text, addressee: str, lifting: Iterable[Lift]) -> None:
        """A class of those bound: addressed, and in no class that lifts the norm."""
        bound = URIRef(f"{norm}/bound")
        self.graph.add((bound, RDF.type, OWL.Class))
        for lang, text in Text(f"Bundet: {label.da}", f"Bound: {label.en}").as_dict().items():
            self.graph.add((bound, RDFS.label, Literal(text, lang=lang)))
        whom = [URIRef(addressee), *(self._not(self._lifted(one)) for one in lifting)]
        self.graph.add((bound, OWL.equivalentClass, self._all(whom)))
        for who, link in ((URIRef(addressee), CORE.addressedBy), (bound, CORE.boundBy)):
            self._under(who, self._has(link, URIRef(norm)))

    def _lifted(self, lift: Lift) -> Node:
        inside = self._any([URIRef(name) for name in dict.fromkeys(lift.classes)])
        return self._all([inside, *(self._not(self._lifted(one)) for one in lift.unless)])

    # Facts

    def derive(self, fact: Derived) -> bool:
        """Say what follows of a derived fact; whether anything is said."""
        rules = {"Lookup": self._lookup, "FirstKnown": self._first, "InCodeGroup": self._grouped}
        rule = rules.get(short(fact.operator))
        return rule is not None and sum(1 for pair in rule(fact) if self._said(fact, *pair)) > 0

    def _said(self, fact: Derived, who: Node, value: Scalar) -> bool:
        self._under(who, self._has(URIRef(fact.iri), _literal(value)))
        return True

    def _lookup(self, fact: Derived) -> Iterator[tuple[Node, Scalar]]:
        """Each value for the keys that have it, and another for all else that is known."""
        of = self._operand(fact, "of")
        if of is None:
            return
        keys: dict[Scalar, list[Scalar]] = {}
        for key, value in fact.entries:
            if _plain(key) and _plain(value) and not _is_absence(of, key):
                keys.setdefault(value, []).append(key)  # type: ignore[arg-type]
        for value, some in keys.items():
            yield self._among(of, some), value
        for role, who in (("otherwise", self._others(fact, of)), ("whenNone", self._absent(of))):
            for told in fact.roles.get(role, ()):
                if who is not None and isinstance(told, bool | int | str | Decimal):
                    yield who, told

    def _first(self, fact: Derived) -> Iterator[tuple[Node, Scalar]]:
        """The value of an operand, where those before it say the same or are certainly unknown."""
        before: list[Operand | Ref] = []
        for operand in (o for role in _ORDER for o in fact.roles.get(role, ())):
            if not isinstance(operand, Ref):
                break  # a value that holds where nothing is known
            for value in self._values(operand, fact):
                parts: list[Node | None] = [self._has(URIRef(operand.iri), _literal(value))]
                parts += [self._gives_way(one, value) for one in before]
                if None not in parts:
                    yield (
                        self._all([part for part in parts if part not in (None, OWL.Thing)]),
                        value,
                    )
            before.append(operand)

    def _gives_way(self, operand: Operand | Ref, value: Scalar) -> Node | None:
        """Where an operand says this value or nothing; None where that cannot be said."""
        if not isinstance(operand, Ref):
            return None
        values = self._range(operand.iri)
        fact = self._facts[operand.iri]
        if values is not None and values <= {value} and not can_be_none(fact, self._facts):
            return OWL.Thing
        same = self._has(URIRef(operand.iri), _literal(value))
        if not isinstance(fact, Derived) or short(fact.operator) != "Lookup":
            return same
        of = self._operand(fact, "of")
        if of is None or fact.roles.get("otherwise"):
            return same
        unknown = self._others(fact, of)
        return same if unknown is None else self._any([same, unknown])

    def _grouped(self, fact: Derived) -> Iterator[tuple[Node, Scalar]]:
        """Whether a code is in a group on the date."""
        of, group = self._operand(fact, "of"), fact.roles.get("group", (None,))[0]
        at = fact.roles.get("at", (AS_OF,))[0]
        if of is None or at != AS_OF or not isinstance(group, Ref):
            return
        members = sorted(self._facts.groups[group.iri].members(self._view.as_of))
        if members:
            yield self._among(of, members), True

    def _operand(self, fact: Derived, role: str) -> Fact | None:
        """The fact that an operator asks of; None for a value, or a fact that reasoners cannot
        read."""
        operands = fact.roles.get(role, ())
        if len(operands) != 1 or not isinstance(operands[0], Ref) or operands[0] == AS_OF:
            return None
        of = self._facts[operands[0].iri]
        return None if of.datatype == "date" or of.multi else of

    def _values(self, operand: Ref, fact: Derived) -> list[Scalar]:
        """The values of an operand that can be told one by one."""
        if fact.datatype == "boolean":
            return [True, False]
        return sorted(self._range(operand.iri) or (), key=repr)

    def _range(self, iri: str, seen: frozenset[str] = frozenset()) -> frozenset[Scalar] | None:
        """The values that a fact can have; None where they are not known."""
        fact = self._facts.facts.get(iri)
        if fact is None or iri in seen:
            return None
        if isinstance(fact, Derived) and short(fact.operator) == "Lookup":
            told: list[object] = [value for _, value in fact.entries]
            told += [v for role in ("otherwise", "whenNone") for v in fact.roles.get(role, ())]
            return frozenset(told) if all(map(_plain, told)) else None  # type: ignore[arg-type]
        if isinstance(fact, Derived) and short(fact.operator) == "FirstKnown":
            found: set[Scalar] = set()
            for operand in (o for some in fact.roles.values() for o in some):
                own = self._range(operand.iri, seen | {iri}) if isinstance(operand, Ref) else None
                if own is None and not _plain(operand):
                    return None
                found |= own if own is not None else {operand}  # type: ignore[arg-type]
            return frozenset(found)
        if fact.datatype == "boolean":
            return frozenset({True, False})
        if isinstance(fact, Column) and fact.code_list is not None:
            return frozenset(fact.code_list.notations)
        return None

    # Class expressions

    def _among(self, of: Fact, values: Iterable[Scalar]) -> Node:
        return self._some(of, self._list([_literal(value) for value in values], OWL.oneOf))

    def _others(self, fact: Derived, of: Fact) -> Node | None:
        """Whoever has a value that a lookup does not name."""
        keys = [key for key, _ in fact.entries]
        keys += [of.absent_value] if isinstance(of, Column) and of.absent_value else []
        if not all(map(_plain, keys)):
            return None
        if of.datatype == "boolean":
            rest = [value for value in (True, False) if value not in keys]
            return self._among(of, rest) if rest else None
        data = BNode()
        named = self._list([_literal(key) for key in dict.fromkeys(keys)], OWL.oneOf)  # type: ignore[arg-type]
        self.graph.add((data, RDF.type, RDFS.Datatype))
        self.graph.add((data, OWL.datatypeComplementOf, named))
        return self._some(of, data)

    def _absent(self, of: Fact) -> Node | None:
        """Whoever says that there is nothing."""
        if isinstance(of, Column) and of.absent_value is not None:
            return self._has(URIRef(of.iri), Literal(of.absent_value))
        return None

    def _some(self, of: Fact, data: Node) -> Node:
        node = BNode()
        self.graph.add((node, RDF.type, OWL.Restriction))
        self.graph.add((node, OWL.onProperty, URIRef(of.iri)))
        self.graph.add((node, OWL.someValuesFrom, data))
        return node

    def _has(self, link: URIRef, value: Node) -> Node:
        node = BNode()
        self.graph.add((node, RDF.type, OWL.Restriction))
        self.graph.add((node, OWL.onProperty, link))
        self.graph.add((node, OWL.hasValue, value))
        return node

    def _not(self, what: Node) -> Node:
        node = BNode()
        self.graph.add((node, RDF.type, OWL.Class))
        self.graph.add((node, OWL.complementOf, what))
        return node

    def _all(self, parts: list[Node]) -> Node:
        return parts[0] if len(parts) == 1 else self._list(parts, OWL.intersectionOf)

    def _any(self, parts: list[Node]) -> Node:
        return parts[0] if len(parts) == 1 else self._list(parts, OWL.unionOf)

    def _list(self, members: list[Node], kind: URIRef) -> Node:
        node, head = BNode(), BNode()
        Collection(self.graph, head, members)
        self.graph.add((node, RDF.type, RDFS.Datatype if kind == OWL.oneOf else OWL.Class))
        self.graph.add((node, kind, head))
        return node

    def _under(self, who: Node, over: Node) -> None:
        self.graph.add((who, RDFS.subClassOf, over))


def _plain(value: object) -> bool:
    """Whether a value can stand in an axiom: a truth, a number, a text."""
    return isinstance(value, bool | int | str | Decimal)


def _is_absence(of: Fact, key: object) -> bool:
    return isinstance(of, Column) and of.absent_value is not None and key == of.absent_value


def _literal(value: Scalar) -> Literal:
    return Literal(value)
