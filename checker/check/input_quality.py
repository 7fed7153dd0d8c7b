"""Values that could not be read, and values that were mended: flags a row, findings a column."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lovgraf.check.untyped import UNREADABLE
from lovgraf.core.disclosure import LONGEST, cut, disclosed, disclosed_sql
from lovgraf.core.result import EXAMPLES, FIRST_ROWS, QualityFinding
from lovgraf.core.terms import Text
from lovgraf.core.written import list_text
from lovgraf.engine.layout import WORD_BITS
from lovgraf.engine.population import Coded
from lovgraf.facts.expected import expected
from lovgraf.facts.fact import Column, Derived
from lovgraf.facts.operators import operator_of
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.headers import TYPE
from lovgraf.readers.reading import CPR, MONTH_FIRST
from lovgraf.readers.table import InputTable

Written = Callable[[Sequence[str]], Mapping[str, tuple[str, ...]]]
"""Gives what may be told of the values of columns that could not be read (`unreadable_values`)."""
_FEW = 1000
"""Values up to which what may be told of them is worked out here: the data engine takes ten
milliseconds to make the patterns for it."""
_OR = Text("eller", "or")
_OTHERS = Text("andre kolonner", "other columns")
_NINE_DIGITS = Text(
    " Skriv alle ti cifre: et nummer på ni får kun et nul foran, hvor kolonnens andre numre viser, "
    "at nuller er gået tabt, og ingen begynder med et.",
    " Write all ten digits: a number of nine is given a zero in front only where the other numbers "
    "of the column show that zeros were lost, and none begins with one.",
)
_NAMED = 3
_REMARKS = frozenset({"null-word"})
"""Warnings of the reader that are only worth knowing."""
_ERRORS = frozenset({MONTH_FIRST})
"""Those that tell that verdicts may be wrong."""


def unreadable_findings(
    population: Coded, table: InputTable, facts: FactVocabulary, written: Written
) -> list[QualityFinding]:
    """A finding for each column with values that could not be read, or that were mended."""
    columns = facts.columns
    instead = stand_ins(facts, table.unreadable, table.values)
    unread = [(UNREADABLE, n, _unreadable_text(columns[n], instead[n])) for n in table.unreadable]
    mended = [(code, name, text) for code, name, _, text in table.warnings]
    found: list[QualityFinding] = []
    for prefix, severity, flags in (("u", "error", unread), ("x", "warning", mended)):
        words = (len(flags) + WORD_BITS - 1) // WORD_BITS
        counts = population.flagged(prefix, words)
        for number, (code, name, text) in enumerate(flags):
            word, bit = divmod(number, WORD_BITS)
            count = counts.get((word, bit), 0)
            if not count:
                continue
            rows = population.first_flagged(f"{prefix}{word}", bit, FIRST_ROWS)
            weight = "info" if code in _REMARKS else "error" if code in _ERRORS else severity
            found.append(QualityFinding(code, weight, name, text, count, rows))
    shown = written([flaw.column for flaw in found if flaw.code == UNREADABLE and flaw.column])
    return [
        replace(flaw, values=shown.get(flaw.column or "", ())) if flaw.code == UNREADABLE else flaw
        for flaw in found
    ]


def stand_ins(
    facts: FactVocabulary, names: Iterable[str], present: Container[str]
) -> dict[str, list[Column]]:
    """For each of some columns those of a table that facts are read from where it is blank, or
    cannot be read: of a date of birth the number of a person, say."""
    found: dict[str, list[Column]] = {name: [] for name in names}
    for fact in facts.facts.values():
        if not isinstance(fact, Derived) or not operator_of(fact).passes_on:
            continue
        operands = fact.operand_facts
        for place, iri in enumerate(operands):
            column = facts[iri]
            if isinstance(column, Column) and column.name in found:
                own = found[column.name]
                own += [
                    other
                    for other in facts.lineage(operands[place + 1 :])
                    if isinstance(other, Column) and other.name in present
                    if other is not column and other not in own
                ]
    return found


def unreadable_values(
    connection: Any, table: InputTable, source: str, names: Sequence[str], show_values: bool
) -> dict[str, tuple[str, ...]]:
    """The first distinct unreadable values of columns as they may be told, in a relation of the
    rows, which is read once."""
    columns = [name for name in names if name in table.raw]
    if not columns:
        return {}
    listed = ", ".join(
        f"{{'n': {place}, 'v': CASE WHEN {table.unreadable[name]} THEN "
        f"CAST({table.raw[name]} AS VARCHAR) END}}"
        for place, name in enumerate(columns)
    )
    distinct = (
        f"SELECT DISTINCT n, left(v, {LONGEST + 1}) AS v "
        f"FROM (SELECT unnest([{listed}], recursive := true) FROM {source}) WHERE v IS NOT NULL"
    )
    values = connection.execute(f"{distinct} LIMIT {_FEW + 1}").fetchall()
    if len(values) <= _FEW:
        rows = sorted({(place, disclosed(cut(value), show_values)) for place, value in values})
    else:
        rows = connection.execute(
            f"SELECT DISTINCT n, {disclosed_sql('v', show_values)} AS told FROM ({distinct}) "
            f"QUALIFY dense_rank() OVER (PARTITION BY n ORDER BY told) <= {EXAMPLES} "
            "ORDER BY n, told"
        ).fetchall()
    found: dict[str, tuple[str, ...]] = {}
    for place, value in rows:
        before = found.get(columns[place], ())
        found[columns[place]] = (*before, str(value))[:EXAMPLES]
    return found


def _unreadable_text(column: Column, instead: Sequence[Column]) -> Text:
    """That a value cannot be read, and what rules read then: nothing, or other columns."""
    kind = expected(column)
    danish, english = "den regnes for ukendt.", "it counts as unknown."
    if column.name == TYPE:
        danish = "ingen regel er spurgt om registreringen, da det er uvist, hvilke der gælder."
        english = "no rule was asked of the record, since it is not known which hold."
    elif instead:
        labels = [one.label for one in instead]
        others = list_text(labels, _OR) if len(labels) <= _NAMED else _OTHERS
        danish = f"hvor {others.da} siger det samme, er det brugt i stedet; ellers er den ukendt."
        english = f"where {others.en} tells the same, that was used instead; else it is unknown."
    more = _NINE_DIGITS if column.format == CPR else Text("", "")
    return Text(
        f"Værdien i {column.name} ({column.label.da}) kan ikke læses som {kind.da}; {danish}"
        f"{more.da}",
        f"The value in {column.name} ({column.label.en}) cannot be read as {kind.en}; {english}"
        f"{more.en}",
    )
