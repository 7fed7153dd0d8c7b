"""A document as text for a terminal, wrapped to its width."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Styled

from lovgraf.reports.assessment.blocks import Block, Code, Document, Items, Paragraph, Table
from lovgraf.reports.assessment.formats import WIDTH
from lovgraf.reports.page import Page


def write(document: Document, width: int = WIDTH, *, colour: bool = False) -> Iterator[str]:
    """The document in pieces, a section each; no line is wider than `width`, save what is to be
    copied as it is."""
    page = _Page(width, colour)
    page.line(document.title, "bold")
    yield page.taken()
    for section in document.sections:
        page.line()
        if section.level == 1:
            page.line(section.title.upper(), "bold")
        else:
            page.line(section.title, "bold")
        for block in section.blocks:
            page.block(block)
        yield page.taken()


class _Page(Page):
    def line(self, text: str = "", style: str = "", indent: int = 0) -> None:
        self.console.print(Padding(Styled(text, style=style), (0, 0, 0, indent)))

    def block(self, block: Block) -> None:
        match block:
            case Paragraph(text, open):
                self.line(text, "yellow" if open else "")
            case Items():
                for depth, line in block.lines():
                    self.hanging(f"{'  ' * depth}- ", line)
            case Code(lines):
                for line in lines:
                    self.buffer.write(f"  {line}\n")
            case Table():
                self.table(block)

    def hanging(self, mark: str, text: str) -> None:
        """A mark with the text beside it, wrapped below its own first line."""
        grid = Grid.grid(padding=0)
        grid.add_column(no_wrap=True, width=len(mark))
        grid.add_column(overflow="fold")
        grid.add_row(mark, Styled(text))
        self.console.print(grid)

    def table(self, table: Table) -> None:
        grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for place, head in enumerate(table.head):
            right = place in table.numbers
            grid.add_column(Styled(head), justify="right" if right else "left", overflow="fold")
        for row in table.rows:
            grid.add_row(*map(Styled, row))
        self.console.print(grid)
