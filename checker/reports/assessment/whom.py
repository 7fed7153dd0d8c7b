"""Whom a proposal begins to bind and whom no longer, in sentences as a drafter writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rdflib import URIRef

from lovgraf.conditions.tree import And, Condition, Leaf, Named, Not, OneOf, Or
from lovgraf.conditions.words import Words
from lovgraf.core.safe import plain
from lovgraf.core.written import continued
from lovgraf.proposals.phrase import in_words
from lovgraf.reports.assessment.blocks import Block, Paragraph
from lovgraf.reports.assessment.telling import Telling
from lovgraf.reports.phrases import listed
from lovgraf.verdicts.program import readers

if TYPE_CHECKING:
    from lovgraf.law.norms import Norm
    from lovgraf.law.view import LawView


def who(tell: Telling) -> Iterator[Block]:
    """Whom each changed norm begins to address and whom no longer, in a sentence each."""
    for kinds in tell.found.kinds:
        change = kinds.change
        if kinds.group or change.before is None or change.after is None:
            continue
        views = tell.found.views
        was, now = asked(views.before, change.before), asked(views.after, change.after)
        old, new = [c for c in was if c not in now], [c for c in now if c not in was]
        norm = tell.text(change.norm.label)
        for key, number, these, those in (
            ("who-begins", kinds.begins, new, old),
            ("who-ends", kinds.ends, old, new),
        ):
            if number:
                yield Paragraph(_sentence(tell, key, norm, these, those))


def _sentence(
    tell: Telling, key: str, norm: str, these: list[Condition], those: list[Condition]
) -> str:
    """For whom a norm begins or ceases to hold: those of `these` of whom not all of `those` is so,
    who are told as bound already or still."""
    if not these:
        these, those = _opposite(those), []
    if not these:
        return tell.word(key, norm=norm)
    left, same = _beyond(tell, these, those)
    groups = _groups(tell, left)
    frame = f"{key}-groups" if groups else f"{key}-who"
    said = tell.word(frame, norm=norm, who=groups or _people(tell, left))
    if not those:
        return said
    known = "known-group" if same else "known"
    rest = tell.word(f"{key}-{known}", who=same or _people(tell, those))
    return f"{said} {rest}"


def _beyond(
    tell: Telling, these: list[Condition], those: list[Condition]
) -> tuple[list[Condition], str]:
    """Conditions of which one is enough, without those that say no more than all of `those`; and
    what one is called that says the same."""
    if not (those and len(these) == 1 and isinstance(these[0], Or)):
        return these, ""
    parts = {one: _parts(one, tell.found.views.after) for one in these[0].parts}
    left = tuple(one for one, own in parts.items() if not all(part in own for part in those))
    same = (
        one
        for one, own in parts.items()
        if isinstance(one, Named) and len(own) == len(those) and one not in left
    )
    name = next((_name(tell, one) for one in same), "")
    return [Or(left) if len(left) > 1 else left[0]] if left else these, name


def _groups(tell: Telling, parts: Sequence[Condition]) -> str:
    """Some groups by name; nothing where they are no groups."""
    whole = parts[0] if len(parts) == 1 else None
    some = whole.parts if isinstance(whole, Or) else (whole,)
    names = [_name(tell, one) for one in some if isinstance(one, Named)]
    return listed(names, tell.lang) if len(names) == len(some) else ""


def _name(tell: Telling, group: Named) -> str:
    return continued(plain(_words(tell).name(group.iri)[tell.lang]))


def asked(view: LawView, norm: Norm) -> list[Condition]:
    """What a norm asks of whom it addresses, each part for itself."""
    if norm.addressee is None:
        return []
    owl, _ = readers(view, norm.record_type)
    return _parts(owl.condition(URIRef(norm.addressee)), view)


def _parts(condition: Condition, view: LawView) -> list[Condition]:
    """What a condition asks, each part for itself, but for the type of record."""
    while isinstance(condition, Named):
        condition = condition.part
    parts = condition.parts if isinstance(condition, And) else (condition,)
    types = view.law.facts.record_types
    return [part for part in parts if not (isinstance(part, Named) and part.iri in types)]


def _opposite(parts: Sequence[Condition]) -> list[Condition]:
    """The condition that some conditions do not all hold: of one question the other answer."""
    match parts:
        case []:
            return []
        case [Not(part)]:
            return [part]
        case [Leaf(fact, OneOf(values), every)] if values in ({True}, {False}):
            return [Leaf(fact, OneOf(frozenset({True, False}) - values), every)]
        case _:
            return [Not(And(tuple(parts)) if len(parts) > 1 else parts[0])]


def _people(tell: Telling, parts: Sequence[Condition]) -> str:
    """What conditions ask, in words; of one that is to be so no yes."""
    words = _words(tell)
    said = (plain(in_words(one, words)[tell.lang]) for one in parts)
    yes = tell.word("so-it-is")
    return listed([one.removesuffix(yes) for one in said], tell.lang)


def _words(tell: Telling) -> Words:
    return Words(tell.graph, tell.found.views.after.law.facts)
