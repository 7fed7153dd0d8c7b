"""An answer as text: forty lines at most, the answer first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang
from lovgraf.explain.answer import Answer
from lovgraf.explain.question import Question
from lovgraf.reports import answer_words as words
from lovgraf.reports.phrases import word, written_date

MOST_LINES = 40
WIDTH = 100


def write_answer(found: Answer, lang: Lang, width: int = WIDTH) -> Iterator[str]:
    """The answer in lines."""
    yield from (f"{line}\n" for line in lines(found, lang, width))


def lines(found: Answer, lang: Lang, width: int = WIDTH, most: int = MOST_LINES) -> list[str]:
    """The lines of an answer; what there is no place for is left out from the end, and told."""
    said = list(_lines(found, lang, width))
    if len(said) <= most:
        return said
    return [*said[: most - 1], word("more-in-json", lang)]


def _lines(found: Answer, lang: Lang, width: int) -> Iterator[str]:
    yield plain(found.question.label[lang])
    yield word("as-of", lang, date=written_date(found.as_of, lang))
    if found.covered:
        yield from textwrap.wrap(plain(found.covered[lang]), width)
    yield ""
    yield from textwrap.wrap(plain(found.opening[lang]), width)
    for paragraph in words.reasons(found, lang):
        yield ""
        yield from textwrap.wrap(paragraph, width)
    yield from _listed("missing", [(0, one) for one in words.missing(found, lang)], lang, width)
    yield from _listed("do", list(words.steps(found, lang)), lang, width)
    changes = [(0, line) for line in words.changes(found, lang)]
    yield from _listed("change", changes, lang, width)
    rests = [(0, one) for one in words.rests(found, lang)]
    yield from _listed("rests", rests, lang, width)
    complaint = [(0, plain(one[lang])) for one in found.complaint]
    yield from _listed("complaint", complaint, lang, width)
    for note in words.notes(found, lang):
        yield ""
        yield from textwrap.wrap(f"{word('note', lang)}: {note}", width)


def _listed(key: str, items: list[tuple[int, str]], lang: Lang, width: int) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield f"{words.HEADINGS[key][lang]}:"
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
