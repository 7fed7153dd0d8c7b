"""A document as a Word file (Office Open XML): real headings, lists and tables, the same bytes for
the same document."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lovgraf.reports.assessment.blocks import Block, Code, Document, Items, Paragraph, Table

if TYPE_CHECKING:
    from docx.document import Document as Word

LANGUAGE = {"da": "da-DK", "en": "en-GB"}
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every part of the file: the earliest that the format can hold."""


def write(document: Document) -> bytes:
    """The file."""
    import docx

    word = docx.Document()
    _prepare(word, document)
    word.add_heading(document.title, level=0)
    for section in document.sections:
        if section.title:
            word.add_heading(section.title, level=section.level)
        for block in section.blocks:
            _add(word, block)
    return _fixed(word)


def _prepare(word: Word, document: Document) -> None:
    """Language, type and page; what python-docx's own template says of its author goes."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    styles = word.styles
    language = LANGUAGE[document.lang]
    for held in styles.element.iter(qn("w:lang")):
        held.set(qn("w:val"), language)
        held.set(qn("w:eastAsia"), language)
    normal: Any = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(page, side, Cm(2.2))
    properties = word.core_properties
    properties.title, properties.language = document.title[:255], language
    properties.author = properties.last_modified_by = "Lovgraf"
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime(*EPOCH[:3], tzinfo=UTC)
    properties.revision = 1


_BULLETS = ("List Bullet", "List Bullet 2", "List Bullet 3")
"""Word's own styles of lists, by depth."""


def _add(word: Word, block: Block) -> None:
    from docx.shared import Cm, Pt

    match block:
        case Paragraph(text, open):
            run = word.add_paragraph().add_run(text)
            run.italic = open or None
        case Items():
            for depth, line in block.lines():
                made = word.add_paragraph(line, style=_BULLETS[min(depth, len(_BULLETS) - 1)])
                if depth >= len(_BULLETS):
                    made.paragraph_format.left_indent = Cm(0.9 * (depth + 1))
        case Code(lines):
            run = word.add_paragraph(style="No Spacing").add_run("\n".join(lines))
            run.font.name, run.font.size = "Consolas", Pt(8)
        case Table():
            _table(word, block)


def _table(word: Word, block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    table = word.add_table(rows=0, cols=len(block.head), style="Table Grid")
    for place, row in enumerate((block.head, *block.rows)):
        cells = table.add_row().cells
        for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = Pt(9)
            run.bold = not place or None
            if column in block.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    repeated: Any = OxmlElement("w:tblHeader")  # the heading row again on every page
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    word.add_paragraph()


def _fixed(word: Word) -> bytes:
    """The file with the same date on every part, in a fixed order."""
    buffer, result = io.BytesIO(), io.BytesIO()
    word.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            part.create_system = 3
            target.writestr(part, source.read(name))
    return result.getvalue()
