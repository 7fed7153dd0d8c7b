"""What is found on a file itself, before any row is looked at: its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.records.facts import FactVocabulary
from checker.records.headers import ID, Matched, suggestion
from checker.reports.result import QualityFinding
from checker.terms import Text

_LONGEST = 60
_MOST_UNKNOWN = 10
"""More unknown columns than that are told together."""


def column_findings(
    matched: Matched, headers: Sequence[str], facts: FactVocabulary
) -> list[QualityFinding]:
    """Columns that are unknown, doubled, nameless or of another type of record; no `id`."""
    found = [*_unknown(matched, headers, facts)]
    for position, name in matched.doubled:
        found.append(
            _finding(
                "doubled-column",
                "warning",
                headers[position],
                f"Kolonnen {headers[position]!r} (nr. {position + 1}) giver {name}, som en "
                "tidligere kolonne allerede giver; den første er brugt.",
                f"The column {headers[position]!r} (no. {position + 1}) gives {name}, which an "
                "earlier column already gives; the first was used.",
            )
        )
    for position, name in matched.other_type:
        found.append(
            _finding(
                "column-of-another-type",
                "info",
                headers[position],
                f"Kolonnen {headers[position]!r} ({name}) hører ikke til registreringer af typen "
                f"{matched.record_type}; den er ikke læst.",
                f"The column {headers[position]!r} ({name}) does not belong to records of the type "
                f"{matched.record_type}; it was not read.",
            )
        )
    for position in matched.nameless:
        found.append(
            _finding(
                "nameless-column",
                "info",
                None,
                f"Kolonne nr. {position + 1} har ingen overskrift; den er ikke læst.",
                f"Column no. {position + 1} has no header; it was not read.",
            )
        )
    return found + [*_about_records(matched)]


def _unknown(
    matched: Matched, headers: Sequence[str], facts: FactVocabulary
) -> Iterable[QualityFinding]:
    told = [(p, suggestion(headers[p], facts.columns)) for p in matched.unknown]
    if len(told) > _MOST_UNKNOWN:
        many = [headers[p] for p, near in told if not near]
        told = [(p, near) for p, near in told if near]
        yield from _unknown_many(many)
    for position, near in told:
        header = headers[position]
        hint = (f" Mente du {near}?", f" Did you mean {near}?") if near else ("", "")
        yield _finding(
            "unknown-column",
            "info",
            header,
            f"Kolonnen {header[:_LONGEST]!r} er ikke kendt og ikke læst.{hint[0]}",
            f"The column {header[:_LONGEST]!r} is not known and was not read.{hint[1]}",
        )
    for position in matched.ambiguous:
        yield _finding(
            "ambiguous-column",
            "warning",
            headers[position],
            f"Kolonnen {headers[position]!r} kan være flere kolonner og er ikke læst; brug det "
            "kanoniske navn.",
            f"The column {headers[position]!r} may be several columns and was not read; use the "
            "canonical name.",
        )


def _unknown_many(headers: Sequence[str]) -> Iterable[QualityFinding]:
    """One finding for many unknown columns, in which no known name can be guessed."""
    if not headers:
        return
    count = len(headers)
    listed = ", ".join(repr(header[:_LONGEST]) for header in headers[:_MOST_UNKNOWN])
    rest = max(0, count - _MOST_UNKNOWN)
    more = (f" og {rest} til", f" and {rest} more") if rest else ("", "")
    yield QualityFinding(
        "unknown-column",
        "info",
        None,
        Text(
            f"{count} kolonner er ikke kendt og ikke læst: {listed}{more[0]}.",
            f"{count} columns are not known and were not read: {listed}{more[1]}.",
        ),
        1,
    )


def _about_records(matched: Matched) -> Iterable[QualityFinding]:
    if ID not in matched.columns:
        yield _finding(
            "no-id",
            "warning",
            ID,
            "Filen har ingen kolonne id; rækkens nummer er brugt i stedet.",
            "The file has no column id; the number of the row was used instead.",
        )
    if matched.inferred:
        yield _finding(
            "inferred-type",
            "info",
            None,
            f"Registreringerne er læst som {matched.record_type}, efter kolonnerne; angiv --type, "
            "hvis det er forkert.",
            f"The records were read as {matched.record_type}, by their columns; give --type if "
            "that is wrong.",
        )


def _finding(
    code: str, severity: str, column: str | None, danish: str, english: str
) -> QualityFinding:
    return QualityFinding(code, severity, column, Text(danish, english), 1)
