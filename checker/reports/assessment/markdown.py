"""A document as Markdown with pipe tables."""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.core.safe import markdown
from lovgraf.reports.assessment.blocks import Block, Code, Document, Items, Paragraph, Table


def write(document: Document) -> Iterator[str]:
    """The document in pieces."""
    yield f"# {markdown(document.title)}\n\n"
    for section in document.sections:
        yield f"{'#' * (section.level + 1)} {markdown(section.title)}\n\n"
        for block in section.blocks:
            yield from (f"{line}\n" for line in _lines(block))
            yield "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield markdown(text)
        case Items():
            yield from (f"{'  ' * depth}- {markdown(line)}" for depth, line in block.lines())
        case Code(lines):
            yield from ("```sh", *lines, "```")
        case Table(head, rows, numbers):
            yield f"| {' | '.join(map(markdown, head))} |"
            rules = ("---:" if place in numbers else "---" for place in range(len(head)))
            yield f"|{'|'.join(rules)}|"
            for row in rows:
                yield f"| {' | '.join(map(markdown, row))} |"
