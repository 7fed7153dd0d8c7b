"""Whether the CPR numbers of a column have lost their first zeros, as spreadsheets have them do.

A number of nine digits may lack its first digit or its last. It is a zero in front where no number
of the column begins with one, and where some number tells that there were zeros to lose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lovgraf.facts.spelling import AROUND
from lovgraf.readers.expressions import Sample
from lovgraf.readers.source import (
    DISTINCT,
    Request,
    Source,
    SourceColumn,
    quoted,
    run,
)
from lovgraf.readers.typed import as_text, holds_numbers

_KEPT = "0[1-9](?:0[1-9]|1[0-2])[0-9]{2}[ -]?[0-9]{3,4}"
"""A number that begins with a zero; of one of nine digits another is lost. Ten zeros are none."""
_TELLING = "[1-9][0-9]{4}[ -]?[0-9]{4}|[1-3][0-9]{5}[ -]?[0-9]{4}"
"""A number of nine digits, or of ten such as stand among others that begin with a zero: those that
stand in for a number (day of birth plus 60) do not."""


def zeros_kept(
    request: Request,
    source: Source,
    numbers: Mapping[str, SourceColumn],
    samples: Mapping[str, Sample],
) -> frozenset[str]:
    """The columns of CPR `numbers`, by canonical name, in which none has lost its first zero, or
    nobody knows; `samples` are the distinct texts of `lovgraf_sample`, by SQL.

    The whole file is asked only where its sample tells that zeros may be lost.
    """
    return frozenset(
        name
        for name, at in numbers.items()
        if not holds_numbers(at.type) and _kept(request, source, as_text(at.sql, at.type), samples)
    )


def _kept(request: Request, source: Source, text: str, samples: Mapping[str, Sample]) -> bool:
    """Whether the texts of a column (by SQL) have kept their zeros, or do not tell."""
    sample = samples[text]
    if _any(_KEPT, sample) or (len(sample) < DISTINCT and not _any(_TELLING, sample)):
        return True
    kept = f"regexp_full_match({text}, {quoted(_whole(_KEPT))})"
    telling = f"regexp_full_match({text}, {quoted(_whole(_TELLING))})"
    ((rows, seen, told),) = run(
        request, f"SELECT count(*), bool_or({kept}), bool_or({telling}) FROM lovgraf_sample"
    )
    if seen or not told:
        return True
    if source.is_whole(rows):
        return False
    return bool(run(request, f"SELECT 1 FROM {source.relation} WHERE {kept} LIMIT 1"))


def _any(number: str, sample: Sample) -> bool:
    """Whether some text of a sample is such a number."""
    whole = re.compile(_whole(number))
    return any(whole.fullmatch(written) for written, _ in sample)


def _whole(number: str) -> str:
    """A pattern of a text that is a number, with what is passed over around it."""
    return f"{AROUND}(?:{number})(?:[.,]0)?{AROUND}"
