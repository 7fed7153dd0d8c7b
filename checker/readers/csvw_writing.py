"""CSVW metadata for a table whose columns somebody has named: what `csvw.py` reads.

Source: W3C `Metadata Vocabulary for Tabular Data`, with this project's annotations.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from lovgraf.core.terms import BASE
from lovgraf.facts.spelling import squeeze
from lovgraf.facts.vocabulary import FactVocabulary


def write_mapping(
    file: str,
    headers: Sequence[str],
    names: Sequence[str | None],
    facts: FactVocabulary,
    record_type: str | None,
    complete: Collection[str] = (),
) -> str:
    """The metadata of one table as JSON: a column for each header, in the file's order.

    `names` are canonical columns; a header without one is left out of the check
    (`suppressOutput`), unless another of the same header is named. `complete` are columns in which
    a blank means that it did not happen.
    """
    pairs = [(h, name) for h, name in zip(headers, names, strict=True) if h.strip()]
    named = {squeeze(header) for header, name in pairs if name is not None}
    columns = [
        _column(header, name, facts, name in complete)
        for header, name in pairs
        if name is not None or squeeze(header) not in named
    ]
    found: dict[str, object] = {
        "@context": ["http://www.w3.org/ns/csvw", {"lovgraf": BASE + "core#"}],
        "url": file,
    }
    if record_type is not None:
        found["lovgraf:recordType"] = record_type
    found["tableSchema"] = {"columns": columns}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _column(
    header: str, name: str | None, facts: FactVocabulary, complete: bool
) -> dict[str, object]:
    if name is None:
        return {"titles": header, "suppressOutput": True}
    fact = facts.columns[name]
    found: dict[str, object] = {"name": name, "titles": header, "propertyUrl": fact.iri}
    if complete:
        found["lovgraf:complete"] = True
    return found
