"""What is found on a file itself, before any row is looked at: its columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from lovgraf.core.disclosure import Headings
from lovgraf.core.intake import LeftOut
from lovgraf.core.result import QualityFinding
from lovgraf.core.terms import Text
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.headers import ID, Matched, did_you_mean, suggestion
from lovgraf.readers.lost import denies

INFERRED_TYPE = "inferred-type"
"""The finding that the type of the records was told by their columns; a warning where by one."""
_MOST_UNKNOWN = 10
"""More unknown columns than that are told together."""


def column_findings(
    matched: Matched,
    headers: Sequence[str],
    facts: FactVocabulary,
    show_values: bool = False,
    who: Collection[int] = (),
) -> list[QualityFinding]:
    """Columns that are unknown, doubled, nameless or of another type of record; no `id`; nothing of
    what is taken along to show `who` somebody is.

    Headings that may be values are told as they stand only with `show_values`.
    """
    told = Headings.of(headers, matched.known, show_values)
    unknown = [place for place in matched.unknown if place not in who]
    found = [*_unknown(replace(matched, unknown=unknown), headers, told, facts)]
    for place, name in matched.doubled:
        heading = told.named(place)
        number = f" (nr. {place + 1})", f" (no. {place + 1})"
        shown = told.shows(place)
        found.append(
            _finding(
                "doubled-column",
                "warning",
                told.column(place),
                f"Kolonnen {heading.da}{number[0] * shown} giver {name}, som en tidligere kolonne "
                "allerede giver; den første er brugt.",
                f"The column {heading.en}{number[1] * shown} gives {name}, which an earlier column "
                "already gives; the first was used.",
            )
        )
    for place, name in matched.other_type:
        if place in who:
            continue
        heading = told.named(place)
        found.append(
            _finding(
                "column-of-another-type",
                "info",
                told.column(place),
                f"Kolonnen {heading.da} ({name}) hører ikke til registreringer af typen "
                f"{matched.record_type}; den er ikke læst.",
                f"The column {heading.en} ({name}) does not belong to records of the type "
                f"{matched.record_type}; it was not read.",
            )
        )
    for place in matched.nameless:
        found.append(
            _finding(
                "nameless-column",
                "info",
                None,
                f"Kolonne nr. {place + 1} har ingen overskrift; den er ikke læst.",
                f"Column no. {place + 1} has no header; it was not read.",
            )
        )
    return found + [*_about_records(matched, facts)]


def _unknown(
    matched: Matched, headers: Sequence[str], told: Headings, facts: FactVocabulary
) -> Iterable[QualityFinding]:
    nearest = [(p, _nearest(headers[p], facts)) for p in matched.unknown]
    if len(nearest) > _MOST_UNKNOWN:
        many = [p for p, near in nearest if not near]
        nearest = [(p, near) for p, near in nearest if near]
        yield from _unknown_many(many, told)
    for place, near in nearest:
        heading = told.named(place)
        hint = did_you_mean(near)
        yield _finding(
            "unknown-column",
            "info",
            told.column(place),
            f"Kolonnen {heading.da} er ikke kendt og ikke læst.{hint.da}",
            f"The column {heading.en} is not known and was not read.{hint.en}",
        )
    for place in matched.ambiguous:
        heading = told.named(place)
        yield _finding(
            "ambiguous-column",
            "warning",
            told.column(place),
            f"Kolonnen {heading.da} kan være flere kolonner og er ikke læst; brug det kanoniske "
            "navn.",
            f"The column {heading.en} may be several columns and was not read; use the canonical "
            "name.",
        )


def _nearest(header: str, facts: FactVocabulary) -> str | None:
    """The column whose name a header is near and does not deny."""
    near = suggestion(header, facts.columns)
    denied = near is not None and denies(header, facts.columns[near], facts.heading_words)
    return None if denied else near


def _unknown_many(places: Sequence[int], told: Headings) -> Iterable[QualityFinding]:
    """One finding for many unknown columns, in which no known name can be guessed."""
    if not places:
        return
    count = len(places)
    listed = [told.named(place) for place in places[:_MOST_UNKNOWN]]
    rest = max(0, count - _MOST_UNKNOWN)
    more = (f" og {rest} til", f" and {rest} more") if rest else ("", "")
    yield QualityFinding(
        "unknown-column",
        "info",
        None,
        Text(
            f"{count} kolonner er ikke kendt og ikke læst: {', '.join(h.da for h in listed)}"
            f"{more[0]}.",
            f"{count} columns are not known and were not read: "
            f"{', '.join(h.en for h in listed)}{more[1]}.",
        ),
        1,
    )


def _about_records(matched: Matched, facts: FactVocabulary) -> Iterable[QualityFinding]:
    if ID not in matched.columns:
        yield _finding(
            "no-id",
            "warning",
            ID,
            "Filen har ingen kolonne id; rækkens nummer er brugt i stedet.",
            "The file has no column id; the number of the row was used instead.",
        )
    if len(matched.deciding) == 1:
        column = facts.columns[matched.deciding[0]]
        yield _finding(
            INFERRED_TYPE,
            "warning",
            column.name,
            f"Registreringerne er læst som {matched.record_type} alene på grund af overskriften "
            f"for {column.name} ({column.label.da}); angiv --type, hvis det er forkert.",
            f"The records were read as {matched.record_type} by the header of {column.name} "
            f"({column.label.en}) alone; give --type if that is wrong.",
        )
    elif matched.inferred:
        yield _finding(
            INFERRED_TYPE,
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


_WHY_UNREADABLE = {
    "no-object": Text(
        "Linjen er ikke et JSON-objekt og er ikke læst.",
        "The line is no JSON object and was not read.",
    ),
    "repeated-key": Text(
        "Objektet har den samme nøgle to gange og er ikke læst; fjern den ene.",
        "The object has the same key twice and was not read; remove one of them.",
    ),
    "line-too-short": Text(
        "Linjen er kortere, end den skal være, og er ikke læst.",
        "The line is shorter than it should be and was not read.",
    ),
    "line-too-long": Text(
        "Linjen er længere, end den skal være, og er ikke læst.",
        "The line is longer than it should be and was not read.",
    ),
}


def unreadable_rows(left_out: Sequence[LeftOut]) -> list[QualityFinding]:
    """The finding that lines cannot be read: what they were meant to say is lost."""
    return [
        QualityFinding(
            "unreadable-row", "warning", None, _WHY_UNREADABLE[rows.reason], rows.count, rows.rows
        )
        for rows in left_out
        if rows.reason in _WHY_UNREADABLE
    ]
