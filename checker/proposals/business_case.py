"""Savings and costs of a proposal: tables of the graph computed again, and redone for a dataset.

Which table, which of its lines count, and for how many persons it was made, is said by the
`core:CostModel` that a proposal names; no figure and nothing about one law stands here.
Source: semantics, section 6; `ontology/cost-model.ttl`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct
from rdflib import Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import DCTERMS, QB, SKOS, XSD
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE, Text, label, text_of
from lovgraf.proposals.assess import Assessment
from lovgraf.proposals.changes import Change, Group
from lovgraf.proposals.proposal import Proposal

Amounts = tuple[Decimal, ...]
UNITS = URIRef(f"{BASE}code-list/unit")
"""The code list whose concepts name units; a proposal may add its own."""


class Figure(Struct, frozen=True):
    """A number of a source with its unit (a code and its words) and its place."""

    iri: str
    label: Text
    value: Decimal
    unit: Text
    locator: Text | None


class Line(Struct, frozen=True):
    """A line of a table by year; `sign` is 1 where it is added, -1 where it is taken off."""

    iri: str
    label: Text
    sign: int
    values: Amounts

    @property
    def total(self) -> Decimal:
        """The sum over the years."""
        return sum(self.values, Decimal(0))


class Recount(Struct, frozen=True):
    """A table redone for a dataset, for one change and the group that the model counts.

    `obliged` are newly obliged, `able` those of them who are not known to be unable to comply: for
    them the amounts are computed. `undecided` records could not be settled.
    """

    change: Change
    group: Group
    obliged: int
    able: int
    undecided: int
    lines: tuple[Line, ...]

    @property
    def saving(self) -> Amounts:
        """The saving by year."""
        return _saving(self.lines)

    @property
    def total(self) -> Decimal:
        """The saving over all years."""
        return sum(self.saving, Decimal(0))


class CostTable(Struct, frozen=True):
    """One calculation: its lines by year, the result that the source prints, and the recounts.

    `units` and `heads` are the numbers that the table was made for; None where no source gives
    them. Amounts are in `unit`.
    """

    iri: str
    label: Text
    definition: Text | None
    locator: Text | None
    unit: Text
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    printed: Line | None
    units: Figure | None
    heads: Figure | None
    assumes: Text | None
    not_included: Text | None
    sources: tuple[Text, ...]
    recounts: tuple[Recount, ...]

    @property
    def saving(self) -> Amounts:
        """The saving by year: lines added less lines taken off."""
        return _saving(self.lines)

    @property
    def total(self) -> Decimal:
        """The saving over all years."""
        return sum(self.saving, Decimal(0))

    @property
    def misprinted(self) -> tuple[int, ...]:
        """The years in which the source's own result is not what its lines add up to."""
        if self.printed is None:
            return ()
        pairs = zip(self.years, self.saving, self.printed.values, strict=True)
        return tuple(year for year, computed, printed in pairs if computed != printed)

    @property
    def unit_prices(self) -> tuple[tuple[Line, Decimal], ...]:
        """The price of one unit of each line, where it is the same every year; it follows from the
        table and stands in no source."""
        if self.units is None or not self.units.value:
            return ()
        return tuple(
            (line, line.values[0] / self.units.value)
            for line in self.lines
            if len(set(line.values)) == 1
        )


def business_case(found: Assessment) -> list[CostTable]:
    """The calculations that the proposals name, each once.

    Raises `InputError` where a calculation is not whole: a table, a line or a number is missing.
    """
    graph = found.views.graph
    tables: dict[str, CostTable] = {}
    for proposal in found.views.overlay.proposals:
        models = proposal.graph.objects(URIRef(proposal.iri), CORE.costModel)
        for model in sorted(models, key=str):
            if str(model) not in tables:
                tables[str(model)] = _Reader(graph, proposal, model).table(found)
    return list(tables.values())


class _Reader:
    def __init__(self, graph: Graph, proposal: Proposal, model: Node) -> None:
        self.graph, self.proposal, self.model = graph, proposal, model

    def table(self, found: Assessment) -> CostTable:
        graph, model = self.graph, self.model
        source = graph.value(model, CORE.costTable)
        if source is None:
            raise self.error("Den mangler core:costTable.", "It has no core:costTable.")
        cells, units = self.cells(source)
        added = [self.line(cells, line, 1) for line in self.many(CORE.addsLine)]
        taken = [self.line(cells, line, -1) for line in self.many(CORE.subtractsLine)]
        if not added + taken:
            raise self.error("Den tæller ingen rækker.", "It counts no lines.")
        years = tuple(sorted({year for line in cells.values() for year in line}))
        lines = tuple(added + taken)
        heads = self.figure(CORE.perHead)
        printed = graph.value(model, CORE.resultLine)
        return CostTable(
            iri=str(model),
            label=label(graph, model),
            definition=text_of(graph, model, SKOS.definition),
            locator=text_of(graph, source, CORE.locator),
            unit=unit_name(graph, units[0]) if units else Text("", ""),
            years=years,
            lines=lines,
            printed=self.line(cells, printed, 1) if printed is not None else None,
            units=self.figure(CORE.perUnit),
            heads=heads,
            assumes=text_of(graph, model, CORE.assumes),
            not_included=text_of(graph, model, CORE.notIncluded),
            sources=tuple(label(graph, s) for s in self.many(DCTERMS.source)),
            recounts=tuple(self.recounts(found, lines, heads)) if heads else (),
        )

    def cells(self, table: Node) -> tuple[dict[Node, dict[int, Decimal]], list[str]]:
        """The values of a data set by line (a code) and year (a whole number), and their units."""
        found: dict[Node, dict[int, Decimal]] = {}
        units = set()
        for figure in self.graph.subjects(QB.dataSet, table):
            held = [v for p, v in self.graph.predicate_objects(figure) if self.is_dimension(p)]
            years = [int(str(v)) for v in held if isinstance(v, RdfLiteral)]
            lines = [v for v in held if isinstance(v, URIRef)]
            if len(years) == len(lines) == 1:
                value = Decimal(str(self.graph.value(figure, CORE.value)))
                found.setdefault(lines[0], {})[years[0]] = value
                units.add(str(self.graph.value(figure, CORE.unit)))
        if not found:
            raise self.error(
                "Dens tabel har ingen tal efter række og år.",
                "Its table holds no numbers by line and year.",
            )
        if len(units) > 1:
            raise self.error(
                f"Dens tal har forskellige enheder: {', '.join(sorted(units))}.",
                f"Its numbers have different units: {', '.join(sorted(units))}.",
            )
        return found, sorted(units)

    def is_dimension(self, predicate: Node) -> bool:
        return (predicate, None, QB.DimensionProperty) in self.graph

    def line(self, cells: dict[Node, dict[int, Decimal]], line: Node, sign: int) -> Line:
        name, years = label(self.graph, line), {year for one in cells.values() for year in one}
        missing = sorted(years - cells.get(line, {}).keys())
        if missing:
            when = ", ".join(map(str, missing))
            raise self.error(
                f"Rækken «{name.da}» har intet tal for {when}.",
                f'The line "{name.en}" has no number for {when}.',
            )
        return Line(str(line), name, sign, tuple(cells[line][year] for year in sorted(years)))

    def many(self, predicate: URIRef) -> list[Node]:
        return sorted(self.graph.objects(self.model, predicate), key=str)

    def figure(self, predicate: URIRef) -> Figure | None:
        node = self.graph.value(self.model, predicate)
        return None if node is None else figure_of(self.graph, node)

    def recounts(
        self, found: Assessment, lines: Sequence[Line], heads: Figure
    ) -> Iterator[Recount]:
        """The table for each change by which somebody of the model's class is newly obliged."""
        counted_in = str(self.graph.value(self.model, CORE.countedIn))
        if not heads.value:
            raise self.error("Dens antal personer er nul.", "Its number of persons is zero.")
        for counted in found.counted:
            for entry in counted.entries:
                if entry.group is None or entry.group.iri != counted_in:
                    continue
                if entry.effects["newly-obliged"] or entry.undecided:
                    yield Recount(
                        entry.change,
                        entry.group,
                        entry.effects["newly-obliged"],
                        entry.able,
                        entry.undecided,
                        tuple(_scaled(line, entry.able / heads.value) for line in lines),
                    )

    def error(self, danish: str, english: str) -> InputError:
        name = label(self.graph, self.model)
        return self.proposal.error(
            str(self.model),
            f"Beregningen «{name.da}» kan ikke bruges. {danish}",
            f'The calculation "{name.en}" cannot be used. {english}',
        )


def figure_of(graph: Graph, node: Node) -> Figure:
    """A figure of the graph with its unit in words."""
    return Figure(
        str(node),
        label(graph, node),
        Decimal(str(graph.value(node, CORE.value))),
        unit_name(graph, str(graph.value(node, CORE.unit))),
        text_of(graph, node, CORE.locator),
    )


def unit_name(graph: Graph, code: str) -> Text:
    """The words of a unit: the concept of the list of units that has it as its notation, else the
    code itself."""
    for notation in (RdfLiteral(code, datatype=XSD.string), RdfLiteral(code)):
        for unit in graph.subjects(SKOS.notation, notation):
            if (unit, SKOS.inScheme, UNITS) in graph:
                return label(graph, unit)
    return Text(code, code)


def _saving(lines: Sequence[Line]) -> Amounts:
    years = zip(*(line.values for line in lines), strict=True)
    signs = [line.sign for line in lines]
    return tuple(
        sum((sign * value for sign, value in zip(signs, values, strict=True)), Decimal(0))
        for values in years
    )


def _scaled(line: Line, factor: Decimal) -> Line:
    """A line times a factor, each amount rounded to a whole number."""
    values = tuple((value * factor).quantize(Decimal(1), ROUND_HALF_UP) for value in line.values)
    return Line(line.iri, line.label, line.sign, values)
