"""An assessment as a document: a whole one for a bill's remarks, a short one for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, relative
from lovgraf.law.presumptions import NOTHING
from lovgraf.proposals.assess import Assessment
from lovgraf.proposals.changes import EFFECTS
from lovgraf.reports.assessment import changes, consequences, economy, gains, gaps, principles
from lovgraf.reports.assessment.blocks import Block, Document, Items, Paragraph, Section, Table
from lovgraf.reports.assessment.telling import Telling
from lovgraf.reports.assessment.whom import who
from lovgraf.reports.assessment.words import OUTCOME
from lovgraf.reports.phrases import listed, written_date

# The first and the last parts of an assessment's document: the answer, and what it rests on.

_ANSWERS = {True: "feasible", False: "infeasible", None: "nothing-acts"}


def summary(tell: Telling, opened: int) -> Iterator[Block]:
    """The answer in a few lines; `opened` is how many places are left open."""
    found = tell.found
    for note in found.beside:
        yield Paragraph(tell.text(note))
    if found.another_day is not None:
        yield Paragraph(tell.text(found.another_day))
    answer = [tell.word("law", date=written_date(found.day, tell.lang))]
    unseen = found.feasible is None and found.acts
    answer.append(tell.word("not-all-seen" if unseen else _ANSWERS[found.feasible]))
    if counts := tell.counts():
        answer.append(tell.word("found-in-all", counts=counts))
    if errors := tell.where(lambda gap: gap.severity == "error"):
        names = [f"{tell.gap_name(one.gap.code)}{tell.refer([one])}" for one in errors]
        answer.append(tell.word("most", names=listed(names, tell.lang)))
    yield Paragraph(" ".join(answer))
    yield from who(tell)
    yield from heads(tell)
    if found.not_examined:
        yield Paragraph(tell.word("not-examined", kinds=tell.names(found.not_examined)))
    if found.left_out:
        yield Paragraph(tell.word("left-out"))
        yield Items(tuple((tell.text(what), ()) for what in found.left_out))
    yield from claims(tell)
    if opened:
        yield Paragraph(tell.word("open-count", count=tell.number(opened)))


def heads(tell: Telling) -> Iterator[Block]:
    """How many records of the dataset each change strikes, and how its blanks were read."""
    found = tell.found
    if found.counted and found.presumed != NOTHING.name:
        yield Paragraph(tell.word("heads-presumed", profile=plain(found.presumed)))
    for counted in found.counted:
        for entry in counted.entries:
            if entry.group is None:
                struck = [
                    tell.word(effect, count=tell.number(entry.effects[effect]))
                    for effect in EFFECTS
                    if entry.effects[effect]
                ] or [tell.word("none-struck")]
                if entry.undecided:
                    struck.append(tell.word("undecided-heads", count=tell.number(entry.undecided)))
                yield Paragraph(
                    tell.word(
                        "heads",
                        dataset=plain(found.dataset or ""),
                        norm=tell.text(entry.change.norm.label),
                        effects=listed(struck, tell.lang),
                        of=tell.number(entry.of),
                    )
                )


def claims(tell: Telling) -> Iterator[Block]:
    """What the proposal claims for each group beside what was found."""
    rows = tuple(
        (
            tell.text(one.group_label),
            OUTCOME[one.expected][tell.lang] if one.expected in OUTCOME else plain(one.expected),
            OUTCOME[one.found][tell.lang] if one.found else tell.word("open"),
        )
        for one in tell.found.outcomes
    )
    if rows:
        yield Table((tell.word("outcomes"), tell.word("claimed"), tell.word("found")), rows)


def not_applied(tell: Telling) -> Iterator[Block]:
    """What could not be laid over the law, and why."""
    items = tuple(
        (
            f"{tell.text(missing.label)} ({plain(relative(missing.what))})",
            (tell.text(missing.reason),),
        )
        for missing in tell.found.views.overlay.not_applied
    )
    if items:
        yield Items(items)


def limits(tell: Telling) -> Iterator[Block]:
    """What the assessment rests on."""
    found = tell.found
    for note in found.findings.notes:
        yield Paragraph(tell.word("note", note=tell.text(note)))
    if not found.counted:
        yield Paragraph(tell.word("no-heads"))
    lines = [
        tell.word("file", file=plain(proposal.file), digest=proposal.digest)
        for proposal in found.views.overlay.proposals
    ]
    lines.append(tell.word("graph", digest=found.views.after.law.source.digest))
    yield Items(tuple((line, ()) for line in lines))


def document(found: Assessment, lang: Lang) -> Document:
    """The whole document: what changes, what is overlooked, the consequences, the examples."""
    tell = Telling(found, lang)
    consequence = [
        Section(tell.word("consequences"), ()),
        _section(tell, "principles", principles.table(tell), 2),
        _section(tell, "organisation", consequences.organisation(tell), 2),
        _section(tell, "it", consequences.it(tell), 2),
        _section(tell, "data", consequences.data(tell), 2),
        _section(tell, "citizens", consequences.citizens(tell), 2),
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
            _section(tell, "summary", summary(tell, opened)),
            _section(tell, "not-applied", not_applied(tell)),
            _section(tell, "changes", changes.changes(tell)),
            *counts(tell, rows=False),
            *gaps.gaps(tell),
            *consequence,
            _section(tell, "examples", gaps.examples(tell)),
            _section(tell, "limits", limits(tell)),
        ],
    )


def short(found: Assessment, lang: Lang) -> Document:
    """The document for a terminal: the gaps first, the principles by code, no consequences."""
    tell = Telling(found, lang)
    return _document(
        tell,
        [
            _section(tell, "summary", summary(tell, 0)),
            _section(tell, "not-applied", not_applied(tell)),
            *gaps.gaps(tell),
            _section(tell, "changes", changes.changes(tell)),
            *counts(tell, rows=True),
            _section(tell, "principles", principles.lines(tell)),
            *economy.economy(tell, 1),
            _section(tell, "examples", gaps.examples(tell)),
            _section(tell, "limits", [*limits(tell), Paragraph(tell.word("more"))]),
        ],
    )


def counts(tell: Telling, *, rows: bool) -> list[Section]:
    """Before and after, group by group: records of a dataset, and kinds of persons; who gains."""
    title = tell.word("matrix", dataset=plain(tell.found.dataset or ""))
    matrix = tuple(changes.matrix(tell, rows=rows))
    return [
        Section(title, matrix, 2),
        _section(tell, "kinds", changes.kinds(tell), 2),
        _section(tell, "gains", gains.gains(tell)),
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
