"""An assessment as a document: sections of paragraphs, lists and tables, for any form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import URIRef

from checker.law.norms import provision_label
from checker.proposals.assess import Assessment
from checker.proposals.gap import Gap
from checker.proposals.matrix import EFFECTS
from checker.proposals.outcomes import outcomes
from checker.reports.assessment_parts import figure_tables, figures, principles
from checker.reports.assessment_words import CHANGE, EFFECT, OUTCOME, WORDS
from checker.reports.phrases import number, severity_name, written_date
from checker.reports.safe import plain
from checker.terms import CORE, Lang, label, relative


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list; each item has a text and lines below it."""

    items: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Table:
    """A table with a heading row; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Items | Table


@dataclass(frozen=True)
class Section:
    """A section with its heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A document in one language."""

    lang: Lang
    title: str
    sections: tuple[Section, ...]


def document(found: Assessment, lang: Lang) -> Document:
    """The document of an assessment; every text is one visible line."""
    return _Writer(found, lang).document()


class _Writer:
    def __init__(self, found: Assessment, lang: Lang) -> None:
        self.found, self.lang = found, lang

    def word(self, key: str, **values: str) -> str:
        return WORDS[key][self.lang].format(**values)

    def document(self) -> Document:
        proposals = self.found.views.overlay.proposals
        title = "; ".join(plain(p.title[self.lang]) for p in proposals)
        sections = (
            ("summary", self.summary()),
            ("not-applied", self.not_applied()),
            ("changes", self.changes()),
            ("gaps", self.gaps()),
            ("principles", self.principles()),
            ("measures", self.measures()),
            ("outcomes", self.outcomes()),
            ("figures", self.figures()),
            ("limits", self.limits()),
        )
        made = [Section(self.word(key), tuple(blocks)) for key, blocks in sections]
        return Document(
            self.lang,
            self.word("title", title=title),
            tuple(section for section in made if section.blocks),
        )

    def summary(self) -> Iterator[Block]:
        found, lang = self.found, self.lang
        yield Paragraph(self.word("law", date=written_date(found.day, lang)))
        errors = sum(gap.severity == "error" for gap in found.gaps)
        if errors:
            yield Paragraph(self.word("infeasible", count=number(errors, lang)))
        else:
            yield Paragraph(self.word("feasible"))
        if found.not_examined:
            names = [
                plain(label(found.views.graph, URIRef(iri))[lang]) for iri in found.not_examined
            ]
            yield Paragraph(self.word("not-examined", kinds=", ".join(names)))

    def not_applied(self) -> Iterator[Block]:
        lang = self.lang
        items = tuple(
            (f"{plain(m.label[lang])} ({relative(m.what)})", (plain(m.reason[lang]),))
            for m in self.found.views.overlay.not_applied
        )
        if items:
            yield Items(items)

    def changes(self) -> Iterator[Block]:
        found, lang = self.found, self.lang
        graph = found.views.graph
        affected = [c for one in found.comparisons for c, _, _ in one.changes]
        rows = tuple(
            (
                plain(change.norm.label[lang]),
                CHANGE[change.kind][lang],
                plain(provision_label(graph, change.norm.provision)[lang]),
            )
            for change in dict.fromkeys([*found.views.changes, *affected])
        )
        if rows:
            yield Table((self.word("norm"), self.word("change"), self.word("provision")), rows)
        routes = tuple(
            (
                plain(route.label[lang]),
                CHANGE["introduced" if route in found.views.after.routes else "ended"][lang],
            )
            for route in found.views.routes
        )
        if routes:
            yield Table((self.word("routes"), self.word("change")), routes)
        if not rows and not routes:
            yield Paragraph(self.word("no-changes"))
        yield from self.kinds()
        yield from self.matrix()

    def kinds(self) -> Iterator[Block]:
        lang = self.lang
        for change in dict.fromkeys(kinds.change for kinds in self.found.kinds):
            own = [k for k in self.found.kinds if k.change is change and (k.begins or k.ends)]
            if own:
                yield Paragraph(f"{self.word('kinds')}: {plain(change.norm.label[lang])}")
                yield Table(
                    (
                        self.word("group"), self.word("begins"), self.word("ends"),
                        self.word("all-kinds"),
                    ),
                    tuple(
                        (
                            plain(k.group.label[lang]) if k.group else self.word("everyone"),
                            number(k.begins, lang),
                            number(k.ends, lang),
                            number(k.of, lang),
                        )
                        for k in own
                    ),
                )  # fmt: skip

    def matrix(self) -> Iterator[Block]:
        found, lang = self.found, self.lang
        for counted in found.counted:
            for place, (change, _, _) in enumerate(counted.comparison.changes):
                name = plain(change.norm.label[lang])
                yield Paragraph(
                    f"{self.word('matrix', dataset=plain(found.dataset or ''))}: {name}"
                )
                entries = [
                    e
                    for e in counted.entries
                    if e.change is change and (e.group is None or any(e.effects.values()))
                ]
                yield Table(
                    (
                        self.word("group"),
                        *(EFFECT[effect][lang] for effect in EFFECTS),
                        self.word("undecided"),
                        self.word("records"),
                    ),
                    tuple(
                        (
                            plain(e.group.label[lang]) if e.group else self.word("everyone"),
                            *(number(e.effects[effect], lang) for effect in EFFECTS),
                            number(e.undecided, lang),
                            number(e.of, lang),
                        )
                        for e in entries
                    ),
                )
                listed = tuple(
                    (f"{self.word('rows')}, {EFFECT[effect][lang]}: {_first(rows)}", ())
                    for (at, effect), rows in counted.rows.items()
                    if at == place
                )
                if listed:
                    yield Items(listed)

    def gaps(self) -> Iterator[Block]:
        if not self.found.gaps:
            yield Paragraph(self.word("no-gaps"))
            return
        yield Items(tuple((self.gap_title(gap), tuple(self.gap(gap))) for gap in self.found.gaps))

    def gap_title(self, gap: Gap) -> str:
        """Severity, code and the message of a gap."""
        severity = severity_name(gap.severity, self.lang)
        return f"{severity} [{gap.code}]: {plain(gap.message[self.lang])}"

    def gap(self, gap: Gap) -> Iterator[str]:
        """The lines below a gap."""
        lang, graph = self.lang, self.found.views.graph
        if gap.provision:
            yield f"{self.word('provision')}: {plain(provision_label(graph, gap.provision)[lang])}"
        if gap.who_words:
            count = ""
            if gap.cells is not None and gap.of is not None:
                told = self.word("cells", cells=number(gap.cells, lang), of=number(gap.of, lang))
                count = f" ({told})"
            yield f"{self.word('who')}: {plain(gap.who_words[lang])}{count}"
        for block in gap.blocking:
            yield (
                f"{self.word('route')}: {plain(block.route_label[lang])}: "
                f"{plain(block.step_label[lang])}"
            )
        if gap.witness:
            pairs = " ".join(f"{name}={value}" for name, value in gap.witness.items())
            yield f"{self.word('witness')}: {plain(pairs)}"
        for repair in gap.repairs:
            line = f"{self.word('repair')}: {plain(repair.what[lang])}"
            if repair.opens:
                line += f" ({self.word('opens')}: {', '.join(repair.opens)})"
            yield line

    def principles(self) -> Iterator[Block]:
        lang = self.lang
        yield Items(
            tuple(
                (
                    f"{number_} {plain(one.label[lang])}",
                    tuple(f"{gap.code}: {plain(gap.message[lang])}" for gap in one.gaps)
                    or (self.word("no-gap-here"),),
                )
                for number_, one in enumerate(principles(self.found), 1)
            )
        )

    def measures(self) -> Iterator[Block]:
        lang, graph = self.lang, self.found.views.graph

        def name(iri: str) -> str:
            return plain(label(graph, URIRef(iri))[lang])

        items = []
        for proposal in self.found.views.overlay.proposals:
            for measure in proposal.measures:
                kind = plain((measure.label or label(graph, CORE[measure.kind]))[lang])
                parts = [kind]
                if measure.providers:
                    parts.append(f"{self.word('by')} {', '.join(map(name, measure.providers))}")
                if measure.reaches:
                    parts.append(f"{self.word('for')} {', '.join(map(name, measure.reaches))}")
                if measure.legal_basis:
                    bases = [plain(provision_label(graph, b)[lang]) for b in measure.legal_basis]
                    parts.append(f"{self.word('basis')}: {'; '.join(bases)}")
                items.append((" ".join(parts), ()))
        yield Items(tuple(items)) if items else Paragraph(self.word("no-measures"))

    def outcomes(self) -> Iterator[Block]:
        lang = self.lang
        rows = tuple(
            (
                plain(one.group_label[lang]),
                OUTCOME[one.expected][lang] if one.expected in OUTCOME else plain(one.expected),
                OUTCOME[one.found][lang] if one.found else self.word("open"),
            )
            for one in outcomes(self.found)
        )
        if rows:
            yield Table((self.word("group"), self.word("claimed"), self.word("found")), rows)

    def figures(self) -> Iterator[Block]:
        lang = self.lang
        items = tuple(
            (
                f"{plain(one.label[lang])}: {plain(one.value)} ({plain(one.unit)})",
                (plain(one.locator[lang]),) if one.locator else (),
            )
            for one in figures(self.found)
        )
        if items:
            yield Items(items)
        for table in figure_tables(self.found):
            place = f" ({plain(table.locator[lang])})" if table.locator else ""
            yield Paragraph(f"{plain(table.label[lang])}{place}")
            yield Table(
                (self.word("line"), *map(str, table.years), self.word("sum")),
                tuple(
                    (
                        plain(name[lang]),
                        *(number(int(value), lang) for value in values),
                        number(int(total), lang),
                    )
                    for (name, values), total in zip(table.lines, table.sums, strict=True)
                ),
            )

    def limits(self) -> Iterator[Block]:
        for note in self.found.notes:
            yield Paragraph(f"{self.word('note')}: {plain(note[self.lang])}")
        if not self.found.counted:
            yield Paragraph(self.word("no-heads"))
        yield Paragraph(self.word("no-costs"))


def _first(rows: tuple[int, ...], most: int = 20) -> str:
    more = f" ... (+{len(rows) - most})" if len(rows) > most else ""
    return ", ".join(map(str, rows[:most])) + more
