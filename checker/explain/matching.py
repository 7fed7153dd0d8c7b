"""The question that somebody's own words ask, in Danish or English.

Words are read as the words of the law that they stand for (`wordings`). A question is scored by how
much it covers of what was said, a rare word counting more than a common one, and by how like one of
its phrases that is. Topics that no question is about (`core:OutsideTopic`) are scored along with
them. Nothing of what is said is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from math import log, sqrt

from rdflib import RDF, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Lang, Text, label, text_of
from lovgraf.core.written import continued
from lovgraf.explain.misspelt import Misspelt, misspelt_in, spelt
from lovgraf.explain.named_grounds import named_in, read_by
from lovgraf.explain.question import Question, listed_of, questions_of
from lovgraf.explain.wordings import (
    LANGUAGES,
    Said,
    Wordings,
    said_of,
    stem,
    stems_of,
    wordings_of,
    words_of,
)
from lovgraf.law.names import norm_cited_on
from lovgraf.law.norms import Norm
from lovgraf.law.view import Law

WEAK = 0.3
"""The score below which nothing is near what was said."""
SURE = 0.5
"""The score from which the best question is taken, where no other is near."""
CERTAIN = 0.8
"""The score from which a clause by itself asks a question beyond doubt."""
_CLAUSE = re.compile(r"(?:(?<!\d)\.|(?<=\d{4})\.|[,;:?!])+(?:\s|$)")
_NUMBER = re.compile(r"\d[\d.,]*")
_GAP, _DOUBT = 0.06, 0.22
"""How far below the best another is still near: the farther, the less sure the best is."""
_BRIEF = 2
"""Up to how many words say so little that twice as far is near."""
_FAR = 0.8
"""The share of a best that is not sure from which on another is near."""
_HARDLY = 0.5
"""The share of the best score on what is asked below which a question is hardly about that."""
CHOICES = 4
"""How many questions are offered at most."""
_LABEL, _OTHER, _DEFINITION, _NORM = 1.0, 0.95, 0.55, 0.25
_COMMON = 0.4
"""From which weight on a stem counts as one of a question when rarity is measured."""
_PHRASED = 0.35
"""The part that the likest phrase has in the score."""
_FILLER, _UNKNOWN = 0.2, 2.5
"""How much a filler counts, and a word that no question has."""
_TOLD, _ENOUGH = 0.5, 2
"""How much a word counts that is told beside what is asked, and how many telling words a clause
must have to ask something by itself."""
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
_MOST, _LONGEST = 60, 40
"""How many words are read, and how long a word may be that is taken for a misspelt one."""


@dataclass(frozen=True)
class Match:
    """A question with how well it fits what was said, from 0 to 1."""

    question: Question
    score: float


@dataclass(frozen=True)
class Topic:
    """What no question is about, and where to turn with it."""

    iri: str
    label: Text
    advice: Text
    verification: Text | None = None
    """What of the advice was not verified."""
    norms: tuple[str, ...] = ()
    """The norms (by IRI) that say the rest, each on its days."""

    def on(self, day: date, law: Law) -> Topic:
        """The topic with what its norms say on a day beside the advice."""
        own = [law.norms[iri] for iri in self.norms if law.norms[iri].in_force.contains(day)]
        said = [_stated(law, norm, day) for norm in own]
        if not said:
            return self
        da, en = (" ".join([self.advice[x], *(one[x] for one in said)]) for x in LANGUAGES)
        return replace(self, advice=Text(da, en), norms=())

    @property
    def told(self) -> Text:
        """The advice, and that it was not verified where it was not."""
        if self.verification is None:
            return self.advice
        return Text(
            f"{self.advice.da} (Ikke efterprøvet: {_within(self.verification.da)})",
            f"{self.advice.en} (Not verified: {_within(self.verification.en)})",
        )


def _stated(law: Law, norm: Norm, day: date) -> Text:
    """What a norm says, with the place where it stands on a day."""
    place, said = norm_cited_on(law.graph, norm, day).text, norm.definition or norm.label
    da, en = (f"{said[x].rstrip('.')} ({place[x]})." for x in LANGUAGES)
    return Text(da, en)


def _within(sentence: str) -> str:
    return continued(sentence).rstrip(".")


@dataclass(frozen=True)
class Found:
    """What some words ask: the questions that have something of them, the best first."""

    matches: Sequence[Match]
    outside: Topic | None = None
    """The topic that they are about, where it is none of the questions'."""
    brief: bool = False
    """Whether so little was said that several questions are as likely."""
    opened: bool = False
    """Whether the topic is told by how the words begin: no question is near it then."""
    apart: tuple[Question, ...] = ()
    """Others that a clause of what was said asks by itself."""
    beside: frozenset[str] = frozenset()
    """The questions (by IRI) that are about what is told, and hardly about what is asked."""
    on_ground: frozenset[str] = frozenset()
    """The questions (by IRI) that turn on a ground which was named."""

    @property
    def clear(self) -> Question | None:
        """The one question that is asked; None where that is a guess. Others may be as near where
        the answer tells what they answer too (`core:goesWith`), or each asks but one ground of it
        (`core:narrows`)."""
        if self.outside or not self.matches or self.matches[0].score < SURE:
            return None
        best, *others = self.near
        near = [best, *others]
        whole = next((q for q in near if all(q.iri in (o.iri, *o.narrows) for o in near)), None)
        told = all(one.iri in best.goes_with for one in others)
        return whole if whole and (self.on_ground or not told) else best if told else None

    @property
    def hardly(self) -> bool:
        """Whether it is not certain that any question is about what was said."""
        return bool(self.matches) and self.matches[0].score < SURE

    @property
    def near(self) -> list[Question]:
        """The questions that may be meant: the best, and those that are about as good; of these
        those alone that are about what is asked, and that turn on a ground which was named, where
        any does and the best is of the same asker."""
        if not self.matches or self.matches[0].score < WEAK:
            return []
        best = self.matches[0].score
        gap = 2 * _GAP if self.brief else _GAP
        least = best - gap - _DOUBT * (1 - best) if best >= SURE else _FAR * best
        found = [match.question for match in self.matches if match.score >= least]
        some = {one.iri: one for one in (*found[:1], *self.apart, *found)}
        listed = list(some.values())[:CHOICES]
        asked = [one for one in listed if one.iri not in self.beside] or listed
        far = [match.question for match in self.matches if match.score >= _FAR * best]
        own = [one for one in listed if one.iri in self.on_ground]
        own = own or [one for one in far if one.iri in self.on_ground][:1]
        return own if own and own[0].asked_by == asked[0].asked_by else asked


@dataclass(frozen=True)
class _Index:
    """What is known of the questions and topics in one language, by IRI."""

    wordings: Wordings
    stems: Mapping[str, Mapping[str, float]]
    phrases: Mapping[str, Sequence[Mapping[str, float]]]
    rarity: Mapping[str, float]
    cues: Mapping[str, list[str]]
    asked: frozenset[str]
    """The stems of which some question is, and not only a topic that no question is about."""

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


@dataclass
class Matcher:
    """Matches words to the questions of a law."""

    law: Law

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """The questions by slug."""
        return questions_of(self.law)

    def find(self, words: str, day: date | None = None) -> Found:
        """What some words ask; for a slug or another name its question alone. What no question is
        about is told by the law of a `day`."""
        found = self._find(self._joined(spelt(words, self.misspelt(words))))
        if day is None or found.outside is None:
            return found
        return replace(found, outside=found.outside.on(day, self.law))

    def misspelt(self, words: str) -> tuple[Misspelt, ...]:
        """The names of countries and of the family in some words that are not read, with those that
        they are near: questions are found by these, and facts told by none."""
        return misspelt_in(words, self.law, self._knows)

    def _joined(self, words: str) -> str:
        """Words without the comma before a clause that says what is asked about: "skal jeg melde,
        at jeg flytter"."""
        return self._continuing.sub(" ", words)

    @cached_property
    def _continuing(self) -> re.Pattern[str]:
        graph = self.law.graph
        nodes = graph.subjects(RDF.type, CORE.ContinuingWording)
        said = {
            one for node in nodes for lang in LANGUAGES
            for one in said_of(graph, node, SKOS.altLabel, lang)
        }  # fmt: skip
        first = "|".join(sorted(map(re.escape, said)))
        return re.compile(rf",\s+(?=(?:{first})\s)", re.IGNORECASE)

    def _knows(self, word: str) -> bool:
        """Whether a word is a name, or some question has it."""
        indexes = self._index
        return any(
            (word,) in indexes[lang].wordings.names or stem(word, lang) in indexes[lang].known
            for lang in LANGUAGES
        )

    def _find(self, words: str) -> Found:
        slug = words.strip().lower()
        named_first = slug.partition(" ")[0]
        if named_first in self.questions and (named_first == slug or "-" in named_first):
            return Found([Match(self.questions[named_first], 1.0)])
        said = words_of(words)[:_MOST]
        opened = self._opened(words)
        named = self._called.get(tuple(said), [])
        if len(named) == 1:
            return Found([Match(named[0], 1.0)])
        spoken = self._spoken(said)
        scores = self._scored(words, spoken)
        found = [Match(q, scores[q.iri]) for q in self.questions.values() if q.iri in scores]
        found.sort(key=lambda match: (-match.score, match.question.slug))
        apart = self._apart(words, found) if found else ()
        outside = opened or self._outside(scores, found)
        beside = self._beside(words, found, spoken)
        return Found(
            found,
            outside,
            len(said) <= _BRIEF,
            bool(opened),
            apart,
            beside,
            self._on_ground(words),
        )

    def _scored(self, words: str, languages: Sequence[Lang]) -> dict[str, float]:
        """The score of each question and topic (by IRI) that has something of some words."""
        scores: dict[str, float] = {}
        for lang in languages:
            parts = _parts(words, self._index[lang].wordings, lang)
            for iri, score in self._scores(parts, self._index[lang], lang):
                scores[iri] = max(scores.get(iri, 0.0), score)
        return scores

    def _beside(
        self, words: str, found: Sequence[Match], languages: Sequence[Lang]
    ) -> frozenset[str]:
        """The questions (by IRI) that what is told beside a clause brings, where that clause asks
        one clearly: "I live in Spain since 2016, must I have a NemKonto" asks of no Digital Post.
        Of those that are near enough to be meant alone; where the whole asks the same best, all
        that the clause alone would not offer."""
        clauses = [part for part in _CLAUSE.split(words) if words_of(part)]
        asking = frozenset[str]().union(*(self._index[x].wordings.asking for x in languages))
        asked = [part for part in clauses if words_of(part)[0] in asking]
        if len(clauses) < 2 or len(asked) != 1:
            return frozenset()
        near = [match for match in found if match.score >= _FAR * found[0].score]
        scores = self._scored(asked[0], languages)
        best = max((scores.get(one.question.iri, 0.0) for one in near), default=0.0)
        alone = self.find(asked[0]) if best >= CERTAIN else None
        clear = alone.clear if alone else None
        if alone is None or clear is None or scores.get(clear.iri, 0.0) < best:
            return frozenset()
        own = [one.question.iri for one in near]
        if clear == found[0].question:
            some = [one for one in found if one.score >= _HARDLY * found[0].score]
            return frozenset(one.question.iri for one in some) - {one.iri for one in alone.near}
        least = _HARDLY * best
        return frozenset(iri for iri in own if scores.get(iri, 0.0) < least)

    def _on_ground(self, words: str) -> frozenset[str]:
        """The questions (by IRI) that turn on a ground which some words name."""
        grounds = named_in(words, self.law)
        named = frozenset[str]().union(*(one.facts for one in grounds))
        view = self.law.at(date.today()) if named else None
        questions = self.questions.values() if view else ()
        return frozenset(
            q.iri for q in questions if view and not named.isdisjoint(read_by(q, view))
        )

    def _opened(self, words: str) -> Topic | None:
        """The topic that some words are about by how they begin (`core:openingWords`)."""
        said = _NUMBER.sub("#", " ".join(words.lower().split()))
        return next((t for opening, t in self._openings if f"{said} ".startswith(opening)), None)

    @cached_property
    def _openings(self) -> list[tuple[str, Topic]]:
        graph = self.law.graph
        return [
            (f"{said} ", topic)
            for topic in self._topics
            for said in map(str, graph.objects(URIRef(topic.iri), CORE.openingWords))
        ]

    def _apart(self, words: str, found: Sequence[Match]) -> tuple[Question, ...]:
        """The questions that clauses ask clearly, each by itself, beside the best of the whole, and
        that the whole asks too: who says how long somebody lived here may ask of Digital Post."""
        clauses = [part for part in _CLAUSE.split(words) if len(words_of(part)) > _BRIEF]
        if len(clauses) < 2:
            return ()
        alone = [self.find(clause) for clause in clauses]
        own = [one.matches[0] for one in alone if one.clear is not None]
        best, whole = found[0], {match.question.iri: match.score for match in found}
        others = {
            match.question.iri: match.question
            for match in own
            if match.question.iri != best.question.iri
            and match.score >= CERTAIN
            and whole.get(match.question.iri, 0.0) >= _HARDLY * best.score
        }
        return tuple(others.values())

    @cached_property
    def _called(self) -> dict[tuple[str, ...], list[Question]]:
        """The questions that have some words for a name."""
        found: dict[tuple[str, ...], list[Question]] = {}
        for question in self.questions.values():
            texts = {question.label.da, question.label.en, *(said for _, said in question.others)}
            for text in texts:
                found.setdefault(tuple(words_of(text)), []).append(question)
        return found

    def _spoken(self, words: Sequence[str]) -> list[Lang]:
        """The language that has most of some words; both where that is not clear."""
        known = {
            lang: sum(stem(word, lang) in self._index[lang].known for word in words)
            for lang in LANGUAGES
        }
        return [lang for lang in LANGUAGES if known[lang] == max(known.values())]

    def _outside(self, scores: Mapping[str, float], found: Sequence[Match]) -> Topic | None:
        """The topic that fits better than every question."""
        best = max(self._topics, key=lambda topic: scores.get(topic.iri, 0.0), default=None)
        if best is None:
            return None
        score = scores.get(best.iri, 0.0)
        return best if score >= WEAK and (not found or score > found[0].score + _GAP) else None

    def _scores(
        self, parts: Sequence[tuple[list[str], float]], index: _Index, lang: Lang
    ) -> Iterator[tuple[str, float]]:
        """The score of each question that has something of some parts, each with how much its
        words count."""
        stems: list[str] = []
        weights: dict[str, float] = {}
        forms: dict[str, list[tuple[str, float]]] = {}
        for words, share in parts:
            meant = [_meant(word, index, lang) for word in index.wordings.named(words)]
            stems += meant
            for said in index.wordings.read(meant):
                forms[said.stem] = _forms(said.stem, index)
                rare = [index.rarity[form] for form, _ in forms[said.stem] if form in index.rarity]
                weight = index.weight(said) if said.filler or not rare else min(rare)
                weight *= said.share * share
                weights[said.stem] = max(weight, weights.get(said.stem, 0.0))
        total, length = sum(weights.values()), sqrt(sum(one**2 for one in weights.values()))
        telling = [one for one, weight in weights.items() if weight > _FILLER]
        loose = index.wordings.loose
        subjects = [one for one in telling if one not in loose and one[0] != "{"]
        strange = any(index.asked.isdisjoint(dict(forms[one])) for one in telling)
        heard = f" {' '.join(stems)} "
        known = {form for one in weights for form, _ in forms[one]}
        for iri, own in index.stems.items():
            covered = _shared(weights, forms, own, known) / total if total else 0.0
            if covered:
                phrases = index.phrases[iri]
                like = max(_shared(weights, forms, one, known) for one in phrases) / length
                cues = index.cues.get(iri, ())
                cued = _CUE * any(f" {cue} " in heard for cue in cues) - _UNCUED * bool(cues)
                score = (1 - _PHRASED) * covered + _PHRASED * like + cued
                alone = len(telling) > 1 == _told(telling, forms, own) and iri in index.cues
                score *= _ALONE if alone else 1
                astray = strange and not _told(subjects, forms, own)
                yield iri, score * (_ASTRAY if astray else 1)

    @cached_property
    def _topics(self) -> list[Topic]:
        graph = self.law.graph
        return [
            Topic(
                str(node),
                label(graph, node),
                text_of(graph, node, SKOS.definition) or Text("", ""),
                text_of(graph, node, CORE.verification),
                listed_of(graph, node, CORE.tellsNorm),
            )
            for node in sorted(graph.subjects(RDF.type, CORE.OutsideTopic), key=str)
        ]

    @cached_property
    def _index(self) -> dict[Lang, _Index]:
        def make() -> dict[Lang, _Index]:
            wordings = wordings_of(self.law.graph)
            return {lang: self._indexed(wordings[lang], lang) for lang in LANGUAGES}

        return self.law.kept("words of questions", (), make)

    def _indexed(self, wordings: Wordings, lang: Lang) -> _Index:
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
        of_questions = [stems[question.iri] for question in self.questions.values()]
        asked = {one for some in of_questions for one, weight in some.items() if weight >= _COMMON}
        cues = dict(self._cues(lang))
        return _Index(wordings, stems, phrases, rarity, cues, frozenset(asked))

    def _texts(self, lang: Lang) -> Iterator[tuple[str, list[tuple[str, float]]]]:
        """What each question and topic is called, its definition and its norms, with weights."""
        for question in self.questions.values():
            own = [(question.label[lang], _LABEL)]
            own += [(said, _OTHER) for said in self._others(question.iri, lang)]
            if question.definition:
                own.append((question.definition[lang], _DEFINITION))
            own += [(norm, _NORM) for norm in self._norms(question, lang)]
            yield question.iri, own
        for topic in self._topics:
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
        for question in self.questions.values():
            asker = self.law.graph.value(URIRef(question.iri), CORE.asker)
            if asker is not None:
                said = said_of(self.law.graph, asker, SKOS.altLabel, lang)
                yield question.iri, [" ".join(stems_of(one, lang)) for one in said]


def matcher_of(law: Law) -> Matcher:
    """What finds the questions of a law by words; the same each time."""
    return law.once(("matcher",), lambda: Matcher(law))


def _parts(words: str, wordings: Wordings, lang: Lang) -> list[tuple[list[str], float]]:
    """The clauses of what was said, as words, with how much they count: what is told beside a
    clause that asks says less of what is asked, where that clause says enough by itself."""
    clauses = [part for part in _CLAUSE.split(words) if words_of(part)]
    asks = [words_of(clause)[0] in wordings.asking for clause in clauses]
    asked = " ".join(clause for clause, asking in zip(clauses, asks, strict=True) if asking)
    stems = [stem(word, lang) for word in wordings.named(words_of(asked))]
    if all(asks) or sum(not said.filler for said in wordings.read(stems)) < _ENOUGH:
        return [(words_of(words)[:_MOST], 1.0)]
    return [
        (words_of(clause)[:_MOST], 1.0 if asking else _TOLD)
        for clause, asking in zip(clauses, asks, strict=True)
    ]


def _meant(word: str, index: _Index, lang: Lang) -> str:
    """The stem of a word; of one that nothing has, the stem that looks like it."""
    found = stem(word, lang)
    told = found in index.known or len(found) < _PART
    if told or not _TYPED <= len(word) <= _LONGEST or not word.isalpha():
        return found
    alike = get_close_matches(found, index.long, _ALIKES, _ALIKE)
    return next((one for one in alike if one[0] == found[0]), found)


def _forms(one: str, index: _Index) -> list[tuple[str, float]]:
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
