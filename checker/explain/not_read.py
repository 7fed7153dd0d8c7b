"""What of somebody's words nobody reads: names that tell no fact, and words that no question and no
wording has. Each is told; it may be what the answer turns on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from itertools import pairwise

from msgspec import Struct
from rdflib import RDF, Graph
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE
from lovgraf.explain.kin import kin_of
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.self_reports import reports_of
from lovgraf.explain.wordings import COUNTRY, words_of
from lovgraf.law.view import Law

_FOLDERS = tuple(BASE + folder for folder in ("wording/", "numeral/"))
_NOBODY = "xxx"
"""What stands for a name while it is found out whether anything reads it: no word of any law."""
_SHORTEST = 3
"""How many letters a word has at least that says something."""
_WORD = re.compile(r"[^\W\d_]+")
_MOST_PLACES = 2
"""Of how many columns a name may be for each to be told."""


class NotRead(Struct, dict=True):
    """Finds what of some words is not read, by the wordings and the questions of a law."""

    law: Law

    def names(self, words: str, told: Callable[[str], object]) -> Iterator[tuple[str, str, str]]:
        """The names of which nothing that is `told` by the words comes, as they were written, each
        with its kind and its value; not those that wordings have as words ("lives in Denmark")."""
        found = None
        for part, (kind, value) in reports_of(self.law).names_in(words_of(words)):
            if self._words.issuperset(part):
                continue
            form = r"\W+".join(map(re.escape, part))
            pattern = re.compile(rf"\b{form}\b", re.IGNORECASE)
            found = told(words) if found is None else found
            written = pattern.search(words)
            if written and told(pattern.sub(_NOBODY, words)) == found:
                yield written[0], kind, value

    def strange(self, words: str) -> Iterator[str]:
        """The words that no question and no wording has, as they were written. Of what stands where
        a place does a part that is known says nothing."""
        reports, matcher = reports_of(self.law), matcher_of(self.law)
        known = {word for part, _ in reports.names_in(words_of(words)) for word in part}
        known |= self._words | {one.word for one in matcher.misspelt(words)}
        places = reports.before(COUNTRY)
        for before, word in pairwise(["", *_WORD.findall(words)]):
            small = word.lower()
            if len(word) < _SHORTEST or small in known or matcher.knows(small):
                continue
            if before.lower() in places or not matcher.likens(small):
                yield word

    def places(self, kind: str, value: str, record_type: str, known: Collection[str]) -> str:
        """How a name of a kind is stated (`KEY=VALUE`) of the columns of a type of record that are
        not `known`; nothing where many could be meant."""
        some = reports_of(self.law).stating(kind, value)
        columns = {
            one.iri: one.name
            for one in self.law.facts.columns.values()
            if record_type in one.record_types and one.name not in known
        }
        pairs = sorted({f"{columns[iri]}={what}" for iri, what in some if iri in columns})
        return f" ({' / '.join(pairs)})" if 0 < len(pairs) <= _MOST_PLACES else ""

    @cached_property
    def _words(self) -> frozenset[str]:
        """Every word of some wording, and of the family; not the names that one lists."""
        graph = self.law.graph
        names = {*graph.subjects(SKOS.notation)} & {*graph.subjects(RDF.type, CORE.Wording)}
        nodes = {one for one in {*graph.subjects()} - names if str(one).startswith(_FOLDERS)}
        family = {word for kin in kin_of(self.law).values() for one in kin.wordings for word in one}
        return frozenset(family.union(*(_words_in(graph, node) for node in nodes)))


def _words_in(graph: Graph, node: Node) -> set[str]:
    texts = (one for one in graph.objects(node) if isinstance(one, RdfLiteral) and one.language)
    return {word for text in texts for word in words_of(text)}


def what_is_not_read(law: Law) -> NotRead:
    """What finds what of some words is not read; the same each time."""
    return law.once(("not read",), lambda: NotRead(law))
