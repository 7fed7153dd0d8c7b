"""Sentences of the graph with their words filled in: `{who}`, `{your}` and so on stand for words
of a form of address (`core:FormOfAddress`), which says whom a sentence speaks to or of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rdflib import Graph, URIRef
from rdflib.namespace import RDFS, SKOS

from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.core.written import begun

_WORD = re.compile(r"\{(\w+)\}")


def words_of(graph: Graph, address: URIRef) -> Iterable[tuple[str, Text]]:
    """The words of a form of address, by name."""
    for node in graph.objects(address, CORE.addressWord):
        name = graph.value(node, SKOS.notation)
        said = text_of(graph, node, RDFS.label)
        if name is not None and said is not None:
            yield str(name), said


def whole_sentence(form: Text, words: Mapping[str, Text]) -> Text:
    """A form with its words, begun with a capital letter."""
    return Text(begun(filled_form(form.da, words, "da")), begun(filled_form(form.en, words, "en")))


def filled_form(text: str, words: Mapping[str, Text], lang: str) -> str:
    """A form with its words; one that begins a sentence after another has a capital letter. Who was
    mentioned before is a pronoun, where the form of address has one."""
    mentioned: list[re.Match[str]] = []

    def word(found: re.Match[str]) -> str:
        name = _again(found, mentioned, words)
        if found[1] in _MENTIONS or (found[1] == "bearer" and _binds_who(words)):
            mentioned.append(found)
        said = words[name][lang] if name in words else found[0]
        return begun(said) if text[: found.start()].endswith(". ") else said

    return _WORD.sub(word, text)


def _again(found: re.Match[str], mentioned: list[re.Match[str]], words: Mapping[str, Text]) -> str:
    """The name of a word, or of the one that stands for it after another mention: of what is
    somebody's own in a clause that they are the subject of, and else of somebody."""
    name = found[1]
    if not mentioned or name not in _MENTIONS:
        return name
    before = mentioned[-1]
    between = found.string[before.end() : found.start()]
    same = before[1] in _SUBJECTS and not _NEW_CLAUSE.search(between)
    own = _OWN.get(name, name) if same else name
    other = own if own != name and own in words else _MENTIONS[name]
    return other if other in words else name


def _binds_who(words: Mapping[str, Text]) -> bool:
    """Whether what is bound is whoever is spoken of."""
    return "who" in words and words.get("bearer") == words["who"]


def again(said: Text, words: Mapping[str, Text]) -> Text:
    """A clause with a pronoun for whoever is mentioned first in it, after another mention."""
    for name in ("your", "who"):
        other = words.get(_MENTIONS[name])
        if other and said.da.startswith(f"{words[name].da} "):
            return Text(
                other.da + said.da.removeprefix(words[name].da),
                other.en + said.en.removeprefix(words[name].en)
                if said.en.startswith(f"{words[name].en} ")
                else said.en,
            )
    return said


_MENTIONS = {"who": "he", "whom": "him", "your": "his", "your_e": "his", "your_t": "his"}
"""The words that mention whoever is spoken of, with the pronoun for a later mention."""
_OWN = {"your": "own", "your_e": "own_e", "your_t": "own_t"}
"""What is theirs in a clause of which they are the subject."""
_SUBJECTS = ("who", "bearer")
_NEW_CLAUSE = re.compile(r"[,;:.]| (?:and|og|if|when|where|that) ")
