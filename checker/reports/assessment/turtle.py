"""An assessment as RDF: a SHACL validation report with a result for each gap, and who gains.

The focus node is the norm, else the proposal; what struck persons have in common is told in words,
and the example is a record in the vocabulary of records. Before and after, where a dataset was
counted, is a data cube. Source of the terms: `ontology/core.ttl`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import DCTERMS, QB, SH, XSD

from lovgraf.core.safe import plain
from lovgraf.core.terms import BASE, CORE, RECORD, Text
from lovgraf.core.turtle import format_turtle
from lovgraf.facts.fact import Column
from lovgraf.law.view import LawView
from lovgraf.proposals.assess import Assessment
from lovgraf.proposals.business_case import Amounts, Recount, business_case
from lovgraf.proposals.findings import Gain
from lovgraf.proposals.gap import Gap

_SEVERITY = {"error": SH.Violation, "warning": SH.Warning, "info": SH.Info}


def write(found: Assessment) -> Iterator[str]:
    """The report in a fixed order: the same assessment gives the same bytes."""
    yield format_turtle(graph(found))


def graph(found: Assessment) -> Graph:
    """The report as a graph without blank nodes."""
    made = Graph(bind_namespaces="none")
    for prefix, namespace in (
        ("core", CORE), ("record", RECORD), ("sh", SH), ("dct", DCTERMS), ("qb", QB),
        ("xsd", XSD), ("rdfs", RDFS),
    ):  # fmt: skip
        made.bind(prefix, namespace)
    overlay = found.views.overlay
    names = "+".join(p.iri.removeprefix(BASE).removeprefix("proposal/") for p in overlay.proposals)
    report = URIRef(f"{BASE}assessment/{quote(names, safe='')}/{found.day.isoformat()}")
    made.add((report, RDF.type, SH.ValidationReport))
    made.add((report, SH.conforms, RdfLiteral(bool(found.feasible))))
    made.add((report, CORE.asOf, RdfLiteral(found.day)))
    for proposal in overlay.proposals:
        made.add((report, CORE.assesses, URIRef(proposal.iri)))
        _both(made, URIRef(proposal.iri), RDFS.label, proposal.title)
    for kind in found.not_examined:
        made.add((report, CORE.notExamined, URIRef(kind)))
    for note in (*found.notes, *found.left_out):
        _both(made, report, CORE.note, note)
    focus = URIRef(overlay.proposals[-1].iri)
    for place, gap in enumerate(found.gaps, 1):
        node = URIRef(f"{report}/gap/{place}")
        made.add((report, SH.result, node))
        _gap(made, node, gap, found.views.after, focus)
    for place, gain in enumerate(found.gains, 1):
        _gain(made, report, URIRef(f"{report}/gain/{place}"), gain, found.views.after)
    _counts(made, report, found)
    _economy(made, report, found)
    return made


def _gap(made: Graph, node: URIRef, gap: Gap, view: LawView, focus: URIRef) -> None:
    made.add((node, RDF.type, SH.ValidationResult))
    made.add((node, SH.resultSeverity, _SEVERITY[gap.severity]))
    made.add((node, SH.focusNode, URIRef(gap.norm) if gap.norm else focus))
    made.add((node, SH.sourceConstraintComponent, SH.NodeConstraintComponent))
    _both(made, node, SH.resultMessage, gap.message)
    made.add((node, CORE.gap, URIRef(f"{BASE}gap/{gap.code}")))
    for predicate, value in (
        (CORE.norm, gap.norm), (CORE.provision, gap.provision), (CORE.principle, gap.principle),
    ):  # fmt: skip
        if value:
            made.add((node, predicate, URIRef(value)))
    if gap.who_words:
        _both(made, node, CORE.who, gap.who_words)
    for predicate, number in ((CORE.kindsStruck, gap.cells), (CORE.kindsInAll, gap.of)):
        if number is not None:
            made.add((node, predicate, RdfLiteral(number)))
    if gap.witness:
        norm = view.norms.get(gap.norm or "")
        kind = norm.record_type if norm is not None else None
        _witness(made, node, kind, gap.witness, view)
    for place, block in enumerate(gap.blocking, 1):
        stop = URIRef(f"{node}/stop/{place}")
        made.add((node, CORE.stopsAt, stop))
        made.add((stop, CORE.route, URIRef(block.route)))
        made.add((stop, CORE.step, URIRef(block.step)))
        made.add((stop, CORE.byTravel, RdfLiteral(block.by_travel)))
    if gap.no_repair:
        _both(made, node, CORE.noRepair, gap.no_repair)
    for place, repair in enumerate(gap.repairs, 1):
        change = URIRef(f"{node}/repair/{place}")
        made.add((node, CORE.closedBy, change))
        _both(made, change, RDFS.label, repair.what)
        made.add((change, CORE.turtle, RdfLiteral(repair.turtle)))
        for predicate, codes in ((CORE.closes, repair.closes), (CORE.opens, repair.opens)):
            for code in codes:
                made.add((change, predicate, URIRef(f"{BASE}gap/{code}")))


def _gain(made: Graph, report: URIRef, node: URIRef, gain: Gain, view: LawView) -> None:
    """Who is better off, as a node of its own."""
    made.add((report, CORE.gain, node))
    made.add((node, RDF.type, CORE.Gain))
    made.add((node, CORE.wayOfGaining, RdfLiteral(gain.kind)))
    _both(made, node, RDFS.label, gain.name)
    _both(made, node, CORE.who, gain.who)
    norm = gain.about in view.law.norms
    made.add((node, CORE.norm if norm else CORE.grants, URIRef(gain.about)))
    made.add((node, CORE.kindsStruck, RdfLiteral(gain.cells)))
    made.add((node, CORE.kindsInAll, RdfLiteral(gain.of)))
    for group in gain.groups:
        made.add((node, CORE.group, URIRef(group)))
    if gain.bearer is not None:
        made.add((node, CORE.bearer, URIRef(gain.bearer)))
    if gain.witness:
        _witness(made, node, gain.record_type, gain.witness, view)


def _witness(
    made: Graph, node: URIRef, record_type: str | None, witness: Mapping[str, str], view: LawView
) -> None:
    """The example as a record, its values typed as the columns are."""
    record = URIRef(f"{node}/example")
    made.add((node, CORE.example, record))
    for kind, notation in view.law.facts.record_types.items():
        if notation == record_type:
            made.add((record, RDF.type, URIRef(kind)))
    for name, value in witness.items():
        column = view.law.facts.columns.get(name)
        if column is not None:
            for part in _values(column, value):
                made.add((record, URIRef(column.iri), part))


def _values(column: Column, value: str) -> list[RdfLiteral]:
    parts = value.split() if column.multi else [value]
    return [RdfLiteral(plain(part), datatype=XSD[column.datatype]) for part in parts]


def _counts(made: Graph, report: URIRef, found: Assessment) -> None:
    """Group by norm by effect, in records of the dataset."""
    for counted in found.counted:
        for place, entry in enumerate(counted.entries, 1):
            numbers = [*entry.effects.items(), ("undecided", entry.undecided)]
            for effect, number in numbers:
                name = f"{report}/count/{counted.comparison.record_type}/{place}/{effect}"
                _observation(made, report, URIRef(name), number)
                made.add((URIRef(name), CORE.norm, URIRef(entry.change.norm.iri)))
                made.add((URIRef(name), CORE.effectOfChange, RdfLiteral(effect)))
                if entry.group is not None:
                    made.add((URIRef(name), CORE.group, URIRef(entry.group.iri)))


def _economy(made: Graph, report: URIRef, found: Assessment) -> None:
    """The saving of each calculation by year, as computed and as redone for the dataset."""
    for place, table in enumerate(business_case(found), 1):
        results: list[tuple[str, Recount | None, Amounts]] = [("computed", None, table.saving)]
        for at, one in enumerate(table.recounts, 1):
            results.append((f"dataset/{at}", one, one.saving))
        for name, recount, saving in results:
            for year, value in zip(table.years, saving, strict=True):
                node = URIRef(f"{report}/saving/{place}/{name}/{year}")
                _observation(made, report, node, int(value))
                made.add((node, CORE.computedBy, URIRef(table.iri)))
                made.add((node, CORE.ofYear, RdfLiteral(year)))
                if recount is not None:
                    made.add((node, CORE.norm, URIRef(recount.change.norm.iri)))
                    made.add((node, CORE.records, RdfLiteral(recount.able)))


def _observation(made: Graph, report: URIRef, node: URIRef, value: int) -> None:
    made.add((node, RDF.type, QB.Observation))
    made.add((node, QB.dataSet, report))
    made.add((node, CORE.value, RdfLiteral(value)))


def _both(made: Graph, node: URIRef, predicate: URIRef, text: Text) -> None:
    made.add((node, predicate, RdfLiteral(plain(text.da), lang="da")))
    made.add((node, predicate, RdfLiteral(plain(text.en), lang="en")))
