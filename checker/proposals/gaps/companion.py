"""The same duties in other acts, and the other tasks of an authority that loses one, which the
proposals leave as they are (`companion`)."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.authorities import name_in
from lovgraf.law.norms import Norm
from lovgraf.law.provisions import act_of
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import Views, acts_of
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal


class Companion(GapKind):
    """Duties that state one pattern, of which the proposals change only some."""

    code = "companion"

    def in_graph(self, views: Views) -> Iterator[Gap]:
        """The same duties in other acts, which the proposals leave as they are: one gap a
        pattern."""
        graph = views.graph
        touched: dict[Node, dict[tuple[str | None, str], list[Norm]]] = {}
        for norm in _touched(views):
            for pattern in graph.objects(URIRef(norm.iri), CORE.pattern):
                duties = touched.setdefault(pattern, {})
                duties.setdefault((norm.duty, norm.kind), []).append(norm)
        changed = {one.iri for duties in touched.values() for own in duties.values() for one in own}
        for pattern, duties in sorted(touched.items(), key=repr):
            others = [
                other
                for other in views.before.norms.values()
                if other.iri not in changed
                and (other.duty, other.kind) in duties
                and (URIRef(other.iri), CORE.pattern, pattern) in graph
            ]
            if others:
                stated = {(other.duty, other.kind) for other in others}
                first = [own[0] for key, own in sorted(duties.items(), key=repr) if key in stated]
                mine = [norm for own in duties.values() for norm in own]
                yield self._gap(graph, label(graph, pattern), first, mine, others)
        yield from self._moved(views)

    def _moved(self, views: Views) -> Iterator[Gap]:
        """What an authority keeps of the acts by which a task is taken from it."""
        graph, day = views.graph, views.day
        for change in views.changes:
            if change.before is None or change.after is None:
                continue
            old, new = _in_charge(change.before), _in_charge(change.after)
            if old is None or new is None or old == new:
                continue
            acts = acts_of(graph, [change.before])
            left = [
                norm
                for iri, norm in views.after.norms.items()
                if iri in views.before.norms
                and _in_charge(norm) == old
                and acts & acts_of(graph, [norm])
            ]
            if left:
                yield Gap(
                    *self.statement(
                        "authority",
                        duty=change.after.label,
                        old=name_in(graph, old, day, change.before),
                        new=name_in(graph, new, day, change.after),
                        number=len(left),
                        names=_some([norm.label for norm in left]),
                    ),
                    norm=change.after.iri,
                    provision=change.after.provision,
                )

    def _gap(
        self, graph: Graph, what: Text, first: list[Norm], mine: list[Norm], others: list[Norm]
    ) -> Gap:
        """The gap about `others`, which state what the proposals change in `mine`; `first` is one
        of these for each duty."""
        acts = {act_of(graph, norm.provision) for norm in mine}
        apart = sorted({act_of(graph, other.provision) for other in others} - acts)
        names = [label(graph, URIRef(act)) for act in apart] or [other.label for other in others]
        number = len({other.provision for other in others})
        return Gap(
            *self.statement(
                "one" if number == 1 else "several",
                pattern=what,
                number=number,
                names=_some(list(dict.fromkeys(names))),
            ),
            norm=first[0].iri,
            provision=first[0].provision,
            about=tuple(norm.iri for norm in first[1:]),
        )

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Change the companions too."""
        yield from _changed_too(case.gap, case.before, case.after, case.proposal)


def _in_charge(norm: Norm) -> str | None:
    """The authority (IRI) that a norm lies with: who decides, else who is bound by it; None for the
    subject's own duties."""
    return norm.authority or norm.other_bearer


_NAMED = 5


def _some(names: list[Text]) -> Text:
    """The first few names, and how many more there are."""
    shown, more = names[:_NAMED], len(names) - _NAMED
    rest = Text(f" og {more} til", f" and {more} more") if more > 0 else Text("", "")
    return Text(
        "; ".join(name.da for name in shown) + rest.da,
        "; ".join(name.en for name in shown) + rest.en,
    )


def _touched(views: Views) -> list[Norm]:
    """The norms of the law before that are ended, replaced, or newly lifted."""
    before = views.before.norms
    found = {c.before.iri: c.before for c in views.changes if c.before is not None}
    for change in views.changes:
        if change.before is None and change.after is not None:
            for iri in (*change.after.exempts, *change.after.overrides):
                if iri in before:
                    found[iri] = before[iri]
    return list(found.values())


def _changed_too(gap: Gap, before: LawView, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Do the same to the norms that state the same duties and stay as they are."""
    added, meant = new_graph(), set[str]()
    for iri in (gap.norm or "", *gap.about):
        changed = before.norms.get(iri)
        if changed is None:
            return
        others = _companions_of(changed, before, after, proposal, added)
        if others is None:
            return
        meant |= {other.provision for other in others}
    if not len(added):
        return
    yield Edit(
        Text(
            f"Ændr også de andre bestemmelser med samme pligt ({len(meant)}).",
            f"Change the other provisions with the same duty too ({len(meant)}).",
        ),
        added,
        new_graph(),
    )


def _companions_of(
    changed: Norm, before: LawView, after: LawView, proposal: Proposal, added: Graph
) -> list[Norm] | None:
    """The companions of one norm, to which is added what the proposal does to it; None where it is
    not known what."""
    graph = after.law.graph
    patterns = set(graph.objects(URIRef(changed.iri), CORE.pattern))
    others = [
        other
        for iri, other in after.norms.items()
        if iri in before.norms
        and (other.kind, other.duty) == (changed.kind, changed.duty)
        and patterns & set(graph.objects(URIRef(iri), CORE.pattern))
    ]
    lifting = [n for n in after.lifting(changed.iri) if n.iri in proposal.introduces]
    free = [other for other in others if not {n.iri for n in lifting} & _lifting(after, other)]
    successors = [new for new, old in proposal.replaces if old == changed.iri]
    meant = free if lifting else others
    for other in meant:
        if not _alike(other, changed, lifting, successors, after, proposal, added):
            return None
    return meant


def _lifting(after: LawView, norm: Norm) -> set[str]:
    return {one.iri for one in after.lifting(norm.iri)}


def _alike(
    other: Norm,
    changed: Norm,
    lifting: list[Norm],
    successors: list[str],
    after: LawView,
    proposal: Proposal,
    added: Graph,
) -> bool:
    """Add what does to another norm what the proposal does to one; whether it is known what."""
    node = URIRef(proposal.iri)
    if lifting:
        for one in lifting:
            how = CORE.exempts if changed.iri in one.exempts else CORE.overrides
            added.add((URIRef(one.iri), how, URIRef(other.iri)))
        return True
    if changed.iri in proposal.ends:
        added.add((node, CORE.ends, URIRef(other.iri)))
        return True
    for new in successors:
        addressee = after.norms[new].addressee if new in after.norms else None
        if addressee is None:
            return False
        version = URIRef(f"{other.iri}-{proposal.iri.rsplit('/', 1)[-1]}")
        added.add((node, CORE.introduces, version))
        added.add((version, CORE.replaces, URIRef(other.iri)))
        added.add((version, CORE.addressee, URIRef(addressee)))
    return bool(successors)
