"""The question that somebody's own words ask, in Danish or English.

Words are read as the words of the law that they stand for (`wordings`). A question is scored by how
much it covers of what was said, a rare word counting more than a common one, and by how like one of
its phrases that is. Topics that no question is about (`core:OutsideTopic`) are scored along with
them. Nothing of what is said is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace
from rdflib import RDF, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Lang, Text, label, text_of
from lovgraf.explain.clauses import CLAUSE, Clause, clauses_of
from lovgraf.explain.days import day_of_law
from lovgraf.explain.days_in_words import without_from_now
from lovgraf.explain.found import FAR, GAP, WEAK, Found, Match, Topic
from lovgraf.explain.misspelt import Misspelt, misspelt_in, spelt
from lovgraf.explain.named_grounds import named_in, read_by, without_named, without_words
from lovgraf.explain.question import Question, listed_of, questions_of
from lovgraf.explain.self_reports import reports_of
from lovgraf.explain.word_index import IndexedTexts, WordIndex, likened
from lovgraf.explain.wordings import (
    LANGUAGES,
    Wordings,
    of_both,
    said_of,
    stem,
    wordings_of,
    words_of,
)
from lovgraf.law.view import Law

CERTAIN = 0.8
"""The score from which a clause by itself asks a question beyond doubt."""
_NUMBER = re.compile(r"\d[\d.,]*")
_BRIEF = 2
"""Up to how many words say so little that twice as far is near."""
_HARDLY = 0.5
"""The share of the best score on what is asked below which a question is hardly about that."""
_TOLD, _ENOUGH = 0.5, 2
"""How much a word counts that is told beside what is asked, and how many telling words a clause
must have to ask something by itself."""
_BOTH = 2
"""How many words of each language make what was said one in both."""
_MOST = 60
"""How many words are read."""


class Matcher(Struct, dict=True):
    """Matches words to the questions of a law."""

    law: Law

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """The questions by slug."""
        return questions_of(self.law)

    def find(self, words: str, day: date | None = None) -> Found:
        """What some words ask; for a slug or another name its question alone. What no question is
        about is told by the law of a `day`. A day of the law at the end tells no question."""
        of_law = day_of_law(words, self.law, day or date.today())
        words = without_from_now(of_law.rest if of_law else words, self.law)
        found = self._asked(self._joined(spelt(words, self.misspelt(words))))
        if day is None or found.outside is None:
            return found
        return replace(found, outside=found.outside.on(day, self.law))

    def misspelt(self, words: str) -> tuple[Misspelt, ...]:
        """The names of countries and of the family in some words that are not read, with those that
        they are near: questions are found by these, and facts told by none."""
        return misspelt_in(words, self.law, self.knows)

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

    def knows(self, word: str) -> bool:
        """Whether a word is a name, or some question has it."""
        indexes = self._index
        return any(
            (word,) in indexes[lang].wordings.names or stem(word, lang) in indexes[lang].known
            for lang in LANGUAGES
        )

    def language(self, words: str) -> Lang | None:
        """The language that has most of some words; None where that is not clear."""
        spoken = self._spoken(words_of(words)[:_MOST])
        return spoken[0] if len(spoken) == 1 else None

    def clauses(self, words: str) -> list[Clause]:
        """The clauses of some words, and which of them ask something."""
        lang = self._spoken(words_of(words))[0]
        return _clauses(words, self._index[lang].wordings, lang)

    def likens(self, word: str) -> bool:
        """Whether a word that is not known is taken for one that is, or has a part that is."""
        return any(likened(word, self._index[lang], lang) for lang in LANGUAGES)

    def _asked(self, words: str) -> Found:
        """What some words ask: what is asked beside words that only tell something
        (`core:onlyTells`), where anything surely is."""
        rest = without_words(words, reports_of(self.law).only_telling)
        beside = self._beside_grounds(rest)
        best = beside.matches[0].score if beside.matches and not beside.outside else 0.0
        asked = rest == words or beside.clear or best >= CERTAIN
        return beside if asked else self._beside_grounds(words)

    def _beside_grounds(self, words: str) -> Found:
        """What some words ask. A ground that they name tells which question is meant among those
        that are about it; it brings none where what is asked beside it is about something else:
        "my mother has dementia, may I read her post"."""
        found, grounds = self._find(words), named_in(words, self.law)
        if not found.near or found.near[0].iri not in found.on_ground:
            return found
        rest = self._find(without_named(words, grounds))
        turning = [one for one in found.matches if one.question.iri in found.on_ground]
        own, others = (_related(some) for some in ([q.question for q in turning], rest.near))
        return found if rest.outside or not others or not own.isdisjoint(others) else rest

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
        apart = (*self._apart(words, found), *self._named(said, found, spoken)) if found else ()
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
        both = self._in_both(words)
        for lang in LANGUAGES if both else languages:
            index = self._of_both[lang] if both else self._index[lang]
            parts = _parts(words, index.wordings, lang)
            for iri, score in index.scores(parts, lang):
                scores[iri] = max(scores.get(iri, 0.0), score)
        return scores

    def _in_both(self, words: str) -> bool:
        """Whether what was said has words of each language that the other has not."""
        said = words_of(words)[:_MOST]
        da, en = (
            {word for word in said if stem(word, lang) in self._index[lang].known}
            for lang in LANGUAGES
        )
        return min(len(da - en), len(en - da)) >= _BOTH

    @cached_property
    def _of_both(self) -> dict[Lang, WordIndex]:
        """What is known of each language, with the wordings of both."""
        own = {lang: one.wordings for lang, one in self._index.items()}
        both = of_both(self.law.graph, own)
        return {lang: replace(one, wordings=both[lang]) for lang, one in self._index.items()}

    def _beside(
        self, words: str, found: Sequence[Match], languages: Sequence[Lang]
    ) -> frozenset[str]:
        """The questions (by IRI) that what is told beside a clause brings, where that clause asks
        one clearly: "I live in Spain since 2016, must I have a NemKonto" asks of no Digital Post.
        Of those that are near enough to be meant alone; where the whole asks the same best, all
        that the clause alone would not offer."""
        clauses = _clauses(words, self._index[languages[0]].wordings, languages[0])
        asked = [one.text for one in clauses if one.asks]
        if len(clauses) < 2 or len(asked) != 1:
            return frozenset()
        near = [match for match in found if match.score >= FAR * found[0].score]
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
        clauses = [part for part in CLAUSE.split(words) if len(words_of(part)) > _BRIEF]
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

    def _named(
        self, said: Sequence[str], found: Sequence[Match], languages: Sequence[Lang]
    ) -> Iterator[Question]:
        """The questions whose label was said as a whole, where the best is not called by all of its
        words: "must a foreigner without a CPR number have Digital Post" may ask of both."""
        best = found[0].question
        known = {one.question.iri: one.question for one in found}
        for lang in languages:
            index = self._index[lang]
            for iri, telling in index.named(said, lang):
                if iri in known and iri != best.iri and not index.has(best.iri, telling):
                    yield known[iri]

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
        return best if score >= WEAK and (not found or score > found[0].score + GAP) else None

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
                str(page) if (page := graph.value(node, CORE.onPage)) else None,
            )
            for node in sorted(graph.subjects(RDF.type, CORE.OutsideTopic), key=str)
        ]

    @cached_property
    def _index(self) -> dict[Lang, WordIndex]:
        def make() -> dict[Lang, WordIndex]:
            wordings = wordings_of(self.law.graph)
            texts = IndexedTexts(self.law, tuple(self.questions.values()), self._topics)
            return {lang: texts.index(wordings[lang], lang) for lang in LANGUAGES}

        return self.law.kept("words of questions", (), make)


def _related(questions: Sequence[Question]) -> set[str]:
    """Some questions with those that they go with, and those of which they ask but one ground
    (IRIs)."""
    return {iri for one in questions for iri in (one.iri, *one.goes_with, *one.narrows)}


def matcher_of(law: Law) -> Matcher:
    """What finds the questions of a law by words; the same each time."""
    return law.once(("matcher",), lambda: Matcher(law))


def _parts(words: str, wordings: Wordings, lang: Lang) -> list[tuple[list[str], float]]:
    """The clauses of what was said, as words, with how much they count: what is told beside a
    clause that asks says less of what is asked, where that clause says enough by itself."""
    clauses = _clauses(words, wordings, lang)
    asked = " ".join(one.text for one in clauses if one.asks)
    if all(one.asks for one in clauses) or not _enough(asked, wordings, lang):
        return [(words_of(words)[:_MOST], 1.0)]
    return [(words_of(one.text)[:_MOST], 1.0 if one.asks else _TOLD) for one in clauses]


def _clauses(words: str, wordings: Wordings, lang: Lang) -> list[Clause]:
    return clauses_of(words, wordings, lambda text: _enough(text, wordings, lang))


def _enough(text: str, wordings: Wordings, lang: Lang) -> bool:
    """Whether a clause has enough telling words to ask something by itself."""
    stems = [stem(word, lang) for word in wordings.named(words_of(text))]
    return sum(not said.filler for said in wordings.read(stems)) >= _ENOUGH
