"""The question that somebody's own words ask, in Danish or English.

Words are compared by their stems (Snowball), a word that no question has by its parts and by words
that look like it. A rare word says more than a common one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from math import log

from lovgraf.explain.question import Question
from lovgraf.law.search import root

LANGUAGES = ("da", "en")
SURE = 0.31
"""How much of what was asked a question must cover to be taken for it."""
NEAR = 0.85
"""From which share of the best score on another question is as near."""
_LABEL, _OTHER, _DEFINITION = 1.0, 0.95, 0.55
_RELATED, _QUALIFIED = 0.7, 0.3
"""How much the last part of a word counts, or one that looks like it; and its first part, which
says of which kind it is."""
_ALIKE = 0.88
_DANISH = """
jeg du han hun man min mit mine din dit sin sit en et den det de der som er var har have være blive
bliver i på til fra af for med om at og eller når hvis hvad hvor hvordan hvornår hvem selv også så
kan må vil skal ikke få får gør gøre ham hende mig vores"""
_ENGLISH = """
i you he she it we they my your his her our a an the of to from in on at for with by and or if when
what where how who do does did is are was be been have has had will would can may must shall should
need not that this so me"""
_IDLE = frozenset([*_DANISH.split(), *_ENGLISH.split()])
"""Words that every question may have, and that say next to nothing of which it is."""
_IDLE_WEIGHT = 0.15
_WORD = re.compile(r"[^\W_]+")
_PART = 4
_PHRASE, _WORDS = 0.9, 3
"""What it counts at least that a name of so many words stands in what was asked, and at most that
its words do."""
_UNSAID = 0.12
_UNKNOWN = 1.0
"""How much a word counts that no question has."""


@dataclass(frozen=True)
class Match:
    """A question with how well it covers what was asked, from 0 to 1."""

    question: Question
    score: float


@dataclass
class Matcher:
    """Matches words to some questions."""

    questions: Mapping[str, Question]
    _stems: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def find(self, words: str) -> list[Match]:
        """The questions that have something of some words, the best first; for a slug it alone."""
        slug = words.strip().lower()
        if slug in self.questions:
            return [Match(self.questions[slug], 1.0)]
        scores = Counter(self._phrased(words))
        for lang in LANGUAGES:
            for name, score in self._scores(words, lang):
                scores[name] = max(scores[name], score)  # type: ignore[assignment]
        found = [Match(self.questions[name], score) for name, score in scores.items() if score > 0]
        return sorted(found, key=lambda match: (-match.score, match.question.slug))

    def _phrased(self, words: str) -> dict[str, float]:
        """The questions one of whose names stands in what was asked, word by word, with how much of
        it that is."""
        said = f" {' '.join(_WORD.findall(words.lower()))} "
        found: dict[str, float] = {}
        for name, phrases in self._phrases.items():
            part = max((len(one) for one in phrases if f" {one} " in said), default=0)
            if part:
                found[name] = _PHRASE + (1 - _PHRASE) * part / len(said.strip())
        return found

    @cached_property
    def _phrases(self) -> dict[str, list[str]]:
        """The names of each question that are of several words."""
        found = {}
        for name, one in self.questions.items():
            texts = [one.label.da, one.label.en, *(said for _, said in one.others)]
            phrases = [" ".join(_WORD.findall(text.lower())) for text in texts]
            found[name] = [phrase for phrase in phrases if phrase.count(" ") >= _WORDS - 1]
        return found

    def _scores(self, words: str, lang: str) -> Iterable[tuple[str, float]]:
        said = dict.fromkeys(_WORD.findall(words.lower()))
        weights: dict[str, float] = {}
        for word in said:
            stem = self._stem(word, lang)
            weights[stem] = _IDLE_WEIGHT if word in _IDLE else self._rarity(stem, lang)
        asked = list(weights)
        telling = {stem for stem in asked if weights[stem] > _IDLE_WEIGHT}
        total = sum(weights.values())
        if not total:
            return
        forms = {stem: self._forms(stem, lang) for stem in asked}
        for name, own in self._index[lang].items():
            got = sum(
                weights[stem]
                * max((own.get(form, 0.0) * share for form, share in forms[stem]), default=0.0)
                for stem in asked
            )
            if got:
                sure = 1.0 if any(stem in own for stem in telling) else _RELATED
                unsaid = _UNSAID * self._unsaid(name, lang, weights)
                yield name, _PHRASE * sure * got / total * (1 - unsaid)

    def _unsaid(self, name: str, lang: str, asked: Mapping[str, float]) -> float:
        """How much of what a question is called was not asked for: of two that cover the same,
        the one that says less else is meant."""
        words = _WORD.findall(self.questions[name].label[lang].lower())
        stems = {self._stem(word, lang) for word in words if word not in _IDLE}
        return len(stems - asked.keys()) / len(stems) if stems else 0.0

    def _forms(self, stem: str, lang: str) -> list[tuple[str, float]]:
        """A stem, or what stands for one that no question has."""
        known = self._common[lang]
        if stem in known:
            return [(stem, 1.0)]
        if len(stem) < _PART:
            return []
        found: dict[str, float] = {}
        for one in known:
            if len(one) >= _PART and (stem.endswith(one) or one.endswith(stem)):
                found[one] = _RELATED
            elif len(one) >= _PART and stem.startswith(one):
                found[one] = _QUALIFIED
        for one in get_close_matches(stem, known, 2, _ALIKE):
            found.setdefault(one, _RELATED)
        return list(found.items())

    def _rarity(self, stem: str, lang: str) -> float:
        """How much a word says: less, the more questions have it."""
        forms = [form for form, _ in self._forms(stem, lang)]
        if not forms:
            return _UNKNOWN
        return min(log(1 + len(self.questions) / self._common[lang][form]) for form in forms)

    @cached_property
    def _index(self) -> dict[str, dict[str, dict[str, float]]]:
        """The weight of each stem in each question, by language."""
        return {
            lang: {name: self._weighed(one, lang) for name, one in self.questions.items()}
            for lang in LANGUAGES
        }

    @cached_property
    def _common(self) -> dict[str, Counter[str]]:
        """In how many questions each stem is, by language."""
        return {
            lang: Counter(stem for own in self._index[lang].values() for stem in own)
            for lang in LANGUAGES
        }

    def _weighed(self, question: Question, lang: str) -> dict[str, float]:
        texts = [(question.label[lang], _LABEL), (question.slug, _LABEL)]
        texts += [(said, _OTHER) for own, said in question.others if own in ("", lang)]
        if question.definition:
            texts.append((question.definition[lang], _DEFINITION))
        found: dict[str, float] = {}
        for text, weight in texts:
            for word in _WORD.findall(text.lower()):
                stem = self._stem(word, lang)
                found[stem] = max(weight, found.get(stem, 0.0))
        return found

    def _stem(self, word: str, lang: str) -> str:
        key = lang, word
        if key not in self._stems:
            stem = self._stemmers[lang](word)
            self._stems[key] = root(stem) if lang == "da" else stem
        return self._stems[key]

    @cached_property
    def _stemmers(self) -> dict[str, Callable[[str], str]]:
        import snowballstemmer

        names = (("da", "danish"), ("en", "english"))
        return {lang: snowballstemmer.stemmer(name).stemWord for lang, name in names}


def nearest(found: list[Match]) -> list[Match]:
    """Those that are about as near as the best."""
    return [match for match in found if match.score >= NEAR * found[0].score]
