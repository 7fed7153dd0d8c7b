"""A document as one HTML page: no script, nothing from outside, fit for print."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from lovgraf.reports.assessment.blocks import Below, Block, Code, Document, Items, Paragraph, Table

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #bfbfbf;padding:.3rem "
    ".6rem;text-align:left;vertical-align:top}th{background:#f0f0f0}td.n,th.n{text-align:right}"
    "li{margin:.4rem 0}ul ul{color:#404040}.open{border-left:.25rem solid #8a5a00;padding-left:"
    ".6rem}pre{background:#f0f0f0;padding:.6rem;overflow-x:auto}h3{margin-top:2rem}"
    "@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}tr{break-inside:avoid}}"
)


def write(document: Document) -> Iterator[str]:
    """The page in pieces."""
    yield f'<!doctype html>\n<html lang="{document.lang}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escape(document.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield f"<main>\n<h1>{escape(document.title)}</h1>\n"
    for section in document.sections:
        tag = f"h{section.level + 1}"
        if section.title:
            yield f"<{tag}>{escape(section.title)}</{tag}>\n"
        for block in section.blocks:
            yield from (f"{line}\n" for line in _lines(block))
    yield "</main>\n</body>\n</html>\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text, open):
            kind = ' class="open"' if open else ""
            yield f"<p{kind}>{escape(text)}</p>"
        case Items(items):
            yield "<ul>"
            yield from map(_item, items)
            yield "</ul>"
        case Code(lines):
            text = "\n".join(map(escape, lines))
            yield f'<pre tabindex="0"><code>{text}</code></pre>'
        case Table(head, rows, numbers):
            yield "<table>"
            top = "".join(
                f'<th scope="col"{_side(place, numbers)}>{escape(cell)}</th>'
                for place, cell in enumerate(head)
            )
            yield f"<thead><tr>{top}</tr></thead>\n<tbody>"
            for first, *rest in rows:
                cells = "".join(
                    f"<td{_side(place, numbers)}>{escape(cell)}</td>"
                    for place, cell in enumerate(rest, 1)
                )
                yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
            yield "</tbody>\n</table>"


def _item(line: str | tuple[str, Below]) -> str:
    text, below = (line, ()) if isinstance(line, str) else line
    inside = f"<ul>{''.join(map(_item, below))}</ul>" if below else ""
    return f"<li>{escape(text)}{inside}</li>"


def _side(place: int, numbers: frozenset[int]) -> str:
    return ' class="n"' if place in numbers else ""
