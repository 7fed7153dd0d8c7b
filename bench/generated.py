"""Norms made from the law's own, so that a larger law asks the same questions of a record.

Each is a norm in force whose addressee is narrowed by a class of another norm, with the duty, the
deadlines, the exemptions and the required capabilities of the first. So the cut points of the facts
and the share of breaches stay those of the law. What exempts from the first or goes before it is
there a second time for those that are made of it: a file beside the law says nothing of the law's
own norms.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE
from lovgraf.law import Deadline, LawView, Norm, load_law

HEAD = """@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def generate(count: int, as_of: date, record_type: str, seed: int = 1) -> str:
    """Turtle with `count` norms for one type of record, in force on a date."""
    view = load_law().at(as_of)
    types = {notation: iri for iri, notation in view.law.facts.record_types.items()}
    return HEAD + "".join(_norms(count, view, record_type, types[record_type], seed))


def _norms(count: int, view: LawView, record_type: str, type_iri: str, seed: int) -> Iterator[str]:
    norms = [n for n in view.judged(record_type) if n.addressee and n.duty]
    if not norms:
        raise SystemExit("No norm in force has an addressee and a duty; nothing to generate from.")
    dice = random.Random(seed)
    lifted: dict[tuple[str, URIRef], list[str]] = {}
    addressees = sorted({norm.addressee for norm in norms if norm.addressee})
    for number in range(1, count + 1):
        host, other = norms[number % len(norms)], f"<{dice.choice(addressees)}>"
        if dice.random() < 0.5:
            other = f"[ a owl:Class ; owl:complementOf {other} ]"
        yield _norm(number, host, other, type_iri)
        for lifting in view.lifting(host.iri):
            how = CORE.exempts if host.iri in lifting.exempts else CORE.overrides
            lifted.setdefault((lifting.iri, how), []).append(
                f"{host.provision}/norm/generated-{number}"
            )
    yield _again(view.law.graph, lifted)


def _again(graph: Graph, lifted: Mapping[tuple[str, URIRef], Sequence[str]]) -> str:
    """What lifts norms, a second time as Turtle, for others that are lifted in the same way."""
    made = Graph()

    def copy(subject: Node, own: Node) -> None:
        for word, said in graph.predicate_objects(subject):
            if word in (CORE.exempts, CORE.overrides):
                continue
            made.add((own, word, said))
            if isinstance(said, BNode):
                copy(said, said)

    for (iri, how), norms in lifted.items():
        own = URIRef(f"{iri}-generated")
        if (own, None, None) not in made:
            copy(URIRef(iri), own)
        for norm in norms:
            made.add((own, how, URIRef(norm)))
    return made.serialize(format="nt")


def _norm(number: int, host: Norm, other: str, type_iri: str) -> str:
    label = f'rdfs:label "Målenorm {number}"@da , "Measuring norm {number}"@en'
    parts = [
        f"a core:{host.kind} ; {label} ; core:provision <{host.provision}>",
        f"core:recordType <{type_iri}> ; core:bearer <{host.bearer}>",
        'core:inForceFrom "1900-01-01"^^xsd:date',
        f"core:addressee <generated/class/{number}> ; core:duty <{host.duty}>",
        *(f"core:requires <{capability}>" for capability in host.requires),
        *(f"core:deadline {_deadline(deadline)}" for deadline in host.deadlines),
    ]
    if host.discretionary:
        parts.append("core:discretionary true")
    if host.authority:
        parts.append(f"core:competentAuthority <{host.authority}>")
    return f"""
<generated/class/{number}> a owl:Class ; {label} ;
  owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( <{host.addressee}> {other} ) ] .
<{host.provision}/norm/generated-{number}> {" ; ".join(parts)} .
"""


def _deadline(deadline: Deadline) -> str:
    period = deadline.period
    parts = ["a core:Deadline"]
    if deadline.before_event:
        parts += [f"core:beforeEvent <{event}>" for event in deadline.triggers]
    else:
        parts += [f"core:trigger <{trigger}>" for trigger in deadline.triggers]
        if period.bank_days:
            parts.append(f"core:bankDays {period.bank_days}")
        else:
            parts.append(f'core:period "P{period.months}M{period.days}D"^^xsd:duration')
    if deadline.performed_on:
        parts.append(f"core:performedOn <{deadline.performed_on}>")
    if deadline.at_least:
        parts.append("core:bound core:AtLeast")
    return f"[ {' ; '.join(parts)} ]"


def write(count: int, as_of: date, record_type: str, path: Path) -> Path:
    """Write the norms to a file."""
    path.write_text(generate(count, as_of, record_type), encoding="utf-8")
    return path


if __name__ == "__main__":
    write(int(sys.argv[1]), date.fromisoformat(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
