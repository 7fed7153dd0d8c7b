"""Write a graph as Turtle in one fixed form, so that a change of the law is a readable diff.

Subjects by IRI in natural order (`par/3` before `par/10`), blank nodes nested where they are
used and ordered by content, relative IRIs under the base (W3C Turtle 1.1). rdflib's own
serializers order blank nodes by their accidental names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from lovgraf.core.terms import CORE
from lovgraf.core.turtle_terms import Triple, canonical_graph

# Strings of Turtle and the order of names.

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key in which runs of digits count as numbers."""
    return tuple(
        (0, int(part), part) if part.isascii() and part.isdigit() else (1, 0, part)
        for part in re.split(r"([0-9]+)", text)
        if part
    )


def quote(text: str) -> str:
    """A Turtle string: on one line, or in triple quotes where the text has several."""
    escaped = re.sub(
        r"[\x00-\x09\x0b-\x1f\\\x7f]",
        lambda m: _ESCAPES.get(m.group(), f"\\u{ord(m.group()):04X}"),
        text,
    )
    if "\n" not in escaped:
        return '"' + escaped.replace('"', '\\"') + '"'
    return '"""' + re.sub(r'""+|"\Z', lambda m: m.group().replace('"', '\\"'), escaped) + '"""'


WIDTH = 100
_INDENT = "  "
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w-]*[\w])?\Z", re.ASCII)
_RELATIVE = re.compile(r"(?![./])(?!.*(?:/\.|//))[\w\-./#]+\Z")
_UNSAFE = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_BARE = {
    XSD.integer: re.compile(r"[+-]?[0-9]+\Z"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+\Z"),
    XSD.double: re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+\Z"),
    XSD.boolean: re.compile(r"(?:true|false)\Z"),
}
_FIRST_PREDICATES = (
    RDF.type, RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation,
    DCTERMS.identifier, DCTERMS.title, SKOS.definition, OWL.onProperty, OWL.onDatatype, SH.path,
    SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.message, SH.severity,
)  # fmt: skip
_LAST_PREDICATES = (CORE.goodExample, CORE.badExample)
_CELL = {RDF.first, RDF.rest}
_RANKS: dict[Node, int] = {
    **{predicate: rank for rank, predicate in enumerate(_FIRST_PREDICATES)},
    **{predicate: 1000 + rank for rank, predicate in enumerate(_LAST_PREDICATES)},
}


Said = dict[Node, dict[Node, dict[Node, None]]]
"""Each subject's values by predicate, each value once, in the order in which they came."""


class TurtleWriter:
    """The triples of one graph, a base and the prefixes to use, in the order in which they are
    declared."""

    def __init__(self, triples: Iterable[Triple], base: str, prefixes: Mapping[str, str]) -> None:
        self.base = base
        self.prefixes = dict(prefixes)
        self._namespaces = sorted(self.prefixes.items(), key=lambda item: -len(item[1]))
        self.used: set[str] = set()
        self._said = _said(triples)
        self._nested = self._find_nested()
        if any(value not in self._nested for value in self._blank_values()):
            self._said = _said(canonical_graph(self._triples()))
            self._nested = self._find_nested()
        self._labels = self._name_shared()
        self._inline: dict[Node, str | None] = {}
        self._written: dict[str, str] = {}
        self._ordered: dict[Node, list[tuple[str, list[Node]]]] = {}

    def write(self) -> str:
        """The declarations and statements; ends with a newline unless the graph is empty."""
        subjects = [s for s in self._said if s not in self._nested]
        blocks = {subject: self._statement(subject) for subject in subjects}
        ordered = sorted(subjects, key=lambda s: (*self._rank(s), blocks[s]))
        body = "\n\n".join(blocks[subject] for subject in ordered)
        declared = [
            f"@prefix {name}: <{iri}> ." for name, iri in self.prefixes.items() if name in self.used
        ]
        head = "\n".join([f"@base <{self.base}> .", *declared])
        return f"{head}\n\n{body}\n" if body else f"{head}\n"

    # --- blank nodes

    def _triples(self) -> Iterator[Triple]:
        for subject, own in self._said.items():
            for predicate, values in own.items():
                for value in values:
                    yield subject, predicate, value

    def _blank_values(self) -> set[BNode]:
        return {value for _, _, value in self._triples() if isinstance(value, BNode)}

    def _find_nested(self) -> set[Node]:
        """Blank nodes used exactly once, not through a circle of their own kind."""
        users: dict[Node, list[Node]] = {}
        for subject, _, value in self._triples():
            if isinstance(value, BNode):
                users.setdefault(value, []).append(subject)
        once = {node for node, subjects in users.items() if len(subjects) == 1}
        nested: set[Node] = set()
        for node in once:
            seen, above = {node}, users[node][0]
            while above in once and above not in seen:
                seen.add(above)
                above = users[above][0]
            if above not in seen:
                nested.add(node)
        return nested

    def _name_shared(self) -> dict[Node, str]:
        shared = sorted(n for n in self._blank_values() if n not in self._nested)
        return {node: f"_:b{number}" for number, node in enumerate(shared, 1)}

    def _rank(self, subject: Node) -> tuple[int, tuple[tuple[int, int, str], ...]]:
        """Ontologies, then what lies under the base, then foreign terms, then blank nodes."""
        if isinstance(subject, BNode):
            return (3, natural_key(self._labels.get(subject, "")))
        if OWL.Ontology in self._said[subject].get(RDF.type, ()):
            return (0, natural_key(str(subject)))
        return (1 if str(subject).startswith(self.base) else 2, natural_key(str(subject)))

    def _list(self, head: Node) -> list[Node] | None:
        """The members of a well-formed list all of whose cells are nested; else None."""
        members: list[Node] = []
        while head != RDF.nil:
            cell = self._said.get(head, {})
            if head not in self._nested or cell.keys() != _CELL or sum(map(len, cell.values())) > 2:
                return None
            (member,), (head,) = cell[RDF.first], cell[RDF.rest]
            members.append(member)
        return members

    # --- terms

    def iri(self, iri: str) -> str:
        """A prefixed name, else a relative IRI, else the whole IRI."""
        if iri not in self._written:
            self._written[iri] = self._iri(iri)
        return self._written[iri]

    def _iri(self, iri: str) -> str:
        for name, namespace in self._namespaces:
            local = iri.removeprefix(namespace)
            if local != iri and _LOCAL.match(local):
                self.used.add(name)
                return f"{name}:{local}"
        inside = iri.removeprefix(self.base)
        if inside != iri and _RELATIVE.match(inside):
            return f"<{inside}>"
        return "<" + _UNSAFE.sub(lambda m: f"\\u{ord(m.group()):04X}", iri) + ">"

    def literal(self, value: Literal) -> str:
        """The shortest form that keeps the lexical value."""
        text, datatype = str(value), value.datatype
        if datatype in _BARE and _BARE[datatype].match(text):
            return text
        quoted = quote(text)
        if value.language:
            return f"{quoted}@{value.language}"
        return quoted if datatype in (None, XSD.string) else f"{quoted}^^{self.iri(datatype)}"

    def _inline_term(self, term: Node) -> str | None:
        """A term on one line; None where it holds a text of several lines."""
        if isinstance(term, Literal):
            text = self.literal(term)
            return None if "\n" in text else text
        if isinstance(term, URIRef):
            return "()" if term == RDF.nil else self.iri(str(term))
        if term in self._labels:
            return self._labels[term]
        if term not in self._inline:
            self._inline[term] = self._inline_node(term)
        return self._inline[term]

    def _inline_node(self, node: Node) -> str | None:
        members = self._list(node)
        if members is not None:
            parts = [self._inline_term(member) for member in members]
            return None if None in parts else f"( {' '.join(map(str, parts))} )"
        inside = []
        for predicate, values in self._properties(node):
            parts = [self._inline_term(value) for value in values]
            if None in parts:
                return None
            inside.append(f"{predicate} {' , '.join(map(str, parts))}")
        return f"[ {' ; '.join(inside)} ]" if inside else "[]"

    def _term(self, term: Node, depth: int, room: int) -> str:
        """A term in the room left on its line, else over several lines at `depth`."""
        inline = self._inline_term(term)
        if isinstance(term, Literal):
            return self.literal(term)
        if inline is not None and (isinstance(term, URIRef) or len(inline) <= room):
            return inline
        if term in self._labels:
            return self._labels[term]
        pad, inner = _INDENT * depth, _INDENT * (depth + 1)
        members = self._list(term)
        if members is not None:
            lines = [inner + self._term(m, depth + 1, WIDTH - len(inner)) for m in members]
            return "\n".join(["(", *lines, f"{pad})"])
        body = self._body(term, depth + 1)
        return f"[\n{inner}{body}\n{pad}]" if body else "[]"

    # --- statements

    def _properties(self, node: Node) -> list[tuple[str, list[Node]]]:
        """Verbs with their values, in order; put in order once, since a node that does not fit into
        a line is asked for twice."""
        if node not in self._ordered:
            own = self._said.get(node, {})
            verbs = {predicate: self._verb(predicate) for predicate in own}
            predicates = sorted(own, key=lambda one: (_RANKS.get(one, 500), verbs[one]))
            self._ordered[node] = [(verbs[one], self._sorted(own[one])) for one in predicates]
        return self._ordered[node]

    def _sorted(self, values: Iterable[Node]) -> list[Node]:
        found = [*values]
        return sorted(found, key=self._value_key) if len(found) > 1 else found

    def _verb(self, predicate: Node) -> str:
        return "a" if predicate == RDF.type else self.iri(str(predicate))

    def _value_key(self, value: Node) -> tuple[object, ...]:
        if isinstance(value, Literal):
            language = {"da": "0", "en": "1"}.get(value.language or "", value.language or "")
            return (1, language, natural_key(str(value)), str(value.datatype))
        if isinstance(value, URIRef):
            return (0, "", natural_key(str(value)), "")
        return (2, "", natural_key(self._inline_term(value) or self._term(value, 0, 0)), "")

    def _body(self, node: Node, depth: int) -> str:
        pad = _INDENT * depth
        parts = []
        for verb, values in self._properties(node):
            room = WIDTH - len(pad) - len(verb) - 3
            inline = [self._inline_term(value) for value in values]
            line = " , ".join(map(str, inline))
            if None not in inline and len(line) <= room:
                parts.append(f"{verb} {line}")
            elif len(values) == 1:
                parts.append(f"{verb} {self._term(values[0], depth, room)}")
            else:
                inner = pad + _INDENT
                texts = [self._term(v, depth + 1, WIDTH - len(inner) - 2) for v in values]
                parts.append(f"{verb}\n{inner}" + f" ,\n{inner}".join(texts))
        return f" ;\n{pad}".join(parts)

    def _statement(self, subject: Node) -> str:
        name = self._labels.get(subject, "[]")
        if isinstance(subject, URIRef):
            name = self.iri(str(subject))
        return f"{name} {self._body(subject, 1)} ."


def _said(triples: Iterable[Triple]) -> Said:
    found: Said = {}
    for subject, predicate, value in triples:
        found.setdefault(subject, {}).setdefault(predicate, {})[value] = None
    return found
