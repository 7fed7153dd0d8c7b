"""The words that people use: which words of the law they stand for, and which say little.

Read from the graph (`core:Wording`, `core:FillerWording`). Texts are read as stems (Snowball). A
wording may hold a kind of name in braces, such as `{land}`: any name of that kind stands there.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import sqrt

from msgspec import Struct
from msgspec.structs import replace
from rdflib import RDF, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import CORE, Lang
from lovgraf.facts.countries import country_names
from lovgraf.law.search import root

LANGUAGES: tuple[Lang, ...] = ("da", "en")
Words = tuple[str, ...]
COUNTRY = "{land}"
"""The kind of name that every country is, where no wording says otherwise."""
_WORD = re.compile(r"\{\w+\}|[^\W_]+")
_LONGEST = 7
"""How many words a wording has at most."""
_STEMMING = threading.Lock()


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, and kinds of names in braces."""
    return _WORD.findall(text.lower())


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of some words, the longest first; of none, what nothing fits."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "$^"


def stem(word: str, lang: Lang) -> str:
    """The stem of a word; a kind of name is its own."""
    if word.startswith("{"):
        return word
    with _STEMMING:
        found: str = _stemmer(lang).stemWord(word)
    return root(found) if lang == "da" else found


def stems_of(text: str, lang: Lang) -> Words:
    """The stems of a text, word by word."""
    return tuple(stem(word, lang) for word in words_of(text))


@cache
def _stemmer(lang: Lang):  # type: ignore[no-untyped-def]
    import snowballstemmer

    return snowballstemmer.stemmer("danish" if lang == "da" else "english")


class Said(Struct, frozen=True):
    """A stem of what was said, whether it says little of what is asked, and how much it counts: the
    words that one wording stands for share the weight."""

    stem: str
    filler: bool = False
    share: float = 1.0


class Wordings(Struct, frozen=True):
    """The wordings of one language: of names (as they are written) the kind or the word they stand
    for, and of others the stems they stand for."""

    names: Mapping[Words, Words]
    others: Mapping[Words, Words]
    fillers: frozenset[str]
    asking: frozenset[str] = frozenset()
    """The words that a clause begins with which asks something."""
    inserted: frozenset[str] = frozenset()
    """The words that a clause begins with which is put in between commas and only tells."""
    loose: frozenset[str] = frozenset()
    """The stems that are said of anything (`core:LooseWording`), and so are no subject."""

    def named(self, words: Sequence[str]) -> list[str]:
        """Words with the kind of a name in place of each name."""
        return [one for part, to in parted(words, self.names) for one in (to or part)]

    def read(self, stems: Sequence[str]) -> list[Said]:
        """Words as those that they stand for, the longest wording first."""
        found = []
        for part, to in parted(stems, self.others):
            filler = not to and self._little(part[0])
            share = 1 / sqrt(sum(one not in self.fillers for one in to) or 1)
            found += [Said(one, filler or one in self.fillers, share) for one in (to or part)]
        return found

    def stems_in(self, text: str, lang: Lang) -> list[str]:
        """The stems of a text, as those that they stand for."""
        return [
            one.stem for one in self.read([stem(one, lang) for one in self.named(words_of(text))])
        ]

    def _little(self, one: str) -> bool:
        """Whether a stem alone says little: a filler, a number, the name of a place."""
        return one in self.fillers or one.isdecimal() or one[0] == "{"

    @property
    def stems(self) -> set[str]:
        """Every stem of some wording, without the kinds of names."""
        said = {one for words in self.others for one in words} | self.fillers
        return {one for one in said if one[0] != "{"}


def parted(
    words: Sequence[str], known: Mapping[Words, Words], longest: int = _LONGEST
) -> Iterator[tuple[Words, Words]]:
    """Words in parts, the longest that are known and single others; with what each stands for."""
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            part = tuple(words[at : at + size])
            if size == 1 or part in known:
                yield part, known.get(part, ())
                at += size
                break


def wordings_of(graph: Graph) -> dict[Lang, Wordings]:
    """The wordings of a graph by language."""
    return {lang: _read(graph, lang) for lang in LANGUAGES}


def of_both(graph: Graph, own: Mapping[Lang, Wordings]) -> dict[Lang, Wordings]:
    """The wordings of each language with those of the other, for what is said in both: a wording of
    the other stands for what it stands for here, unless its words are words of this language."""
    return {lang: _with_other(graph, lang, own) for lang in LANGUAGES}


def _with_other(graph: Graph, lang: Lang, own: Mapping[Lang, Wordings]) -> Wordings:
    """The wordings of a language, and of the other those that are no words of it."""
    mine, theirs = own[lang], next(x for x in LANGUAGES if x != lang)
    others, known = dict[Words, Words](), mine.stems
    for node in _nodes(graph, CORE.Wording):
        if graph.value(node, SKOS.notation) is not None:
            continue
        stands = stems_of(" ".join(said_of(graph, node, SKOS.prefLabel, lang)), lang)
        for predicate in (SKOS.prefLabel, SKOS.altLabel):
            for said in said_of(graph, node, predicate, theirs):
                phrase = stems_of(said, lang)
                if stands and phrase not in mine.others and not known.issuperset(phrase):
                    others.setdefault(phrase, stands)
    fillers = {
        one
        for node in _nodes(graph, CORE.FillerWording)
        for said in said_of(graph, node, SKOS.altLabel, theirs)
        for one in stems_of(said, lang)
    }
    return replace(
        mine,
        names={**own[theirs].names, **mine.names},
        others={**others, **mine.others},
        fillers=mine.fillers | (fillers - known),
        asking=mine.asking | own[theirs].asking,
        inserted=mine.inserted | own[theirs].inserted,
    )


def _read(graph: Graph, lang: Lang) -> Wordings:
    names: dict[Words, Words] = {}
    others: dict[Words, Words] = {}
    for node in _nodes(graph, CORE.Wording):
        kind = graph.value(node, SKOS.notation)
        own = said_of(graph, node, SKOS.prefLabel, lang)
        stands = (f"{{{kind}}}",) if kind else stems_of(" ".join(own), lang)
        if (node, CORE.asWritten, RdfLiteral(True)) in graph:
            meant = tuple(words_of(" ".join(own)))
            for name in said_of(graph, node, SKOS.altLabel, lang) if meant else ():
                names[tuple(words_of(name))] = meant
            continue
        if kind is None:
            others |= dict.fromkeys(_phrases(graph, node, lang), stands)
            continue
        for name in said_of(graph, node, SKOS.altLabel, lang):
            names[tuple(words_of(name))] = stands
    for country in country_names().values():
        said = tuple(words_of(country[lang]))
        if stems_of(country[lang], lang) not in others:
            names.setdefault(said, (COUNTRY,))
    fillers = [_phrases(graph, node, lang) for node in _nodes(graph, CORE.FillerWording)]
    loose = [_phrases(graph, node, lang) for node in _nodes(graph, CORE.LooseWording)]
    return Wordings(
        names,
        others,
        frozenset(one for some in fillers for said in some for one in said),
        _first_words(graph, CORE.AskingWording, lang),
        _first_words(graph, CORE.InsertedWording, lang),
        frozenset(one for some in loose for said in some for one in said),
    )


def _first_words(graph: Graph, kind: URIRef, lang: Lang) -> frozenset[str]:
    """The words of the wordings of a kind, which clauses begin with."""
    said = (
        one for node in _nodes(graph, kind) for one in said_of(graph, node, SKOS.altLabel, lang)
    )
    return frozenset(word for one in said for word in words_of(one))


def _phrases(graph: Graph, node: Node, lang: Lang) -> Iterable[Words]:
    return (stems_of(said, lang) for said in said_of(graph, node, SKOS.altLabel, lang))


def _nodes(graph: Graph, kind: URIRef) -> list[Node]:
    return sorted(graph.subjects(RDF.type, kind), key=str)


def said_of(graph: Graph, node: Node, predicate: URIRef, lang: Lang) -> list[str]:
    """The literals of a property in a language, or in none."""
    return sorted(
        str(value)
        for value in graph.objects(node, predicate)
        if isinstance(value, RdfLiteral) and value.language in (lang, None)
    )
