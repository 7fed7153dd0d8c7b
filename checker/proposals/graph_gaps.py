"""Gaps that show in the graph itself, without asking whom they strike.

Source: semantics, section 6. What a complete proposal has is said by `shapes/proposal.ttl`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SH
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE, Text, label, short, text_of
from lovgraf.core.written import date_text
from lovgraf.law.norms import Norm, provision_label
from lovgraf.law.time import interval
from lovgraf.proposals.changes import Views, act_of
from lovgraf.proposals.gap import Gap, Severity
from lovgraf.proposals.passing import retroactive
from lovgraf.proposals.stale_texts import stale_texts

_SEVERITY: dict[Node, Severity] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
_NAMED_IN_MESSAGE = 5


def graph_gaps(views: Views) -> list[Gap]:
    """All gaps of this kind, in no particular order."""
    return [
        *shape_gaps(views), *companions(views), *dangling(views), *spent_bases(views),
        *uncommenced(views), *retroactive(views), *stale_texts(views),
    ]  # fmt: skip


def shape_gaps(views: Views) -> Iterator[Gap]:
    """Where a proposal breaks a shape of `shapes/proposal.ttl`."""
    from lovgraf.law.well_formed import PROPOSAL_SHAPES, named_shapes, validate

    graph = views.graph
    shapes = named_shapes(graph, PROPOSAL_SHAPES)
    for proposal in views.overlay.proposals:
        data = _with_all_kept(views, URIRef(proposal.iri), proposal.introduces)
        for shape in dict.fromkeys(shape for shape, _ in validate(data, graph, shapes)):
            message = text_of(graph, shape, SH.message) or label(graph, shape)
            severity = graph.value(shape, SH.severity) or SH.Violation
            amended = next(iter(proposal.amends), None)
            about = tuple(map(str, graph.objects(shape, SH.targetClass)))
            found = Gap(short(str(shape)), _SEVERITY[severity], message, provision=amended)
            yield found if about == (str(CORE.Proposal),) else replace(found, about=about)


def _with_all_kept(views: Views, proposal: URIRef, introduced: tuple[str, ...]) -> Graph:
    """A proposal, what it introduces as it stands in the new law, and the types of all named."""
    graph, data = views.graph, Graph(bind_namespaces="none")
    todo: list[Node] = [proposal, *map(URIRef, introduced)]
    while todo:
        for triple in graph.triples((todo.pop(), None, None)):
            if triple in data:
                continue
            data.add(triple)
            if isinstance(triple[2], BNode):
                todo.append(triple[2])
            else:
                for kind in graph.objects(triple[2], RDF.type):
                    data.add((triple[2], RDF.type, kind))
    for iri in introduced:
        data.add((proposal, CORE.introduces, URIRef(iri)))
    for triple in graph.triples((None, RDFS.subClassOf, None)):
        if str(triple[0]).startswith(str(CORE)):
            data.add(triple)
    return data


def companions(views: Views) -> Iterator[Gap]:
    """The same duties in other acts, which the proposals leave as they are: one gap a pattern."""
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
            yield _companion(graph, label(graph, pattern), first, mine, others)


def _companion(
    graph: Graph, what: Text, first: list[Norm], mine: list[Norm], others: list[Norm]
) -> Gap:
    """The gap about `others`, which state what the proposals change in `mine`; `first` is one of
    these for each duty."""
    acts = {act_of(graph, norm.provision) for norm in mine}
    apart = sorted({act_of(graph, other.provision) for other in others} - acts)
    names = [label(graph, URIRef(act)) for act in apart] or [other.label for other in others]
    names = list(dict.fromkeys(names))
    more = len(names) - _NAMED_IN_MESSAGE
    shown = names[:_NAMED_IN_MESSAGE]
    number = len({other.provision for other in others})
    return Gap(
        "companion",
        "warning",
        Text(
            f"»{what.da}« står også i {number} "
            f"{'anden bestemmelse' if number == 1 else 'andre bestemmelser'}, som forslaget ikke "
            f"ændrer: {'; '.join(name.da for name in shown)}"
            f"{f' og {more} til' if more > 0 else ''}. Ændr dem samtidig, eller sig, hvorfor "
            "de skal være anderledes.",
            f'"{what.en}" also rests on {number} other provision{"s" * (number != 1)} that the '
            f"proposal does not change: {'; '.join(name.en for name in shown)}"
            f"{f' and {more} more' if more > 0 else ''}. Change them at the same time, or say "
            "why they are to differ.",
        ),
        norm=first[0].iri,
        provision=first[0].provision,
        about=tuple(norm.iri for norm in first[1:]),
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


def dangling(views: Views) -> Iterator[Gap]:
    """References to what is not in force on the day, and what could not be laid over."""
    graph, day = views.graph, views.day
    for missing in views.overlay.not_applied:
        provision = graph.value(URIRef(missing.what), CORE.provision)
        yield Gap(
            "dangling",
            "error",
            Text(
                f"{missing.label.da}: {missing.reason.da}",
                f"{missing.label.en}: {missing.reason.en}",
            ),
            norm=missing.what,
            provision=str(provision) if provision is not None else None,
        )
    for proposal in views.overlay.proposals:
        for source in proposal.amends:
            life = interval(graph, URIRef(source))
            if not life.contains(day):
                name = provision_label(graph, source)
                yield Gap(
                    "dangling",
                    "warning",
                    Text(
                        f"Forslaget ændrer {name.da}, som ikke er i kraft {date_text(day).da}.",
                        f"The proposal amends {name.en}, which is not in force on "
                        f"{date_text(day).en}.",
                    ),
                    provision=source,
                )
    for norm, verb, other in _references(views):
        life = other.in_force
        if other.iri not in views.after.norms and life.start is not None:
            yield Gap(
                "dangling",
                "warning",
                Text(
                    f"»{norm.label.da}« {verb.da} »{other.label.da}«, som ikke er i kraft "
                    f"{date_text(day).da}.",
                    f'"{norm.label.en}" {verb.en} "{other.label.en}", which is not in force on '
                    f"{date_text(day).en}.",
                ),
                norm=norm.iri,
                provision=norm.provision,
            )


def _references(views: Views) -> Iterator[tuple[Norm, Text, Norm]]:
    """What norms of the proposals say of other norms, with the verb."""
    norms = views.after.law.norms
    for change in views.changes:
        if change.after is None or change.before is not None:
            continue
        for verb, others in (
            (Text("fritager for", "exempts from"), change.after.exempts),
            (Text("går forud for", "overrides"), change.after.overrides),
        ):
            for iri in others:
                if iri in norms:
                    yield change.after, verb, norms[iri]


def uncommenced(views: Views) -> Iterator[Gap]:
    """Norms of the proposals that depend on something not commenced."""
    graph = views.graph
    for norm, verb, other in _references(views):
        if other.in_force.start is None:
            yield _waits(norm, verb, other.label, other.iri)
    for change in views.changes:
        if change.after is None:
            continue
        for provision in change.after.provisions:
            life = interval(graph, URIRef(provision))
            if life.start is None and (URIRef(provision), RDF.type, CORE.Provision) in graph:
                name = provision_label(graph, provision)
                stated = graph.value(URIRef(provision), CORE.uncommenced) == RdfLiteral(True)
                if stated:
                    yield _waits(change.after, Text("hviler på", "rests on"), name, provision)


def _waits(norm: Norm, verb: Text, other: Text, iri: str) -> Gap:
    return Gap(
        "uncommenced",
        "warning",
        Text(
            f"»{norm.label.da}« {verb.da} »{other.da}«, som ikke er sat i kraft.",
            f'"{norm.label.en}" {verb.en} "{other.en}", which has not been commenced.',
        ),
        norm=norm.iri,
        provision=norm.provision,
        about=(iri,),
    )


def spent_bases(views: Views) -> Iterator[Gap]:
    """Transfers of data whose legal basis is not in force or was used up."""
    graph, day = views.graph, views.day
    for proposal in views.overlay.proposals:
        for measure in proposal.measures:
            for basis in measure.legal_basis:
                own = (URIRef(basis), None, None) in proposal.graph
                resting = [n for n in views.after.norms.values() if basis in n.provisions]
                spent = [n for n in resting if _spent(graph, n)]
                if (own or interval(graph, URIRef(basis)).contains(day)) and (
                    not resting or len(spent) < len(resting)
                ):
                    continue
                name = provision_label(graph, basis)
                why = (
                    Text("er brugt op", "is spent")
                    if spent
                    else Text(
                        f"er ikke i kraft {date_text(day).da}",
                        f"is not in force on {date_text(day).en}",
                    )
                )
                yield Gap(
                    "no-legal-basis",
                    "error",
                    Text(
                        f"Hjemlen for overførslen af oplysninger, {name.da}, {why.da}. Giv "
                        "overførslen en hjemmel, der gælder for den.",
                        f"The legal basis of the transfer of data, {name.en}, {why.en}. Give the "
                        "transfer a basis that covers it.",
                    ),
                    norm=spent[0].iri if spent else None,
                    provision=basis,
                )


def _spent(graph: Graph, norm: Norm) -> bool:
    return graph.value(URIRef(norm.iri), CORE.spent) == RdfLiteral(True)


def principle_of(graph: Graph, code: str) -> str | None:
    """The principle of digital-ready legislation that a kind of gap touches."""
    found = graph.value(URIRef(f"{BASE}gap/{code}"), CORE.principle)
    return None if found is None else str(found)
