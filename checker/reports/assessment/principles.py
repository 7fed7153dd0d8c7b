"""The seven principles of digital-ready legislation, and what was found of each."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from rdflib import URIRef
from rdflib.namespace import SKOS

from lovgraf.core.safe import plain
from lovgraf.core.terms import BASE, CORE, Text, label
from lovgraf.proposals.assess import Assessment
from lovgraf.proposals.gap import Gap
from lovgraf.reports.assessment.blocks import Block, Items, Table
from lovgraf.reports.assessment.telling import NumberedGap, Telling


class Principle(Struct, frozen=True):
    """A principle and the gaps that touch it; `checks` are the codes of the kinds of gap that can,
    `examined` those of them that were looked for."""

    iri: str
    notation: str
    label: Text
    gaps: tuple[Gap, ...]
    checks: frozenset[str]
    examined: frozenset[str]


def principles(found: Assessment) -> list[Principle]:
    """All principles in their order."""
    graph = found.views.graph
    names = graph.subjects(SKOS.inScheme, CORE.DigitalReadyPrinciples)
    result = []
    for name in sorted(names, key=lambda name: str(graph.value(name, SKOS.notation))):
        checks = frozenset(
            str(graph.value(kind, SKOS.notation))
            for kind in graph.subjects(CORE.principle, name)
            if (kind, SKOS.inScheme, URIRef(f"{BASE}gap")) in graph
        )
        result.append(
            Principle(
                str(name),
                str(graph.value(name, SKOS.notation)),
                label(graph, name),
                tuple(gap for gap in found.gaps if gap.principle == str(name)),
                checks,
                checks & found.examined,
            )
        )
    return result


def table(tell: Telling) -> Iterator[Block]:
    """Each principle with what was found and the numbers of the gaps."""
    yield Table(
        (tell.word("principle"), tell.word("assessment"), tell.word("reasons")),
        tuple(
            (
                f"{plain(one.notation)} {tell.text(one.label)}",
                _answer(tell, one),
                ", ".join(
                    f"{numbered.number} {tell.gap_name(numbered.gap.code)}"
                    for numbered in _gaps_of(tell, one)
                ),
            )
            for one in principles(tell.found)
        ),
    )


def lines(tell: Telling) -> Iterator[Block]:
    """Each principle on a line, with the codes of its gaps."""
    made = []
    for one in principles(tell.found):
        codes = dict.fromkeys(gap.code for gap in one.gaps)
        made.append((f"{plain(one.notation)} {tell.text(one.label)}", ", ".join(codes), one))
    yield Items(tuple((f"{name}: {codes or _answer(tell, one)}", ()) for name, codes, one in made))


def unexamined(found: Assessment) -> int:
    """How many principles no kind of gap that was looked for touches."""
    return sum(not one.gaps and not one.examined for one in principles(found))


def _gaps_of(tell: Telling, principle: Principle) -> list[NumberedGap]:
    return tell.where(lambda gap: gap.principle == principle.iri)


def _answer(tell: Telling, principle: Principle) -> str:
    if principle.gaps:
        return tell.severity(principle.gaps[0].severity)
    if not principle.examined:
        return tell.word("no-check")
    return tell.word("nothing" if principle.examined == principle.checks else "partly")
