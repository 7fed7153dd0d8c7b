"""The part of an explanation that decides: what a reader needs to see, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from operator import is_

from msgspec.structs import replace

from lovgraf.explain.model import ALL, ANY, ASKED, FALSE, NOT, TRUE, Why
from lovgraf.explain.trees import said

MANY = 3
"""From so many failing alternatives on, the named ones are not gone into."""


def decisive(why: Why, done: dict[int, tuple[Why, Why]] | None = None) -> Why:
    """A tree without the branches that did not matter.

    Of conditions that must all hold and do not, only those that fail are kept (of unknown ones,
    those that are unknown); of conditions of which one is enough, only those that hold. Where
    none of many named alternatives holds, their names are enough. A node with a single child of
    the same meaning gives way to it. `done` remembers trees (by identity) that several have in
    common.
    """
    done = {} if done is None else done
    if id(why) not in done:
        done[id(why)] = why, _decisive(why, done)
    return done[id(why)][1]


def _decisive(why: Why, done: dict[int, tuple[Why, Why]]) -> Why:
    children = tuple([decisive(child, done) for child in _kept(why)])
    if why.kind == NOT and len(children) == 1 and children[0].kind == ASKED:
        (child,) = children
        return replace(said(child.text, why.value, False, child.facts), about=child.about)
    if why.kind == ANY and why.value == FALSE and len(children) >= MANY:
        children = tuple(replace(c, children=()) if c.named else c for c in children)
    if len(children) == 1 and why.kind in (ALL, ANY) and not why.named:
        return children[0]
    same = len(children) == len(why.children) and all(map(is_, children, why.children))
    return why if same else replace(why, children=children)


def _kept(why: Why) -> tuple[Why, ...]:
    if why.kind == ALL and why.value != TRUE:
        return tuple(child for child in why.children if child.value == why.value)
    if why.kind == ANY and why.value != FALSE:
        return tuple(child for child in why.children if child.value == why.value)
    return tuple(child for child in why.children if not child.trivial)


def leaves(why: Why) -> Iterator[Why]:
    """The statements that decided."""
    if why.children:
        for child in why.children:
            yield from leaves(child)
    elif not why.trivial:
        yield why


def deciding_facts(why: Why) -> Iterator[str]:
    """The facts (by IRI) that decided, also behind many named alternatives."""
    if why.about:
        yield why.about
    for child in _kept(why):
        yield from deciding_facts(child)
