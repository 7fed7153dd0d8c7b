"""A document as Markdown with pipe tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lovgraf.reports.assessment.blocks import Block, Code, Document, Items, Paragraph, Table


def write(document: Document) -> Iterator[str]:
    """The document in pieces."""
    yield f"# {_safe(document.title)}\n\n"
    for section in document.sections:
        yield f"{'#' * (section.level + 1)} {_safe(section.title)}\n\n"
        for block in section.blocks:
            yield from (f"{line}\n" for line in _lines(block))
            yield "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield _safe(text)
        case Items():
            yield from (f"{'  ' * depth}- {_safe(line)}" for depth, line in block.lines())
        case Code(lines):
            yield from ("```sh", *lines, "```")
        case Table(head, rows, numbers):
            yield f"| {' | '.join(map(_safe, head))} |"
            rules = ("---:" if place in numbers else "---" for place in range(len(head)))
            yield f"|{'|'.join(rules)}|"
            for row in rows:
                yield f"| {' | '.join(map(_safe, row))} |"


def _safe(text: str) -> str:
    """Text that no reader of Markdown takes for markup, an ordered list among them."""
    text = re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", text)
    return re.sub(r"^(\d+)\.(?= )", r"\1\\.", text)
