"""An answer as a letter of one or two pages: outcome, reasons, what it rests on, what to do, where
to complain. It is written as HTML or as a Word file."""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text
from lovgraf.explain.answer import Answer
from lovgraf.reports import answer_words as words
from lovgraf.reports.assessment import docx, html
from lovgraf.reports.assessment.blocks import Block, Document, Items, Paragraph, Section
from lovgraf.reports.phrases import word, written_date

_MOST_PRESUMED = 6
"""Presumptions that a letter tells in full; more would make it long."""


_TO = Text(
    "Til [modtager] · Sag [nummer] · [dato]",
    "To [recipient] · Case [number] · [date]",
)
_SIGNED = Text(
    "Med venlig hilsen [navn], [myndighed]",
    "Yours sincerely, [name], [authority]",
)
"""What whoever signs fills in; it is in square brackets."""


def write_html(found: Answer, lang: Lang) -> Iterator[str]:
    """The letter as one page of HTML."""
    return html.write(letter(found, lang))


def write_docx(found: Answer, lang: Lang) -> Iterator[bytes]:
    """The letter as a Word file."""
    yield docx.write(letter(found, lang))


def letter(found: Answer, lang: Lang) -> Document:
    """The letter, whatever it is written as."""
    day = word("as-of", lang, date=written_date(found.as_of, lang))
    if found.covered:
        day = f"{day} {plain(found.covered[lang])}"
    begins: list[Block] = [
        Paragraph(_TO[lang]),
        Paragraph(plain(found.opening[lang])),
        Paragraph(day),
    ]
    parts = [("", begins), *((key, blocks) for key, blocks in _parts(found, lang) if blocks)]
    parts[-1][1].append(Paragraph(_SIGNED[lang]))
    sections = [_section(key, blocks, lang) for key, blocks in parts]
    return Document(lang, plain(found.question.label[lang]), tuple(sections))


def _parts(found: Answer, lang: Lang) -> Iterator[tuple[str, list[Block]]]:
    yield "reasons", [Paragraph(text) for text in words.reasons(found, lang)]
    yield "missing", _items([(0, one) for one in words.missing(found, lang)])
    some = [(0, one) for one in list(words.presumed(found, lang))[:_MOST_PRESUMED]]
    yield "rests", _items([*some, *((0, one) for one in words.rests(found, lang, named=False))])
    yield "do", _items(list(words.steps(found, lang)))
    yield "change", _items([(0, one) for one in words.changes(found, lang)])
    yield "complaint", [Paragraph(plain(one[lang])) for one in found.complaint]
    yield "note", [Paragraph(note, True) for note in words.notes(found, lang)]


def _items(lines: list[tuple[int, str]]) -> list[Block]:
    """Lines as a list, those that lie deeper below the one before."""
    found: list[tuple[str, list[str]]] = []
    for depth, line in lines:
        if depth and found:
            found[-1][1].append(line)
        else:
            found.append((line, []))
    return [Items(tuple((text, tuple(below)) for text, below in found))] if found else []


def _section(key: str, blocks: list[Block], lang: Lang) -> Section:
    title = word("answer", lang) if not key else _heading(key, lang)
    return Section(title, tuple(blocks))


def _heading(key: str, lang: Lang) -> str:
    return words.HEADINGS[key][lang] if key in words.HEADINGS else word(key, lang)
