"""References to what is not in force on the day (`dangling`)."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import XSD, URIRef
from rdflib import Literal as RdfLiteral

from lovgraf.core.terms import CORE, Text, label
from lovgraf.core.written import date_text
from lovgraf.law.provisions import provision_label
from lovgraf.law.time import interval
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import Views, references
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal


class Dangling(GapKind):
    """What a proposal says of something that is not in force."""

    code = "dangling"

    def in_graph(self, views: Views) -> Iterator[Gap]:
        """References to what is not in force on the day, and what could not be laid over."""
        graph, day = views.graph, views.day
        for missing in views.overlay.not_applied:
            provision = graph.value(URIRef(missing.what), CORE.provision)
            yield Gap(
                *self.statement("not-applied", what=missing.label, reason=missing.reason),
                norm=missing.what,
                provision=str(provision) if provision is not None else None,
            )
        for proposal in views.overlay.proposals:
            for source in proposal.amends:
                if not interval(graph, URIRef(source)).contains(day):
                    name = provision_label(graph, source)
                    statement = self.statement("amends", source=name, day=date_text(day))
                    yield Gap(*statement, provision=source)
        for norm, how, other in references(views):
            if other.iri not in views.after.norms and other.in_force.start is not None:
                yield Gap(
                    *self.statement(how, norm=norm.label, other=other.label, day=date_text(day)),
                    norm=norm.iri,
                    provision=norm.provision,
                )

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Begin later; or end what took the place of what is gone."""
        yield from _begun_later(case.gap, case.after, case.proposal)
        yield from _redirected(case.gap, case.after, case.proposal)


def _begun_later(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Begin once what is changed is in force."""
    norm = after.law.norms.get(gap.norm or "")
    start = norm.in_force.start if norm is not None else None
    if norm is None or start is None or start <= after.as_of:
        return
    node, added, removed = URIRef(proposal.iri), new_graph(), new_graph()
    for predicate in (CORE.inForceFrom, CORE.commencementUndetermined):
        for triple in proposal.graph.triples((node, predicate, None)):
            removed.add(triple)
    added.add((node, CORE.inForceFrom, RdfLiteral(start.isoformat(), datatype=XSD.date)))
    yield Edit(
        Text(
            f"Lad forslaget træde i kraft {date_text(start).da}, når »{norm.label.da}« gælder.",
            f"Let the proposal commence on {date_text(start).en}, when "
            f'"{norm.label.en}" is in force.',
        ),
        added,
        removed,
    )


def _redirected(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """End what took the place of a norm that is gone already; or do not end it."""
    graph, node = after.law.graph, URIRef(proposal.iri)
    ending = node, CORE.ends, URIRef(gap.norm or "")
    if ending not in proposal.graph:
        return
    for iri in sorted(map(str, graph.subjects(CORE.replaces, ending[2]))):
        if iri in after.norms and iri not in proposal.introduces:
            name = after.norms[iri].label
            what = Text(
                f"Ophæv »{name.da}«, som er trådt i stedet.",
                f'End "{name.en}", which took its place.',
            )
            edit = Edit(what, new_graph(), new_graph(), stretch=1)
            edit.removed.add(ending)
            edit.added.add((node, CORE.ends, URIRef(iri)))
            yield edit
    name = label(graph, ending[2])
    edit = Edit(
        Text(f"Udelad ophævelsen af »{name.da}«.", f'Leave out the end of "{name.en}".'),
        new_graph(),
        new_graph(),
    )
    edit.removed.add(ending)
    yield edit
