"""What is known of the words of questions and topics in one language, and how much of what was said
each of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from difflib import get_close_matches
from functools import cached_property
from math import log, sqrt

from msgspec import Struct
from rdflib import URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Lang
from lovgraf.explain.found import Topic
from lovgraf.explain.question import Question
from lovgraf.explain.wordings import Said, Wordings, said_of, stem, stems_of, words_of
from lovgraf.law.view import Law

_LABEL, _OTHER, _DEFINITION, _NORM = 1.0, 0.95, 0.55, 0.25
_COMMON = 0.4
"""From which weight on a stem counts as one of a question when rarity is measured."""
_PHRASED = 0.35
"""The part that the likest phrase has in the score."""
_FILLER, _UNKNOWN = 0.2, 2.5
"""How much a filler counts, and a word that no question has."""
_LAST, _FIRST = 0.7, 0.3
"""How much the last part of a compound counts, and the first, which says of which kind it is."""
_CUE, _UNCUED = 0.06, 0.04
"""What it adds that whoever asks speaks as the asker of a question does."""
_ALONE = 0.8
"""The share of its score that a question keeps which has but one of several telling words."""
_ASTRAY = 0.4
"""The share of its score that a question keeps which has nothing of what was said but what is said
of anything, where a word was said that no question has."""
_ALIKE, _ALIKES, _PART, _BEFORE, _TYPED = 0.84, 5, 4, 2, 5
"""How like a word must be to be taken for a misspelt one; how long a part of a compound is, and
what stands before it, and a word that may be misspelt."""
_LONGEST = 40
"""How long a word may be that is taken for a misspelt one."""


class WordIndex(Struct, frozen=True, dict=True):
    """What is known of the questions and topics in one language, by IRI."""

    wordings: Wordings
    stems: Mapping[str, Mapping[str, float]]
    phrases: Mapping[str, Sequence[Mapping[str, float]]]
    rarity: Mapping[str, float]
    cues: Mapping[str, list[str]]
    asked: frozenset[str]
    """The stems of which some question is, and not only a topic that no question is about."""
    names: Mapping[str, tuple[str, frozenset[str]]]
    """The word that the label of each question begins with, and the telling words of it."""

    @cached_property
    def known(self) -> frozenset[str]:
        """Every stem that somebody may have meant."""
        own = {one for stems in self.stems.values() for one in stems}
        return frozenset(own | self.wordings.stems)

    @cached_property
    def long(self) -> list[str]:
        """Those that are long enough to be recognised where they are misspelt."""
        return sorted(one for one in self.known if len(one) >= _PART and one[0] != "{")

    def weight(self, said: Said) -> float:
        """How much a stem says of which question is asked."""
        return _FILLER if said.filler else self.rarity.get(said.stem, _UNKNOWN)

    def named(self, words: Sequence[str], lang: Lang) -> Iterator[tuple[str, frozenset[str]]]:
        """The questions whose label some words have as a whole, with its telling words."""
        meant = [_meant(word, self, lang) for word in self.wordings.named(words)]
        said = {one.stem for one in self.wordings.read(meant)}
        for iri, (first, telling) in self.names.items():
            if telling and first in said and telling <= said:
                yield iri, telling

    def has(self, iri: str, telling: Set[str]) -> bool:
        """Whether a question is called by all of some words, whatever else it is called."""
        own = self.stems[iri]
        return all(own.get(one, 0.0) >= _COMMON for one in telling)

    def scores(
        self, parts: Sequence[tuple[list[str], float]], lang: Lang
    ) -> Iterator[tuple[str, float]]:
        """The score of each question that has something of some parts, each with how much its
        words count."""
        stems: list[str] = []
        weights: dict[str, float] = {}
        forms: dict[str, list[tuple[str, float]]] = {}
        for words, share in parts:
            meant = [_meant(word, self, lang) for word in self.wordings.named(words)]
            stems += meant
            for said in self.wordings.read(meant):
                forms[said.stem] = _forms(said.stem, self)
                rare = [self.rarity[form] for form, _ in forms[said.stem] if form in self.rarity]
                weight = self.weight(said) if said.filler or not rare else min(rare)
                weight *= said.share * share
                weights[said.stem] = max(weight, weights.get(said.stem, 0.0))
        total, length = sum(weights.values()), sqrt(sum(one**2 for one in weights.values()))
        telling = [one for one, weight in weights.items() if weight > _FILLER]
        loose = self.wordings.loose
        subjects = [one for one in telling if one not in loose and one[0] != "{"]
        strange = any(self.asked.isdisjoint(dict(forms[one])) for one in telling)
        heard = f" {' '.join(stems)} "
        known = {form for one in weights for form, _ in forms[one]}
        for iri, own in self.stems.items():
            covered = _shared(weights, forms, own, known) / total if total else 0.0
            if covered:
                phrases = self.phrases[iri]
                like = max(_shared(weights, forms, one, known) for one in phrases) / length
                cues = self.cues.get(iri, ())
                cued = _CUE * any(f" {cue} " in heard for cue in cues) - _UNCUED * bool(cues)
                score = (1 - _PHRASED) * covered + _PHRASED * like + cued
                alone = len(telling) > 1 == _told(telling, forms, own) and iri in self.cues
                score *= _ALONE if alone else 1
                astray = strange and not _told(subjects, forms, own)
                yield iri, score * (_ASTRAY if astray else 1)


class IndexedTexts(Struct, frozen=True):
    """What the questions and topics of a law are called, from which an index is made."""

    law: Law
    questions: Collection[Question]
    topics: Collection[Topic]

    def index(self, wordings: Wordings, lang: Lang) -> WordIndex:
        """What is known of them in a language."""
        read = {
            iri: [(wordings.stems_in(text, lang), weight) for text, weight in own]
            for iri, own in self._texts(lang)
        }
        stems: dict[str, dict[str, float]] = {}
        for iri, own in read.items():
            weighed = [(one, weight) for some, weight in own for one in some]
            stems[iri] = dict(sorted(weighed, key=lambda pair: pair[1]))
        common = Counter(
            one for own in stems.values() for one, weight in own.items() if weight >= _COMMON
        )
        rarity = {one: log(1 + len(stems) / count) for one, count in common.items()}
        rarity |= dict.fromkeys(wordings.fillers, _FILLER)
        phrases = {
            iri: [
                _unit({one: rarity.get(one, _UNKNOWN) for one in some})
                for some, weight in own
                if weight >= _OTHER
            ]
            for iri, own in read.items()
        }
        of_questions = [stems[question.iri] for question in self.questions]
        asked = {one for some in of_questions for one, weight in some.items() if weight >= _COMMON}
        cues = dict(self._cues(lang))
        names = {one.iri: _name(one.label[lang], wordings, lang) for one in self.questions}
        return WordIndex(wordings, stems, phrases, rarity, cues, frozenset(asked), names)

    def _texts(self, lang: Lang) -> Iterator[tuple[str, list[tuple[str, float]]]]:
        """What each question and topic is called, its definition and its norms, with weights."""
        for question in self.questions:
            own = [(question.label[lang], _LABEL)]
            own += [(said, _OTHER) for said in self._others(question.iri, lang)]
            if question.definition:
                own.append((question.definition[lang], _DEFINITION))
            own += [(norm, _NORM) for norm in self._norms(question, lang)]
            yield question.iri, own
        for topic in self.topics:
            own = [(topic.label[lang], _OTHER)]
            yield topic.iri, own + [(said, _OTHER) for said in self._others(topic.iri, lang)]

    def _norms(self, question: Question, lang: Lang) -> list[str]:
        """What the norms are called that decide a question, where it names them."""
        named = set(question.decided_by)
        norms = self.law.norms.values()
        return [norm.label[lang] for norm in norms if named & {norm.iri, norm.duty}]

    def _others(self, iri: str, lang: Lang) -> list[str]:
        return [
            said
            for predicate in (SKOS.altLabel, SKOS.hiddenLabel)
            for said in said_of(self.law.graph, URIRef(iri), predicate, lang)
        ]

    def _cues(self, lang: Lang) -> Iterator[tuple[str, list[str]]]:
        """The words by which whoever asks each question is known."""
        for question in self.questions:
            asker = self.law.graph.value(URIRef(question.iri), CORE.asker)
            if asker is not None:
                said = said_of(self.law.graph, asker, SKOS.altLabel, lang)
                yield question.iri, [" ".join(stems_of(one, lang)) for one in said]


def _name(label: str, wordings: Wordings, lang: Lang) -> tuple[str, frozenset[str]]:
    """The first word of a question's label, and its telling words."""
    said = wordings.read([stem(one, lang) for one in wordings.named(words_of(label))])
    return said[0].stem, frozenset(one.stem for one in said if not one.filler)


def _meant(word: str, index: WordIndex, lang: Lang) -> str:
    """The stem of a word; of one that nothing has, the stem that looks like it."""
    found = stem(word, lang)
    told = found in index.known or len(found) < _PART
    if told or not _TYPED <= len(word) <= _LONGEST or not word.isalpha():
        return found
    alike = get_close_matches(found, index.long, _ALIKES, _ALIKE)
    return next((one for one in alike if one[0] == found[0]), found)


def likened(word: str, index: WordIndex, lang: Lang) -> bool:
    """Whether a word that nothing has is taken for another, or for a compound of what is known."""
    own = stem(word, lang)
    return _meant(word, index, lang) != own or len(_forms(own, index)) > 1


def _forms(one: str, index: WordIndex) -> list[tuple[str, float]]:
    """A stem, or the parts of a compound that no question has, with how much each counts."""
    if one in index.rarity or len(one) < _PART or one[0] == "{":
        return [(one, 1.0)]
    found: dict[str, float] = {one: 1.0}
    for part in index.rarity:
        if len(part) >= _PART and (_ends(one, part) or part.endswith(one)):
            found[part] = _LAST
        elif len(part) >= _PART and one.startswith(part):
            found[part] = _FIRST
    return list(found.items())


def _ends(one: str, part: str) -> bool:
    """Whether a part ends a word that has another before it: no read in bread."""
    return one.endswith(part) and (one == part or len(one) - len(part) >= _BEFORE)


def _shared(
    weights: Mapping[str, float],
    forms: Mapping[str, list[tuple[str, float]]],
    own: Mapping[str, float],
    said: Set[str],
) -> float:
    """How much of what was said something has; `said` are all forms of it."""
    if own.keys().isdisjoint(said):
        return 0.0
    return sum(
        weight * max(own.get(form, 0.0) * share for form, share in forms[one])
        for one, weight in weights.items()
    )


def _told(
    telling: Sequence[str], forms: Mapping[str, list[tuple[str, float]]], own: Mapping[str, float]
) -> int:
    """How many telling words something has."""
    return sum(any(form in own for form, _ in forms[one]) for one in telling)


def _unit(weights: dict[str, float]) -> dict[str, float]:
    """Weights as a vector of length 1."""
    length = sqrt(sum(one**2 for one in weights.values())) or 1.0
    return {stem: one / length for stem, one in weights.items()}
