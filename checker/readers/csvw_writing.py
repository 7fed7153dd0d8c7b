"""CSVW metadata for a table whose columns somebody has named: what `csvw.py` reads.

Source: W3C `Metadata Vocabulary for Tabular Data`, with this project's annotations.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from collections.abc import Mapping as Mapping_

from msgspec import Struct, field

from lovgraf.core.terms import BASE
from lovgraf.facts.spelling import squeeze
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.days_written import TIMES
from lovgraf.readers.described import Paths
from lovgraf.readers.headers import book_of
from lovgraf.readers.who import Who, paths_of


class ColumnForm(Struct, frozen=True):
    """How a column is written: the pattern of its dates (or `TIMES`), and its own codes with
    ours."""

    dates: str | None = None
    codes: Mapping_[str, str] = field(default_factory=dict)


def write_mapping(
    file: str,
    headers: Sequence[str],
    names: Sequence[str | None],
    facts: FactVocabulary,
    record_type: str | None,
    complete: Collection[str] = (),
    forms: Mapping_[int, ColumnForm] | None = None,
    paths: Paths | None = None,
    who: Collection[int] = (),
) -> str:
    """The metadata of one table as JSON: a column for each header, in the file's order.

    `names` are canonical columns; a header without one is left out of the check
    (`suppressOutput`), unless another of the same header is named, or it says who somebody is,
    which reports may tell and nothing reads. `complete` are columns in which
    a blank means that it did not happen; `forms` how the columns at some places are written;
    `paths` where they are in nested JSON or XML; `who` the columns that somebody said to say who
    somebody is.
    """
    placed = zip(headers, names, strict=True)
    pairs = [(n, h, name) for n, (h, name) in enumerate(placed) if h.strip()]
    named = {squeeze(header) for _, header, name in pairs if name is not None}
    told = {n for n, h, name in pairs if name is None and _tells(h, facts, record_type, paths)}
    told |= {*who}
    columns = [
        {"titles": header} | ({"propertyUrl": facts.says_who} if place in who else {})
        if place in told
        else _column(header, name, facts, name in complete, (forms or {}).get(place, ColumnForm()))
        for place, header, name in pairs
        if name is not None or squeeze(header) not in named
    ]
    found: dict[str, object] = {
        "@context": ["http://www.w3.org/ns/csvw", {"lovgraf": BASE + "core#"}],
        "url": file,
    }
    if record_type is not None:
        found["lovgraf:recordType"] = record_type
    if paths is not None:
        found["lovgraf:records"] = paths.records
        where = {column.header: column.path for column in paths.columns}
        columns = [{**column, "lovgraf:path": where[str(column["titles"])]} for column in columns]
    found["tableSchema"] = {"columns": columns}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _tells(
    header: str, facts: FactVocabulary, record_type: str | None, paths: Paths | None
) -> bool:
    """Whether a column that is not read says who somebody is, under a heading that no column of
    the type of record has."""
    read = book_of(facts).candidates(header)
    if any(record_type is None or record_type in facts.columns[n].record_types for n in read):
        return False
    return Who(facts).called(header, paths_of(paths).get(header))


def _column(
    header: str, name: str | None, facts: FactVocabulary, complete: bool, form: ColumnForm
) -> dict[str, object]:
    if name is None:
        return {"titles": header, "suppressOutput": True}
    fact = facts.columns[name]
    found: dict[str, object] = {"name": name, "titles": header, "propertyUrl": fact.iri}
    if complete:
        found["lovgraf:complete"] = True
    if form.dates and fact.datatype == "date":
        pattern = {"base": "date", "format": form.dates}
        found["datatype"] = TIMES if form.dates == TIMES else pattern
    if form.codes:
        found["lovgraf:codes"] = dict(form.codes)
    return found
