"""Whether a Turtle file says things in words that there are: a misspelt one would say nothing.

Asked of what users write (a law of their own, presumptions, a proposal), never of the shipped law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from functools import cache

from msgspec import Struct
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SH, DefinedNamespace
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE, ELI, PREFIXES, RECORD, Text, relative, short
from lovgraf.core.turtle_places import line_of, line_of_value

_PATTERN = BASE + "pattern#"
_OURS = (str(CORE), str(RECORD), _PATTERN)
_CLOSED: tuple[type[DefinedNamespace], ...] = (OWL, RDF, RDFS, XSD, SKOS, SH, DCTERMS)
"""Vocabularies of others whose terms are all known here."""
_NEWER = frozenset(str(RDF) + name for name in ("reifies", "dirLangString", "JSON"))
"""Terms of RDF 1.2, which rdflib does not list."""
_OPEN = (str(ELI), PREFIXES["org"], PREFIXES["prov"])
"""Vocabularies of others of which only what the law uses is known."""
_ALIKE = 0.85
_IN_FILE = Text("eller i filen", "nor in the file")


class Written(Struct, frozen=True):
    """A Turtle text of a user with its triples, and the name that errors give it."""

    text: str
    graph: Graph
    name: str

    def error(self, about: str, danish: str, english: str) -> InputError:
        """An error at the line that names an IRI."""
        return InputError(danish, english, self.name, line_of(self.text, self.graph, about))


def check_words(
    written: Written, law: Graph, beside: Graph | None = None, also: Text = _IN_FILE
) -> None:
    """Raise `InputError` at the line of a term, a thing or a literal that nobody can read.

    `law` is the graph that the text is added to, `beside` what else is added to it; `also` says
    where things are looked for beside the law.
    """
    own = written.graph if beside is None else beside
    _terms(written, own, law)
    _things(written, own, law, also)
    _literals(written, law)


def _terms(written: Written, own: Graph, law: Graph) -> None:
    """Properties, types and datatypes of the vocabularies are declared."""
    graph = written.graph
    used: set[Node] = {p for _, p, _ in graph}
    used |= {o for o in graph.objects(None, RDF.type) if isinstance(o, URIRef)}
    used |= {
        URIRef(o.datatype) for o in graph.objects() if isinstance(o, RdfLiteral) and o.datatype
    }
    used |= {o for o in graph.objects() if str(o).startswith(tuple(str(c) for c in _CLOSED))}
    for term in sorted(used, key=str):
        iri = str(term)
        if (near := _unknown(iri, own, law)) is None:
            continue
        name, hint = shown(iri), f" ({shown(near)}?)" if near else ""
        raise written.error(
            iri,
            f"Ordforrådet har intet, der hedder {name}{hint}.",
            f"The vocabulary has nothing called {name}{hint}.",
        )


def nearest_term(iri: str, law: Graph) -> str | None:
    """The nearest known term (or nothing, in words) where a vocabulary of others has no such term;
    None where it may have it."""
    return None if iri.startswith(_OURS) or iri in _NEWER else _unknown(iri, law, law)


def _unknown(iri: str, own: Graph, law: Graph) -> str | None:
    """The nearest known term (or nothing, in words) where a term is not known; None where it is."""
    term = URIRef(iri)
    for space in _CLOSED:
        if iri.startswith(str(space)):
            terms = _terms_of(space)
            return None if not terms or iri in terms else _nearest(iri, terms)
    for prefix in (*_OURS, *_OPEN):
        if not iri.startswith(prefix):
            continue
        if (term, RDF.type, None) in law or (term, RDF.type, None) in own:
            return None
        if (None, RDF.type, term) in law or (None, term, None) in law:
            return None
        known = {str(p) for p in law.predicates(unique=True) if str(p).startswith(prefix)}
        if prefix in _OURS:
            known |= {str(s) for s in law.subjects(RDF.type) if str(s).startswith(prefix)}
            return _nearest(iri, known)
        # Of others' words that the law has no use for, only misspellings of its own are known.
        return _nearest(iri, known, _ALIKE) or None
    return None


@cache
def _terms_of(space: type[DefinedNamespace]) -> frozenset[str]:
    """The terms of a vocabulary of others."""
    known = {str(one) for one in dir(space) if str(one).startswith(str(space))}
    return frozenset(known | {str(space) + name for name in getattr(space, "_extras", ())})


def _nearest(iri: str, known: Iterable[str], alike: float = 0.6) -> str:
    return next(iter(get_close_matches(iri, sorted(known), 1, alike)), "")


def _things(written: Written, own: Graph, law: Graph, also: Text) -> None:
    """What is referred to under the project's base is described, beside the law or in it."""
    for _, predicate, value in sorted(written.graph):
        if not isinstance(value, URIRef) or not str(value).startswith(BASE):
            continue
        if predicate in (RDF.type, RDFS.isDefinedBy):
            continue
        if (value, None, None) in own or (value, None, None) in law:
            continue
        if (None, None, value) in law:
            continue
        name, by = shown(str(value)), shown(str(predicate))
        known = {str(s) for graph in (law, own) for s in graph.subjects(unique=True)}
        near = _nearest(str(value), known, _ALIKE)
        hint_da = f" Mente du {shown(near)}?" if near else ""
        hint_en = f" Did you mean {shown(near)}?" if near else ""
        raise written.error(
            str(value),
            f"{by} peger på {name}, som hverken findes i loven {also.da}.{hint_da}",
            f"{by} points at {name}, which is neither in the law {also.en}.{hint_en}",
        )


def _literals(written: Written, law: Graph) -> None:
    """Dates, periods, numbers and truth values are what their property takes, and can be read."""
    for _, value, message in unreadable(sorted(written.graph), law):
        line = line_of_value(written.text, str(value))
        raise InputError(message.da, message.en, written.name, line)


def unreadable(
    triples: Iterable[tuple[Node, Node, Node]], law: Graph
) -> Iterator[tuple[Node, RdfLiteral, Text]]:
    """The subjects and values of triples whose value is not what its property takes, or cannot be
    read, and what is to be said of it."""
    takes: dict[Node, str | None] = {}
    for subject, predicate, value in triples:
        if not isinstance(value, RdfLiteral):
            continue
        if predicate not in takes:
            takes[predicate] = _wanted(law, predicate)
        kind = str(value.datatype or XSD.string)
        wanted = takes[predicate] or kind
        if kind == wanted and readable(str(value), kind):
            continue
        by, name = shown(str(predicate)), shown(wanted)
        example = _EXAMPLES.get(short(wanted))
        da, en = (f", fx {example}", f", such as {example}") if example else ("", "")
        yield (
            subject,
            value,
            Text(
                f"{by} er »{value}«, som ikke kan læses som {name}. Skriv en værdi af den "
                f"slags{da}.",
                f'{by} is "{value}", which cannot be read as {name}. Write a value of that '
                f"kind{en}.",
            ),
        )


def _wanted(law: Graph, predicate: Node) -> str | None:
    """The datatype that a property of ours takes: as declared, else the only one that it has in
    the law; None where there is none that is known here."""
    if not str(predicate).startswith(_OURS):
        return None
    found = law.value(predicate, RDFS.range)
    if found is None:
        kinds = {o.datatype for o in law.objects(None, predicate) if isinstance(o, RdfLiteral)}
        found = kinds.pop() if len(kinds) == 1 else None
    kind = str(found)
    return kind if kind.startswith(str(XSD)) and short(kind) in _FORMS else None


def readable(text: str, datatype: str) -> bool:
    """Whether a text is a literal of a datatype (IRI), as far as that is known here."""
    form = _FORMS.get(datatype.removeprefix(str(XSD))) if datatype.startswith(str(XSD)) else None
    if form is None:
        return True
    if not re.fullmatch(form, text):
        return False
    day = {"date": text, "gMonthDay": f"2000-{text.removeprefix('--')}"}.get(short(datatype))
    try:
        return day is None or bool(date.fromisoformat(day))
    except ValueError:
        return False


_WHOLE, _DAYS = r"[+-]?[0-9]+", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PARTS = r"([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9.]+S)?)?"
_FORMS = {
    "boolean": "true|false|1|0",
    "date": _DAYS,
    "dateTime": rf"{_DAYS}T[0-9:.]+(Z|[+-][0-9:]+)?",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "duration": rf"-?P(?=[0-9T]){_PARTS}",
    "gMonthDay": r"--[0-9]{2}-[0-9]{2}",
    "gYear": r"-?[0-9]{4,}",
    "gYearMonth": r"-?[0-9]{4,}-(0[1-9]|1[0-2])",
    "integer": _WHOLE,
    "int": _WHOLE,
    "long": _WHOLE,
    "nonNegativeInteger": r"\+?[0-9]+",
    "positiveInteger": r"\+?0*[1-9][0-9]*",
}  # fmt: skip
"""What a literal of a datatype looks like (XSD 1.1, part 2), of those that the law uses."""
_EXAMPLES = {
    "date": '"2015-01-31"^^xsd:date', "duration": '"P14D"^^xsd:duration', "integer": "14",
    "decimal": "185.0", "boolean": "true",
}  # fmt: skip


def shown(iri: str) -> str:
    """An IRI as who writes Turtle writes it."""
    for prefix, space in PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return relative(iri)
