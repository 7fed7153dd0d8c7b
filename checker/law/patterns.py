"""Norms that several provisions state alike: said once in a pattern, derived for each binding.

A pattern (`core:Pattern`) has templates of norms; a binding names the pattern, a code and, in its
clauses, the provision that states each template (`ontology/pattern.ttl`). What is derived is added
to the graph when it is read, so that nothing further down knows of patterns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from msgspec import Struct, field
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import ORG, SKOS
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE, RECORD, Text, Vocabulary, label, relative, short, text_of
from lovgraf.core.written import date_text
from lovgraf.facts.operators.days_between import DaysBetween
from lovgraf.law.time import Interval, interval

# The classes and facts that patterns of norms derive, as triples.

Triple = tuple[Node, Node, Node]


def event_class(
    name: Node, fact: Node, day: date, side: str, event: Text, record_type: Node
) -> Iterator[Triple]:
    """The records whose event is on a day or after it (`side` is `from`) or before it (`until`).

    `fact` counts the days from that day; `event` is the label of the date fact.
    """
    said = date_text(day)
    words, facet = Text("eller senere", "or later"), XSD.minInclusive
    if side == "until":
        words, facet = Text("eller tidligere", "or earlier"), XSD.maxInclusive
    yield from named(
        name,
        OWL.Class,
        both(lambda at: f"{event[at]}: {said[at]} {words[at]}"),
        Text(
            f"Registreringer, hvor »{event.da}« er {said.da} {words.da}.",
            f'Records where "{event.en}" is {said.en} {words.en}.',
        ),
    )
    limit, range_, days = BNode(), BNode(), BNode()
    yield limit, facet, RdfLiteral("0", datatype=XSD.integer)
    yield range_, RDF.type, RDFS.Datatype
    yield range_, OWL.onDatatype, XSD.integer
    yield from listed(range_, OWL.withRestrictions, [limit])
    yield from restriction(days, fact, OWL.someValuesFrom, range_)
    yield from defined(name, OWL.intersectionOf, [record_type, days])


def days_fact(
    fact: Node, day: date, event: Node, what: Text, record_type: Node
) -> Iterator[Triple]:
    """The derived fact that counts days from a day to an event, whose label is `what`."""
    said = date_text(day)
    yield from named(
        fact,
        OWL.DatatypeProperty,
        Text(f"{what.da}: dage fra {said.da}", f"{what.en}: days from {said.en}"),
        Text(
            f"Antal dage fra {said.da} til »{what.da}«; negativt før.",
            f'The number of days from {said.en} to "{what.en}"; negative before.',
        ),
    )
    yield fact, RDF.type, OWL.FunctionalProperty
    yield fact, RDF.type, RECORD.DerivedFact
    yield fact, RDFS.range, XSD.integer
    yield fact, RECORD.datatype, XSD.integer
    yield fact, RECORD.operator, RECORD[DaysBetween.name]
    yield fact, RECORD["from"], RdfLiteral(str(day), datatype=XSD.date)
    yield fact, RECORD.to, event
    yield fact, RECORD.recordType, record_type


def both(text: Callable[[str], str]) -> Text:
    """A text made in each language."""
    return Text(text("da"), text("en"))


def named(subject: Node, kind: Node, title: Text, meaning: Text) -> Iterator[Triple]:
    """A resource with its kind, label and definition."""
    yield subject, RDF.type, kind
    for at in ("da", "en"):
        yield subject, RDFS.label, RdfLiteral(title[at], lang=at)
        yield subject, SKOS.definition, RdfLiteral(meaning[at], lang=at)


def restriction(node: Node, fact: Node, kind: Node, value: Node) -> Iterator[Triple]:
    """A restriction of a fact to a value or a range."""
    yield node, RDF.type, OWL.Restriction
    yield node, OWL.onProperty, fact
    yield node, kind, value


def defined(name: Node, kind: Node, parts: Iterable[Node]) -> Iterator[Triple]:
    """A named class as the intersection or union of parts."""
    whole = BNode()
    yield name, OWL.equivalentClass, whole
    yield whole, RDF.type, OWL.Class
    yield from listed(whole, kind, list(parts))


def listed(subject: Node, predicate: Node, items: list[Node]) -> Iterator[Triple]:
    """A property whose value is a list."""
    cells: list[Node] = [BNode() for _ in items]
    yield subject, predicate, cells[0]
    for number, (cell, item) in enumerate(zip(cells, items, strict=True)):
        yield cell, RDF.first, item
        yield cell, RDF.rest, (*cells[1:], RDF.nil)[number]


PATTERN = Vocabulary(BASE + "pattern#")
THE_AUTHORITY = Text("myndigheden", "the authority")
_PREFIX = str(PATTERN)
_STARTS = (CORE.inForceFrom, CORE.commencedBy, CORE.commencesWith, CORE.uncommenced)
_REWRITTEN = frozenset({RDF.type, RDFS.label, SKOS.definition, CORE.provision})

Derived = tuple[Node, Triple]
"""A derived triple after the binding or norm that it comes from."""


def expand(graph: Graph) -> None:
    """Add to a graph all that follows from its bindings. Raises `InputError` for a faulty one."""
    for _, triple in derive(graph):
        graph.add(triple)


def derive(graph: Graph) -> list[Derived]:
    """What follows from the bindings of a graph; the graph itself is left as it is."""
    names = sorted(graph.subjects(RDF.type, PATTERN.Binding), key=str)
    if not names:
        return []
    vocabulary = _Vocabulary.of(graph)
    bindings = [_Binding(graph, name, vocabulary) for name in names]
    found = [(one.iri, triple) for one in bindings for triple in one.triples()]
    for pattern in sorted({one.pattern for one in bindings}, key=str):
        own = [one for one in bindings if one.pattern == pattern]
        if (whole := graph.value(pattern, PATTERN.boundClass)) is not None:
            parts = [one.bound(life) for one in own for life in one.lives()]
            found += [(own[0].iri, t) for t in defined(whole, OWL.unionOf, parts)]
    for norm, template in sorted(graph.subject_objects(PATTERN.lifts), key=str):
        if norm not in vocabulary.templates:  # a norm of its own, which lifts in every binding
            lifted = [n for one in bindings for n in one.norms_of(template)]
            found += [(norm, (norm, CORE.exempts, n)) for n in lifted]
    return found


class _Vocabulary(Struct):
    """What bindings have in common; `made` are classes and facts already stated, and of what."""

    graph: Graph
    becomes: dict[Node, Node]
    narrowed: set[Node]
    templates: set[Node]
    made: dict[Node, Node | None] = field(default_factory=dict)
    texts: dict[Node, Text] = field(default_factory=dict)
    passed: dict[Node, list[tuple[Node, Node]]] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Graph) -> _Vocabulary:
        return cls(
            graph,
            dict(graph.subject_objects(PATTERN.inNorm)),
            {s for s, yes in graph.subject_objects(PATTERN.narrowed) if str(yes) == "true"},
            set(graph.subjects(RDF.type, PATTERN.NormTemplate)),
        )

    def text(self, subject: Node) -> Text:
        """The label of a resource, looked up once."""
        if subject not in self.texts:
            self.texts[subject] = label(self.graph, subject)
        return self.texts[subject]

    def passes(self, source: Node) -> list[tuple[Node, Node]]:
        """What a template, clause or binding says that its norms say as well."""
        if source not in self.passed:
            self.passed[source] = [
                (becomes, value)
                for predicate, value in self.graph.predicate_objects(source)
                if (becomes := self.becomes.get(predicate, predicate)) not in _REWRITTEN
                and not str(becomes).startswith(_PREFIX)
            ]
        return self.passed[source]


class _Binding:
    """One code of a pattern with its clauses: the norms that hold for it, and their classes."""

    def __init__(self, graph: Graph, iri: Node, vocabulary: _Vocabulary) -> None:
        self.graph, self.iri, self.vocabulary = graph, iri, vocabulary
        self.pattern = self._one(iri, PATTERN.of)
        self.code = self._one(iri, PATTERN.code)
        self.notation = self._one(self.code, SKOS.notation)
        self.column = self._one(self.pattern, PATTERN.codeFact)
        self.record_type = self._one(self.pattern, CORE.recordType)
        self.event = graph.value(self.pattern, PATTERN.eventFact)
        self.authority = graph.value(iri, PATTERN.authority)
        norms = {clause: self._norm_of(clause) for clause in graph.objects(iri, PATTERN.clause)}
        self.clauses = dict(sorted(norms.items(), key=lambda item: item[1]))
        if len(set(norms.values())) < len(norms):
            raise self._wrong("giver samme norm to gange", "gives the same norm twice")
        self.life = {clause: self._life(clause) for clause in self.clauses}

    def triples(self) -> Iterator[Triple]:
        """All that follows from the binding alone."""
        for life in self.lives():
            yield from self._bound_class(life)
        for clause, norm in self.clauses.items():
            yield from self._norm(clause, norm)

    def lives(self) -> list[Interval]:
        """The intervals in which its clauses hold, each once."""
        return list(dict.fromkeys(self.life.values()))

    def norms_of(self, template: Node) -> list[URIRef]:
        """The norms that its clauses give of a template."""
        return [
            norm
            for clause, norm in self.clauses.items()
            if (clause, PATTERN.states, template) in self.graph
        ]

    def bound(self, life: Interval) -> URIRef:
        """The class of records that fall under its clauses of one interval."""
        return self._class("bound", life)

    def _class(self, name: str, life: Interval) -> URIRef:
        dates = f"-{life.start or ''}--{life.end or ''}" if len(self.lives()) > 1 else ""
        return URIRef(f"{self.iri}/class/{name}{dates.rstrip('-')}")

    def _one(self, subject: Node, predicate: URIRef) -> Node:
        value = self.graph.value(subject, predicate)
        if value is None:
            lacking = short(str(predicate))
            if isinstance(subject, URIRef) and subject != self.iri:
                lacking += f" ({relative(str(subject))})"
            raise self._wrong(f"mangler {lacking}", f"lacks {lacking}")
        return value

    def _wrong(self, danish: str, english: str) -> InputError:
        name = relative(str(self.iri))
        return InputError(f"Bindingen {name} {danish}.", f"The binding {name} {english}.")

    def _norm_of(self, clause: Node) -> URIRef:
        """The norm's IRI: under the provision of the binding's own act, else under the first."""
        template = self._one(clause, PATTERN.states)
        self._one(clause, CORE.provision)
        if template not in self.vocabulary.templates:
            name = relative(str(template))
            raise self._wrong(
                f"nævner {name}, som ikke er en skabelon", f"states {name}, which is no template"
            )
        act = str(self.iri).partition("/binding/")[0] + "/"
        provisions = sorted(map(str, self.graph.objects(clause, CORE.provision)))
        keyed = next((p for p in provisions if p.startswith(act)), provisions[0])
        return URIRef(f"{keyed}/norm/{short(str(template))}-{self.notation}")

    def _life(self, clause: Node) -> Interval:
        """When a clause holds: as it says itself, else the binding, else its provision."""
        own = interval(self.graph, clause)
        binding = interval(self.graph, self.iri)
        says = any((clause, start, None) in self.graph for start in _STARTS)
        binds = any((self.iri, start, None) in self.graph for start in _STARTS)
        start = binding.start if binds and not says else own.start
        return Interval(start, min((x.end for x in (own, binding) if x.end), default=None))

    def _bound_class(self, life: Interval) -> Iterator[Triple]:
        """The records with the code, not left out, whose event lies in the interval."""
        name, column, area = self.bound(life), self._text(self.column), self._text(self.code)
        when = self._dates(life)
        yield from named(
            name,
            OWL.Class,
            both(lambda at: f"{column[at]}: {area[at]}{when[at]}"),
            Text(
                f"Registreringer med koden {area.da} i »{column.da}«{when.da}.",
                f'Records with the code {area.en} in "{column.en}"{when.en}.',
            ),
        )
        yield name, PATTERN["from"], self.iri
        has_code = BNode()
        parts = [self.record_type, has_code]
        yield from restriction(has_code, self.column, OWL.hasValue, self.notation)
        for day, side in ((life.start, "from"), (life.end, "until")):
            if day is not None and self.event is not None:
                parts.append(URIRef(f"{self.pattern}/class/{side}-{day}"))
                yield from self._date_class(parts[-1], self.event, day, side)
        for left_out in sorted(self.graph.objects(self.iri, PATTERN.excludes), key=str):
            parts.append(BNode())
            yield parts[-1], RDF.type, OWL.Class
            yield parts[-1], OWL.complementOf, left_out
        yield from defined(name, OWL.intersectionOf, parts)

    def _dates(self, life: Interval) -> Text:
        """From when until when, where there is more than one interval to tell apart."""
        start, end = (date_text(day) if day else None for day in (life.start, life.end))
        if len(self.lives()) < 2 or not (start or end):
            return Text("", "")
        parts = [Text(f"fra {start.da}", f"from {start.en}")] if start else []
        parts += [Text(f"til {end.da}", f"until {end.en}")] if end else []
        return both(lambda at: f" ({' '.join(part[at] for part in parts)})")

    def _date_class(self, name: Node, event: Node, day: date, side: str) -> Iterator[Triple]:
        """The records whose event is on a day, after (`from`) or before it (`until`), made once."""
        fact, what = URIRef(f"{self.pattern}/fact/days-from-{day}"), self._text(event)
        if self._new(fact):
            yield from days_fact(fact, day, event, what, self.record_type)
        if self._new(name):
            yield from event_class(name, fact, day, side, what, self.record_type)

    def _new(self, name: Node, meaning: Node | None = None) -> bool:
        """Whether a shared name has not been stated yet; it must not mean two things."""
        made = self.vocabulary.made
        if name not in made:
            made[name] = meaning
            return True
        if made[name] != meaning:
            what = relative(str(name))
            raise self._wrong(f"giver {what} to betydninger", f"gives {what} two meanings")
        return False

    def _norm(self, clause: Node, norm: URIRef) -> Iterator[Triple]:
        """A norm: what its template says, before it the clause, after it the binding."""
        template = self._one(clause, PATTERN.states)
        yield from named(
            norm,
            self._one(template, PATTERN.kind),
            self._filled(template, RDFS.label),
            self._filled(template, SKOS.definition),
        )
        yield norm, PATTERN["from"], self.iri
        yield norm, CORE.pattern, self.pattern
        yield norm, CORE.recordType, self.record_type
        exempts = self._one(template, PATTERN.kind) == CORE.Exemption
        if exempts and self.event is not None and self.life[clause].end is not None:
            yield norm, CORE.liftsAfterEnd, RdfLiteral(True)  # narrowed to events of its life
        for provision in self.graph.objects(clause, CORE.provision):
            yield norm, CORE.provision, provision
        said: set[Node] = set()
        for source in (clause, template, self.iri):
            now = [(p, v) for p, v in self.vocabulary.passes(source) if p not in said]
            said.update(predicate for predicate, _ in now)
            for predicate, value in now:
                yield from self._passed(norm, predicate, value, self.life[clause])

    def _passed(
        self, norm: URIRef, predicate: Node, value: Node, life: Interval
    ) -> Iterator[Triple]:
        """A value as it stands in the norm of this binding."""
        if predicate in self.vocabulary.narrowed:
            name = self.bound(life)
            if value != self.record_type:
                name = self._class(short(str(value)), life)
                yield from self._narrowed(name, value, life)
            yield norm, predicate, name
        elif value in self.vocabulary.templates:
            yield from ((norm, predicate, other) for other in self.norms_of(value))
        elif value == PATTERN.BoundAuthority:
            yield norm, predicate, self._one(self.iri, PATTERN.authority)
        else:
            yield norm, predicate, value

    def _narrowed(self, name: URIRef, whole: Node, life: Interval) -> Iterator[Triple]:
        """The part of a class that falls under the binding."""
        if not self._new(name, whole):
            return
        title, area, when = self._text(whole), self._text(self.code), self._dates(life)
        column = self._text(self.column)
        meaning = text_of(self.graph, whole, SKOS.definition) or title
        yield from named(
            name,
            OWL.Class,
            both(lambda at: f"{title[at]} ({area[at]}){when[at]}"),
            both(lambda at: f"{meaning[at]} {column[at]}: {area[at]}{when[at]}."),
        )
        yield name, PATTERN["from"], self.iri
        yield from defined(name, OWL.intersectionOf, [self.bound(life), whole])

    def _filled(self, template: Node, predicate: URIRef) -> Text:
        """A template's text with the names of the code and the authority.

        One that became another has several names while the norm lasts: none of them is said.
        """
        self._one(template, predicate)
        text = text_of(self.graph, template, predicate) or Text("", "")
        code = self._text(self.code)
        filled = both(lambda at: text[at].replace("{code}", code[at]))
        if self.authority is not None:
            changed = (None, ORG.originalOrganization, self.authority) in self.graph
            authority = THE_AUTHORITY if changed else self._text(self.authority)
            filled = both(lambda at: filled[at].replace("{authority}", authority[at]))
        return both(lambda at: filled[at][:1].upper() + filled[at][1:])

    def _text(self, subject: Node) -> Text:
        return self.vocabulary.text(subject)
