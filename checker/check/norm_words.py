"""Words on a norm beside its verdicts: what follows where it is not met, and what those it binds
must do, in a sentence to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rdflib import URIRef

from lovgraf.core.terms import CORE, Text, label, text_of
from lovgraf.core.written import list_text
from lovgraf.law.authorities import name_in
from lovgraf.law.names import cited_on, norm_cited_on
from lovgraf.law.norms import Norm
from lovgraf.law.spoken import whole_sentence, words_of
from lovgraf.law.time import interval
from lovgraf.law.view import Law

_AND = Text("og", "and")


def sanction_of(law: Law, norm: Norm, day: date) -> Text | None:
    """What follows where a norm is not met: each sanction of the day with its provision."""
    said = []
    for one in sorted(law.graph.objects(URIRef(norm.iri), CORE.sanction), key=str):
        if not interval(law.graph, one).contains(day):
            continue
        other = law.norms.get(str(one))
        if other is None:
            said.append(cited_on(law.graph, str(one), day).text)
            continue
        text, where = label(law.graph, one), norm_cited_on(law.graph, other, day).text
        said.append(Text(f"{text.da} ({where.da})", f"{text.en} ({where.en})"))
    return list_text(said, _AND) if said else None


def to_do_of(law: Law, norm: Norm, day: date) -> Text | None:
    """What a norm asks, as a sentence (`core:sentence`, of its own or of its duty): to whoever a
    record is about where it binds them and the graph says how they are written to, else of them;
    None where the graph has none."""
    graph = law.graph
    form = text_of(graph, URIRef(norm.iri), CORE.sentence)
    form = form or (text_of(graph, URIRef(norm.duty), CORE.sentence) if norm.duty else None)
    if form is None:
        return None
    kinds = {name: iri for iri, name in law.facts.record_types.items()}
    kind, subject = kinds[norm.record_type], norm.bearer == str(CORE.Subject)
    words = _words(law, kind, CORE.writtenToAs) if subject else {}
    words = words or _words(law, kind, CORE.addressedAs)
    bearer = words.get("who") if subject else _words(law, norm.bearer, CORE.addressedAs).get("who")
    bearer = bearer or name_in(graph, norm.bearer, day, norm)
    said = whole_sentence(form, {**words, "bearer": bearer})
    return Text(f"{said.da.removesuffix('.')}.", f"{said.en.removesuffix('.')}.")


def _words(law: Law, iri: str, relation: URIRef) -> Mapping[str, Text]:
    """The words of the form of address that something has, by name; none where it has no form."""
    address = law.graph.value(URIRef(iri), relation)
    return dict(words_of(law.graph, URIRef(str(address)))) if address is not None else {}
