"""An assessment as a document: a whole one for a bill's remarks, a short one for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang
from lovgraf.proposals.assess import Assessment
from lovgraf.reports.assessment import (
    changes,
    citizens,
    consequences,
    economy,
    gaps,
    principles,
    protection,
    summary,
)
from lovgraf.reports.assessment.blocks import Block, Document, Paragraph, Section
from lovgraf.reports.assessment.telling import Telling


def document(found: Assessment, lang: Lang) -> Document:
    """The whole document: what changes, what is overlooked, the consequences, the examples."""
    tell = Telling(found, lang)
    consequence = [
        Section(tell.word("consequences"), ()),
        _section(tell, "principles", principles.table(tell), 2),
        _section(tell, "organisation", consequences.organisation(tell), 2),
        _section(tell, "it", consequences.it(tell), 2),
        _section(tell, "data", protection.data(tell), 2),
        _section(tell, "citizens", citizens.citizens(tell), 2),
        *economy.economy(tell, 2),
        _section(tell, "other", consequences.other(tell), 2),
    ]
    opened = sum(
        isinstance(block, Paragraph) and block.open
        for section in consequence
        for block in section.blocks
    )
    opened += principles.unexamined(found)
    return _document(
        tell,
        [
            _section(tell, "summary", summary.summary(tell, opened)),
            _section(tell, "not-applied", summary.not_applied(tell)),
            _section(tell, "changes", changes.changes(tell)),
            *counts(tell, rows=False),
            *gaps.gaps(tell),
            *consequence,
            _section(tell, "examples", gaps.examples(tell)),
            _section(tell, "limits", summary.limits(tell)),
        ],
    )


def short(found: Assessment, lang: Lang) -> Document:
    """The document for a terminal: the gaps first, the principles by code, no consequences."""
    tell = Telling(found, lang)
    return _document(
        tell,
        [
            _section(tell, "summary", summary.summary(tell, 0)),
            _section(tell, "not-applied", summary.not_applied(tell)),
            *gaps.gaps(tell),
            _section(tell, "changes", changes.changes(tell)),
            *counts(tell, rows=True),
            _section(tell, "principles", principles.lines(tell)),
            *economy.economy(tell, 1),
            _section(tell, "examples", gaps.examples(tell)),
            _section(tell, "limits", [*summary.limits(tell), Paragraph(tell.word("more"))]),
        ],
    )


def counts(tell: Telling, *, rows: bool) -> list[Section]:
    """Before and after, group by group: records of a dataset, and kinds of persons."""
    title = tell.word("matrix", dataset=plain(tell.found.dataset or ""))
    matrix = tuple(changes.matrix(tell, rows=rows))
    return [
        Section(title, matrix, 2),
        _section(tell, "kinds", changes.kinds(tell), 2),
    ]


def _section(tell: Telling, key: str, blocks: Iterable[Block], level: int = 1) -> Section:
    return Section(tell.word(key), tuple(blocks), level)


def _document(tell: Telling, sections: Iterable[Section]) -> Document:
    proposals = tell.found.views.overlay.proposals
    title = "; ".join(tell.text(proposal.title) for proposal in proposals)
    made = list(sections)
    heads = {tell.word("gaps"), tell.word("consequences")}
    kept = [s for s in made if s.blocks or s.title in heads]
    return Document(
        tell.lang,
        tell.word("title", title=title),
        tuple(_marked(tell, section) for section in kept),
    )


def _marked(tell: Telling, section: Section) -> Section:
    """A section whose open points say that they are."""
    blocks = tuple(
        Paragraph(tell.word("open-mark", text=block.text), open=True)
        if isinstance(block, Paragraph) and block.open
        else block
        for block in section.blocks
    )
    return Section(section.title, blocks, section.level)
