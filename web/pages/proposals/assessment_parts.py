"""Parts of an assessment as JSON, so that its page shows what the documents say, in their words.

The page has no law with the proposal laid over: the job that assesses writes these down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lovgraf_web.texts import LANGUAGES

if TYPE_CHECKING:
    from lovgraf.proposals.assess import Assessment
    from lovgraf.reports.assessment.blocks import Block, Section


def parts(found: Assessment) -> dict[str, Any]:
    """By language what the assessment counts, who gains and what it costs, section by section, and
    whom each gap strikes as an outline (None where that is not told)."""
    from lovgraf.conditions.outline import outline
    from lovgraf.conditions.words import Words
    from lovgraf.reports.assessment.document import counts
    from lovgraf.reports.assessment.economy import economy
    from lovgraf.reports.assessment.telling import Telling

    parts: dict[str, Any] = {}
    for lang in LANGUAGES:
        tell = Telling(found, lang)
        parts[lang] = {
            "counts": [_section(one) for one in counts(tell, rows=False) if one.blocks],
            "economy": [_section(one) for one in economy(tell, 2)],
        }
    words = Words(found.views.graph, found.views.after.law.facts)
    parts["who"] = [outline(gap.who, words).as_dict() if gap.who else None for gap in found.gaps]
    return parts


def _section(section: Section) -> dict[str, Any]:
    return {"title": section.title, "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> dict[str, Any]:
    from lovgraf.reports.assessment.blocks import Items, Paragraph, Table

    match block:
        case Paragraph(text, is_open):
            return {"kind": "paragraph", "text": text, "open": is_open}
        case Items(items):
            return {"kind": "items", "items": items}
        case Table(head, rows, numbers):
            return {"kind": "table", "head": head, "rows": rows, "numbers": sorted(numbers)}
    return {"kind": "code", "lines": block.lines}
