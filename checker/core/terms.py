"""Namespaces of the graph and the two-language text value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from rdflib import Graph, Namespace, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS, XSD, DefinedNamespace
from rdflib.term import Node

BASE = "https://w3id.org/lovgraf/"


class Vocabulary(Namespace):
    """A namespace that makes each of its terms once (rdflib makes one at every use)."""

    def __getattr__(self, name: str) -> URIRef:
        term = super().__getattr__(name)
        if not name.startswith("__"):
            self.__dict__[name] = term
        return term


def _hold_terms(*spaces: type[DefinedNamespace]) -> None:
    """Have namespaces of rdflib hold their terms: it looks for one at every use, which takes twelve
    times as long and a thirtieth of the time in which a law is checked."""
    for space in spaces:
        for name in space.__annotations__:
            if not name.startswith("_"):
                type.__setattr__(space, name, space[name])


_hold_terms(OWL, RDF, RDFS, SH, SKOS, XSD)
CORE = Vocabulary(BASE + "core#")
RECORD = Vocabulary(BASE + "record#")
ELI = Vocabulary("http://data.europa.eu/eli/ontology#")
PREFIXES = {
    "core": BASE + "core#",
    "record": BASE + "record#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sh": "http://www.w3.org/ns/shacl#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "prov": "http://www.w3.org/ns/prov#",
    "dct": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "qb": "http://purl.org/linked-data/cube#",
    "cv": "http://data.europa.eu/m8g/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "lrml": "http://docs.oasis-open.org/legalruleml/ns/v1.0/metamodel#",
}
"""The names of vocabularies as one writes them in Turtle and SPARQL."""

Lang = Literal["da", "en"]


class Text(Struct, frozen=True):
    """One text in Danish and English.

    Thousands come from the cache with each run, and without slots they are read in a fifth of the
    time.
    """

    da: str
    en: str

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.da

    def as_dict(self) -> dict[str, str]:
        """The JSON form `{"da": ..., "en": ...}`."""
        return {"da": self.da, "en": self.en}


def short(iri: str) -> str:
    """The part of an IRI after the last `/` or `#`."""
    return iri.rstrip("/#").rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def relative(iri: str) -> str:
    """An IRI without the project's base, as a reader types it (`law/2012/528/par/3`)."""
    return iri.removeprefix(BASE)


def absolute(name: str) -> str:
    """The inverse of `relative`; an absolute IRI is returned as it is."""
    return name if "://" in name else BASE + name.lstrip("/")


def lies_in(iri: str, place: str) -> bool:
    """Whether an IRI is that of a place (an act, a provision), or of something below it."""
    return iri == place or iri.startswith(f"{place}/")


def places_around(iri: str) -> Iterator[str]:
    """The places in which an IRI lies (`lies_in`): itself, and each that it continues."""
    yield iri
    while "/" in iri:
        iri = iri.rpartition("/")[0]
        yield iri


def text_of(graph: Graph, subject: Node, predicate: Node = RDFS.label) -> Text | None:
    """The Danish and English literals of a property; None where there is neither.

    Where one language is missing, or the literal has no language, the other stands in.
    """
    found: dict[str, str] = {}
    for value in sorted(graph.objects(subject, predicate), key=str):
        if isinstance(value, RdfLiteral):
            found.setdefault((value.language or "").split("-")[0], str(value))
    if not found:
        return None
    any_text = next(iter(found.values()))
    danish = found.get("da", found.get("", any_text))
    return Text(danish, found.get("en", danish))


def label(graph: Graph, subject: Node) -> Text:
    """The label of a resource (rdfs:label, else skos:prefLabel, else the end of its IRI)."""
    return (
        text_of(graph, subject)
        or text_of(graph, subject, SKOS.prefLabel)
        or Text(short(str(subject)), short(str(subject)))
    )
