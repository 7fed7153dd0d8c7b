"""Whether the numbers of a column of yes and no are codes of somebody's list, in any of its rows.

Beside 2 a number 1 may be no. The whole file is asked only where its sample has numbers, and no
others than those for yes and no.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lovgraf.facts.spelling import AROUND, strip
from lovgraf.readers.date_orders import is_whole
from lovgraf.readers.expressions import Sample
from lovgraf.readers.reading import Form, are_codes, is_number
from lovgraf.readers.source import Request, Source, quoted, run

_WHOLE = "(?:[.,]0+)?"
_KINDS = {
    "0": f"[+-]?0{{1,9}}{_WHOLE}",
    "1": f"[+]?0{{0,8}}1{_WHOLE}",
    "-1": f"-0{{0,8}}1{_WHOLE}",
    "2": f"[+-]?[0-9]{{1,9}}{_WHOLE}",
}
"""The numbers that stand for all: which texts are each of them, and none before. A 2 stands for all
others."""


def coded_columns(
    request: Request, source: Source, samples: Mapping[str, Sample], forms: Mapping[str, Form]
) -> frozenset[str]:
    """The columns of yes and no, by SQL of their texts, whose numbers are codes of a list;
    `samples` are the distinct texts of `lovgraf_sample`, `forms` what a mapping says of each."""
    numbers = {text: _numbers(samples[text], form) for text, form in forms.items()}
    asked = [
        text
        for text, found in numbers.items()
        if found and not are_codes(found) and not {"0", "1"} <= forms[text].codes.keys()
    ]
    if asked and source.relation and not is_whole(request, source, "lovgraf_sample"):
        for text, more in _of_all(request, source, asked, forms).items():
            numbers[text] |= more
    return frozenset(text for text, found in numbers.items() if are_codes(found))


def _numbers(sample: Sample, form: Form) -> set[str]:
    """The numbers among the texts of a sample."""
    texts = (strip(text) for text, _ in sample)
    return {text for text in texts if text not in form.nulls and is_number(text)}


def _of_all(
    request: Request, source: Source, texts: Collection[str], forms: Mapping[str, Form]
) -> dict[str, set[str]]:
    """The numbers of columns in all rows of a file."""
    listed = ", ".join(f"bit_or({_kind(text, forms[text])})" for text in texts)
    (row,) = run(request, f"SELECT {listed} FROM {source.relation}")
    return {
        text: {number for place, number in enumerate(_KINDS) if (bits or 0) & 1 << place}
        for text, bits in zip(texts, row, strict=True)
    }


def _kind(text: str, form: Form) -> str:
    """The bit of the number that a text is."""
    usual = "".join(
        f"WHEN {text} = {quoted(number)} THEN {1 << place} " for place, number in enumerate(_KINDS)
    )
    others = "".join(
        f"WHEN regexp_full_match({text}, {quoted(AROUND + pattern + AROUND)}) THEN {1 << place} "
        for place, pattern in enumerate(_KINDS.values())
    )
    nulls = ", ".join(map(quoted, sorted(form.nulls))) or "NULL"
    return f"CASE WHEN {text} IN ({nulls}) THEN 0 {usual}{others}END"
