"""Facts about records, read from the graph: columns, derived facts and judgments.

Source: `ontology/record.ttl` and the facts that an act's own file declares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from rdflib import OWL, RDF, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from checker.errors import InputError
from checker.terms import CORE, RECORD, Text, label, short, text_of

Datatype = Literal["date", "boolean", "integer", "decimal", "string"]
Operand = str | bool | int | Decimal | date
"""A fact's IRI as `Ref`, or a literal value."""


@dataclass(frozen=True, slots=True)
class Ref:
    """An operand that is another fact, by IRI; `AS_OF` is the as-of date."""

    iri: str


AS_OF = Ref(str(RECORD.asOf))


@dataclass(frozen=True)
class Concept:
    """One code of a code list."""

    notation: str
    label: Text
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """A SKOS scheme as the codes that a column may hold."""

    iri: str
    label: Text
    concepts: tuple[Concept, ...]

    @cached_property
    def notations(self) -> tuple[str, ...]:
        """The codes, sorted."""
        return tuple(sorted(concept.notation for concept in self.concepts))


@dataclass(frozen=True)
class Fact:
    """What every fact has; `record_types` are notations (`person`)."""

    iri: str
    label: Text
    definition: Text | None
    datatype: Datatype
    record_types: frozenset[str]
    multi: bool = False


@dataclass(frozen=True)
class Column(Fact):
    """A fact that a dataset gives, under its canonical column `name`."""

    name: str = ""
    code_list: CodeList | None = None
    none_when: tuple[tuple[str, bool | str], ...] = ()
    implied_true_by: tuple[str, ...] = ()
    implied_false_by: tuple[str, ...] = ()
    absent_value: str | None = None
    present_value: str | None = None
    headers: tuple[str, ...] = ()
    format: str | None = None
    personal: bool = False
    unique: bool = False


@dataclass(frozen=True)
class Derived(Fact):
    """A fact computed from others by one operator of the closed set."""

    operator: str = ""
    roles: dict[str, tuple[Ref | Operand, ...]] = field(default_factory=dict)
    entries: tuple[tuple[Operand, Operand], ...] = ()
    asks_for: tuple[str, ...] = ()

    @property
    def operand_facts(self) -> list[str]:
        """The facts it is directly computed from, by IRI (code groups and dates left out)."""
        return [
            operand.iri
            for role, operands in self.roles.items()
            if role != "group"
            for operand in operands
            if isinstance(operand, Ref) and operand != AS_OF
        ]


@dataclass(frozen=True)
class Judgment(Fact):
    """A fact that only an authority can settle; always unknown."""

    judged_by: str | None = None


@dataclass(frozen=True)
class CodeGroup:
    """A group of codes with dated membership: (code, from, until), ends inclusive."""

    iri: str
    label: Text
    memberships: tuple[tuple[str, date | None, date | None], ...]

    def members(self, on: date) -> frozenset[str]:
        """The codes that belong to the group on a date."""
        return frozenset(
            code
            for code, start, end in self.memberships
            if (start is None or start <= on) and (end is None or on <= end)
        )


@dataclass(frozen=True)
class FactVocabulary:
    """Every fact, code list and code group that the graph declares."""

    facts: dict[str, Fact]
    groups: dict[str, CodeGroup]
    record_types: dict[str, str]
    """IRI of each record type to its notation."""

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns by canonical name."""
        return {fact.name: fact for fact in self.facts.values() if isinstance(fact, Column)}

    def columns_of(self, record_type: str) -> tuple[Column, ...]:
        """The columns of one record type, by notation, in order of name."""
        return tuple(
            column
            for _, column in sorted(self.columns.items())
            if record_type in column.record_types
        )

    def __getitem__(self, iri: str) -> Fact:
        try:
            return self.facts[iri]
        except KeyError:
            raise InputError(
                f"Kendsgerningen {short(iri)} er ikke erklæret i grafen ({iri}).",
                f"The fact {short(iri)} is not declared in the graph ({iri}).",
            ) from None

    def lineage(self, iris: Iterable[str]) -> list[Fact]:
        """Facts with all that they rest on, in order of IRI."""
        queue, seen = list(iris), set[str]()
        while queue:
            current = queue.pop()
            if current in seen:
                continue
            seen.add(current)
            fact = self[current]
            if isinstance(fact, Derived):
                queue += fact.operand_facts
            elif isinstance(fact, Column):
                queue += [other for other, _ in fact.none_when]
                queue += [*fact.implied_true_by, *fact.implied_false_by]
        return [self.facts[iri] for iri in sorted(seen)]

    def inputs(self, iri: str) -> frozenset[str]:
        """The IRIs of the columns and judgments that a fact rests on, itself included."""
        return frozenset(fact.iri for fact in self.lineage([iri]) if not isinstance(fact, Derived))


_ROLES = (
    "of", "at", "from", "to", "period", "group", "years", "month", "day",
    "first", "second", "third", "fourth", "otherwise", "whenNone",
)  # fmt: skip
_DATATYPES: dict[Node, Datatype] = {
    XSD.date: "date",
    XSD.boolean: "boolean",
    XSD.integer: "integer",
    XSD.decimal: "decimal",
    XSD.string: "string",
}


def read_facts(graph: Graph) -> FactVocabulary:
    """Read every fact of a graph.

    Raises `InputError` for a fact without datatype, or an unknown kind of operand.
    """
    types = {
        str(subject): str(notation)
        for subject, notation in graph.subject_objects(SKOS.notation)
        if (subject, RDF.type, OWL.Class) in graph
    }
    lists = {
        scheme: _code_list(graph, scheme) for scheme in set(graph.objects(None, RECORD.codeList))
    }
    facts: dict[str, Fact] = {}
    for kind, build in ((RECORD.Column, _column), (RECORD.DerivedFact, _derived)):
        for subject in graph.subjects(RDF.type, kind):
            facts[str(subject)] = build(graph, subject, types, lists)
    for subject in graph.subjects(RDF.type, RECORD.JudgmentFact):
        judge = graph.value(subject, CORE.judgedBy)
        facts[str(subject)] = Judgment(
            *_common(graph, subject, types), judged_by=str(judge) if judge else None
        )
    groups = {str(iri): _group(graph, iri) for iri in graph.subjects(RDF.type, RECORD.CodeGroup)}
    return FactVocabulary(dict(sorted(facts.items())), groups, types)


def _common(
    graph: Graph, subject: Node, types: dict[str, str]
) -> tuple[str, Text, Text | None, Datatype, frozenset[str]]:
    datatype = _DATATYPES.get(graph.value(subject, RECORD.datatype) or XSD.anyType)
    if datatype is None:
        raise InputError(
            f"Kendsgerningen {subject} mangler en kendt record:datatype.",
            f"The fact {subject} lacks a known record:datatype.",
        )
    kinds = frozenset(
        types[str(t)] for t in graph.objects(subject, RECORD.recordType) if str(t) in types
    )
    return (
        str(subject),
        label(graph, subject),
        text_of(graph, subject, SKOS.definition),
        datatype,
        kinds,
    )


def _column(
    graph: Graph, subject: Node, types: dict[str, str], lists: dict[Node, CodeList]
) -> Column:
    scheme = graph.value(subject, RECORD.codeList)
    form = graph.value(subject, RECORD["format"])
    none_when = tuple(
        sorted(
            (str(graph.value(node, RECORD.fact)), _plain(graph.value(node, RECORD.value)))
            for node in graph.objects(subject, RECORD.noneWhen)
        )
    )
    text = label(graph, subject)
    headers = {text.da, text.en, *(str(o) for o in graph.objects(subject, SKOS.altLabel))}
    return Column(
        *_common(graph, subject, types),
        multi=_flag(graph, subject, RECORD.multiValued),
        name=str(graph.value(subject, RECORD.column)),
        code_list=lists[scheme] if scheme else None,
        none_when=none_when,  # type: ignore[arg-type]
        implied_true_by=tuple(sorted(map(str, graph.objects(subject, RECORD.impliedTrueBy)))),
        implied_false_by=tuple(sorted(map(str, graph.objects(subject, RECORD.impliedFalseBy)))),
        absent_value=_text(graph, subject, RECORD.absentValue),
        present_value=_text(graph, subject, RECORD.presentValue),
        headers=tuple(sorted(headers)),
        format=short(str(form)) if form else None,
        personal=_flag(graph, subject, RECORD.personal),
        unique=_flag(graph, subject, RECORD.unique),
    )


def _derived(
    graph: Graph, subject: Node, types: dict[str, str], _lists: dict[Node, CodeList]
) -> Derived:
    operator = graph.value(subject, RECORD.operator)
    roles = {
        role: tuple(sorted((_operand(o) for o in found), key=repr))
        for role in _ROLES
        if (found := list(graph.objects(subject, RECORD[role])))
    }
    entries = tuple(
        sorted(
            (_plain(graph.value(node, RECORD.key)), _plain(graph.value(node, RECORD.value)))
            for node in graph.objects(subject, RECORD.entry)
        )
    )
    return Derived(
        *_common(graph, subject, types),
        operator=short(str(operator)),
        roles=roles,
        entries=entries,
        asks_for=tuple(sorted(map(str, graph.objects(subject, RECORD.asksFor)))),
    )


def _operand(node: Node) -> Ref | Operand:
    return Ref(str(node)) if isinstance(node, URIRef) else _plain(node)


def _plain(node: Node | None) -> Operand:
    """A literal as a Python value; durations stay in their lexical form."""
    if not isinstance(node, RdfLiteral):
        return str(node)
    value = node.toPython()
    return value if isinstance(value, bool | int | Decimal | date) else str(node)


def _text(graph: Graph, subject: Node, predicate: Node) -> str | None:
    value = graph.value(subject, predicate)
    return None if value is None else str(value)


def _flag(graph: Graph, subject: Node, predicate: Node) -> bool:
    return graph.value(subject, predicate) == RdfLiteral(True)


def _code_list(graph: Graph, scheme: Node) -> CodeList:
    concepts = [
        Concept(
            str(graph.value(concept, SKOS.notation)),
            label(graph, concept),
            tuple(sorted(_spellings(graph, concept))),
        )
        for concept in graph.subjects(SKOS.inScheme, scheme)
    ]
    return CodeList(
        str(scheme), label(graph, scheme), tuple(sorted(concepts, key=lambda c: c.notation))
    )


def _spellings(graph: Graph, concept: Node) -> Iterator[str]:
    for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        yield from map(str, graph.objects(concept, predicate))


def _group(graph: Graph, iri: Node) -> CodeGroup:
    memberships = []
    for node in graph.objects(iri, RECORD.membership):
        start, end = graph.value(node, RECORD["from"]), graph.value(node, RECORD.until)
        memberships.append(
            (
                str(graph.value(node, RECORD.code)),
                date.fromisoformat(str(start)) if start else None,
                date.fromisoformat(str(end)) if end else None,
            )
        )
    return CodeGroup(str(iri), label(graph, iri), tuple(sorted(memberships, key=repr)))
