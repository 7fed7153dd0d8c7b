"""Find what proposals change, whom that strikes, and which gaps they leave.

Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.namespace import SH, SKOS
from rdflib.term import Node

from lovgraf.conditions.tree import Condition, Named, all_of, facts_of
from lovgraf.conditions.words import Words
from lovgraf.core.errors import InputError
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import BASE, CORE, Text, label, short, text_of
from lovgraf.core.written import list_text
from lovgraf.law.coverage import notes_by_act
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.answer_cache import AnswerCache, Answers
from lovgraf.proposals.cell_gaps import Struck, cell_gaps
from lovgraf.proposals.changed_duty import named_parts
from lovgraf.proposals.changes import Views
from lovgraf.proposals.differences import acts
from lovgraf.proposals.findings import GAINS, Findings, OutcomeFound
from lovgraf.proposals.gains import gains
from lovgraf.proposals.gap import Gap, ordered
from lovgraf.proposals.gap_kind import SEVERITY_OF, gap_words
from lovgraf.proposals.gaps import gap_kind, gap_kinds
from lovgraf.proposals.inquiry import Inquiry
from lovgraf.proposals.programs import Comparison, left_out
from lovgraf.proposals.reach import ways
from lovgraf.proposals.validity import refused_shapes
from lovgraf.verdicts.program import readers

# Gaps that show in the graph itself, without asking whom they strike.
#
# Source: semantics, section 6. What a complete proposal has is said by `shapes/proposal.ttl`.


def graph_gaps(views: Views, only: str | None = None) -> list[Gap]:
    """All gaps of this kind, in no particular order; `only` those of a code."""
    kinds = gap_kinds().values() if only is None else [gap_kind(only)]
    return [*shape_gaps(views, only), *(gap for kind in kinds for gap in kind.in_graph(views))]


def shape_gaps(views: Views, only: str | None = None) -> Iterator[Gap]:
    """Where a proposal breaks a shape of `shapes/proposal.ttl`; `only` the one of a code."""
    from lovgraf.law.well_formed import PROPOSAL_SHAPES, named_shapes, validate

    graph = views.graph
    named = named_shapes(graph, PROPOSAL_SHAPES)
    shapes = [shape for shape in named if only in (None, short(str(shape)))]
    if not shapes:
        return
    for proposal in views.overlay.proposals:
        data = _with_all_kept(views, URIRef(proposal.iri), proposal.introduces)
        for shape in dict.fromkeys(shape for shape, _ in validate(data, graph, shapes)):
            message = text_of(graph, shape, SH.message) or label(graph, shape)
            severity = graph.value(shape, SH.severity) or SH.Violation
            amended = next(iter(proposal.amends), None)
            about = tuple(map(str, graph.objects(shape, SH.targetClass)))
            found = Gap(short(str(shape)), SEVERITY_OF[severity], message, provision=amended)
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


def principle_of(graph: Graph, code: str) -> str | None:
    """The principle of digital-ready legislation that a kind of gap touches."""
    found = graph.value(URIRef(f"{BASE}gap/{code}"), CORE.principle)
    return None if found is None else str(found)


# What a reader must know about the law an assessment rests on: acts not held whole that day.


def law_notes(
    views: Views, comparisons: Sequence[Comparison], asked: Mapping[str, Sequence[Condition]]
) -> tuple[Text, ...]:
    """A note for each act that is not held whole on the day and that the assessment rests on.

    It rests on the acts of the norms that change or work differently, of what lifts them and the
    routes to what they need, and of the classes and facts in what was `asked` of them.
    """
    notes = notes_by_act(views.overlay.before, views.day)
    used = set(_used(views, comparisons, asked)) if notes else set()
    return tuple(
        note for act, note in notes.items() if any(iri.startswith(f"{act}/") for iri in used)
    )


def _used(
    views: Views, comparisons: Sequence[Comparison], asked: Mapping[str, Sequence[Condition]]
) -> Iterator[str]:
    """The IRIs of what was looked at."""
    changes = [*views.changes, *(change for one in comparisons for change, _, _ in one.changes)]
    for route in views.routes:
        yield from (route.iri, route.provision or "")
    for change in changes:
        for view, norm in ((views.before, change.before), (views.after, change.after)):
            if norm is not None:
                yield from _of_norm(view, norm)
    facts = views.after.law.facts
    for condition in (one for conditions in asked.values() for one in conditions):
        yield from (part.iri for part in named_parts(condition) if isinstance(part, Named))
        known = facts_of(condition) & facts.facts.keys()
        yield from (fact.iri for fact in facts.lineage(known))


def _of_norm(view: LawView, norm: Norm) -> Iterable[str]:
    """A norm, what lifts it, and the routes to what it needs, with what they rest on."""
    for one in (norm, *view.lifting(norm.iri)):
        yield one.iri
        yield from one.provisions
    for way in ways(view, norm.requires, norm.record_type):
        yield way.route.provision or ""


# What a proposal claims to achieve for each group, beside what was found.


def outcomes(
    views: Views,
    comparisons: Sequence[Comparison],
    gaps: Iterable[Gap],
    asked: Mapping[str, Sequence[Condition]],
    answers: Answers,
    *,
    certain: bool,
) -> Iterator[OutcomeFound]:
    """The claimed outcome of each group beside the one found.

    `infeasible` where a gap that is an error strikes somebody of the group, or rests on no person
    at all; `feasible` where none does; None where an error's people are too many to go through, or
    (not `certain`) not every kind of gap was looked for, or nothing acts on the law. `asked` are
    the conditions that were asked about each norm (IRI) together.
    """
    errors = [gap for gap in gaps if gap.severity == "error"]
    for proposal in views.overlay.proposals:
        for outcome in proposal.outcomes:
            found = None
            if certain:
                strikes = [
                    _strikes(views, comparisons, gap, outcome.group, asked, answers)
                    for gap in errors
                ]
                found = "infeasible" if any(strikes) else None if None in strikes else "feasible"
            name = label(views.graph, URIRef(outcome.group))
            yield OutcomeFound(outcome.group, name, outcome.expected, found)


def _strikes(
    views: Views,
    comparisons: Sequence[Comparison],
    gap: Gap,
    group: str,
    asked: Mapping[str, Sequence[Condition]],
    answers: Answers,
) -> bool | None:
    """Whether a gap strikes somebody of a group; any group where it rests on no person."""
    norm = views.after.norms.get(gap.norm or "")
    if gap.witness is None or norm is None:
        return True
    struck = gap.strikes
    if struck is None:
        return None
    (compared,) = [c for c in comparisons if c.record_type == norm.record_type]
    cache = AnswerCache(compared.nothing, views.before, norm.record_type, answers)
    cache.together(asked.get(norm.iri, ()))
    condition = readers(views.after, norm.record_type)[0].condition(URIRef(group))
    inquiry = Inquiry(norm.record_type, all_of(struck, condition), described=False)
    try:
        return cache.ask(inquiry).cells > 0
    except InputError:
        return None


def find(
    views: Views,
    comparisons: Sequence[Comparison],
    answers: Answers,
    repaired: Callable[[list[Gap]], list[Gap]] | None = None,
) -> Findings:
    """What is found of proposals; `repaired` gives gaps the changes that close them.

    Raises `InputError` where nobody can be in the addressee of a proposal's norm.
    """
    struck = cell_gaps(views, comparisons, answers)
    gaps = gaps_of(views, struck)
    gained = gains(views, comparisons, answers)
    if repaired is not None:
        gaps = repaired(gaps)
    examined = frozenset(gap_kinds()) - struck.missed
    kinds = {str(kind) for kind in views.graph.subjects(SKOS.inScheme, URIRef(f"{BASE}gap"))}
    left = tuple(sorted(kinds - {f"{BASE}gap/{code}" for code in examined}))
    unseen = (
        *_left_out(views, comparisons),
        *_unexamined(views, struck),
        *_unlooked(views, struck),
    )
    certain = not left and not unseen and acts(views, comparisons)
    return Findings(
        tuple(ordered(gaps)),
        tuple(
            dict.fromkeys(
                (
                    *law_notes(views, comparisons, struck.asked),
                    *struck.too_large,
                    *gained.too_large,
                    *_unreached(views, struck),
                )
            )
        ),
        examined,
        left,
        tuple(struck.kinds),
        tuple(outcomes(views, comparisons, gaps, struck.asked, answers, certain=certain)),
        unseen,
        tuple(sorted(gained.gains, key=lambda gain: (GAINS.index(gain.kind), gain.about))),
    )


def gaps_of(views: Views, struck: Struck, only: str | None = None) -> list[Gap]:
    """All gaps, in no particular order; `only` those of a code."""
    shown = graph_gaps(views, only)
    # What was not looked for may be there.
    burdening = struck.burdening or any(gap_kind(code).burdens for code in struck.missed)
    if not (struck.obliging or burdening):
        if not (struck.missed or any(gap.severity == "error" for gap in struck.gaps)):
            shown = [gap_kind(gap.code).eased(gap, views) for gap in shown]
        gaps = [*shown, *struck.gaps]
        gaps = [gap for gap in gaps if gap.about or not gap_kind(gap.code).of_new_duties]
    else:
        gaps = [*shown, *struck.gaps]
    return [_placed(views, gap) for gap in _each_once(gaps)]


def _each_once(gaps: Iterable[Gap]) -> list[Gap]:
    """Gaps without those that tell again what another tells."""
    found: dict[object, Gap] = {}
    for gap in gaps:
        found.setdefault((gap.code, gap.message, gap.who_words, gap.norm, gap.provision), gap)
    return list(found.values())


def _placed(views: Views, gap: Gap) -> Gap:
    """A gap with the principle that its kind touches."""
    if gap.principle is not None:
        return gap
    return replace(gap, principle=principle_of(views.graph, gap.code))


def _left_out(views: Views, comparisons: Sequence[Comparison]) -> Iterator[Text]:
    """What could not be looked at: changes of norms that cannot be compiled, and shapes of record
    quality that cannot be, so that kinds which they rule out are counted."""
    for change, why in left_out(views, comparisons):
        name = change.norm.label
        yield Text(f"»{name.da}«: {why.da}", f'"{name.en}": {why.en}')
    for record_type in sorted({one.record_type for one in comparisons}):
        for error in refused_shapes(views.before.law, record_type):
            name, why = Text("", ""), error.message
            if isinstance(error, NotCompilable):
                shape = label(views.graph, URIRef(error.where))
                name = Text(f" (»{shape.da}«)", f' ("{shape.en}")')
            yield Text(
                f"Et krav til registreringers kvalitet{name.da}: {why.da}",
                f"A demand of record quality{name.en}: {why.en}",
            )


def _unexamined(views: Views, struck: Struck) -> Iterator[Text]:
    """The facts of which kinds of persons may be missing."""
    if not struck.unsettled:
        return
    facts = views.after.law.facts
    names = [label(views.graph, URIRef(iri)) for iri in struck.unexamined if iri in facts.facts]
    what = list_text(names, Text("og", "and"))
    yield Text(
        f"Ikke alle slags personer er fundet, som skelnes efter {what.da}: sådan som reglerne "
        "sammenligner det, vides det ikke, om der er flere.",
        f"Not all kinds of persons that are told apart by {what.en} were found: as the rules "
        "compare that, it is not known whether there are more.",
    )


def _unlooked(views: Views, struck: Struck) -> Iterator[Text]:
    """The kinds of gap that may stand in the way and could not be looked for."""
    for code in sorted(struck.missed):
        if any(one.severity == "error" for one in gap_words()[code].wordings.values()):
            name = label(views.graph, URIRef(f"{BASE}gap/{code}"))
            yield Text(
                f"Om der er hullet »{name.da}«: der er for mange slags, der kan forekomme.",
                f'Whether there is the gap "{name.en}": too many kinds can occur.',
            )


def _unreached(views: Views, struck: Struck) -> Iterator[Text]:
    """The values of facts that nobody is asked with."""
    facts = views.after.law.facts
    words = Words(views.graph, facts)
    for iri, value in struck.unreached:
        fact = facts[iri]
        word = words.value(fact, value == "True" if fact.datatype == "boolean" else value)
        yield Text(
            f"Ingen er spurgt, hvor »{fact.label.da}« er »{word.da}«: så mangler en oplysning, som "
            "reglerne spørger om, og intet siger, at den ikke findes.",
            f'Nobody was asked where "{fact.label.en}" is "{word.en}": then something is missing '
            "that the rules ask for, and nothing says that there is none.",
        )
