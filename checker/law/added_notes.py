"""What reports say of files that were laid beside the law."""

from __future__ import annotations

from rdflib import Graph, URIRef

from lovgraf.core.result import BESIDE
from lovgraf.core.terms import Text, label
from lovgraf.core.written import list_text, quoted
from lovgraf.law.provisions import provision_label
from lovgraf.law.time import key_provision
from lovgraf.law.view import Law

WORDS = {
    "lifts": Text("fritager fra eller går forud for", "exempts from, or goes before,"),
    "counts": Text("regner frister ved", "counts deadlines by"),
    "presumes": Text("formoder", "presumes"),
    "asks": Text("stiller krav til registreringer ved", "asks of records"),
    "opens": Text("åbner en vej til", "opens a way to"),
}
"""What is done, in words that are followed by what it is done to."""
_MOST = 3
"""Things that are named of each kind."""
_AND = Text("og", "and")


def added_notes(law: Law) -> list[Text]:
    """What a report must say of files beside the law: which they are, and what in them bears on
    rules that it has without them."""
    names = law.source.added
    if not names:
        return []
    files = ", ".join(names)
    said: dict[str, list[Text]] = {}
    for what, iri in law.source.reaches:
        said.setdefault(what, []).append(_named(law.graph, iri))
    parts = [(WORDS[what], list_text(_some(things), _AND)) for what, things in said.items()]
    da = "; ".join(f"{words.da} {things.da}" for words, things in parts)
    en = "; ".join(f"{words.en} {things.en}" for words, things in parts)
    return [
        Text(
            f"{BESIDE.da} {files}."
            + (f" Det virker på regler, som loven har uden: det {da}." if da else ""),
            f"{BESIDE.en} {files}."
            + (f" It bears on rules that the law has without it: it {en}." if en else ""),
        )
    ]


def _named(graph: Graph, iri: str) -> Text:
    name = label(graph, URIRef(iri))
    place = key_provision(graph, URIRef(iri))
    if place is None:
        return quoted(name)
    where = provision_label(graph, str(place))
    return Text(f"»{name.da}« ({where.da})", f'"{name.en}" ({where.en})')


def _some(things: list[Text]) -> list[Text]:
    more = len(things) - _MOST
    if more <= 0:
        return things
    return [*things[:_MOST], Text(f"{more} andre", f"{more} others")]
