"""What a query names and the graph does not know, and what is to be said of it beside the answer.

A query about what is not there is right SPARQL, and its answer is right; but "no rows" reads like
law. A name of the project's own that nothing describes is a mistake: who answers a person refuses
it, unless asked to go on.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, Text
from lovgraf.law.known_words import nearest_term, shown
from lovgraf.query.named import Named
from lovgraf.query.tokens import place, tokens

if TYPE_CHECKING:
    from lovgraf.query.data import QueryData

MOST = 10
"""Of so many names the nearest is looked for, which takes its time."""
_ALIKE, _WHOLLY_ALIKE, _SAME_SPACE = 0.7, 0.85, 0.97
_LONGER = 3
"""By so many signs a misspelt name is longer or shorter."""


_LONGEST = 250
"""Signs of a name that are repeated."""


class Unknown(NamedTuple):
    """A name that the graph does not know, as the query writes it, and the nearest that it knows;
    `ours` is whether it is under the project's own base."""

    iri: str
    written: str
    near: str | None
    ours: bool

    def said(self) -> Text:
        """What is to be said of it."""
        name = self.written
        if not name.startswith("<") and shown(self.iri) != name:
            name = f"{name} (<{self.iri}>)"
        name = name if len(name) < _LONGEST else f"{name[:_LONGEST]}..."
        da, en = f"Grafen har intet, der hedder {name}.", f"The graph has nothing called {name}."
        if self.near is None:
            return Text(da, en)
        near = shown(self.near)
        return Text(f"{da} Mente du {near}?", f"{en} Did you mean {near}?")


def unknown_of(found: Iterable[Named], data: QueryData) -> tuple[Unknown, ...]:
    """Of names that no graph holds, those that are to be told: what a pattern asks for, and what
    is compared or computed with where it is ours, or a term misspelt."""
    told: list[Unknown] = []
    for number, one in enumerate(found):
        ours = one.iri.startswith(BASE)
        if one.iri.endswith(("#", "/")) and data.begins(one.iri):
            continue
        near = None
        if number < MOST:
            term = None if ours else nearest_term(one.iri, data.law.graph)
            if not (ours or one.asked or term is not None or _misspelt_space(data, one.iri)):
                continue
            near = term or _near(data, one.iri)
        elif not (ours or one.asked):
            continue
        told.append(Unknown(one.iri, one.written, near, ours))
    return tuple(told)


def _misspelt_space(data: QueryData, iri: str) -> bool:
    """Whether the graph has no names in the namespace of an IRI, but in one nearly like it."""
    spaces = {_space(name) for name in data.iris()}
    space = _space(iri)
    return space not in spaces and bool(get_close_matches(space, spaces, 1, _SAME_SPACE))


def _space(iri: str) -> str:
    return iri[: len(iri) - len(iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1])]


def _near(data: QueryData, iri: str) -> str | None:
    """The name of the graph that is nearest: of those beside it, else of all of its length."""
    names = sorted(data.iris())
    space = _space(iri)
    local = iri[len(space) :]
    beside = [name[len(space) :] for name in names if name.startswith(space)]
    if near := get_close_matches(local, [one for one in beside if "/" not in one], 1, _ALIKE):
        return space + near[0]
    lengths = range(len(iri) - _LONGER, len(iri) + _LONGER + 1)
    base = BASE if iri.startswith(BASE) else ""
    like = [n for n in names if len(n) in lengths and ("#" in n) == ("#" in iri)]
    like = [n[len(base) :] for n in like if n.startswith(base) and not n.endswith(("#", "/"))]
    near = get_close_matches(iri[len(base) :], like, 1, _WHOLLY_ALIKE)
    return base + near[0] if near else None


def refuse_ours(text: str, unknown: Iterable[Unknown], on: Text) -> None:
    """Raise `InputError` with its place for the first name of ours that the graph does not know;
    `on` says how to go on nevertheless."""
    for one in unknown:
        if one.ours:
            said = one.said()
            line, column = _place(text, one.written)
            raise InputError(f"{said.da} {on.da}", f"{said.en} {on.en}", line=line, column=column)


def _place(text: str, written: str) -> tuple[int | None, int | None]:
    """Where a name stands first, outside strings and comments."""
    for token in tokens(text):
        if token.lastgroup in ("iri", "word", "other") and text.startswith(written, token.start()):
            return place(text, token.start())
    return None, None
