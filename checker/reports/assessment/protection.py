"""Data protection: which information decides, what of it is new, which data move on what basis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lovgraf.conditions.tree import facts_of
from lovgraf.facts.vocabulary import Column, Derived
from lovgraf.reports.assessment.blocks import Block, Paragraph
from lovgraf.reports.assessment.measures import in_words, measures
from lovgraf.reports.assessment.telling import Telling
from lovgraf.reports.phrases import listed
from lovgraf.verdicts.program import Program


def data(tell: Telling) -> Iterator[Block]:
    """Which information decides, what of it is new, and which data move on what basis."""
    told = _read(tell)
    for new, all_read in told.items():
        for now, named in all_read.items():
            if names := _facts(tell, now):
                yield Paragraph(tell.word("reads", norm=tell.quoted(named), facts=names))
        yield Paragraph(_new(tell, new, len(all_read) > 1))
    if any(new is None or new for new in told):
        yield Paragraph(tell.word("reads-open"), open=True)
    transfers = measures(tell, "DataTransferMeasure")
    for measure in transfers:
        basis = "; ".join(map(tell.provision, measure.legal_basis)) or tell.word("transfer-none")
        points = tell.refer(tell.of_kind("no-legal-basis"))
        text = tell.word("transfer", what=in_words(tell, measure), basis=basis, points=points)
        yield Paragraph(text)
    if not transfers:
        yield Paragraph(tell.word("no-transfer"))
    yield Paragraph(tell.word("data-open"), open=True)


def _new(tell: Telling, new: frozenset[str] | None, several: bool) -> str:
    """What of the information that decides is new, said once of all that rest on it."""
    ending = "-all" if several else ""
    if new is None:
        return tell.word(f"reads-all-new{ending}")
    if new:
        return tell.word(f"reads-new{ending}", facts=_facts(tell, new))
    return tell.word(f"reads-same{ending}")


def _read(
    tell: Telling,
) -> dict[frozenset[str] | None, dict[frozenset[str], list[str]]]:
    """The names of the norms, by what the norm in whose place they come did not rest on (None:
    they come in the place of none), and by the information that decides them."""
    found: dict[frozenset[str] | None, dict[frozenset[str], list[str]]] = {}
    for comparison in tell.found.comparisons:
        for change, before, after in comparison.changes:
            if after is not None:
                now = frozenset(_columns(tell, _decides(after)))
                new = now - _columns(tell, _decides(before)) if before is not None else None
                named = found.setdefault(new, {}).setdefault(now, [])
                named.append(tell.text(change.norm.label))
    return found


def _decides(program: Program) -> frozenset[str]:
    """The facts that decide whether a duty applies and is met; not those of the way to it."""
    asked = (program.addressed, program.exempt, program.met, program.pending)
    return frozenset().union(*map(facts_of, asked))


def _columns(tell: Telling, facts: Iterable[str]) -> set[str]:
    """The columns that facts rest on."""
    vocabulary = {
        iri: fact
        for comparison in tell.found.comparisons
        for iri, fact in comparison.facts.facts.items()
    }
    found, queue = set[str](), [iri for iri in facts if iri in vocabulary]
    seen = set(queue)
    while queue:
        fact = vocabulary[queue.pop()]
        if isinstance(fact, Column):
            found.add(fact.iri)
        elif isinstance(fact, Derived):
            more = {iri for iri in fact.operand_facts if iri in vocabulary} - seen
            seen |= more
            queue += more
    return found


def _facts(tell: Telling, iris: Iterable[str]) -> str:
    names = sorted((tell.name(iri) for iri in iris), key=str.casefold)
    return listed(
        [name[:1].lower() + name[1:] if name[1:2].islower() else name for name in names], tell.lang
    )
