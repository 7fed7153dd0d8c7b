"""An answer as text: forty lines at most, the answer first. Facts are said in sentences; what may
be stated in the next command is shown with its name (`left_on=2026-11-20`)."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator
from itertools import islice

from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import begun
from lovgraf.explain.answer import Answer
from lovgraf.explain.heard import taken
from lovgraf.explain.named_grounds import grounds_said
from lovgraf.explain.question import Question
from lovgraf.facts.fact import Column
from lovgraf.reports import answer_words as words
from lovgraf.reports.phrases import word, written_date

MOST_LINES = 40
WIDTH = 100
_MOST_MISSING = 6
_FEW_CODES = 3
_FEW_REASONS = 3
_YES, _NO = Text("ja", "yes"), Text("nej", "no")
_LISTED = Text("…; se lovgraf columns {}", "…; see lovgraf columns {}")
_DATE = Text("ÅÅÅÅ-MM-DD", "YYYY-MM-DD")
_ELSE = Text("ellers: {how}", "else: {how}")


def write_answer(found: Answer, lang: Lang, width: int = WIDTH) -> Iterator[str]:
    """The answer in lines."""
    yield from (f"{line}\n" for line in lines(found, lang, width))


def lines(found: Answer, lang: Lang, width: int = WIDTH, most: int = MOST_LINES) -> list[str]:
    """The lines of an answer. What there is no place for is left out, and told: first the reasons
    after the first few, so that what must be done is there, then from the end."""
    said = list(_lines(found, lang, width))
    if len(said) <= most:
        return said
    said = list(_lines(found, lang, width, _FEW_REASONS))
    return [*whole(said, min(most, len(said)) - 1, lang), word("more-in-json", lang)]


def whole(said: list[str], most: int, lang: Lang) -> list[str]:
    """The first lines, without the item that would be cut, and without a heading of nothing."""
    headings = {f"{heading[lang]}:" for heading in words.HEADINGS.values()}
    end = most
    while end > 1 and _goes_on(said[end - 1], said[end], headings):
        end -= 1
    while end > 1 and (not said[end - 1] or said[end - 1] in headings):
        end -= 1
    return said[:end]


def _goes_on(before: str, line: str, headings: Collection[str]) -> bool:
    """Whether a line goes on with what the one before it begins."""
    begins = line.lstrip().startswith("- ") or before in headings
    return bool(before and line) and not begins


def _lines(found: Answer, lang: Lang, width: int, most_reasons: int | None = None) -> Iterator[str]:
    yield plain(found.asks[lang])
    yield word("as-of", lang, date=written_date(found.as_of, lang))
    for one in found.found.beside:
        yield from textwrap.wrap(f"{word('note', lang)}: {plain(one[lang])}", width)
    if found.covered:
        yield from textwrap.wrap(plain(found.covered[lang]), width)
    if found.heard:
        yield from textwrap.wrap(plain(taken(found.heard)[lang]), width)
    if found.named:
        yield from textwrap.wrap(plain(grounds_said(found.named, found.of_named)[lang]), width)
    yield ""
    yield from textwrap.wrap(plain(found.opening[lang]), width)
    for paragraph in islice(words.reasons(found, lang), most_reasons):
        yield ""
        yield from textwrap.wrap(paragraph, width)
    slugs = (one.slug for one in found.beside)
    for paragraph, slug in zip(words.beside(found, lang), slugs, strict=True):
        yield ""
        yield from textwrap.wrap(f"{paragraph} ({slug})", width)
    yield from _listed("missing", [(0, one) for one in _missing(found, lang)], lang, width)
    steps = list(words.steps(found, lang))
    yield from _listed("do", steps, lang, width, words.doing(found, lang))
    changes = [(0, line) for line in words.changes(found, lang)]
    yield from _listed("change", changes, lang, width)
    rests = [(0, one) for one in _rests(found, lang)]
    yield from _listed("rests", rests, lang, width)
    complaint = [(0, plain(one[lang])) for one in found.complaint]
    yield from _listed("complaint", complaint, lang, width)
    for note in words.notes(found, lang):
        yield ""
        yield from textwrap.wrap(f"{word('note', lang)}: {note}", width)


def _missing(found: Answer, lang: Lang) -> Iterator[str]:
    """What an open answer turns on, as it is asked for, and how it is stated."""
    for one in found.wanted[:_MOST_MISSING]:
        yield f"{begun(plain(one.asked[lang]))} ({stating(one.column, lang)})"
    if (more := len(found.wanted) - _MOST_MISSING) > 0:
        yield word("more", lang, count=str(more))


def _rests(found: Answer, lang: Lang) -> Iterator[str]:
    """What the answer rests on, and how the opposite is stated."""
    said: dict[str, Column | None] = {}
    for presumed in found.rests_on:
        said.setdefault(words.presumed(presumed, lang), presumed.column)
    for unsaid in words.unsaid(found):
        said.setdefault(words.taken(unsaid, lang), unsaid.column)
    some = list(said.items())
    for sentence, column in some[:_MOST_MISSING]:
        how = "" if column is None else stating(column, lang)
        yield f"{sentence.rstrip('.')} ({_ELSE[lang].format(how=how)})." if how else sentence
    if len(some) > _MOST_MISSING:
        yield word("more", lang, count=str(len(some) - _MOST_MISSING))


def stating(column: Column, lang: Lang) -> str:
    """How a fact is stated on the command line, with what can stand for its value."""
    if column.datatype == "boolean":
        value = f"{_YES[lang]}|{_NO[lang]}"
    elif column.datatype == "date":
        value = _DATE[lang]
    elif column.code_list is not None:
        codes = sorted(column.code_list.notations)
        value = "|".join(codes) if len(codes) <= _FEW_CODES else _LISTED[lang].format(column.name)
    else:
        value = "…"
    return f"{column.name}={value}"


def _listed(
    key: str, items: list[tuple[int, str]], lang: Lang, width: int, heading: str | None = None
) -> Iterator[str]:
    """Items below the heading of a key, or another."""
    if not items:
        return
    yield ""
    yield f"{heading or words.HEADINGS[key][lang]}:"
    for depth, item in items:
        start = "  " * (depth + 1)
        yield from textwrap.wrap(
            item, width, initial_indent=f"{start}- ", subsequent_indent=f"{start}  "
        )


def write_questions(questions: list[Question], lang: Lang) -> Iterator[str]:
    """The questions that can be asked, by who asks."""
    for asker in dict.fromkeys(one.asker for one in questions):
        yield f"{plain(asker[lang])}:\n"
        for one in questions:
            if one.asker == asker:
                yield f"  {one.slug:<28} {plain(one.label[lang])}\n"
