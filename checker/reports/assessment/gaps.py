"""The gaps of a proposal, each told once under a number that other parts refer to."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from datetime import date

from lovgraf.conditions.outline import Outline, outline
from lovgraf.conditions.tree import facts_of
from lovgraf.conditions.words import AND, NOT, OR, Words
from lovgraf.core.safe import plain
from lovgraf.facts.fact import Column
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.proposals.gap import Gap, Repair
from lovgraf.reports.assessment.blocks import Below, Block, Code, Items, Paragraph, Section
from lovgraf.reports.assessment.telling import NumberedGap, Telling
from lovgraf.reports.phrases import records, written_date

WIDTH = 92
"""Characters of a line of a command before it goes on in the next."""
LONG = 100
"""Characters from which a condition is laid out in lines."""


def gaps(tell: Telling) -> Iterator[Section]:
    """The gaps, a section each."""
    if not tell.numbered:
        yield Section(tell.word("gaps"), (Paragraph(tell.word("no-gaps")),))
        return
    yield Section(tell.word("gaps"), ())
    for one in tell.numbered:
        gap = one.gap
        title = tell.word(
            "gap",
            number=str(one.number),
            name=tell.gap_name(gap.code),
            severity=tell.severity(gap.severity),
            code=gap.code,
        )
        yield Section(title, tuple(_gap(tell, one)), 2)


def _gap(tell: Telling, one: NumberedGap) -> Iterator[Block]:
    yield Paragraph(tell.text(one.gap.message))
    lines: list[tuple[str, Below]] = []
    if one.gap.provision:
        lines.append(
            (tell.word("where", provision=tell.provision(one.gap.provision, one.gap.norm)), ())
        )
    for gap in one.gaps:
        lines += _struck(tell, gap)
    repairs = [repair for gap in one.gaps for repair in gap.repairs]
    if repairs:
        changes = dict.fromkeys(_repair(tell, one.gap, repair) for repair in repairs)
        lines.append((tell.word("repair"), tuple(changes)))
    elif one.gap.no_repair:
        lines.append((tell.word("no-repair", why=tell.text(one.gap.no_repair)), ()))
    if lines:
        yield Items(tuple(lines))


def _struck(tell: Telling, gap: Gap) -> Iterator[tuple[str, Below]]:
    """Whom it strikes: in words, by an example, and where each route stops."""
    if gap.who_words:
        how_many = ""
        if gap.cells is not None and gap.of is not None:
            cells, of = tell.number(gap.cells), tell.number(gap.of)
            how_many = f" ({tell.word('cells', cells=cells, of=of)}{_heads(tell, gap)})"
        who, below = _laid_out(tell, gap) or (tell.text(gap.who_words), ())
        things = tell.things(gap.record_type)
        yield tell.word("who", things=things, how_many=how_many, who=who), below
    if example := _example(tell, gap):
        yield tell.word("example", facts=example), ()
    if gap.blocking:
        steps = []
        for block in gap.blocking:
            travel = f" ({tell.word('by-travel')})" if block.by_travel else ""
            steps.append(f"{tell.text(block.route_label)}: {tell.text(block.step_label)}{travel}")
        yield (
            tell.word("troubles" if gap.code == "burdensome" else "stops"),
            tuple(dict.fromkeys(steps)),
        )


def _heads(tell: Telling, gap: Gap) -> str:
    """How many records of the dataset it strikes."""
    heads = tell.found.heads(tell.found.gaps.index(gap))
    if heads is None:
        return ""
    struck = tell.word(
        "struck-heads",
        dataset=plain(tell.found.dataset or ""),
        records=records(heads.struck, tell.lang),
    )
    if not heads.unknown:
        return f"; {struck}"
    unknown = tell.word("undecided-heads", count=tell.number(heads.unknown))
    return f"; {struck}, {unknown}"


def _laid_out(tell: Telling, gap: Gap) -> tuple[str, Below] | None:
    """A long condition, its parts below each other; None where it is short enough to read."""
    if gap.who is None or gap.who_words is None or len(gap.who_words[tell.lang]) < LONG:
        return None
    line = outline(gap.who, Words(tell.graph, _facts(tell, gap)))
    if line.text not in (AND, OR):
        return None
    left_out = f", {tell.text(gap.within_words)}" if gap.within_words else ""
    how = tell.word("all-hold" if line.text == AND else "one-holds") + left_out
    return how, tuple(_below(tell, line))


def _facts(tell: Telling, gap: Gap) -> FactVocabulary:
    """The facts that may be told of a gap, with those that deadlines make."""
    own = (one.facts for one in tell.found.comparisons if one.record_type == gap.record_type)
    return next(own, tell.found.views.after.law.facts)


def _below(tell: Telling, line: Outline) -> Iterator[str | tuple[str, Below]]:
    for part in line.parts:
        if part.text == NOT and len(part.parts) == 1:
            (inner,) = part.parts
            heading = f"{tell.text(NOT)}: {tell.text(inner.text)}"
            yield (f"{heading}:", tuple(_below(tell, inner))) if inner.parts else heading
        else:
            heading = tell.text(part.text)
            yield (f"{heading}:", tuple(_below(tell, part))) if part.parts else heading


def _repair(tell: Telling, gap: Gap, repair: Repair) -> str:
    """A change, with what else it closes and what it opens."""
    notes = []
    for word, codes in (("closes", repair.closes), ("opens", repair.opens)):
        kinds = [tell.gap_name(code) for code in codes if (word, code) != ("closes", gap.code)]
        if kinds:
            notes.append(tell.word(word, kinds=", ".join(kinds)))
    change = tell.text(repair.what)
    return f"{change} ({'; '.join(notes)})" if notes else change


def _example(tell: Telling, gap: Gap) -> str:
    """The example's own facts among those that tell whom the gap strikes."""
    if not gap.witness:
        return ""
    facts = _facts(tell, gap)
    asked = set(facts.facts)
    if gap.who is not None:
        asked &= facts_of(gap.who) | set(gap.about)
    read = {fact.iri for fact in facts.lineage(asked)}
    words = Words(tell.graph, facts)
    own = []
    for name, value in gap.witness.items():
        column = facts.columns.get(name)
        if column is not None and column.iri in read:
            own.append(f"{tell.text(column.label)}: {value_said(tell, words, column, value)}")
    return "; ".join(own)


def value_said(tell: Telling, words: Words, column: Column, value: str) -> str:
    """A value of a column as an example has it, in words."""
    if value == column.present_value:
        return tell.word("given")
    if column.datatype == "boolean":
        return tell.text(words.value(column, value == "true"))
    if column.datatype == "date":
        return written_date(date.fromisoformat(value), tell.lang)
    codes = {c.notation: c.label for c in column.code_list.concepts} if column.code_list else {}
    parts = value.split() if column.multi else [value]
    return ", ".join(tell.text(codes[p]) if p in codes else plain(p) for p in parts)


def examples(tell: Telling) -> Iterator[Block]:
    """Each command that shows gaps or gains with an example, once, under what it is of."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for one in tell.numbered:
        for gap in one.gaps:
            if gap.witness:
                name = tell.gap_name(gap.code)
                point = tell.word("example-of", number=str(one.number), name=name)
                command = tuple(_command(tell, gap.record_type, gap.witness))
                found.setdefault(command, {})[point] = None
    for gain in tell.found.gains:
        if gain.witness:
            command = tuple(_command(tell, gain.record_type, gain.witness))
            found.setdefault(command, {})[tell.gain(gain)] = None
    for command, points in found.items():
        yield Paragraph(f"{'; '.join(points)}:")
        yield Code(command)


def _command(tell: Telling, kind: str | None, witness: Mapping[str, str]) -> Iterator[str]:
    views = tell.found.views
    words = ["lovgraf", "person", *(f"{name}={value}" for name, value in witness.items())]
    if kind is not None and kind != views.after.law.facts.usual_type:
        words += ["--type", kind]
    for proposal in views.overlay.proposals:
        words += ["--with", tell.found.paths.get(proposal.iri, proposal.file)]
    for path in tell.found.data:
        words += ["--data", path]
    words += ["--as-of", views.day.isoformat()]
    line = ""
    for word in (shlex.quote(plain(word)) for word in words):
        if line and len(line) + len(word) > WIDTH:
            yield f"{line} \\"
            line = f"  {word}"
        else:
            line = f"{line} {word}" if line else word
    yield line
