"""Changes of whom a norm addresses. Source: semantics, section 6 (repairs)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import URIRef

from lovgraf.conditions.tree import Condition, Named, Not, all_of, any_of
from lovgraf.core.terms import CORE, Text
from lovgraf.law.norms import Norm
from lovgraf.proposals.edits import Edit, define, new_graph
from lovgraf.proposals.gap import Gap


def narrowed(gap: Gap, norm: Norm, kept: Sequence[str] = ()) -> Iterator[Edit]:
    """Keep those whom a gap strikes outside the duty, but for some classes (IRIs)."""
    if gap.who is None or gap.who_words is None or norm.addressee is None:
        return
    # Whom the duty addresses is a class already: its name alone is written.
    who = all_of(Named(norm.addressee, gap.who), Not(gap.who))
    if kept:
        who = any_of(*(Named(one, gap.who) for one in kept), who)
    named = Text(f"undtagen: {gap.who_words.da}", f"except: {gap.who_words.en}")
    words = Text(
        f"Hold dem, der rammes, uden for »{norm.label.da}«.",
        f'Keep those struck outside "{norm.label.en}".',
    )
    try:
        edit = addressed(norm, norm.addressee, "narrowed", who, named, words)
    except ValueError:
        return
    yield edit


def addressed(norm: Norm, old: str, ending: str, who: Condition, named: Text, words: Text) -> Edit:
    """Let a norm address a new class in place of `old`.

    Raises `ValueError` where no class can say `who`.
    """
    added, removed = new_graph(), new_graph()
    node = URIRef(f"{old}-{ending}")
    define(added, node, who, named)
    added.add((URIRef(norm.iri), CORE.addressee, node))
    removed.add((URIRef(norm.iri), CORE.addressee, URIRef(old)))
    return Edit(words, added, removed)
