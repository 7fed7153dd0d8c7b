"""The economy of a proposal: its calculations with their sources, redone for a dataset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rdflib import RDF, Literal, URIRef
from rdflib.namespace import QB
from rdflib.term import Node

from lovgraf.core.safe import plain
from lovgraf.core.terms import CORE
from lovgraf.proposals.business_case import (
    CostTable,
    Figure,
    Line,
    Recount,
    business_case,
    figure_of,
)
from lovgraf.reports.assessment.blocks import Block, Paragraph, Section, Table
from lovgraf.reports.assessment.telling import Telling
from lovgraf.reports.phrases import listed


def economy(tell: Telling, level: int) -> Iterator[Section]:
    """The calculations, a section each, after what holds of all of them."""
    tables = business_case(tell.found)
    blocks: list[Block] = [] if tables else [Paragraph(tell.word("no-economy"), open=True)]
    if shown := figures(tell, tables):
        blocks.append(
            Table(
                (tell.word("figure"), tell.word("value"), tell.word("place")),
                tuple(
                    (tell.text(f.label), _with_unit(tell, f), tell.text(f.locator)) for f in shown
                ),
                frozenset({1}),
            )
        )
    blocks.append(Paragraph(tell.word("no-costs")))
    dataset = tell.found.dataset
    if any(not table.recounts for table in tables) and dataset is None:
        blocks.append(Paragraph(tell.word("no-recount")))
    yield Section(tell.word("economy"), tuple(blocks), level)
    for table in tables:
        title = tell.word("table-of", model=tell.text(table.label), unit=tell.text(table.unit))
        yield Section(title, tuple(_calculation(tell, table)), 2)


def figures(tell: Telling, tables: Sequence[CostTable]) -> list[Figure]:
    """The single numbers of the passages that the proposals answer and of the calculations; what
    stands in a table by year is left to its calculation."""
    graph = tell.graph
    answered = {URIRef(iri) for p in tell.found.views.overlay.proposals for iri in p.answers}
    dimensions = set(graph.subjects(RDF.type, QB.DimensionProperty))

    def by_year(node: Node) -> bool:
        held = graph.predicate_objects(node)
        return any(p in dimensions and isinstance(value, Literal) for p, value in held)

    used = {f.iri for table in tables for f in (table.units, table.heads) if f is not None}
    found = []
    for node in sorted(graph.subjects(RDF.type, CORE.Figure), key=str):
        touches = bool(answered & set(graph.objects(node, CORE.reportPassage)))
        if (touches or str(node) in used) and not by_year(node):
            found.append(figure_of(graph, node))
    return found


def _with_unit(tell: Telling, figure: Figure) -> str:
    return f"{tell.amount(figure.value)} {tell.text(figure.unit)}"


def _calculation(tell: Telling, table: CostTable) -> Iterator[Block]:
    if table.definition:
        yield Paragraph(tell.text(table.definition))
    rows = _rows(tell, table.lines, table.saving, tell.word("computed"))
    if table.printed is not None:
        printed = tell.word("printed", line=tell.text(table.printed.label))
        rows.append((printed, *_amounts(tell, table.printed.values)))
    yield _table(tell, table, rows)
    if table.misprinted:
        years = listed([str(year) for year in table.misprinted], tell.lang)
        yield Paragraph(tell.word("misprinted", years=years))
    sentences = []
    if table.heads is not None:
        sentences.append(tell.word("made-for", heads=_with_unit(tell, table.heads)))
    if table.unit_prices and table.units is not None:
        units, unit = _with_unit(tell, table.units), tell.text(table.unit)
        prices = [
            tell.word(
                "price-of",
                line=tell.text(line.label),
                price=tell.amount(price),
                unit=unit,
                units=units,
            )
            for line, price in table.unit_prices
        ]
        sentences.append(tell.word("derived", prices="; ".join(prices)))
    if table.locator:
        sentences.append(tell.word("source-of", place=tell.text(table.locator)))
    yield Paragraph(" ".join(sentences))
    for recount in table.recounts:
        yield from _recount(tell, table, recount)
    dataset = tell.found.dataset
    if not table.recounts and dataset is not None:
        yield Paragraph(tell.word("nobody-counted", dataset=plain(dataset)))
    if table.assumes:
        yield Paragraph(tell.word("assumes", what=tell.text(table.assumes)))
    if table.not_included:
        yield Paragraph(tell.word("not-included", what=tell.text(table.not_included)))


def _recount(tell: Telling, table: CostTable, recount: Recount) -> Iterator[Block]:
    text = tell.word(
        "recount",
        dataset=plain(tell.found.dataset or ""),
        norm=tell.text(recount.change.norm.label),
        group=tell.text(recount.group.label),
        obliged=tell.number(recount.obliged),
        able=tell.number(recount.able),
    )
    if recount.undecided:
        text += " " + tell.word("uncounted", undecided=tell.number(recount.undecided))
    yield Paragraph(text)
    result = tell.word("recounted", able=tell.number(recount.able))
    yield _table(tell, table, _rows(tell, recount.lines, recount.saving, result))


def _table(tell: Telling, table: CostTable, rows: list[tuple[str, ...]]) -> Table:
    head = (tell.word("line"), *map(str, table.years), tell.word("sum"))
    return Table(head, tuple(rows), frozenset(range(1, len(head))))


def _rows(
    tell: Telling, lines: Sequence[Line], saving: Sequence[Decimal], result: str
) -> list[tuple[str, ...]]:
    rows = []
    for line in lines:
        name = tell.text(line.label)
        name = tell.word("taken-off", line=name) if line.sign < 0 else name
        rows.append((name, *_amounts(tell, line.values)))
    return [*rows, (result, *_amounts(tell, saving))]


def _amounts(tell: Telling, values: Sequence[Decimal]) -> list[str]:
    return [tell.amount(value) for value in (*values, sum(values, Decimal(0)))]
