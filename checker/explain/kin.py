"""Of whom somebody asks who asks for another: read from the graph (`core:KinAddress`), so that a
letter to a parent does not speak of a child's age as the parent's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import RDF
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Text, label
from lovgraf.explain.wordings import LANGUAGES, said_of, words_of
from lovgraf.law.view import Law


@dataclass(frozen=True)
class Kin:
    """Whoever somebody asks for: the form of address (IRI), its name on the command line, how a
    letter says it, and what the words of whoever asks may be."""

    iri: str
    name: str
    label: Text
    wordings: frozenset[tuple[str, ...]]


def kin_of(law: Law) -> Mapping[str, Kin]:
    """Those one may ask for, by name, in the order of their names."""

    def read() -> dict[str, Kin]:
        graph, found = law.graph, dict[str, Kin]()
        for node in graph.subjects(RDF.type, CORE.KinAddress):
            name = str(graph.value(node, SKOS.notation))
            texts = (
                text for lang in LANGUAGES for text in said_of(graph, node, SKOS.altLabel, lang)
            )
            wordings = frozenset(tuple(words_of(text)) for text in texts)
            found[name] = Kin(str(node), name, label(graph, node), wordings)
        return dict(sorted(found.items()))

    return law.once(("kin",), read)


def told_in(words: str, law: Law) -> Kin | None:
    """Whoever some words say somebody asks for, where they name one alone: "min søn"."""
    said = words_of(words)
    found = [kin for kin in kin_of(law).values() if any(_holds(said, one) for one in kin.wordings)]
    return found[0] if len(found) == 1 else None


def _holds(said: list[str], part: tuple[str, ...]) -> bool:
    return any(tuple(said[at : at + len(part)]) == part for at in range(len(said)))
