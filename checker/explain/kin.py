"""Of whom somebody asks who asks for another: read from the graph (`core:KinAddress`), so that a
letter to a parent does not speak of a child's age as the parent's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Lang, Text, label
from lovgraf.explain.wordings import LANGUAGES, Words, said_of, words_of
from lovgraf.law.view import Law

_GENITIVE = "s"
"""What a name ends in that says whose something is: "min mors", "my mothers"."""


class Kin(Struct, frozen=True):
    """Whoever somebody asks for: the form of address (IRI), its name on the command line, how a
    letter says it, and what the words of whoever asks may be."""

    iri: str
    name: str
    label: Text
    wordings: frozenset[Words]
    alone: bool = False
    """Whether it is meant only where nobody else is named (`core:onlyAlone`): a pronoun."""


def kin_of(law: Law) -> Mapping[str, Kin]:
    """Those one may ask for, by name, in the order of their names."""

    def read() -> dict[str, Kin]:
        graph, found = law.graph, dict[str, Kin]()
        for node in graph.subjects(RDF.type, CORE.KinAddress):
            name = str(graph.value(node, SKOS.notation))
            texts = (
                text for lang in LANGUAGES for text in said_of(graph, node, SKOS.altLabel, lang)
            )
            wordings = frozenset(
                one for text in texts for one in _with_genitive(tuple(words_of(text)))
            )
            alone = (node, CORE.onlyAlone, Literal(True)) in graph
            found[name] = Kin(str(node), name, label(graph, node), wordings, alone)
        return dict(sorted(found.items()))

    return law.once(("kin",), read)


def _with_genitive(words: Words) -> tuple[Words, Words]:
    """A name, and the name of whoever something belongs to: "min mor", "min mors"."""
    return words, (*words[:-1], words[-1] + _GENITIVE)


def kin_words(law: Law) -> frozenset[str]:
    """The words that name one of the family or another whom somebody may speak of."""

    def read() -> frozenset[str]:
        own = _words(law, CORE.KinWording, LANGUAGES)
        return own | {one + _GENITIVE for one in own}

    return law.once(("words of kin",), read)


def pronoun_in(words: str, law: Law) -> bool:
    """Whether some words speak of somebody by a pronoun: "hun", "he"."""
    said = words_of(words)
    pronouns = (one for kin in kin_of(law).values() if kin.alone for one in kin.wordings)
    return any(_holds(said, one) for one in pronouns)


def told_in(words: str, law: Law) -> Kin | None:
    """Whoever some words say somebody asks for, where they name one alone: "min søn"; nobody who is
    named as the receiver of what whoever asks gives: "give min søn adgang"."""
    said = words_of(words)
    held = {one: kin for kin in kin_of(law).values() for one in kin.wordings if _holds(said, one)}
    some = {kin.name: kin for one, kin in held.items() if not _in_another(one, held)}.values()
    found = [one for one in some if not one.alone] or list(some)
    if len(found) != 1:
        return None
    gives = [(word,) for word in _words(law, CORE.ReceiverWording, LANGUAGES)]
    received = any(_holds(said, give + one) for one in found[0].wordings for give in gives)
    return None if received else found[0]


def _in_another(part: tuple[str, ...], held: Collection[tuple[str, ...]]) -> bool:
    """Whether a name only begins another one: "my father" in "my father in law"."""
    return any(one != part and one[: len(part)] == part for one in held)


def clearly_told_in(words: str, law: Law) -> Kin | None:
    """Whoever some words ask for beyond doubt: they name one of the family, and neither another nor
    whoever asks ("min søn", not "må min søn læse min post")."""
    kin = told_in(words, law)
    if kin is None:
        return None
    said = words_of(words)
    for lang in LANGUAGES:
        for text in said_of(law.graph, URIRef(kin.iri), SKOS.altLabel, lang):
            part = tuple(words_of(text))
            if _holds(said, part):
                others = _without(said, part)
                named = kin_words(law) | _words(law, CORE.SelfWording, [lang])
                return kin if named.isdisjoint(others) else None
    return None


def _words(law: Law, kind: URIRef, languages: Sequence[Lang]) -> frozenset[str]:
    graph = law.graph
    return frozenset(
        word
        for node in graph.subjects(RDF.type, kind)
        for lang in languages
        for text in said_of(graph, node, SKOS.altLabel, lang)
        for word in words_of(text)
    )


def _without(said: list[str], part: tuple[str, ...]) -> list[str]:
    """Words without each place of a part of them."""
    at, found = 0, list[str]()
    while at < len(said):
        if tuple(said[at : at + len(part)]) == part:
            at += len(part)
        else:
            found.append(said[at])
            at += 1
    return found


def _holds(said: list[str], part: tuple[str, ...]) -> bool:
    return any(tuple(said[at : at + len(part)]) == part for at in range(len(said)))
