"""The first and the last parts of an assessment's document: the answer, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.core.safe import plain
from lovgraf.core.terms import relative
from lovgraf.proposals.changes import EFFECTS
from lovgraf.reports.assessment.blocks import Block, Items, Paragraph, Table
from lovgraf.reports.assessment.telling import Telling
from lovgraf.reports.assessment.words import OUTCOME
from lovgraf.reports.phrases import listed, written_date

_ANSWERS = {True: "feasible", False: "infeasible", None: "nothing-acts"}


def summary(tell: Telling, opened: int) -> Iterator[Block]:
    """The answer in a few lines; `opened` is how many places are left open."""
    found = tell.found
    answer = [tell.word("law", date=written_date(found.day, tell.lang))]
    unseen = found.feasible is None and found.acts
    answer.append(tell.word("not-all-seen" if unseen else _ANSWERS[found.feasible]))
    if counts := tell.counts():
        answer.append(tell.word("found-in-all", counts=counts))
    if errors := tell.where(lambda gap: gap.severity == "error"):
        names = [f"{tell.gap_name(one.gap.code)}{tell.refer([one])}" for one in errors]
        answer.append(tell.word("most", names=listed(names, tell.lang)))
    yield Paragraph(" ".join(answer))
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
    """How many records of the dataset each change strikes."""
    found = tell.found
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
    for note in found.notes:
        yield Paragraph(tell.word("note", note=tell.text(note)))
    if not found.counted:
        yield Paragraph(tell.word("no-heads"))
    lines = [
        tell.word("file", file=plain(proposal.file), digest=proposal.digest)
        for proposal in found.views.overlay.proposals
    ]
    lines.append(tell.word("graph", digest=found.views.after.law.source.digest))
    yield Items(tuple((line, ()) for line in lines))
