"""Something has effect from before the proposal is passed (`retroactive`).

A proposal says when it is passed (`core:passedOn`); else it is taken to be passed on the day of the
law that it was written on (`core:lawAsOf`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace
from rdflib import XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.core.written import date_text
from lovgraf.law.norms import Norm
from lovgraf.law.view import Law
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, Statement, ToRepair
from lovgraf.proposals.proposal import Proposal


class Retroactive(GapKind):
    """A commencement before the day on which a proposal is passed."""

    code = "retroactive"

    def in_graph(self, views: Views) -> Iterator[Gap]:
        """What commences before the proposal is passed."""
        for proposal in views.overlay.proposals:
            passed = _passed(proposal)
            early = list(_early(proposal, passed))
            if not early or passed is None:
                continue
            days = sorted({day for _, day in early})
            wording = "burden" if _burdens(views, proposal) else "relief"
            yield Gap(
                *self._in_words(wording, views, proposal, passed),
                provision=next(iter(proposal.amends), None),
                about=(proposal.iri, *(day.isoformat() for day in days)),
            )

    def eased(self, gap: Gap, views: Views) -> Gap:
        """A relief where the proposal changes duties of those whom records are about, and routes
        that cost nothing, alone."""
        proposal = next(p for p in views.overlay.proposals if p.iri == gap.about[0])
        passed = _passed(proposal)
        if passed is None or not _of_duties(views, proposal):
            return gap
        code, severity, message = self._in_words("relief", views, proposal, passed)
        return replace(gap, code=code, severity=severity, message=message)

    def _in_words(self, wording: str, views: Views, proposal: Proposal, passed: date) -> Statement:
        """What commences too early, and when."""
        named = dict.fromkeys(
            (text_of(views.graph, node) or proposal.title, day)
            for node, day in _early(proposal, passed)
        )
        da = ", ".join(f"»{text.da}« {date_text(day).da}" for text, day in named)
        en = ", ".join(f'"{text.en}" {date_text(day).en}' for text, day in named)
        return self.statement(wording, day=date_text(passed), what=Text(da, en))

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Commence on the day on which the proposal is passed."""
        proposal = case.proposal
        passed = _passed(proposal)
        if passed is None or case.gap.about[0] != proposal.iri:
            return
        what = Text(
            f"Lad det træde i kraft, når det er vedtaget: {date_text(passed).da}.",
            f"Let it commence when it is passed: {date_text(passed).en}.",
        )
        edit = Edit(what, new_graph(), new_graph())
        for node, day in _early(proposal, passed):
            edit.removed.add((node, CORE.inForceFrom, _date(day)))
            edit.added.add((node, CORE.inForceFrom, _date(passed)))
        yield edit


def _passed(proposal: Proposal) -> date | None:
    own = _day(proposal.graph, URIRef(proposal.iri), CORE.passedOn)
    return own or proposal.law_as_of


def _early(proposal: Proposal, passed: date | None) -> Iterator[tuple[Node, date]]:
    """What the proposal lets commence before a day: itself, and what it introduces."""
    graph = proposal.graph
    if passed is None:
        return
    for iri in (proposal.iri, *proposal.introduces):
        for node in (URIRef(iri), *graph.objects(URIRef(iri), CORE.fee)):
            day = _day(graph, node, CORE.inForceFrom)
            if day is not None and day < passed:
                yield node, day


def _burdens(views: Views, proposal: Proposal) -> bool:
    """Whether a proposal puts something on somebody: a duty, a fee, or what ends."""
    law = views.after.law
    norms = [law.norms[iri] for iri in proposal.introduces if iri in law.norms]
    if proposal.ends or any(norm.judged for norm in norms):
        return True
    own = [route for route in law.access.routes if route.iri in proposal.introduces]
    return any(route.fees for route in own)


def _of_duties(views: Views, proposal: Proposal) -> bool:
    """Whether a proposal changes duties of the subject of a record alone (or exemptions from such),
    of which it was asked who gets them: no route ends, and none costs."""
    before, after = views.before.law, views.after.law
    routes = {route.iri: route for route in (*before.access.routes, *after.access.routes)}
    if any(routes[iri].fees for iri in proposal.introduces if iri in routes):
        return False
    brought = [after.norms.get(iri) for iri in proposal.introduces if iri not in routes]
    left = [old for _, old in proposal.replaces if old not in routes]
    gone = [before.norms.get(iri) for iri in (*proposal.ends, *left)]
    return all(norm is not None and _of_subjects(norm, after) for norm in (*brought, *gone))


def _of_subjects(norm: Norm, law: Law) -> bool:
    """Whether a norm is a duty of the subject of a record, or an exemption from such alone."""
    if norm.kind == "Exemption":
        return all(iri in law.norms and _of_subjects(law.norms[iri], law) for iri in norm.exempts)
    return norm.kind in ("Obligation", "BestEffortObligation") and norm.other_bearer is None


def _day(graph: Graph, node: Node, predicate: Node) -> date | None:
    value = graph.value(node, predicate)
    return value.value if isinstance(value, RdfLiteral) and type(value.value) is date else None


def _date(day: date) -> RdfLiteral:
    return RdfLiteral(day.isoformat(), datatype=XSD.date)
