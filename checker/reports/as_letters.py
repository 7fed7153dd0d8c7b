"""Whom to write to: a table with one line a person, in the form of the findings as CSV.

First those who are in breach of a duty of their own, then those of whom something must be found out
first. Each line says why, what to tell them, and where the law says so; further causes of the same
person stand in the same cells.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter

from msgspec import Struct

from lovgraf.check.work_list import POSSIBLE, work_list
from lovgraf.core.result import BREACH_POSSIBLE, LATE, CheckResult, Finding, Findings
from lovgraf.core.safe import plain, spreadsheet_cell
from lovgraf.core.terms import CORE, Lang, Text
from lovgraf.core.written import quoted
from lovgraf.reports.as_csv import taken
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.letters import Letter, letters_of
from lovgraf.reports.phrases import named, number, word
from lovgraf.reports.rows import Lines, headings_of, tells_ids

_LANGS: tuple[Lang, Lang] = ("da", "en")
_NAMED = 2
"""Columns that are named of what must be found out."""
_HEADS = ("write", "message", "they-must", "provision", "deadline", "sanction", "cause")


class Addressed(Struct, frozen=True):
    """The causes (by id) whose records are written to: those that are in breach (`at_once`), and
    those of whom something must be found out `first`; `unsought` breaches have no cause, since
    nobody looked for them."""

    at_once: frozenset[str]
    first: frozenset[str]
    unsought: int

    @classmethod
    def of(cls, result: CheckResult) -> Addressed:
        """Those of a result: causes of duties that the record's own subject has."""
        own = {norm.norm for norm in result.norms if norm.bearer == str(CORE.Subject)}
        causes = [cause for cause in result.causes if cause.norm in own]
        breached = {c.id: c for c in causes if c.verdict == "breached"}
        unsure = {one for one, c in breached.items() if c.missing or c.rests_on}
        open_ = {c.id for c in causes if c.outlook == BREACH_POSSIBLE or c.inexact}
        every = sum(n.verdicts.get("breached", 0) for n in result.norms if n.norm in own)
        unsought = every - sum(cause.count for cause in breached.values())
        return cls(frozenset(breached.keys() - unsure), frozenset(unsure | open_), unsought)


class Numbers(Struct, frozen=True):
    """How many records are written to at once, and of how many something is found out first;
    `unlisted` are the verdicts of such records that are only counted."""

    at_once: int
    first: int
    unlisted: int


def numbers(result: CheckResult) -> Numbers:
    """How many lines the table has of each kind."""
    whom = Addressed.of(result)
    if not whom.at_once and not whom.first:
        return Numbers(0, 0, whom.unsought)
    listed = Counter[str]()
    open_ = set()
    for row, causes in _rows(result.open_findings, whom.first):
        open_.add(row)
        listed.update(causes)
    now = unsure = 0
    for row, causes in _rows(result.findings, whom.at_once | whom.first):
        open_.discard(row)
        listed.update(causes)
        if whom.at_once.isdisjoint(causes):
            unsure += 1
        else:
            now += 1
    theirs = (c for c in result.causes if c.id in whom.at_once | whom.first)
    beyond = sum(max(cause.count - listed[cause.id], 0) for cause in theirs)
    return Numbers(now, unsure + len(open_), beyond + whom.unsought)


def write(result: CheckResult, options: ReportOptions) -> Iterator[str]:
    """The table in pieces; every text cell that a spreadsheet could calculate is neutralised."""
    lang, whom = options.lang, Addressed.of(result)
    lines, heads = Lines.of(result), headings_of(result, options)
    letters, said = letters_of(result, lang), _Said.of(result, lang)
    buffer = io.StringIO()
    table = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    place = ["file"] if result.files else []
    place += ["row", "line"] if lines.first else ["row"]
    ids = ["id"] if tells_ids(result, options) else []
    table.writerow([
        *(word(key, lang) for key in ids), *map(spreadsheet_cell, heads),
        *(word(key, lang) for key in (*_HEADS, *place)),
    ])  # fmt: skip
    for at_once in (True, False):
        for findings in _persons(result, whom.at_once | whom.first):
            if at_once != any(one.cause in whom.at_once for one in findings):
                continue
            if buffer.tell() > 1 << 16:
                yield taken(buffer)
            head = findings[0]
            own = [head.id] if ids else []
            own += [head.who.get(heading, "") for heading in heads]
            when = word("write-now" if at_once else "write-later", lang)
            message, must, *rest = said.cells(findings, letters, options.show_values)
            # Whoever merges all rows into letters has to see which may not go out yet.
            must = must if at_once or not must else f"{when}: {must}"
            cells = [*own, when, message, must, *rest]
            where = [spreadsheet_cell(head.file or "")] if result.files else []
            line = [lines.of_row(head.row, head.file)] if lines.first else []
            table.writerow([*map(spreadsheet_cell, cells), *where, head.row, *line])
    yield taken(buffer)


def left_out(result: CheckResult) -> Text:
    """What the table does not hold."""
    more = unlisted(result)
    return Text(
        f"Listen viser kun, hvem der skal skrives til; det hele står i --format xlsx."
        f"{f' {more.da}' if more else ''}",
        f"The list says only whom to write to; --format xlsx holds all of it."
        f"{f' {more.en}' if more else ''}",
    )


def unlisted(result: CheckResult) -> Text | None:
    """That records that belong into the list are only counted: those of causes of which there are
    too many, and those of verdicts that are not sought; None where all are in it."""
    return _not_in_list(numbers(result).unlisted)


def _not_in_list(count: int) -> Text | None:
    """What `unlisted` tells of so many verdicts."""
    if not count:
        return None
    return Text(*(word("not-in-list", lang, count=number(count, lang)) for lang in _LANGS))


def whom_line(result: CheckResult, options: ReportOptions) -> str:
    """To how many to write, and where the list is or how it is made; empty where there is
    nobody."""
    lang, said = options.lang, whom_text(result, options.lang)
    if not said:
        return ""
    listed = word("whom-listed", lang)
    if options.letters is not None:
        listed = word("whom-written", lang, file=plain(options.letters))
    return f"{said} {listed}."


def whom_text(result: CheckResult, lang: Lang) -> str:
    """To how many to write; empty where there is nobody."""
    found = numbers(result)
    parts = []
    if found.at_once:
        parts.append(word("to-write", lang, count=number(found.at_once, lang)))
    if found.first:
        count, what = number(found.first, lang), _to_find_out(result, lang)
        parts.append(word("to-find-out", lang, count=count, what=what))
    said = [word("whom", lang, who="; ".join(parts))] if parts else []
    said += [more[lang]] if (more := _not_in_list(found.unlisted)) else []
    return " ".join(said)


def _to_find_out(result: CheckResult, lang: Lang) -> str:
    """What must be found out of most of those of whom something must be, by columns."""
    presumed = {use.presumption: use.column for use in result.presumptions}
    whom, found, unnamed = Addressed.of(result), Counter[tuple[str, ...]](), False
    for cause in result.causes:
        if cause.id in whom.first:
            taken_for_granted = [presumed[iri] for iri in cause.rests_on if iri in presumed]
            columns = tuple(dict.fromkeys((*result.wanted_of(cause), *taken_for_granted)))
            unnamed |= not columns
            if columns:
                found[columns] += cause.count
    if not found:
        return word("the-case", lang)
    columns, _ = found.most_common(1)[0]
    labels = named(result.labels, columns[:_NAMED], lang)
    names = [quoted(Text(name, name))[lang] for name in labels]
    if len(found) > 1 or len(columns) > _NAMED:
        names.append(word("and-more", lang))
    if unnamed:
        names.append(word("else-the-case", lang))
    return ", ".join(names)


class _Said(Struct, frozen=True):
    """What is said of each cause, by its id: the reason and the provision."""

    told: dict[str, tuple[str, str]]

    @classmethod
    def of(cls, result: CheckResult, lang: Lang) -> _Said:
        labels = {norm.norm: norm.provision_label[lang] for norm in result.norms}
        first = {t.id: t.remedy[lang] for t in work_list(result).tasks if t.kind == POSSIBLE}
        return cls({
            c.id: (" ".join(filter(None, [c.message[lang], first.get(c.id)])), labels[c.norm])
            for c in result.causes
        })  # fmt: skip

    def cells(
        self, findings: Iterable[Finding], letters: dict[str, Letter], shown: bool
    ) -> list[str]:
        """The cells after the first of a person."""
        columns: list[list[str]] = [[] for _ in _HEADS[1:]]
        for one in findings:
            letter, (message, provision) = letters[one.cause], self.told[one.cause]
            must = letter.said(one.who.get(LATE) if shown else None)
            deadline, sanction, _ = letter.cells
            row = (message, must, provision, deadline, sanction, one.cause)
            for column, cell in zip(columns, row, strict=True):
                column.append(cell)
        return [" | ".join(dict.fromkeys(filter(None, column))) for column in columns]


def _persons(result: CheckResult, causes: frozenset[str]) -> Iterator[list[Finding]]:
    """The findings of some causes, record by record in the order of the dataset."""
    order = {name: place for place, (name, _) in enumerate(result.files)}

    def place(finding: Finding) -> tuple[int, int]:
        return order.get(finding.file or "", 0), finding.row

    some = (result.findings, result.open_findings)
    found = merge(*((f for f in one if f.cause in causes) for one in some), key=place)
    for _, own in groupby(found, place):
        yield list(own)


def _rows(
    findings: Findings, causes: frozenset[str]
) -> Iterator[tuple[tuple[str | None, int], list[str]]]:
    """The places of the records that have findings of some causes, each with these causes."""
    for batch in findings.batches(ids=False):
        found = zip(batch.rows, batch.causes, strict=True)
        for row, own in groupby(((r, c) for r, c in found if c in causes), itemgetter(0)):
            yield (batch.file, row), [cause for _, cause in own]
