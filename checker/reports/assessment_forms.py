"""The forms of an assessment's document: text, Markdown, HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from checker.reports.assessment_document import Block, Document, Items, Paragraph, Table

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #bfbfbf;padding:.3rem "
    ".6rem;text-align:left;vertical-align:top}li{margin:.4rem 0}ul ul{color:#404040}"
)


def as_text(document: Document) -> Iterator[str]:
    """The document in lines."""
    yield f"{document.title}\n"
    for section in document.sections:
        yield f"\n{section.title.upper()}\n"
        for block in section.blocks:
            yield from (f"{line}\n" for line in _text(block))


def _text(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield text
        case Items(items):
            for title, lines in items:
                yield f"- {title}"
                yield from (f"    {line}" for line in lines)
        case Table(head, rows):
            widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
            for row in (head, *rows):
                cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
                yield "  ".join(cells).rstrip()


def as_markdown(document: Document) -> Iterator[str]:
    """The document as Markdown with pipe tables."""
    yield f"# {_md(document.title)}\n"
    for section in document.sections:
        yield f"\n## {_md(section.title)}\n\n"
        for block in section.blocks:
            yield from (f"{line}\n" for line in _markdown(block))
            yield "\n"


def _markdown(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield _md(text)
        case Items(items):
            for title, lines in items:
                yield f"- {_md(title)}"
                yield from (f"  - {_md(line)}" for line in lines)
        case Table(head, rows):
            yield f"| {' | '.join(map(_md, head))} |"
            yield f"|{'---|' * len(head)}"
            for row in rows:
                yield f"| {' | '.join(map(_md, row))} |"


def _md(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)


def as_html(document: Document) -> Iterator[str]:
    """The document as one page: no script, nothing from outside."""
    yield f'<!doctype html>\n<html lang="{document.lang}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escape(document.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield f"<main>\n<h1>{escape(document.title)}</h1>\n"
    for section in document.sections:
        yield f"<section>\n<h2>{escape(section.title)}</h2>\n"
        for block in section.blocks:
            yield from (f"{line}\n" for line in _html(block))
        yield "</section>\n"
    yield "</main>\n</body>\n</html>\n"


def _html(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield f"<p>{escape(text)}</p>"
        case Items(items):
            yield "<ul>"
            for title, lines in items:
                below = "".join(f"<li>{escape(line)}</li>" for line in lines)
                yield f"<li>{escape(title)}{f'<ul>{below}</ul>' if below else ''}</li>"
            yield "</ul>"
        case Table(head, rows):
            yield "<table>"
            top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
            yield f"<thead><tr>{top}</tr></thead>"
            for first, *rest in rows:
                cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
                yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
            yield "</table>"
