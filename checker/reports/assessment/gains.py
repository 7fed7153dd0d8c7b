"""Who is better off by a proposal, and how, with an example of each."""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.conditions.words import Words
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.proposals.findings import Gain
from lovgraf.reports.assessment.blocks import Below, Block, Items, Paragraph
from lovgraf.reports.assessment.gaps import value_said
from lovgraf.reports.assessment.telling import Telling
from lovgraf.reports.phrases import listed

MOST_NAMED = 5
"""Other norms by which the same is so that are named; JSON names all."""


def gains(tell: Telling) -> Iterator[Block]:
    """The gains, an entry each."""
    if not tell.found.acts:
        return
    if not tell.found.gains:
        yield Paragraph(tell.word("no-gains"))
        return
    yield Items(tuple((tell.gain(gain), tuple(_below(tell, gain))) for gain in tell.found.gains))


def _below(tell: Telling, gain: Gain) -> Iterator[str | tuple[str, Below]]:
    counts = {"cells": tell.number(gain.cells), "of": tell.number(gain.of)}
    yield tell.word(
        "who",
        things=tell.things(gain.record_type),
        how_many=f" ({tell.word('cells', **counts)})",
        who=tell.text(gain.who),
    )
    if gain.given:
        given = listed([tell.text(name) for name in gain.given], tell.lang)
        yield tell.word("gain-given", documents=given)
    if gain.group_names:
        groups = listed([tell.text(name) for name in gain.group_names], tell.lang)
        yield tell.word("gain-groups", groups=groups)
    if gain.witness:
        facts = _facts(tell, gain)
        words = Words(tell.graph, facts)
        own = (
            f"{tell.text(column.label)}: {value_said(tell, words, column, value)}"
            for name, value in gain.witness.items()
            if (column := facts.columns.get(name)) is not None
        )
        yield tell.word("example", facts="; ".join(own))
    if gain.alike:
        names = [tell.text(name) for name in gain.alike[:MOST_NAMED]]
        if more := len(gain.alike) - len(names):
            names.append(tell.word("more-rules", count=tell.number(more)))
        yield tell.word("gain-alike", names=listed(names, tell.lang))


def _facts(tell: Telling, gain: Gain) -> FactVocabulary:
    own = (one.facts for one in tell.found.comparisons if one.record_type == gain.record_type)
    return next(own, tell.found.views.after.law.facts)
