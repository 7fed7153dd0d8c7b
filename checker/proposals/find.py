"""Find what proposals change, whom that strikes, and which gaps they leave.

Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from lovgraf.conditions.words import Words
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import BASE, CORE, Text, label
from lovgraf.core.written import list_text
from lovgraf.proposals.answer_cache import Answers
from lovgraf.proposals.cell_gaps import Struck, cell_gaps
from lovgraf.proposals.changes import Views
from lovgraf.proposals.differences import acts
from lovgraf.proposals.findings import GAINS, Findings
from lovgraf.proposals.gains import gains
from lovgraf.proposals.gap import Gap, ordered
from lovgraf.proposals.gap_kind import gap_words
from lovgraf.proposals.gaps import gap_kind, gap_kinds
from lovgraf.proposals.graph_gaps import graph_gaps
from lovgraf.proposals.law_notes import law_notes
from lovgraf.proposals.outcomes import outcomes
from lovgraf.proposals.programs import Comparison, left_out
from lovgraf.proposals.validity import refused_shapes


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


def _principle_of(graph: Graph, code: str) -> str | None:
    """The principle of digital-ready legislation that a kind of gap touches."""
    found = graph.value(URIRef(f"{BASE}gap/{code}"), CORE.principle)
    return None if found is None else str(found)


def _placed(views: Views, gap: Gap) -> Gap:
    """A gap with the principle that its kind touches."""
    if gap.principle is not None:
        return gap
    return replace(gap, principle=_principle_of(views.graph, gap.code))


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
