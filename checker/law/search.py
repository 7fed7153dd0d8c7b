"""Search in acts, provisions and norms: inflected words, and numbers of sections.

Words are compared by their stems (Snowball's Danish and English algorithms); a Danish word that the
law does not have is also looked for as a part of longer ones, and by the words it is made of.
"§ 3, stk. 1", "stk 2", "par. 3" and "s. 3(1)" are read as places in an act.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from msgspec import Struct
from rdflib import RDF, URIRef
from rdflib.namespace import DCTERMS, SKOS

from lovgraf.core.terms import CORE, Text, label, relative, text_of
from lovgraf.law.norms import natural
from lovgraf.law.provisions import provision_label
from lovgraf.law.view import Law

Way = tuple[frozenset[str], ...]
"""Parts of a word, each as stems of which an entry must have one."""
Place = tuple[str, str]
"""A part of an act: its kind as in addresses (`par`, `stk`, `nr`), and its number."""
_PARTS = re.compile(
    r"(?:§+|\bpar(?:agraf|agraffen|\.)?|\bsections?|\bsec\.?|\bs\.)\s*(\d+)\s*([a-z](?![a-zæøå]))?"
    r"(?:\s*\((\d+)\))?"
    r"|\b(?:stk|stykke)\.?\s*(\d+)|\b(?:nr|nummer|no)\.?\s*(\d+)|\b(?:litra|lit)\.?\s*([a-z])\b"
    r"|\b(?:pkt|punktum)\.?\s*(\d+)|\b(\d+)\.\s*pkt\.?",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"(?:§|\bpar\w*\.?|\bsec\w*\.?|\b(?:s|nr|stk|no)\.?|\bnummer)\s*$", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<![\w.(])\d+\s*(?:[a-z](?![a-zæøå]))?(?=\s*\(\d+\)|\s*,?\s*(?:stk|stykke)\b)",
    re.IGNORECASE,
)
"""The number of a section without its sign: "3(1)", "3, stk. 1"."""
_IDLE = frozenset(
    ["lovens", "loven", "bekendtgørelsens", "bekendtgørelsen", "i", "efter", "jf"]
    + ["of", "the", "act", "under"]
)
"""Words that say beside a place only that it is one."""
_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=\w{5})(?:ning|ing|else|ed|t)$")
_BORROWED = re.compile(r"(?<=\w{4})(?:um|o|i)$")
_PART, _LAST = 4, 3
"""How many letters a word must have to be looked for inside others, and a part of it to be one."""
_DOUBLE = re.compile(r"([bdfgklmnprst])\1$")
_OTHERS = (CORE.TargetGroup, CORE.Term, CORE.AccessRoute, CORE.Capability)


class Hit(Struct, frozen=True):
    """What was found: an act, a provision or a norm with its `provision`; or a group, a term, a
    route, a capability (then `provision` is None)."""

    iri: str
    text: Text
    place: Text
    provision: str | None
    score: int


Entry = tuple[Hit, dict[str, dict[str, int]], list[Place]]
"""What can be found, the weights of its stems in each language, and where it stands."""


@dataclass
class Search:
    """The index of one law, made at the first search."""

    law: Law
    _stems: dict[tuple[str, str], str] = field(default_factory=dict)
    """The words of the law with their stems; never those that somebody asked for."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def find(self, query: str) -> list[Hit]:
        """What has every word and every place of a query, the best first."""
        places, rest = read_places(query)
        wanted = {lang: self._wanted(rest, lang) for lang in ("da", "en")}
        if not places and not any(wanted.values()):
            return []
        found = []
        for hit, stems, path in self._index:
            if places and not _within(places, path):
                continue
            best = max(_score(words, stems[lang]) for lang, words in wanted.items())
            if best or not any(wanted.values()):
                # A place alone leads to the provision that ends there before those below it.
                exact = 3 if places and path[-len(places) :] == places else 0
                found.append(Hit(hit.iri, hit.text, hit.place, hit.provision, best + exact))
        return sorted(found, key=lambda hit: (-hit.score, natural(hit.iri)))

    @cached_property
    def _index(self) -> list[Entry]:
        index, stems = self.law.kept("search", (), self._made)
        self._stems.update(stems)
        return index

    def _made(self) -> tuple[list[Entry], dict[tuple[str, str], str]]:
        """The index, and the words of the law with their stems, which take a second to find."""
        index = [
            (
                hit,
                {lang: self._weights(texts, lang) for lang in ("da", "en")},
                path_of(hit.provision or ""),
            )
            for hit, texts in self._entries()
        ]
        return index, self._stems

    def _entries(self) -> Iterable[tuple[Hit, list[tuple[Text | None, int]]]]:
        graph = self.law.graph
        for kind in (CORE.Act, CORE.Provision):
            for node in sorted(graph.subjects(RDF.type, kind), key=str):
                place = provision_label(graph, str(node))
                title = text_of(graph, node, DCTERMS.title)
                text = title or text_of(graph, node, SKOS.definition) or label(graph, node)
                hit = Hit(str(node), text, place, str(node), 0)
                yield hit, [(title, 3), (place, 2), (text_of(graph, node, SKOS.definition), 1)]
        for norm in self.law.norms.values():
            place = provision_label(graph, norm.provision)
            act = text_of(graph, self._act(norm.provision), DCTERMS.title)
            hit = Hit(norm.iri, norm.label, place, norm.provision, 0)
            yield hit, [(norm.label, 3), (norm.definition, 2), (place, 1), (act, 1)]

        for kind in _OTHERS:
            name = label(graph, kind)
            for node in sorted(graph.subjects(RDF.type, kind), key=str):
                text = label(graph, node)
                definition = text_of(graph, node, SKOS.definition)
                yield Hit(str(node), text, name, None, 0), [(text, 3), (definition, 1)]

    def near(self, query: str, lang: str) -> list[str]:
        """Words of the law that look like those of a query that finds nothing."""
        known = {word for own, word in self._stems if own == lang and word not in query.lower()}
        words = _WORD.findall(read_places(query)[1].lower())
        found = [near for word in words for near in get_close_matches(word, known, 3, 0.75)]
        return list(dict.fromkeys(found))

    def _act(self, provision: str) -> URIRef:
        return URIRef(re.sub(r"/par/.*$", "", provision))

    def _weights(self, texts: Iterable[tuple[Text | None, int]], lang: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for text, weight in texts:
            if text is not None:
                for word in _WORD.findall(text[lang].lower()):
                    if (lang, word) not in self._stems:
                        self._stems[lang, word] = self._stem_of(word, lang)
                    stem = self._stems[lang, word]
                    found[stem] = max(weight, found.get(stem, 0))
        return found

    def _wanted(self, text: str, lang: str) -> list[list[Way]]:
        """For each word the ways in which an entry may have it."""
        found = []
        for word in _WORD.findall(text.lower()):
            stem = self._stems.get((lang, word)) or self._stem_of(word, lang)
            ways: list[Way] = [(frozenset({stem}),)]
            if lang == "da" and stem not in self._known:
                ways += self._compounds(word, stem)
            found.append(ways)
        return found

    @cached_property
    def _known(self) -> frozenset[str]:
        """The stems of all Danish words of the law."""
        return frozenset(stem for _, stems, _ in self._index for stem in stems["da"])

    def _compounds(self, word: str, stem: str) -> list[Way]:
        """A Danish word that the law does not have: as the last part of longer ones that it has,
        or as the words that it is made of, else as the last of these."""
        longer = frozenset(known for known in self._known if known.endswith(stem))
        ways: list[Way] = [(longer,)] if len(stem) >= _PART and longer else []
        for cut in range(len(word) - _LAST, _LAST - 1, -1):
            last = self._stem_of(word[cut:], "da")
            first = [self._stem_of(word[:cut].removesuffix(link), "da") for link in ("", "s", "e")]
            firsts = frozenset(first) & self._known
            if last in self._known and firsts:
                ways += [(firsts, frozenset({last})), (frozenset({last}),)]
        return ways

    def _stem_of(self, word: str, lang: str) -> str:
        with self._lock:  # a stemmer is at one word at a time
            stem = self._stemmers[lang](word)
        return root(stem) if lang == "da" else stem

    @cached_property
    def _stemmers(self) -> dict[str, Callable[[str], str]]:
        import snowballstemmer

        names = (("da", "danish"), ("en", "english"))
        return {lang: snowballstemmer.stemmer(name).stemWord for lang, name in names}


def root(stem: str) -> str:
    """What a Danish noun of action shares with its verb (tilslutning, tilsluttede, tilsluttes), and
    a borrowed word with its plural (konto, konti; museum, museer)."""
    return _DOUBLE.sub(r"\1", _ENDING.sub("", _BORROWED.sub("", stem)))


def _score(words: list[list[Way]], own: dict[str, int]) -> int:
    """How well an entry has all of some words; 0 where it lacks one."""
    found = 0
    for ways in words:
        best = 0
        for number, way in enumerate(ways):
            weights = [max([own.get(stem, 0) for stem in part], default=0) for part in way]
            if all(weights):
                # A word itself counts more than one that is related to it.
                best = max(best, sum(weights) if not number else 1)
        if not best:
            return 0
        found += best
    return found


def read_places(query: str) -> tuple[list[Place], str]:
    """The places that a query names, and the words that are left."""
    query = _BARE.sub(
        lambda bare: ("" if _SIGN.search(query[: bare.start()]) else "§ ") + bare.group(), query
    )
    places: list[Place] = []
    for match in _PARTS.finditer(query):
        section, letter, sub, stk, nr, litra, pkt, point = match.groups()
        if section:
            places.append(("par", section + (letter or "").lower()))
        for kind, value in (
            ("stk", sub or stk),
            ("nr", nr),
            ("litra", litra),
            ("pkt", pkt or point),
        ):
            if value:
                places.append((kind, value.lower()))
    rest = _PARTS.sub(" ", query)
    if places:
        rest = " ".join(word for word in _WORD.findall(rest) if word.lower() not in _IDLE)
    return places, rest


def path_of(provision: str) -> list[Place]:
    """The place of a provision in its act, from its address (`.../par/3/stk/1`)."""
    parts = relative(provision).split("/")
    if "par" not in parts:
        return []
    own = parts[parts.index("par") :]
    return list(zip(own[::2], own[1::2], strict=False))


def _within(wanted: list[Place], path: list[Place]) -> bool:
    """Whether some places stand in a path in their order."""
    steps = iter(path)
    return all(place in steps for place in wanted)
