"""How groups stand to the norms, capabilities and routes of a date, and norms to each other, as
triples.

Each relation is a plain triple; beside it stands a statement (`core:Relation`) with an invented
person for whom it is so, and one for whom it is not. What takes everyone to be asked takes long: it
is worked out for a date when it is first asked for, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from rdflib import RDF, RDFS, URIRef
from rdflib import Literal as RdfLiteral

from lovgraf.core.terms import CORE, Text, relative, short
from lovgraf.core.turtle_terms import TermWriter, Triple
from lovgraf.law import LawView
from lovgraf.law.norms import Norm
from lovgraf.proposals.meanings import several_meanings
from lovgraf.proposals.overview.conflicts import Conflict, conflicts
from lovgraf.proposals.overview.relations import Shown, Stands, relations
from lovgraf.proposals.overview.standing import UNSETTLED
from lovgraf.query.relation_terms import FURTHER, OF_KIND


def written(view: LawView) -> bytes:
    """The relations of a date, as lines of N-Triples without their full stops."""
    write = TermWriter().line
    found = [triple for stands in relations(view) for triple in _triples(stands)]
    found += _between_norms(view)
    found += [triple for one in conflicts(view) for triple in _of_conflict(one)]
    for one, other in several_meanings(view.law.graph):
        found += [(one, CORE.homonymOf, other), (other, CORE.homonymOf, one)]
    return "\n".join(dict.fromkeys(write(*triple) for triple in found)).encode()


class _Said(Struct, frozen=True):
    """A relation, with an example and a counter-example as far as there are any."""

    predicate: URIRef
    witness: Iterable[tuple[str, str]] | None = None
    counter: Iterable[tuple[str, str]] | None = None
    why: Text | None = None


def _triples(stands: Stands) -> Iterator[Triple]:
    """The triples of how a group stands to a thing."""
    subject, target = URIRef(stands.thing), URIRef(stands.group)
    if stands.kind == "reach":
        subject, target = target, subject
    for said in _all_said(stands):
        yield subject, said.predicate, target
        # All is some; the statement is made of what says most.
        if said.predicate == OF_KIND[stands.kind].always:
            yield subject, OF_KIND[stands.kind].some, target
        yield from _statement(stands.thing, stands.group, (subject, said.predicate, target), said)


def _statement(thing: str, of: str, triple: Triple, said: _Said) -> Iterator[Triple]:
    """The statement that stands beside a triple: under a thing, named by what it is of."""
    subject, predicate, target = triple
    name = f"{thing}/for/{re.sub('[/#]', '-', relative(of))}/{short(str(predicate))}"
    node = URIRef(name)
    yield node, RDF.type, CORE.Relation
    yield node, RDF.subject, subject
    yield node, RDF.predicate, predicate
    yield node, RDF.object, target
    for link, values in ((CORE.witness, said.witness), (CORE.counterWitness, said.counter)):
        if values is not None:
            yield node, link, RdfLiteral(", ".join(f"{n}={v}" for n, v in values))
    for lang, text in (said.why.as_dict() if said.why else {}).items():
        yield node, RDFS.comment, RdfLiteral(text, lang=lang)


def _of_conflict(conflict: Conflict) -> Iterator[Triple]:
    """That two norms contradict each other, either way round."""
    predicate = CORE.conflictsWith if conflict.refused is None else CORE.untold
    said = _Said(predicate, conflict.witness, why=conflict.refused)
    for one, other in (
        (conflict.one, conflict.other),
        (conflict.other, conflict.one),
    ):
        triple = URIRef(one), predicate, URIRef(other)
        yield triple
        yield from _statement(one, other, triple, said)


def _all_said(stands: Stands) -> Iterator[_Said]:
    """What can be told of a group and a thing."""
    shown: dict[str, Shown] = {one.standing: one for one in stands.shown}
    yield from _main(stands, shown)
    for standing, predicate in FURTHER.items():
        if one := shown.get(standing):
            yield _Said(predicate, one.witness, one.other)
    if stands.refused is not None:
        yield _Said(CORE.untold, why=stands.refused)
    elif not stands.settled:
        yield _Said(CORE.untold, why=UNSETTLED)


def _main(stands: Stands, shown: Mapping[str, Shown]) -> Iterator[_Said]:
    """Whether it is so of all, some, or none; nothing of all or none where some kinds of person
    may be missing, or it is open for some."""
    degrees = OF_KIND[stands.kind]
    certain = stands.refused is None and stands.settled
    if one := shown.get(degrees.standing):
        everyone = one.other is None and certain
        yield _Said(degrees.always if everyone else degrees.some, one.witness, one.other)
    elif certain and "open" not in shown:
        yield _Said(degrees.never, None, next((one.witness for one in stands.shown), None))


def _between_norms(view: LawView) -> Iterator[Triple]:
    """What lifts each norm in force, and what it presupposes: the powers without which the ways to
    what it requires would not be open."""
    for norm in view.norms.values():
        node = URIRef(norm.iri)
        for other in sorted(view.lifting(norm.iri), key=lambda one: one.iri):
            yield node, CORE.liftedBy, URIRef(other.iri)
        for power in sorted(_powers(view, norm)):
            yield node, CORE.presupposes, URIRef(power)


def _powers(view: LawView, norm: Norm) -> set[str]:
    """The norms in force that open the ways to what a norm requires, at any step."""
    found: set[str] = set()
    seen, waiting = set[str](), [*norm.requires]
    while waiting:
        thing = waiting.pop()
        if thing in seen:
            continue
        seen.add(thing)
        for route in view.routes:
            if thing in route.grants:
                waiting += route.needs
                found |= {power for power in route.powers if power in view.norms}
    return found - {norm.iri}
