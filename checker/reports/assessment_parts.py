"""Parts of an assessment that several forms of its report share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rdflib import RDF, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import QB, SKOS
from rdflib.term import Node

from checker.proposals.assess import Assessment
from checker.proposals.gap import Gap
from checker.terms import CORE, Text, label, text_of


@dataclass(frozen=True)
class Principle:
    """A principle of digital-ready legislation, and the gaps that touch it."""

    iri: str
    label: Text
    definition: Text | None
    gaps: tuple[Gap, ...]


def principles(found: Assessment) -> list[Principle]:
    """All principles in their order."""
    graph = found.views.graph
    names = graph.subjects(SKOS.inScheme, CORE.DigitalReadyPrinciples)
    ordered = sorted(names, key=lambda name: str(graph.value(name, SKOS.notation)))
    return [
        Principle(
            str(name),
            label(graph, name),
            text_of(graph, name, SKOS.definition),
            tuple(gap for gap in found.gaps if gap.principle == str(name)),
        )
        for name in ordered
    ]


@dataclass(frozen=True)
class SourcedFigure:
    """A number that the report gives, with its unit and place."""

    label: Text
    value: str
    unit: str
    locator: Text | None


def figures(found: Assessment) -> list[SourcedFigure]:
    """The figures of the passages that the proposals answer."""
    graph = found.views.graph
    answered = {URIRef(iri) for p in found.views.overlay.proposals for iri in p.answers}
    result = []
    for figure in sorted(graph.subjects(RDF.type, CORE.Figure), key=str):
        if not answered & set(graph.objects(figure, CORE.reportPassage)):
            continue
        result.append(
            SourcedFigure(
                label(graph, figure),
                str(graph.value(figure, CORE.value)),
                str(graph.value(figure, CORE.unit)),
                text_of(graph, figure, CORE.locator),
            )
        )
    return result


@dataclass(frozen=True)
class FigureTable:
    """A table of the report by year, with the sum over the years of each line; `sums` are ours."""

    label: Text
    locator: Text | None
    years: tuple[int, ...]
    lines: tuple[tuple[Text, tuple[Decimal, ...]], ...]

    @property
    def sums(self) -> tuple[Decimal, ...]:
        """The sum of each line."""
        return tuple(sum(values, Decimal(0)) for _, values in self.lines)


def figure_tables(found: Assessment) -> list[FigureTable]:
    """The tables by year of the passages that the proposals answer: figures with a whole number as
    one dimension and a code as the other."""
    graph = found.views.graph
    dimensions = set(graph.subjects(RDF.type, QB.DimensionProperty))
    answered = {URIRef(iri) for p in found.views.overlay.proposals for iri in p.answers}
    cells: dict[Node, dict[Node, dict[int, Decimal]]] = {}
    for figure in graph.subjects(RDF.type, CORE.Figure):
        if not answered & set(graph.objects(figure, CORE.reportPassage)):
            continue
        held = {v for p, v in graph.predicate_objects(figure) if p in dimensions}
        years = [int(str(v)) for v in held if isinstance(v, RdfLiteral)]
        codes = [v for v in held if isinstance(v, URIRef)]
        table = graph.value(figure, QB.dataSet)
        if len(years) == 1 and len(codes) == 1 and table is not None:
            line = cells.setdefault(table, {}).setdefault(codes[0], {})
            line[years[0]] = Decimal(str(graph.value(figure, CORE.value)))
    result = []
    for table, lines in sorted(cells.items(), key=lambda item: str(item[0])):
        every = tuple(sorted({year for line in lines.values() for year in line}))
        whole = [(code, line) for code, line in lines.items() if len(line) == len(every)]
        result.append(
            FigureTable(
                label(graph, table),
                text_of(graph, table, CORE.locator),
                every,
                tuple(
                    (label(graph, code), tuple(line[year] for year in every))
                    for code, line in sorted(whole, key=lambda item: str(item[0]))
                ),
            )
        )
    return result
